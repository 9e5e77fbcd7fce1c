/** A walk that nobody ends, through the whole application: the queue's own worker closes it when its time comes. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newPatrol } from './duties/contract.ts'
import { policyDefaults } from './duties/steps.ts'
import { newId } from './platform/ids.ts'
import { appWorld, type AppWorld, type SignedIn } from './testing.ts'

const MINUTE_MS = 60_000
const GRACE_MS = policyDefaults.graceMinutes * MINUTE_MS
const position = { lon: 117.4, lat: 24.5, accuracy_m: 5 }
/** Twelve metres each ten seconds, up and down a street of a kilometre. */
const [STEP_S, STEP_E7, STEPS_ONE_WAY, STEP_M] = [10, 1185, 80, 12]

let w: AppWorld
let officer: SignedIn
beforeAll(async () => {
  w = await appWorld()
  officer = await w.officer('350602001')
})
afterAll(() => w.drop())

/** Walks for so many minutes from the check-in on, the clock of the application along. */
async function walk(attendance: string, token: string, from: Date, minutes: number): Promise<number> {
  const count = (minutes * 60) / STEP_S
  const fixes = Array.from({ length: count }, (_, i) => {
    const [turns, along] = [Math.floor(i / STEPS_ONE_WAY), i % STEPS_ONE_WAY]
    const steps = turns % 2 === 0 ? along : STEPS_ONE_WAY - along
    return { sequence: i + 1, time_ms: from.getTime() + i * STEP_S * 1000, lon_e7: 1_174_000_000 + steps * STEP_E7, lat_e7: 245_000_000, accuracy_m: 5, speed_mps: STEP_M / STEP_S, mock: false }
  })
  w.clock.set(new Date(from.getTime() + minutes * MINUTE_MS))
  for (let at = 0; at < count; at += 60) await w.app.tracking.takeFixes({ kind: 'fixes', attendance, token, fixes: fixes.slice(at, at + 60) }, null)
  return (count - 1) * STEP_M
}

async function queued(attendanceId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ run_at: Date }>`select run_at from graphile_worker.jobs where key = ${`close:${attendanceId}`}`.execute(w.db)
  return rows[0]?.run_at
}
const recordsOf = async ({ actor }: SignedIn) => (await w.app.duties.records.mine(actor, { limit: 10 })).items

/** Lets real time pass, which the application follows from now on, until the record is there; answers when it was first seen. */
async function untilClosed(who: SignedIn): Promise<number> {
  for (;;) {
    w.clock.set(new Date())
    if ((await recordsOf(who)).length > 0) return Date.now()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('closes at the planned end when the grace is over, flagged, with the hours and the way of its fixes; an officer then credits it', async () => {
  const { app, clock } = w
  const [walker, absent, wanderer] = [await w.volunteer(), await w.volunteer(), await w.volunteer()]
  // The queue keeps real time, so the evening is laid such that both walks are due in a few seconds.
  const due = new Date(Date.now() + 12_000)
  const endsAt = new Date(due.getTime() - GRACE_MS)
  const [setOut, startsAt] = [new Date(endsAt.getTime() - policyDefaults.selfMinutesMax * MINUTE_MS), new Date(endsAt.getTime() - 60 * MINUTE_MS)]
  clock.set(setOut)
  const own = await app.duties.attendances.checkIn(wanderer.actor, { id: newId(), patrolId: null, at: setOut.toISOString(), position })
  const { id: patrolId } = await app.duties.patrols.draft(officer.actor, newPatrol.parse({
    name: '西桥夜巡', kind: 'night', regionCode: '350602001001', shape: { type: 'LineString', coordinates: [[117.4, 24.5], [117.41, 24.5]] }, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(),
    seats: 3, pointsPerHour: 12, riskText: '注意交通安全', insuranceNote: '已投保意外险', releaseDeadlineMinutes: 0,
  }))
  await app.duties.patrols.publish(officer.actor, { id: patrolId, at: null })
  for (const { actor } of [walker, absent]) await app.duties.claims.claim(actor, patrolId)
  clock.set(startsAt)
  const { attendance, trackingToken } = await app.duties.attendances.checkIn(walker.actor, { id: newId(), patrolId, at: startsAt.toISOString(), position })
  const walked_m = await walk(attendance.id, trackingToken, startsAt, 50)
  expect([await queued(attendance.id), await queued(own.attendance.id)]).toEqual([due, due])

  await app.start()
  const seen = await untilClosed(walker)
  expect(seen, 'not before its time').toBeGreaterThanOrEqual(due.getTime())
  const [record] = await recordsOf(walker)
  expect(record).toMatchObject({ attendanceId: attendance.id, patrolId, endedAt: endsAt.toISOString(), minutesMeasured: 60, minutes: 60, state: 'pending', flags: ['auto-closed'], fixes: 300, proofStrength: 'strong' })
  expect(Math.abs((record?.distance_m ?? 0) / walked_m - 1)).toBeLessThan(0.05)
  expect(await app.ledger.balances(walker.actor.personId), 'nothing is credited by rule').toEqual({ points: 0, minutes: 0 })
  expect(await app.duties.attendances.one(walker.actor, attendance.id)).toMatchObject({ autoClosed: true, endedAt: endsAt.toISOString() })

  await untilClosed(wanderer)
  expect(await recordsOf(wanderer)).toMatchObject([{ patrolId: null, endedAt: endsAt.toISOString(), minutesMeasured: policyDefaults.selfMinutesMax, state: 'pending', flags: ['auto-closed', 'no-track'], fixes: 0 }])
  expect(await recordsOf(absent)).toEqual([])

  await app.duties.records.confirm(officer.actor, { id: record!.id, minutes: 50, note: '最后十分钟没有轨迹' })
  expect(await app.ledger.balances(walker.actor.personId)).toEqual({ points: 10, minutes: 50 })
  expect(await queued(attendance.id), 'done once').toBeUndefined()
  expect(w.faults).toEqual([])
})
