import { oc } from '@orpc/contract'
import { z } from 'zod'
import { defineProblems } from '../platform/problem.ts'
import { coordinate, id, instant, page, pageQuery, position, ring } from '../platform/shapes.ts'
import { patrolKinds, patrolStates, recordStates, type PatrolKind } from './steps.ts'

export * from './steps.ts'

export const dutyProblems = defineProblems({
  'patrol-full': { status: 409, zh: '名额已满', en: 'All seats are taken' },
  'patrol-not-open': { status: 409, zh: '该任务未开放抢单', en: 'This patrol is not open for claims' },
  'patrol-over': { status: 409, zh: '任务已结束', en: 'This patrol is over' },
  'already-claimed': { status: 409, zh: '您已抢到此任务', en: 'You already have a seat' },
  'overlapping-duty': { status: 409, zh: '与您已有的任务时间冲突', en: 'You already have a duty at that time' },
  'real-name-required': { status: 409, zh: '请先完成实名认证', en: 'Please finish the real-name check first' },
  'age-not-suitable': { status: 409, zh: '年龄不符合该任务要求', en: 'Your age does not fit the conditions' },
  'skill-missing': { status: 409, zh: '该任务需要相应技能', en: 'A skill that this patrol needs is missing' },
  'consent-needed': { status: 409, zh: '需先同意巡逻期间的位置记录', en: 'Please consent to position recording during patrols first' },
  'release-deadline-passed': { status: 409, zh: '已过退单截止时间，请联系发布人', en: 'It is too late to release the seat; please call the publisher' },
  'no-claim': { status: 409, zh: '您没有此任务的名额', en: 'You have no seat on this patrol' },
  'patrol-cancelled': { status: 409, zh: '任务已取消', en: 'This patrol was cancelled' },
  'too-early': { status: 409, zh: '还没到签到时间', en: 'It is too early to check in' },
  'outside-fence': { status: 409, zh: '您不在签到范围内', en: 'You are outside the check-in area' },
  'position-too-coarse': { status: 409, zh: '定位精度不够，请到开阔处再试', en: 'The position is too coarse; please try in the open' },
  'outside-city': { status: 409, zh: '位置不在本市范围内', en: 'The position is outside the city' },
  'outside-region': { status: 409, zh: '集合点不在所选辖区内', en: 'The meeting point is outside the chosen region' },
  'already-on-duty': { status: 409, zh: '您正在巡逻中，请先结束', en: 'You are on duty; please finish first' },
  'time-not-plausible': { status: 409, zh: '时间不合理，请检查手机时间', en: 'The time is not plausible; please check the phone’s clock' },
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
})
const HOURS_MAX = 12
/** What an officer fills in. The window is at most 12 hours long. */
export const newPatrol = patrolFields
  .refine((p) => Date.parse(p.endsAt) > Date.parse(p.startsAt), { path: ['endsAt'], message: 'ends before it starts' })
  .refine((p) => Date.parse(p.endsAt) - Date.parse(p.startsAt) <= HOURS_MAX * 3_600_000, { path: ['endsAt'], message: `longer than ${HOURS_MAX} hours` })
export type NewPatrol = z.infer<typeof newPatrol>

export const patrol = patrolFields.extend({
  id,
  regionName: z.string(),
  meetingPoint: position,
  seatsTaken: z.int(),
  state: z.enum(patrolStates),
  publishAt: instant.nullable(),
  publishedAt: instant.nullable(),
  cancelledReason: z.string().nullable(),
  conditions,
  releaseDeadlineMinutes: z.int(),
})
export type Patrol = z.infer<typeof patrol>

/** A patrol as a volunteer sees it: how far, whether the seat is theirs, and if it cannot be claimed, why. */
export const offeredPatrol = patrol.extend({
  distance_m: z.number().nullable(),
  mine: z.object({ claimId: id, releasableUntil: instant }).nullable(),
  refusal: z.string().nullable().describe('code of the problem that a claim would meet; null when it would not'),
})
export type OfferedPatrol = z.infer<typeof offeredPatrol>

export const claim = z.object({ id, patrolId: id, personId: id, claimedAt: instant })
export type Claim = z.infer<typeof claim>

const fix = position.extend({ accuracy_m: z.number().min(0).max(100_000) })

export const attendance = z.object({
  id, patrolId: id.nullable(), name: z.string(), regionName: z.string(),
  startedAt: instant, plannedEnd: instant, endedAt: instant.nullable(), autoClosed: z.boolean(),
  shape: patrolShape.nullable(), pointsPerHour: z.int(),
})
export type Attendance = z.infer<typeof attendance>

export const serviceRecord = z.object({
  id, attendanceId: id, personId: id, personName: z.string(), patrolId: id.nullable(), name: z.string(), regionCode: z.string(), regionName: z.string(),
  startedAt: instant, endedAt: instant, minutesMeasured: z.int(), minutes: z.int(), points: z.int(), pointsPerHour: z.int(),
  proofStrength: z.enum(['strong', 'medium', 'weak']), proofs: z.array(z.object({ kind: z.string(), at: instant, detail: z.string() })), flags: z.array(z.string()),
  distance_m: z.int().nullable(), moving_s: z.int().nullable(), coveredShare: z.number().nullable(), fixes: z.int(), filterVersion: z.int().nullable(),
  state: z.enum(recordStates), recordedBy: z.string(), decidedBy: z.string().nullable(), decidedAt: instant.nullable(), decisionNote: z.string().nullable(), disputeReason: z.string().nullable(),
})
export type ServiceRecord = z.infer<typeof serviceRecord>

