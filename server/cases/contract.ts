/** Cases: what people report, the desks that handle it, and the one table of steps a case may take. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { defineProblems } from '../platform/problem.ts'
import { id, instant, page, pageQuery, position, words, type Words } from '../platform/shapes.ts'

export const casesProblems = defineProblems({
  'call-110': { status: 409, zh: '这种情况请立即拨打电话，不要在此提交', en: 'Call for help at once instead of sending a report' },
  'outside-city': { status: 400, zh: '位置不在本市范围内', en: 'The position lies outside the city' },
  'from-the-future': { status: 400, zh: '手机时间晚于当前时间，请校准手机时间', en: 'The phone\'s time lies in the future; please correct it' },
  'too-late': { status: 409, zh: '离线上报超过 24 小时，请重新上报', en: 'The report is more than 24 hours old; please report anew' },
  'report-id-taken': { status: 409, zh: '该编号已被使用，请重新上报', en: 'This report id is already in use' },
  'photo-missing': { status: 400, zh: '照片未上传成功，请重新拍照', en: 'A photo did not arrive; please take it again' },
  'attendance-not-yours': { status: 400, zh: '巡逻记录不属于您', en: 'The patrol is not yours' },
  'category-unknown': { status: 400, zh: '没有这个类别', en: 'There is no such category' },
  'answers-incomplete': { status: 400, zh: '请回答类别下的问题', en: 'Please answer the questions of the category' },
  'case-moved-on': { status: 409, zh: '事项已有新进展，请查看后再操作', en: 'The case has moved on; look again before you act' },
  'step-unknown': { status: 400, zh: '没有这个步骤', en: 'There is no such step' },
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

/** Shown when danger is present; these are the national emergency numbers. */
export const emergencyNumbers = [
  { number: '110', zh: '报警', en: 'Police' },
  { number: '119', zh: '火警', en: 'Fire' },
  { number: '120', zh: '急救', en: 'Ambulance' },
  { number: '122', zh: '交通事故', en: 'Traffic accident' },
] as const

// ── States ────────────────────────────────────────────────────────────────────────────────────────────────────────

export const caseStates = ['received', 'accepted', 'in-progress', 'handed-over', 'replied', 'reopened', 'closed', 'not-accepted', 'duplicate'] as const
export const caseState = z.enum(caseStates)
export type CaseState = z.infer<typeof caseState>

export const stateWords: Record<CaseState, Words> = {
  'received': { zh: '待受理', en: 'Received' },
  'accepted': { zh: '已受理', en: 'Accepted' },
  'in-progress': { zh: '处置中', en: 'In progress' },
  'handed-over': { zh: '已转办', en: 'Handed over' },
  'replied': { zh: '已答复待确认', en: 'Replied, waiting for you' },
  'reopened': { zh: '重新办理', en: 'Reopened' },
  'closed': { zh: '已办结', en: 'Closed' },
  'not-accepted': { zh: '不予受理', en: 'Not accepted' },
  'duplicate': { zh: '已并入同类事项', en: 'Merged into another case' },
}
/** Work is due in these; the clock stops with the reply and runs again when the case is reopened. */
export const openStates: readonly CaseState[] = ['received', 'accepted', 'in-progress', 'handed-over', 'reopened']
const workable: readonly CaseState[] = ['accepted', 'in-progress', 'reopened']

export const outcome = z.enum(['solved', 'unanswered', 'withdrawn', 'not-accepted', 'duplicate'])
export type Outcome = z.infer<typeof outcome>

export const channel = z.enum(['hotline12345', 'police110'])
export type Channel = z.infer<typeof channel>

/** The outside part: to-send → sent → accepted → replied, or failed and tried again, returned, or recalled by us. */
export const legState = z.enum(['to-send', 'failed', 'sent', 'accepted', 'replied', 'returned', 'recalled'])
export type LegState = z.infer<typeof legState>

// ── Steps: the one table. The server checks by it, pages grey out by it, the docs draw it. ────────────────────────

/**
 * Who may take a step. `desk`: whoever works the desk the case lies on (officer or police of its region and above).
 * `above`: an officer of a region strictly above the desk. `outside`: the outside desk through its gateway. `system`: clocks and jobs.
 */
export const party = z.enum(['reporter', 'follower', 'desk', 'above', 'system', 'outside'])
export type Party = z.infer<typeof party>

