import { requireScopes, regionScopes, signedIn, SYSTEM, withinScopes, type Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import { inTransaction, type Database, type Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { refuse as refuseCommon } from '../platform/problem.ts'
import { personOwner, type Ledger } from '../ledger/ledger.ts'
import { recordSteps, stepAllowed, type RecordState, type ServiceRecord } from './contract.ts'
import { pointsFor, policyOf } from './policy/rules.ts'
import type { DutyPeople, DutyPlaces, TrackSummary } from './ports.ts'
import { presentRecord } from './presenters.ts'
import { weigh } from './proof.ts'
import { disputedRecordsOf, findAttendance, findRecord, insertRecord, listRecords, lockRecord, lockRecordOfAttendance, updateRecord, type AttendanceRow, type RecordRow } from './store/attendances.ts'

const CITY = 'city:service'

interface Deps {
  db: Database
  clock: Clock
  people: DutyPeople
  places: DutyPlaces
  ledger: Ledger
}

/** From a finished walk to hours and points. What is credited is only ever reversed and credited anew. */
export function createRecords({ db, clock, people, places, ledger }: Deps) {
  /** Makes the record of a closed attendance and confirms it by rule when nothing speaks against it. */
  async function make(tx: Tx, walk: AttendanceRow, track: TrackSummary): Promise<void> {
    const minutes = minutesServed(walk)
    const judged = weigh({ minutes, track, fenced: walk.patrol_id !== null, flags: walk.flags, policy: policyOf(walk) })
    const row = await insertRecord(tx, {
      id: newId(), attendance_id: walk.id, person_id: walk.person_id, patrol_id: walk.patrol_id, name: walk.name, region_code: walk.region_code, region_path: walk.region_path,
      region_name: walk.region_name, started_at: walk.started_at, ended_at: walk.ended_at as Date, minutes_measured: minutes, minutes, points_per_hour: walk.points_per_hour, points: 0,
      proof_strength: judged.strength, proofs: JSON.stringify(proofsOf(walk, track)), flags: judged.flags, distance_m: Math.round(track.distance_m), moving_s: Math.round(track.moving_s),
      covered_share: track.coveredShare, fixes: track.fixes, filter_version: track.filterVersion, state: 'pending', recorded_by: SYSTEM,
      decided_by: null, decided_at: null, decision_note: null, dispute_reason: null, posting: 0, created_at: clock.now(),
    })
    await emit(tx, { type: 'duties.record-made', actor: SYSTEM, subject: subjectOf(row), at: clock.now(), payload: { recordId: row.id, personId: row.person_id, minutes, flags: judged.flags } })
    if (judged.confirmable) await credit(tx, row, { minutes, actor: SYSTEM, note: null })
  }

  /** True while nobody, rule or officer, has decided. Holds the record until commit. */
  const undecided = async (tx: Tx, attendanceId: string): Promise<boolean> => (await lockRecordOfAttendance(tx, attendanceId))?.state === 'pending'

  /** The end of the walk was corrected before anyone decided: minutes, figures and proof are made again. */
  async function remake(tx: Tx, walk: AttendanceRow, track: TrackSummary): Promise<void> {
    const row = await lockRecordOfAttendance(tx, walk.id)
    if (row?.state !== 'pending') return
    const minutes = minutesServed(walk)
    await updateRecord(tx, row.id, { ended_at: walk.ended_at as Date, minutes_measured: minutes, minutes, proofs: JSON.stringify(proofsOf(walk, track)) })
    await reweigh(tx, walk.id, track)
  }

  /** The phone sent fixes after the end: figures and proof are made again; a decision that was taken stands. */
  async function reweigh(tx: Tx, attendanceId: string, track: TrackSummary): Promise<void> {
    // Held, so that an officer who decides at this moment and this rule cannot both credit.
    const row = await lockRecordOfAttendance(tx, attendanceId)
    const walk = row && (await findAttendance(tx, attendanceId))
    if (!row || !walk) return
    const judged = weigh({ minutes: row.minutes_measured, track, fenced: walk.patrol_id !== null, flags: walk.flags, policy: policyOf(walk) })
    const after = await updateRecord(tx, row.id, {
      proof_strength: judged.strength, flags: judged.flags, distance_m: Math.round(track.distance_m), moving_s: Math.round(track.moving_s),
      covered_share: track.coveredShare, fixes: track.fixes, filter_version: track.filterVersion,
    })
    if (row.state === 'pending' && judged.confirmable) await credit(tx, after, { minutes: after.minutes, actor: SYSTEM, note: null })
  }

  /** Whole minutes between check-in and check-out, inside the planned window when there is one. */
  function minutesServed(walk: AttendanceRow): number {
    const from = Math.max(walk.started_at.getTime(), walk.planned_start?.getTime() ?? 0)
    const to = Math.min((walk.ended_at as Date).getTime(), walk.planned_end.getTime())
    return Math.max(0, Math.floor((to - from) / 60_000))
  }

  const proofsOf = (walk: AttendanceRow, track: TrackSummary): unknown[] => [
    ...(walk.proofs as unknown[]),
    ...(track.fixes > 0 ? [{ kind: 'track', at: (walk.ended_at as Date).toISOString(), detail: `${track.fixes} fixes, ${Math.round(track.distance_m)} m` }] : []),
  ]

  /** Posts minutes and points under a key of their own and closes the decision. */
  async function credit(tx: Tx, row: RecordRow, decision: { minutes: number; actor: string; note: string | null; credited?: boolean }): Promise<RecordRow> {
    const posting = row.posting + 1
    const points = pointsFor(decision.minutes, row.points_per_hour)
    const subject = subjectOf(row)
    const params = { ...nameOf(row), minutes: decision.minutes, pointsPerHour: row.points_per_hour, at: row.started_at.toISOString() }
    for (const [currency, amount] of [['minutes', decision.minutes], ['points', points]] as const) {
      if (amount > 0) await ledger.post(tx, { key: `${subject}:${posting}:${currency}`, currency, debit: CITY, credit: personOwner(row.person_id), amount, reason: 'patrol-served', params, subject, actor: decision.actor })
    }
    return decide(tx, row, 'confirmed', decision, { minutes: decision.minutes, points, posting })
  }

  async function decide(tx: Tx, row: RecordRow, state: RecordState, decision: { actor: string; note: string | null; credited?: boolean }, change: Partial<Pick<RecordRow, 'minutes' | 'points' | 'posting'>> = {}): Promise<RecordRow> {
    const after = await updateRecord(tx, row.id, { ...change, state, decided_by: decision.actor, decided_at: clock.now(), decision_note: decision.note })
    await emit(tx, { type: `duties.record-${state}`, actor: decision.actor, subject: subjectOf(row), at: clock.now(), payload: decisionPayload(row, after, decision.credited ?? false) })
    await audit(tx, clock, { actor: decision.actor, action: `duties.record-${state}`, subject: subjectOf(row), regionPath: row.region_path, reason: decision.note })
    return after
  }

  /** Looks the record up in the officer's regions, checks the step, does it. Nobody decides on their own service. */
  async function officerStep(actor: Actor | null, id: string, step: 'confirm' | 'reject', work: (tx: Tx, row: RecordRow, officerId: string) => Promise<RecordRow>): Promise<ServiceRecord> {
    const scopes = requireScopes(actor, 'officer', 'police')
    const officerId = signedIn(actor).personId
    return inTransaction(db, async (tx) => {
      const row = await lockRecord(tx, id)
      if (!row || !withinScopes(row.region_path, scopes)) throw refuseCommon('not-found')
      if (row.person_id === officerId) throw refuseCommon('not-allowed', { reason: 'own-record' })
      if (!stepAllowed(recordSteps[step], row.state)) throw refuseCommon('wrong-state', { state: row.state, step, allowed: recordSteps[step] })
      return present(tx, await work(tx, row, officerId))
    })
  }

  const confirm = (actor: Actor | null, input: { id: string; minutes?: number | undefined; note?: string | undefined }): Promise<ServiceRecord> =>
    officerStep(actor, input.id, 'confirm', async (tx, row, officerId) => {
      const minutes = input.minutes ?? row.minutes
      if (minutes > row.minutes_measured) throw refuseCommon('invalid-input', {}, [{ path: 'minutes', code: 'too_big', message: `at most the ${row.minutes_measured} measured` }])
      if (minutes < row.minutes_measured && !input.note) throw refuseCommon('invalid-input', {}, [{ path: 'note', code: 'required', message: 'fewer minutes than measured need a reason' }])
      const credited = await takeBack(tx, row, officerId) > 0
      return credit(tx, row, { minutes, actor: officerId, note: input.note ?? null, credited })
    })

  const reject = (actor: Actor | null, input: { id: string; note: string }): Promise<ServiceRecord> =>
    officerStep(actor, input.id, 'reject', async (tx, row, officerId) => {
      const credited = await takeBack(tx, row, officerId) > 0
      return decide(tx, row, 'rejected', { actor: officerId, note: input.note, credited }, { points: 0 })
    })

  const takeBack = (tx: Tx, row: RecordRow, actor: string): Promise<number> => ledger.reverseSubject(tx, subjectOf(row), { actor, params: nameOf(row) })

  async function dispute(actor: Actor | null, input: { id: string; reason: string }): Promise<ServiceRecord> {
    const me = signedIn(actor)
    return inTransaction(db, async (tx) => {
      const row = await lockRecord(tx, input.id)
      if (!row || row.person_id !== me.personId) throw refuseCommon('not-found')
      if (!stepAllowed(recordSteps.dispute, row.state)) throw refuseCommon('wrong-state', { state: row.state, step: 'dispute', allowed: recordSteps.dispute })
      const after = await updateRecord(tx, row.id, { state: 'disputed', dispute_reason: input.reason })
      await emit(tx, { type: 'duties.record-disputed', actor: me.personId, subject: subjectOf(row), at: clock.now(), payload: { recordId: row.id, personId: me.personId } })
      return present(tx, after)
    })
  }

  const present = async (on: Tx | Database, row: RecordRow): Promise<ServiceRecord> => (await presentMany(on, [row]))[0] as ServiceRecord

  async function presentMany(on: Tx | Database, rows: readonly RecordRow[]): Promise<ServiceRecord[]> {
    const persons = await people.people(on, [...new Set(rows.map((row) => row.person_id))])
    const standing = await ledger.standing(on, rows.map(subjectOf))
    return rows.map((row) => presentRecord(places, row, { personName: persons.get(row.person_id)?.displayName ?? '', standing: standing.get(subjectOf(row)) }))
  }

  /** What a person said last against each record, for the copy of their data. */
  const saidBy = async (personId: string): Promise<{ recordId: string; words: string; state: string; answer: string | null }[]> =>
    (await disputedRecordsOf(db, personId)).map((row) => ({ recordId: row.id, words: row.dispute_reason as string, state: row.state, answer: row.state === 'disputed' ? null : row.decision_note }))

  const presentPage = async (rows: readonly RecordRow[], limit: number): Promise<{ items: ServiceRecord[]; next: string | null }> =>
    ({ items: await presentMany(db, rows), next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null })

  const mine = async (actor: Actor | null, query: { after?: string | undefined; limit: number }): Promise<{ items: ServiceRecord[]; next: string | null }> =>
    presentPage(await listRecords(db, { ...query, personId: signedIn(actor).personId }), query.limit)

  async function list(scopes: readonly string[], query: { state?: RecordState | undefined; after?: string | undefined; limit: number }): Promise<{ items: ServiceRecord[]; next: string | null }> {
    return presentPage(await listRecords(db, { ...query, scopes }), query.limit)
  }

  /** One's own, or one in the officer's regions. */
  async function one(actor: Actor | null, id: string): Promise<ServiceRecord> {
    const me = signedIn(actor)
    const row = await findRecord(db, id)
    if (!row || (row.person_id !== me.personId && !withinScopes(row.region_path, regionScopes(me, 'officer', 'police')))) throw refuseCommon('not-found')
    return present(db, row)
  }

  return { present, make, remake, undecided, reweigh, confirm, reject, dispute, saidBy, mine, list, one }
}

/** Under which name the ledger, events and the audit log know it. */
const subjectOf = ({ id }: Pick<RecordRow, 'id'>): string => `service-record:${id}`

/** What a page needs to call the walk by its name in the reader's language: without a patrol somebody set out unasked. */
const nameOf = (row: RecordRow): { name: string; patrolId: string | null } => ({ name: row.name, patrolId: row.patrol_id })

/** `before`: the state that was decided on. `credited`: whether hours stood credited until then and were taken back. */
const decisionPayload = (row: RecordRow, after: RecordRow, credited: boolean): Record<string, unknown> => ({
  recordId: row.id, personId: row.person_id, name: row.name, minutes: after.minutes, points: after.points, measured: row.minutes_measured, before: row.state, credited,
})
export type Records = ReturnType<typeof createRecords>
