import { oc } from '@orpc/contract'
import { z } from 'zod'
import { skill } from '../people/contract.ts'
import { placesProblems } from '../places/contract.ts'
import { commonProblems, defineProblems } from '../platform/problem.ts'
import { coordinate, id, instant, page, pageQuery, position, regionName, ring } from '../platform/shapes.ts'
import { assignmentOutcome, policySettings, policySheet, policyVersion, reservation, unitMember } from './shapes.ts'
import { nearbyOrders, patrolKinds, patrolStates, recordStates, type PatrolKind } from './steps.ts'

export * from './shapes.ts'
export * from './steps.ts'

export const dutyProblems = defineProblems({
  // Said of a member whom a unit would put on; whoever claims hears it before anything is asked.
  'terms-needed': commonProblems['terms-needed'],
  'patrol-full': { status: 409, zh: '名额已满', en: 'All seats are taken' },
  'patrol-not-open': { status: 409, zh: '该任务未开放抢单', en: 'This patrol is not open for claims' },
  'patrol-begun': { status: 409, zh: '任务已开始', en: 'This patrol has begun' },
  'patrol-over': { status: 409, zh: '任务已结束', en: 'This patrol is over' },
  'already-claimed': { status: 409, zh: '您已抢到此任务', en: 'You already have a seat' },
  'overlapping-duty': { status: 409, zh: '与您已有的任务时间冲突', en: 'You already have a duty at that time' },
  'real-name-required': { status: 409, zh: '请先完成实名认证', en: 'Please finish the real-name check first' },
  'age-not-suitable': { status: 409, zh: '年龄不符合该任务要求', en: 'Your age does not fit the conditions' },
  'skill-missing': { status: 409, zh: '该任务需要相应技能', en: 'A skill that this patrol needs is missing' },
  'consent-needed': { status: 409, zh: '需先同意巡逻期间的位置记录', en: 'Please consent to position recording during patrols first' },
  // `until` and `publisher` in the params.
  'release-deadline-passed': { status: 409, zh: '已过退单截止时间，请联系发布单位', en: 'It is too late to release the seat; please ask the office that published it' },
  'already-checked-in': { status: 409, zh: '您已签到，名额不能再退', en: 'You have checked in; the seat cannot be given back' },
  'no-claim': { status: 409, zh: '您没有此任务的名额', en: 'You have no seat on this patrol' },
  'patrol-cancelled': { status: 409, zh: '任务已取消', en: 'This patrol was cancelled' },
  'too-early': { status: 409, zh: '还没到签到时间', en: 'It is too early to check in' },
  'outside-fence': { status: 409, zh: '您不在签到范围内', en: 'You are outside the check-in area' },
  'position-too-coarse': { status: 409, zh: '定位精度不够，请到开阔处再试', en: 'The position is too coarse; please try in the open' },
  'outside-city': placesProblems['outside-city'],
  'outside-region': { status: 409, zh: '集合点不在所选辖区内', en: 'The meeting point is outside the chosen region' },
  'already-on-duty': { status: 409, zh: '您正在巡逻中，请先结束', en: 'You are on duty; please finish first' },
  'publish-time-unfit': { status: 409, zh: '发布时间须晚于现在、早于任务结束', en: 'It must be published after now and before the patrol ends' },
  'time-not-plausible': { status: 409, zh: '时间不合理，请检查手机时间', en: 'The time is not plausible; please check the phone’s clock' },
  'kept-for-units': { status: 409, zh: '余下名额留给单位，放开后可抢', en: 'The remaining seats are kept for units until they are released' },
  'units-time-over': { status: 409, zh: '已过放开时间，余下名额已放开抢单', en: 'The release time has come; what was left is open to everyone' },
  'not-enough-kept': { status: 409, zh: '留给单位的名额不够', en: 'Not that many of the seats kept for units are left' },
  'no-reservation': { status: 409, zh: '本单位没有预约此任务', en: 'Your unit has no reservation on this patrol' },
  'reservation-full': { status: 409, zh: '本单位预约的名额已派满', en: 'Members are on all seats that your unit reserved' },
  'seats-in-use': { status: 409, zh: '已派成员多于此数，请先撤下成员', en: 'More members than that are on it; take some off first' },
  'not-of-unit': { status: 409, zh: '不是本单位成员', en: 'Not a member of your unit' },
  'declined-before': { status: 409, zh: '本人已谢绝此任务', en: 'This person has declined this patrol' },
  'member-on-duty': { status: 409, zh: '成员已签到', en: 'The member has checked in already' },
  'not-on-it': { status: 409, zh: '此人不在本单位的名额上', en: 'This person has none of your unit’s seats' },
  'policy-changed': { status: 409, zh: '规则刚被他人修改，请刷新后再改', en: 'Somebody has just changed the policy; please look again' },
  'window-too-far': { status: 400, zh: '任务最多提前一年安排', en: 'A patrol begins within a year' },
  'window-in-past': { status: 409, zh: '任务时间已过', en: 'The time window is in the past' },
})

