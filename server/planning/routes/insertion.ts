import type { Fleet } from './fleet.ts'
import { ROUGH_SPREAD } from './problem.ts'
import type { Compiled } from './problem.ts'

/** Above every rough cost that counts. */
const ROUGH_MOST = 2 ** 30

/** Finds the cheapest place of a point; the answer is in `route` (−1 when it fits nowhere), `at` and `cost`. */
export class Insertion {
  readonly #c: Compiled
  /** The rough cost of each point in each route when it was last asked there (`point * m + route`), or a bound below it, whatever has changed since. */
  readonly #needed: Int32Array
  /** Where in `seq` the last scan found the cheapest place, −1 for nowhere. */
  #place = -1
  route = -1
  at = 0
  cost = 0

  constructor(c: Compiled) {
    this.#c = c
    this.#needed = new Int32Array(c.n * c.m)
  }

  /** Whether a changed route has the room that the point needed when it was last asked; with `anyway` it is asked all the same. */
  hopeful(fleet: Fleet, point: number, anyway: boolean): boolean {
    const { m, timed } = this.#c
    const { dirty, room } = fleet
    const needed = this.#needed
    let hope = anyway || timed
    for (let r = 0; r < m; r++) {
      if (dirty[r] === 0) continue
      if (anyway) needed[point * m + r] = 0
      else if (needed[point * m + r]! < room[r]!) hope = true
    }
    return hope
  }

  /** Finds the cheapest place of a point among all routes it fits into. */
  find(fleet: Fleet, point: number): void {
    if (this.#c.timed) this.#findTimed(fleet, point, false)
    else this.#find(fleet, point, false)
  }

  /** The same, only among changed routes with the room needed when last asked. */
  findHopeful(fleet: Fleet, point: number): void {
    if (this.#c.timed) this.#findTimed(fleet, point, true)
    else this.#find(fleet, point, true)
  }

  #find(fleet: Fleet, point: number, hopeful: boolean): void {
    const { m, symmetric, roughService } = this.#c
    const { room, dirty } = fleet
    const needed = this.#needed
    const stay = roughService[point]!
    let best = ROUGH_MOST
    let place = -1
    this.route = -1
    for (let r = 0; r < m; r++) {
      const asked = point * m + r
      if (hopeful && (dirty[r] === 0 || needed[asked]! >= room[r]!)) continue
      const bound = Math.min(best, room[r]!)
      const cost = stay + (symmetric ? this.#scan(fleet, point, r, bound - stay) : this.#scanOneWay(fleet, point, r, bound - stay))
      if (this.#place < 0) {
        needed[asked] = Math.max(needed[asked]!, bound)
        continue
      }
      needed[asked] = cost
      best = cost
      place = this.#place
      this.route = r
    }
    if (this.route < 0) return
    this.at = place - this.route * fleet.stride + 1
    this.cost = best / this.#c.roughness
    if (best >= room[this.route]! - 2 * ROUGH_SPREAD && this.#exactCost(fleet, point, place) > fleet.slack[this.route]!) this.route = -1
  }

  #exactCost(fleet: Fleet, point: number, place: number): number {
    const { n, travel, service } = this.#c
    const from = fleet.seq[place]! * n
    const to = fleet.seq[place + 1]!
    return travel[from + point]! + travel[point * n + to]! - travel[from + to]! + service[point]!
  }

  /** The least rough cost of a point in route r, without its stay; #place is −1 when it is not below `bound`. O(stops); four places at a time, which is quicker. */
  #scan(fleet: Fleet, point: number, r: number, bound: number): number {
    const { n, rough } = this.#c
    const { seq, step } = fleet
    const row = Math.imul(point, n)
    let k = Math.imul(r, fleet.stride)
    const last = (k + fleet.size[r]! - 1) | 0
    let least = bound | 0
    let place = -1
    let before = rough[(row + seq[k]!) | 0]!
    for (; k + 4 <= last; k = (k + 4) | 0) {
      const one = rough[(row + seq[k + 1]!) | 0]!
      const two = rough[(row + seq[k + 2]!) | 0]!
      const three = rough[(row + seq[k + 3]!) | 0]!
      const four = rough[(row + seq[k + 4]!) | 0]!
      const first = (before + one - step[k]!) | 0
      const second = (one + two - step[k + 1]!) | 0
      const third = (two + three - step[k + 2]!) | 0
      const fourth = (three + four - step[k + 3]!) | 0
      if (first < least) { least = first; place = k }
      if (second < least) { least = second; place = k + 1 }
      if (third < least) { least = third; place = k + 2 }
      if (fourth < least) { least = fourth; place = k + 3 }
      before = four
    }
    for (; k < last; k = (k + 1) | 0) {
      const after = rough[(row + seq[k + 1]!) | 0]!
      const cost = (before + after - step[k]!) | 0
      if (cost < least) { least = cost; place = k }
      before = after
    }
    this.#place = place
    return least
  }

  #scanOneWay(fleet: Fleet, point: number, r: number, bound: number): number {
    const { n, rough, roughBack } = this.#c
    const { seq, step } = fleet
    const row = Math.imul(point, n)
    const first = Math.imul(r, fleet.stride)
    const last = (first + fleet.size[r]! - 1) | 0
    let least = bound | 0
    let place = -1
    for (let k = first; k < last; k = (k + 1) | 0) {
      const cost = (roughBack[(row + seq[k]!) | 0]! + rough[(row + seq[k + 1]!) | 0]! - step[k]!) | 0
      if (cost < least) { least = cost; place = k }
    }
    this.#place = place
    return least
  }

  #findTimed(fleet: Fleet, point: number, onlyDirty: boolean): void {
    this.route = -1
    this.cost = Infinity
    for (let r = 0; r < this.#c.m; r++) {
      if (onlyDirty && fleet.dirty[r] === 0) continue
      const cost = this.#scanTimed(fleet, point, r, this.cost)
      if (this.#place < 0) continue
      this.cost = cost
      this.route = r
      this.at = this.#place - r * fleet.stride + 1
    }
  }

  /** The least cost of a point in route r where windows count: places that break one are left out, waiting and staying are part of it. O(stops). */
  #scanTimed(fleet: Fleet, point: number, r: number, bound: number): number {
    const { n, travel, back, service, open, close } = this.#c
    const { seq, leave, latest } = fleet
    const row = point * n
    const first = r * fleet.stride
    const last = first + fleet.size[r]! - 1
    let least = bound
    this.#place = -1
    for (let k = first; k < last; k++) {
      const begin = Math.max(leave[k]! + back[row + seq[k]!]!, open[point]!)
      if (begin > close[point]!) continue
      const next = begin + service[point]! + travel[row + seq[k + 1]!]!
      if (next > latest[k + 1]!) continue
      const cost = next - leave[k]! - travel[seq[k]! * n + seq[k + 1]!]!
      if (cost < least) { least = cost; this.#place = k }
    }
    return least
  }
}
