/**
 * Distance and containment on positions given as WGS-84 degrees × 10^7 (32-bit integers).
 * Good for a city: nothing here wraps around the antimeridian.
 */
import { EARTH_RADIUS_M, RADIANS } from '../../platform/geo.ts'

/** Metres of one 10^-7 degree along a meridian. */
export const METRES_PER_UNIT = (EARTH_RADIUS_M * RADIANS) / 1e7
/** Radians of half a 10^-7 degree: turns a sum of two latitudes into their mean in radians. */
export const HALF_UNIT_RAD = RADIANS / 2e7

/**
 * Metres between two positions on the sphere's tangent at their middle latitude:
 * sqrt(dlat² + (dlon · cos(mid))²). Against the great circle it is off by less than 10^-5 of the
 * distance up to 50 km away from the poles. O(1).
 */
export function distance_m(lonA_e7: number, latA_e7: number, lonB_e7: number, latB_e7: number): number {
  const dx = (lonA_e7 - lonB_e7) * Math.cos((latA_e7 + latB_e7) * HALF_UNIT_RAD)
  const dy = latA_e7 - latB_e7
  return METRES_PER_UNIT * Math.sqrt(dx * dx + dy * dy)
}

/**
 * Whether a position lies in a polygon, by the even-odd rule over all rings (holes are further rings).
 * A ring is lon, lat, lon, lat …, closed or not. A point on an edge may count either way. O(corners).
 */
export function insidePolygon(lon_e7: number, lat_e7: number, rings: readonly ArrayLike<number>[]): boolean {
  let inside = false
  for (const ring of rings) {
    let lonA = ring[ring.length - 2]!
    let latA = ring[ring.length - 1]!
    for (let i = 0; i < ring.length; i += 2) {
      const lonB = ring[i]!
      const latB = ring[i + 1]!
      if (latA > lat_e7 !== latB > lat_e7 && lon_e7 < ((lonB - lonA) * (lat_e7 - latA)) / (latB - latA) + lonA) inside = !inside
      lonA = lonB
      latA = latB
    }
  }
  return inside
}