export type Need = 'note' | 'reason' | 'target' | 'category' | 'channel' | 'duplicateOf' | 'days' | 'position' | 'assignee'
export type Condition = 'overdue' | 'not-urged-today' | 'not-extended' | 'not-objected' | 'leg-stopped' | 'leg-recallable' | 'position-unknown'

export interface StepRule {
  from: readonly CaseState[]
  /** The state after the step; null leaves it as it is. */
  to: CaseState | null
  by: readonly Party[]
  needs?: readonly Need[]
  when?: readonly Condition[]
  /** Told to other modules; the payload names case, number, reporter, region, category, attendance and step. */
  event: string
  /** An internal step is shown to desks only. */
  internal?: boolean
  outcome?: Outcome
  zh: string
  en: string
}

export const steps = {
  'report': { from: [], to: 'received', by: ['reporter'], event: 'cases.reported', zh: '上报', en: 'Report' },
  'accept': { from: ['received'], to: 'accepted', by: ['desk'], event: 'cases.accepted', zh: '受理', en: 'Accept' },
  'decline': { from: ['received'], to: 'not-accepted', by: ['desk'], needs: ['reason', 'note'], event: 'cases.declined', outcome: 'not-accepted', zh: '不予受理', en: 'Decline' },
  'merge': { from: ['received', 'accepted'], to: 'duplicate', by: ['desk'], needs: ['duplicateOf'], event: 'cases.merged', outcome: 'duplicate', zh: '并单', en: 'Merge as duplicate' },
  'assign': { from: workable, to: 'in-progress', by: ['desk'], needs: ['assignee'], event: 'cases.assigned', zh: '派遣', en: 'Assign' },
  'start': { from: ['accepted', 'reopened'], to: 'in-progress', by: ['desk'], event: 'cases.started', zh: '开始处置', en: 'Start' },
  'hand-over': { from: workable, to: 'handed-over', by: ['desk'], needs: ['channel'], event: 'cases.handed-over', zh: '转办', en: 'Hand over' },
  'pass': { from: ['received', ...workable], to: 'received', by: ['desk'], needs: ['target', 'note'], event: 'cases.passed', zh: '退单改派', en: 'Pass to its owner' },
  'reclassify': { from: ['received', 'accepted'], to: 'received', by: ['desk'], needs: ['category', 'note'], event: 'cases.reclassified', zh: '更改类别', en: 'Change category' },
  'resend': { from: ['handed-over'], to: null, by: ['desk'], when: ['leg-stopped'], event: 'cases.leg-resent', internal: true, zh: '重新发送', en: 'Send again' },
  'recall': { from: ['handed-over'], to: 'in-progress', by: ['desk'], needs: ['note'], when: ['leg-recallable'], event: 'cases.recalled', zh: '收回自办', en: 'Take back' },
  'leg-failed': { from: ['handed-over'], to: null, by: ['system'], event: 'cases.leg-failed', internal: true, zh: '发送失败', en: 'Sending failed' },
  'leg-sent': { from: ['handed-over'], to: null, by: ['system'], event: 'cases.leg-sent', zh: '已送达承办平台', en: 'Sent to the outside desk' },
  'outside-accepted': { from: ['handed-over'], to: null, by: ['outside'], event: 'cases.outside-accepted', zh: '承办平台已受理', en: 'Outside desk accepted' },
  'outside-returned': { from: ['handed-over'], to: 'in-progress', by: ['outside'], needs: ['note'], event: 'cases.outside-returned', zh: '承办平台退回', en: 'Outside desk returned it' },
  'outside-replied': { from: ['handed-over'], to: 'replied', by: ['outside'], needs: ['note'], event: 'cases.replied', zh: '承办平台答复', en: 'Outside desk replied' },
  'reply': { from: workable, to: 'replied', by: ['desk'], needs: ['note'], event: 'cases.replied', zh: '答复', en: 'Reply' },
  'solved': { from: ['replied'], to: 'closed', by: ['reporter'], event: 'cases.closed', outcome: 'solved', zh: '已解决', en: 'Solved' },
  'not-solved': { from: ['replied'], to: 'reopened', by: ['reporter'], needs: ['note'], event: 'cases.reopened', zh: '未解决', en: 'Not solved' },
  'lapse': { from: ['replied'], to: 'closed', by: ['system'], event: 'cases.closed', outcome: 'unanswered', zh: '到期未回应，自动办结', en: 'Closed without an answer' },
  'withdraw': { from: ['received'], to: 'closed', by: ['reporter'], event: 'cases.closed', outcome: 'withdrawn', zh: '撤回', en: 'Withdraw' },
  'object': { from: ['not-accepted', 'duplicate'], to: 'received', by: ['reporter'], needs: ['note'], when: ['not-objected'], event: 'cases.objected', zh: '提出异议', en: 'Object' },
  'locate': { from: ['received'], to: null, by: ['reporter', 'desk'], needs: ['position'], when: ['position-unknown'], event: 'cases.located', zh: '补充位置', en: 'Add the position' },
  'extend': { from: [...workable, 'handed-over'], to: null, by: ['desk'], needs: ['days', 'note'], when: ['not-extended'], event: 'cases.extended', zh: '延期', en: 'Extend the deadline' },
  'urge': { from: openStates, to: null, by: ['reporter', 'follower'], when: ['overdue', 'not-urged-today'], event: 'cases.urged', zh: '催办', en: 'Urge' },
  'supervise': { from: openStates, to: null, by: ['above'], needs: ['note'], event: 'cases.supervised', zh: '督办', en: 'Supervise' },
  'comment': { from: [...openStates, 'replied', 'not-accepted'], to: null, by: ['reporter', 'desk', 'above'], needs: ['note'], event: 'cases.commented', zh: '留言', en: 'Comment' },
  'note': { from: caseStates, to: null, by: ['desk', 'above'], needs: ['note'], event: 'cases.noted', internal: true, zh: '内部备注', en: 'Internal note' },
} as const satisfies Record<string, StepRule>

