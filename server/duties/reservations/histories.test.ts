import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../platform/actor.ts'
import { Problem } from '../../platform/problem.ts'
import { createDuties, type Duties } from '../duties.ts'
import { dutyWorld, type DutyWorld } from '../testing.ts'

let w: DutyWorld
/** Two servers on one database: each has its own queue of claims and its own memory. */
let servers: Duties[]
beforeAll(async () => {
  w = await dutyWorld()
  servers = [w.duties, createDuties(w.deps)]
})
afterAll(() => w.drop())

const SEATS = 5
const PATROLS = 2
const MEMBERS = 3
const acts = ['claim', 'giveUp', 'reserve', 'assign', 'replace', 'takeOff', 'return', 'release'] as const
/** Often enough to be met within few histories; a release ends most of what can happen. */
const often: Record<(typeof acts)[number], number> = { claim: 5, giveUp: 3, reserve: 4, assign: 6, replace: 5, takeOff: 4, return: 1, release: 1 }
const act = fc.record({
  what: fc.oneof(...acts.map((what) => ({ arbitrary: fc.constant(what), weight: often[what] }))), server: fc.nat(1), patrol: fc.nat(PATROLS - 1), unit: fc.nat(1), who: fc.nat(2 * MEMBERS + 1), other: fc.nat(2 * MEMBERS + 1), seats: fc.integer({ min: 1, max: 3 }),
})
type Act = { what: (typeof acts)[number]; server: number; patrol: number; unit: number; who: number; other: number; seats: number }

interface Scene { patrols: string[]; units: { id: string; liaison: Actor }[]; people: Actor[]; released: Set<number> }

/** Two patrols at the same time with three of five seats for units, two units of three members each, and two people of none. */
async function setTheScene(): Promise<Scene> {
  const patrols = await Promise.all(Array.from({ length: PATROLS }, () => w.published({ seats: SEATS, seatsForUnits: 3, unitsUntil: '2026-04-14T10:30:00Z', releaseDeadlineMinutes: 0 })))
  const units = [w.unit('市医院'), w.unit('第一中学')]
  const people = [...units.flatMap(({ id }) => Array.from({ length: MEMBERS }, () => w.person({ units: [id] }))), w.person(), w.person()]
  return { patrols, units, people, released: new Set() }
}

function play({ what, server, patrol, unit, who, other, seats }: Act, scene: Scene): Promise<unknown> {
  const { claims, reservations } = servers[server] as Duties
  const [id, { id: organisationId, liaison }] = [scene.patrols[patrol] as string, scene.units[unit] as Scene['units'][number]]
  const person = scene.people[who] as Actor
  // Mostly one's own members, sometimes those of the other unit or of none.
  const [own, another] = [who, other].map((one) => (one < 2 * MEMBERS ? scene.people[unit * MEMBERS + (one % MEMBERS)] : scene.people[one])) as [Actor, Actor]
  const of = { id, organisationId }
  if (what === 'claim') return claims.claim(person, id)
  if (what === 'giveUp') return claims.release(person, id)
  if (what === 'reserve') return reservations.reserve(liaison, { ...of, seats })
  if (what === 'assign') return reservations.members.assign(liaison, { ...of, personIds: [own.personId, another.personId] })
  if (what === 'replace') return reservations.members.replace(liaison, { ...of, personId: own.personId, by: another.personId })
  if (what === 'takeOff') return reservations.members.takeOff(liaison, { ...of, personId: own.personId })
  if (what === 'return') return reservations.giveBack(liaison, of)
  scene.released.add(patrol)
  return reservations.releaseDue(id)
}

