/** The city's standing rules for presence and hours. Every figure here is shown to people where it bites. */

export const checkInRules = {
  /** How long before the start a check-in is taken. */
  earlyMinutes: 30,
  /** How far from the route or area, in metres. */
  fence_m: 200,
  /** Coarser fixes prove nothing. */
  accuracyMax_m: 150,
  /** After the planned end the patrol closes by itself. */
  graceMinutes: 15,
  /** A check-in that came late waits at least this long for its check-out before it closes by itself. */
  lateCloseMinutes: 30,
  /** Commands that a phone kept while offline are taken this long. */
  lateMinutes: 24 * 60,
  lateFlagMinutes: 10,
  clockSkewMinutes: 2,
} as const

/** 我要巡逻: an attendance without a duty. */
export const selfStartedPolicy = {
  realNameRequired: true,
  pointsPerHour: 10,
  minutesMax: 4 * 60,
} as const

/** What a record must show to be confirmed without an officer. */
export const autoConfirmRules = {
  minutesMin: 10,
  /** Walked metres per minute below which a patrol looks like standing still. */
  pace_m_per_min: 5,
  insideShareMin: 0.5,
  /** Share of the minutes during which positions kept coming. */
  watchedShareMin: 0.5,
} as const

/** Points for minutes: whole points, rounded down. */
export const pointsFor = (minutes: number, pointsPerHour: number): number => Math.floor((minutes * pointsPerHour) / 60)