export type StepCode = keyof typeof steps
export const stepCodes = Object.keys(steps) as StepCode[]
export const stepCode = z.enum(stepCodes as [StepCode, ...StepCode[]])
export const stepRule = (step: StepCode): StepRule => steps[step]

/** What the conditions of the table look at. Instants are ISO strings so that the page can pass what it was sent. */
export interface StepFacts {
  state: CaseState
  dueAt: string | null
  lastUrgedAt: string | null
  extended: boolean
  objected: boolean
  positionKnown: boolean
  leg: { state: LegState; nextTryAt: string | null } | null
}

const conditions: Record<Condition, { holds: (facts: StepFacts, now: Date) => boolean; refusal: CasesProblem }> = {
  'overdue': { holds: (f, now) => f.dueAt !== null && Date.parse(f.dueAt) < now.getTime(), refusal: 'not-overdue' },
  'not-urged-today': { holds: (f, now) => f.lastUrgedAt === null || now.getTime() - Date.parse(f.lastUrgedAt) >= 86_400_000, refusal: 'urged-today' },
  'not-extended': { holds: (f) => !f.extended, refusal: 'already-extended' },
  'not-objected': { holds: (f) => !f.objected, refusal: 'already-objected' },
  'leg-stopped': { holds: (f) => f.leg?.state === 'failed' && f.leg.nextTryAt === null, refusal: 'leg-not-failed' },
  'leg-recallable': { holds: (f) => f.leg?.state === 'failed', refusal: 'leg-under-way' },
  'position-unknown': { holds: (f) => !f.positionKnown, refusal: 'position-known' },
}

/** Why a step may not be taken now by any of the parties, or null when it may: `not-allowed`, `wrong-state` or the code of a condition. */
export function stepRefusal(step: StepCode, facts: StepFacts, parties: readonly Party[], now: Date): CasesProblem | 'not-allowed' | 'wrong-state' | null {
  const rule = stepRule(step)
  if (!rule.by.some((by) => parties.includes(by))) return 'not-allowed'
  if (!rule.from.includes(facts.state)) return 'wrong-state'
  const failing = rule.when?.find((condition) => !conditions[condition].holds(facts, now))
  return failing ? conditions[failing].refusal : null
}

/** Steps that any of the parties could ever take by hand, with their refusal at this moment; for buttons. */
export const offeredSteps = (facts: StepFacts, parties: readonly Party[], now: Date): Array<{ step: StepCode; refusal: ReturnType<typeof stepRefusal> }> =>
  stepCodes.filter((step) => step !== 'report' && stepRule(step).by.some((by) => parties.includes(by)))
    .map((step) => ({ step, refusal: stepRefusal(step, facts, parties, now) }))

