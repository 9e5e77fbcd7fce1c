import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../platform/actor.ts'
import { Problem } from '../../platform/problem.ts'
import { newPatrol, type NewPatrol, type Reservation } from '../contract.ts'
import { dutyWorld, north, type DutyWorld } from '../testing.ts'

let w: DutyWorld
let hospital: { id: string; liaison: Actor }
beforeAll(async () => { w = await dutyWorld() })
beforeEach(() => {
  hospital = w.unit('市医院')
  w.clock.set('2026-04-14T08:00:00Z')
})
afterAll(() => w.drop())

const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => {
  if (error instanceof Problem) return error.code
  throw error
})
const kept: Partial<NewPatrol> = { seats: 4, seatsForUnits: 3, unitsUntil: '2026-04-14T09:00:00Z', releaseDeadlineMinutes: 120 }
const members = (count: number, options: Parameters<DutyWorld['person']>[0] = {}): Actor[] => Array.from({ length: count }, () => w.person({ units: [hospital.id], ...options }))
const idsOf = (people: readonly Actor[]): string[] => people.map((one) => one.personId)
const own = (id: string) => ({ id, organisationId: hospital.id })
const reserve = (id: string, seats: number): Promise<Reservation> => w.duties.reservations.reserve(hospital.liaison, { ...own(id), seats })
const assign = (id: string, people: readonly Actor[]) => w.duties.reservations.members.assign(hospital.liaison, { ...own(id), personIds: idsOf(people) })
const seatsOf = async (id: string) => {
  const { seatsTaken, seatsKept } = await w.duties.claims.one(null, id)
  return { taken: seatsTaken, kept: seatsKept }
}
/** A patrol of four seats, three of them for units until 9:00, two of those reserved by the hospital. */
async function reserved(change: Partial<NewPatrol> = {}): Promise<string> {
  const id = await w.published({ ...kept, ...change })
  await reserve(id, 2)
  return id
}

describe('keeping seats for units', () => {
  const inputs: [string, Partial<NewPatrol>, string | undefined][] = [
    ['with a release time before the start', kept, undefined],
    ['none, as before', {}, undefined],
    ['more than there are seats', { ...kept, seatsForUnits: 5 }, 'seatsForUnits'],
    ['without a release time', { ...kept, unitsUntil: null }, 'unitsUntil'],
    ['a release time without seats', { ...kept, seatsForUnits: 0 }, 'unitsUntil'],
    ['a release time at the start', { ...kept, unitsUntil: '2026-04-14T11:00:00Z' }, 'unitsUntil'],
  ]
  it.each(inputs)('%s', (_, change, field) => {
    const parsed = newPatrol.safeParse(w.newPatrol(change))
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual(field === undefined ? undefined : [field])
  })

  it('leaves the others to be grabbed and says until when the rest is kept, before a claim and when it is refused, also from memory', async () => {
    const id = await w.published(kept)
    expect(await outcome(w.duties.claims.claim(w.person(), id))).toBe('done')
    const late = w.person()
    expect((await w.duties.claims.one(late, id)).refusal).toBe('kept-for-units')
    for (const _ of ['asked', 'remembered']) {
      await expect(w.duties.claims.claim(late, id)).rejects.toMatchObject({ code: 'kept-for-units', params: { until: '2026-04-14T09:00:00.000Z' } })
    }
    expect(await seatsOf(id)).toEqual({ taken: 1, kept: 3 })
  })

  it('is refused when the release time is over before the publication', async () => {
    const { id } = await w.duties.patrols.draft(w.officer, w.newPatrol(kept))
    expect(await outcome(w.duties.patrols.publish(w.officer, { id, at: '2026-04-14T09:00:00Z' }))).toBe('units-time-over')
    w.clock.set('2026-04-14T09:30:00Z')
    expect(await outcome(w.duties.patrols.publish(w.officer, { id, at: null }))).toBe('units-time-over')
  })

  it('keeps none when the server was down at the hour of publication until after the release time', async () => {
    const { id } = await w.duties.patrols.draft(w.officer, w.newPatrol(kept))
    await w.duties.patrols.publish(w.officer, { id, at: '2026-04-14T08:30:00Z' })
    w.clock.set('2026-04-14T09:30:00Z')
    await w.duties.patrols.publishDue(id)
    expect(await seatsOf(id)).toEqual({ taken: 0, kept: 0 })
  })
})

