import { MinHeap } from '../places/network/network.ts'
import type { Graph, Spot } from '../places/network/network.ts'
import { greatCircle_m } from '../platform/geo.ts'

/** Which streets a track went along, by a hidden Markov model over the street graph. */

export interface MatchRules {
  /** Standard deviation of a position across the street, metres; a fix with its own accuracy brings its own. */
  sigma_m: number
  /** Scale of the difference between the way along streets and the straight line, metres. */
  beta_m: number
  /** Streets farther away than this are no candidates. */
  radius_m: number
  mostCandidates: number
  /**
   * How much longer than twice the straight line the way between two fixes may be, metres: the first where a way is found so,
   * else the last.
   */
  detours_m: readonly number[]
}

export const MATCH_RULES: MatchRules = { sigma_m: 10, beta_m: 20, radius_m: 200, mostCandidates: 32, detours_m: [400, 2000] }

/** What matching needs of a street network. */
export interface Streets {
  graph: Graph
  /** For each edge within the radius its nearest place, nearest first. */
  within: (lon: number, lat: number, radius_m: number, most?: number) => Spot[]
}

export interface MatchFix { lon: number, lat: number, accuracy_m?: number | null }

/** One edge of the way, in the direction it was passed. */
export interface PassedEdge { edge: number, forward: boolean }

export interface MatchedPiece {
  /** Index of the first and the last fix of the piece. */
  first: number
  last: number
  /** Every edge passed in order; the first and the last perhaps in part. None where the person stood still. */
  edges: PassedEdge[]
  /** How badly the way fits, summed over the fixes used: the negative logarithm of its likelihood up to a constant. */
  cost: number
}

export interface MatchedTrack {
  /** For each fix its place on a street, or null where it fits none. */
  spots: (Spot | null)[]
  /** The way, in pieces where no way joins the fixes. */
  pieces: MatchedPiece[]
}

/**
 * A column of the trellis: a fix with its candidate places, the cost of the best way to each, where it came from and how
 * far the ways were searched; a column that opens a piece has a reach below zero.
 */
interface Column { fix: number, spots: Spot[], cost: Float64Array, from: Int32Array, reach_m: number }

/**
 * Matches a track to streets.
 *
 * Newson and Krumm, "Hidden Markov Map Matching Through Noise and Sparseness", ACM SIGSPATIAL 2009: hidden states are places on
 * streets near each fix; being off by d costs d²/2σ², going r metres along streets where the straight line has g costs
 * |r − g|/β; the cheapest sequence is found by dynamic programming (Viterbi). Beyond 3σ the cost grows evenly, so that one
 * wild fix bends the way less. Fixes nearer than 2σ to the last one used say nothing new and only get a place afterwards.
 * One-way edges are passed forwards only; going back on one by less than 2σ is noise, not a way.
 *
 * `fixes` in order of time, WGS-84. O(fixes × candidates × vertices within reach of a step). Deterministic.
 */
export function matchTrack(streets: Streets, fixes: readonly MatchFix[], rules: MatchRules = MATCH_RULES): MatchedTrack {
  const ways = new LocalWays(streets.graph, 2 * rules.sigma_m)
  const columns: Column[] = []
  fixes.forEach((fix, k) => {
    const previous = columns.at(-1)
    if (previous && apart_m(fixes[previous.fix]!, fix) < 2 * rules.sigma_m && k < fixes.length - 1) return
    const spots = streets.within(fix.lon, fix.lat, rules.radius_m, rules.mostCandidates)
    if (spots.length === 0) return
    columns.push(entered(previous, fixes, k, spots, ways, rules))
  })
  const chosen = cheapest(columns)
  const spots: (Spot | null)[] = fixes.map(() => null)
  columns.forEach((column, k) => { spots[column.fix] = column.spots[chosen[k]!]! })
  const pieces = piecesOf(columns, chosen, ways)
  placeOnWay(fixes, spots, pieces, streets, rules)
  return { spots, pieces }
}

function apart_m(a: MatchFix, b: MatchFix): number { return greatCircle_m(a.lon, a.lat, b.lon, b.lat) }

