/**
 * The one table of steps a case may take, with the words of its states. The server checks by it, the pages grey their
 * buttons by it, docs/case-steps.md is drawn from it. Free of any library, so that a phone carries it cheaply.
 */
import type { Words } from '../platform/shapes.ts'

// ── States ──

export const caseStates = ['received', 'accepted', 'in-progress', 'handed-over', 'replied', 'reopened', 'closed', 'not-accepted', 'duplicate'] as const
export type CaseState = (typeof caseStates)[number]

export const stateWords: Record<CaseState, Words> = {
  'received': { zh: '待受理', en: 'Received' },
  'accepted': { zh: '已受理', en: 'Accepted' },
  'in-progress': { zh: '处置中', en: 'In progress' },
  'handed-over': { zh: '已转办', en: 'Handed over' },
  'replied': { zh: '已答复待确认', en: 'Replied, unconfirmed' },
  'reopened': { zh: '重新办理', en: 'Reopened' },
  'closed': { zh: '已办结', en: 'Closed' },
  'not-accepted': { zh: '不予受理', en: 'Not accepted' },
  'duplicate': { zh: '已并入同类事项', en: 'Merged into another case' },
}
/** Work is due in these; the clock stops with the reply and runs again when the case is reopened. */
export const openStates: readonly CaseState[] = ['received', 'accepted', 'in-progress', 'handed-over', 'reopened']
const workable: readonly CaseState[] = ['accepted', 'in-progress', 'reopened']

export const outcomes = ['solved', 'unanswered', 'withdrawn', 'not-accepted', 'duplicate'] as const
export type Outcome = (typeof outcomes)[number]

export const channels = ['hotline12345', 'police110'] as const
export type Channel = (typeof channels)[number]

/** The outside part: to-send → sent → accepted → replied, or failed and tried again, returned, or recalled by us. */
export const legStates = ['to-send', 'failed', 'sent', 'accepted', 'replied', 'returned', 'recalled'] as const
export type LegState = (typeof legStates)[number]

// ── Steps ──

/**
 * Who may take a step. `desk`: whoever works the desk the case lies on (officer or police of its region and above).
 * `above`: an officer of a region strictly above the desk. `outside`: the outside desk through its gateway. `system`: clocks and jobs.
 */
export const parties = ['reporter', 'follower', 'desk', 'above', 'system', 'outside'] as const
export type Party = (typeof parties)[number]

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

/** Codes of problems, so that a greyed button and a refused request say the same words. */
export type StepRefusal = 'not-allowed' | 'wrong-state' | 'not-overdue' | 'urged-today' | 'already-extended' | 'already-objected' | 'leg-not-failed' | 'leg-under-way' | 'position-known'

const conditions: Record<Condition, { holds: (facts: StepFacts, now: Date) => boolean; refusal: StepRefusal }> = {
  'overdue': { holds: (f, now) => f.dueAt !== null && Date.parse(f.dueAt) < now.getTime(), refusal: 'not-overdue' },
  'not-urged-today': { holds: (f, now) => f.lastUrgedAt === null || now.getTime() - Date.parse(f.lastUrgedAt) >= 86_400_000, refusal: 'urged-today' },
  'not-extended': { holds: (f) => !f.extended, refusal: 'already-extended' },
  'not-objected': { holds: (f) => !f.objected, refusal: 'already-objected' },
  'leg-stopped': { holds: (f) => f.leg?.state === 'failed' && f.leg.nextTryAt === null, refusal: 'leg-not-failed' },
  // What the outside desk leaves lying past the deadline may be taken back too.
  'leg-recallable': { holds: (f, now) => f.leg?.state === 'failed' || (f.dueAt !== null && Date.parse(f.dueAt) < now.getTime()), refusal: 'leg-under-way' },
  'position-unknown': { holds: (f) => !f.positionKnown, refusal: 'position-known' },
}

/** Why a step may not be taken now by any of the parties, or null when it may: `not-allowed`, `wrong-state` or the code of a condition. */
export function stepRefusal(step: StepCode, facts: StepFacts, parties: readonly Party[], now: Date): StepRefusal | null {
  const rule = stepRule(step)
  if (!rule.by.some((by) => parties.includes(by))) return 'not-allowed'
  if (!rule.from.includes(facts.state)) return 'wrong-state'
  const failing = rule.when?.find((condition) => !conditions[condition].holds(facts, now))
  return failing ? conditions[failing].refusal : null
}

/** Steps that any of the parties could ever take by hand, with their refusal at this moment; for buttons. */
export const offeredSteps = (facts: StepFacts, parties: readonly Party[], now: Date): Array<{ step: StepCode; refusal: StepRefusal | null }> =>
  stepCodes.filter((step) => step !== 'report' && stepRule(step).by.some((by) => parties.includes(by)))
    .map((step) => ({ step, refusal: stepRefusal(step, facts, parties, now) }))

export const declineReasons = {
  'not-ours': { zh: '不属于本平台受理范围', en: 'Outside what this platform handles' },
  'legal-route': { zh: '应通过诉讼、仲裁、复议或信访解决', en: 'Belongs to court, arbitration, review or petition' },
  'too-vague': { zh: '信息不足无法核实', en: 'Too little to go on' },
  'not-found-on-site': { zh: '现场核实未发现', en: 'Not found on the spot' },
  'unlawful': { zh: '内容违法或恶意', en: 'Unlawful or malicious' },
} as const satisfies Record<string, Words>

// ── Desks and channels ──

export const deskKinds = ['committee', 'street', 'police'] as const
export type DeskKind = (typeof deskKinds)[number]
export const deskWords: Record<DeskKind, Words> = {
  committee: { zh: '社区受理台', en: 'Community desk' }, street: { zh: '镇街受理台', en: 'Street desk' }, police: { zh: '派出所受理台', en: 'Police desk' },
}
export const channelWords: Record<Channel, Words> = {
  hotline12345: { zh: '12345 便民服务平台', en: '12345 hotline' }, police110: { zh: '110 报警台', en: '110 police desk' },
}

/** Shown when danger is present; these are the national emergency numbers. */
export const emergencyNumbers = [
  { number: '110', zh: '报警', en: 'Police' },
  { number: '119', zh: '火警', en: 'Fire' },
  { number: '120', zh: '急救', en: 'Ambulance' },
  { number: '122', zh: '交通事故', en: 'Traffic accident' },
] as const

