import type { Fleet } from './fleet.ts'
import type { Compiled } from './problem.ts'
import type { Random } from './random.ts'

/** Exponents of worth in "cost per worth^α": the larger, the more worth rules over cost. */
const EXPONENTS = [0.3, 0.6, 0.8, 1, 1.25, 1.6, 2.5]
/** How much the keys of both ways to fill are blurred by chance. */
const BLUR = 1
/** Of the points that were free before a ruin, at most this share is not asked after it. */
const SKIP = 0.9
/** A point that lacked room in a route when last asked is asked again with this chance, in 256ths. */
const ANYWAY = 26
/** Sort keys hold a point in their lowest bits. */
const POINT_SPACE = 2 ** 20
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
  /** worth^−α for each exponent. */
  readonly #tables: Float64Array[]
  /** Typical cost between two stops: keeps points that cost nothing from always going first. */
  readonly #unit: number
  readonly #worthUnit: number
  /** What each point needed at least in each route when it was last asked there (`point * m + route`), whatever has changed since. */
  readonly #needed: Float64Array
  // What #ask found.
  #place = 0
  #route = -1
  #at = 0
  #cost = 0

  constructor(c: Compiled) {
    this.#c = c
    this.#needed = new Float64Array(c.n * c.m)
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
    this.#worthUnit = c.candidates.reduce((sum, point) => sum + c.scores[point]!, 0) / (c.candidates.length || 1) || 1
  }

  /**
   * Inserts free points in an order drawn at random (by chance, worth, nearness to some point, or farness from the
   * patrols), each at its cheapest place. Points that `removed` does not mark were free before: some are passed over, which saves
   * time and makes room for others, and they are tried only in routes marked dirty, as no other can have room for them, and
   * there mostly when the room left is what they needed the last time. O(free · stops).
   */
  fillInOrder(fleet: Fleet, random: Random, removed: Uint8Array): void {
    const { n, worth, travel, candidates } = this.#c
    const order = this.#order
    const free = this.#free
    const drawn = this.#drawn
    const way = random.below(4)
    const seed = candidates[random.below(candidates.length)]! * n
    const asked = this.#draw(fleet, random, removed)
    let count = 0
    for (let i = 0; i < asked; i++) {
      const point = free[i]!
      if (removed[point] === 0 && !this.#hopeful(fleet, point, (drawn[i]! & 0xff) >= 256 - ANYWAY)) continue
      let key = (drawn[i]! >>> 8) * 2 ** -24
      if (way > 0) key = 1 + BLUR * key
      if (way === 1) key *= this.#worthUnit / worth[point]!
      else if (way === 2) key *= travel[seed + point]! / this.#unit
      else if (way === 3) key *= this.#unit / (this.#far[point]! + this.#unit)
      order[count++] = Math.floor(key * 1e6) * POINT_SPACE + point
    }
    sort(order, count)
    for (let i = 0; i < count; i++) {
      const key = order[i]!
      const point = key - Math.floor(key / POINT_SPACE) * POINT_SPACE
      if (removed[point] === 1) this.#findPlace(fleet, point)
      else this.#findHopeful(fleet, point)
      if (this.#route >= 0) fleet.insert(point, this.#route, this.#at)
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

  /** Whether a changed route has the room that the point needed when it was last asked; with `anyway` it is asked all the same. */
  #hopeful(fleet: Fleet, point: number, anyway: boolean): boolean {
    const { m } = this.#c
    let hope = anyway
    for (let r = 0; r < m; r++) {
      if (fleet.dirty[r] === 0) continue
      if (anyway) this.#needed[point * m + r] = 0
      else if (this.#needed[point * m + r]! < this.#room(fleet, r)) hope = true
    }
    return hope
  }

  /** The most that a further stop may cost in route r; where windows count only a try can tell. */
  #room(fleet: Fleet, r: number): number {
    return this.#c.timed ? Number.MAX_VALUE : fleet.slack[r]!
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
        if (onlyDirty) this.#findHopeful(fleet, point)
        else this.#findPlace(fleet, point)
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
  #findPlace(fleet: Fleet, point: number): void {
    this.#route = -1
    this.#cost = Infinity
    for (let r = 0; r < this.#c.m; r++) this.#ask(fleet, point, r)
  }

  /** The same, only among changed routes with the room needed when last asked. */
  #findHopeful(fleet: Fleet, point: number): void {
    const { m } = this.#c
    this.#route = -1
    this.#cost = Infinity
    for (let r = 0; r < m; r++) {
      if (fleet.dirty[r] === 1 && this.#needed[point * m + r]! < this.#room(fleet, r)) this.#ask(fleet, point, r)
    }
  }

  /** Makes route r the choice when the point fits there at less than #cost. */
  #ask(fleet: Fleet, point: number, r: number): void {
    const { m, timed, symmetric } = this.#c
    const most = Math.min(this.#cost, this.#room(fleet, r))
    const cost = timed ? this.#scanTimed(fleet, point, r, most) : symmetric ? this.#scan(fleet, point, r, most) : this.#scanOneWay(fleet, point, r, most)
    const at = point * m + r
    if (cost > most) {
      this.#needed[at] = Math.max(this.#needed[at]!, most)
      return
    }
    this.#needed[at] = cost
    this.#cost = cost
    this.#route = r
    this.#at = this.#place
  }

  /** The least cost of a point in route r, in #place where; infinite when above `most`. O(stops). */
  #scan(fleet: Fleet, point: number, r: number, most: number): number {
    const { n, travel, service } = this.#c
    const { seq, step } = fleet
    const row = point * n
    const first = r * fleet.stride
    const last = first + fleet.size[r]! - 1
    const stay = service[point]!
    let least = most - stay
    let place = -1
    let before = travel[row + seq[first]!]!
    for (let k = first; k < last; k++) {
      const after = travel[row + seq[k + 1]!]!
      const cost = before + after - step[k]!
      if (cost <= least) { least = cost; place = k }
      before = after
    }
    this.#place = place - first + 1
    return place < 0 ? Infinity : least + stay
  }

  #scanOneWay(fleet: Fleet, point: number, r: number, most: number): number {
    const { n, travel, back, service } = this.#c
    const { seq, step } = fleet
    const row = point * n
    const first = r * fleet.stride
    const last = first + fleet.size[r]! - 1
    const stay = service[point]!
    let least = most - stay
    let place = -1
    for (let k = first; k < last; k++) {
      const cost = back[row + seq[k]!]! + travel[row + seq[k + 1]!]! - step[k]!
      if (cost <= least) { least = cost; place = k }
    }
    this.#place = place - first + 1
    return place < 0 ? Infinity : least + stay
  }

  /** The same where windows count: places that break one are left out, waiting is part of the cost. */
  #scanTimed(fleet: Fleet, point: number, r: number, most: number): number {
    const { n, travel, back, service, open, close } = this.#c
    const { seq, step, leave, latest } = fleet
    const row = point * n
    const first = r * fleet.stride
    const last = first + fleet.size[r]! - 1
    let least = most
    let place = -1
    for (let k = first; k < last; k++) {
      const begin = Math.max(leave[k]! + back[row + seq[k]!]!, open[point]!)
      if (begin > close[point]!) continue
      const next = begin + service[point]! + travel[row + seq[k + 1]!]!
      if (next > latest[k + 1]!) continue
      const cost = next - leave[k]! - step[k]!
      if (cost <= least) { least = cost; place = k }
    }
    this.#place = place - first + 1
    return place < 0 ? Infinity : least
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
