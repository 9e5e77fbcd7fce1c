import { greatCircle_m } from '../platform/geo.ts'

/** Which fixes of an attendance count: an ordered list of small filters and the numbers they go by. Pure. */

export interface Fix {
  /** Time of the fix by the device, Unix milliseconds. */
  at_ms: number
  /** WGS-84 degrees. */
  lon: number
  lat: number
  /** Radius of the 68 % circle in metres; null where the device does not say. */
  accuracy_m: number | null
  /** When the server got it, Unix milliseconds; absent where only the device time is known. */
  received_ms?: number
  /** True where the device says that the position was invented by an app. */
  mock?: boolean
}

export interface Attendance {
  /** Check-in and check-out, Unix milliseconds; fixes outside are never part of the track. */
  from_ms: number
  until_ms: number
  /** Faster than this nobody on this duty moves, metres a second; on foot or bicycle 15, riders 45. */
  fastest_m_s: number
}

/** Raise `CLEANING_VERSION` with any change here. */
export const RULES = {
  /** A device clock may run ahead of ours by this much: as much as a check-in may, so that whoever may check in is also tracked. */
  clockAhead_ms: 120_000,
  /** Fixes reach us from an outbox at most this late. */
  oldest_ms: 24 * 3600_000,
  worstAccuracy_m: 100,
  /** After so many fixes that contradict the track but agree with each other, the track begins anew there. */
  witnesses: 3,
  /** Nearer to where the person stands than this, or than `standDoubts` times the doubt of both fixes, is standing still. */
  leastMove_m: 10,
  standDoubts: 2,
  /** Once someone has left, the way there is followed in steps of so many times the doubt. */
  stepDoubts: 1.25,
  /** Longer silence is a gap: neither distance nor moving time is counted across it. */
  gap_ms: 120_000,
  /** Slower than this is not moving: a step counts at most the time that it takes at this speed. */
  slowest_m_s: 0.5,
  /** Older fixes of a long rest are forgotten. */
  longestWayOut_ms: 600_000,
} as const

/** What is known when the next fix is judged. */
export interface Past {
  attendance: Attendance
  /** Last fix that no filter dropped, or that only stood still. */
  last: Fix | undefined
  /** Last point of the line. */
  anchor: Fix | undefined
  /** Where the person stands: the mean of the anchor and of the fixes since that only stood still. */
  stand: { lon: number, lat: number, fixes: number }
  /** Fixes since the anchor that only stood still: the beginning of a way, should the person turn out to have left. */
  waiting: Fix[]
  /** Latest fix that was dropped as a jump, and how many in a row agree with it. */
  suspect: Fix | undefined
  agreeing: number
}

export type Objection =
  | 'broken' | 'outside_attendance' | 'future' | 'too_old' | 'mocked' | 'duplicate' | 'out_of_order' | 'inaccurate' | 'jump' | 'standing'

export interface Filter { objection: Objection, objects: (fix: Fix, past: Past) => boolean }

/** The life of a fix, in order. */
export const FILTERS: readonly Filter[] = [
  { objection: 'broken', objects: isBroken },
  { objection: 'outside_attendance', objects: ({ at_ms }, { attendance }) => at_ms < attendance.from_ms || at_ms > attendance.until_ms },
  { objection: 'future', objects: ({ at_ms, received_ms }) => received_ms !== undefined && at_ms > received_ms + RULES.clockAhead_ms },
  { objection: 'too_old', objects: ({ at_ms, received_ms }) => received_ms !== undefined && at_ms < received_ms - RULES.oldest_ms },
  { objection: 'mocked', objects: ({ mock }) => mock === true },
  { objection: 'duplicate', objects: ({ at_ms }, { last }) => at_ms === last?.at_ms },
  { objection: 'out_of_order', objects: ({ at_ms }, { last }) => last !== undefined && at_ms < last.at_ms },
  { objection: 'inaccurate', objects: ({ accuracy_m }) => accuracy_m !== null && accuracy_m > RULES.worstAccuracy_m },
  { objection: 'jump', objects: isJump },
  { objection: 'standing', objects: isStanding },
]

/** Not numbers, not on the globe, or the point 0° 0° that devices send when they know nothing. */
function isBroken({ at_ms, lon, lat, accuracy_m }: Fix): boolean {
  return !Number.isFinite(at_ms) || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90) || (lon === 0 && lat === 0)
    || (accuracy_m !== null && !(accuracy_m >= 0))
}

export function apart_m(a: Fix, b: Fix): number { return greatCircle_m(a.lon, a.lat, b.lon, b.lat) }
function doubt_m(a: Fix, b: Fix): number { return Math.hypot(a.accuracy_m ?? RULES.leastMove_m, b.accuracy_m ?? RULES.leastMove_m) }

export function isReachable(from: Fix, to: Fix, { fastest_m_s }: Attendance): boolean {
  return apart_m(from, to) - doubt_m(from, to) <= fastest_m_s * Math.abs(to.at_ms - from.at_ms) / 1000
}

/** Cannot have been reached from the last good fix, unless enough fixes in a row say that the earlier ones were wrong. */
function isJump(fix: Fix, past: Past): boolean {
  if (!past.last || isReachable(past.last, fix, past.attendance)) return false
  past.agreeing = past.suspect && isReachable(past.suspect, fix, past.attendance) ? past.agreeing + 1 : 1
  past.suspect = fix
  return past.agreeing < RULES.witnesses
}

/** A phone at rest wanders around one place, within its accuracy; only a point clear of that adds distance. */
function isStanding(fix: Fix, { anchor, last, stand, attendance }: Past): boolean {
  if (!anchor || isGap(last!, fix) || !isReachable(last!, fix, attendance)) return false
  return greatCircle_m(stand.lon, stand.lat, fix.lon, fix.lat) < leaving_m(anchor, fix)
}

export function leaving_m(anchor: Fix, fix: Fix): number { return Math.max(RULES.leastMove_m, RULES.standDoubts * doubt_m(anchor, fix)) }
export function step_m(a: Fix, b: Fix): number { return Math.max(RULES.leastMove_m, RULES.stepDoubts * doubt_m(a, b)) }

export function isGap(a: Fix, b: Fix): boolean { return b.at_ms - a.at_ms > RULES.gap_ms }