describe('reserving', () => {
  it('shows a unit what it may reserve, with what other units have left', async () => {
    const id = await reserved()
    const school = w.unit('第一中学', north.path)
    const [seen] = (await w.duties.reservations.reservable(school.liaison, { organisationId: school.id })).filter(({ patrol }) => patrol.id === id)
    expect(seen).toMatchObject({ left: 1, reservation: null })
    const [mine] = (await w.duties.reservations.reservable(hospital.liaison, { organisationId: hospital.id })).filter(({ patrol }) => patrol.id === id)
    expect(mine).toMatchObject({ left: 1, reservation: { seats: 2, assigned: 0, organisationName: '市医院' } })
    expect((await w.duties.reservations.ofUnit(hospital.liaison, { organisationId: hospital.id, limit: 10 })).items).toMatchObject([{ patrol: { id }, reservation: { seats: 2 } }])
  })

  it('never takes more than is left, nor fewer than members are on it; the same number again changes nothing', async () => {
    const id = await reserved()
    const school = w.unit('第一中学')
    await expect(w.duties.reservations.reserve(school.liaison, { id, organisationId: school.id, seats: 2 })).rejects.toMatchObject({ code: 'not-enough-kept', params: { left: 1 } })
    expect(await reserve(id, 3)).toMatchObject({ seats: 3 })
    const before = (await w.events()).length
    expect(await reserve(id, 3)).toMatchObject({ seats: 3 })
    expect((await w.events()).length).toBe(before)
    await assign(id, members(2))
    await expect(reserve(id, 1)).rejects.toMatchObject({ code: 'seats-in-use', params: { assigned: 2 } })
    expect(await reserve(id, 2)).toMatchObject({ seats: 2, assigned: 2 })
  })

  const strangers: [string, () => Actor | null, string][] = [
    ['a guest', () => null, 'sign-in-required'],
    ['a volunteer of the unit', () => w.person({ units: [hospital.id] }), 'not-allowed'],
    ['an officer of the region', () => w.officer, 'not-allowed'],
    ['the liaison of another unit', () => w.unit('第一中学').liaison, 'not-found'],
  ]
  it.each(strangers)('is not for %s', async (_, who, code) => {
    const id = await reserved()
    const { reservations } = w.duties
    const input = own(id)
    const person = members(1)[0] as Actor
    const works = [() => reservations.reserve(who(), { ...input, seats: 1 }), () => reservations.giveBack(who(), input), () => reservations.reservable(who(), input), () => reservations.ofUnit(who(), { ...input, limit: 10 }),
      () => reservations.members.find(who(), { ...input, limit: 10 }), () => reservations.members.assign(who(), { ...input, personIds: [person.personId] }), () => reservations.members.takeOff(who(), { ...input, personId: person.personId }),
      () => reservations.members.replace(who(), { ...input, personId: person.personId, by: person.personId })]
    for (const work of works) expect(await outcome(work())).toBe(code)
    expect(await seatsOf(id)).toEqual({ taken: 0, kept: 3 })
  })

  const places: [string, string, boolean][] = [
    ['the same county', '3506.350602.350602002', true], ['the whole city', '3506', true], ['a community of the patrol’s region', `${north.path}.350602001001001`, true], ['another county', '3506.350603', false],
  ]
  it.each(places)('a unit of %s: %s %s', async (_, path, seen) => {
    const id = await w.published(kept)
    const unit = w.unit('单位', path)
    expect((await w.duties.reservations.reservable(unit.liaison, { organisationId: unit.id })).some(({ patrol }) => patrol.id === id)).toBe(seen)
    expect(await outcome(w.duties.reservations.reserve(unit.liaison, { id, organisationId: unit.id, seats: 1 }))).toBe(seen ? 'done' : 'not-found')
  })

  it('is for published patrols before the release time', async () => {
    const { id } = await w.duties.patrols.draft(w.officer, w.newPatrol(kept))
    expect(await outcome(reserve(id, 1))).toBe('not-found')
    await w.duties.patrols.publish(w.officer, { id, at: null })
    w.clock.set('2026-04-14T09:00:00Z')
    expect(await outcome(reserve(id, 1))).toBe('units-time-over')
    await w.duties.patrols.cancel(w.officer, { id, reason: '暴雨' })
    expect(await outcome(reserve(id, 1))).toBe('patrol-not-open')
  })
})