export const declineReasons = {
  'not-ours': { zh: '不属于本平台受理范围', en: 'Outside what this platform handles' },
  'legal-route': { zh: '应通过诉讼、仲裁、复议或信访解决', en: 'Belongs to court, arbitration, review or petition' },
  'too-vague': { zh: '信息不足无法核实', en: 'Too little to go on' },
  'not-found-on-site': { zh: '现场核实未发现', en: 'Not found on the spot' },
  'unlawful': { zh: '内容违法或恶意', en: 'Unlawful or malicious' },
} as const satisfies Record<string, Words>

// ── Shapes ────────────────────────────────────────────────────────────────────────────────────────────────────────

export const deskKind = z.enum(['committee', 'street', 'police'])
export type DeskKind = z.infer<typeof deskKind>
export const deskWords: Record<DeskKind, Words> = {
  committee: { zh: '社区受理台', en: 'Community desk' }, street: { zh: '镇街受理台', en: 'Street desk' }, police: { zh: '派出所受理台', en: 'Police desk' },
}
export const channelWords: Record<Channel, Words> = {
  hotline12345: { zh: '12345 便民服务平台', en: '12345 hotline' }, police110: { zh: '110 报警台', en: '110 police desk' },
}

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
  /** Seen by the police desk only, never offered to neighbours as similar. */
  sensitive: z.boolean(),
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
  photos: z.array(id).min(1).max(9),
  attendanceId: id.nullable().default(null),
}).refine((r) => r.position !== null || r.address.length > 0, { path: ['address'], message: 'Say where it is when there is no position' })
export type Report = z.infer<typeof report>

const regionRef = z.object({ code: z.string(), name: z.string(), path: z.string() })
const desk = z.object({ kind: deskKind, regionCode: z.string(), regionName: z.string() })

export const caseSummary = z.object({
  id, number: z.string(), state: caseState, outcome: outcome.nullable(), category: code, region: regionRef, desk,
  position: position.nullable(), address: z.string(), excerpt: z.string(), cover: id.nullable(),
  reportedAt: instant, dueAt: instant.nullable(), overdue: z.boolean(), urged: z.boolean(), supervised: z.boolean(), reopened_times: z.number().int(), followers: z.number().int(),
})
export type CaseSummary = z.infer<typeof caseSummary>

export const historyEntry = z.object({
  seq: z.number().int(), step: stepCode, from: caseState.nullable(), to: caseState, at: instant, by: party,
  /** The name of the desk or person as the reader may see it: desks read masked reporters, reporters read desks. */
  byName: z.string().nullable(), note: z.string().nullable(), details: z.record(z.string(), z.unknown()), photos: z.array(photo), internal: z.boolean(),
})
export type HistoryEntry = z.infer<typeof historyEntry>

export const leg = z.object({
  id, channel, state: legState, number: z.string().nullable(), attempts: z.number().int(), sentAt: instant.nullable(), nextTryAt: instant.nullable(), lastError: z.string().nullable(),
})
export const caseView = caseSummary.extend({
  version: z.number().int(), words: z.string(), answers, photos: z.array(photo), deviceTime: instant, duringPatrol: z.boolean(), attendanceId: id.nullable(),
  duplicateOf: z.object({ id, number: z.string() }).nullable(), assignee: z.string().nullable(), legs: z.array(leg), history: z.array(historyEntry),
  /** Masked, to desks only. */
  reporter: z.object({ id, name: z.string(), phone: z.string().nullable() }).nullable(),
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
  byState: z.record(z.string(), z.number().int()), open: z.number().int(), overdue: z.number().int(),
  /** Closed in time ÷ (closed + open overdue); null when nothing counts yet. docs/cases.md says what counts. */
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
  takeStep: oc.route({ method: 'POST', path: '/cases/{id}/steps', tags: ['cases'], summary: 'Take one step of the table' }).input(stepCommand).output(caseView),
  follow: oc.route({ method: 'POST', path: '/cases/{id}/followers', tags: ['cases'], summary: 'Follow a similar case instead of reporting again' }).input(z.object({ id, position })).output(caseView),
  unfollow: oc.route({ method: 'DELETE', path: '/cases/{id}/followers/me', tags: ['cases'], successStatus: 204, summary: 'Stop following' }).input(z.object({ id })).output(z.void()),
}
