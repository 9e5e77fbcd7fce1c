import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { inTransaction } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { migrateJobs } from '../platform/jobs.ts'
import { dutiesReactions } from './reactions.ts'
import { dutyWorld, type DutyWorld } from './testing.ts'

let w: DutyWorld
beforeAll(async () => {
  w = await dutyWorld()
  await migrateJobs(w.pool)
})
beforeEach(() => w.clock.set('2026-04-14T10:00:00Z'))
afterAll(() => w.drop())

const here = { lon: 117.655, lat: 24.5105, accuracy_m: 12 }
const track = { distance_m: 3000, moving_s: 2400, coveredShare: 0.8, fixes: 600, insideShare: 0.95, mockFixes: 0, watched_s: 7200, filterVersion: 2 }
const code = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: { code: string }) => error.code)

async function seated(): Promise<{ person: Actor; patrolId: string; id: string }> {
  const patrolId = await w.published()
  const person = w.person()
  await w.duties.claims.claim(person, patrolId)
  return { person, patrolId, id: newId() }
}
const checkIn = ({ person, patrolId, id }: { person: Actor; patrolId: string; id: string }) =>
  w.duties.attendances.checkIn(person, { id, patrolId, at: '2026-04-14T11:00:00Z', position: here })

describe('a phone that was offline', () => {
  it('is not closed by the clock before the check-out that follows its late check-in', async () => {
    const one = await seated()
    w.clock.set('2026-04-14T18:00:00Z')
    await checkIn(one)
    const { rows } = await sql<{ at: Date }>`select run_at as at from graphile_worker.jobs where key = ${`close:${one.id}`}`.execute(w.db)
    expect(rows[0]?.at.getTime()).toBeGreaterThan(w.clock.now().getTime())
  })

  it('ends with the time it was told, when check-in and check-out come hours later', async () => {
    const one = await seated()
    w.clock.set('2026-04-14T18:00:00Z')
    await w.duties.jobs['duties.finish']({ patrolId: one.patrolId })
    await checkIn(one)
    const { record } = await w.duties.attendances.checkOut(one.person, { id: one.id, at: '2026-04-14T12:10:00Z', position: here })
    expect(record).toMatchObject({ startedAt: '2026-04-14T11:00:00.000Z', endedAt: '2026-04-14T12:10:00.000Z', minutes: 70, flags: ['sent-late'], state: 'pending' })
  })

  it('whose check-out comes after the automatic closing gets the minutes it walked, once', async () => {
    const one = await seated()
    w.clock.set('2026-04-14T11:00:00Z')
    await checkIn(one)
    w.clock.set('2026-04-14T13:20:00Z')
    await w.duties.attendances.closeDue(one.id)
    w.clock.set('2026-04-14T17:00:00Z')
    const command = { id: one.id, at: '2026-04-14T12:10:00Z', position: here }
    const { record, attendance } = await w.duties.attendances.checkOut(one.person, command)
    expect(attendance).toMatchObject({ endedAt: '2026-04-14T12:10:00.000Z', autoClosed: false })
    expect(record).toMatchObject({ minutesMeasured: 70, minutes: 70, flags: ['sent-late'], state: 'pending' })
    expect(await w.duties.attendances.checkOut(one.person, command)).toEqual({ record, attendance })
  })

  it('does not undo what an officer decided meanwhile', async () => {
    const one = await seated()
    w.clock.set('2026-04-14T11:00:00Z')
    await checkIn(one)
    w.clock.set('2026-04-14T13:20:00Z')
    await w.duties.attendances.closeDue(one.id)
    const [pending] = (await w.duties.records.mine(one.person, { limit: 1 })).items
    await w.duties.records.confirm(w.officer, { id: pending?.id as string })
    const { record } = await w.duties.attendances.checkOut(one.person, { id: one.id, at: '2026-04-14T12:10:00Z', position: here })
    expect(record).toMatchObject({ minutes: 120, state: 'confirmed' })
    expect((await w.ledger.balances(one.person.personId)).minutes).toBe(120)
  })

  it('whose patrol was cancelled while it walked keeps the time it walked, for an officer to decide', async () => {
    const one = await seated()
    w.clock.set('2026-04-14T11:05:00Z')
    await w.duties.patrols.cancel(w.officer, { id: one.patrolId, reason: '台风' })
    w.clock.set('2026-04-14T11:08:00Z')
    const { attendance } = await checkIn(one)
    expect(attendance).toMatchObject({ patrolId: one.patrolId, startedAt: '2026-04-14T11:00:00.000Z' })
    expect(await checkIn(one)).toMatchObject({ attendance })
    w.clock.set('2026-04-14T12:10:00Z')
    const { record } = await w.duties.attendances.checkOut(one.person, { id: one.id, at: '2026-04-14T12:10:00Z', position: here })
    expect(record).toMatchObject({ minutes: 70, flags: ['patrol-cancelled'], state: 'pending', points: 0 })
    const [held] = await w.duties.claims.ofPatrol(w.officer, one.patrolId)
    expect(held).toMatchObject({ claim: { personId: one.person.personId }, attendance: { id: one.id } })
    expect(await w.duties.records.confirm(w.officer, { id: record.id })).toMatchObject({ state: 'confirmed', minutes: 70 })
  })

  it('that set out after the cancellation without knowing of it is taken too, one with network is told', async () => {
    const [offline, online] = [await seated(), await seated()]
    for (const { patrolId } of [offline, online]) await w.duties.patrols.cancel(w.officer, { id: patrolId, reason: '台风' })
    w.clock.set('2026-04-14T11:00:30Z')
    expect(await code(checkIn(online))).toBe('patrol-cancelled')
    expect(await code(w.duties.attendances.one(online.person, online.id))).toBe('not-found')
    w.clock.set('2026-04-14T12:00:00Z')
    expect((await checkIn(offline)).attendance.id).toBe(offline.id)
  })

  it('whose seat was given back has none, whether or not the patrol was cancelled afterwards', async () => {
    const one = await seated()
    await w.duties.claims.release(one.person, one.patrolId)
    await w.duties.patrols.cancel(w.officer, { id: one.patrolId, reason: '台风' })
    w.clock.set('2026-04-14T12:00:00Z')
    expect(await code(checkIn(one))).toBe('no-claim')
  })

  it('called a no-show meanwhile may not be on two duties at one time', async () => {
    const one = await seated()
    w.clock.set('2026-04-14T13:00:01Z')
    await w.duties.jobs['duties.finish']({ patrolId: one.patrolId })
    const other = await w.published({ startsAt: '2026-04-14T12:30:00Z', endsAt: '2026-04-14T15:00:00Z' })
    expect(await code(w.duties.claims.claim(one.person, other))).toBe('done')
    expect(await code(checkIn(one))).toBe('overlapping-duty')
  })
})

