import { agreed, regionScopes, signedIn, withinScopes, type Actor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { inTransaction, type Database, type Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { distanceToShape_m } from '../platform/geo.ts'
import { enqueue } from '../platform/jobs.ts'
import { refuse as refuseCommon, refuser } from '../platform/problem.ts'
import { spokenName, type Position } from '../platform/shapes.ts'
import { dutyProblems, SELF_STARTED_NAME, type Attendance, type PatrolShape, type Policy, type ServiceRecord } from './contract.ts'
import { commandRules, policyOf } from './policy/rules.ts'
import type { StandingPolicy } from './policy/standing-policy.ts'
import type { DutyPeople, DutyPlaces, DutyTracking } from './ports.ts'
import { presentAttendance, shapeOf } from './presenters.ts'
import type { Records } from './records.ts'
import { findAttendance, insertAttendance, lockAttendance, openAttendanceOf, recordOfAttendance, updateAttendance, type AttendanceRow } from './store/attendances.ts'
import { findClaimToAttend, overlapsStanding, setClaimState, shortenClaim, takeTurn, type ClaimRow } from './store/claims.ts'
import { findPatrol, type PatrolRow } from './store/patrols.ts'

const refuse = refuser(dutyProblems)
const MINUTE_MS = 60_000

interface Deps {
  db: Database
  clock: Clock
  people: DutyPeople
  places: DutyPlaces
  tracking: DutyTracking
  records: Records
  policies: StandingPolicy
}
interface CheckIn {
  id: string
  patrolId: string | null
  at: string
  position: Position & { accuracy_m: number }
}

/** Check-in, check-out and what closes by itself. The person and nobody else; the phone's commands may come late and more than once. */
export function createAttendances({ db, clock, people, places, tracking, records, policies }: Deps) {
  async function checkIn(actor: Actor | null, input: CheckIn): Promise<{ attendance: Attendance; trackingToken: string }> {
    const me = signedIn(actor)
    return inTransaction(db, async (tx) => {
      const earlier = await findAttendance(tx, input.id)
      if (earlier) return repeat(tx, me.personId, earlier)
      agreed(me)
      const at = plausible(input.at)
      if (!(await people.hasConsent(tx, me.personId, 'location-tracking'))) throw refuse('consent-needed')
      const row = input.patrolId === null ? await selfStarted(tx, me, input, at) : await onPatrol(tx, me, input, at)
      if (!(await insertAttendance(tx, row))) throw refuse('already-on-duty', { attendanceId: (await openAttendanceOf(tx, me.personId))?.id })
      await setClaimState(tx, row, 'attended', at)
      const token = await track(tx, row)
      await enqueue(tx, { name: 'duties.close-attendance', payload: { attendanceId: row.id }, runAt: closingDue(row), key: `close:${row.id}` })
      await tell(tx, 'checked-in', row, me.personId)
      return { attendance: await present(tx, { ...row, proofs: [] }), trackingToken: token }
    })
  }

  /** The same command again gets the same answer; another person's id does not exist. */
  async function repeat(tx: Tx, personId: string, row: AttendanceRow): Promise<{ attendance: Attendance; trackingToken: string }> {
    if (row.person_id !== personId) throw refuseCommon('not-found')
    return { attendance: await present(tx, row), trackingToken: await track(tx, row) }
  }

  const closesAt = (row: Pick<AttendanceRow, 'planned_end' | 'policy'>): Date => new Date(row.planned_end.getTime() + policyOf(row).graceMinutes * MINUTE_MS)

  /** A check-in that comes hours late is not closed before the check-out that the phone sends next could arrive. */
  const closingDue = (row: Pick<AttendanceRow, 'planned_end' | 'policy'>): Date => new Date(Math.max(closesAt(row).getTime(), clock.now().getTime() + commandRules.lateCloseMinutes * MINUTE_MS))

  async function track(tx: Tx, row: Pick<AttendanceRow, 'id' | 'person_id' | 'region_path' | 'started_at' | 'planned_end' | 'patrol_id' | 'policy'>): Promise<string> {
    const patrol = row.patrol_id ? await findPatrol(tx, row.patrol_id) : undefined
    const { token } = await tracking.begin(tx, {
      attendanceId: row.id, personId: row.person_id, regionPath: row.region_path, startedAt: row.started_at, until: closesAt(row), shape: patrol ? shapeOf(patrol) : null, fence_m: policyOf(row).fence_m,
    })
    return token
  }

  /** Device time: not from the future, at most a day old. */
  function plausible(time: string): Date {
    const at = new Date(time)
    const late_ms = clock.now().getTime() - at.getTime()
    if (late_ms < -commandRules.clockSkewMinutes * MINUTE_MS || late_ms > commandRules.lateMinutes * MINUTE_MS) throw refuse('time-not-plausible', { at: time })
    return at
  }

  const sentLate = (at: Date, policy: Policy): boolean => clock.now().getTime() - at.getTime() > policy.lateFlagMinutes * MINUTE_MS

  /** What an attendance begins with, among it the policy that held then: it keeps it to the end. */
  function started(input: CheckIn, at: Date, personId: string, policy: Policy) {
    return {
      id: input.id, person_id: personId, started_at: at, started_lon: input.position.lon, started_lat: input.position.lat, started_accuracy_m: input.position.accuracy_m,
      ended_at: null, ended_lon: null, ended_lat: null, auto_closed: false, received_at: clock.now(), policy: { ...policy },
      flags: sentLate(at, policy) ? ['sent-late'] : [],
    }
  }

  async function onPatrol(tx: Tx, me: Actor, input: CheckIn, at: Date) {
    const patrol = await findPatrol(tx, input.patrolId as string)
    const claim: ClaimRow | undefined = patrol && (await findClaimToAttend(tx, patrol.id, me.personId))
    if (!patrol || !claim) throw refuse('no-claim')
    const cancelled = claim.state === 'cancelled'
    const policy = await policies.holding(tx, patrol.region_path, at)
    // Who sets out after the cancellation and has network can know of it; who was on the way or offline has walked in good faith.
    if (cancelled && at >= (claim.ended_at as Date) && !sentLate(at, policy)) throw refuse('patrol-cancelled', { reason: patrol.cancelled_reason })
    // The seat ended while the phone was offline; the time may have been given to another duty since.
    if (claim.state !== 'claimed') {
      await takeTurn(tx)
      if (await overlapsStanding(tx, claim)) throw refuse('overlapping-duty')
    }
    const earliest = new Date(patrol.starts_at.getTime() - policy.earlyMinutes * MINUTE_MS)
    if (at < earliest) throw refuse('too-early', { from: earliest.toISOString() })
    if (at >= patrol.ends_at) throw refuse('patrol-over')
    const away_m = outside(input, patrol, policy)
    const begun = started(input, at, me.personId, policy)
    return {
      ...begun, flags: cancelled ? [...begun.flags, 'patrol-cancelled'] : begun.flags, patrol_id: patrol.id, claim_id: claim.id, name: patrol.name, region_code: patrol.region_code, region_path: patrol.region_path,
      region_name: patrol.region_name, points_per_hour: patrol.points_per_hour, planned_start: patrol.starts_at, planned_end: patrol.ends_at,
      proofs: JSON.stringify([{ kind: 'geofence', at: at.toISOString(), detail: `${Math.round(away_m)} m, ±${Math.round(input.position.accuracy_m)} m` }]),
    }
  }

  /** Metres from the route or area; refused beyond the fence, or when the fix is too coarse to tell. */
  function outside(input: CheckIn, patrol: PatrolRow, policy: Policy): number {
    requireAccuracy(input, policy)
    const away_m = distanceToShape_m(input.position, shapeOf(patrol))
    if (away_m > policy.fence_m) throw refuse('outside-fence', { away_m: Math.round(away_m), allowed_m: policy.fence_m })
    return away_m
  }

  function requireAccuracy({ position: { accuracy_m } }: CheckIn, { accuracyMax_m }: Policy): void {
    if (accuracy_m > accuracyMax_m) throw refuse('position-too-coarse', { accuracy_m, allowed_m: accuracyMax_m })
  }

  async function selfStarted(tx: Tx, me: Actor, input: CheckIn, at: Date) {
    const region = places.regionAt(input.position)
    if (!region) throw refuse('outside-city')
    const policy = await policies.holding(tx, region.path, at)
    if (policy.selfRealNameRequired && me.realName !== 'verified') throw refuse('real-name-required')
    requireAccuracy(input, policy)
    return {
      ...started(input, at, me.personId, policy), patrol_id: null, claim_id: null, name: SELF_STARTED_NAME, region_code: region.code, region_path: region.path, region_name: spokenName(places, region).zh,
      points_per_hour: policy.selfPointsPerHour, planned_start: null, planned_end: new Date(at.getTime() + policy.selfMinutesMax * MINUTE_MS), proofs: '[]',
    }
  }

  async function checkOut(actor: Actor | null, input: { id: string; at: string; position: (Position & { accuracy_m: number }) | null }): Promise<{ attendance: Attendance; record: ServiceRecord }> {
    const me = signedIn(actor)
    return inTransaction(db, async (tx) => {
      const row = await lockAttendance(tx, input.id)
      if (!row || row.person_id !== me.personId) throw refuseCommon('not-found')
      if (row.ended_at) return answer(tx, row.auto_closed ? await corrected(tx, row, input) : row)
      const at = plausible(input.at)
      if (at < row.started_at) throw refuse('time-not-plausible', { at: input.at, startedAt: row.started_at.toISOString() })
      return answer(tx, await close(tx, row, at > closesAt(row) ? closesAt(row) : at, { position: input.position, auto: false, actor: me.personId }))
    })
  }

  /** The check-out was pressed in time and came after the automatic closing: it counts, unless someone has decided on the record. */
  async function corrected(tx: Tx, row: AttendanceRow, input: { at: string; position: Position | null }): Promise<AttendanceRow> {
    const at = new Date(input.at)
    const tooLate = clock.now().getTime() - at.getTime() > commandRules.lateMinutes * MINUTE_MS
    if (tooLate || at < row.started_at || at > closesAt(row) || !(await records.undecided(tx, row.id))) return row
    const walked = await tracking.end(tx, row.id, at)
    const closed = await updateAttendance(tx, row.id, {
      ended_at: at, ended_lon: input.position?.lon ?? null, ended_lat: input.position?.lat ?? null, auto_closed: false,
      flags: [...new Set([...row.flags.filter((flag) => flag !== 'auto-closed'), 'sent-late'])],
    })
    await shortenClaim(tx, row, at)
    await records.remake(tx, closed, walked)
    await tell(tx, 'checked-out', closed, row.person_id)
    return closed
  }

  async function answer(tx: Tx, row: AttendanceRow): Promise<{ attendance: Attendance; record: ServiceRecord }> {
    const record = await recordOfAttendance(tx, row.id)
    if (!record) throw refuseCommon('wrong-state')
    return { attendance: await present(tx, row), record: await records.present(tx, record) }
  }

  async function close(tx: Tx, row: AttendanceRow, at: Date, how: { position: Position | null; auto: boolean; actor: string }): Promise<AttendanceRow> {
    const walked = await tracking.end(tx, row.id, at)
    const closed = await updateAttendance(tx, row.id, {
      ended_at: at, ended_lon: how.position?.lon ?? null, ended_lat: how.position?.lat ?? null, auto_closed: how.auto,
      flags: how.auto ? [...row.flags, 'auto-closed'] : row.flags,
    })
    await shortenClaim(tx, row, at)
    await records.make(tx, closed, walked)
    await tell(tx, 'checked-out', closed, how.actor)
    return closed
  }

  /** Job: planned end and grace are over and nobody pressed stop. Hours stay capped at the plan until someone approves. */
  const closeDue = (attendanceId: string): Promise<void> => inTransaction(db, async (tx) => {
    const row = await lockAttendance(tx, attendanceId)
    if (!row || row.ended_at) return
    await close(tx, row, row.planned_end, { position: null, auto: true, actor: 'system' })
  })

  /** The person withdrew the consent to position recording, or the account is gone: what goes on ends at that moment. */
  async function endGoingOn(tx: Tx, personId: string, at: Date): Promise<void> {
    const open = await openAttendanceOf(tx, personId)
    const row = open && (await lockAttendance(tx, open.id))
    if (!row || row.ended_at) return
    const end = Math.max(row.started_at.getTime(), Math.min(at.getTime(), closesAt(row).getTime()))
    await close(tx, row, new Date(end), { position: null, auto: false, actor: personId })
  }

  async function tell(tx: Tx, what: 'checked-in' | 'checked-out', row: Pick<AttendanceRow, 'id' | 'person_id' | 'patrol_id' | 'region_path'>, actor: string): Promise<void> {
    await emit(tx, { type: `duties.${what}`, actor, subject: `attendance:${row.id}`, at: clock.now(), payload: { attendanceId: row.id, personId: row.person_id, patrolId: row.patrol_id, regionPath: row.region_path } })
  }

  async function present(on: Tx | Database, row: AttendanceRow): Promise<Attendance> {
    const patrol = row.patrol_id ? await findPatrol(on, row.patrol_id) : undefined
    const shape: PatrolShape | null = patrol ? shapeOf(patrol) : null
    return presentAttendance(places, row, shape)
  }

  /** One's own, or one in the officer's regions. */
  async function one(actor: Actor | null, id: string): Promise<Attendance> {
    const me = signedIn(actor)
    const row = await findAttendance(db, id)
    if (!row || (row.person_id !== me.personId && !withinScopes(row.region_path, regionScopes(me, 'officer', 'police')))) throw refuseCommon('not-found')
    return present(db, row)
  }

  /** True when the attendance is this person's own. */
  const belongsTo = async (on: Tx | Database, attendanceId: string, personId: string): Promise<boolean> => (await findAttendance(on, attendanceId))?.person_id === personId

  return { checkIn, checkOut, closeDue, endGoingOn, one, belongsTo }
}
