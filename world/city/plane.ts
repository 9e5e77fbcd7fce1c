/** The generator thinks in kilometres east and north of one point; degrees come back only at the end. */
export type Spot = readonly [x_km: number, y_km: number]

const ORIGIN = [117.5, 24.4] as const
const KM_PER_DEGREE_LAT = 110.77
const KM_PER_DEGREE_LON = 111.32 * Math.cos((ORIGIN[1] * Math.PI) / 180)
/** Five decimals are about one metre. */
const STEPS_PER_DEGREE = 1e5

export const toPlane = ([lon, lat]: readonly [number, number]): Spot => [(lon - ORIGIN[0]) * KM_PER_DEGREE_LON, (lat - ORIGIN[1]) * KM_PER_DEGREE_LAT]

export const toDegrees = ([x, y]: Spot): [number, number] =>
  [Math.round((ORIGIN[0] + x / KM_PER_DEGREE_LON) * STEPS_PER_DEGREE) / STEPS_PER_DEGREE, Math.round((ORIGIN[1] + y / KM_PER_DEGREE_LAT) * STEPS_PER_DEGREE) / STEPS_PER_DEGREE]

export const distance_km = (a: Spot, b: Spot): number => Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)

/** Tells whether spots lie inside a ring (even-odd rule), its edges sorted into rows: O(edges that cross the row). */
export function insideOf(ring: readonly Spot[], row_km = 0.5): (spot: Spot) => boolean {
  const rows = new Map<number, [Spot, Spot][]>()
  for (const [i, a] of ring.entries()) {
    const b = ring[(i + 1) % ring.length] as Spot
    const last = Math.floor(Math.max(a[1], b[1]) / row_km)
    for (let row = Math.floor(Math.min(a[1], b[1]) / row_km); row <= last; row++) {
      const edges = rows.get(row)
      if (edges) edges.push([a, b])
      else rows.set(row, [[a, b]])
    }
  }
  return ([x, y]) => {
    let inside = false
    for (const [[ax, ay], [bx, by]] of rows.get(Math.floor(y / row_km)) ?? []) {
      if ((ay > y) !== (by > y) && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    }
    return inside
  }
}

/** Cuts a ring to a box (Sutherland and Hodgman 1974); parts that leave and return stay joined along the box's side. */
export function clipToBox(ring: readonly Spot[], [west, south, east, north]: readonly [number, number, number, number]): Spot[] {
  const sides: [(p: Spot) => boolean, 0 | 1, number][] = [[(p) => p[0] >= west, 0, west], [(p) => p[0] <= east, 0, east], [(p) => p[1] >= south, 1, south], [(p) => p[1] <= north, 1, north]]
  return sides.reduce<readonly Spot[]>((points, [holds, axis, at]) => points.flatMap((point, i) => {
    const before = points[(i + points.length - 1) % points.length] as Spot
    const crossing = holds(point) === holds(before) ? [] : [crossingWith(before, point, axis, at)]
    return holds(point) ? [...crossing, point] : crossing
  }), ring) as Spot[]
}

function crossingWith(a: Spot, b: Spot, axis: 0 | 1, at: number): Spot {
  const t = (at - a[axis]) / (b[axis] - a[axis])
  return axis === 0 ? [at, a[1] + t * (b[1] - a[1])] : [a[0] + t * (b[0] - a[0]), at]
}

/** Splits a line into equal steps of about `step_km`, ends kept. */
export function resample(points: readonly Spot[], step_km: number): Spot[] {
  const first = points[0]
  if (first === undefined) return []
  return [first, ...points.slice(1).flatMap((to, i) => {
    const from = points[i] as Spot
    const pieces = Math.max(1, Math.round(distance_km(from, to) / step_km))
    return Array.from({ length: pieces }, (_, k): Spot => [from[0] + ((to[0] - from[0]) * (k + 1)) / pieces, from[1] + ((to[1] - from[1]) * (k + 1)) / pieces])
  })]
}

/** Rounds the corners of an open line: a Catmull-Rom spline through its points. */
export function smooth(points: readonly Spot[], step_km: number): Spot[] {
  if (points.length < 3) return resample(points, step_km)
  const at = (i: number): Spot => points[Math.max(0, Math.min(points.length - 1, i))] as Spot
  const curve = points.slice(1).flatMap((to, i): Spot[] => {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), to, at(i + 2)]
    const pieces = Math.max(1, Math.round(distance_km(p1, p2) / step_km))
    return Array.from({ length: pieces }, (_, k) => {
      const t = (k + 1) / pieces
      return [0, 1].map((axis) => spline(p0[axis] as number, p1[axis] as number, p2[axis] as number, p3[axis] as number, t)) as unknown as Spot
    })
  })
  return [points[0] as Spot, ...curve]
}

const spline = (a: number, b: number, c: number, d: number, t: number): number =>
  0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
