import type { OsmWay } from '../osm.ts'
import { graphOf, islandsOf } from './graph.ts'
import type { Graph, Island } from './graph.ts'
import { hierarchyOf } from './hierarchy.ts'
import { NearestStreet } from './nearest.ts'
import type { Spot } from './nearest.ts'
import { Routing } from './routing.ts'
import type { Walk } from './routing.ts'
import { walkingBar } from './walking.ts'

export { graphOf } from './graph.ts'
export type { Graph, Island, StreetLine } from './graph.ts'
export { MinHeap } from './heap.ts'
export { NearestStreet } from './nearest.ts'
export type { Spot } from './nearest.ts'
export type { Walk } from './routing.ts'

export interface NetworkReport {
  streets: number
  vertices: number
  edges: number
  length_m: number
  /** Streets on which people may not walk, counted by the tag that says so. */
  barred: Record<string, number>
  /** Parts that hang together with nothing else and were dropped, longest first. */
  islands: Island[]
}

/** The streets on which people walk: the nearest street, distance tables and walks. One per thread; the graph may be shared. */
export class StreetNetwork {
  readonly graph: Graph
  readonly report: NetworkReport
  /** Name and class of each line of the graph (`graph.line`). */
  readonly streets: readonly { id: number, name: string | null, highway: string }[]
  private readonly index: NearestStreet
  private routing: Routing | undefined

  constructor(graph: Graph, report: NetworkReport, streets: StreetNetwork['streets']) {
    this.graph = graph
    this.report = report
    this.streets = streets
    this.index = new NearestStreet(graph)
  }

  /** The nearest place on a street to a place in WGS-84 degrees; undefined only without streets. */
  nearest(lon: number, lat: number): Spot | undefined { return this.index.nearest(lon, lat) }

  /** Edges within a radius, each with its nearest place, nearest first. */
  within(lon: number, lat: number, radius_m: number, most?: number): Spot[] { return this.index.within(lon, lat, radius_m, most) }

  /** Metres on foot, sources × targets, row after row, the ways to and from the street left out. Exact. */
  table(sources: readonly Spot[], targets: readonly Spot[] = sources): Float64Array { return this.prepared().table(sources, targets) }

  /** A shortest walk with its shape. */
  walk(source: Spot, target: Spot): Walk | null { return this.prepared().walk(source, target) }

  /** The hierarchy is built when the first distance is asked for. */
  private prepared(): Routing { return this.routing ??= new Routing(this.graph, hierarchyOf(this.graph)) }
}

/**
 * The walking network of an OpenStreetMap extract: ways on which people may walk, the longest part that hangs together.
 * What is left out is in the report. O(points); the first table or walk then prepares the hierarchy, which takes seconds for a
 * whole city: keep the network, in a worker.
 */
export function walkingNetwork(ways: readonly OsmWay[]): StreetNetwork {
  const barred: Record<string, number> = {}
  const walkable: OsmWay[] = []
  for (const way of ways) {
    if (way.tags['highway'] === undefined) continue
    const bar = walkingBar(way.tags)
    if (bar === null) walkable.push(way)
    else barred[bar] = (barred[bar] ?? 0) + 1
  }
  const whole = graphOf(walkable)
  const { islandOf, main, islands } = islandsOf(whole)
  const lines: OsmWay[] = []
  const added = new Set<number>()
  for (let edge = 0; edge < whole.edges; edge++) {
    if (islandOf[edge] !== main || added.has(whole.line[edge]!)) continue
    added.add(whole.line[edge]!)
    lines.push(walkable[whole.line[edge]!]!)
  }
  const graph = graphOf(lines)
  return new StreetNetwork(graph, {
    streets: lines.length,
    vertices: graph.vertices,
    edges: graph.edges,
    length_m: graph.length_mm.reduce((sum, length) => sum + length, 0) / 1000,
    barred,
    islands,
  }, lines.map(({ id, tags }) => ({ id, name: tags['name'] ?? null, highway: tags['highway']! })))
}
