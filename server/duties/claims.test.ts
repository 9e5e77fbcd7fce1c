import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { newId } from '../platform/ids.ts'
import { Problem } from '../platform/problem.ts'
import type { NewPatrol } from './contract.ts'
import type { DutyPeople } from './ports.ts'
import { seatAll } from './seats/seating.ts'
import type { PatrolRow } from './store/patrols.ts'
import { city, dutyWorld, grantFor, town, type DutyWorld } from './testing.ts'

let w: DutyWorld
beforeAll(async () => { w = await dutyWorld() })
afterAll(() => w.drop())

const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'seat', (error: unknown) => {
  if (error instanceof Problem) return error.code
  throw error
})
const seatsTaken = async (id: string): Promise<number> => (await w.duties.claims.one(null, id)).seatsTaken

describe('claiming a seat', () => {
  const cases: [string, Partial<NewPatrol>, () => Actor, string][] = [
    ['a verified volunteer gets it', {}, () => w.person(), 'seat'],
    ['without the real-name check it is refused', {}, () => w.person({ realName: 'pending' }), 'real-name-required'],
    ['without the terms agreed to it is refused', {}, () => w.person({ termsDue: 'privacy' }), 'terms-needed'],
    ['unless the patrol does not ask for it', { conditions: { realNameRequired: false, ageMin: null, ageMax: null, skills: [] } }, () => w.person({ realName: 'unverified' }), 'seat'],
    ['too young', { conditions: { realNameRequired: true, ageMin: 18, ageMax: null, skills: [] } }, () => w.person({ born: 2010 }), 'age-not-suitable'],
    ['too old', { conditions: { realNameRequired: true, ageMin: null, ageMax: 60, skills: [] } }, () => w.person({ born: 1950 }), 'age-not-suitable'],
    ['a skill is missing', { conditions: { realNameRequired: true, ageMin: null, ageMax: null, skills: ['first-aid'] } }, () => w.person(), 'skill-missing'],
    ['the skill is there', { conditions: { realNameRequired: true, ageMin: null, ageMax: null, skills: ['first-aid'] } }, () => w.person({ skills: ['first-aid'] }), 'seat'],
  ]
  it.each(cases)('%s', async (_, change, who, expected) => {
    const id = await w.published(change)
    const person = who()
    const [offered] = (await w.duties.claims.nearby(person, { lon: 117.65, lat: 24.51, radius_m: 500 })).filter((p) => p.id === id)
    expect(offered?.refusal, 'what the page says beforehand').toBe(expected === 'seat' ? null : expected)
    expect(await outcome(w.duties.claims.claim(person, id))).toBe(expected)
    expect(await seatsTaken(id)).toBe(expected === 'seat' ? 1 : 0)
  })

  it('is refused for an id that is none, without touching others that arrive with it', async () => {
    const [patrolId, person] = [await w.published(), w.person()]
    expect(await Promise.all([outcome(w.duties.claims.claim(person, patrolId)), outcome(w.duties.claims.claim(w.person(), "x' or")), outcome(w.duties.claims.claim(w.person(), undefined as never))]))
      .toEqual(['seat', 'not-found', 'not-found'])
  })

  it('gives one seat each, and none to someone who has another duty at that time', async () => {
    const [first, second, later] = [await w.published(), await w.published({ startsAt: '2026-04-14T12:00:00Z', endsAt: '2026-04-14T14:00:00Z' }), await w.published({ startsAt: '2026-04-14T13:00:00Z', endsAt: '2026-04-14T14:00:00Z' })]
    const person = w.person()
    expect(await outcome(w.duties.claims.claim(person, first))).toBe('seat')
    expect(await outcome(w.duties.claims.claim(person, first))).toBe('already-claimed')
    expect(await outcome(w.duties.claims.claim(person, second))).toBe('overlapping-duty')
    expect(await outcome(w.duties.claims.claim(person, later)), 'back to back is fine').toBe('seat')
    const offers = await w.duties.claims.nearby(person, { lon: 117.65, lat: 24.51, radius_m: 500 })
    expect(Object.fromEntries(offers.map((o) => [o.id, o.refusal]))).toMatchObject({ [first]: 'already-claimed', [second]: 'overlapping-duty', [later]: 'already-claimed' })
  })

  it('is kept by the database too: a second standing claim on a seat cannot be written, an ended one stands beside it', async () => {
    const [id, person] = [await w.published(), w.person()]
    await w.duties.claims.claim(person, id)
    const copy = () => sql`insert into duties.claim (id, patrol_id, person_id, window_at, state, claimed_at) select ${newId()}, patrol_id, person_id, window_at, 'claimed', claimed_at from duties.claim where patrol_id = ${id}`.execute(w.db)
    await expect(copy()).rejects.toThrow(/claim_standing/)
    await w.duties.claims.release(person, id)
    await copy()
  })

  it('says full when it is full, and open again when a seat comes back', async () => {
    const id = await w.published({ seats: 1 })
    const [winner, other] = [w.person(), w.person()]
    expect(await outcome(w.duties.claims.claim(winner, id))).toBe('seat')
    expect(await outcome(w.duties.claims.claim(other, id))).toBe('patrol-full')
    expect(await outcome(w.duties.claims.claim(winner, id))).toBe('already-claimed')
    await w.duties.claims.release(winner, id)
    expect(await outcome(w.duties.claims.claim(other, id))).toBe('seat')
    expect(await w.events()).toEqual(expect.arrayContaining(['duties.seats-claimed', 'duties.seat-released']))
  })

  it('cannot be undone after the deadline, nor by someone without a seat', async () => {
    const id = await w.published()
    const person = w.person()
    await w.duties.claims.claim(person, id)
    w.clock.set('2026-04-14T10:45:00Z')
    expect(await outcome(w.duties.claims.release(person, id))).toBe('release-deadline-passed')
    expect(await outcome(w.duties.claims.release(w.person(), id))).toBe('no-claim')
    w.clock.set('2026-04-14T10:00:00Z')
    expect(await seatsTaken(id)).toBe(1)
  })

  it('can be undone within ten minutes of grabbing though the deadline is past, and never once checked in or begun', async () => {
    const inside = { startsAt: '2026-04-14T11:00:00Z', releaseDeadlineMinutes: 120 }
    const id = await w.published(inside)
    const [quick, slow, onDuty] = [w.person(), w.person(), w.person()]
    w.clock.set('2026-04-14T10:35:00Z')
    for (const one of [quick, slow, onDuty]) await w.duties.claims.claim(one, id)
    const { mine } = await w.duties.claims.one(quick, id)
    expect(mine?.releasableUntil, 'the page knows it by the same rule').toBe('2026-04-14T10:45:00.000Z')
    await w.duties.attendances.checkIn(onDuty, { id: newId(), patrolId: id, at: w.clock.now().toISOString(), position: { lon: 117.65, lat: 24.51, accuracy_m: 5 } })
    expect(await outcome(w.duties.claims.release(onDuty, id))).toBe('already-checked-in')
    w.clock.set('2026-04-14T10:45:00Z')
    expect(await outcome(w.duties.claims.release(quick, id)), 'given back').toBe('seat')
    w.clock.set('2026-04-14T10:45:01Z')
    expect(await outcome(w.duties.claims.release(slow, id))).toBe('release-deadline-passed')
    w.clock.set('2026-04-14T10:59:00Z')
    await w.duties.claims.claim(quick, id)
    w.clock.set('2026-04-14T11:00:01Z')
    expect(await outcome(w.duties.claims.release(quick, id)), 'it has begun').toBe('release-deadline-passed')
    w.clock.set('2026-04-14T10:00:00Z')
  })

  it('names whose officer published it to who comes too late: the nearest region of the officer, at publication', async () => {
    const person = w.person()
    const [byTown, byCity] = [await w.published(), (await w.duties.patrols.draft(w.officer, w.newPatrol({ startsAt: '2026-04-14T14:00:00Z', endsAt: '2026-04-14T15:00:00Z', releaseDeadlineMinutes: 400 }))).id]
    await w.duties.patrols.publish(w.person({ grants: [grantFor(city)] }), { id: byCity, at: null })
    expect((await w.duties.claims.one(null, byTown)).publisher).toEqual({ zh: town.name, en: town.nameEn })
    await w.duties.claims.claim(person, byCity)
    w.clock.set('2026-04-14T10:11:00Z')
    await expect(w.duties.claims.release(person, byCity)).rejects.toMatchObject({ code: 'release-deadline-passed', params: { until: '2026-04-14T10:10:00.000Z', publisher: { zh: city.name, en: city.nameEn } } })
    w.clock.set('2026-04-14T10:00:00Z')
  })

  it('needs a signed-in person and a patrol that exists', async () => {
    const id = await w.published()
    await expect(w.duties.claims.claim(null, id)).rejects.toThrow(Problem)
    expect(await outcome(w.duties.claims.claim(w.person(), '01890000-0000-7000-8000-000000000000'))).toBe('not-found')
  })
})

