import { nameOfRegion, type RegionName, type RegionNames } from '../platform/shapes.ts'
import type { AssignmentState, Attendance, OfferedPatrol, Patrol, PatrolKind, PatrolShape, PatrolState, RecordState, Reservation, ServiceRecord } from './contract.ts'
import { releasableUntil } from './steps.ts'
import type { AttendanceRow, RecordRow } from './store/attendances.ts'
import type { ClaimRow } from './store/claims.ts'
import type { PatrolRow } from './store/patrols.ts'
import type { AssignedSeat, ReservationRow } from './store/reservations.ts'

const iso = (time: Date): string => time.toISOString()
const isoOrNull = (time: Date | null): string | null => time?.toISOString() ?? null

export const shapeOf = (row: PatrolRow): PatrolShape => row.shape as unknown as PatrolShape

export const presentPatrol = (names: RegionNames, row: PatrolRow): Patrol => ({
  id: row.id, name: row.name, kind: row.kind as PatrolKind, regionCode: row.region_code, regionName: nameOfRegion(names, row.region_code, row.region_name), shape: shapeOf(row),
  startsAt: iso(row.starts_at), endsAt: iso(row.ends_at), seats: row.seats, pointsPerHour: row.points_per_hour,
  conditions: { realNameRequired: row.real_name_required, ageMin: row.age_min, ageMax: row.age_max, skills: row.skills },
  riskText: row.risk_text, insuranceNote: row.insurance_note, releaseDeadlineMinutes: row.release_deadline_minutes,
  meetingPoint: { lon: row.meeting_lon, lat: row.meeting_lat }, seatsTaken: row.seats_taken, seatsKept: row.seats_kept, seatsForUnits: row.seats_for_units, unitsUntil: isoOrNull(row.units_until), state: row.state as PatrolState,
  publishAt: isoOrNull(row.publish_at), publishedAt: isoOrNull(row.published_at), publisher: publisherOf(names, row), cancelledReason: row.cancelled_reason,
})

/** Until when the seat may be given back. */
export const seatReleasableUntil = (row: PatrolRow, claim: ClaimRow, assigned: boolean): Date =>
  new Date(releasableUntil({ startsAt: row.starts_at.getTime(), deadlineMinutes: row.release_deadline_minutes, claimedAt: claim.claimed_at.getTime(), assigned }))

/** Whose officer published it; its own region where that is not known or no more. */
export const publisherOf = (names: RegionNames, row: PatrolRow): RegionName =>
  row.publisher_code !== null && names.region(row.publisher_code) !== null ? nameOfRegion(names, row.publisher_code) : nameOfRegion(names, row.region_code, row.region_name)

/** The unit that put a person on a seat, as that person sees it. */
export type OwnAssignment = NonNullable<NonNullable<OfferedPatrol['mine']>['assignment']>

export const presentOffer = (names: RegionNames, row: PatrolRow, view: { distance_m: number | null; checkInFrom: Date; claim: ClaimRow | undefined; assignment: OwnAssignment | undefined; refusal: string | null }): OfferedPatrol => ({
  ...presentPatrol(names, row),
  distance_m: view.distance_m === null ? null : Math.round(view.distance_m),
  mine: view.claim ? { claimId: view.claim.id, releasableUntil: iso(seatReleasableUntil(row, view.claim, view.assignment !== undefined)), assignment: view.assignment ?? null } : null,
  checkInFrom: iso(view.checkInFrom),
  refusal: view.refusal,
})

export const presentReservation = (row: ReservationRow, seats: readonly AssignedSeat[], whoIs: (personId: string) => { displayName: string; phone: string }): Reservation => {
  const own = seats.filter((seat) => seat.reservation_id === row.id)
  return {
    id: row.id, patrolId: row.patrol_id, organisationId: row.organisation_id, organisationName: row.organisation_name, seats: row.seats, assigned: own.filter(holdsSeat).length,
    state: row.state as Reservation['state'], reservedAt: iso(row.reserved_at), endedAt: isoOrNull(row.ended_at),
    members: own.map((seat) => ({ personId: seat.person_id, ...whoIs(seat.person_id), state: assignmentState(seat), assignedAt: iso(seat.assigned_at) })),
  }
}

/** True while the member has the seat, and for ever once they have checked in. */
export const holdsSeat = (seat: AssignedSeat): boolean => seat.claim_state === 'claimed' || seat.claim_state === 'attended'

function assignmentState(seat: AssignedSeat): AssignmentState {
  // Whoever checked in has served, also when the patrol was cancelled over their head.
  if (seat.claim_state === 'attended') return 'attended'
  if (seat.ended_because !== null) return seat.ended_because as AssignmentState
  if (seat.claim_state === 'no-show') return 'no-show'
  return seat.acknowledged_at === null ? 'assigned' : 'acknowledged'
}

export const presentAttendance = (names: RegionNames, row: AttendanceRow, shape: PatrolShape | null): Attendance => ({
  id: row.id, patrolId: row.patrol_id, name: row.name, regionName: nameOfRegion(names, row.region_code, row.region_name), startedAt: iso(row.started_at), plannedEnd: iso(row.planned_end),
  endedAt: isoOrNull(row.ended_at), autoClosed: row.auto_closed, shape, pointsPerHour: row.points_per_hour,
})

/** `standing`: what the ledger holds for it. Of a confirmed record of no minutes nothing is posted, and nothing is what stands. */
export const presentRecord = (names: RegionNames, row: RecordRow, { personName, standing }: { personName: string; standing: ServiceRecord['credited'] | undefined }): ServiceRecord => ({
  id: row.id, attendanceId: row.attendance_id, personId: row.person_id, personName, patrolId: row.patrol_id, name: row.name, regionCode: row.region_code, regionName: nameOfRegion(names, row.region_code, row.region_name),
  startedAt: iso(row.started_at), endedAt: iso(row.ended_at), minutesMeasured: row.minutes_measured, minutes: row.minutes, points: row.points, pointsPerHour: row.points_per_hour,
  proofStrength: row.proof_strength as ServiceRecord['proofStrength'], proofs: row.proofs as unknown as ServiceRecord['proofs'], flags: row.flags,
  distance_m: row.distance_m, moving_s: row.moving_s, coveredShare: row.covered_share, fixes: row.fixes, filterVersion: row.filter_version,
  state: row.state as RecordState, recordedBy: row.recorded_by, decidedBy: row.decided_by, decidedAt: isoOrNull(row.decided_at),
  decisionNote: row.decision_note, disputeReason: row.dispute_reason, credited: standing ?? (row.state === 'confirmed' ? { minutes: 0, points: 0 } : null),
})
