import { policyDefaults, type Policy } from '../steps.ts'

/** What no region may change: how late the commands of a phone may come, and how far its clock may be off. */
export const commandRules = {
  /** A check-in that came late waits at least this long for its check-out before it closes by itself. */
  lateCloseMinutes: 30,
  /** Commands that a phone kept while offline are taken this long. */
  lateMinutes: 24 * 60,
  clockSkewMinutes: 2,
} as const

/** The policy an attendance began under; the defaults for those from before there was any. */
export const policyOf = (row: { policy: unknown }): Policy => ({ ...policyDefaults, ...(row.policy as Partial<Policy> | null) })

/** Points for minutes: whole points, rounded down. */
export const pointsFor = (minutes: number, pointsPerHour: number): number => Math.floor((minutes * pointsPerHour) / 60)