const route = z.object({ type: z.literal('LineString'), coordinates: z.array(coordinate).min(2).max(500) })
const area = z.object({ type: z.literal('Polygon'), coordinates: z.tuple([ring]) })
/** GeoJSON: the line to walk, or the area to be in. */
export const patrolShape = z.discriminatedUnion('type', [route, area])
export type PatrolShape = z.infer<typeof patrolShape>

export const conditions = z.object({
  realNameRequired: z.boolean().default(true),
  ageMin: z.int().min(14).max(100).nullable().default(null),
  ageMax: z.int().min(14).max(120).nullable().default(null),
  skills: z.array(z.string().min(1).max(40)).max(10).default([]),
})

const patrolFields = z.object({
  name: z.string().trim().min(2).max(60),
  kind: z.enum(Object.keys(patrolKinds) as [PatrolKind, ...PatrolKind[]]),
  regionCode: z.string().min(4).max(15),
  shape: patrolShape,
  startsAt: instant,
  endsAt: instant,
  seats: z.int().min(1).max(10_000),
  pointsPerHour: z.int().min(0).max(100),
  conditions: conditions.default({ realNameRequired: true, ageMin: null, ageMax: null, skills: [] }),
  riskText: z.string().trim().min(1).max(1000),
  insuranceNote: z.string().trim().min(1).max(500),
  releaseDeadlineMinutes: z.int().min(0).max(7 * 24 * 60).default(120),
  seatsForUnits: z.int().min(0).max(10_000).default(0).describe('seats kept for units (单位预约) until the release time'),
  unitsUntil: instant.nullable().default(null).describe('release time (放开时间): what no member has been put on by then is open to everyone'),
})
/** The longest patrol. */
export const HOURS_MAX = 12
/** What an officer fills in. The window is at most 12 hours long. */
export const newPatrol = patrolFields
  .refine((p) => Date.parse(p.endsAt) > Date.parse(p.startsAt), { path: ['endsAt'], message: 'ends before it starts' })
  .refine((p) => Date.parse(p.endsAt) - Date.parse(p.startsAt) <= HOURS_MAX * 3_600_000, { path: ['endsAt'], message: `longer than ${HOURS_MAX} hours` })
  .refine(({ conditions: { ageMin, ageMax } }) => ageMin === null || ageMax === null || ageMin <= ageMax, { path: ['conditions', 'ageMax'], message: 'below the youngest' })
  .refine((p) => p.conditions.skills.every((one) => skill.safeParse(one).success), { path: ['conditions', 'skills'], message: 'a skill that nobody can name as theirs' })
  .refine((p) => p.seatsForUnits <= p.seats, { path: ['seatsForUnits'], message: 'more than there are seats' })
  .refine((p) => (p.seatsForUnits > 0) === (p.unitsUntil !== null), { path: ['unitsUntil'], message: 'seats for units and their release time belong together' })
  .refine((p) => p.unitsUntil === null || Date.parse(p.unitsUntil) < Date.parse(p.startsAt), { path: ['unitsUntil'], message: 'not before the start' })
export type NewPatrol = z.infer<typeof newPatrol>

