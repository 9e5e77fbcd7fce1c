import { planeAround } from '../platform/geo.ts'

interface Place { lon: number, lat: number }

/**
 * Share of a route, 0 to 1 of its length, that lies within `corridor_m` of the track.
 *
 * `route` is a polyline of two points or more, `pieces` the pieces of a cleaned track: within a piece the person went
 * straight from point to point, between pieces nothing is known and nothing is counted. Exact on the flat map around the
 * route: each pair of segments gives one interval of the route, and the union of all is measured. A longer track, another
 * piece or a wider corridor never lowers the share. O(route segments × track segments), most pairs leave at the bounding box.
 *
 * Throws a RangeError with code `route.too_short` for a route of fewer than two points.
 */
export function routeShare(route: readonly Place[], pieces: readonly (readonly Place[])[], corridor_m: number): number {
  const { segments, near } = coverageOf(route, pieces, corridor_m)
  let length = 0
  let covered = 0
  for (const { from, to, intervals } of segments) {
    const segment_m = Math.hypot(to.x - from.x, to.y - from.y)
    length += segment_m
    covered += segment_m * merged(intervals).reduce((sum, [start, end]) => sum + end - start, 0)
  }
  if (length > 0) return Math.min(1, covered / length)
  return near(route[0]!) ? 1 : 0
}

/** The stretches of a route that `routeShare` does not count, as lines of two points or more, in the order of the route. Same cost and errors. */
export function routeMissing(route: readonly Place[], pieces: readonly (readonly Place[])[], corridor_m: number): Place[][] {
  const missing: Place[][] = []
  let goesOn = false
  for (const { intervals, at } of coverageOf(route, pieces, corridor_m).segments) {
    const gaps = complement(merged(intervals))
    for (const [from, to] of gaps) {
      if (goesOn && from === 0) missing.at(-1)!.push(at(to))
      else missing.push([at(from), at(to)])
    }
    goesOn = gaps.at(-1)?.[1] === 1
  }
  return missing
}

interface Coverage {
  segments: { from: Point, to: Point, intervals: Interval[], at: (share: number) => Place }[]
  /** Whether the track comes within the corridor of one place. */
  near: (place: Place) => boolean
}

function coverageOf(route: readonly Place[], pieces: readonly (readonly Place[])[], corridor_m: number): Coverage {
  if (route.length < 2) throw Object.assign(new RangeError('a route has at least two points'), { code: 'route.too_short' })
  const plane = planeAround(route[0]!.lon, route[0]!.lat)
  const flat = ({ lon, lat }: Place): Point => ({ x: plane.x_m(lon), y: plane.y_m(lat) })
  const line = route.map(flat)
  const track = pieces.flatMap((piece) => segmentsOf(piece.map(flat)))
  const intervalsOf = (from: Point, to: Point): Interval[] => track.map((step) => within(from, to, step, corridor_m)).filter((interval) => interval !== null)
  const segments = line.slice(1).map((to, k) => ({ from: line[k]!, to }))
    .filter(({ from, to }) => from.x !== to.x || from.y !== to.y)
    .map(({ from, to }) => ({
      from, to, intervals: intervalsOf(from, to),
      at: (share: number): Place => ({ lon: plane.lon(from.x + share * (to.x - from.x)), lat: plane.lat(from.y + share * (to.y - from.y)) }),
    }))
  return { segments, near: (place) => { const { x, y } = flat(place); return intervalsOf({ x, y }, { x: x + 1e-6, y }).length > 0 } }
}

interface Point { x: number, y: number }
type Segment = [Point, Point]
type Interval = [from: number, to: number]

/** A piece of one point is a segment without length. */
function segmentsOf(piece: Point[]): Segment[] {
  if (piece.length === 1) return [[piece[0]!, piece[0]!]]
  return piece.slice(1).map((point, k) => [piece[k]!, point])
}

/**
 * The part of the segment a → b, as shares of its length, within `reach` of the step c → d. The places within reach of a step
 * are two discs and the strip between them, together convex, so the part is one interval.
 */
function within(a: Point, b: Point, [c, d]: Segment, reach: number): Interval | null {
  if (Math.max(a.x, b.x) + reach < Math.min(c.x, d.x) || Math.min(a.x, b.x) - reach > Math.max(c.x, d.x)) return null
  if (Math.max(a.y, b.y) + reach < Math.min(c.y, d.y) || Math.min(a.y, b.y) - reach > Math.max(c.y, d.y)) return null
  const parts = [inDisc(a, b, c, reach), inDisc(a, b, d, reach), inStrip(a, b, c, d, reach)].filter((part) => part !== null)
  if (parts.length === 0) return null
  return [Math.min(...parts.map(([from]) => from)), Math.max(...parts.map(([, to]) => to))]
}

function clipped(from: number, to: number): Interval | null {
  const low = Math.max(0, from)
  const high = Math.min(1, to)
  return low <= high ? [low, high] : null
}

function inDisc(a: Point, b: Point, centre: Point, reach: number): Interval | null {
  const dx = b.x - a.x, dy = b.y - a.y, fx = a.x - centre.x, fy = a.y - centre.y
  const square = dx * dx + dy * dy
  const half = (fx * dx + fy * dy) / square
  const root = half * half - (fx * fx + fy * fy - reach * reach) / square
  return root < 0 ? null : clipped(-half - Math.sqrt(root), -half + Math.sqrt(root))
}

function inStrip(a: Point, b: Point, c: Point, d: Point, reach: number): Interval | null {
  const length = Math.hypot(d.x - c.x, d.y - c.y)
  if (length === 0) return null
  const ux = (d.x - c.x) / length, uy = (d.y - c.y) / length
  const along = (p: Point): number => (p.x - c.x) * ux + (p.y - c.y) * uy
  const aside = (p: Point): number => (p.y - c.y) * ux - (p.x - c.x) * uy
  const lengthwise = between(along(a), along(b), 0, length)
  const crosswise = between(aside(a), aside(b), -reach, reach)
  if (!lengthwise || !crosswise) return null
  return clipped(Math.max(lengthwise[0], crosswise[0]), Math.min(lengthwise[1], crosswise[1]))
}

/** Where a value that runs evenly from `start` to `end` lies in [low, high]. */
function between(start: number, end: number, low: number, high: number): Interval | null {
  if (start === end) return start >= low && start <= high ? [0, 1] : null
  const first = (low - start) / (end - start)
  const second = (high - start) / (end - start)
  return clipped(Math.min(first, second), Math.max(first, second))
}

/** Overlapping intervals joined, in ascending order. */
function merged(intervals: readonly Interval[]): Interval[] {
  const joined: Interval[] = []
  for (const [from, to] of intervals.toSorted(([a], [b]) => a - b)) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}

/** What ascending disjoint intervals leave of [0, 1]. */
function complement(intervals: readonly Interval[]): Interval[] {
  const edges = [0, ...intervals.flat(), 1]
  return edges.flatMap((from, k): Interval[] => (k % 2 === 0 && edges[k + 1]! > from ? [[from, edges[k + 1]!]] : []))
}
