import { ROUGH_SPREAD } from './problem.ts'
import type { Compiled } from './problem.ts'

/** Plans with the same points whose costs differ by no more than this share count as the same. */
const SAME = 1e-12

/**
 * Routes under construction. Route r lies at `seq[r * stride …]`: start, stops, end; `size[r]` counts all of them.
 * Beside each position: `step` (rough cost from there to the next) and, where windows count, `leave` (when the patrol goes
 * on) and `latest` (last moment to begin there so that the rest still holds).
 */
export class Fleet {
  readonly c: Compiled
  readonly stride: number
  readonly seq: Int32Array
  readonly size: Int32Array
  readonly step: Int32Array
  readonly leave: Float64Array
  readonly latest: Float64Array
  /** Marks the ways (by the position they leave from) that came about since the route was last shortened. */
  readonly fresh: Uint8Array
  /** Route of each point, −1 when it is in none. */
  readonly routeOf: Int32Array
  /** What is left of each budget. */
  readonly slack: Float64Array
  /** A rough cost above that of any further stop that each route has room for. */
  readonly room: Int32Array
  readonly #worthOf: Float64Array
  /** Routes that changed since the caller last cleared the mark. */
  readonly dirty: Uint8Array
  /** Sums over all routes, true after `total`. */
  worth = 0
  spent = 0

  constructor(c: Compiled) {
    this.c = c
    this.stride = c.candidates.length + 2
    const room = c.m * this.stride
    this.seq = new Int32Array(room)
    this.size = new Int32Array(c.m).fill(2)
    this.step = new Int32Array(room)
    this.leave = new Float64Array(c.timed ? room : 0)
    this.latest = new Float64Array(c.timed ? room : 0)
    this.fresh = new Uint8Array(room)
    this.routeOf = new Int32Array(c.n).fill(-1)
    this.slack = new Float64Array(c.m)
    this.room = new Int32Array(c.m)
    this.#worthOf = new Float64Array(c.m)
    this.dirty = new Uint8Array(c.m)
    for (let r = 0; r < c.m; r++) {
      this.seq[r * this.stride] = c.start[r]!
      this.seq[r * this.stride + 1] = c.end[r]!
      this.time(r)
    }
    this.total()
  }

  copy(other: Fleet): void {
    for (let r = 0; r < this.c.m; r++) this.#copyRoute(other, r)
    this.#copySums(other)
  }

  /** Takes over from a fleet that differs in no other routes than those `changed` marks. O(n + their stops). */
  copyChanged(other: Fleet, changed: Uint8Array): void {
    for (let r = 0; r < this.c.m; r++) if (changed[r] === 1) this.#copyRoute(other, r)
    this.#copySums(other)
  }

  /** Becomes again what it was, given that only routes marked dirty have changed since; ways that came about are forgotten. */
  takeBack(before: Fleet): void {
    for (let r = 0; r < this.c.m; r++) if (this.dirty[r] === 1) this.fresh.fill(0, r * this.stride, r * this.stride + this.size[r]!)
    this.copyChanged(before, this.dirty)
  }

  /** Whether the same points are in the same routes at the same cost. O(n), mostly O(1). */
  alike(other: Fleet): boolean {
    if (this.worth !== other.worth || Math.abs(this.spent - other.spent) > SAME * this.spent) return false
    for (let point = 0; point < this.c.n; point++) if (this.routeOf[point] !== other.routeOf[point]) return false
    return true
  }

