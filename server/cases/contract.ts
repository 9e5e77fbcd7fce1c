/** Cases: what people report and the desks that handle it. The steps a case may take are the table in steps.ts. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { placesProblems } from '../places/contract.ts'
import { defineProblems } from '../platform/problem.ts'
import { id, instant, page, pageQuery, position, regionName, words } from '../platform/shapes.ts'
import { caseStates, channels, declineReasons, deskKinds, legStates, outcomes, parties, stepCodes, type StepCode } from './steps.ts'

export const casesProblems = defineProblems({
  'call-110': { status: 409, zh: '这种情况请立即拨打电话，不要在此提交', en: 'Call for help at once instead of sending a report' },
  'outside-city': placesProblems['outside-city'],
  'from-the-future': { status: 400, zh: '手机时间晚于当前时间，请校准手机时间', en: 'The phone\'s time lies in the future; please correct it' },
  'too-late': { status: 409, zh: '离线上报超过 24 小时，请重新上报', en: 'The report is more than 24 hours old; please report anew' },
  'report-id-taken': { status: 409, zh: '该编号已被使用，请重新上报', en: 'This report id is already in use' },
  'photo-needed': { status: 400, zh: '这类事项请至少拍一张照片', en: 'Reports of this kind need a photo' },
  'photo-missing': { status: 400, zh: '照片未上传成功，请重新拍照', en: 'A photo did not arrive; please take it again' },
  'attendance-not-yours': { status: 400, zh: '巡逻记录不属于您', en: 'The patrol is not yours' },
  'category-unknown': { status: 400, zh: '没有这个类别', en: 'There is no such category' },
  'answers-incomplete': { status: 400, zh: '请回答类别下的问题', en: 'Please answer the questions of the category' },
  'case-moved-on': { status: 409, zh: '事项已有新进展，请查看后再操作', en: 'The case has moved on; look again before you act' },
  'step-needs': { status: 400, zh: '请补全此步骤所需的内容', en: 'The step needs more to be filled in' },
  'not-your-desk': { status: 403, zh: '该事项由其他受理台办理', en: 'The case lies on another desk' },
  'target-unfit': { status: 400, zh: '所选对象不适用', en: 'The chosen target does not fit' },
  // Reasons why a step of the table is closed just now; the page greys the button with the same words.
  'not-overdue': { status: 409, zh: '尚未超过办理时限', en: 'The deadline has not passed yet' },
  'urged-today': { status: 409, zh: '24 小时内已催办过', en: 'Already urged within the last 24 hours' },
  'already-extended': { status: 409, zh: '只能延期一次', en: 'A deadline can be extended once only' },
  'already-objected': { status: 409, zh: '只能提出一次异议', en: 'One objection is possible, and it was made' },
  'leg-under-way': { status: 409, zh: '外部平台正在办理', en: 'The outside desk is at work' },
  'leg-not-failed': { status: 409, zh: '转办没有失败', en: 'The hand-over has not failed' },
  'position-known': { status: 409, zh: '位置已确定', en: 'The position is already known' },
})
export type CasesProblem = keyof typeof casesProblems

const caseState = z.enum(caseStates)
const outcome = z.enum(outcomes)
const channel = z.enum(channels)
const legState = z.enum(legStates)
const party = z.enum(parties)
const stepCode = z.enum(stepCodes as [StepCode, ...StepCode[]])
const deskKind = z.enum(deskKinds)

export const question = z.object({
  code: z.string(), zh: z.string(), en: z.string(), kind: z.enum(['choice', 'text', 'yesno']),
  options: z.array(words.extend({ code: z.string() })).optional(),
})
export const category = z.object({
  code: z.string(), zh: z.string(), en: z.string(),
  questions: z.array(question),
  desk: deskKind,
  /** Where the case usually goes after acceptance. */
  route: z.enum(['internal', 'hotline12345', 'police110']),
  /** Working days from receipt; a local default, not a national rule. */
  deadline_days: z.number().int(),
  /** Danger to life: no form, call the numbers. */
  emergency: z.boolean(),
  /** Seen only by the role that works its desk; never offered to neighbours as similar. */
  sensitive: z.boolean(),
  /** What cannot be seen, or must not be photographed, is reported without. */
  photo: z.enum(['needed', 'optional']),
})
export type Category = z.infer<typeof category>