describe('putting members on', () => {
  it('seats those who fit, names the others with the reason, and repeats harmlessly', async () => {
    const id = await reserved({ conditions: { realNameRequired: true, ageMin: 18, ageMax: null, skills: [] } })
    const [fit, unverified, young, silent, busy, last] = [...members(1), ...members(1, { realName: 'pending' }), ...members(1, { born: 2010 }), ...members(1, { consent: false }), ...members(2)] as [Actor, Actor, Actor, Actor, Actor, Actor]
    const unagreed = members(1, { termsDue: 'service-terms', realName: 'pending' })[0] as Actor
    const stranger = w.person()
    const grabber = members(1)[0] as Actor
    await w.duties.claims.claim(busy, await w.published({ startsAt: '2026-04-14T12:00:00Z', endsAt: '2026-04-14T14:00:00Z' }))
    await w.duties.claims.claim(grabber, id)
    const { reservation, refused } = await assign(id, [unagreed, fit, unverified, young, silent, stranger, busy, grabber, last])
    expect(Object.fromEntries(refused.map(({ personId, code }) => [personId, code]))).toEqual({
      [unagreed.personId]: await outcome(w.duties.claims.claim(unagreed, id)), [unverified.personId]: 'real-name-required', [young.personId]: 'age-not-suitable', [silent.personId]: 'consent-needed', [stranger.personId]: 'not-of-unit', [busy.personId]: 'overlapping-duty', [grabber.personId]: 'already-claimed',
    })
    expect(refused.find((one) => one.personId === unagreed.personId)?.code).toBe('terms-needed')
    expect(refused.find((one) => one.code === 'not-of-unit')?.displayName, 'an id says nothing about others').toBe('')
    expect(reservation).toMatchObject({ seats: 2, assigned: 2, members: [{ personId: fit.personId, state: 'assigned' }, { personId: last.personId, state: 'assigned' }] })
    expect(await seatsOf(id)).toEqual({ taken: 3, kept: 1 })
    expect((await assign(id, [fit, last])).refused).toEqual([])
    expect((await assign(id, members(1))).refused).toMatchObject([{ code: 'reservation-full' }])
    expect(await seatsOf(id)).toEqual({ taken: 3, kept: 1 })
  })

  it('tells the liaison beforehand what each member would meet', async () => {
    const id = await reserved()
    const unagreed = members(1, { termsDue: 'privacy' })[0] as Actor
    const [fit, unverified, silent, busy, grabber] = [...members(1), ...members(1, { realName: 'pending' }), ...members(1, { consent: false }), ...members(2)] as [Actor, Actor, Actor, Actor, Actor]
    await w.duties.claims.claim(busy, await w.published({ startsAt: '2026-04-14T12:00:00Z', endsAt: '2026-04-14T14:00:00Z' }))
    await w.duties.claims.claim(grabber, id)
    const { items } = await w.duties.reservations.members.find(hospital.liaison, { ...own(id), limit: 50 })
    expect(Object.fromEntries(items.map(({ personId, refusal }) => [personId, refusal]))).toEqual({
      [unagreed.personId]: 'terms-needed', [fit.personId]: null, [unverified.personId]: 'real-name-required', [silent.personId]: 'consent-needed', [busy.personId]: 'overlapping-duty', [grabber.personId]: 'already-claimed',
    })
  })

  it('tells of the seats like a batch of claims does, and of the members beside it', async () => {
    const id = await reserved()
    const [one, two, grabber] = [...members(2), w.person()] as [Actor, Actor, Actor]
    await assign(id, [one, two])
    await w.duties.claims.claim(grabber, id)
    const told = await w.db.selectFrom('platform.event').select(['type', 'actor', 'payload']).where('subject', '=', `patrol:${id}`).where('type', 'in', ['duties.seats-claimed', 'duties.members-assigned']).orderBy('position').execute()
    expect(told).toEqual([
      { type: 'duties.seats-claimed', actor: hospital.liaison.personId, payload: { patrolId: id, seats: 2 } },
      { type: 'duties.members-assigned', actor: hospital.liaison.personId, payload: { patrolId: id, organisationId: hospital.id, unit: '市医院', name: '西桥夜巡', startsAt: '2026-04-14T11:00:00.000Z', personIds: idsOf([one, two]) } },
      { type: 'duties.seats-claimed', actor: grabber.personId, payload: { patrolId: id, seats: 1 } },
    ])
  })

  it('needs a reservation', async () => {
    expect(await outcome(assign(await w.published(kept), members(1)))).toBe('no-reservation')
  })

  it('replaces a member by another in one step, or not at all', async () => {
    const id = await reserved()
    const [first, second, silent, unagreed] = [...members(2), ...members(1, { consent: false }), ...members(1, { termsDue: 'privacy' })] as [Actor, Actor, Actor, Actor]
    await assign(id, [first])
    const replace = (by: Actor, personId = first.personId) => w.duties.reservations.members.replace(hospital.liaison, { ...own(id), personId, by: by.personId })
    expect(await outcome(replace(silent))).toBe('consent-needed')
    expect(await outcome(replace(unagreed))).toBe('terms-needed')
    expect(await outcome(replace(first))).toBe('already-claimed')
    expect(await outcome(replace(first, second.personId))).toBe('not-on-it')
    expect((await w.duties.claims.mine(first)).upcoming, 'the first still has the seat').toHaveLength(1)
    expect(await replace(second)).toMatchObject({ assigned: 1, members: [{ personId: first.personId, state: 'replaced' }, { personId: second.personId, state: 'assigned' }] })
    expect((await w.duties.claims.mine(first)).upcoming).toEqual([])
    expect(await seatsOf(id)).toEqual({ taken: 1, kept: 2 })
  })

  it('takes a member off; the seat stays with the unit', async () => {
    const id = await reserved()
    const [first] = members(1) as [Actor]
    await assign(id, [first])
    expect(await w.duties.reservations.members.takeOff(hospital.liaison, { ...own(id), personId: first.personId })).toMatchObject({ seats: 2, assigned: 0, members: [{ state: 'taken-off' }] })
    expect(await seatsOf(id)).toEqual({ taken: 0, kept: 3 })
    expect((await assign(id, [first])).refused, 'and may be put on again').toEqual([])
  })

  it('ends as an ordinary claim: the member checks in, and cannot be moved from then on', async () => {
    const id = await reserved({ unitsUntil: '2026-04-14T10:45:00Z' })
    const [first, second] = members(2) as [Actor, Actor]
    await assign(id, [first])
    w.clock.set('2026-04-14T10:40:00Z')
    const checkIn = await w.duties.attendances.checkIn(first, { id: crypto.randomUUID(), patrolId: id, at: '2026-04-14T10:40:00Z', position: { lon: 117.65, lat: 24.51, accuracy_m: 8 } })
    expect(checkIn.attendance).toMatchObject({ patrolId: id, pointsPerHour: 10 })
    const { reservations } = w.duties
    const takeOff = () => reservations.members.takeOff(hospital.liaison, { ...own(id), personId: first.personId })
    for (const work of [takeOff, () => reservations.members.replace(hospital.liaison, { ...own(id), personId: first.personId, by: second.personId }), () => reservations.giveBack(hospital.liaison, own(id))]) {
      expect(await outcome(work())).toBe('member-on-duty')
    }
    w.clock.set('2026-04-14T11:00:00Z')
    expect(await outcome(takeOff())).toBe('patrol-begun')
    expect((await reservations.ofPatrol(w.officer, id))[0]).toMatchObject({ members: [{ state: 'attended' }] })
  })
})

