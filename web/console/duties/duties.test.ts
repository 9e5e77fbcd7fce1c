import { expect, it } from 'vitest'
import { newPatrol, type Patrol } from '../../../server/duties/contract.ts'
import { boundsIn, copyOf, draftOf, emptyDraft, numberBounds, patrolOf, sameDraft, startMoved, wrongFields, type PatrolDraft } from './draft.ts'
import { filterOf, timeWindow } from './filter.ts'
import { patrolPhase } from './patrol-mark.tsx'
import { seatState } from './seat-state.ts'

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
    [{ seats: 99_999_999 }, 'seats'], [{ seats: NaN }, 'seats'], [{ seats: 2.5 }, 'seats'], [{ pointsPerHour: -5 }, 'pointsPerHour'], [{ ageMin: 3 }, 'conditions.ageMin'], [{ ageMax: 300 }, 'conditions.ageMax'], [{ releaseDeadlineMinutes: 99_999 }, 'releaseDeadlineMinutes'],
    [{ seatsForUnits: 9, unitsUntil: '2026-11-25T12:00' }, 'seatsForUnits'], [{ seatsForUnits: 8, unitsUntil: '' }, 'unitsUntil'], [{ seatsForUnits: 8, unitsUntil: whole.startsAt }, 'unitsUntil'],
  ]
  for (const [change, field] of broken) expect(wrongFields({ ...whole, ...change })).toEqual([field])
})

it('takes the numbers that the contract takes, and for units no more than there are seats', () => {
  const { ageMin, ageMax, ...rest } = numberBounds
  const ends = (end: 'min' | 'max') => ({ ...patrolOf(whole), ...Object.fromEntries(Object.entries(rest).map(([name, bounds]) => [name, bounds[end]])), conditions: { ...patrolOf(whole).conditions, ageMin: ageMin[end], ageMax: ageMax[end] } })
  expect([newPatrol.safeParse({ ...ends('min'), seatsForUnits: 0 }).success, newPatrol.safeParse({ ...ends('max'), seatsForUnits: 0 }).success]).toEqual([true, true])
  expect([boundsIn(whole, 'seatsForUnits').max, boundsIn({ ...whole, seats: NaN }, 'seatsForUnits').max]).toEqual([8, 10_000])
})

it.each([
  ['2026-11-26T23:00', '2026-11-27T01:00', {}], ['2026-11-25T18:30', '2026-11-25T20:30', {}],
  ['', '2026-11-25T21:00', {}], ['2026-11-26T08:00', '2026-11-25T18:00', { endsAt: '2026-11-25T18:00' }], ['2026-11-26T08:00', '', { endsAt: '' }],
])('moves the end with the start to %s: %s', (startsAt, endsAt, before) => expect(startMoved({ ...whole, ...before }, startsAt)).toEqual({ startsAt, endsAt }))

it('knows what was written since', () => {
  expect(sameDraft(whole, { ...whole })).toBe(true)
  for (const change of [{ name: '东桥' }, { ageMax: NaN }, { skills: ['law'] }, { drawing: { ...whole.drawing, points: [] } }]) expect(sameDraft(whole, { ...whole, ...change })).toBe(false)
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

it.each([
  ['claimed', null, false, 'notYet'], ['claimed', null, true, 'absent'], ['no-show', null, true, 'absent'], ['attended', { endedAt: null }, false, 'onDuty'], ['attended', { endedAt: '2026-11-24T13:00:00Z' }, true, 'done'],
  ['cancelled', null, false, 'ended'], ['cancelled', null, true, 'ended'],
] as const)('says of a seat that is %s with %j (time over: %s) that it is %s', (state, attendance, over, expected) => expect(seatState({ state, attendance: attendance as never }, over)).toBe(expected))

it('says what an open patrol is about', () => {
  const patrol = { state: 'open' as const, startsAt: '2026-11-24T11:00:00Z', endsAt: '2026-11-24T13:00:00Z', seats: 2, seatsTaken: 1, seatsKept: 0 }
  const at = (time: string, taken = 1, kept = 0) => patrolPhase({ ...patrol, seatsTaken: taken, seatsKept: kept }, Date.parse(time))
  expect([at('2026-11-24T10:00:00Z'), at('2026-11-24T10:00:00Z', 2), at('2026-11-24T10:00:00Z', 1, 1), at('2026-11-24T12:00:00Z'), at('2026-11-24T13:00:00Z')]).toEqual(['wanted', 'full', 'kept', 'running', 'over'])
})
