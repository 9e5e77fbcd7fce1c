import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { newId } from '../platform/ids.ts'
import { Problem } from '../platform/problem.ts'
import type { ServiceRecord } from './contract.ts'
import type { TrackSummary } from './ports.ts'
import { dutyWorld, grantFor, north, south, type DutyWorld } from './testing.ts'

let w: DutyWorld
beforeAll(async () => { w = await dutyWorld() })
beforeEach(() => w.clock.set('2026-04-14T10:00:00Z'))
afterAll(() => w.drop())

const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => {
  if (error instanceof Problem) return error.code
  throw error
})
const here = { lon: 117.655, lat: 24.5105, accuracy_m: 12 }

async function seated(): Promise<{ person: Actor; patrolId: string }> {
  const patrolId = await w.published()
  const person = w.person()
  await w.duties.claims.claim(person, patrolId)
  return { person, patrolId }
}
async function walked(minutes: number, track: Partial<TrackSummary> = {}, self = false): Promise<{ person: Actor; record: ServiceRecord }> {
  const { person, patrolId } = self ? { person: w.person(), patrolId: null } : await seated()
  const id = newId()
  w.clock.set('2026-04-14T11:00:00Z')
  w.walked.set(id, track)
  await w.duties.attendances.checkIn(person, { id, patrolId, at: '2026-04-14T11:00:00Z', position: here })
  w.clock.advance({ minutes })
  const { record } = await w.duties.attendances.checkOut(person, { id, at: w.clock.now().toISOString(), position: here })
  return { person, record }
}

describe('checking in', () => {
  const table: [string, { at: string; lat?: number; accuracy_m?: number; now?: string }, string][] = [
    ['inside fence and window', { at: '2026-04-14T10:55:00Z' }, 'done'],
    ['more than half an hour early', { at: '2026-04-14T10:20:00Z' }, 'too-early'],
    ['after the end', { at: '2026-04-14T13:00:00Z' }, 'patrol-over'],
    ['too far away', { at: '2026-04-14T11:00:00Z', lat: 24.52 }, 'outside-fence'],
    ['with a fix that proves nothing', { at: '2026-04-14T11:00:00Z', accuracy_m: 500 }, 'position-too-coarse'],
    ['from the future', { at: '2026-04-14T11:30:00Z', now: '2026-04-14T11:00:00Z' }, 'time-not-plausible'],
    ['kept offline for hours', { at: '2026-04-14T11:00:00Z', now: '2026-04-14T20:00:00Z' }, 'done'],
    ['kept offline for more than a day', { at: '2026-04-14T11:00:00Z', now: '2026-04-15T11:30:00Z' }, 'time-not-plausible'],
  ]
  it.each(table)('%s', async (_, { at, lat, accuracy_m, now }, expected) => {
    const { person, patrolId } = await seated()
    w.clock.set(now ?? at)
    const position = { lon: here.lon, lat: lat ?? here.lat, accuracy_m: accuracy_m ?? 12 }
    expect(await outcome(w.duties.attendances.checkIn(person, { id: newId(), patrolId, at, position }))).toBe(expected)
    expect((await w.duties.claims.mine(person)).current === null).toBe(expected !== 'done')
  })

  it('needs a seat, consent to position recording, and no other patrol going on', async () => {
    const { person, patrolId } = await seated()
    w.clock.set('2026-04-14T11:00:00Z')
    const at = '2026-04-14T11:00:00Z'
    expect(await outcome(w.duties.attendances.checkIn(w.person(), { id: newId(), patrolId, at, position: here }))).toBe('no-claim')
    expect(await outcome(w.duties.attendances.checkIn(w.person({ consent: false }), { id: newId(), patrolId: null, at, position: here }))).toBe('consent-needed')
    expect(await outcome(w.duties.attendances.checkIn(person, { id: newId(), patrolId: null, at, position: here }))).toBe('done')
    expect(await outcome(w.duties.attendances.checkIn(person, { id: newId(), patrolId, at, position: here }))).toBe('already-on-duty')
  })

  it('is harmless when the phone sends it twice, and another person’s id does not exist', async () => {
    const { person, patrolId } = await seated()
    w.clock.set('2026-04-14T11:00:00Z')
    const command = { id: newId(), patrolId, at: '2026-04-14T11:00:00Z', position: here }
    const first = await w.duties.attendances.checkIn(person, command)
    expect(await w.duties.attendances.checkIn(person, command)).toEqual(first)
    expect(await outcome(w.duties.attendances.checkIn(w.person(), command))).toBe('not-found')
    expect(await outcome(w.duties.attendances.checkOut(w.person(), { id: command.id, at: command.at, position: null }))).toBe('not-found')
  })

  it('names a grid with its community, in which someone set out', async () => {
    const { attendance } = await w.duties.attendances.checkIn(w.person(), { id: newId(), patrolId: null, at: '2026-04-14T10:00:00Z', position: { ...here, lat: 24.95 } })
    expect(attendance.regionName).toEqual({ zh: '东铺头社区 第三网格', en: 'Dongputou Community Grid 3' })
  })

  it('by setting out: anywhere in the city, not in the sea, not without the real-name check or the terms', async () => {
    const at = '2026-04-14T10:00:00Z'
    const start = (person: Actor, lon: number) => outcome(w.duties.attendances.checkIn(person, { id: newId(), patrolId: null, at, position: { ...here, lon } }))
    expect(await start(w.person(), 117.65)).toBe('done')
    expect(await start(w.person(), 117.4)).toBe('outside-city')
    expect(await start(w.person({ realName: 'unverified' }), 117.65)).toBe('real-name-required')
    expect(await start(w.person({ termsDue: 'service-terms' }), 117.65)).toBe('terms-needed')
  })
})

