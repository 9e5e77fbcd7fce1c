import { Fleet } from './fleet.ts'
import type { Compiled } from './problem.ts'
import type { Random } from './random.ts'

/** Two plans with more than this share of ways in common count as one: the better stays. */
const ALIKE = 0.85

/** Good plans unlike each other, of which new ones are made. */
export class Elite {
  readonly #c: Compiled
  readonly #plans: Fleet[] = []
  readonly #limit: number
  readonly #next: Int32Array

  constructor(c: Compiled, limit: number) {
    this.#c = c
    this.#limit = limit
    this.#next = new Int32Array(c.n)
  }

  get size(): number {
    return this.#plans.length
  }

  /** Keeps a copy of the plan when it is better than all that are like it or, if there are none, than the worst. O(limit · stops). */
  add(plan: Fleet): void {
    const like = this.#plans.filter((other) => this.#shared(plan, other) > ALIKE)
    if (like.some((other) => other.worth > plan.worth || (other.worth === plan.worth && other.spent <= plan.spent))) return
    for (const other of like) this.#plans.splice(this.#plans.indexOf(other), 1)
    if (this.#plans.length >= this.#limit) {
      const worst = this.#plans.reduce((a, b) => (b.worth < a.worth ? b : a))
      if (worst.worth >= plan.worth) return
      this.#plans.splice(this.#plans.indexOf(worst), 1)
    }
    const kept = new Fleet(this.#c)
    kept.copy(plan)
    this.#plans.push(kept)
  }

  /** The better of two drawn at random. */
  pick(random: Random): Fleet {
    const one = this.#plans[random.below(this.#plans.length)]!
    const two = this.#plans[random.below(this.#plans.length)]!
    return two.worth > one.worth ? two : one
  }

  /**
   * Lays into `child` some routes of one plan, and for the other patrols those routes of a second plan that are worth most
   * beside them, without the stops that are already in. Needs two plans. O(m² · stops).
   */
  cross(child: Fleet, random: Random): void {
    const { m, kind } = this.#c
    const i = random.below(this.#plans.length)
    const j = (i + 1 + random.below(this.#plans.length - 1)) % this.#plans.length
    const [one, two] = [this.#plans[i]!, this.#plans[j]!]
    for (let r = 0; r < m; r++) child.clear(r)
    const patrols = shuffled(m, random)
    const kept = 1 + random.below(m - 1)
    for (const r of patrols.slice(0, kept)) child.assign(r, one.stops(r))
    const left = new Set(patrols)
    for (const r of patrols.slice(kept)) {
      let best: number[] = []
      let from = -1
      let most = -1
      for (const s of left) {
        if (kind[s] !== kind[r]) continue
        const stops = two.stops(s).filter((point) => child.routeOf[point] === -1)
        const worth = stops.reduce((sum, point) => sum + this.#c.worth[point]!, 0)
        if (worth > most) { most = worth; best = stops; from = s }
      }
      left.delete(from)
      child.assign(r, best)
    }
  }

  /** Share of the ways of plan `a` that plan `b` has too, in either direction. */
  #shared(a: Fleet, b: Fleet): number {
    const next = this.#next.fill(-1)
    for (let r = 0; r < this.#c.m; r++) {
      for (let k = r * b.stride + 1; k < r * b.stride + b.size[r]! - 1; k++) next[b.seq[k]!] = b.seq[k + 1]!
    }
    let ways = 0
    let common = 0
    for (let r = 0; r < this.#c.m; r++) {
      for (let k = r * a.stride + 1; k < r * a.stride + a.size[r]! - 1; k++) {
        const [from, to] = [a.seq[k]!, a.seq[k + 1]!]
        ways++
        if (next[from] === to || next[to] === from) common++
      }
    }
    return ways === 0 ? 1 : common / ways
  }
}

function shuffled(count: number, random: Random): number[] {
  const list = Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = list[i]!
    list[i] = list[j]!
    list[j] = kept
  }
  return list
}
