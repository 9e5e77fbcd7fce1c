import { Fleet } from './fleet.ts'
import { RoutePool } from './pool.ts'
import type { Compiled, RoutePlan } from './problem.ts'
import { Random } from './random.ts'
import { Recreate } from './recreate.ts'
import { Ruin } from './ruin.ts'
import { shorten } from './shorten.ts'

/** What one ruin takes out at most: so many stops and a share of the candidates (drawn for each cycle), never more than the last. */
const RUIN_LEAST = 4
const SHARE_LEAST = 0.05
const SHARE_MOST = 0.3
const RUIN_MOST = 40
/** Temperature in mean scores of a point: where a cycle begins (drawn between these) and where all end. */
const HOT_LEAST = 0.5
const HOT_MOST = 2
const COLD = 0.1
/** Iterations of the shortest cooling cycle. */
const FIRST_CYCLE = 6000
/** Shares of the cycles that begin with a new plan and with the best so far; the others go on from where they are. */
const FROM_NONE = 0.35
const FROM_BEST = 0.15
/** What spending all budgets weighs against score, in mean scores of a point: of equal plans the shorter is better. */
const SPEND_WEIGHT = 0.3
/** Routes are pooled from plans this close to the best and, in mean scores of a point, to the best of their cycle. */
const POOL_MARGIN = 0.98
const POOL_WINDOW = 0.3
const POOL_SIZE = 1000
/** Least iterations between two recombinations, pairs of routes tried in a row, and combinations finished for a pair. */
const COMBINE_EVERY = 10_000
const COMBINE_PAIRS = 6
const COMBINE_FINISH = 20
/** How far below the best, in mean scores of a point, a combination may be to be worth finishing. */
const COMBINE_MARGIN = 0.1

