import type { Fleet } from './fleet.ts'
import type { Compiled } from './problem.ts'
import type { Random } from './random.ts'

/**
 * Ways to take stops out of a plan: scattered ones, those around a point, or stretches of neighbouring routes (as in
 * Christiaens and Vanden Berghe, Slack Induction by String Removals, 2020).
 */
export class Ruin {
  readonly #stops: Int32Array
  readonly #touched: Uint8Array
  readonly #used: Uint8Array
  /** Marks the points that the last ruin took out. */
  readonly removed: Uint8Array

  constructor(c: Compiled) {
    this.removed = new Uint8Array(c.n)
    this.#stops = new Int32Array(c.candidates.length + 1)
    this.#touched = new Uint8Array(c.m)
    this.#used = new Uint8Array(c.m)
  }

  /** Removes up to `amount` stops in a way drawn at random. O(stops + removed · log). */
  apply(fleet: Fleet, random: Random, amount: number): void {
    this.removed.fill(0)
    this.#touched.fill(0)
    fleet.dirty.fill(0)
    const stops = this.#stops
    let count = 0
    const { candidates } = fleet.c
    // Without branches, which could not be foreseen.
    for (let i = 0; i < candidates.length; i++) {
      const point = candidates[i]!
      stops[count] = point
      count += ~fleet.routeOf[point]! >>> 31
    }
    if (count === 0) return
    const take = Math.min(amount, count)
    const way = random.below(10)
    if (way < 3) this.#scattered(fleet, random, count, take)
    else if (way < 6) this.#around(fleet, random, take)
    else this.#stretches(fleet, random, count, take)
    this.#purge(fleet)
  }

  #mark(fleet: Fleet, point: number): void {
    this.removed[point] = 1
    this.#touched[fleet.routeOf[point]!] = 1
  }

  #purge(fleet: Fleet): void {
    for (let r = 0; r < fleet.c.m; r++) if (this.#touched[r] === 1) fleet.purge(r, this.removed)
  }

  #scattered(fleet: Fleet, random: Random, count: number, take: number): void {
    const stops = this.#stops
    for (let i = 0; i < take; i++) {
      const j = i + random.below(count - i)
      const point = stops[j]!
      stops[j] = stops[i]!
      stops[i] = point
      this.#mark(fleet, point)
    }
  }

  /** The stops nearest to some point, visited or not, with a few left standing. */
  #around(fleet: Fleet, random: Random, take: number): void {
    const { candidates, near, rank } = fleet.c
    const seed = candidates[random.below(candidates.length)]!
    let left = take
    if (fleet.routeOf[seed]! >= 0) { this.#mark(fleet, seed); left-- }
    const width = candidates.length - 1
    const row = rank[seed]! * width
    for (let i = 0; i < width && left > 0; i++) {
      const point = near[row + i]!
      if (fleet.routeOf[point]! < 0 || random.unit() < 0.15) continue
      this.#mark(fleet, point)
      left--
    }
  }

  /** Stretches of consecutive stops: one through some stop, and others of the nearest routes beside it. */
  #stretches(fleet: Fleet, random: Random, count: number, take: number): void {
    const { candidates, near, rank } = fleet.c
    const seed = this.#stops[random.below(count)]!
    const parts = 1 + random.below(Math.min(3, fleet.c.m))
    let left = take
    let cut = 0
    const width = candidates.length - 1
    const row = rank[seed]! * width
    const used = this.#used.fill(0)
    for (let i = -1; i < width && left > 0 && cut < parts; i++) {
      const point = i < 0 ? seed : near[row + i]!
      const r = fleet.routeOf[point]!
      if (r < 0 || used[r] === 1) continue
      used[r] = 1
      cut++
      left -= this.#cut(fleet, random, point, r, cut === parts ? left : Math.ceil(left / parts))
    }
  }

  /** Marks a stretch of at most `length` stops of route r that holds `point`. */
  #cut(fleet: Fleet, random: Random, point: number, r: number, length: number): number {
    const first = r * fleet.stride + 1
    const last = first + fleet.size[r]! - 2
    let at = first
    while (fleet.seq[at] !== point) at++
    const size = Math.min(length, last - first)
    const low = Math.max(first, at - size + 1)
    const high = Math.min(at, last - size)
    const from = low + random.below(high - low + 1)
    for (let k = from; k < from + size; k++) this.#mark(fleet, fleet.seq[k]!)
    return size
  }
}
