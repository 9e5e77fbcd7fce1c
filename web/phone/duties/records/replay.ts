/** Replaying a track: which part of it was walked at a moment, with its gaps. Pure. */
export interface ReplayPoint {
  at: string
  lon: number
  lat: number
}

/** Longer silence is a gap and is not drawn through: the rule by which the server measures. */
const GAP_MS = 120_000

/** The track cut where nothing was recorded; every piece has one point or more. O(n). */
export function piecesOf<P extends ReplayPoint>(points: readonly P[]): P[][] {
  const pieces: P[][] = []
  points.forEach((point, at) => {
    const before = points[at - 1]
    if (before === undefined || Date.parse(point.at) - Date.parse(before.at) > GAP_MS) pieces.push([point])
    else pieces.at(-1)?.push(point)
  })
  return pieces
}

/** What had been walked when `share` (0 to 1) of the time between first and last point had passed, and where the person was last seen then. */
export function walkedBy<P extends ReplayPoint>(points: readonly P[], share: number): { pieces: P[][]; here: P | null; at: Date | null } {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return { pieces: [], here: null, at: null }
  const at_ms = Date.parse(first.at) + (Date.parse(last.at) - Date.parse(first.at)) * Math.min(1, Math.max(0, share))
  const walked = points.filter((point) => Date.parse(point.at) <= at_ms)
  return { pieces: piecesOf(walked), here: walked.at(-1) ?? first, at: new Date(at_ms) }
}
