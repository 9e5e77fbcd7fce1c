import type { Compiled } from './problem.ts'

/**
 * Routes under construction. Route r lies at `seq[r * stride …]`: start, stops, end; `size[r]` counts all of them.
 * Beside each position: `leave` (when the patrol goes on), `latest` (last moment to begin there so that the rest still
 * holds) and `step` (cost from there to the next position).
 */
export class Fleet {
  readonly c: Compiled
  readonly stride: number
  readonly seq: Int32Array
  readonly size: Int32Array
  readonly leave: Float64Array
  readonly latest: Float64Array
  readonly step: Float64Array
  /** Route of each point, −1 when it is in none. */
  readonly routeOf: Int32Array
  /** What is left of each budget. */
  readonly slack: Float64Array
  /** Routes that changed since the caller last cleared the mark. */
  readonly dirty: Uint8Array
  worth = 0
  spent = 0

  constructor(c: Compiled) {
    this.c = c
    this.stride = c.candidates.length + 2
    this.seq = new Int32Array(c.m * this.stride)
    this.size = new Int32Array(c.m).fill(2)
    this.leave = new Float64Array(c.m * this.stride)
    this.latest = new Float64Array(c.m * this.stride)
    this.step = new Float64Array(c.m * this.stride)
    this.routeOf = new Int32Array(c.n).fill(-1)
    this.slack = new Float64Array(c.m)
    this.dirty = new Uint8Array(c.m)
    for (let r = 0; r < c.m; r++) {
      this.seq[r * this.stride] = c.start[r]!
      this.seq[r * this.stride + 1] = c.end[r]!
      this.time(r)
    }
    this.total()
  }

  copy(other: Fleet): void {
    this.seq.set(other.seq)
    this.size.set(other.size)
    this.leave.set(other.leave)
    this.step.set(other.step)
    if (this.c.timed) this.latest.set(other.latest)
    this.routeOf.set(other.routeOf)
    this.slack.set(other.slack)
    this.worth = other.worth
    this.spent = other.spent
  }

  /** Recomputes the times of route r; false when it breaks its budget or a window. O(stops). */
  time(r: number): boolean {
    const { n, travel, service, open, close, timed } = this.c
    const { seq, leave, latest, step } = this
    this.dirty[r] = 1
    const first = r * this.stride
    const last = first + this.size[r]! - 1
    let clock = 0
    let kept = true
    leave[first] = 0
    for (let k = first; k < last; k++) {
      const cost = travel[seq[k]! * n + seq[k + 1]!]!
      step[k] = cost
      clock += cost
      if (k + 1 < last) {
        const point = seq[k + 1]!
        if (timed) {
          if (clock < open[point]!) clock = open[point]!
          if (clock > close[point]!) kept = false
        }
        clock += service[point]!
      }
      leave[k + 1] = clock
    }
    this.slack[r] = this.c.budget[r]! - clock
    if (timed) {
      latest[last] = this.c.budget[r]!
      for (let k = last - 1; k > first; k--) {
        const point = seq[k]!
        latest[k] = Math.min(close[point]!, latest[k + 1]! - step[k]! - service[point]!)
      }
    }
    return kept && clock <= this.c.budget[r]!
  }

  /** Sums worth and spending anew, so that no rounding piles up. */
  total(): void {
    let worth = 0
    let spent = 0
    for (let r = 0; r < this.c.m; r++) {
      const first = r * this.stride
      const last = first + this.size[r]! - 1
      for (let k = first + 1; k < last; k++) worth += this.c.worth[this.seq[k]!]!
      spent += this.leave[last]!
    }
    this.worth = worth
    this.spent = spent
  }

  /** Puts a point into route r before position `at` (1 … size − 1). The caller has made sure that it fits. */
  insert(point: number, r: number, at: number): void {
    const first = r * this.stride
    const end = first + this.size[r]!
    this.seq.copyWithin(first + at + 1, first + at, end)
    this.seq[first + at] = point
    this.size[r]!++
    this.routeOf[point] = r
    this.worth += this.c.worth[point]!
    this.time(r)
  }

  /** Takes out of route r every stop that `gone` marks. */
  purge(r: number, gone: Uint8Array): void {
    const { seq, routeOf } = this
    const first = r * this.stride
    const last = first + this.size[r]! - 1
    let put = first + 1
    for (let k = first + 1; k < last; k++) {
      const point = seq[k]!
      if (gone[point] === 1) {
        routeOf[point] = -1
        this.worth -= this.c.worth[point]!
      } else seq[put++] = point
    }
    seq[put] = this.c.end[r]!
    this.size[r] = put - first + 1
    if (!this.time(r)) this.clear(r)
  }

  /** Empties route r. */
  clear(r: number): void {
    const first = r * this.stride
    const last = first + this.size[r]! - 1
    for (let k = first + 1; k < last; k++) {
      const point = this.seq[k]!
      this.routeOf[point] = -1
      this.worth -= this.c.worth[point]!
    }
    this.seq[first + 1] = this.c.end[r]!
    this.size[r] = 2
    this.time(r)
  }

  /** Replaces the stops of route r by points that are in no other route. */
  assign(r: number, stops: ArrayLike<number>): void {
    this.clear(r)
    const first = r * this.stride
    for (let k = 0; k < stops.length; k++) {
      const point = stops[k]!
      this.seq[first + 1 + k] = point
      this.routeOf[point] = r
      this.worth += this.c.worth[point]!
    }
    this.seq[first + 1 + stops.length] = this.c.end[r]!
    this.size[r] = stops.length + 2
    if (!this.time(r)) this.clear(r)
  }

  stops(r: number): number[] {
    const first = r * this.stride
    return [...this.seq.subarray(first + 1, first + this.size[r]! - 1)]
  }
}
