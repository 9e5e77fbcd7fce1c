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

/** The arcs of a vertex to neighbours not yet contracted, one for each neighbour. */
interface Neighbours { to: number[], weight_mm: number[], via: number[], edge: number[] }
interface Shortcut { from: number, to: number, weight_mm: number, via: number, edge: number }

/** A witness search gives up after so many vertices; a shortcut too many costs time, never the truth. */
const MOST_SETTLED = 200

/**
 * Contracts vertex after vertex, the least important first: Geisberger, Sanders, Schultes and Delling, "Contraction
 * Hierarchies: Faster and Simpler Hierarchical Routing in Road Networks", WEA 2008; importance is the number of arcs added
 * less those removed, plus the height of what was contracted beneath. `oneWay` is not looked at: people on foot go both ways.
 * About O(n log n) on real streets, up to O(n^1.5) on a full grid.
 */
export function hierarchyOf(graph: Graph): Hierarchy {
  const near = Array.from({ length: graph.vertices }, (): Neighbours => ({ to: [], weight_mm: [], via: [], edge: [] }))
  for (let edge = 0; edge < graph.edges; edge++) {
    link(near, { from: graph.from[edge]!, to: graph.to[edge]!, weight_mm: graph.length_mm[edge]!, via: -1, edge })
  }
  const witness = new WitnessSearch(near)
  const height = new Int32Array(graph.vertices)
  const importance = (vertex: number, shortcuts: Shortcut[]): number => 2 * (shortcuts.length - near[vertex]!.to.length) + height[vertex]!
  const queue = new MinHeap()
  for (let vertex = 0; vertex < graph.vertices; vertex++) queue.push(importance(vertex, witness.shortcuts(vertex)), vertex)
  while (queue.size > 0) {
    const vertex = queue.pop()
    const shortcuts = witness.shortcuts(vertex)
    const now = importance(vertex, shortcuts)
    if (queue.size > 0 && now > queue.leastKey) { queue.push(now, vertex); continue }
    for (const shortcut of shortcuts) link(near, shortcut)
    for (const neighbour of near[vertex]!.to) {
      unlink(near[neighbour]!, vertex)
      height[neighbour] = Math.max(height[neighbour]!, height[vertex]! + 1)
    }
  }
  return packed(near)
}

/** Joins two vertices both ways unless they are joined as shortly already. */
function link(near: Neighbours[], { from, to, weight_mm, via, edge }: Shortcut): void {
  if (from === to) return
  const known = near[from]!.to.indexOf(to)
  if (known >= 0 && near[from]!.weight_mm[known]! <= weight_mm) return
  for (const [arcs, end] of [[near[from]!, to], [near[to]!, from]] as const) {
    const at = known < 0 ? arcs.to.length : arcs.to.indexOf(end)
    arcs.to[at] = end
    arcs.weight_mm[at] = weight_mm
    arcs.via[at] = via
    arcs.edge[at] = edge
  }
}

/** The last arc takes the place of the one removed. */
function unlink(arcs: Neighbours, end: number): void {
  const at = arcs.to.indexOf(end)
  for (const list of [arcs.to, arcs.weight_mm, arcs.via, arcs.edge]) {
    const last = list.pop()!
    if (at < list.length) list[at] = last
  }
}

/** When a vertex is contracted, its remaining neighbours are exactly those ranked higher. */
function packed(near: Neighbours[]): Hierarchy {
  const first = new Int32Array(near.length + 1)
  near.forEach(({ to }, vertex) => { first[vertex + 1] = first[vertex]! + to.length })
  const arcs = first[near.length]!
  const hierarchy: Hierarchy = {
    first, to: new Int32Array(arcs), weight_mm: new Float64Array(arcs), via: new Int32Array(arcs), edge: new Int32Array(arcs),
  }
  near.forEach((higher, vertex) => {
    for (const list of ['to', 'weight_mm', 'via', 'edge'] as const) hierarchy[list].set(higher[list], first[vertex])
  })
  return hierarchy
}

/** Looks around a vertex for ways past it. */
class WitnessSearch {
  private readonly near: Neighbours[]
  private readonly distance: Float64Array
  private readonly reachedIn: Int32Array
  /** In which turn a vertex was asked for; the search ends early when all that were are settled. */
  private readonly wantedIn: Int32Array
  private readonly heap = new MinHeap()
  private turn = 0

  constructor(near: Neighbours[]) {
    this.near = near
    this.distance = new Float64Array(near.length)
    this.reachedIn = new Int32Array(near.length)
    this.wantedIn = new Int32Array(near.length)
  }

  /** The arcs between neighbours that keep all distances when the vertex goes. */
  shortcuts(vertex: number): Shortcut[] {
    const found: Shortcut[] = []
    const { to, weight_mm } = this.near[vertex]!
    for (let k = 0; k < to.length - 1; k++) {
      this.turn++
      let farthest = 0
      for (let m = k + 1; m < to.length; m++) {
        this.wantedIn[to[m]!] = this.turn
        farthest = Math.max(farthest, weight_mm[m]!)
      }
      this.search(to[k]!, vertex, weight_mm[k]! + farthest, to.length - 1 - k)
      for (let m = k + 1; m < to.length; m++) {
        const through = weight_mm[k]! + weight_mm[m]!
        const witnessed = this.reachedIn[to[m]!] === this.turn && this.distance[to[m]!]! <= through
        if (!witnessed) found.push({ from: to[k]!, to: to[m]!, weight_mm: through, via: vertex, edge: -1 })
      }
    }
    return found
  }

  private search(start: number, avoided: number, reach_mm: number, wanted: number): void {
    const { heap, distance, reachedIn, wantedIn, near, turn } = this
    heap.clear()
    distance[start] = 0
    reachedIn[start] = turn
    heap.push(0, start)
    let left = wanted
    for (let settled = 0; heap.size > 0 && settled < MOST_SETTLED; settled++) {
      const key = heap.leastKey
      const vertex = heap.pop()
      if (key > distance[vertex]!) continue
      if (wantedIn[vertex] === turn && --left === 0) return
      const { to, weight_mm } = near[vertex]!
      for (let k = 0; k < to.length; k++) {
        const next = to[k]!
        const length = key + weight_mm[k]!
        if (next === avoided || length > reach_mm || (reachedIn[next] === turn && distance[next]! <= length)) continue
        distance[next] = length
        reachedIn[next] = turn
        heap.push(length, next)
      }
    }
  }
}
