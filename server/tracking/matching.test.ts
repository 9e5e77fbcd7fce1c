import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { graphOf, NearestStreet } from '../places/network/network.ts'
import type { Graph, Spot, StreetLine } from '../places/network/network.ts'
import { greatCircle_m, planeAround } from '../platform/geo.ts'
import { MATCH_RULES, matchTrack } from './matching.ts'
import type { MatchFix, PassedEdge } from './matching.ts'

const plane = planeAround(117.65, 24.51)
const SIDE = 5

function place(node: number): [number, number] {
  return [plane.lon((node % SIDE) * 150 + (node * 37) % 41), plane.lat(Math.floor(node / SIDE) * 140 + (node * 53) % 37)]
}
function street(a: number, b: number, oneWay = false): StreetLine {
  return { nodes: [a, b], coordinates: [place(a), place(b)], oneWay }
}
const all: [number, number][] = Array.from({ length: SIDE * SIDE }, (_, k): [number, number][] => [
  ...(k % SIDE < SIDE - 1 ? [[k, k + 1] as [number, number]] : []),
  ...(k < SIDE * (SIDE - 1) ? [[k, k + SIDE] as [number, number]] : []),
]).flat()
const city = graphOf(all.map(([a, b]) => street(a, b)))
const index = new NearestStreet(city)

/** Directions of a wander over the grid that does not turn back at once. */
const wander = fc.tuple(fc.nat({ max: SIDE * SIDE - 1 }), fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 12 })).map(([start, turns]) => {
  const way = [start]
  for (const turn of turns) {
    const at = way.at(-1)!
    const next = [1, SIDE, -1, -SIDE].map((step) => at + step).filter((to) => to !== way.at(-2) && all.some(([a, b]) => (a === at && b === to) || (b === at && a === to)))
    if (next.length > 0) way.push(next[turn % next.length]!)
  }
  return way
}).filter((way) => way.length > 2)

/** A fix every 30 m along the way, off by what `off` says. */
function fixesAlong(way: number[], off: (k: number) => number): MatchFix[] {
  const fixes: MatchFix[] = []
  for (let k = 1; k < way.length; k++) {
    const [from, to] = [place(way[k - 1]!), place(way[k]!)]
    const steps = Math.round(greatCircle_m(...from, ...to) / 30)
    for (let step = k === 1 ? 0 : 1; step <= steps; step++) {
      const at = step / steps
      fixes.push({
        lon: plane.lon(plane.x_m(from[0] + at * (to[0] - from[0])) + off(2 * fixes.length)),
        lat: plane.lat(plane.y_m(from[1] + at * (to[1] - from[1])) + off(2 * fixes.length + 1)),
      })
    }
  }
  return fixes
}

function endsOf(graph: Graph, { edge, forward }: PassedEdge): [number, number] {
  return forward ? [graph.from[edge]!, graph.to[edge]!] : [graph.to[edge]!, graph.from[edge]!]
}
/** The nodes of the grid by place, as vertices are numbered otherwise. */
function nodesOf(graph: Graph, edges: PassedEdge[]): string[] {
  return edges.map((passed) => endsOf(graph, passed).map((vertex) => all.flat().find((node) =>
    Math.abs(place(node)[0] - graph.lon[vertex]!) < 1e-9 && Math.abs(place(node)[1] - graph.lat[vertex]!) < 1e-9)).join('>'))
}
const pairs = (way: number[]): string[] => way.slice(1).map((to, k) => `${way[k]}>${to}`)

