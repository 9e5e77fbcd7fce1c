/** Plane geometry on degrees, good enough at the size of a city. Boundaries are GeoJSON; a border belongs to both sides. */
import type { Bounds, BoundaryGeometry } from './contract.ts'

export type Point = readonly [number, number]
export type Ring = readonly (readonly number[])[]

/** The rings of a boundary by polygon: outer ring first, then holes. */
export const polygonsOf = (boundary: BoundaryGeometry): Ring[][] =>
  boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates

/** Polygon where one is enough, MultiPolygon otherwise; null for none. */
export function boundaryFrom(polygons: number[][][][]): BoundaryGeometry | null {
  const [first] = polygons
  if (first === undefined) return null
  return polygons.length === 1 ? { type: 'Polygon', coordinates: first } : { type: 'MultiPolygon', coordinates: polygons }
}

/** West, south, east, north. O(points). */
export function boundsOf(boundary: BoundaryGeometry): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [outer] of polygonsOf(boundary)) {
    for (const [x, y] of outer as [number, number][]) {
      west = Math.min(west, x); east = Math.max(east, x); south = Math.min(south, y); north = Math.max(north, y)
    }
  }
  return [west, south, east, north]
}

export const joinBounds = (a: Bounds, b: Bounds): Bounds => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]

/** True when the point lies in the boundary or exactly on its border; holes are outside, their borders inside. O(points). */
export function contains(boundary: BoundaryGeometry, [x, y]: Point): boolean {
  return polygonsOf(boundary).some(([outer, ...holes]) => {
    const side = sideOf(outer as Ring, x, y)
    return side === 'border' || (side === 'inside' && holes.every((hole) => sideOf(hole, x, y) !== 'inside'))
  })
}

function sideOf(ring: Ring, x: number, y: number): 'inside' | 'outside' | 'border' {
  let inside = false
  for (let i = 1; i < ring.length; i++) {
    // Both neighbours compute a shared edge in the same order, so rounding never leaves a gap between them.
    const [[ax, ay], [bx, by]] = upward(ring[i - 1] as Point, ring[i] as Point)
    if (ay > y || by < y || (ax < x && bx < x)) continue
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    if (cross === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return 'border'
    if (ay <= y && y < by && cross > 0) inside = !inside
  }
  return inside ? 'inside' : 'outside'
}

const upward = (a: Point, b: Point): [Point, Point] => (a[1] < b[1] || (a[1] === b[1] && a[0] <= b[0]) ? [a, b] : [b, a])

/** Twice the signed area; positive when the ring runs anticlockwise. O(points). */
export function signedArea(ring: Ring): number {
  let sum = 0
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] as [number, number]
    const [bx, by] = ring[i] as [number, number]
    sum += ax * by - bx * ay
  }
  return sum
}

/**
 * A point inside the boundary, as far from its border as a scan of nine lines finds: where a label may stand.
 * O(points). Exact enough for labels; the centroid of a bent shape can lie outside, this cannot.
 */
export function innerPoint(boundary: BoundaryGeometry): [number, number] {
  const polygons = polygonsOf(boundary)
  const largest = polygons.reduce((a, b) => (Math.abs(signedArea(b[0] as Ring)) > Math.abs(signedArea(a[0] as Ring)) ? b : a))
  const [west, south, east, north] = boundsOf({ type: 'Polygon', coordinates: largest as number[][][] })
  let best: { at: [number, number]; score: number } = { at: [(west + east) / 2, (south + north) / 2], score: -1 }
  for (let line = 1; line < 10; line++) {
    const y = south + ((north - south) * line) / 10
    const crossings = largest.flatMap((ring) => crossingsAt(ring, y)).toSorted((a, b) => a - b)
    for (let i = 1; i < crossings.length; i += 2) {
      const [from, to] = [crossings[i - 1] as number, crossings[i] as number]
      const score = (to - from) * Math.min(line, 10 - line)
      if (score > best.score) best = { at: [(from + to) / 2, y], score }
    }
  }
  return best.at
}

function crossingsAt(ring: Ring, y: number): number[] {
  const found: number[] = []
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] as [number, number]
    const [bx, by] = ring[i] as [number, number]
    if ((ay > y) !== (by > y)) found.push(ax + ((y - ay) / (by - ay)) * (bx - ax))
  }
  return found
}
