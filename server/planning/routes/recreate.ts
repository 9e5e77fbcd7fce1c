import type { Fleet } from './fleet.ts'
import { Insertion } from './insertion.ts'
import type { Compiled } from './problem.ts'
import type { Random } from './random.ts'

/** Exponents of worth in "cost per worth^α": the larger, the more worth rules over cost. */
const EXPONENTS = [0.3, 0.6, 0.8, 1, 1.25, 1.6, 2.5]
/** How much "cost per worth^α" is blurred by chance. */
const BLUR = 1
/** How much the keys of an order drawn at random are blurred. */
const ORDER_BLUR = 2.5
/** The orders in which points are put back; one listed more often is drawn more often. */
const ORDERS = ['chance', 'worth', 'worth', 'worth', 'worth', 'near', 'near', 'far', 'far', 'far'] as const
/** Exponent of worth in the order near some point; in the two others worth counts once. */
const NEAR_EXPONENT = 1.5
/** Of the points that were free before a ruin, at most this share is not asked after it. */
const SKIP = 0.9
/** A point that lacked room in a route when last asked is asked again with this chance, in 256ths. */
const ANYWAY = 26
/** Sort keys hold a point in their lowest bits. */
const POINT_SPACE = 2 ** 20
/** Above that sort keys, of points worth next to nothing, count as one: they would lose the point in rounding. */
const KEY_MOST = 8000
const GAPS = [701, 301, 132, 57, 23, 10, 4, 1]

/** Fills routes with points that are in none. */
export class Recreate {
  readonly #c: Compiled
  readonly #order: Float64Array
  readonly #free: Int32Array
  /** The random bits drawn for each point in #free. */
  readonly #drawn: Int32Array
  /** Cost of the shortest way from start to end over each point, whatever the patrol. */
  readonly #far: Float64Array
  /** Mean score by worth of each point, and its power for the order near some point. */
  readonly #dear: Float64Array
  readonly #dearNear: Float64Array
  /** worth^−α for each exponent. */
  readonly #tables: Float64Array[]
  /** Typical cost between two stops: keeps points that cost nothing from always going first. */
  readonly #unit: number
  readonly #insertion: Insertion

  constructor(c: Compiled) {
    this.#c = c
    this.#insertion = new Insertion(c)
    this.#order = new Float64Array(c.candidates.length)
    this.#free = new Int32Array(c.candidates.length + 1)
    this.#drawn = new Int32Array(c.candidates.length + 1)
    this.#far = Float64Array.from({ length: c.n }, (_, point) => {
      let least = Infinity
      for (let r = 0; r < c.m; r++) least = Math.min(least, c.travel[c.start[r]! * c.n + point]! + c.travel[point * c.n + c.end[r]!]!)
      return least
    })
    this.#tables = EXPONENTS.map((alpha) => Float64Array.from(c.worth, (worth) => (worth > 0 ? worth ** -alpha : 0)))
    this.#unit = c.budget.reduce((sum, budget) => sum + budget, 0) / (c.candidates.length || 1) || 1
    const mean = c.candidates.reduce((sum, point) => sum + c.scores[point]!, 0) / (c.candidates.length || 1) || 1
    this.#dear = Float64Array.from(c.worth, (worth) => (worth > 0 ? mean / worth : 0))
    this.#dearNear = this.#dear.map((dear) => dear ** NEAR_EXPONENT)
  }

  /**
   * Inserts free points in an order drawn at random (by chance, worth, nearness to some point, or farness from the
   * patrols; worth counts in all but the first), each at its cheapest place. Points that `removed` does not mark were free
   * before: some are passed over, which saves time and makes room for others, and they are tried only in routes marked
   * dirty, as no other can have room for them, and there mostly when the room left is what they needed the last time.
   * O(free · stops).
   */
  fillInOrder(fleet: Fleet, random: Random, removed: Uint8Array): void {
    const { n, travel, candidates } = this.#c
    const order = this.#order
    const free = this.#free
    const drawn = this.#drawn
    const insertion = this.#insertion
    const way = ORDERS[random.below(ORDERS.length)]!
    const dear = this.#dear
    const dearNear = this.#dearNear
    const seed = candidates[random.below(candidates.length)]! * n
    const asked = this.#draw(fleet, random, removed)
    let count = 0
    for (let i = 0; i < asked; i++) {
      const point = free[i]!
      if (removed[point] === 0 && !insertion.hopeful(fleet, point, (drawn[i]! & 0xff) >= 256 - ANYWAY)) continue
      let key = (drawn[i]! >>> 8) * 2 ** -24
      if (way !== 'chance') key = 1 + ORDER_BLUR * key
      if (way === 'worth') key *= dear[point]!
      else if (way === 'near') key *= travel[seed + point]! / this.#unit * dearNear[point]!
      else if (way === 'far') key *= this.#unit / (this.#far[point]! + this.#unit) * dear[point]!
      order[count++] = Math.floor(Math.min(key, KEY_MOST) * 1e6) * POINT_SPACE + point
    }
    sort(order, count)
    for (let i = 0; i < count; i++) {
      const key = order[i]!
      const point = key - Math.floor(key / POINT_SPACE) * POINT_SPACE
      if (removed[point] === 1) insertion.find(fleet, point)
      else insertion.findHopeful(fleet, point)
      if (insertion.route >= 0) fleet.insert(point, insertion.route, insertion.at)
    }
  }

  /** Lists the free points to ask: all removed ones and a random part of the others. Without branches, which could not be foreseen. */
  #draw(fleet: Fleet, random: Random, removed: Uint8Array): number {
    const { candidates } = this.#c
    const { routeOf } = fleet
    const free = this.#free
    const drawn = this.#drawn
    const skip = Math.floor(256 * SKIP * random.unit())
    let count = 0
    for (let i = 0; i < candidates.length; i++) {
      const point = candidates[i]!
      const bits = random.bits() | 0
      free[count] = point
      drawn[count] = bits
      count += (routeOf[point]! >>> 31) & (removed[point]! | ((skip - 1 - (bits & 0xff)) >>> 31))
    }
    return count
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
    const free = this.#free
    const insertion = this.#insertion
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
        if (onlyDirty) insertion.findHopeful(fleet, point)
        else insertion.find(fleet, point)
        if (insertion.route < 0) continue
        const key = (insertion.cost + offset) * table[point]! * (1 + BLUR * random.unit())
        if (key < best) { best = key; chosen = fitting; route = insertion.route; at = insertion.at }
        free[fitting++] = point
      }
      if (chosen < 0) return
      fleet.insert(free[chosen]!, route, at)
      free[chosen] = free[fitting - 1]!
      count = fitting - 1
    }
  }
}

/** Sorts the first `count` keys upwards, in place (Shell sort with the gaps of Ciura, 2001): quicker than a call out for a few dozen. */
function sort(keys: Float64Array, count: number): void {
  for (const gap of GAPS) {
    for (let i = gap; i < count; i++) {
      const key = keys[i]!
      let k = i
      for (; k >= gap && keys[k - gap]! > key; k -= gap) keys[k] = keys[k - gap]!
      keys[k] = key
    }
  }
}
