import type { Fleet } from './fleet.ts'
import type { Compiled } from './problem.ts'

/** What did not fit needs more than the room there was by at least so much of it. */
const ABOVE = 1e-9

/** Finds the cheapest place of a point; the answer is in `route` (−1 when it fits nowhere), `at` and `cost`. */
export class Insertion {
  readonly #c: Compiled
  /** What each point needed at least in each route when it was last asked there (`point * m + route`), whatever has changed since. */
  readonly #needed: Float64Array
  #place = 0
  route = -1
  at = 0
  cost = 0

  constructor(c: Compiled) {
    this.#c = c
    this.#needed = new Float64Array(c.n * c.m)
  }

  /** Whether a changed route has the room that the point needed when it was last asked; with `anyway` it is asked all the same. */
  hopeful(fleet: Fleet, point: number, anyway: boolean): boolean {
    const { m } = this.#c
    let hope = anyway
    for (let r = 0; r < m; r++) {
      if (fleet.dirty[r] === 0) continue
      if (anyway) this.#needed[point * m + r] = 0
      else if (this.#needed[point * m + r]! <= this.#room(fleet, r)) hope = true
    }
    return hope
  }

  /** The most that a further stop may cost in route r; where windows count only a try can tell. */
  #room(fleet: Fleet, r: number): number {
    return this.#c.timed ? Number.MAX_VALUE : fleet.slack[r]!
  }

  /** Finds the cheapest place of a point among all routes it fits into. */
  find(fleet: Fleet, point: number): void {
    this.route = -1
    this.cost = Infinity
    for (let r = 0; r < this.#c.m; r++) this.#ask(fleet, point, r)
  }

  /** The same, only among changed routes with the room needed when last asked. */
  findHopeful(fleet: Fleet, point: number): void {
    const { m } = this.#c
    this.route = -1
    this.cost = Infinity
    for (let r = 0; r < m; r++) {
      if (fleet.dirty[r] === 1 && this.#needed[point * m + r]! <= this.#room(fleet, r)) this.#ask(fleet, point, r)
    }
  }

  /** Makes route r the choice when the point fits there at less than `cost`. */
  #ask(fleet: Fleet, point: number, r: number): void {
    const { m, timed, symmetric } = this.#c
    const most = Math.min(this.cost, this.#room(fleet, r))
    const cost = timed ? this.#scanTimed(fleet, point, r, most) : symmetric ? this.#scan(fleet, point, r, most) : this.#scanOneWay(fleet, point, r, most)
    const at = point * m + r
    if (cost > most) {
      this.#needed[at] = Math.max(this.#needed[at]!, most + ABOVE * (most + 1))
      return
    }
    this.#needed[at] = cost
    this.cost = cost
    this.route = r
    this.at = this.#place
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