export const patrol = patrolFields.extend({
  id,
  regionName,
  meetingPoint: position,
  seatsTaken: z.int(),
  seatsKept: z.int().describe('seats that cannot be grabbed now because they are kept for units'),
  state: z.enum(patrolStates),
  publishAt: instant.nullable(),
  publishedAt: instant.nullable(),
  publisher: regionName.describe('the region whose officer published it; its own before that'),
  cancelledReason: z.string().nullable(),
  conditions,
  releaseDeadlineMinutes: z.int(),
  seatsForUnits: z.int(),
  unitsUntil: instant.nullable(),
})
export type Patrol = z.infer<typeof patrol>

/** A patrol as a volunteer sees it: how far, whether the seat is theirs, and if it cannot be claimed, why. */
export const offeredPatrol = patrol.extend({
  distance_m: z.number().nullable(),
  mine: z.object({
    claimId: id, releasableUntil: instant,
    assignment: z.object({ organisationName: z.string(), byName: z.string(), acknowledged: z.boolean() }).nullable().describe('the unit and who put me on this seat; null when I took it myself'),
  }).nullable(),
  checkInFrom: instant.describe('when check-in opens, under the region’s standing policy'),
  refusal: z.string().nullable().describe('code of the problem that a claim would meet; null when it would not'),
})
export type OfferedPatrol = z.infer<typeof offeredPatrol>

export const claim = z.object({ id, patrolId: id, personId: id, claimedAt: instant })
export type Claim = z.infer<typeof claim>

const fix = position.extend({ accuracy_m: z.number().min(0).max(100_000) })

export const attendance = z.object({
  id, patrolId: id.nullable(), name: z.string(), regionName,
  startedAt: instant, plannedEnd: instant, endedAt: instant.nullable(), autoClosed: z.boolean(),
  shape: patrolShape.nullable(), pointsPerHour: z.int(),
})
export type Attendance = z.infer<typeof attendance>

/** Whose seat it is, as officers see it: masked. `cancelled`: it ended with the patrol, before anybody checked in on it. */
export const patrolSeat = z.object({ claim, personName: z.string(), state: z.enum(['claimed', 'attended', 'no-show', 'cancelled']), attendance: attendance.nullable() })
export type PatrolSeat = z.infer<typeof patrolSeat>

export const serviceRecord = z.object({
  id, attendanceId: id, personId: id, personName: z.string(), patrolId: id.nullable(), name: z.string(), regionCode: z.string(), regionName,
  startedAt: instant, endedAt: instant, minutesMeasured: z.int(), minutes: z.int(), points: z.int(), pointsPerHour: z.int(),
  proofStrength: z.enum(['strong', 'medium', 'weak']), proofs: z.array(z.object({ kind: z.string(), at: instant, detail: z.string() })), flags: z.array(z.string()),
  distance_m: z.int().nullable(), moving_s: z.int().nullable(), coveredShare: z.number().nullable(), fixes: z.int(), filterVersion: z.int().nullable(),
  state: z.enum(recordStates), recordedBy: z.string(), decidedBy: z.string().nullable(), decidedAt: instant.nullable(), decisionNote: z.string().nullable(), disputeReason: z.string().nullable(),
  credited: z.object({ minutes: z.int(), points: z.int() }).nullable().describe('what stands on the account for it: posted and not reversed, also while it is disputed; null when nothing stands. A record confirmed as nothing says 0 until it is disputed'),
})
export type ServiceRecord = z.infer<typeof serviceRecord>

const tags = ['duties']
const byId = z.object({ id })
const ofUnit = z.object({ organisationId: id })
const byUnit = byId.extend({ organisationId: id })
const ofRegion = z.object({ regionCode: z.string().max(15) })
const note = z.string().trim().min(1).max(500)

