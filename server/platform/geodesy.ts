/** Distances on the sphere and a flat map for a neighbourhood; WGS-84 degrees in, metres out. */

/** Mean radius of the earth (IUGG), metres. */
export const EARTH_RADIUS_M = 6_371_008.8
/** Radians in a degree. */
export const RADIANS = Math.PI / 180

/** Great-circle distance in metres by the haversine formula (Sinnott 1984); error against the ellipsoid below 0.6 %. */
export function distance_m(lonA: number, latA: number, lonB: number, latB: number): number {
  const sinLat = Math.sin((latB - latA) * RADIANS / 2)
  const sinLon = Math.sin((lonB - lonA) * RADIANS / 2)
  const h = sinLat * sinLat + Math.cos(latA * RADIANS) * Math.cos(latB * RADIANS) * sinLon * sinLon
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

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
