import type { Fleet } from './fleet.ts'
import type { Compiled } from './problem.ts'
import type { Random } from './random.ts'

/** Room for the sum of the keys of a route's stops. */
const KIND_SPACE = 2 ** 44

/** A route seen before: its stops in order and what they are worth together. */
export interface PooledRoute {
  stops: Int32Array
  worth: number
  spent: number
  kind: number
}

/** Two pool routes to put in the place of routes r and s. */
export interface Pair {
  first: PooledRoute
  second: PooledRoute
  /** Worth of all points covered when they replace the two. */
  worth: number
}

/**
 * Routes of good plans, kept to be combined anew. Routes that share points may be combined: dropping a shared stop from
 * one of them keeps it feasible (costs obey the triangle inequality, or the drop is checked), so what counts is the worth
 * of the union.
 */
export class RoutePool {
  readonly #c: Compiled
  readonly #keys: Float64Array
  readonly #byKey = new Map<number, PooledRoute>()
  readonly #mark: Uint8Array
  readonly #limit: number

  constructor(c: Compiled, limit: number, random: Random) {
    this.#c = c
    this.#limit = limit
    this.#keys = Float64Array.from({ length: c.n }, () => random.bits())
    this.#mark = new Uint8Array(c.n)
  }

  /** Remembers route r of a plan. Routes with the same stops count once, the shorter stays; the oldest makes room. */
  add(fleet: Fleet, r: number): void {
    const first = r * fleet.stride
    const last = first + fleet.size[r]! - 1
    if (last - first < 2 || fleet.slack[r]! < 0) return
    let key = this.#c.kind[r]! * KIND_SPACE
    for (let k = first + 1; k < last; k++) key += this.#keys[fleet.seq[k]!]!
    const spent = fleet.spentOf(r)
    const known = this.#byKey.get(key)
    if (known && known.spent <= spent) return
    const stops = fleet.seq.slice(first + 1, last)
    let worth = 0
    for (const point of stops) worth += this.#c.worth[point]!
    if (known) this.#byKey.delete(key)
    this.#byKey.set(key, { stops, worth, spent, kind: this.#c.kind[r]! })
    if (this.#byKey.size > this.#limit) this.#byKey.delete(this.#byKey.keys().next().value!)
  }

  /**
   * The best pairs of pool routes to replace routes r and s of a plan, best first, at most `count`, leaving out those
   * that do not bring it above `target`.
   * O(pool²) at worst; pairs that cannot beat the worst kept are cut off.
   */
  pairs(fleet: Fleet, r: number, s: number, count: number, target: number): Pair[] {
    const { worth, kind } = this.#c
    const [kindR, kindS] = [kind[r]!, kind[s]!]
    const mark = this.#mark
    let covered = 0
    for (let q = 0; q < this.#c.m; q++) {
      if (q === r || q === s) continue
      for (const point of fleet.stops(q)) { mark[point] = 1; covered += worth[point]! }
    }
    const gains: { route: PooledRoute; gain: number }[] = []
    for (const route of this.#byKey.values()) {
      if (route.kind === kindR || route.kind === kindS) gains.push({ route, gain: this.#sum(route.stops, 0) })
    }
    gains.sort((a, b) => b.gain - a.gain)
    const found: Pair[] = []
    let bar = target - covered
    for (let i = 0; i < gains.length && gains[i]!.gain * 2 > bar; i++) {
      const { route: first, gain } = gains[i]!
      for (const point of first.stops) mark[point]! |= 2
      for (let j = i + 1; j < gains.length && gain + gains[j]!.gain > bar; j++) {
        const second = gains[j]!.route
        if (first.kind + second.kind !== kindR + kindS) continue
        const both = gain + gains[j]!.gain - this.#sum(second.stops, 2)
        if (both <= bar) continue
        found.push(first.kind === kindR ? { first, second, worth: covered + both } : { first: second, second: first, worth: covered + both })
        found.sort((a, b) => b.worth - a.worth)
        if (found.length > count) found.pop()
        if (found.length === count) bar = Math.max(bar, found[count - 1]!.worth - covered)
      }
      for (const point of first.stops) mark[point]! &= 1
    }
    mark.fill(0)
    return found
  }

  /** Worth of those of the points that bear this mark. */
  #sum(stops: Int32Array, marked: number): number {
    const { worth } = this.#c
    const mark = this.#mark
    let sum = 0
    for (let k = 0; k < stops.length; k++) if (mark[stops[k]!] === marked) sum += worth[stops[k]!]!
    return sum
  }
}