describe('patrols near a position', () => {
  it('come soonest first, or nearest first, and of very many the first of the order that was asked for', async () => {
    const here = { lon: 117.9, lat: 24.7, radius_m: 3000 }
    const at = async (lon: number, hour: number): Promise<string> => w.published({ shape: { type: 'LineString', coordinates: [[lon, 24.7], [lon, 24.71]] }, startsAt: `2026-04-14T${hour}:00:00Z`, endsAt: `2026-04-14T${hour + 1}:00:00Z` })
    const [far, middle, close] = [await at(117.92, 11), await at(117.91, 13), await at(117.901, 15)]
    const asked = async (order?: 'soonest' | 'nearest') => (await w.duties.claims.nearby(null, { ...here, ...(order === undefined ? {} : { order }) })).map(({ id }) => id)
    expect([await asked(), await asked('soonest'), await asked('nearest')]).toEqual([[far, middle, close], [far, middle, close], [close, middle, far]])
    // More than the answer holds, all of them sooner and further away.
    await w.db.insertInto('duties.patrol').columns(['id', 'name', 'kind', 'region_code', 'region_path', 'region_name', 'shape', 'meeting_lon', 'meeting_lat', 'starts_at', 'ends_at', 'seats', 'points_per_hour', 'real_name_required', 'risk_text', 'insurance_note', 'release_deadline_minutes', 'state', 'created_by', 'created_at'])
      .expression((e) => e.selectFrom('duties.patrol').select([sql`gen_random_uuid()`.as('id'), 'name', 'kind', 'region_code', 'region_path', 'region_name', 'shape', sql<number>`117.915`.as('lon'), 'meeting_lat', 'starts_at', 'ends_at', 'seats', 'points_per_hour', 'real_name_required', 'risk_text', 'insurance_note', 'release_deadline_minutes', 'state', 'created_by', 'created_at']).where('id', '=', far).innerJoin(sql`generate_series(1, 210)`.as('n'), (join) => join.onTrue()) as never).execute()
    expect((await asked('nearest')).slice(0, 2)).toEqual([close, middle])
    expect(await asked('soonest')).not.toContain(close)
    await w.db.updateTable('duties.patrol').set({ state: 'finished' }).where('meeting_lon', '>', 117.9).execute()
  })
})