const tags = ['duties']
const byId = z.object({ id })
const note = z.string().trim().min(1).max(500)

export const dutiesContract = {
  draftPatrol: oc.route({ method: 'POST', path: '/patrols', tags, summary: 'Draft a patrol', successStatus: 201 }).input(newPatrol).output(patrol),
  editPatrol: oc.route({ method: 'PUT', path: '/patrols/{id}', tags, summary: 'Change a patrol that is not yet published' }).input(newPatrol.and(byId)).output(patrol),
  publishPatrol: oc.route({ method: 'POST', path: '/patrols/{id}/publication', tags, summary: 'Publish at once, or at a time' }).input(byId.extend({ at: instant.nullable().default(null) })).output(patrol),
  cancelPatrol: oc.route({ method: 'POST', path: '/patrols/{id}/cancellation', tags, summary: 'Cancel with a reason; everyone with a seat is told' }).input(byId.extend({ reason: note })).output(patrol),
  patrol: oc.route({ method: 'GET', path: '/patrols/{id}', tags, summary: 'One patrol: published ones for everyone, drafts for officers of the region' }).input(byId).output(offeredPatrol),
  patrols: oc.route({ method: 'GET', path: '/patrols', tags, summary: 'Patrols of my regions, latest start first' })
    .input(z.object({ regionCode: z.string().max(15).optional(), state: z.enum(patrolStates).optional(), text: z.string().max(60).optional(), from: instant.optional(), to: instant.optional(), ...pageQuery })).output(page(patrol)),
  nearbyPatrols: oc.route({ method: 'GET', path: '/patrols/nearby', tags, summary: 'Open patrols near a position, soonest first, then nearest' })
    .input(z.object({ lon: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90), radius_m: z.coerce.number().min(100).max(50_000).default(10_000) })).output(z.array(offeredPatrol)),
  claimSeat: oc.route({ method: 'POST', path: '/patrols/{id}/claims', tags, summary: 'Take a seat (抢单)', successStatus: 201 }).input(byId).output(claim),
  releaseSeat: oc.route({ method: 'DELETE', path: '/patrols/{id}/claims/mine', tags, summary: 'Give the seat back before the deadline' }).input(byId).output(z.object({ released: z.literal(true) })),
  patrolClaims: oc.route({ method: 'GET', path: '/patrols/{id}/claims', tags, summary: 'Who has a seat, for officers of the region' }).input(byId).output(z.array(z.object({ claim, personName: z.string(), attendance: attendance.nullable() }))),
  myDuties: oc.route({ method: 'GET', path: '/me/duties', tags, summary: 'My seats that are not over, soonest first, and what I am doing now' }).output(z.object({ current: attendance.nullable(), upcoming: z.array(offeredPatrol) })),
  checkIn: oc.route({ method: 'POST', path: '/attendances', tags, summary: 'Check in at a patrol, or set out on a self-started one (我要巡逻); repeating the same id is harmless. One kept offline on a patrol that was cancelled meanwhile is taken, and an officer decides', successStatus: 201 })
    .input(z.object({ id, patrolId: id.nullable(), at: instant.describe('device time; up to 24 h late when it was offline'), position: fix })).output(z.object({ attendance, trackingToken: z.string() })),
  checkOut: oc.route({ method: 'POST', path: '/attendances/{id}/check-out', tags, summary: 'End the patrol; repeating it is harmless' })
    .input(byId.extend({ at: instant, position: fix.nullable() })).output(z.object({ attendance, record: serviceRecord })),
  attendance: oc.route({ method: 'GET', path: '/attendances/{id}', tags, summary: 'One attendance: my own, or of my regions' }).input(byId).output(attendance),
  myRecords: oc.route({ method: 'GET', path: '/me/service-records', tags, summary: 'My service records, newest first' }).input(z.object(pageQuery)).output(page(serviceRecord)),
  records: oc.route({ method: 'GET', path: '/service-records', tags, summary: 'Records of my regions' })
    .input(z.object({ state: z.enum(recordStates).optional(), regionCode: z.string().max(15).optional(), ...pageQuery })).output(page(serviceRecord)),
  record: oc.route({ method: 'GET', path: '/service-records/{id}', tags, summary: 'One record: my own, or of my regions' }).input(byId).output(serviceRecord),
  confirmRecord: oc.route({ method: 'POST', path: '/service-records/{id}/confirmation', tags, summary: 'Confirm; fewer minutes than measured need a note. Hours and points are credited' })
    .input(byId.extend({ minutes: z.int().min(0).max(1440).optional(), note: note.optional() })).output(serviceRecord),
  rejectRecord: oc.route({ method: 'POST', path: '/service-records/{id}/rejection', tags, summary: 'Reject with a reason; what was credited is reversed' }).input(byId.extend({ note })).output(serviceRecord),
  disputeRecord: oc.route({ method: 'POST', path: '/service-records/{id}/dispute', tags, summary: 'Say that my record is wrong' }).input(byId.extend({ reason: note })).output(serviceRecord),
}
