import { segmentLength_mm } from './graph.ts'
import type { Graph } from './graph.ts'
import { MinHeap } from './heap.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { Spot } from './nearest.ts'

export interface Walk {
  length_m: number
  /** WGS-84, longitude first, from spot to spot; at least two points. */
  coordinates: [longitude: number, latitude: number][]
}

/** What an upward search settles: vertices with their distance, and the arc that led there (-1 at a start). */
interface Climb { vertices: Int32Array, distance_mm: Float64Array, arc: Int32Array, below: Int32Array }

/** Exact walking distances and walks between places on streets, by a contraction hierarchy. One per thread. */
export class Routing {
  private readonly graph: Graph
  private readonly hierarchy: Hierarchy
  private readonly heap = new MinHeap()
  private readonly distance: Float64Array
  private readonly arc: Int32Array
  private readonly below: Int32Array
  private readonly reachedIn: Int32Array
  private turn = 0

  constructor(graph: Graph, hierarchy: Hierarchy) {
    this.graph = graph
    this.hierarchy = hierarchy
    this.distance = new Float64Array(graph.vertices)
    this.arc = new Int32Array(graph.vertices)
    this.below = new Int32Array(graph.vertices)
    this.reachedIn = new Int32Array(graph.vertices)
  }

  /**
   * Metres on foot from each source (row) to each target (column), row after row; Infinity where there is no way.
   * Exact: equal to Dijkstra's on the whole millimetres of the graph. One small search for each spot and one look at each
   * meeting (Knopp, Sanders, Schultes, Schulz and Wagner, "Computing Many-to-Many Shortest Paths Using Highway
   * Hierarchies", ALENEX 2007).
   */
  table(sources: readonly Spot[], targets: readonly Spot[]): Float64Array {
    const down = targets.map((spot) => this.climb(spot))
    const up = sources === targets ? down : sources.map((spot) => this.climb(spot))
    const meetings = bucketsOf(down, this.graph.vertices)
    const table = new Float64Array(sources.length * targets.length).fill(Infinity)
    up.forEach(({ vertices, distance_mm }, source) => {
      const base = source * targets.length
      for (let k = 0; k < vertices.length; k++) {
        const vertex = vertices[k]!
        const before = distance_mm[k]!
        for (let m = meetings.first[vertex]!; m < meetings.first[vertex + 1]!; m++) {
          const cell = base + meetings.target[m]!
          const length = before + meetings.distance_mm[m]!
          if (length < table[cell]!) table[cell] = length
        }
      }
      targets.forEach((target, t) => { table[base + t] = Math.min(table[base + t]!, alongOneEdge_mm(sources[source]!, target)) })
    })
    return table.map((length_mm) => length_mm / 1000)
  }

  /** A shortest walk, or null where there is none. */
  walk(source: Spot, target: Spot): Walk | null {
    const up = this.climb(source)
    const down = this.climb(target)
    const there = new Map(Array.from(down.vertices, (vertex, k) => [vertex, k]))
    let best = alongOneEdge_mm(source, target)
    let summit: [number, number] | undefined
    up.vertices.forEach((vertex, k) => {
      const m = there.get(vertex)
      if (m === undefined || up.distance_mm[k]! + down.distance_mm[m]! >= best) return
      best = up.distance_mm[k]! + down.distance_mm[m]!
      summit = [k, m]
    })
    if (best === Infinity) return null
    const coordinates: Walk['coordinates'] = []
    if (!summit) this.addStretch(coordinates, source.edge, source.along_mm, target.along_mm)
    else {
      const first = this.descend(up, summit[0])
      const last = this.descend(down, summit[1])
      this.addStretch(coordinates, source.edge, source.along_mm, this.endTowards(source, first.start, up, first.startIndex))
      for (const { from, edge } of first.steps) this.addEdge(coordinates, edge, from)
      for (const { to, edge } of last.steps.toReversed()) this.addEdge(coordinates, edge, to)
      this.addStretch(coordinates, target.edge, this.endTowards(target, last.start, down, last.startIndex), target.along_mm)
    }
    if (coordinates.length === 1) coordinates.push(coordinates[0]!)
    return { length_m: best / 1000, coordinates }
  }

  /** All vertices that an upward search from the spot settles with the right distance. */
  private climb(spot: Spot): Climb {
    const { heap, distance, arc, below, reachedIn, hierarchy: { first, to, weight_mm } } = this
    this.turn++
    heap.clear()
    const vertices: number[] = []
    const reach = (vertex: number, length: number, by: number, from: number): void => {
      if (reachedIn[vertex] === this.turn && distance[vertex]! <= length) return
      reachedIn[vertex] = this.turn
      distance[vertex] = length
      arc[vertex] = by
      below[vertex] = from
      heap.push(length, vertex)
    }
    reach(this.graph.from[spot.edge]!, spot.along_mm, -1, -1)
    reach(this.graph.to[spot.edge]!, this.graph.length_mm[spot.edge]! - spot.along_mm, -1, -1)
    while (heap.size > 0) {
      const key = heap.leastKey
      const vertex = heap.pop()
      if (key > distance[vertex]!) continue
      const begin = first[vertex]!, end = first[vertex + 1]!
      let overtaken = false
      for (let a = begin; a < end && !overtaken; a++) {
        overtaken = reachedIn[to[a]!] === this.turn && distance[to[a]!]! + weight_mm[a]! < key
      }
      if (overtaken) continue
      vertices.push(vertex)
      for (let a = begin; a < end; a++) reach(to[a]!, key + weight_mm[a]!, a, vertex)
    }
    const settled = Int32Array.from(vertices)
    return {
      vertices: settled,
      distance_mm: Float64Array.from(settled, (vertex) => distance[vertex]!),
      arc: settled.map((vertex) => arc[vertex]!),
      below: settled.map((vertex) => below[vertex]!),
    }
  }