describe('the member', () => {
  it('sees who put them there, says that they saw it, and may decline until the patrol begins', async () => {
    const id = await reserved()
    const [first] = members(1) as [Actor]
    await assign(id, [first])
    expect((await w.duties.claims.mine(first)).upcoming).toMatchObject([{ id, mine: { releasableUntil: '2026-04-14T11:00:00.000Z', assignment: { organisationName: '市医院', byName: '张*', acknowledged: false } } }])
    await w.duties.claims.acknowledge(first, id)
    expect((await w.duties.claims.one(first, id)).mine?.assignment).toMatchObject({ acknowledged: true })
    expect((await w.duties.reservations.ofPatrol(w.officer, id))[0]).toMatchObject({ members: [{ state: 'acknowledged' }] })
    w.clock.set('2026-04-14T08:59:00Z')
    await w.duties.claims.release(first, id)
    expect(await seatsOf(id), 'the seat is the unit’s again').toEqual({ taken: 0, kept: 3 })
    expect((await assign(id, [first])).refused, 'who declined is not asked again').toMatchObject([{ code: 'declined-before' }])
    await w.duties.reservations.giveBack(hospital.liaison, own(id))
    await reserve(id, 1)
    expect((await assign(id, [first])).refused, 'nor under another reservation').toMatchObject([{ code: 'declined-before' }])
    expect(await outcome(w.duties.claims.claim(first, id)), 'but may still grab a seat').toBe('done')
    expect((await w.duties.claims.one(first, id)).mine?.assignment).toBeNull()
  })

  it('who took the seat by themselves has nothing to acknowledge', async () => {
    const id = await reserved()
    const person = w.person()
    expect(await outcome(w.duties.claims.acknowledge(person, id))).toBe('no-claim')
    await w.duties.claims.claim(person, id)
    expect(await outcome(w.duties.claims.acknowledge(person, id))).toBe('no-claim')
  })
})

