import { Fleet } from './fleet.ts'
import { RoutePool } from './pool.ts'
import type { Compiled, RoutePlan } from './problem.ts'
import { Random } from './random.ts'
import { Recreate } from './recreate.ts'
import { Ruin } from './ruin.ts'
import { shorten } from './shorten.ts'

/** What one ruin takes out at most: so many stops and a share of the candidates, but never more than the last. */
const RUIN_LEAST = 4
const RUIN_SHARE = 0.3
const RUIN_MOST = 40
/** Temperature at the start and the end of a cooling cycle, in mean scores of a point. */
const HOT = 1
const COLD = 0.1
/** Iterations of the first cooling cycle, and how much longer each next one is. */
const FIRST_CYCLE = 2000
const CYCLE_GROWTH = 1.5
/** What spending all budgets weighs against score, in mean scores of a point: shorter plans have room for more. */
const SPEND_WEIGHT = 0.3
/** Routes of plans at least this good, measured by the best, are pooled. */
const POOL_MARGIN = 0.98
const POOL_SIZE = 2000
/** Iterations between two recombinations, pairs of routes tried in each, and combinations finished for each pair. */
const COMBINE_EVERY = 10_000
const COMBINE_PAIRS = 6
const COMBINE_FINISH = 10

/**
 * The search for patrol routes: simulated annealing whose step takes some stops out and fills the plan again (ruin and
 * recreate), in cooling cycles that grow longer, and now and then a recombination of the best routes seen.
 * What it has found so far is in `best` at any moment.
 */
export class RouteSearch {
  readonly #c: Compiled
  readonly #random: Random
  readonly #now: Fleet
  readonly #next: Fleet
  readonly #ruin: Ruin
  readonly #recreate: Recreate
  readonly #pool: RoutePool
  /** Mean score of a candidate: the unit of all temperatures. */
  readonly #unit: number
  readonly #spendWeight: number
  #cycleStart = 0
  #cycleLength = FIRST_CYCLE
  #combinedAt = 0
  readonly best: Fleet
  iterations = 0
  foundAt = 0

  constructor(c: Compiled, seed: number) {
    this.#c = c
    this.#random = new Random(seed)
    this.#now = new Fleet(c)
    this.#next = new Fleet(c)
    this.best = new Fleet(c)
    this.#ruin = new Ruin(c)
    this.#recreate = new Recreate(c)
    this.#pool = new RoutePool(c, POOL_SIZE, this.#random)
    const sum = c.candidates.reduce((total, point) => total + c.scores[point]!, 0)
    this.#unit = sum / Math.max(1, c.candidates.length) || 1
    this.#spendWeight = SPEND_WEIGHT * this.#unit / (c.budget.reduce((total, budget) => total + budget, 0) || 1)
    this.#recreate.fillByRatio(this.#now, this.#random, false)
    this.#now.total()
    this.#keep(this.#now)
  }

  run(iterations: number): void {
    if (this.#c.candidates.length === 0) { this.iterations += iterations; return }
    for (const until = this.iterations + iterations; this.iterations < until; this.iterations++) {
      if (this.iterations - this.#cycleStart >= this.#cycleLength) this.#startCycle()
      if (this.iterations - this.#combinedAt >= COMBINE_EVERY) this.#combine()
      this.#step()
    }
  }

  #startCycle(): void {
    this.#cycleStart = this.iterations
    this.#cycleLength = Math.ceil(this.#cycleLength * CYCLE_GROWTH)
    if (this.#random.unit() < 0.5) this.#now.copy(this.best)
  }

  #step(): void {
    const { candidates } = this.#c
    const random = this.#random
    const now = this.#now
    const next = this.#next
    next.copy(now)
    const most = Math.min(RUIN_LEAST + RUIN_SHARE * candidates.length, RUIN_MOST)
    this.#ruin.apply(next, random, 1 + random.below(Math.ceil(most * random.unit()) || 1))
    this.#recreate.fillInOrder(next, random, this.#ruin.removed)
    this.#finish(next)
    const gain = next.worth - now.worth - this.#spendWeight * (next.spent - now.spent)
    if (gain < 0 && random.unit() >= Math.exp(gain / this.#temperature())) return
    now.copy(next)
    if (now.worth >= this.best.worth * POOL_MARGIN) this.#poolChanged(next)
    this.#keep(now)
  }

  #temperature(): number {
    return this.#unit * HOT * (COLD / HOT) ** ((this.iterations - this.#cycleStart) / this.#cycleLength)
  }

  /** Shortens the routes that changed, and fills the room that gave. */
  #finish(fleet: Fleet): void {
    if (this.#c.symmetric && !this.#c.timed) {
      let shorter = false
      for (let r = 0; r < this.#c.m; r++) if (fleet.dirty[r] === 1 && shorten(fleet, r)) shorter = true
      if (shorter) this.#recreate.fillByRatio(fleet, this.#random, true)
    }
    fleet.total()
  }

  #poolChanged(fleet: Fleet): void {
    for (let r = 0; r < this.#c.m; r++) if (fleet.dirty[r] === 1) this.#pool.add(fleet, r)
  }

  /** Replaces two routes of the best plan by the best two of the pool, for some pairs of routes. */
  #combine(): void {
    this.#combinedAt = this.iterations
    const { m } = this.#c
    if (m < 2) return
    const pairs: [number, number][] = []
    for (let r = 1; r < m; r++) for (let s = 0; s < r; s++) pairs.push([r, s])
    const base = new Fleet(this.#c)
    base.copy(this.best)
    for (let turn = 0; turn < COMBINE_PAIRS && pairs.length > 0; turn++) {
      const [r, s] = pairs.splice(this.#random.below(pairs.length), 1)[0]!
      for (const { first, second } of this.#pool.pairs(base, r, s, COMBINE_FINISH)) {
        const next = this.#next
        next.copy(base)
        next.dirty.fill(0)
        next.clear(r)
        next.clear(s)
        next.assign(r, first.stops.filter((point) => next.routeOf[point] === -1))
        next.assign(s, second.stops.filter((point) => next.routeOf[point] === -1))
        this.#recreate.fillByRatio(next, this.#random, false)
        this.#finish(next)
        this.#keep(next)
      }
    }
  }

  #keep(fleet: Fleet): void {
    const { best } = this
    if (fleet.worth < best.worth || (fleet.worth === best.worth && fleet.spent >= best.spent && best.spent > 0)) return
    for (let r = 0; r < this.#c.m; r++) if (fleet.slack[r]! < 0) return
    if (fleet.worth > best.worth) this.foundAt = this.iterations
    best.copy(fleet)
  }

  /** The best plan so far in the caller's terms. */
  plan(): RoutePlan {
    const { c } = this.best
    const routes = Array.from({ length: c.m }, (_, r) => this.best.stops(r))
    const spent = routes.map((_, r) => this.best.leave[r * this.best.stride + this.best.size[r]! - 1]!)
    const score = routes.flat().reduce((sum, point) => sum + c.scores[point]!, 0)
    const missing = [...c.required].filter((point) => this.best.routeOf[point] === -1)
    return { routes, spent, score, missing }
  }
}
