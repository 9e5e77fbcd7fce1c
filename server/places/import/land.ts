/** Land against the sea around a city, from Natural Earth 1:10 million (public domain) as the package `world-atlas` carries it. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { feature } from 'topojson-client'

type Topology = Parameters<typeof feature>[0]

/** Outer rings of all land on Earth, longitude and latitude. About 0.2 s. */
export function readLand(): [number, number][][] {
  const topology = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/land-10m.json'), 'utf8')) as Topology
  const land = feature(topology, topology.objects['land'] as never) as unknown as GeoJSON.FeatureCollection<GeoJSON.MultiPolygon>
  return land.features.flatMap(({ geometry }) => geometry.coordinates.map(([outer]) => outer as [number, number][]))
}

type Pair = readonly [number, number]

/** Cuts a ring to west, south, east, north (Sutherland and Hodgman 1974); parts that leave and return stay joined along the side. */
export function clipToBox(ring: readonly Pair[], [west, south, east, north]: readonly [number, number, number, number]): Pair[] {
  const sides: [(p: Pair) => boolean, 0 | 1, number][] = [[(p) => p[0] >= west, 0, west], [(p) => p[0] <= east, 0, east], [(p) => p[1] >= south, 1, south], [(p) => p[1] <= north, 1, north]]
  return sides.reduce<readonly Pair[]>((points, [holds, axis, at]) => points.flatMap((point, i) => {
    const before = points[(i + points.length - 1) % points.length] as Pair
    const crossing = holds(point) === holds(before) ? [] : [crossingWith(before, point, axis, at)]
    return holds(point) ? [...crossing, point] : crossing
  }), ring) as Pair[]
}

function crossingWith(a: Pair, b: Pair, axis: 0 | 1, at: number): Pair {
  const t = (at - a[axis]) / (b[axis] - a[axis])
  return axis === 0 ? [at, a[1] + t * (b[1] - a[1])] : [a[0] + t * (b[0] - a[0]), at]
}