  #copyRoute(other: Fleet, r: number): void {
    const first = r * this.stride
    const last = first + other.size[r]!
    for (let k = first; k < last; k++) {
      this.seq[k] = other.seq[k]!
      this.step[k] = other.step[k]!
    }
    if (this.c.timed) {
      this.leave.set(other.leave.subarray(first, last), first)
      this.latest.set(other.latest.subarray(first, last), first)
    }
    this.size[r] = other.size[r]!
    this.slack[r] = other.slack[r]!
    this.room[r] = other.room[r]!
    this.#worthOf[r] = other.#worthOf[r]!
  }

  #copySums(other: Fleet): void {
    this.routeOf.set(other.routeOf)
    this.worth = other.worth
    this.spent = other.spent
  }

  /** Recomputes costs, worth and times of route r; false when it breaks its budget or a window. O(stops). */
  time(r: number): boolean {
    const { n, travel, rough, service, worth } = this.c
    const { seq, step } = this
    this.dirty[r] = 1
    const first = r * this.stride
    const last = first + this.size[r]! - 1
    let point = seq[first + 1]!
    let way = seq[first]! * n + point
    let clock = travel[way]!
    let sum = 0
    step[first] = rough[way]!
    for (let k = first + 1; k < last; k++) {
      const next = seq[k + 1]!
      way = point * n + next
      step[k] = rough[way]!
      clock += service[point]! + travel[way]!
      sum += worth[point]!
      point = next
    }
    this.#worthOf[r] = sum
    this.#setSlack(r, this.c.budget[r]! - clock)
    if (this.c.timed) return this.#timeWindows(r)
    return clock <= this.c.budget[r]!
  }

  #setSlack(r: number, slack: number): void {
    this.slack[r] = slack
    this.room[r] = Math.ceil(slack * this.c.roughness) + ROUGH_SPREAD
  }

  #timeWindows(r: number): boolean {
    const { n, travel, service, open, close } = this.c
    const { seq, leave, latest } = this
    const first = r * this.stride
    const last = first + this.size[r]! - 1
    let clock = 0
    let kept = true
    leave[first] = 0
    for (let k = first + 1; k < last; k++) {
      const point = seq[k]!
      clock += travel[seq[k - 1]! * n + point]!
      if (clock < open[point]!) clock = open[point]!
      if (clock > close[point]!) kept = false
      clock += service[point]!
      leave[k] = clock
    }
    clock += travel[seq[last - 1]! * n + seq[last]!]!
    this.#setSlack(r, this.c.budget[r]! - clock)
    latest[last] = this.c.budget[r]!
    for (let k = last - 1; k > first; k--) {
      const point = seq[k]!
      latest[k] = Math.min(close[point]!, latest[k + 1]! - travel[point * n + seq[k + 1]!]! - service[point]!)
    }
    return kept && clock <= this.c.budget[r]!
  }

  /** Recomputes the sums over all routes. */
  total(): void {
    this.worth = 0
    this.spent = 0
    for (let r = 0; r < this.c.m; r++) {
      this.worth += this.#worthOf[r]!
      this.spent += this.spentOf(r)
    }
  }

  /** What route r spends. */
  spentOf(r: number): number {
    return this.c.budget[r]! - this.slack[r]!
  }

  /** Puts a point into route r before position `at` (1 … size − 1). The caller has made sure that it fits. O(stops). */
  insert(point: number, r: number, at: number): void {
    const { n, travel, rough, service, worth } = this.c
    const { seq, step, fresh } = this
    const place = r * this.stride + at
    for (let k = r * this.stride + this.size[r]!; k > place; k--) {
      seq[k] = seq[k - 1]!
      step[k] = step[k - 1]!
      fresh[k] = fresh[k - 1]!
    }
    seq[place] = point
    const from = seq[place - 1]! * n
    const to = seq[place + 1]!
    this.#setSlack(r, this.slack[r]! - (travel[from + point]! + travel[point * n + to]! + service[point]! - travel[from + to]!))
    this.#worthOf[r]! += worth[point]!
    step[place - 1] = rough[from + point]!
    step[place] = rough[point * n + to]!
    fresh[place - 1] = 1
    fresh[place] = 1
    this.dirty[r] = 1
    this.size[r]!++
    this.routeOf[point] = r
    if (this.c.timed) this.time(r)
  }

  /** Takes out of route r every stop that `gone` marks. */
  purge(r: number, gone: Uint8Array): void {
    const { seq, routeOf, fresh } = this
    const first = r * this.stride
    const last = first + this.size[r]! - 1
    let put = first + 1
    let gap = 0
    for (let k = first + 1; k <= last; k++) {
      const point = seq[k]!
      if (k < last && gone[point] === 1) {
        routeOf[point] = -1
        gap = 1
        continue
      }
      fresh[put - 1] = gap | fresh[k - 1]!
      seq[put++] = point
      gap = 0
    }
    this.size[r] = put - first
    if (!this.time(r)) this.clear(r)
  }

  /** Empties route r. */
  clear(r: number): void {
    this.assign(r, [])
  }

  /** Replaces the stops of route r by points that are in no other route; leaves it empty when they break a rule. */
  assign(r: number, stops: ArrayLike<number>): void {
    const first = r * this.stride
    for (let k = first + 1; k < first + this.size[r]! - 1; k++) this.routeOf[this.seq[k]!] = -1
    for (let k = 0; k < stops.length; k++) {
      this.seq[first + 1 + k] = stops[k]!
      this.routeOf[stops[k]!] = r
    }
    this.seq[first + 1 + stops.length] = this.c.end[r]!
    this.size[r] = stops.length + 2
    this.fresh.fill(1, first, first + this.size[r]!)
    if (!this.time(r) && stops.length > 0) this.assign(r, [])
  }

  stops(r: number): number[] {
    const first = r * this.stride
    return [...this.seq.subarray(first + 1, first + this.size[r]! - 1)]
  }
}
