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
