import type { Graph } from './graph.ts'
import { MinHeap } from './heap.ts'

/**
 * A contraction hierarchy over a graph that is passed both ways. Every vertex has a rank; a shortest path climbs in rank to
 * one summit and comes down again, so two small upward searches find it. Only upward arcs are kept.
 */
export interface Hierarchy {
  /** Arcs from vertex v to higher vertices: first[v] to first[v + 1]. */
  first: Int32Array
  to: Int32Array
  weight_mm: Float64Array
  /** The vertex that a shortcut passes, lower than both its ends; -1 for a piece of street. */
  via: Int32Array
  /** The piece of street of an arc, -1 for a shortcut. */
  edge: Int32Array
}

interface Arc { weight_mm: number, via: number, edge: number }
interface Shortcut extends Arc { from: number, to: number }

/** A witness search gives up after so many vertices; a shortcut too many costs time, never the truth. */
const MOST_SETTLED = 60

/**
 * Contracts vertex after vertex, the least important first: Geisberger, Sanders, Schultes and Delling, "Contraction
 * Hierarchies: Faster and Simpler Hierarchical Routing in Road Networks", WEA 2008; importance is the number of arcs added
 * less those removed, plus the height of what was contracted beneath. `oneWay` is not looked at: people on foot go both ways.
 * About O(n log n) on street networks.
 */
export function hierarchyOf(graph: Graph): Hierarchy {
  const near = Array.from({ length: graph.vertices }, () => new Map<number, Arc>())
  for (let edge = 0; edge < graph.edges; edge++) {
    link(near, { from: graph.from[edge]!, to: graph.to[edge]!, weight_mm: graph.length_mm[edge]!, via: -1, edge })
  }
  const witness = new WitnessSearch(near)
  const height = new Int32Array(graph.vertices)
  const importance = (vertex: number): number => 2 * (witness.shortcuts(vertex).length - near[vertex]!.size) + height[vertex]!
  const queue = new MinHeap()
  for (let vertex = 0; vertex < graph.vertices; vertex++) queue.push(importance(vertex), vertex)
  while (queue.size > 0) {
    const vertex = queue.pop()
    const shortcuts = witness.shortcuts(vertex)
    const now = 2 * (shortcuts.length - near[vertex]!.size) + height[vertex]!
    if (queue.size > 0 && now > queue.leastKey) { queue.push(now, vertex); continue }
    for (const shortcut of shortcuts) link(near, shortcut)
    for (const neighbour of near[vertex]!.keys()) {
      near[neighbour]!.delete(vertex)
      height[neighbour] = Math.max(height[neighbour]!, height[vertex]! + 1)
    }
  }
  return packed(near)
}

/** Joins two vertices both ways unless they are joined as shortly already. */
function link(near: Map<number, Arc>[], { from, to, weight_mm, via, edge }: Shortcut): void {
  if (from === to || (near[from]!.get(to)?.weight_mm ?? Infinity) <= weight_mm) return
  near[from]!.set(to, { weight_mm, via, edge })
  near[to]!.set(from, { weight_mm, via, edge })
}

/** When a vertex is contracted, its remaining neighbours are exactly those ranked higher. */
function packed(near: Map<number, Arc>[]): Hierarchy {
  const arcs = near.reduce((sum, { size }) => sum + size, 0)
  const hierarchy: Hierarchy = {
    first: new Int32Array(near.length + 1), to: new Int32Array(arcs),
    weight_mm: new Float64Array(arcs), via: new Int32Array(arcs), edge: new Int32Array(arcs),
  }
  let arc = 0
  near.forEach((higher, vertex) => {
    for (const [to, { weight_mm, via, edge }] of higher) {
      hierarchy.to[arc] = to
      hierarchy.weight_mm[arc] = weight_mm
      hierarchy.via[arc] = via
      hierarchy.edge[arc++] = edge
    }
    hierarchy.first[vertex + 1] = arc
  })
  return hierarchy
}

/** Looks around a vertex for ways past it. */
class WitnessSearch {
  private readonly near: Map<number, Arc>[]
  private readonly distance: Float64Array
  private readonly reachedIn: Int32Array
  private readonly heap = new MinHeap()
  private turn = 0

  constructor(near: Map<number, Arc>[]) {
    this.near = near
    this.distance = new Float64Array(near.length)
    this.reachedIn = new Int32Array(near.length)
  }

  /** The arcs between neighbours that keep all distances when the vertex goes. */
  shortcuts(vertex: number): Shortcut[] {
    const found: Shortcut[] = []
    const neighbours = [...this.near[vertex]!]
    for (let k = 0; k < neighbours.length - 1; k++) {
      const [from, { weight_mm: first }] = neighbours[k]!
      const others = neighbours.slice(k + 1)
      this.search(from, vertex, first + Math.max(...others.map(([, arc]) => arc.weight_mm)))
      for (const [to, { weight_mm: second }] of others) {
        const witnessed = this.reachedIn[to] === this.turn && this.distance[to]! <= first + second
        if (!witnessed) found.push({ from, to, weight_mm: first + second, via: vertex, edge: -1 })
      }
    }
    return found
  }

  private search(start: number, avoided: number, reach_mm: number): void {
    const { heap, distance, reachedIn, near } = this
    this.turn++
    heap.clear()
    distance[start] = 0
    reachedIn[start] = this.turn
    heap.push(0, start)
    for (let settled = 0; heap.size > 0 && settled < MOST_SETTLED; settled++) {
      const key = heap.leastKey
      const vertex = heap.pop()
      if (key > reach_mm) return
      if (key > distance[vertex]!) continue
      for (const [next, { weight_mm }] of near[vertex]!) {
        if (next === avoided) continue
        const length = key + weight_mm
        if (length > reach_mm || (reachedIn[next] === this.turn && distance[next]! <= length)) continue
        distance[next] = length
        reachedIn[next] = this.turn
        heap.push(length, next)
      }
    }
  }
}