it('a record is credited once when an officer confirms while late positions arrive', async () => {
  const one = await seated()
  w.clock.set('2026-04-14T11:00:00Z')
  w.walked.set(one.id, { fixes: 0, distance_m: 0, insideShare: null })
  await checkIn(one)
  w.clock.set('2026-04-14T12:00:00Z')
  const { record } = await w.duties.attendances.checkOut(one.person, { id: one.id, at: '2026-04-14T12:00:00Z', position: here })
  expect(record.state).toBe('pending')
  const waitingForRow = async (): Promise<number> => (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(w.db)).rows[0]?.n ?? 0
  const both: Promise<unknown>[] = []
  await inTransaction(w.db, async (tx) => {
    await sql`select 1 from duties.service_record where id = ${record.id} for update`.execute(tx)
    both.push(w.duties.records.confirm(w.officer, { id: record.id }))
    await expect.poll(waitingForRow).toBe(1)
    both.push(inTransaction(w.db, (other) => w.duties.records.reweigh(other, one.id, track)))
    await expect.poll(waitingForRow).toBe(2)
  })
  await Promise.all(both)
  expect(await w.ledger.balances(one.person.personId)).toEqual({ minutes: 60, points: 10 })
})

describe('withdrawing the consent to position recording', () => {
  const withdrawn = (purpose: string, personId: string) => ({ id: newId(), type: 'people.consent-withdrawn', version: 1, at: w.clock.now(), actor: personId, subject: `person:${personId}`, payload: { personId, purpose } })
  it.each([['location-tracking', '2026-04-14T11:40:00.000Z'], ['privacy', null]])('%s in the middle of a patrol', async (purpose, endedAt) => {
    const one = await seated()
    w.clock.set('2026-04-14T11:00:00Z')
    await checkIn(one)
    w.clock.set('2026-04-14T11:40:00Z')
    const reaction = dutiesReactions(w.duties).find(({ types }) => types.includes('people.consent-withdrawn'))
    for (let times = 0; times < 2; times++) await inTransaction(w.db, async (tx) => reaction?.handle(tx, withdrawn(purpose, one.person.personId)))
    expect((await w.duties.attendances.one(one.person, one.id)).endedAt).toBe(endedAt)
  })
})
