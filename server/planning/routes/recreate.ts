import type { Fleet } from './fleet.ts'
import type { Compiled } from './problem.ts'
import type { Random } from './random.ts'

/** Exponents of worth in "cost per worth^α": the larger, the more worth rules over cost. */
const EXPONENTS = [0.3, 0.6, 0.8, 1, 1.25, 1.6, 2.5]
/** How much the keys of both ways to fill are blurred by chance. */
const BLUR = 1
/** Of the points that were free before a ruin, at most this share is not asked after it. */
const SKIP = 0.5
/** In problems with more candidates than this only free points among so many neighbours of a removed stop are asked. */
const LARGE = 150
const NEIGHBOURS = 50
/** Sort keys hold a point in their lowest bits. */
const POINT_SPACE = 2 ** 20

/** Fills routes with points that are in none. */
export class Recreate {
  readonly #c: Compiled
  readonly #order: Float64Array
  /** Marks the neighbours of removed stops. */
  readonly #close: Uint8Array
  /** Cost of the shortest way from start to end over each point, whatever the patrol. */
  readonly #far: Float64Array
  /** worth^−α for each exponent. */
  readonly #tables: Float64Array[]
  /** Typical cost between two stops: keeps points that cost nothing from always going first. */
  readonly #unit: number
  readonly #worthUnit: number
  // What #findPlace found.
  #route = -1
  #at = 0
  #cost = 0

