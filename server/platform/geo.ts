/** Distances on the sphere and on a flat map for a neighbourhood; WGS-84 degrees in, metres out. Pure, also for browsers. */
import type { Coordinate, Position } from './shapes.ts'

/** Mean radius of the earth (IUGG), metres. */
export const EARTH_RADIUS_M = 6_371_008.8
/** Radians in a degree. */
export const RADIANS = Math.PI / 180

/** Great-circle distance in metres by the haversine formula (Sinnott 1984); error against the ellipsoid below 0.6 %. */
export function greatCircle_m(lonA: number, latA: number, lonB: number, latB: number): number {
  const sinLat = Math.sin((latB - latA) * RADIANS / 2)
  const sinLon = Math.sin((lonB - lonA) * RADIANS / 2)
  const h = sinLat * sinLat + Math.cos(latA * RADIANS) * Math.cos(latB * RADIANS) * sinLon * sinLon
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Great-circle distance in metres between two positions. */
export const distance_m = (a: Position, b: Position): number => greatCircle_m(a.lon, a.lat, b.lon, b.lat)

/**
 * A flat map around one point, x eastward and y northward in metres (equirectangular). Lengths within a city
 * (50 km) differ from the sphere by less than 1 % up to 60° of latitude.
 */
export interface Plane {
  x_m: (lon: number) => number
  y_m: (lat: number) => number
  lon: (x_m: number) => number
  lat: (y_m: number) => number
}

export function planeAround(lon: number, lat: number): Plane {
  const perLat = EARTH_RADIUS_M * RADIANS
  const perLon = perLat * Math.cos(lat * RADIANS)
  return {
    x_m: (other) => (other - lon) * perLon,
    y_m: (other) => (other - lat) * perLat,
    lon: (x_m) => lon + x_m / perLon,
    lat: (y_m) => lat + y_m / perLat,
  }
}

/** The box around a position that contains everything within `radius_m`. */
export function boxAround(center: Position, radius_m: number): { west: number; south: number; east: number; north: number } {
  const dLat = radius_m / EARTH_RADIUS_M / RADIANS
  const dLon = dLat / Math.max(0.01, Math.cos(center.lat * RADIANS))
  return { west: center.lon - dLon, south: center.lat - dLat, east: center.lon + dLon, north: center.lat + dLat }
}

/** Distance in metres from a position to a line of at least two points, on the local plane. O(n). */
export function distanceToLine_m(p: Position, line: readonly Coordinate[]): number {
  const plane = planeAround(p.lon, p.lat)
  let best = Infinity
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1] as Coordinate, line[i] as Coordinate]
    const [ax, ay] = [plane.x_m(a[0]), plane.y_m(a[1])]
    const [dx, dy] = [plane.x_m(b[0]) - ax, plane.y_m(b[1]) - ay]
    const length2 = dx * dx + dy * dy
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length2))
    best = Math.min(best, Math.hypot(ax + t * dx, ay + t * dy))
  }
  return best
}

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
