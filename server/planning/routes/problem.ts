/** The patrol route problem (team orienteering) as callers state it, and as the solver wants it. */

export interface TimeWindow {
  /** Earliest moment service may begin, counted from the patrol's departure; who comes early waits. */
  open: number
  /** Latest moment service may begin. */
  close: number
}

export interface Patrol {
  /** Index of the point it leaves from. */
  start: number
  /** Index of the point it must reach in the end; may equal `start`. */
  end: number
  /** All it may spend between leaving and arriving, in the unit of `travel` (seconds or metres). */
  budget: number
}

/**
 * Points 0 … n−1 with what a visit to each is worth. Points where a patrol starts or ends are never collected.
 * `travel[from * n + to]` is the cost of the cheapest way, straight or by streets; it need not be symmetric. A table in
 * which a detour is cheaper than the way itself is planned within all rules, but perhaps not as well.
 */
export interface RouteProblem {
  scores: ArrayLike<number>
  travel: ArrayLike<number>
  patrols: readonly Patrol[]
  /** Cost of staying at each point; none when absent. */
  service?: ArrayLike<number>
  /** Windows in the unit of `travel`, which is then a time; `null` is any time. */
  windows?: readonly (TimeWindow | null)[]
  /** Points that must be visited: no amount of score outweighs one of them. */
  required?: readonly number[]
}

export interface RoutePlan {
  /** For each patrol the points it visits in order, without its start and end. */
  routes: number[][]
  /** For each patrol what its route spends, waiting and service included. */
  spent: number[]
  /** Sum of the scores of the visited points. */
  score: number
  /** Required points that found no place. */
  missing: number[]
}

/** Share by which sums of the same costs may differ by rounding. */
const ROUNDING = 1e-14
/** The largest budget in rough costs; what costs twice as much is of no use and counts as that. */
const ROUGH_BUDGET = 2 ** 28
/** More than four rough costs together may be off by rounding. */
export const ROUGH_SPREAD = 3

/** The problem is not well formed; `code` is stable, the message says where. */
export class RouteProblemError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The problem in flat arrays, checked; every search works on this. */
export interface Compiled {
  n: number
  m: number
  /** Row-major costs, and the same turned over (`back[to * n + from]`); one array when symmetric. */
  travel: Float64Array
  back: Float64Array
  symmetric: boolean
  /** The same costs and those of staying as whole numbers, which are quicker to compare: so many to one unit of cost. */
  rough: Int32Array
  roughBack: Int32Array
  roughService: Int32Array
  roughness: number
  /** True when a window narrows the time of some visit. */
  timed: boolean
  scores: Float64Array
  /** Score the search works with: required points carry more than all others together. */
  worth: Float64Array
  service: Float64Array
  open: Float64Array
  close: Float64Array
  start: Int32Array
  end: Int32Array
  /** What each patrol may spend, and as much more as rounding may take from it. */
  budget: Float64Array
  required: Int32Array
  /** For each patrol the first one with the same start, end and budget. */
  kind: Int32Array
  /** Points with some worth that at least one patrol can visit alone. */
  candidates: Int32Array
  /** For each candidate the other candidates, nearest first: `near[c * k + i]`, k = candidates − 1, as points. */
  near: Int32Array
  /** Index of a point among the candidates, −1 for the others. */
  rank: Int32Array
}

/** Checks a problem and lays it out flat. O(n² log n). Throws RouteProblemError. */
export function compile(problem: RouteProblem): Compiled {
  const n = problem.scores.length
  checkShape(problem, n)
  const travel = Float64Array.from(problem.travel)
  const { back, symmetric } = turnOver(travel, n)
  const service = problem.service ? Float64Array.from(problem.service) : new Float64Array(n)
  const { open, close, timed } = readWindows(problem, n)
  const scores = Float64Array.from(problem.scores)
  const patrols = problem.patrols
  const base = {
    n, m: patrols.length, travel, back, symmetric, timed, scores, service, open, close,
    start: Int32Array.from(patrols, (p) => p.start),
    end: Int32Array.from(patrols, (p) => p.end),
    budget: Float64Array.from(patrols, (p) => p.budget * (1 + ROUNDING)),
    required: Int32Array.from(new Set(problem.required ?? [])),
    kind: Int32Array.from(patrols, (p) => patrols.findIndex((q) => q.start === p.start && q.end === p.end && q.budget === p.budget)),
  }
  const worth = scores.slice()
  const bonus = scores.reduce((sum, s) => sum + s, 1)
  for (const point of base.required) worth[point]! += bonus
  const candidates = reachable(base, worth)
  return { ...base, ...roughCosts(base), worth, candidates, ...neighbourhoods(base, candidates) }
}