/** The whole inventory as the database has it, patrol by patrol. */
async function inventory(patrols: readonly string[]) {
  const { rows } = await sql<{ taken: number; kept: number; standing: number; assigned: number; reserved: number; overfull: number; strays: number; doubles: number }>`
    select p.seats_taken as taken, p.seats_kept as kept,
      (select count(*) from duties.claim c where c.patrol_id = p.id and c.state = 'claimed') as standing,
      (select count(*) from duties.claim c join duties.assignment a on a.claim_id = c.id join duties.reservation r on r.id = a.reservation_id where c.patrol_id = p.id and c.state = 'claimed' and r.state = 'standing') as assigned,
      (select coalesce(sum(seats), 0) from duties.reservation r where r.patrol_id = p.id and r.state = 'standing') as reserved,
      (select count(*) from duties.reservation r where r.patrol_id = p.id and r.seats < (select count(*) from duties.assignment a join duties.claim c on c.id = a.claim_id where a.reservation_id = r.id and c.state = 'claimed')) as overfull,
      (select count(*) from duties.assignment a join duties.claim c on c.id = a.claim_id where c.patrol_id = p.id and (a.ended_at is null) <> (c.state = 'claimed')) as strays,
      (select count(*) from (select person_id from duties.claim c where c.state = 'claimed' and c.patrol_id = any(${patrols}::uuid[]) group by person_id having count(*) > 1) d) as doubles
    from duties.patrol p where p.id = any(${patrols}::uuid[]) order by array_position(${patrols}::uuid[], p.id)`.execute(w.db)
  return rows
}

/** A history in which every act succeeds, so that the property is known to meet each of them. */
const plain = (what: Act['what'], change: Partial<Act> = {}): Act[] => [{ what, server: 0, patrol: 0, unit: 0, who: 0, other: 1, seats: 2, ...change }]
const everyAct = [plain('reserve'), plain('assign'), plain('replace', { who: 0, other: 2 }), plain('takeOff', { who: 1 }), plain('claim', { who: 6 }), plain('giveUp', { who: 6 }), plain('return'), plain('release')]

describe('one inventory, two channels', () => {
  it('any history on two servers, several acts at a time, never sells a seat twice, never seats a person twice and loses none', async () => {
    const reached = new Set<string>()
    await fc.assert(fc.asyncProperty(fc.array(fc.array(act, { minLength: 1, maxLength: 4, size: 'max' }), { minLength: 6, maxLength: 20, size: 'max' }), async (rounds) => {
      const scene = await setTheScene()
      for (const round of rounds) {
        await Promise.all(round.map((one) => play(one, scene).then(() => reached.add(`${one.what} done`), (error: unknown) => {
          if (!(error instanceof Problem)) throw error
          reached.add(`${one.what} ${error.code}`)
        })))
        for (const [i, row] of (await inventory(scene.patrols)).entries()) {
          expect(row).toMatchObject({ taken: row.standing, overfull: 0, strays: 0, doubles: 0 })
          expect(row.taken + row.kept).toBeLessThanOrEqual(SEATS)
          expect(row.reserved).toBeLessThanOrEqual(3)
          expect(row.kept, 'what members were not put on is kept until the release, and nothing afterwards').toBe(scene.released.has(i) ? 0 : 3 - row.assigned)
        }
      }
    }), { numRuns: 40, examples: [[everyAct]] })
    expect([...reached]).toEqual(expect.arrayContaining(acts.map((what) => `${what} done`)))
  }, 120_000)

  it('a rush on both channels from both servers at once fills every seat exactly once', async () => {
    const [hospital, school] = [w.unit('市医院'), w.unit('第一中学')]
    const id = await w.published({ seats: 30, seatsForUnits: 20, unitsUntil: '2026-04-14T10:30:00Z' })
    for (const { id: organisationId, liaison } of [hospital, school]) await w.duties.reservations.reserve(liaison, { id, organisationId, seats: 10 })
    const staff = [hospital, school].map((unit) => Array.from({ length: 15 }, () => w.person({ units: [unit.id] })))
    const crowd = Array.from({ length: 60 }, () => w.person())
    const swallow = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => { if (!(error instanceof Problem)) throw error })
    await Promise.all([
      ...crowd.map((person, i) => swallow((servers[i % 2] as Duties).claims.claim(person, id))),
      ...[hospital, school].flatMap(({ id: organisationId, liaison }, u) => (staff[u] as Actor[]).map((person, i) =>
        swallow((servers[(i + u) % 2] as Duties).reservations.members.assign(liaison, { id, organisationId, personIds: [person.personId] })))),
    ])
    expect(await inventory([id])).toMatchObject([{ taken: 30, kept: 0, standing: 30, assigned: 20, overfull: 0, doubles: 0 }])
  })
})