  constructor(c: Compiled) {
    this.#c = c
    this.#close = new Uint8Array(c.n)
    this.#order = new Float64Array(c.candidates.length)
    this.#far = Float64Array.from({ length: c.n }, (_, point) => {
      let least = Infinity
      for (let r = 0; r < c.m; r++) least = Math.min(least, c.travel[c.start[r]! * c.n + point]! + c.travel[point * c.n + c.end[r]!]!)
      return least
    })
    this.#tables = EXPONENTS.map((alpha) => Float64Array.from(c.worth, (worth) => (worth > 0 ? worth ** -alpha : 0)))
    this.#unit = c.budget.reduce((sum, budget) => sum + budget, 0) / (c.candidates.length || 1) || 1
    this.#worthUnit = c.candidates.reduce((sum, point) => sum + c.scores[point]!, 0) / (c.candidates.length || 1) || 1
  }

  /**
   * Inserts free points in an order drawn at random (by chance, worth, nearness to some point, or farness from the
   * patrols), each at its cheapest place. Points that `removed` does not mark were free before: some are passed over, which saves
   * time and makes room for others, and they are tried only in routes marked dirty, as no other can have room for them.
   * O(free · stops).
   */
  fillInOrder(fleet: Fleet, random: Random, removed: Uint8Array): void {
    const { n, candidates, worth, travel } = this.#c
    const order = this.#order
    const way = random.below(4)
    const skip = SKIP * random.unit()
    const large = candidates.length > LARGE
    if (large) this.#markClose(removed)
    const seed = candidates[random.below(candidates.length)]! * n
    let count = 0
    for (let i = 0; i < candidates.length; i++) {
      const point = candidates[i]!
      if (fleet.routeOf[point] !== -1) continue
      if (removed[point] === 0 && (random.unit() < skip || (large && this.#close[point] === 0))) continue
      let key = random.unit()
      if (way > 0) key = 1 + BLUR * key
      if (way === 1) key *= this.#worthUnit / worth[point]!
      else if (way === 2) key *= travel[seed + point]! / this.#unit
      else if (way === 3) key *= this.#unit / (this.#far[point]! + this.#unit)
      order[count++] = Math.floor(key * 1e6) * POINT_SPACE + point
    }
    order.subarray(0, count).sort()
    for (let i = 0; i < count; i++) {
      const point = order[i]! % POINT_SPACE
      this.#findPlace(fleet, point, removed[point] === 0)
      if (this.#route >= 0) fleet.insert(point, this.#route, this.#at)
    }
  }

  #markClose(removed: Uint8Array): void {
    const { candidates, near } = this.#c
    const width = candidates.length - 1
    this.#close.fill(0)
    for (let i = 0; i < candidates.length; i++) {
      if (removed[candidates[i]!] === 0) continue
      for (let k = 0; k < NEIGHBOURS; k++) this.#close[near[i * width + k]!] = 1
    }
  }

  /**
   * Inserts free points one by one, always the one with the least blurred cost per worth^α.
   * With `onlyDirty` only routes marked so are filled.
   * O(insertions · free · stops); meant for the last bit of room.
   */
  fillByRatio(fleet: Fleet, random: Random, onlyDirty: boolean): void {
    const { candidates } = this.#c
    const table = this.#tables[random.below(this.#tables.length)]!
    const offset = this.#unit * random.unit()
    const free = this.#order
    let count = 0
    for (const point of candidates) if (fleet.routeOf[point] === -1) free[count++] = point
    while (count > 0) {
      let best = Infinity
      let chosen = -1
      let route = 0
      let at = 0
      let fitting = 0
      for (let i = 0; i < count; i++) {
        const point = free[i]!
        this.#findPlace(fleet, point, onlyDirty)
        if (this.#route < 0) continue
        const key = (this.#cost + offset) * table[point]! * (1 + BLUR * random.unit())
        if (key < best) { best = key; chosen = fitting; route = this.#route; at = this.#at }
        free[fitting++] = point
      }
      if (chosen < 0) return
      fleet.insert(free[chosen]!, route, at)
      free[chosen] = free[fitting - 1]!
      count = fitting - 1
    }
  }

  /** Finds the cheapest place of a point among all routes it fits into; #route is −1 when there is none. */
  #findPlace(fleet: Fleet, point: number, onlyDirty: boolean): void {
    this.#route = -1
    this.#cost = Infinity
    for (let r = 0; r < this.#c.m; r++) {
      if (onlyDirty && fleet.dirty[r] === 0) continue
      if (this.#c.timed) this.#scanTimed(fleet, point, r)
      else this.#scan(fleet, point, r)
    }
  }

  #scan(fleet: Fleet, point: number, r: number): void {
    const { n, travel, back, symmetric, service } = this.#c
    const { seq, step } = fleet
    const row = point * n
    const first = r * fleet.stride
    const last = first + fleet.size[r]! - 1
    const stay = service[point]!
    let least = Math.min(this.#cost, fleet.slack[r]!) - stay
    let place = -1
    if (symmetric) {
      let before = travel[row + seq[first]!]!
      for (let k = first; k < last; k++) {
        const after = travel[row + seq[k + 1]!]!
        const cost = before + after - step[k]!
        if (cost <= least) { least = cost; place = k }
        before = after
      }
    } else {
      for (let k = first; k < last; k++) {
        const cost = back[row + seq[k]!]! + travel[row + seq[k + 1]!]! - step[k]!
        if (cost <= least) { least = cost; place = k }
      }
    }
    if (place < 0) return
    this.#route = r
    this.#at = place - first + 1
    this.#cost = least + stay
  }

  /** The same where windows count: places that break one are left out, waiting is part of the cost. */
  #scanTimed(fleet: Fleet, point: number, r: number): void {
    const { n, travel, back, service, open, close } = this.#c
    const { seq, step, leave, latest } = fleet
    const row = point * n
    const first = r * fleet.stride
    const last = first + fleet.size[r]! - 1
    for (let k = first; k < last; k++) {
      const begin = Math.max(leave[k]! + back[row + seq[k]!]!, open[point]!)
      if (begin > close[point]!) continue
      const next = begin + service[point]! + travel[row + seq[k + 1]!]!
      if (next > latest[k + 1]!) continue
      const cost = next - leave[k]! - step[k]!
      if (cost < this.#cost) { this.#cost = cost; this.#route = r; this.#at = k - first + 1 }
    }
  }
}