export const dutiesContract = {
  draftPatrol: oc.route({ method: 'POST', path: '/patrols', tags, summary: 'Draft a patrol', successStatus: 201 }).input(newPatrol).output(patrol),
  editPatrol: oc.route({ method: 'PUT', path: '/patrols/{id}', tags, summary: 'Change a patrol that is not yet published' }).input(newPatrol.and(byId)).output(patrol),
  publishPatrol: oc.route({ method: 'POST', path: '/patrols/{id}/publication', tags, summary: 'Publish at once, or at a time' }).input(byId.extend({ at: instant.nullable().default(null) })).output(patrol),
  cancelPatrol: oc.route({ method: 'POST', path: '/patrols/{id}/cancellation', tags, summary: 'Cancel with a reason; everyone with a seat is told' }).input(byId.extend({ reason: note })).output(patrol),
  patrol: oc.route({ method: 'GET', path: '/patrols/{id}', tags, summary: 'One patrol: published ones for everyone, drafts for officers of the region' }).input(byId).output(offeredPatrol),
  patrols: oc.route({ method: 'GET', path: '/patrols', tags, summary: 'Patrols of my regions by start' })
    .input(z.object({ regionCode: z.string().max(15).optional(), state: z.enum(patrolStates).optional(), text: z.string().max(60).optional(), from: instant.optional(), to: instant.optional(), order: z.enum(['soonest', 'latest']).default('latest'), ...pageQuery })).output(page(patrol)),
  nearbyPatrols: oc.route({ method: 'GET', path: '/patrols/nearby', tags, summary: 'Open patrols near a position: soonest first, then nearest, or the other way round' })
    .input(z.object({ lon: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90), radius_m: z.coerce.number().min(100).max(50_000).default(10_000), order: z.enum(nearbyOrders).default('soonest') })).output(z.array(offeredPatrol)),
  claimSeat: oc.route({ method: 'POST', path: '/patrols/{id}/claims', tags, summary: 'Take a seat', successStatus: 201 }).input(byId).output(claim),
  releaseSeat: oc.route({ method: 'DELETE', path: '/patrols/{id}/claims/mine', tags, summary: 'Give the seat back before the deadline, or within ten minutes of grabbing it if the patrol has not begun' }).input(byId).output(z.object({ released: z.literal(true) })),
  patrolClaims: oc.route({ method: 'GET', path: '/patrols/{id}/claims', tags, summary: 'Who has a seat, and of a cancelled patrol who had one, for officers of the region' }).input(byId).output(z.array(patrolSeat)),
  acknowledgeSeat: oc.route({ method: 'PUT', path: '/patrols/{id}/claims/mine/acknowledgement', tags, summary: 'Say that I have seen the seat my unit put me on' }).input(byId).output(z.object({ acknowledged: z.literal(true) })),
  reservablePatrols: oc.route({ method: 'GET', path: '/organisations/{organisationId}/reservable-patrols', tags, summary: 'Open patrols with seats kept for units that fit my unit’s region, soonest first' })
    .input(ofUnit).output(z.array(z.object({ patrol, left: z.int().describe('kept for units and not yet reserved by any'), reservation: reservation.nullable() }))),
  unitReservations: oc.route({ method: 'GET', path: '/organisations/{organisationId}/reservations', tags, summary: 'What my unit has reserved, newest first' })
    .input(ofUnit.extend(pageQuery)).output(page(z.object({ patrol, reservation }))),
  patrolReservations: oc.route({ method: 'GET', path: '/patrols/{id}/reservations', tags, summary: 'Units and their members on a patrol, for officers of the region' }).input(byId).output(z.array(reservation)),
  reserveSeats: oc.route({ method: 'PUT', path: '/patrols/{id}/reservations/{organisationId}', tags, summary: 'Reserve seats for my unit, or change how many; repeating it is harmless' })
    .input(byUnit.extend({ seats: z.int().min(1).max(10_000) })).output(reservation),
  returnSeats: oc.route({ method: 'DELETE', path: '/patrols/{id}/reservations/{organisationId}', tags, summary: 'Give all seats of my unit back before the release time; members on them are let go' }).input(byUnit).output(reservation),
  findUnitMembers: oc.route({ method: 'POST', path: '/patrols/{id}/reservations/{organisationId}/member-lookups', tags, summary: 'Members of my unit, masked, with what putting them on would meet; a POST, so that no address or log holds a name' })
    .input(byUnit.extend({ name: z.string().trim().min(2).max(40).optional(), ...pageQuery })).output(page(unitMember)),
  assignMembers: oc.route({ method: 'POST', path: '/patrols/{id}/reservations/{organisationId}/members', tags, summary: 'Put members on my unit’s seats; who cannot be put on is named with the reason' })
    .input(byUnit.extend({ personIds: z.array(id).min(1).max(500) })).output(assignmentOutcome),
  replaceMember: oc.route({ method: 'PUT', path: '/patrols/{id}/reservations/{organisationId}/members/{personId}', tags, summary: 'Put another member in this one’s place' })
    .input(byUnit.extend({ personId: id, by: id })).output(reservation),
  takeOffMember: oc.route({ method: 'DELETE', path: '/patrols/{id}/reservations/{organisationId}/members/{personId}', tags, summary: 'Take a member off; before the release time the seat stays with my unit' })
    .input(byUnit.extend({ personId: id })).output(reservation),
  myDuties: oc.route({ method: 'GET', path: '/me/duties', tags, summary: 'My seats that are not over, soonest first, and what I am doing now' }).output(z.object({ current: attendance.nullable(), upcoming: z.array(offeredPatrol) })),
  checkIn: oc.route({ method: 'POST', path: '/attendances', tags, summary: 'Check in at a patrol, or set out on a self-started one; repeating the same id is harmless. One kept offline on a patrol that was cancelled meanwhile is taken, and an officer decides', successStatus: 201 })
    .input(z.object({ id, patrolId: id.nullable(), at: instant.describe('device time; up to 24 h late when it was offline'), position: fix })).output(z.object({ attendance, trackingToken: z.string() })),
  checkOut: oc.route({ method: 'POST', path: '/attendances/{id}/check-out', tags, summary: 'End the patrol; repeating it is harmless' })
    .input(byId.extend({ at: instant, position: fix.nullable() })).output(z.object({ attendance, record: serviceRecord })),
  attendance: oc.route({ method: 'GET', path: '/attendances/{id}', tags, summary: 'One attendance: my own, or of my regions' }).input(byId).output(attendance),
  policy: oc.route({ method: 'GET', path: '/standing-policy', tags, summary: 'What holds in a region, or at a position, now: every figure with where it comes from; the whole city’s without either' })
    .input(z.object({ regionCode: z.string().max(15).optional(), lon: z.coerce.number().min(-180).max(180).optional(), lat: z.coerce.number().min(-90).max(90).optional() })).output(policySheet),
  policyVersions: oc.route({ method: 'GET', path: '/standing-policy/{regionCode}/versions', tags, summary: 'What a region has set and when, newest first, for its officers' }).input(ofRegion).output(z.array(policyVersion)),
  setPolicy: oc.route({ method: 'PUT', path: '/standing-policy/{regionCode}', tags, summary: 'Set a region’s standing policy, for officers of the county or the city; what is left out is inherited' })
    .input(ofRegion.extend({ settings: policySettings, holdsFrom: instant.nullable().default(null).describe('at once when null'), reason: note, version: z.int().min(0).describe('the newest version that was seen') })).output(policySheet),
  myRecords: oc.route({ method: 'GET', path: '/me/service-records', tags, summary: 'My service records, newest first' }).input(z.object(pageQuery)).output(page(serviceRecord)),
  records: oc.route({ method: 'GET', path: '/service-records', tags, summary: 'Records of my regions' })
    .input(z.object({ state: z.enum(recordStates).optional(), regionCode: z.string().max(15).optional(), ...pageQuery })).output(page(serviceRecord)),
  record: oc.route({ method: 'GET', path: '/service-records/{id}', tags, summary: 'One record: my own, or of my regions' }).input(byId).output(serviceRecord),
  confirmRecord: oc.route({ method: 'POST', path: '/service-records/{id}/confirmation', tags, summary: 'Confirm; fewer minutes than measured need a note. Hours and points are credited' })
    .input(byId.extend({ minutes: z.int().min(0).max(1440).optional(), note: note.optional() })).output(serviceRecord),
  rejectRecord: oc.route({ method: 'POST', path: '/service-records/{id}/rejection', tags, summary: 'Reject with a reason; what was credited is reversed' }).input(byId.extend({ note })).output(serviceRecord),
  disputeRecord: oc.route({ method: 'POST', path: '/service-records/{id}/dispute', tags, summary: 'Say that my record is wrong' }).input(byId.extend({ reason: note })).output(serviceRecord),
}
