import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { greatCircle_m, planeAround } from '../../platform/geo.ts'
import { readOsm } from '../osm.ts'
import type { OsmWay } from '../osm.ts'
import { graphOf, walkingNetwork } from './network.ts'
import type { Graph, Spot, StreetNetwork } from './network.ts'
import { walkingBar } from './walking.ts'

const plane = planeAround(117.65, 24.51)

/** Streets on a crooked grid of points, so that loops, dead ends, parallel streets and islands all occur. */
const ways: fc.Arbitrary<OsmWay[]> = fc.integer({ min: 2, max: 6 }).chain((side) =>
  fc.array(fc.array(fc.integer({ min: 0, max: side * side - 1 }), { minLength: 2, maxLength: 7 }), { minLength: 1, maxLength: 14 }).map((lines) =>
    lines.map((nodes, id) => ({
      id, tags: { highway: 'residential', name: `${id}路` }, nodes,
      coordinates: nodes.map((node): [number, number] => [plane.lon((node % side) * 97 + (node * 37) % 23), plane.lat(Math.floor(node / side) * 83 + (node * 53) % 31)]),
    }))))

const share = fc.double({ min: 0, max: 1, noNaN: true })
const pick = fc.tuple(fc.nat(), share)

/** A spot somewhere on the network. */
function spotAt(network: StreetNetwork, [number, along]: [number, number]): Spot {
  const edge = number % network.graph.edges
  return { edge, along_mm: Math.round(along * network.graph.length_mm[edge]!), lon: 0, lat: 0, distance_m: 0 }
}

/** Bellman and Ford's distances in millimetres from a spot to every vertex: slow, plain, another method. */
function distancesFrom(graph: Graph, { edge, along_mm }: Spot): Float64Array {
  const distance = new Float64Array(graph.vertices).fill(Infinity)
  distance[graph.from[edge]!] = along_mm
  distance[graph.to[edge]!] = Math.min(distance[graph.to[edge]!]!, graph.length_mm[edge]! - along_mm)
  for (let changed = true; changed;) {
    changed = false
    for (let e = 0; e < graph.edges; e++) {
      for (const [a, b] of [[graph.from[e]!, graph.to[e]!], [graph.to[e]!, graph.from[e]!]] as const) {
        if (distance[a]! + graph.length_mm[e]! >= distance[b]!) continue
        distance[b] = distance[a]! + graph.length_mm[e]!
        changed = true
      }
    }
  }
  return distance
}

function plainDistance_m(graph: Graph, a: Spot, b: Spot): number {
  const distance = distancesFrom(graph, a)
  const around = Math.min(distance[graph.from[b.edge]!]! + b.along_mm, distance[graph.to[b.edge]!]! + graph.length_mm[b.edge]! - b.along_mm)
  return (a.edge === b.edge ? Math.min(around, Math.abs(a.along_mm - b.along_mm)) : around) / 1000
}

describe('a distance table', () => {
  test('equals the plain search to the last millimetre', () => {
    fc.assert(fc.property(ways, fc.array(pick, { minLength: 1, maxLength: 5 }), fc.array(pick, { minLength: 1, maxLength: 5 }), (streets, from, to) => {
      const network = walkingNetwork(streets)
      const sources = from.map((one) => spotAt(network, one))
      const targets = to.map((one) => spotAt(network, one))
      const expected = sources.flatMap((a) => targets.map((b) => plainDistance_m(network.graph, a, b)))
      expect([...network.table(sources, targets)]).toEqual(expected)
    }), { numRuns: 400 })
  })

  test('is symmetric with a zero diagonal when sources and targets are the same', () => {
    fc.assert(fc.property(ways, fc.array(pick, { minLength: 2, maxLength: 6 }), (streets, picks) => {
      const network = walkingNetwork(streets)
      const spots = picks.map((one) => spotAt(network, one))
      const table = network.table(spots)
      spots.forEach((_, a) => spots.forEach((__, b) => expect(table[a * spots.length + b]).toBe(table[b * spots.length + a])))
      expect(spots.every((_, a) => table[a * spots.length + a] === 0)).toBe(true)
    }))
  })
})

describe('a walk', () => {
  test('is as long as the table says, and its shape is that long and joins the spots', () => {
    fc.assert(fc.property(ways, pick, pick, (streets, from, to) => {
      const network = walkingNetwork(streets)
      fc.pre(network.graph.length_mm.every((length) => length > 0))
      const [a, b] = [spotAt(network, from), spotAt(network, to)]
      const walk = network.walk(a, b)!
      expect(walk.length_m).toBe(network.table([a], [b])[0])
      const shape_m = walk.coordinates.slice(1).reduce((sum, [lon, lat], k) => sum + greatCircle_m(...walk.coordinates[k]!, lon, lat), 0)
      if (walk.length_m > 0) expect(Math.abs(shape_m - walk.length_m)).toBeLessThan(0.05)
      for (const [spot, end] of [[a, walk.coordinates[0]!], [b, walk.coordinates.at(-1)!]] as const) {
        const there = network.within(...end, 0.05).find(({ edge }) => edge === spot.edge)
        expect(there).toBeDefined()
      }
    }), { numRuns: 300 })
  })

  test('follows the street, not the straight line', () => {
    const street: OsmWay = { id: 1, tags: { highway: 'footway' }, nodes: [1, 2, 3], coordinates: [[0, 0], [0.001, 0], [0.001, 0.001]] }
    const network = walkingNetwork([street])
    const walk = network.walk(network.nearest(0.0005, 0)!, network.nearest(0.001, 0.0005)!)!
    expect(walk.coordinates.map(([lon, lat]) => [Math.round(lon * 1e4) / 1e4, Math.round(lat * 1e4) / 1e4])).toEqual([[0.0005, 0], [0.001, 0], [0.001, 0.0005]])
    expect(walk.length_m).toBeCloseTo(111.19, 1)
  })
})

