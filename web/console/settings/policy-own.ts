import { policyRules, type NumberRule, type PolicyKey } from '../../../server/duties/steps.ts'
import type { PolicySheet } from '../../../server/duties/contract.ts'
import { numberProblem, type NumberBounds } from '../controls/number-rules.ts'

/** What a region sets itself; what is not there it takes from above. */
export type Own = Partial<Record<PolicyKey, number | boolean>>

export const ruleOf = (key: PolicyKey): NumberRule => policyRules[key] as NumberRule
const isShare = (key: PolicyKey): boolean => ruleOf(key).step < 1
export const boundsOf = (key: PolicyKey): NumberBounds => ({ min: ruleOf(key).min, max: ruleOf(key).max, fraction: isShare(key) })

/** What the region has set itself: the version that comes, else the one that holds. */
export const ownOf = ({ coming, rules }: Pick<PolicySheet, 'coming' | 'rules'>): Own =>
  (coming !== null ? { ...coming.settings } as Own : Object.fromEntries(rules.flatMap(({ key, own }) => (own === null ? [] : [[key, own]]))))

export const sameOwn = (a: Own, b: Own): boolean => JSON.stringify(Object.entries(a).toSorted()) === JSON.stringify(Object.entries(b).toSorted())

/** False while a value cannot be saved: nothing, no number, or beyond the rule's bounds. Shares are whole percents. Pure. */
export const soundOwn = (own: Own): boolean => (Object.entries(own) as [PolicyKey, number | boolean][]).every(([key, value]) => typeof value === 'boolean' || (numberProblem(value, boundsOf(key)) === null && (!isShare(key) || Number.isInteger(Number((value * 100).toFixed(6))))))
