import { Combine } from './combine.ts'
import { drawCycle } from './cycle.ts'
import { Elite } from './elite.ts'
import { Fleet } from './fleet.ts'
import type { Compiled, RoutePlan } from './problem.ts'
import { Random } from './random.ts'
import { Recreate } from './recreate.ts'
import { Ruin } from './ruin.ts'
import { shorten } from './shorten.ts'

/** What spending all budgets weighs against score, in mean scores of a point: of equal plans the shorter is better. */
const SPEND_WEIGHT = 0.3
/** Routes are remembered from plans this close, in mean scores of a point, to the best of their cycle. */
const POOL_WINDOW = 0.3
const ELITE_SIZE = 24
/** A plan further below what the temperature allows, in mean scores of a point, is not shortened: the room would not make up for it. */
const FILL = 1
/** Least iterations between two recombinations. */
const COMBINE_EVERY = 10_000

/**
 * The search for patrol routes: simulated annealing whose step takes some stops out and fills the plan again (ruin and
 * recreate), in cooling cycles of many lengths that begin anew or with a plan made of two good ones, and now and then a
 * recombination of the best routes seen.
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
  readonly #combine: Combine
  readonly #elite: Elite
  /** Mean score of a candidate: the unit of all temperatures. */
  readonly #unit: number
  readonly #spendWeight: number
  #cycle
  #cycles = 0
  #cycleStart = 0
  #combinedAt = 0
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
    this.#elite = new Elite(c, ELITE_SIZE)
    this.#combine = new Combine(c, this.#random, (fleet) => {
      this.#recreate.fillByRatio(fleet, this.#random, false)
      fleet.total()
      this.#finish(fleet)
    })
    this.#cycle = drawCycle(0, c.candidates.length, this.#random)
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
      if (this.iterations - this.#cycleStart >= this.#cycle.length) {
        this.#endCycle()
        this.#startCycle()
      }
      this.#step()
    }
  }

  #endCycle(): void {
    const found = this.#cycleBest
    if (this.#now.worth > found.worth) found.copy(this.#now)
    if (this.iterations - this.#combinedAt >= COMBINE_EVERY) {
      this.#combinedAt = this.iterations
      this.#improve(found)
      if (found.worth < this.best.worth) { found.copy(this.best); this.#improve(found) }
    }
    this.#elite.add(found)
  }

  #improve(plan: Fleet): void {
    this.#combine.improve(plan, this.best.worth, this.#unit)
    this.#keep(plan)
  }

  #startCycle(): void {
    this.#cycleStart = this.iterations
    this.#cycle = drawCycle(++this.#cycles, this.#c.candidates.length, this.#random)
    const { start } = this.#cycle
    if (start === 'new' || this.#elite.size === 0) this.#beginAnew()
    else if (start === 'two' && this.#c.m > 1 && this.#elite.size > 1) this.#elite.cross(this.#now, this.#random)
    else this.#now.copy(this.#elite.pick(this.#random))
    this.#now.total()
    this.#next.copy(this.#now)
    this.#cycleBest.worth = 0
  }

  #beginAnew(): void {
    for (let r = 0; r < this.#c.m; r++) this.#now.clear(r)
    this.#ruin.removed.fill(1)
    this.#recreate.fillInOrder(this.#now, this.#random, this.#ruin.removed)
  }

  #step(): void {
    const random = this.#random
    const now = this.#now
    const next = this.#next
    const { length, ruin } = this.#cycle
    this.#ruin.apply(next, random, 1 + random.below(Math.ceil(ruin * random.unit()) || 1))
    this.#recreate.fillInOrder(next, random, this.#ruin.removed)
    next.total()
    const least = this.#temperature() * Math.log(random.unit())
    if (next.alike(now) || this.#gain() + FILL * this.#unit < least) {
      next.takeBack(now)
      return
    }
    this.#finish(next)
    if (this.#gain() < least) {
      next.copyChanged(now, next.dirty)
      return
    }
    now.copyChanged(next, next.dirty)
    this.#keep(now)
    if (this.iterations - this.#cycleStart < length / 2) return
    if (now.worth >= this.#cycleBest.worth - POOL_WINDOW * this.#unit) this.#combine.remember(next, this.best.worth)
    if (now.worth > this.#cycleBest.worth) this.#cycleBest.copy(now)
  }

  /** What the next plan is better than the one now. */
  #gain(): number {
    return this.#next.worth - this.#now.worth - this.#spendWeight * (this.#next.spent - this.#now.spent)
  }

  #temperature(): number {
    const { hot, cold, length } = this.#cycle
    return this.#unit * hot * (cold / hot) ** ((this.iterations - this.#cycleStart) / length)
  }

  /** Shortens the routes that changed, and fills the room that gave, in a plan whose sums are true; keeps them so. */
  #finish(fleet: Fleet): void {
    while (this.#shorten(fleet)) {
      this.#recreate.fillByRatio(fleet, this.#random, true)
      fleet.total()
    }
    if (fleet.worth <= this.best.worth) return
    // What was passed over for speed must not be missing in a plan that is kept.
    this.#recreate.fillByRatio(fleet, this.#random, false)
    fleet.total()
  }

  /** Shortens the routes that changed. Returns whether that gave room. */
  #shorten(fleet: Fleet): boolean {
    if (!this.#c.symmetric || this.#c.timed) return false
    let shorter = false
    for (let r = 0; r < this.#c.m; r++) if (fleet.dirty[r] === 1 && shorten(fleet, r)) shorter = true
    return shorter
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
