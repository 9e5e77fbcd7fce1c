import { Combine } from './combine.ts'
import { Fleet } from './fleet.ts'
import type { Compiled, RoutePlan } from './problem.ts'
import { Random } from './random.ts'
import { Recreate } from './recreate.ts'
import { Ruin } from './ruin.ts'
import { shorten } from './shorten.ts'

/** Temperatures of the plans annealed side by side, coldest first, in mean scores of a free point; each twice the one before. */
const TEMPERATURES = [0.25, 0.5, 1, 2]
/** Iterations a plan has at a time. */
const BLOCK = 50
/** What spending all budgets weighs against score, in mean scores of a free point: of equal plans the shorter is better. */
const SPEND_WEIGHT = 0.3
/** Routes are remembered from plans this close to the best, in mean scores of a free point. */
const POOL_WINDOW = 0.7
/** A plan further below what the temperature allows, in mean scores of a free point, is not shortened: the room would not make up for it. */
const FILL = 1
/** Iterations between two recombinations. */
const COMBINE_EVERY = 10_000
/** Iterations after which the hottest plan is begun anew, for each candidate. */
const RENEW_EACH = 1000
/** Most stops a ruin takes out: a share of the candidates and a few more, never more than the last. */
const RUIN_LEAST = 4
const RUIN_SHARE = 0.5
const RUIN_MOST = 60

/** One of the plans annealed side by side. */
interface Walker {
  readonly now: Fleet
  /** The plan now between two steps, the one tried within a step. */
  readonly next: Fleet
  /** Its own, since it remembers what room each point needed in this plan. */
  readonly recreate: Recreate
}

/**
 * The search for patrol routes: a few plans annealed side by side at fixed temperatures that neighbours exchange (replica
 * exchange, after Geyer, 1991), with a step that takes some stops out and fills the plan again (ruin and recreate), and now
 * and then a recombination of the best routes seen.
 * What it has found so far is in `best` at any moment.
 */
export class RouteSearch {
  readonly #c: Compiled
  readonly #random: Random
  /** As many as temperatures, coldest first. */
  readonly #walkers: Walker[]
  readonly #ruin: Ruin
  readonly #mostRuined: number
  readonly #combine: Combine
  readonly #combined: Fleet
  readonly #spendWeight: number
  /** Mean score of the points that the best plan leaves free, by which good plans differ, or of all if that is less: the unit of all temperatures. */
  #unit: number
  readonly best: Fleet
  iterations = 0

  constructor(c: Compiled, seed: number) {
    this.#c = c
    this.#random = new Random(seed)
    this.#walkers = TEMPERATURES.map(() => ({ now: new Fleet(c), next: new Fleet(c), recreate: new Recreate(c) }))
    this.#combined = new Fleet(c)
    this.best = new Fleet(c)
    this.#ruin = new Ruin(c)
    this.#mostRuined = Math.min(RUIN_LEAST + RUIN_SHARE * c.candidates.length, RUIN_MOST)
    this.#spendWeight = SPEND_WEIGHT / (c.budget.reduce((total, budget) => total + budget, 0) || 1)
    const recreate = new Recreate(c)
    this.#combine = new Combine(c, this.#random, (fleet) => {
      recreate.fillByRatio(fleet, this.#random, false)
      fleet.total()
      this.#finish(fleet, recreate)
    })
    recreate.fillByRatio(this.#combined, this.#random, false)
    this.#combined.total()
    this.#keep(this.#combined)
    this.#unit = this.#freeMean() || 1
    if (c.candidates.length > 0) for (const walker of this.#walkers) this.#beginAnew(walker)
  }

  /** Tries so many further plans. */
  run(iterations: number): void {
    if (this.#c.candidates.length === 0) { this.iterations += iterations; return }
    const renewEvery = RENEW_EACH * this.#c.candidates.length
    for (const until = this.iterations + iterations; this.iterations < until;) {
      const turn = Math.floor(this.iterations / BLOCK) % TEMPERATURES.length
      this.#step(this.#walkers[turn]!, TEMPERATURES[turn]! * this.#unit)
      this.iterations++
      if (this.iterations % (BLOCK * TEMPERATURES.length) === 0) this.#exchange()
      if (this.iterations % COMBINE_EVERY === 0) this.#recombine()
      if (this.iterations % renewEvery === 0) this.#beginAnew(this.#walkers.at(-1)!)
    }
  }

  /** Lets neighbours change places as detailed balance has it. */
  #exchange(): void {
    const walkers = this.#walkers
    for (let k = walkers.length - 2; k >= 0; k--) {
      const [cold, hot] = [walkers[k]!, walkers[k + 1]!]
      const least = Math.log(this.#random.unit()) * this.#unit / (1 / TEMPERATURES[k]! - 1 / TEMPERATURES[k + 1]!)
      if (this.#gain(cold.now, hot.now) < least) continue
      walkers[k] = hot
      walkers[k + 1] = cold
    }
  }

  #recombine(): void {
    const plan = this.#combined
    const { now, next } = this.#walkers[0]!
    plan.copy(now)
    this.#improve(plan)
    if (plan.worth > now.worth) { now.copy(plan); next.copy(plan) }
    if (plan.worth < this.best.worth) { plan.copy(this.best); this.#improve(plan) }
    this.#unit = this.#freeMean() || this.#unit
  }

  #improve(plan: Fleet): void {
    this.#combine.improve(plan, this.best.worth, this.#unit)
    this.#keep(plan)
  }

  #beginAnew({ now, next, recreate }: Walker): void {
    for (let r = 0; r < this.#c.m; r++) now.clear(r)
    this.#ruin.removed.fill(1)
    recreate.fillInOrder(now, this.#random, this.#ruin.removed)
    now.total()
    next.copy(now)
  }

  #step({ now, next, recreate }: Walker, temperature: number): void {
    const random = this.#random
    this.#ruin.apply(next, random, 1 + random.below(Math.ceil(this.#mostRuined * random.unit()) || 1))
    recreate.fillInOrder(next, random, this.#ruin.removed)
    next.total()
    const least = temperature * Math.log(random.unit())
    if (next.alike(now) || this.#gain(now, next) + FILL * this.#unit < least) {
      next.takeBack(now)
      return
    }
    this.#finish(next, recreate)
    if (this.#gain(now, next) < least) {
      next.copyChanged(now, next.dirty)
      return
    }
    now.copyChanged(next, next.dirty)
    this.#keep(now)
    if (now.worth >= this.best.worth - POOL_WINDOW * this.#unit) this.#combine.remember(next, this.best.worth)
  }

  /** What the second plan is better than the first. */
  #gain(one: Fleet, two: Fleet): number {
    return two.worth - one.worth - this.#spendWeight * this.#unit * (two.spent - one.spent)
  }

  /** 0 when the best plan leaves nothing of worth. */
  #freeMean(): number {
    const mean = (points: Int32Array) => points.reduce((sum, point) => sum + this.#c.scores[point]!, 0) / (points.length || 1)
    const { candidates } = this.#c
    return Math.min(mean(candidates), mean(candidates.filter((point) => this.best.routeOf[point] === -1)))
  }

  /** Shortens the routes that changed, and fills the room that gave, in a plan whose sums are true; keeps them so. */
  #finish(fleet: Fleet, recreate: Recreate): void {
    while (this.#shorten(fleet)) {
      recreate.fillByRatio(fleet, this.#random, true)
      fleet.total()
    }
    if (fleet.worth <= this.best.worth) return
    // What was passed over for speed must not be missing in a plan that is kept.
    recreate.fillByRatio(fleet, this.#random, false)
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
