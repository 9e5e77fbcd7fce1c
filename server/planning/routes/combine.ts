import { Fleet } from './fleet.ts'
import { RoutePool } from './pool.ts'
import type { Compiled } from './problem.ts'
import type { Random } from './random.ts'

/** Routes are pooled from plans this close to the best. */
const POOL_MARGIN = 0.98
const POOL_SIZE = 1000
/** Pairs of routes tried in a row, and combinations finished for a pair. */
const PAIRS = 6
const FINISH = 20
/** How far below the best, in mean scores of a point, a combination may be to be worth finishing. */
const MARGIN = 0.1

/** Exchanges two routes of a plan for the best two of a pool of good routes by the worth of their union. */
export class Combine {
  readonly #c: Compiled
  readonly #random: Random
  readonly #pool: RoutePool
  readonly #from: Fleet
  readonly #next: Fleet
  readonly #finish: (fleet: Fleet) => void

  /** `finish` fills the room left in a plan and brings its sums up to date. */
  constructor(c: Compiled, random: Random, finish: (fleet: Fleet) => void) {
    this.#c = c
    this.#random = random
    this.#pool = new RoutePool(c, POOL_SIZE, random)
    this.#from = new Fleet(c)
    this.#next = new Fleet(c)
    this.#finish = finish
  }

  /** Remembers the changed routes of a plan, if it is close to the best. */
  remember(plan: Fleet, best: number): void {
    if (this.#c.m === 1 || plan.worth < best * POOL_MARGIN) return
    for (let r = 0; r < this.#c.m; r++) if (plan.dirty[r] === 1) this.#pool.add(plan, r)
  }

  /** Improves `base` until no exchange tried helps; `unit` is the mean score of a point. */
  improve(base: Fleet, best: number, unit: number): void {
    const { m } = this.#c
    if (m === 1) return
    const most = m === 2 ? 1 : PAIRS
    for (let tries = 0; tries < most; tries++) {
      const r = this.#random.below(m)
      const s = (r + 1 + this.#random.below(m - 1)) % m
      if (this.#exchange(base, r, s, best - MARGIN * unit)) tries = -1
    }
  }

  #exchange(base: Fleet, r: number, s: number, least: number): boolean {
    const [from, next] = [this.#from, this.#next]
    const before = base.worth
    from.copy(base)
    for (const { first, second } of this.#pool.pairs(from, r, s, FINISH, Math.max(before, least))) {
      next.copy(from)
      next.dirty.fill(0)
      next.clear(r)
      next.clear(s)
      next.assign(r, first.stops.filter((point) => next.routeOf[point] === -1))
      next.assign(s, second.stops.filter((point) => next.routeOf[point] === -1))
      this.#finish(next)
      if (next.worth > base.worth) base.copy(next)
    }
    return base.worth > before
  }
}