/** The k-th term (from 1) of 1 1 2 1 1 2 4 1 1 2 …, the restart lengths of Luby, Sinclair and Zuckerman (1993). */
function luby(k: number): number {
  let block = 1
  while (2 * block - 1 < k) block *= 2
  return k === 2 * block - 1 ? block : luby(k - block + 1)
}

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
  readonly #cycleBest: Fleet
  readonly #ruin: Ruin
  readonly #recreate: Recreate
  readonly #pool: RoutePool
  /** Mean score of a candidate: the unit of all temperatures. */
  readonly #unit: number
  readonly #spendWeight: number
  #cycleStart = 0
  #cooling = false
  #cycle = 1
  #heat = 0.5
  #share = 0.1
  #combinedAt = 0
  #cycleLength = FIRST_CYCLE
  readonly best: Fleet
  iterations = 0

  constructor(c: Compiled, seed: number) {
    this.#c = c
    this.#random = new Random(seed)
    this.#now = new Fleet(c)
    this.#next = new Fleet(c)
    this.#cycleBest = new Fleet(c)
    this.best = new Fleet(c)
    this.#ruin = new Ruin(c)
    this.#recreate = new Recreate(c)
    this.#pool = new RoutePool(c, POOL_SIZE, this.#random)
    const sum = c.candidates.reduce((total, point) => total + c.scores[point]!, 0)
    this.#unit = sum / Math.max(1, c.candidates.length) || 1
    this.#spendWeight = SPEND_WEIGHT * this.#unit / (c.budget.reduce((total, budget) => total + budget, 0) || 1)
    this.#recreate.fillByRatio(this.#now, this.#random, false)
    this.#now.total()
    this.#next.copy(this.#now)
    this.#keep(this.#now)
  }

  /** Tries so many further plans. */
  run(iterations: number): void {
    if (this.#c.candidates.length === 0) { this.iterations += iterations; return }
    for (const until = this.iterations + iterations; this.iterations < until; this.iterations++) {
      if (this.iterations - this.#cycleStart >= this.#cycleLength) this.#startCycle()
      this.#step()
    }
  }

  /** Ends a cooling cycle and draws the next: its length, its heat, how much its ruins take, and where it starts. */
  #startCycle(): void {
    const random = this.#random
    if (this.#c.m > 1 && this.iterations - this.#combinedAt >= COMBINE_EVERY) {
      this.#combinedAt = this.iterations
      this.#combine(this.#cycleBest)
      if (this.#cycleBest.worth < this.best.worth) { this.#cycleBest.copy(this.best); this.#combine(this.#cycleBest) }
    }
    this.#cycleStart = this.iterations
    this.#cycle++
    this.#cycleLength = FIRST_CYCLE * luby(this.#cycle)
    this.#heat = HOT_LEAST * (HOT_MOST / HOT_LEAST) ** random.unit()
    this.#share = SHARE_LEAST + (SHARE_MOST - SHARE_LEAST) * random.unit()
    const begin = random.unit()
    if (begin < FROM_NONE) this.#beginAnew()
    else if (begin < FROM_NONE + FROM_BEST) this.#now.copy(this.best)
    this.#next.copy(this.#now)
    this.#cycleBest.worth = 0
    this.#cooling = false
  }

  #beginAnew(): void {
    for (let r = 0; r < this.#c.m; r++) this.#now.clear(r)
    this.#ruin.removed.fill(1)
    this.#recreate.fillInOrder(this.#now, this.#random, this.#ruin.removed)
    this.#now.total()
  }

  #step(): void {
    const { candidates } = this.#c
    const random = this.#random
    const now = this.#now
    const next = this.#next
    const most = Math.min(RUIN_LEAST + this.#share * candidates.length, RUIN_MOST)
    this.#ruin.apply(next, random, 1 + random.below(Math.ceil(most * random.unit()) || 1))
    this.#recreate.fillInOrder(next, random, this.#ruin.removed)
    this.#finish(next)
    const gain = next.worth - now.worth - this.#spendWeight * (next.spent - now.spent)
    if (gain < 0 && random.unit() >= Math.exp(gain / this.#temperature())) {
      next.copyChanged(now, next.dirty)
      return
    }
    now.copyChanged(next, next.dirty)
    this.#keep(now)
    if (!this.#cooling && this.iterations - this.#cycleStart < this.#cycleLength / 2) return
    this.#cooling = true
    if (now.worth >= Math.max(this.best.worth * POOL_MARGIN, this.#cycleBest.worth - POOL_WINDOW * this.#unit)) this.#poolChanged(next)
    if (now.worth > this.#cycleBest.worth) this.#cycleBest.copy(now)
  }

  #temperature(): number {
    return this.#unit * this.#heat * (COLD / this.#heat) ** ((this.iterations - this.#cycleStart) / this.#cycleLength)
  }

  /** Shortens the routes that changed, and fills the room that gave. */
  #finish(fleet: Fleet): void {
    if (this.#c.symmetric && !this.#c.timed) {
      let shorter = false
      for (let r = 0; r < this.#c.m; r++) if (fleet.dirty[r] === 1 && shorten(fleet, r)) shorter = true
      if (shorter) this.#recreate.fillByRatio(fleet, this.#random, true)
    }
    fleet.total()
    if (fleet.worth <= this.best.worth) return
    // What was passed over for speed must not be missing in a plan that is kept.
    this.#recreate.fillByRatio(fleet, this.#random, false)
    fleet.total()
  }

  #poolChanged(fleet: Fleet): void {
    for (let r = 0; r < this.#c.m; r++) if (fleet.dirty[r] === 1) this.#pool.add(fleet, r)
  }

  /** Improves `base` by exchanging two of its routes for the best two of the pool, until no such exchange helps. */
  #combine(base: Fleet): void {
    const { m } = this.#c
    const random = this.#random
    const most = m === 2 ? 1 : COMBINE_PAIRS
    for (let tries = 0; tries < most; tries++) {
      const r = random.below(m)
      const s = (r + 1 + random.below(m - 1)) % m
      if (this.#exchange(base, r, s)) tries = -1
    }
    this.#keep(base)
  }

  #exchange(base: Fleet, r: number, s: number): boolean {
    const next = this.#next
    const before = base.worth
    const from = new Fleet(this.#c)
    from.copy(base)
    const target = Math.max(before, this.best.worth - COMBINE_MARGIN * this.#unit)
    for (const { first, second } of this.#pool.pairs(from, r, s, COMBINE_FINISH, target)) {
      next.copy(from)
      next.dirty.fill(0)
      next.clear(r)
      next.clear(s)
      next.assign(r, first.stops.filter((point) => next.routeOf[point] === -1))
      next.assign(s, second.stops.filter((point) => next.routeOf[point] === -1))
      this.#recreate.fillByRatio(next, this.#random, false)
      this.#finish(next)
      if (next.worth > base.worth) base.copy(next)
    }
    return base.worth > before
  }

  #keep(fleet: Fleet): void {
    const { best } = this
    if (fleet.worth < best.worth || (fleet.worth === best.worth && fleet.spent >= best.spent && best.spent > 0)) return
    for (let r = 0; r < this.#c.m; r++) if (fleet.slack[r]! < 0) return
    best.copy(fleet)
  }

  /** The best plan so far in the caller's terms. */
  plan(): RoutePlan {
    const { c } = this.best
    const routes = Array.from({ length: c.m }, (_, r) => this.best.stops(r))
    const spent = routes.map((_, r) => this.best.spentOf(r))
    const score = routes.flat().reduce((sum, point) => sum + c.scores[point]!, 0)
    const missing = [...c.required].filter((point) => this.best.routeOf[point] === -1)
    return { routes, spent, score, missing }
  }
}
