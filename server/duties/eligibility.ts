import { patrolSteps, stepAllowed, type dutyProblems } from './contract.ts'
import type { PatrolRow } from './store/patrols.ts'

export type DutyCode = Extract<keyof typeof dutyProblems, string>

/** What the conditions of a patrol ask of a person. */
export interface Candidate {
  realName: string
  /** Whole years on the day of the patrol; null when the birth date is not known. */
  age: number | null
  skills: readonly string[]
}

/**
 * Why this person may not take a seat, or null. Order matters: what nobody can change comes first,
 * what the person can mend (real-name check) before what they cannot (age).
 */
export function claimRefusal(patrol: PatrolRow, candidate: Candidate, now: Date): DutyCode | null {
  if (!stepAllowed(patrolSteps.claim, patrol.state)) return 'patrol-not-open'
  if (patrol.ends_at <= now) return 'patrol-over'
  if (patrol.real_name_required && candidate.realName !== 'verified') return 'real-name-required'
  if (needsAge(patrol) && !ageFits(patrol, candidate.age)) return 'age-not-suitable'
  if (patrol.skills.some((skill) => !candidate.skills.includes(skill))) return 'skill-missing'
  return null
}

const needsAge = (patrol: PatrolRow): boolean => patrol.age_min !== null || patrol.age_max !== null
const ageFits = (patrol: PatrolRow, age: number | null): boolean =>
  age !== null && age >= (patrol.age_min ?? 0) && age <= (patrol.age_max ?? Infinity)

/** Conditions beyond the real-name check need the person's own row. */
export const asksAboutPerson = (patrol: PatrolRow | undefined): boolean => patrol !== undefined && (needsAge(patrol) || patrol.skills.length > 0)

/** Seats that anyone may grab now. */
export const freeSeats = (patrol: PatrolRow): number => patrol.seats - patrol.seats_taken - patrol.seats_kept

/** Why there is no seat to grab: all are taken, or what is left is kept for units. */
export const noSeatCode = (patrol: PatrolRow): DutyCode => (patrol.seats_kept > 0 ? 'kept-for-units' : 'patrol-full')