describe('the nearest street', () => {
  test('is nearest among all, near and far', () => {
    fc.assert(fc.property(ways, fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -3000, max: 3000 }), (streets, x, y) => {
      const network = walkingNetwork(streets)
      const { shapeStart, shapeLon, shapeLat, length_mm, edges } = network.graph
      const [lon, lat] = [plane.lon(x), plane.lat(y)]
      const found = network.nearest(lon, lat)!
      let best = Infinity
      for (let edge = 0; edge < edges; edge++) {
        for (let point = shapeStart[edge]! + 1; point < shapeStart[edge + 1]!; point++) {
          const [ax, ay] = [plane.x_m(shapeLon[point - 1]!), plane.y_m(shapeLat[point - 1]!)]
          const [dx, dy] = [plane.x_m(shapeLon[point]!) - ax, plane.y_m(shapeLat[point]!) - ay]
          const t = dx === 0 && dy === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
          best = Math.min(best, Math.hypot(ax + t * dx - x, ay + t * dy - y))
        }
      }
      expect(Math.abs(found.distance_m - best)).toBeLessThan(0.001 * best + 0.01)
      expect(Math.abs(greatCircle_m(lon, lat, found.lon, found.lat) - best)).toBeLessThan(0.01 * best + 0.01)
      expect(found.along_mm).toBeLessThanOrEqual(length_mm[found.edge]!)
    }))
  })

  test('within a radius names each edge once, nearest first, and none beyond', () => {
    fc.assert(fc.property(ways, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 400 }), (streets, x, y, radius) => {
      const network = walkingNetwork(streets)
      const spots = network.within(plane.lon(x), plane.lat(y), radius)
      expect(new Set(spots.map(({ edge }) => edge)).size).toBe(spots.length)
      expect(spots.every(({ distance_m: d }, k) => d <= radius && (k === 0 || d >= spots[k - 1]!.distance_m))).toBe(true)
      const nearest = network.nearest(plane.lon(x), plane.lat(y))!
      if (spots.length > 0) expect(spots[0]!.distance_m).toBe(nearest.distance_m)
      else expect(nearest.distance_m).toBeGreaterThan(radius)
    }))
  })

  test('is undefined where there are no streets', () => {
    expect(walkingNetwork([]).nearest(117, 24)).toBeUndefined()
  })
})

describe('walkingNetwork', () => {
  const way = (id: number, nodes: number[], tags: Record<string, string> = { highway: 'path' }): OsmWay =>
    ({ id, tags, nodes, coordinates: nodes.map((node) => [node / 1000, 0]) })

  test('keeps the longest part and reports the islands it drops', () => {
    const { report } = walkingNetwork([way(1, [1, 2, 3]), way(2, [3, 9]), way(3, [20, 21]), way(4, [30, 32])])
    expect(report).toMatchObject({ streets: 2, vertices: 3, edges: 2 })
    expect(report.islands.map(({ edges, length_m }) => [edges, Math.round(length_m)])).toEqual([[1, 222], [1, 111]])
    expect(Math.round(report.length_m)).toBe(890)
  })

  test('counts the streets it bars, by the tag that bars them', () => {
    const { report } = walkingNetwork([way(1, [1, 2]), way(2, [2, 3], { highway: 'motorway' }), way(3, [2, 4], { highway: 'service', access: 'private' }), way(4, [1, 2], { building: 'yes' })])
    expect(report.barred).toEqual({ 'highway=motorway': 1, 'access=private': 1 })
    expect(report.streets).toBe(1)
  })

  test('joins streets only where they share a node', () => {
    const graph = graphOf([way(1, [1, 2, 3]), way(2, [5, 2, 6]), way(3, [7, 8])])
    expect([graph.vertices, graph.edges]).toEqual([7, 5])
  })
})

describe('walkingBar', () => {
  test.each<[string | null, Record<string, string>]>([
    [null, { highway: 'residential' }],
    [null, { highway: 'steps' }],
    [null, { highway: 'cycleway' }],
    [null, { highway: 'motorway', foot: 'yes' }],
    [null, { highway: 'service', access: 'private', foot: 'permissive' }],
    ['highway=motorway', { highway: 'motorway' }],
    ['highway=construction', { highway: 'construction', foot: 'yes' }],
    ['foot=no', { highway: 'primary', foot: 'no' }],
    ['access=no', { highway: 'service', access: 'no' }],
    ['motorroad=yes', { highway: 'trunk', motorroad: 'yes' }],
    ['sac_scale=alpine_hiking', { highway: 'path', sac_scale: 'alpine_hiking' }],
    ['highway=', { building: 'yes' }],
  ])('says %s of %j', (bar, tags) => {
    expect(walkingBar(tags)).toBe(bar)
  })
})

const given = process.env['REDVEST_TEST_DATA'] && join(process.env['REDVEST_TEST_DATA'], 'geo')
describe.skipIf(!given || !existsSync(given))('on real streets', () => {
  test.each(['monaco.osm.gz', 'andorra.osm.pbf'])('%s: a table equals the plain search', (file) => {
    const network = walkingNetwork(readOsm(readFileSync(join(given!, file))).ways)
    const spots = Array.from({ length: 15 }, (_, k) => spotAt(network, [k * 7919, (k % 5) / 5]))
    expect([...network.table(spots)]).toEqual(spots.flatMap((a) => spots.map((b) => plainDistance_m(network.graph, a, b))))
    expect(network.report.islands.length).toBeGreaterThan(0)
  })
})
