import highsLoader from 'highs'
import type { Highs, ModelData } from 'highs'

/** Where to stand posts so that most of what needs them lies within their reach. */

export interface CoverageProblem {
  /** What each demand weighs (expected incidents, residents), at least 0, any one unit. */
  weights: ArrayLike<number>
  /** For each place where a post could stand, the indices of the demands within its reach. */
  reaches: readonly ArrayLike<number>[]
  /** How many posts there are to place, beside the standing ones. */
  posts: number
  /** Places where a post stands already; what they reach is covered in any case. */
  standing?: readonly number[]
}

export interface CoveragePlan {
  /** The places chosen, ascending, without the standing ones; fewer than asked where more would cover nothing further. */
  places: number[]
  /** Weight within reach of a chosen or standing post. */
  covered: number
  /** No choice can cover more than this; equal to `covered` when the plan is optimal. */
  bound: number
  optimal: boolean
}

/** A demand that several places see alike, and no standing post. */
interface Bundle { weight: number, places: number[] }

// The package's types describe its CommonJS form, in which the loader is a property; as an ES module it is the default itself.
const load = highsLoader as unknown as typeof highsLoader.default
let solver: Promise<Highs> | undefined

/**
 * The maximal covering location problem: Church and ReVelle, "The maximal covering location problem", Papers of the Regional
 * Science Association 32 (1974), solved as a mixed integer program by HiGHS (branch and cut) from a greedy start that swaps
 * have improved. Demands seen by the same places are bundled first. The plan is never worse than that start, `bound` is
 * proven: after `seconds` without a proof the best plan so far comes with the gap that is left.
 *
 * Shapes: `weights` d, `reaches` p lists of indices below d. The search blocks its thread: call it in a worker.
 * Deterministic unless time runs out. Exponential in the worst case; cities with a thousand places take seconds.
 *
 * Throws a RangeError with code `coverage.weight`, `coverage.reach`, `coverage.posts` or `coverage.standing`.
 */
export async function bestPosts(problem: CoverageProblem, seconds = 10): Promise<CoveragePlan> {
  check(problem)
  const standing = new Set(problem.standing)
  const { bundles, given, total } = bundled(problem, standing)
  const reach = reachesOf(bundles, problem.reaches.length)
  const start = swapped(bundles, reach, greedy(bundles, reach, problem.posts))
  const plan = (places: number[], bound: number): CoveragePlan => {
    const covered = given + coverOf(bundles, places)
    const optimal = bound - covered <= 1e-7 * Math.max(1, total)
    return { places: places.toSorted((a, b) => a - b), covered, bound: optimal ? covered : bound, optimal }
  }
  const everything = given + bundles.reduce((sum, { weight }) => sum + weight, 0)
  const first = plan(start, everything)
  if (first.optimal || start.length < problem.posts) return plan(start, first.covered)
  const found = solved(await (solver ??= load()), bundles, problem.posts, start, seconds)
  const bound = Math.min(everything, given + found.bound)
  const better = plan(found.places, bound)
  return better.covered > first.covered ? better : plan(start, Math.max(bound, first.covered))
}

/** Weight that posts at these places cover, the standing ones included: for checking and comparing plans by hand. O(reach). */
export function coverage({ weights, reaches, standing = [] }: CoverageProblem, places: readonly number[]): number {
  const reached = new Set([...standing, ...places].flatMap((place) => Array.from(reaches[place]!)))
  return [...reached].sort((a, b) => a - b).reduce((sum, demand) => sum + weights[demand]!, 0)
}

function check({ weights, reaches, posts, standing = [] }: CoverageProblem): void {
  const refuse = (code: string, message: string): never => { throw Object.assign(new RangeError(message), { code }) }
  if (!Number.isInteger(posts) || posts < 0) refuse('coverage.posts', `${posts} posts cannot be placed`)
  for (let demand = 0; demand < weights.length; demand++) {
    if (!(weights[demand]! >= 0 && weights[demand]! < Infinity)) refuse('coverage.weight', `demand ${demand} weighs ${weights[demand]}`)
  }
  reaches.forEach((demands, place) => {
    for (let k = 0; k < demands.length; k++) {
      if (!Number.isInteger(demands[k]) || demands[k]! < 0 || demands[k]! >= weights.length) refuse('coverage.reach', `place ${place} reaches demand ${demands[k]}, which does not exist`)
    }
  })
  for (const place of standing) if (reaches[place] === undefined) refuse('coverage.standing', `place ${place} does not exist`)
}

/** Leaves out what nobody can reach and what standing posts reach, and joins demands seen by the same places. */
function bundled({ weights, reaches }: CoverageProblem, standing: Set<number>): { bundles: Bundle[], given: number, total: number } {
  const seenBy = Array.from({ length: weights.length }, (): number[] => [])
  reaches.forEach((demands, place) => { for (const demand of new Set(Array.from(demands))) seenBy[demand]!.push(place) })
  const byPlaces = new Map<string, Bundle>()
  let given = 0
  let total = 0
  seenBy.forEach((places, demand) => {
    const weight = weights[demand]!
    total += weight
    if (places.some((place) => standing.has(place))) { given += weight; return }
    if (places.length === 0 || weight === 0) return
    const key = places.join()
    const bundle = byPlaces.get(key)
    if (bundle) bundle.weight += weight
    else byPlaces.set(key, { weight, places })
  })
  return { bundles: [...byPlaces.values()], given, total }
}

