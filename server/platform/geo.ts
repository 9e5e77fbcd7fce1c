/** Small plane geometry for distances of a city: exact enough (better than 0.1 %) below 50 km. Pure. */
import { distance_m as greatCircle_m, EARTH_RADIUS_M, RADIANS } from './geodesy.ts'
import type { Coordinate, Position } from './shapes.ts'

/** Great-circle distance in metres between two positions. */
export function distance_m(a: Position, b: Position): number {
  return greatCircle_m(a.lon, a.lat, b.lon, b.lat)
}

/** The box around a position that contains everything within `radius_m`. */
export function boxAround(center: Position, radius_m: number): { west: number; south: number; east: number; north: number } {
  const dLat = radius_m / EARTH_RADIUS_M / RADIANS
  const dLon = dLat / Math.max(0.01, Math.cos(center.lat * RADIANS))
  return { west: center.lon - dLon, south: center.lat - dLat, east: center.lon + dLon, north: center.lat + dLat }
}

/** Distance in metres from a position to a line of at least two points, on the local plane. O(n). */
export function distanceToLine_m(p: Position, line: readonly Coordinate[]): number {
  const kx = Math.cos(p.lat * RADIANS) * EARTH_RADIUS_M * RADIANS
  const ky = EARTH_RADIUS_M * RADIANS
  let best = Infinity
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = toPlane(line[i - 1] as Coordinate, p, kx, ky)
    const [bx, by] = toPlane(line[i] as Coordinate, p, kx, ky)
    const [dx, dy] = [bx - ax, by - ay]
    const length2 = dx * dx + dy * dy
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length2))
    best = Math.min(best, Math.hypot(ax + t * dx, ay + t * dy))
  }
  return best
}

const toPlane = ([lon, lat]: Coordinate, origin: Position, kx: number, ky: number): [number, number] => [(lon - origin.lon) * kx, (lat - origin.lat) * ky]

/** Even-odd rule; points on the border may fall on either side. O(n). */
export function insideRing(p: Position, ring: readonly Coordinate[]): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] as Coordinate
    const [xj, yj] = ring[j] as Coordinate
    if (yi > p.lat !== yj > p.lat && p.lon < ((xj - xi) * (p.lat - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/** Metres outside a route (from the line) or an area (0 inside, else to its border). */
export function distanceToShape_m(p: Position, shape: { type: 'LineString'; coordinates: Coordinate[] } | { type: 'Polygon'; coordinates: [Coordinate[]] }): number {
  if (shape.type === 'LineString') return distanceToLine_m(p, shape.coordinates)
  return insideRing(p, shape.coordinates[0]) ? 0 : distanceToLine_m(p, shape.coordinates[0])
}