function checkShape(problem: RouteProblem, n: number): void {
  const refuse = (code: string, message: string): never => { throw new RouteProblemError(code, message) }
  const whole = (list: ArrayLike<number>, size: number, name: string) => {
    if (list.length !== size) refuse('wrong_length', `${name} has ${list.length} entries, ${size} were expected`)
    for (let i = 0; i < size; i++) {
      if (!(list[i]! >= 0 && list[i]! < Infinity)) refuse('bad_number', `${name}[${i}] is not a number ≥ 0`)
    }
  }
  const point = (index: number, name: string) => {
    if (!(Number.isInteger(index) && index >= 0 && index < n)) refuse('no_such_point', `${name} is not a point: ${index}`)
  }
  whole(problem.scores, n, 'scores')
  whole(problem.travel, n * n, 'travel')
  if (problem.service) whole(problem.service, n, 'service')
  if (problem.patrols.length === 0) refuse('no_patrols', 'at least one patrol is needed')
  const ends = new Set<number>()
  problem.patrols.forEach((patrol, i) => {
    point(patrol.start, `patrols[${i}].start`)
    point(patrol.end, `patrols[${i}].end`)
    whole([patrol.budget], 1, `patrols[${i}].budget`)
    if (problem.travel[patrol.start * n + patrol.end]! > patrol.budget) {
      refuse('budget_too_small', `patrols[${i}] cannot reach its end within its budget`)
    }
    ends.add(patrol.start).add(patrol.end)
  })
  problem.required?.forEach((index, i) => {
    point(index, `required[${i}]`)
    if (ends.has(index)) refuse('required_is_end', `required[${i}] is a start or end point`)
  })
  if (problem.windows && problem.windows.length !== n) refuse('wrong_length', `windows has ${problem.windows.length} entries, ${n} were expected`)
  problem.windows?.forEach((window, i) => {
    if (window && !(window.open >= 0 && window.close >= window.open)) refuse('bad_window', `windows[${i}] closes before it opens`)
  })
}

function turnOver(travel: Float64Array, n: number): { back: Float64Array; symmetric: boolean } {
  const back = new Float64Array(n * n)
  let symmetric = true
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      back[j * n + i] = travel[i * n + j]!
      if (travel[i * n + j] !== travel[j * n + i]) symmetric = false
    }
  }
  return { back: symmetric ? travel : back, symmetric }
}

function readWindows(problem: RouteProblem, n: number): { open: Float64Array; close: Float64Array; timed: boolean } {
  const open = new Float64Array(n)
  const close = new Float64Array(n).fill(Infinity)
  let timed = false
  problem.windows?.forEach((window, i) => {
    if (!window) return
    open[i] = window.open
    close[i] = window.close
    if (window.open > 0 || window.close < Infinity) timed = true
  })
  return { open, close, timed }
}

type Rough = Pick<Compiled, 'rough' | 'roughBack' | 'roughService' | 'roughness'>
type Base = Omit<Compiled, 'worth' | 'candidates' | 'near' | 'rank' | keyof Rough>

function roughCosts({ budget, travel, back, symmetric, service }: Base): Rough {
  const roughness = ROUGH_BUDGET / (Math.max(...budget) || 1)
  const roughen = (costs: Float64Array) => Int32Array.from(costs, (cost) => Math.min(Math.round(cost * roughness), 2 * ROUGH_BUDGET))
  const rough = roughen(travel)
  return { rough, roughBack: symmetric ? rough : roughen(back), roughService: roughen(service), roughness }
}

function reachable(c: Base, worth: Float64Array): Int32Array {
  const ends = new Set([...c.start, ...c.end])
  const found: number[] = []
  for (let point = 0; point < c.n; point++) {
    if (worth[point] === 0 || ends.has(point)) continue
    for (let r = 0; r < c.m; r++) {
      const begun = Math.max(c.travel[c.start[r]! * c.n + point]!, c.open[point]!)
      const done = begun + c.service[point]! + c.travel[point * c.n + c.end[r]!]!
      if (begun > c.close[point]! || done > c.budget[r]!) continue
      found.push(point)
      break
    }
  }
  return Int32Array.from(found)
}

function neighbourhoods(c: Base, candidates: Int32Array): { near: Int32Array; rank: Int32Array } {
  const size = candidates.length
  const width = Math.max(0, size - 1)
  const near = new Int32Array(size * width)
  const rank = new Int32Array(c.n).fill(-1)
  candidates.forEach((point, i) => { rank[point] = i })
  candidates.forEach((point, i) => {
    const others = candidates.filter((other) => other !== point)
    const away = (other: number) => c.travel[point * c.n + other]! + c.travel[other * c.n + point]!
    near.set(others.sort((a, b) => away(a) - away(b) || a - b), i * width)
  })
  return { near, rank }
}