function reachesOf(bundles: readonly Bundle[], places: number): number[][] {
  const reach = Array.from({ length: places }, (): number[] => [])
  bundles.forEach((bundle, k) => { for (const place of bundle.places) reach[place]!.push(k) })
  return reach
}

function coverOf(bundles: readonly Bundle[], places: readonly number[]): number {
  const chosen = new Set(places)
  return bundles.reduce((sum, bundle) => sum + (bundle.places.some((place) => chosen.has(place)) ? bundle.weight : 0), 0)
}

/** Always the place that adds most; ends early when nothing is left to add. */
function greedy(bundles: readonly Bundle[], reach: readonly number[][], posts: number): number[] {
  const covered = new Uint8Array(bundles.length)
  const chosen: number[] = []
  while (chosen.length < posts) {
    const gain = reach.map((within) => within.reduce((sum, k) => sum + (covered[k] ? 0 : bundles[k]!.weight), 0))
    const best = gain.reduce((top, value, place) => (value > gain[top]! ? place : top), 0)
    if (!(gain[best]! > 0)) break
    chosen.push(best)
    for (const k of reach[best]!) covered[k] = 1
  }
  return chosen
}

/** Exchanges one place for another as long as that covers more (Teitz and Bart, 1968). */
function swapped(bundles: readonly Bundle[], reach: readonly number[][], start: readonly number[]): number[] {
  const times = new Int32Array(bundles.length)
  for (const place of start) for (const k of reach[place]!) times[k]!++
  const chosen = [...start]
  for (let better = true; better;) {
    better = false
    for (let slot = 0; slot < chosen.length; slot++) {
      for (const k of reach[chosen[slot]!]!) times[k]!--
      const gain = (place: number): number => reach[place]!.reduce((sum, k) => sum + (times[k] ? 0 : bundles[k]!.weight), 0)
      let best = chosen[slot]!
      let most = gain(best) * (1 + 1e-12)
      for (let place = 0; place < reach.length; place++) {
        const value = gain(place)
        if (value > most) { most = value; best = place; better = true }
      }
      chosen[slot] = best
      for (const k of reach[best]!) times[k]!++
    }
  }
  return chosen
}

/** A column for each place (0 or 1) and each bundle (0 to 1): a bundle counts at most what its places give it. */
function modelOf(highs: Highs, bundles: readonly Bundle[], places: number, posts: number): ModelData {
  const columns = places + bundles.length
  const starts = [0, places]
  const indices = Array.from({ length: places }, (_, place) => place)
  const values = Array.from({ length: places }, () => 1)
  bundles.forEach(({ places: seenBy }, k) => {
    indices.push(...seenBy, places + k)
    values.push(...seenBy.map(() => -1), 1)
    starts.push(indices.length)
  })
  return {
    numCols: columns, numRows: bundles.length + 1, sense: highs.constants.objectiveSense.maximize,
    colCost: Float64Array.from({ length: columns }, (_, k) => (k < places ? 0 : bundles[k - places]!.weight)),
    colLower: new Float64Array(columns), colUpper: new Float64Array(columns).fill(1),
    rowLower: new Float64Array(bundles.length + 1).fill(-highs.infinity),
    rowUpper: Float64Array.from({ length: bundles.length + 1 }, (_, row) => (row === 0 ? posts : 0)),
    matrix: { format: 'csr', numRows: bundles.length + 1, numCols: columns, starts, indices, values },
    integrality: Int32Array.from({ length: columns }, (_, k) => (k < places ? 1 : 0)),
  }
}

function solved(highs: Highs, bundles: readonly Bundle[], posts: number, start: readonly number[], seconds: number): { places: number[], bound: number } {
  const used = [...new Set(bundles.flatMap(({ places }) => places))].sort((a, b) => a - b)
  const column = new Map(used.map((place, k) => [place, k]))
  const renamed = bundles.map(({ weight, places }) => ({ weight, places: places.map((place) => column.get(place)!) }))
  const chosen = new Set(start.map((place) => column.get(place)!))
  return highs.withModel(modelOf(highs, renamed, used.length, posts), (model) => {
    model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 1e-9, random_seed: 1 })
    model.setSolution({
      colValue: [...used.map((_, k) => (chosen.has(k) ? 1 : 0)), ...renamed.map(({ places }) => (places.some((place) => chosen.has(place)) ? 1 : 0))],
    })
    model.run()
    const { colValue } = model.getSolution()
    const bound = Number(model.info.get('mip_dual_bound'))
    return { places: used.filter((_, k) => colValue[k]! > 0.5), bound: Number.isFinite(bound) ? bound : Infinity }
  })
}
