import { apart_m, FILTERS, isGap, isReachable, leaving_m, RULES, step_m } from './filters.ts'
import type { Attendance, Fix, Objection, Past } from './filters.ts'

export type { Attendance, Fix, Objection } from './filters.ts'

/**
 * Turns the fixes of one attendance into a track: which fixes count (`filters.ts`), how far and how long the person moved.
 */

/**
 * Stands beside every derived figure. Raise it with any change of a filter, their order or a rule,
 * and recompute old figures only explicitly.
 */
export const CLEANING_VERSION = 3

/**
 * The way on which someone left the anchor for `fix`: of the fixes that seemed to stand still, those after the last one near
 * the anchor, no longer ago than a slow walker needs, a step apart from each other.
 */
function wayOut({ anchor, waiting }: Past, fix: Fix): Fix[] {
  const since_ms = fix.at_ms - 1000 * leaving_m(anchor!, fix) / RULES.slowest_m_s
  const left = waiting.findLastIndex((earlier) => apart_m(anchor!, earlier) < step_m(anchor!, earlier))
  const way: Fix[] = []
  for (const earlier of waiting.slice(left + 1)) {
    const last = way.at(-1) ?? anchor!
    if (earlier.at_ms >= since_ms && apart_m(last, earlier) >= step_m(last, earlier)) way.push(earlier)
  }
  return way
}

export interface TrackFigures {
  version: number
  /** Along the line, gaps left out. */
  distance_m: number
  /** At least `slowest_m_s` fast, gaps left out. */
  moving_s: number
  /** From first to last good fix, and how much of that was silence or contradiction. */
  seen_s: number
  gap_s: number
  gaps: number
  dropped: Record<Objection, number>
}

export interface CleanTrack extends TrackFigures {
  /** The line, one piece between gaps each; every piece has at least one point. */
  pieces: Fix[][]
}

/**
 * Cleans fixes as they arrive; `push` says at once whether a fix counts. O(filters) a fix, and the line in memory.
 * Not to be shared between attendances.
 */
export class TrackCleaner {
  private readonly past: Past
  private readonly track: CleanTrack

  constructor(attendance: Attendance) {
    this.past = { attendance, last: undefined, anchor: undefined, stand: { lon: 0, lat: 0, fixes: 0 }, waiting: [], suspect: undefined, agreeing: 0 }
    const dropped = Object.fromEntries(FILTERS.map(({ objection }) => [objection, 0])) as Record<Objection, number>
    this.track = { version: CLEANING_VERSION, distance_m: 0, moving_s: 0, seen_s: 0, gap_s: 0, gaps: 0, dropped, pieces: [] }
  }

  /**
   * The objection that dropped the fix; undefined: the line goes on here. `standing` means present but not moving, so far:
   * when the person turns out to have left, such fixes join the line after all.
   */
  push(fix: Fix): Objection | undefined {
    const objection = FILTERS.find(({ objects }) => objects(fix, this.past))?.objection
    if (objection) this.track.dropped[objection]++
    if (objection === undefined || objection === 'standing') this.advance(fix, objection === 'standing')
    return objection
  }

  /** The track so far; the object lives on with the cleaner. */
  result(): Readonly<CleanTrack> { return this.track }

  private advance(fix: Fix, standing: boolean): void {
    const { past, track } = this
    const { last, attendance } = past
    past.last = fix
    past.suspect = undefined
    past.agreeing = 0
    if (last) track.seen_s += (fix.at_ms - last.at_ms) / 1000
    if (standing) return this.stay(fix)
    if (!last || isGap(last, fix) || !isReachable(last, fix, attendance)) {
      this.settle()
      if (last) { track.gaps++; track.gap_s += (fix.at_ms - last.at_ms) / 1000 }
      track.pieces.push([fix])
    } else {
      const way = wayOut(past, fix)
      track.dropped.standing -= way.length
      for (const point of [...way, fix]) this.step(point)
    }
    past.stand = { lon: fix.lon, lat: fix.lat, fixes: 1 }
    past.anchor = fix
    past.waiting = []
  }

  /**
   * The walk, or the piece before a gap, ends here. When the last fixes agree that the person is a clear step from the anchor, they
   * walked there, though not far enough to have surely left; without this a short walk loses its last stretch.
   */
  settle(): void {
    const { past, track } = this
    const { anchor, waiting } = past
    const end = waiting.at(-1)
    const lasts = waiting.slice(-RULES.witnesses)
    if (!anchor || !end || lasts.length < RULES.witnesses || lasts.some((fix) => apart_m(anchor, fix) < step_m(anchor, fix))) return
    const way = wayOut(past, end)
    // The last point is the end itself, not a point shortly before it.
    if (way.at(-1) !== end) {
      if (way.length > 0) way.pop()
      way.push(end)
    }
    track.dropped.standing -= way.length
    for (const point of way) this.step(point)
    past.anchor = end
    past.waiting = []
  }

  private stay(fix: Fix): void {
    const { past } = this
    const { lon, lat, fixes } = past.stand
    past.stand = { lon: lon + (fix.lon - lon) / (fixes + 1), lat: lat + (fix.lat - lat) / (fixes + 1), fixes: fixes + 1 }
    past.waiting.push(fix)
    if (past.waiting[0]!.at_ms < fix.at_ms - RULES.longestWayOut_ms) past.waiting.shift()
  }

  private step(point: Fix): void {
    const piece = this.track.pieces.at(-1)!
    const from = piece.at(-1)!
    const length_m = apart_m(from, point)
    this.track.distance_m += length_m
    this.track.moving_s += Math.min((point.at_ms - from.at_ms) / 1000, length_m / RULES.slowest_m_s)
    piece.push(point)
  }
}

/**
 * The track of a whole attendance, whatever order the fixes came in: they are taken by device time, the most accurate of
 * equal times first. O(n log n). The input stays as it was.
 */
export function cleanTrack(fixes: readonly Fix[], attendance: Attendance): CleanTrack {
  const cleaner = new TrackCleaner(attendance)
  const worst = Infinity
  const ordered = fixes.toSorted((a, b) =>
    a.at_ms - b.at_ms || (a.accuracy_m ?? worst) - (b.accuracy_m ?? worst) || a.lon - b.lon || a.lat - b.lat)
  for (const fix of ordered) cleaner.push(fix)
  cleaner.settle()
  return cleaner.result()
}