function emission({ accuracy_m }: MatchFix, off_m: number, rules: MatchRules): number {
  const sigma_m = Math.max(accuracy_m ? accuracy_m / 1.5 : 0, rules.sigma_m)
  const off = off_m / sigma_m
  return off <= 3 ? off * off / 2 : 3 * off - 4.5
}

/** The next column: each candidate with the cheapest way to it; where none leads on, a new piece opens. */
function entered(previous: Column | undefined, fixes: readonly MatchFix[], fix: number, spots: Spot[], ways: LocalWays, rules: MatchRules): Column {
  const own = Float64Array.from(spots, (spot) => emission(fixes[fix]!, spot.distance_m, rules))
  if (previous) {
    const straight_m = apart_m(fixes[previous.fix]!, fixes[fix]!)
    for (const detour_m of rules.detours_m) {
      const column: Column = {
        fix, spots, reach_m: 2 * straight_m + detour_m,
        cost: new Float64Array(spots.length).fill(Infinity), from: new Int32Array(spots.length).fill(-1),
      }
      extend(previous, column, own, straight_m, ways, rules)
      if (column.from.some((p) => p >= 0)) return column
    }
  }
  return { fix, spots, cost: own, from: new Int32Array(spots.length).fill(-1), reach_m: -1 }
}

function extend(previous: Column, column: Column, own: Float64Array, straight_m: number, ways: LocalWays, rules: MatchRules): void {
  previous.spots.forEach((spot, p) => {
    if (previous.cost[p] === Infinity) return
    ways.search(spot, column.reach_m)
    column.spots.forEach((next, k) => {
      const whole = previous.cost[p]! + Math.abs(ways.length_mm(spot, next) / 1000 - straight_m) / rules.beta_m + own[k]!
      if (whole < column.cost[k]!) { column.cost[k] = whole; column.from[k] = p }
    })
  })
}

/** Walks the trellis back: the candidate chosen in each column. */
function cheapest(columns: readonly Column[]): Int32Array {
  const chosen = new Int32Array(columns.length)
  for (let k = columns.length - 1; k >= 0; k--) {
    const next = columns[k + 1]
    const { cost } = columns[k]!
    chosen[k] = next && next.reach_m >= 0 ? next.from[chosen[k + 1]!]! : cost.indexOf(Math.min(...cost))
  }
  return chosen
}

function piecesOf(columns: readonly Column[], chosen: Int32Array, ways: LocalWays): MatchedPiece[] {
  const pieces: MatchedPiece[] = []
  columns.forEach((column, k) => {
    const spot = column.spots[chosen[k]!]!
    if (column.reach_m < 0) {
      pieces.push({ first: column.fix, last: column.fix, edges: [], cost: column.cost[chosen[k]!]! })
      return
    }
    const before = columns[k - 1]!
    const piece = pieces.at(-1)!
    ways.search(before.spots[chosen[k - 1]!]!, column.reach_m)
    for (const passed of ways.edges(before.spots[chosen[k - 1]!]!, spot)) {
      const last = piece.edges.at(-1)
      if (last?.edge !== passed.edge || last.forward !== passed.forward) piece.edges.push(passed)
    }
    piece.last = column.fix
    piece.cost = column.cost[chosen[k]!]!
  })
  return pieces
}

/** Fixes that said nothing new, or were placed on a street that is only touched at its end, get the nearest place on the way. */
function placeOnWay(fixes: readonly MatchFix[], spots: (Spot | null)[], pieces: readonly MatchedPiece[], streets: Streets, rules: MatchRules): void {
  for (const { first, last, edges } of pieces) {
    const passed = new Set(edges.map(({ edge }) => edge))
    for (let k = first; k <= last; k++) {
      if (spots[k] && passed.has(spots[k]!.edge)) continue
      const { lon, lat } = fixes[k]!
      spots[k] = streets.within(lon, lat, rules.radius_m).find(({ edge }) => passed.has(edge)) ?? spots[k]!
    }
  }
}