  /** The pieces of street from the start of a climb to one of its vertices, in walking order. */
  private descend(climb: Climb, index: number): { start: number, startIndex: number, steps: Step[] } {
    const indexOf = new Map(Array.from(climb.vertices, (vertex, k) => [vertex, k]))
    const arcs: { from: number, to: number, arc: number }[] = []
    let at = index
    while (climb.arc[at]! >= 0) {
      arcs.push({ from: climb.below[at]!, to: climb.vertices[at]!, arc: climb.arc[at]! })
      at = indexOf.get(climb.below[at]!)!
    }
    const steps: Step[] = []
    for (const { from, to, arc } of arcs.reverse()) this.unpack(from, to, arc, steps)
    return { start: climb.vertices[at]!, startIndex: at, steps }
  }

  private unpack(from: number, to: number, arc: number, steps: Step[]): void {
    const { via, edge } = this.hierarchy
    if (via[arc]! < 0) { steps.push({ from, to, edge: edge[arc]! }); return }
    this.unpack(from, via[arc]!, this.arcUp(via[arc]!, from), steps)
    this.unpack(via[arc]!, to, this.arcUp(via[arc]!, to), steps)
  }

  private arcUp(vertex: number, to: number): number {
    return this.hierarchy.to.indexOf(to, this.hierarchy.first[vertex])
  }

  /** At which end of the spot's edge the climb began: 0 or the edge's length. */
  private endTowards(spot: Spot, vertex: number, climb: Climb, index: number): number {
    const length_mm = this.graph.length_mm[spot.edge]!
    return this.graph.from[spot.edge] === vertex && climb.distance_mm[index] === spot.along_mm ? 0 : length_mm
  }

  private addEdge(coordinates: Walk['coordinates'], edge: number, from: number): void {
    const length_mm = this.graph.length_mm[edge]!
    if (this.graph.from[edge] === from) this.addStretch(coordinates, edge, 0, length_mm)
    else this.addStretch(coordinates, edge, length_mm, 0)
  }

  /** The shape of an edge from one place on it to another, either way; a point equal to the last is not repeated. */
  private addStretch(coordinates: Walk['coordinates'], edge: number, begin_mm: number, end_mm: number): void {
    const points = stretch(this.graph, edge, Math.min(begin_mm, end_mm), Math.max(begin_mm, end_mm))
    for (const point of begin_mm <= end_mm ? points : points.reverse()) {
      const last = coordinates.at(-1)
      if (last?.[0] !== point[0] || last[1] !== point[1]) coordinates.push(point)
    }
  }
}

interface Step { from: number, to: number, edge: number }

/** Two spots on one edge may simply walk along it. */
function alongOneEdge_mm(a: Spot, b: Spot): number {
  return a.edge === b.edge ? Math.abs(a.along_mm - b.along_mm) : Infinity
}

/** The targets whose climb settles a vertex, for all vertices. */
function bucketsOf(climbs: readonly Climb[], vertices: number): { first: Int32Array, target: Int32Array, distance_mm: Float64Array } {
  const first = new Int32Array(vertices + 1)
  for (const climb of climbs) for (const vertex of climb.vertices) first[vertex + 1]!++
  for (let vertex = 0; vertex < vertices; vertex++) first[vertex + 1]! += first[vertex]!
  const target = new Int32Array(first[vertices]!)
  const distance_mm = new Float64Array(first[vertices]!)
  const next = first.slice(0, vertices)
  climbs.forEach((climb, index) => {
    for (let k = 0; k < climb.vertices.length; k++) {
      const slot = next[climb.vertices[k]!]!++
      target[slot] = index
      distance_mm[slot] = climb.distance_mm[k]!
    }
  })
  return { first, target, distance_mm }
}

/** Points of an edge from `low_mm` to `high_mm` along it, both ends included. */
function stretch(graph: Graph, edge: number, low_mm: number, high_mm: number): [number, number][] {
  const { shapeStart, shapeLon, shapeLat } = graph
  const points: [number, number][] = []
  const start = shapeStart[edge]!
  let reached = 0
  const place = (point: number, share: number): [number, number] => [
    shapeLon[point - 1]! + share * (shapeLon[point]! - shapeLon[point - 1]!),
    shapeLat[point - 1]! + share * (shapeLat[point]! - shapeLat[point - 1]!),
  ]
  for (let point = start + 1; point < shapeStart[edge + 1]!; point++) {
    const length = segmentLength_mm(graph, point)
    const share = (at: number): number => (length === 0 ? 0 : (at - reached) / length)
    if (points.length === 0 && low_mm <= reached + length) points.push(place(point, share(low_mm)))
    if (points.length > 0 && high_mm <= reached + length) {
      points.push(place(point, share(high_mm)))
      return points
    }
    if (points.length > 0) points.push([shapeLon[point]!, shapeLat[point]!])
    reached += length
  }
  return points
}