describe('matchTrack', () => {
  test('finds exactly the way of a track without noise, in its direction', () => {
    fc.assert(fc.property(wander, (way) => {
      const { pieces } = matchTrack(index, fixesAlong(way, () => 0))
      expect(pieces.map(({ edges }) => nodesOf(city, edges))).toEqual([pairs(way)])
    }))
  })

  test('finds nearly all of the way of a noisy track', () => {
    let right = 0
    let of = 0
    fc.assert(fc.property(wander, fc.array(fc.double({ min: -14, max: 14, noNaN: true }), { minLength: 7, maxLength: 7 }), (way, offs) => {
      const found = new Set(matchTrack(index, fixesAlong(way, (k) => offs[k % 7]!)).pieces.flatMap(({ edges }) => nodesOf(city, edges)))
      const wanted = new Set(pairs(way))
      right += [...wanted].filter((pair) => found.has(pair)).length
      of += new Set([...wanted, ...found]).size
    }), { seed: 5, numRuns: 150 })
    expect(right / of).toBeGreaterThan(0.85)
  })

  test('takes the cheapest of all sequences of candidates', () => {
    const rules = { ...MATCH_RULES, sigma_m: 5, radius_m: 90, mostCandidates: 4, detours_m: [1e6] }
    const fix = fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 560 })).map(([x, y]): MatchFix => ({ lon: plane.lon(x), lat: plane.lat(y) }))
    fc.assert(fc.property(fc.array(fix, { minLength: 2, maxLength: 4 }), (fixes) => {
      const columns = fixes.map(({ lon, lat }) => index.within(lon, lat, rules.radius_m, rules.mostCandidates))
      fc.pre(columns.every((spots) => spots.length > 0) && fixes.every((one, k) => k === 0 || gap(fixes[k - 1]!, one) >= 10))
      const { pieces } = matchTrack(index, fixes, rules)
      expect(pieces.length).toBe(1)
      expect(pieces[0]!.cost).toBeCloseTo(cheapestOf(fixes, columns, rules.sigma_m, rules.beta_m), 6)
    }), { numRuns: 60 })
  })

  test('joins the edges of a piece end to end and never goes against a one-way street', () => {
    const oneWays = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: all.length, maxLength: all.length })
    const offs = fc.array(fc.double({ min: -60, max: 60, noNaN: true }), { minLength: 11, maxLength: 11 })
    fc.assert(fc.property(oneWays, wander, offs, (kinds, way, off) => {
      const graph = graphOf(all.map(([a, b], k) => (kinds[k]![1] ? street(b, a, kinds[k]![0]) : street(a, b, kinds[k]![0]))))
      const fixes = fixesAlong(way, (k) => off[k % 11]!)
      const { pieces, spots } = matchTrack(new NearestStreet(graph), fixes)
      expect(spots.length).toBe(fixes.length)
      for (const { edges } of pieces) {
        expect(edges.every(({ edge, forward }) => forward || graph.oneWay[edge] === 0)).toBe(true)
        for (let k = 1; k < edges.length; k++) {
          const joined = endsOf(graph, edges[k - 1]!)[1] === endsOf(graph, edges[k]!)[0]
          const turned = edges[k - 1]!.edge === edges[k]!.edge
          expect(joined || turned).toBe(true)
        }
      }
    }))
  })

  test('opens a new piece where no way leads on', () => {
    const apart = graphOf([street(0, 1), street(23, 24)])
    const { pieces } = matchTrack(new NearestStreet(apart), [...fixesAlong([0, 1], () => 0), ...fixesAlong([23, 24], () => 0)])
    expect(pieces.length).toBe(2)
  })

  test('gives no place to a fix far from every street, and nothing for no fixes', () => {
    const far: MatchFix = { lon: plane.lon(5000), lat: plane.lat(5000) }
    expect(matchTrack(index, [far])).toEqual({ spots: [null], pieces: [] })
    expect(matchTrack(index, [])).toEqual({ spots: [], pieces: [] })
  })

  test('trusts an inaccurate fix less', () => {
    const twoRoads = graphOf([
      { nodes: [1, 2], coordinates: [[plane.lon(0), plane.lat(0)], [plane.lon(400), plane.lat(0)]] },
      { nodes: [3, 4], coordinates: [[plane.lon(0), plane.lat(60)], [plane.lon(400), plane.lat(60)]] },
      { nodes: [1, 3], coordinates: [[plane.lon(0), plane.lat(0)], [plane.lon(0), plane.lat(60)]] },
      { nodes: [2, 4], coordinates: [[plane.lon(400), plane.lat(0)], [plane.lon(400), plane.lat(60)]] },
    ])
    const along = (accuracy_m: number): MatchFix[] => [0, 100, 200, 300, 400].map((x) => ({ lon: plane.lon(x), lat: plane.lat(x === 200 ? 55 : 2), accuracy_m: x === 200 ? accuracy_m : 5 }))
    const { pieces, spots } = matchTrack(new NearestStreet(twoRoads), along(90))
    expect(new Set(pieces.flatMap(({ edges }) => edges.map(({ edge }) => edge)))).toEqual(new Set([0]))
    expect(spots.map((spot) => spot?.edge)).toEqual([0, 0, 0, 0, 0])
  })
})

function gap(a: MatchFix, b: MatchFix): number { return greatCircle_m(a.lon, a.lat, b.lon, b.lat) }

/** Every sequence of candidates tried, ways measured by Floyd and Warshall. */
function cheapestOf(fixes: MatchFix[], columns: Spot[][], sigma_m: number, beta_m: number): number {
  const n = city.vertices
  const ways = Array.from({ length: n }, (_, a) => Array.from({ length: n }, (__, b) => (a === b ? 0 : Infinity)))
  for (let edge = 0; edge < city.edges; edge++) {
    ways[city.from[edge]!]![city.to[edge]!] = ways[city.to[edge]!]![city.from[edge]!] = city.length_mm[edge]! / 1000
  }
  for (let via = 0; via < n; via++) {
    for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) ways[a]![b] = Math.min(ways[a]![b]!, ways[a]![via]! + ways[via]![b]!)
  }
  const exits = ({ edge, along_mm }: Spot): [number, number][] => [[city.from[edge]!, along_mm / 1000], [city.to[edge]!, (city.length_mm[edge]! - along_mm) / 1000]]
  const between = (a: Spot, b: Spot): number => Math.min(
    a.edge === b.edge ? Math.abs(a.along_mm - b.along_mm) / 1000 : Infinity,
    ...exits(a).flatMap(([v, out]) => exits(b).map(([w, into]) => out + ways[v]![w]! + into)),
  )
  const own = ({ distance_m: d }: Spot): number => (d <= 3 * sigma_m ? (d / sigma_m) ** 2 / 2 : 3 * d / sigma_m - 4.5)
  const sequences = columns.reduce<Spot[][]>((begun, spots) => begun.flatMap((sequence) => spots.map((spot) => [...sequence, spot])), [[]])
  return Math.min(...sequences.map((sequence) => sequence.reduce((sum, spot, k) =>
    sum + own(spot) + (k > 0 ? Math.abs(between(sequence[k - 1]!, spot) - gap(fixes[k - 1]!, fixes[k]!)) / beta_m : 0), 0)))
}