describe('hammering the button', () => {
  it('makes only the one who hammers wait', async () => {
    const id = await w.published({ seats: 1 })
    const [eager, calm] = [w.person(), w.person()]
    const answers = await Promise.all(Array.from({ length: 40 }, () => outcome(w.duties.claims.claim(eager, id))))
    expect(answers.filter((a) => a === 'too-many-requests')).toHaveLength(10)
    expect(await outcome(w.duties.claims.claim(calm, id))).toBe('patrol-full')
  })
})

describe('a rush', () => {
  it('judges by the patrols it has read, whatever other batches forget of them meanwhile', async () => {
    const patrolId = await w.published({ conditions: { realNameRequired: true, ageMin: 18, ageMax: null, skills: [] } })
    const known = new Map<string, PatrolRow>()
    const people: DutyPeople = { ...w.deps.people, people: (...asked) => { known.clear(); return w.deps.people.people(...asked) } }
    const [adult, child] = [w.person(), w.person({ born: 2012 })]
    expect(await seatAll(w.db, people, [adult, child].map((person) => ({ patrolId, person })), w.clock.now(), known)).toMatchObject([{ patrolId, personId: adult.personId }, { code: 'age-not-suitable' }])
  })

  it('seats exactly as many as there are seats, nobody twice, whoever comes in whatever order', async () => {
    const id = await w.published({ seats: 20 })
    const people = Array.from({ length: 100 }, () => w.person())
    const answers = await Promise.all([...people, ...people].map((person) => outcome(w.duties.claims.claim(person, id))))
    expect(answers.filter((a) => a === 'seat')).toHaveLength(20)
    expect(new Set(answers)).toEqual(new Set(['seat', 'patrol-full', 'already-claimed']))
    const holders = (await w.duties.claims.ofPatrol(w.officer, id)).map((c) => c.claim.personId)
    expect(new Set(holders).size).toBe(20)
  })

  it('judges by the patrol as it is, though it was read a moment ago', async () => {
    const id = await w.published({ seats: 2 })
    expect(await outcome(w.duties.claims.claim(w.person(), id))).toBe('seat')
    await w.duties.patrols.cancel(w.officer, { id, reason: '台风' })
    expect(await outcome(w.duties.claims.claim(w.person(), id))).toBe('patrol-not-open')
  })

  it('gives exactly the seats there are when the claims fill many batches', async () => {
    const id = await w.published({ seats: 4500 })
    const people = Array.from({ length: 5000 }, () => w.person())
    const answers = await Promise.all(people.map((person) => outcome(w.duties.claims.claim(person, id))))
    expect(answers.filter((a) => a === 'seat')).toHaveLength(4500)
    expect(answers.filter((a) => a === 'patrol-full')).toHaveLength(500)
    expect(await seatsTaken(id)).toBe(4500)
  })

  it('answers everyone when thousands wait for what a batch before them has filled', async () => {
    const id = await w.published({ seats: 1 })
    const people = Array.from({ length: 16_000 }, () => w.person())
    const answers = await Promise.all(people.map((person) => outcome(w.duties.claims.claim(person, id))))
    expect(answers.filter((a) => a === 'seat')).toHaveLength(1)
    expect(answers.filter((a) => a === 'patrol-full')).toHaveLength(15_999)
  })

  it('fails the one claim that breaks and no other', async () => {
    const id = await w.published({ seats: 5 })
    const broken = { ...w.person(), personId: 'nobody' }
    const answers = await Promise.allSettled([w.duties.claims.claim(w.person(), id), w.duties.claims.claim(broken, id), w.duties.claims.claim(w.person(), id)])
    expect(answers.map((a) => a.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await seatsTaken(id)).toBe(2)
  })

  it('tells each batch once', async () => {
    const [id, people] = [await w.published({ seats: 2 }), [w.person(), w.person(), w.person()]]
    await Promise.all(people.map((person) => outcome(w.duties.claims.claim(person, id))))
    const told = await w.db.selectFrom('platform.event').selectAll().where('subject', '=', `patrol:${id}`).where('type', '=', 'duties.seats-claimed').execute()
    expect(told.map(({ actor, payload }) => ({ actor, payload }))).toEqual([{ actor: 'system', payload: { patrolId: id, seats: 2 } }])
  })

  it('keeps its promises under random claims and releases on overlapping patrols, from two servers at once', async () => {
    const windows = [['11', '13'], ['12', '14'], ['14', '16']] as const
    const second = await dutyWorldOnSameDatabase()
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({ person: fc.nat(5), patrol: fc.nat(2), release: fc.boolean(), server: fc.boolean() }), { minLength: 5, maxLength: 40 }),
      async (moves) => {
        const patrols = await Promise.all(windows.map(([from, to]) => w.published({ seats: 2, startsAt: `2026-04-14T${from}:00:00Z`, endsAt: `2026-04-14T${to}:00:00Z` })))
        const people = Array.from({ length: 6 }, () => w.person())
        await Promise.all(moves.map((m) => {
          const claims = (m.server ? w : second).duties.claims
          const [person, patrol] = [people[m.person] as Actor, patrols[m.patrol] as string]
          return outcome(m.release ? claims.release(person, patrol) : claims.claim(person, patrol))
        }))
        for (const id of patrols) {
          const holders = (await w.duties.claims.ofPatrol(w.officer, id)).map((c) => c.claim.personId)
          expect(holders.length).toBeLessThanOrEqual(2)
          expect(new Set(holders).size).toBe(holders.length)
          expect(await seatsTaken(id)).toBe(holders.length)
        }
        const both = await Promise.all(patrols.slice(0, 2).map(async (id) => (await w.duties.claims.ofPatrol(w.officer, id)).map((c) => c.claim.personId)))
        expect(both[0]?.filter((p) => both[1]?.includes(p))).toEqual([])
      },
    ), { numRuns: 15 })
  })
})

/** A second server process would have its own queue and its own memory of what is full. */
async function dutyWorldOnSameDatabase(): Promise<Pick<DutyWorld, 'duties'>> {
  const { createDuties } = await import('./duties.ts')
  return { duties: createDuties(w.deps) }
}