describe('what a walk is worth', () => {
  const table: [string, number, Partial<TrackSummary>, boolean, Partial<ServiceRecord>][] = [
    ['an hour inside the fence with a track', 60, {}, false, { minutes: 60, points: 10, state: 'confirmed', proofStrength: 'strong', flags: [] }],
    ['points are rounded down', 65, {}, false, { minutes: 65, points: 10, state: 'confirmed' }],
    ['a self-started hour has one proof less', 60, { insideShare: null, coveredShare: null }, true, { minutes: 60, points: 10, state: 'confirmed', proofStrength: 'medium' }],
    ['too short to be confirmed by rule', 5, { fixes: 60, distance_m: 300 }, false, { minutes: 5, points: 0, state: 'pending' }],
    ['standing still', 60, { distance_m: 50 }, false, { state: 'pending', flags: ['little-movement'] }],
    ['somewhere else', 60, { insideShare: 0.2 }, false, { state: 'pending', flags: ['left-area'] }],
    ['with invented positions', 60, { mockFixes: 3 }, false, { state: 'pending', flags: ['mock-position'] }],
    ['silent for most of the time', 60, { watched_s: 1500 }, true, { state: 'pending', flags: ['long-gap'] }],
    ['without any track', 60, { fixes: 0, distance_m: 0, insideShare: null }, false, { state: 'pending', flags: ['no-track'] }],
  ]
  it.each(table)('%s', async (_, minutes, track, self, expected) => {
    const { person, record } = await walked(minutes, track, self)
    expect(record).toMatchObject(expected)
    const credited = record.state === 'confirmed'
    expect(await w.ledger.balances(person.personId)).toEqual({ minutes: credited ? record.minutes : 0, points: record.points })
  })

  it('frees the rest of the window when it ends early', async () => {
    const { person } = await walked(30)
    const next = await w.published({ startsAt: '2026-04-14T12:00:00Z', endsAt: '2026-04-14T14:00:00Z' })
    expect(await outcome(w.duties.claims.claim(person, next))).toBe('done')
  })

  it('closes by itself at the planned end, flagged, and waits for a person', async () => {
    const { person, patrolId } = await seated()
    const id = newId()
    w.clock.set('2026-04-14T11:00:00Z')
    await w.duties.attendances.checkIn(person, { id, patrolId, at: '2026-04-14T11:00:00Z', position: here })
    w.clock.set('2026-04-14T13:20:00Z')
    await w.duties.attendances.closeDue(id)
    await w.duties.attendances.closeDue(id)
    const { items } = await w.duties.records.mine(person, { limit: 10 })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ minutes: 120, flags: ['auto-closed'], state: 'pending', points: 0 })
    const { record } = await w.duties.attendances.checkOut(person, { id, at: '2026-04-14T13:20:00Z', position: null })
    expect(record.id, 'a late press of stop changes nothing').toBe(items[0]?.id)
  })
})

