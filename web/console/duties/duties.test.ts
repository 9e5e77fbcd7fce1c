import { expect, it } from 'vitest'
import { newPatrol, type Patrol } from '../../../server/duties/contract.ts'
import { copyOf, draftOf, emptyDraft, patrolOf, wrongFields, type PatrolDraft } from './draft.ts'
import { filterOf, timeWindow } from './filter.ts'
import { patrolPhase } from './patrol-mark.tsx'

const now = new Date('2026-11-24T10:00:00Z')
const whole: PatrolDraft = { ...emptyDraft(now, '350602001001'), name: ' 西桥夜巡 ', riskText: '注意车辆', insuranceNote: '已投保', drawing: { kind: 'area', points: [[117.65, 24.5], [117.66, 24.5], [117.66, 24.51]] } }

it('sends only what the contract takes: times of the city as instants, areas closed', () => {
  const patrol = newPatrol.parse(patrolOf(whole))
  expect(patrol).toMatchObject({ name: '西桥夜巡', startsAt: '2026-11-25T11:00:00.000Z', endsAt: '2026-11-25T13:00:00.000Z', shape: { type: 'Polygon', coordinates: [[[117.65, 24.5], [117.66, 24.5], [117.66, 24.51], [117.65, 24.5]]] } })
})

it('keeps seats for units until a time of the city, and none without one', () => {
  expect(newPatrol.parse(patrolOf({ ...whole, seatsForUnits: 5, unitsUntil: '2026-11-25T16:00' }))).toMatchObject({ seatsForUnits: 5, unitsUntil: '2026-11-25T08:00:00.000Z' })
  expect(newPatrol.parse(patrolOf({ ...whole, seatsForUnits: 0, unitsUntil: '2026-11-25T16:00' }))).toMatchObject({ seatsForUnits: 0, unitsUntil: null })
})

it('comes back from the server as it was written', () => {
  const { name, ...rest } = draftOf(patrolOf(whole) as Patrol)
  const { name: written, ...others } = whole
  expect([name, rest]).toEqual([written.trim(), others])
})

it('names every field that is wrong', () => {
  expect(wrongFields(whole)).toEqual([])
  expect(wrongFields(emptyDraft(now, undefined))).toEqual(['name', 'regionCode', 'shape', 'riskText', 'insuranceNote'])
  const broken: [Partial<PatrolDraft>, string][] = [
    [{ name: '夜' }, 'name'], [{ startsAt: '' }, 'startsAt'], [{ endsAt: whole.startsAt }, 'endsAt'], [{ endsAt: '2026-11-26T19:00' }, 'endsAt'], [{ seats: null }, 'seats'], [{ ageMin: 60, ageMax: 20 }, 'conditions.ageMax'],
    [{ drawing: { kind: 'area', points: [[117, 24], [117, 25]] } }, 'shape'], [{ releaseDeadlineMinutes: null }, 'releaseDeadlineMinutes'],
    [{ seatsForUnits: 9, unitsUntil: '2026-11-25T12:00' }, 'seatsForUnits'], [{ seatsForUnits: 8, unitsUntil: '' }, 'unitsUntil'], [{ seatsForUnits: 8, unitsUntil: whole.startsAt }, 'unitsUntil'],
  ]
  for (const [change, field] of broken) expect(wrongFields({ ...whole, ...change })).toEqual([field])
})

it('copies an earlier patrol to the first day on which its hours lie ahead', () => {
  const past = { ...patrolOf(whole), startsAt: '2026-11-10T11:00:00Z', endsAt: '2026-11-10T13:00:00Z' } as Patrol
  expect(copyOf(past, now)).toMatchObject({ startsAt: '2026-11-24T19:00', endsAt: '2026-11-24T21:00' })
  expect(copyOf({ ...past, startsAt: '2026-11-10T09:00:00Z', endsAt: '2026-11-10T09:30:00Z' }, now)).toMatchObject({ startsAt: '2026-11-25T17:00' })
  expect(copyOf({ ...past, startsAt: '2026-12-01T11:00:00Z' }, now)).toMatchObject({ startsAt: '2026-12-01T19:00' })
})

it('takes days from the clocks of the city', () => {
  expect(timeWindow('today', new Date('2026-11-24T17:00:00Z'))).toEqual({ from: '2026-11-24T16:00:00.000Z', to: '2026-11-25T16:00:00.000Z' })
  expect(timeWindow('week', now)).toEqual({ from: '2026-11-23T16:00:00.000Z', to: '2026-11-30T16:00:00.000Z' })
  expect(timeWindow('all', now)).toEqual({})
})

it('reads the filters of an address and ignores what they do not know', () => {
  expect(filterOf({ state: 'open', time: 'tomorrow', text: '西桥', region: '350602' }, now)).toEqual({ state: 'open', text: '西桥', regionCode: '350602', order: 'soonest', from: '2026-11-24T16:00:00.000Z', to: '2026-11-25T16:00:00.000Z' })
  expect(filterOf({ state: 'lost', time: 'never' }, now)).toMatchObject({ state: undefined, order: 'soonest', from: now.toISOString() })
  expect(filterOf({ time: 'past' }, now)).toMatchObject({ order: 'latest' })
})

it('says what an open patrol is about', () => {
  const patrol = { state: 'open' as const, startsAt: '2026-11-24T11:00:00Z', endsAt: '2026-11-24T13:00:00Z', seats: 2, seatsTaken: 1, seatsKept: 0 }
  const at = (time: string, taken = 1, kept = 0) => patrolPhase({ ...patrol, seatsTaken: taken, seatsKept: kept }, Date.parse(time))
  expect([at('2026-11-24T10:00:00Z'), at('2026-11-24T10:00:00Z', 2), at('2026-11-24T10:00:00Z', 1, 1), at('2026-11-24T12:00:00Z'), at('2026-11-24T13:00:00Z')]).toEqual(['wanted', 'full', 'kept', 'running', 'over'])
})