/** Ways along streets from one place to places near it, by Dijkstra's search up to a limit. */
class LocalWays {
  private readonly graph: Graph
  private readonly slack_mm: number
  private readonly heap = new MinHeap()
  private readonly distance: Float64Array
  private readonly by: Int32Array
  private readonly reachedIn: Int32Array
  private turn = 0

  constructor(graph: Graph, slack_m: number) {
    this.graph = graph
    this.slack_mm = 1000 * slack_m
    this.distance = new Float64Array(graph.vertices)
    this.by = new Int32Array(graph.vertices)
    this.reachedIn = new Int32Array(graph.vertices)
  }

  /** Searches from a spot; what `length_mm` and `edges` say afterwards is for this spot. */
  search({ edge, along_mm }: Spot, limit_m: number): void {
    const { graph, heap } = this
    this.turn++
    heap.clear()
    this.reach(graph.to[edge]!, graph.length_mm[edge]! - along_mm, -1)
    if (!graph.oneWay[edge]) this.reach(graph.from[edge]!, along_mm, -1)
    while (heap.size > 0 && heap.leastKey <= 1000 * limit_m) {
      const key = heap.leastKey
      const vertex = heap.pop()
      if (key > this.distance[vertex]!) continue
      for (let arc = graph.firstArc[vertex]!; arc < graph.firstArc[vertex + 1]!; arc++) {
        this.reach(graph.arcTo[arc]!, key + graph.length_mm[graph.arcEdge[arc]!]!, graph.arcEdge[arc]!)
      }
    }
  }

  private reach(vertex: number, length: number, by: number): void {
    if (this.reachedIn[vertex] === this.turn && this.distance[vertex]! <= length) return
    this.reachedIn[vertex] = this.turn
    this.distance[vertex] = length
    this.by[vertex] = by
    this.heap.push(length, vertex)
  }

  private at(vertex: number): number { return this.reachedIn[vertex] === this.turn ? this.distance[vertex]! : Infinity }

  private isAlongOneEdge(source: Spot, target: Spot): boolean {
    if (source.edge !== target.edge) return false
    return !this.graph.oneWay[source.edge] || target.along_mm >= source.along_mm - this.slack_mm
  }

  /** Millimetres from the searched spot; Infinity beyond the limit. */
  length_mm(source: Spot, target: Spot): number {
    const { from, to, oneWay, length_mm } = this.graph
    const { edge, along_mm } = target
    const direct = this.isAlongOneEdge(source, target) ? Math.abs(along_mm - source.along_mm) : Infinity
    const backwards = oneWay[edge] ? Infinity : this.at(to[edge]!) + length_mm[edge]! - along_mm
    return Math.min(direct, this.at(from[edge]!) + along_mm, backwards)
  }

  /** The edges from the searched spot to the target, without those that are only touched at an end. */
  edges(source: Spot, target: Spot): PassedEdge[] {
    const { from, to, oneWay, length_mm } = this.graph
    const whole_mm = this.length_mm(source, target)
    const ahead_mm = target.along_mm - source.along_mm
    if (this.isAlongOneEdge(source, target) && Math.abs(ahead_mm) <= whole_mm) {
      return ahead_mm === 0 ? [] : [{ edge: source.edge, forward: oneWay[source.edge] === 1 || ahead_mm > 0 }]
    }
    const last = target.edge
    const arrivesForward = this.at(from[last]!) + target.along_mm <= whole_mm
    const passed: PassedEdge[] = []
    if (target.along_mm !== (arrivesForward ? 0 : length_mm[last]!)) passed.push({ edge: last, forward: arrivesForward })
    let vertex = arrivesForward ? from[last]! : to[last]!
    while (this.by[vertex]! >= 0) {
      const edge = this.by[vertex]!
      const forward = to[edge] === vertex
      passed.push({ edge, forward })
      vertex = forward ? from[edge]! : to[edge]!
    }
    const leavesForward = to[source.edge] === vertex && this.distance[vertex] === length_mm[source.edge]! - source.along_mm
    if (this.distance[vertex]! > 0) passed.push({ edge: source.edge, forward: leavesForward })
    return passed.reverse()
  }
}