describe('deciding on a record', () => {
  const roles: [string, () => Actor | null, string][] = [
    ['a guest', () => null, 'sign-in-required'],
    ['a volunteer', () => w.person(), 'not-allowed'],
    ['an officer of another community', () => w.person({ grants: [grantFor(south)] }), 'not-found'],
    ['an officer of the community', () => w.person({ grants: [grantFor(north)] }), 'done'],
    ['an officer of the street above', () => w.officer, 'done'],
  ]
  it.each(roles)('%s', async (_, who, expected) => {
    const { record } = await walked(60, { mockFixes: 1 })
    const act = (work: () => Promise<unknown>): Promise<string> => outcome((async () => work())())
    expect(await act(() => w.duties.records.confirm(who(), { id: record.id }))).toBe(expected)
    expect(await act(() => w.duties.records.list(who(), { limit: 5 }))).toBe(expected === 'not-found' ? 'done' : expected)
  })

  it('credits fewer minutes only with a reason and never more than measured', async () => {
    const { person, record } = await walked(60, { mockFixes: 1 })
    expect(await outcome(w.duties.records.confirm(w.officer, { id: record.id, minutes: 30 }))).toBe('invalid-input')
    expect(await outcome(w.duties.records.confirm(w.officer, { id: record.id, minutes: 90, note: 'x' }))).toBe('invalid-input')
    await w.duties.records.confirm(w.officer, { id: record.id, minutes: 30, note: '只走了半程' })
    expect(await w.ledger.balances(person.personId)).toEqual({ minutes: 30, points: 5 })
    expect(await outcome(w.duties.records.confirm(w.officer, { id: record.id }))).toBe('wrong-state')
  })

  it('never lets an officer decide on the own service', async () => {
    const officer = w.person({ grants: [grantFor(north)] })
    const id = newId()
    w.walked.set(id, { mockFixes: 1 })
    await w.duties.attendances.checkIn(officer, { id, patrolId: null, at: '2026-04-14T10:00:00Z', position: here })
    w.clock.advance({ hours: 1 })
    const { record } = await w.duties.attendances.checkOut(officer, { id, at: w.clock.now().toISOString(), position: null })
    expect(await outcome(w.duties.records.confirm(officer, { id: record.id }))).toBe('not-allowed')
  })

  it('answers a dispute by reversing and crediting anew, every entry kept', async () => {
    const { person, record } = await walked(60)
    expect(await outcome(w.duties.records.dispute(w.person(), { id: record.id, reason: '不是我' }))).toBe('not-found')
    await w.duties.records.dispute(person, { id: record.id, reason: '实际只走了 40 分钟' })
    await w.duties.records.confirm(w.officer, { id: record.id, minutes: 40, note: '按本人说明更正' })
    expect(await w.ledger.balances(person.personId)).toEqual({ minutes: 40, points: 6 })
    const { items } = await w.ledger.entries(person.personId, { currency: 'minutes', limit: 10 })
    expect(items.map((e) => e.amount)).toEqual([40, -60, 60])
    for (const { params } of items) expect(params, 'pages call it by its name in the reader’s language').toMatchObject({ name: record.name, patrolId: record.patrolId })
    await w.duties.records.dispute(person, { id: record.id, reason: '再核' })
    await w.duties.records.reject(w.officer, { id: record.id, note: '查无此事' })
    expect(await w.ledger.balances(person.personId)).toEqual({ minutes: 0, points: 0 })
    expect(await w.ledger.misstatedAccounts()).toEqual([])
  })

  it('tells what stands credited: minutes too few for a point stand while they are disputed, and go with a rejection', async () => {
    const { person, record: made } = await walked(4)
    const { id } = made
    const credited = async () => {
      const [page, listed, own] = [await w.duties.records.one(w.officer, id), (await w.duties.records.list(w.officer, { limit: 100 })).items.find((one) => one.id === id), (await w.duties.records.mine(person, { limit: 1 })).items[0]]
      expect([listed?.credited, own?.credited], 'the lists say the same').toEqual([page.credited, page.credited])
      return page.credited
    }
    expect([made.credited, await credited()]).toEqual([null, null])
    expect((await w.duties.records.confirm(w.officer, { id })).credited).toEqual({ minutes: 4, points: 0 })
    expect((await w.duties.records.dispute(person, { id, reason: '走了更久' })).credited).toEqual({ minutes: 4, points: 0 })
    expect(await credited()).toEqual({ minutes: 4, points: 0 })
    expect((await w.duties.records.confirm(w.officer, { id, minutes: 3, note: '按轨迹' })).credited).toEqual({ minutes: 3, points: 0 })
    await w.duties.records.dispute(person, { id, reason: '再核' })
    expect((await w.duties.records.reject(w.officer, { id, note: '查无此事' })).credited).toBeNull()
    await w.duties.records.dispute(person, { id, reason: '属实' })
    expect(await credited(), 'a disputed rejection has nothing').toBeNull()
    expect((await w.duties.records.confirm(w.officer, { id, minutes: 0, note: '不计' })).credited, 'confirmed as nothing').toEqual({ minutes: 0, points: 0 })
  })
})