const note = z.string().trim().min(1).max(2000)
const code = z.string().min(1).max(40)
const regionCode = z.string().min(4).max(15)
const answers = z.record(code, z.union([z.string().trim().min(1).max(200), z.boolean()]))
export const photo = z.object({ id, width: z.number().int(), height: z.number().int() })
export type Photo = z.infer<typeof photo>

export const report = z.object({
  /** Made by the phone; the same report sent again is the same case. */
  id, deviceTime: instant, category: code, answers: answers.default({}),
  words: z.string().trim().max(2000).default(''),
  /** Null when the phone had no fix: the place is then told in `address` and pinned later. */
  position: position.nullable(),
  address: z.string().trim().max(200).default(''),
  photos: z.array(id).max(9).default([]),
  attendanceId: id.nullable().default(null),
}).refine((r) => r.position !== null || r.address.length > 0, { path: ['address'], message: 'Say where it is when there is no position' })
export type Report = z.infer<typeof report>

const regionRef = z.object({ code: z.string(), name: regionName, path: z.string() })
const desk = z.object({ kind: deskKind, regionCode: z.string(), regionName })

export const caseSummary = z.object({
  id, number: z.string(), state: caseState, outcome: outcome.nullable(), category: code, region: regionRef, desk,
  position: position.nullable(), address: z.string(), excerpt: z.string(), cover: id.nullable(),
  reportedAt: instant, dueAt: instant.nullable(), overdue: z.boolean(), urged: z.boolean(), supervised: z.boolean(), reopened_times: z.number().int(), followers: z.number().int(),
})
export type CaseSummary = z.infer<typeof caseSummary>

export const historyEntry = z.object({
  seq: z.number().int(), step: stepCode, from: caseState.nullable(), to: caseState, at: instant, by: party,
  /** The name of the desk or person as the reader may see it: desks read masked reporters, reporters read desks. */
  byName: regionName.nullable(), note: z.string().nullable(), details: z.record(z.string(), z.unknown()), photos: z.array(photo), internal: z.boolean(),
})
export type HistoryEntry = z.infer<typeof historyEntry>

export const leg = z.object({
  id, channel, state: legState, number: z.string().nullable(), attempts: z.number().int(), sentAt: instant.nullable(), nextTryAt: instant.nullable(), lastError: z.string().nullable(),
})
export const caseView = caseSummary.extend({
  version: z.number().int(), words: z.string(), answers, photos: z.array(photo), deviceTime: instant, duringPatrol: z.boolean(), attendanceId: id.nullable(),
  duplicateOf: z.object({ id, number: z.string() }).nullable(), assignee: z.string().nullable(), legs: z.array(leg), history: z.array(historyEntry),
  /** Masked, to desks only; the number is read through people, with a reason and a trace. */
  reporter: z.object({ id, name: z.string() }).nullable(),
  /** What the reader is to this case, and what the step table looks at: `offeredSteps(facts, parties, now)`. */
  parties: z.array(party), facts: z.object({
    state: caseState, dueAt: instant.nullable(), lastUrgedAt: instant.nullable(), extended: z.boolean(), objected: z.boolean(), positionKnown: z.boolean(),
    leg: z.object({ state: legState, nextTryAt: instant.nullable() }).nullable(),
  }),
})
export type CaseView = z.infer<typeof caseView>

