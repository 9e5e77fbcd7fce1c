/** Shapes of unit reservations and of the standing policy. Pure: pages are typed by them. */
import { z } from 'zod'
import { id, instant, regionName } from '../platform/shapes.ts'
import { policyKeys, policyRules, reservationStates, type NumberRule, type Policy, type PolicyKey } from './steps.ts'

/** How a member stands to the seat that the unit put them on: `assigned` has not been seen on the phone yet. */
export const assignmentStates = ['assigned', 'acknowledged', 'attended', 'no-show', 'declined', 'taken-off', 'replaced', 'returned', 'cancelled'] as const
export type AssignmentState = (typeof assignmentStates)[number]

export const reservation = z.object({
  id, patrolId: id, organisationId: id, organisationName: z.string(),
  seats: z.int(),
  assigned: z.int().describe('members who have one of the seats or have served on it'),
  state: z.enum(reservationStates), reservedAt: instant, endedAt: instant.nullable(),
  members: z.array(z.object({ personId: id, displayName: z.string(), phone: z.string().describe('masked; empty when they have left the unit'), state: z.enum(assignmentStates), assignedAt: instant })),
})
export type Reservation = z.infer<typeof reservation>

/** A member of the unit as its liaison sees them: masked, with what putting them on would meet. */
export const unitMember = z.object({
  personId: id, displayName: z.string(), phone: z.string(), teams: z.array(z.string()),
  refusal: z.string().nullable().describe('code of the problem that putting them on would meet; null when it would not'),
})
export type UnitMember = z.infer<typeof unitMember>

/** Who was put on, and by name who was not and why. */
export const assignmentOutcome = z.object({
  reservation,
  refused: z.array(z.object({ personId: id, displayName: z.string(), code: z.string() })),
})
export type AssignmentOutcome = z.infer<typeof assignmentOutcome>

const figure = (rule: NumberRule) => (Number.isInteger(rule.step) ? z.int() : z.number()).min(rule.min).max(rule.max).optional()
/** What a region sets for itself; keys left out are inherited. Anything else is refused. */
export const policySettings = z.strictObject({
  earlyMinutes: figure(policyRules.earlyMinutes), fence_m: figure(policyRules.fence_m), accuracyMax_m: figure(policyRules.accuracyMax_m),
  graceMinutes: figure(policyRules.graceMinutes), lateFlagMinutes: figure(policyRules.lateFlagMinutes),
  selfRealNameRequired: z.boolean().optional(), selfPointsPerHour: figure(policyRules.selfPointsPerHour), selfMinutesMax: figure(policyRules.selfMinutesMax),
  confirmMinutesMin: figure(policyRules.confirmMinutesMin), confirmPace_m_per_min: figure(policyRules.confirmPace_m_per_min),
  confirmInsideShareMin: figure(policyRules.confirmInsideShareMin), confirmWatchedShareMin: figure(policyRules.confirmWatchedShareMin),
} satisfies Record<PolicyKey, z.ZodType>)
export type PolicySettings = { [K in PolicyKey]?: Policy[K] | undefined }

const policyValue = z.union([z.number(), z.boolean()])
/** What holds in a region at a moment, where each value comes from (null: the default), and what the region sets itself. */
export const policySheet = z.object({
  regionCode: z.string(), regionName, at: instant,
  rules: z.array(z.object({
    key: z.enum(policyKeys), value: policyValue, from: z.object({ regionCode: z.string(), regionName, since: instant }).nullable(),
    inherited: policyValue.describe('what would hold if the region set nothing'), own: policyValue.nullable(),
  })),
  maySet: z.boolean().describe('whether the asker may set this region’s policy'),
  version: z.int().describe('the newest version that the region has set, in force or to come; 0 for none'),
  coming: z.object({ version: z.int(), holdsFrom: instant, settings: policySettings }).nullable().describe('a newest version that does not hold yet'),
})
export type PolicySheet = z.infer<typeof policySheet>

export const policyVersion = z.object({ version: z.int(), settings: policySettings, holdsFrom: instant, setAt: instant, setBy: z.string(), reason: z.string() })
export type PolicyVersion = z.infer<typeof policyVersion>