describe('letting go', () => {
  it('with a cancelled patrol: who was on duty, or turns out to have been, has served; the others hold nothing', async () => {
    const id = await w.published({ ...kept, unitsUntil: '2026-04-14T10:45:00Z' })
    await reserve(id, 3)
    const [walking, offline, absent] = members(3) as [Actor, Actor, Actor]
    await assign(id, [walking, offline, absent])
    const position = { lon: 117.65, lat: 24.51, accuracy_m: 8 }
    const checkIn = (person: Actor) => w.duties.attendances.checkIn(person, { id: crypto.randomUUID(), patrolId: id, at: '2026-04-14T10:40:00Z', position })
    const states = async () => {
      const [found] = await w.duties.reservations.ofPatrol(w.officer, id)
      return { state: found?.state, assigned: found?.assigned, ...Object.fromEntries([walking, offline, absent].map((one, i) => [['walking', 'offline', 'absent'][i], found?.members.find(({ personId }) => personId === one.personId)?.state])) }
    }
    w.clock.set('2026-04-14T10:40:00Z')
    await checkIn(walking)
    w.clock.set('2026-04-14T11:10:00Z')
    await w.duties.patrols.cancel(w.officer, { id, reason: '台风' })
    expect(await states()).toEqual({ state: 'cancelled', assigned: 1, walking: 'attended', offline: 'cancelled', absent: 'cancelled' })
    w.clock.set('2026-04-14T12:00:00Z')
    await checkIn(offline)
    expect(await states()).toEqual({ state: 'cancelled', assigned: 2, walking: 'attended', offline: 'attended', absent: 'cancelled' })
  })

  it('gives everything back to the units; the members are let go', async () => {
    const id = await reserved()
    const [first] = members(1) as [Actor]
    await assign(id, [first])
    expect(await w.duties.reservations.giveBack(hospital.liaison, own(id))).toMatchObject({ state: 'returned', assigned: 0, members: [{ state: 'returned' }] })
    expect(await seatsOf(id)).toEqual({ taken: 0, kept: 3 })
    expect((await w.duties.claims.mine(first)).upcoming).toEqual([])
    expect(await outcome(w.duties.reservations.giveBack(hospital.liaison, own(id)))).toBe('no-reservation')
    expect(await reserve(id, 3)).toMatchObject({ seats: 3, state: 'standing' })
  })

  it('at the release time opens what no member was put on; a second time, also from another server, changes nothing', async () => {
    const id = await reserved()
    const [first, second] = members(2) as [Actor, Actor]
    await assign(id, [first])
    w.clock.set('2026-04-14T09:00:00Z')
    expect(await outcome(assign(id, [second])), 'the clock decides before the job has run').toBe('units-time-over')
    await Promise.all([w.duties.reservations.releaseDue(id), w.duties.reservations.releaseDue(id)])
    expect(await seatsOf(id)).toEqual({ taken: 1, kept: 0 })
    expect((await w.events()).filter((type) => type === 'duties.seats-opened')).toHaveLength(1)
    for (const person of members(3)) expect(await outcome(w.duties.claims.claim(person, id))).toBe('done')
    expect(await outcome(w.duties.claims.claim(second, id))).toBe('patrol-full')
    expect(await outcome(reserve(id, 1))).toBe('units-time-over')
    // The unit's member may still be replaced, and a seat given up is anyone's now.
    expect(await w.duties.reservations.members.replace(hospital.liaison, { ...own(id), personId: first.personId, by: second.personId })).toMatchObject({ state: 'released', assigned: 1 })
    await w.duties.claims.release(second, id)
    expect(await seatsOf(id)).toEqual({ taken: 3, kept: 0 })
    expect(await outcome(w.duties.claims.claim(w.person(), id))).toBe('done')
  })

  it('is queued with the publication for the release time, and for no patrol without seats for units', async () => {
    const queued = async (id: string) => (await sql<{ name: string; run_at: Date }>`select task_identifier as name, run_at from graphile_worker.jobs where key = ${`release:${id}`}`.execute(w.db)).rows
    const id = await w.published(kept)
    expect(await queued(id)).toEqual([{ name: 'duties.release-seats', run_at: new Date('2026-04-14T09:00:00Z') }])
    expect(Object.keys(w.duties.jobs)).toContain('duties.release-seats')
    expect(await queued(await w.published())).toEqual([])
  })

  it('a cancelled patrol lets go of everything', async () => {
    const id = await reserved()
    const [first] = members(1) as [Actor]
    await assign(id, [first])
    await w.duties.patrols.cancel(w.officer, { id, reason: '台风' })
    expect((await w.duties.reservations.ofPatrol(w.officer, id))[0]).toMatchObject({ state: 'cancelled', assigned: 0, members: [{ state: 'cancelled' }] })
    expect((await w.duties.claims.mine(first)).upcoming).toEqual([])
    await w.duties.reservations.releaseDue(id)
    expect((await w.duties.claims.one(null, id)).seatsKept).toBe(0)
    expect(await outcome(assign(id, [first]))).toBe('no-reservation')
  })
})