/** What a neighbour may know before following: no words, no photo, no reporter. */
export const similarCase = z.object({
  id, number: z.string(), state: caseState, category: code, reportedAt: instant, distance_m: z.number().int(), choices: z.array(words), followers: z.number().int(), relation: z.enum(['none', 'follower', 'reporter']),
})
export type SimilarCase = z.infer<typeof similarCase>

export const stepCommand = z.object({
  id, step: stepCode,
  /** The version the actor looked at; another one answers 409 `case-moved-on`. */
  version: z.number().int().min(1),
  note: note.optional(), reason: z.enum(Object.keys(declineReasons) as [keyof typeof declineReasons]).optional(),
  target: z.object({ desk: deskKind, regionCode }).optional(), category: code.optional(), channel: channel.optional(), duplicateOf: id.optional(),
  /** Working days. */
  days: z.number().int().min(1).max(15).optional(),
  position: position.optional(), assignee: z.string().trim().min(1).max(100).optional(), photos: z.array(id).max(9).default([]),
})
export type StepCommand = z.infer<typeof stepCommand>

const flag = z.stringbool().optional()
const deskFilter = { state: z.union([caseState, z.enum(['open', 'all'])]).default('open'), category: code.optional(), region: regionCode.optional(), overdue: flag, mine: flag, text: z.string().trim().min(1).max(60).optional() }
export const deskQuery = z.object({ ...deskFilter, sort: z.enum(['newest', 'due']).default('newest'), ...pageQuery })
export type DeskQuery = z.infer<typeof deskQuery>
const deskCounts = z.object({
  /** Cases that are not closed, by state. */
  byState: z.record(z.string(), z.number().int()), open: z.number().int(), overdue: z.number().int(),
  /** Closed in time ÷ (closed + open overdue) over the last 90 days; null when nothing counts yet. docs/cases.md says what counts. */
  onTimeShare: z.number().min(0).max(1).nullable(),
})
const nearby = { lon: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90) }

export const casesContract = {
  categories: oc.route({ method: 'GET', path: '/case-categories', tags: ['cases'], summary: 'What can be reported, with the questions of each category' }).output(z.array(category)),
  report: oc.route({ method: 'POST', path: '/cases', tags: ['cases'], successStatus: 201, summary: 'Report; sending the same id again returns the same case' }).input(report).output(caseView),
  similar: oc.route({ method: 'GET', path: '/cases/similar', tags: ['cases'], summary: 'Open cases of the category within 150 m and 14 days' }).input(z.object({ category: code, ...nearby })).output(z.array(similarCase)),
  list: oc.route({ method: 'GET', path: '/cases', tags: ['cases'], summary: 'The desk: cases within the actor\'s scope' }).input(deskQuery).output(page(caseSummary)),
  counts: oc.route({ method: 'GET', path: '/cases/counts', tags: ['cases'], summary: 'Counts of the desk by state, overdue and the on-time share' }).input(z.object({ region: regionCode.optional() })).output(deskCounts),
  mine: oc.route({ method: 'GET', path: '/me/cases', tags: ['cases'], summary: 'What I reported and what I follow' }).input(z.object(pageQuery)).output(page(caseSummary.extend({ relation: z.enum(['reporter', 'follower']) }))),
  get: oc.route({ method: 'GET', path: '/cases/{id}', tags: ['cases'], summary: 'One case as the reader may see it' }).input(z.object({ id })).output(caseView),
  takeStep: oc.route({ method: 'POST', path: '/cases/{id}/steps', tags: ['cases'], summary: 'Take one step of the table; null when the case is then out of the actor\'s sight' }).input(stepCommand).output(caseView.nullable()),
  follow: oc.route({ method: 'POST', path: '/cases/{id}/followers', tags: ['cases'], summary: 'Follow a similar case instead of reporting again' }).input(z.object({ id, position })).output(caseView),
  unfollow: oc.route({ method: 'DELETE', path: '/cases/{id}/followers/me', tags: ['cases'], successStatus: 204, summary: 'Stop following' }).input(z.object({ id })).output(z.void()),
}
