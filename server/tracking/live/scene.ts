/**
 * What the consoles are shown: everyone's position in whole steps as of the last tick, and how each moved since the tick before.
 *
 * What a move looks like on the wire is worked out once, when it is reported and its walker is in the processor's cache anyway, and not once a second for each
 * console: a console's frame (points-encoder.ts) is then a byte read and a byte written for each walker in its view, and
 * a console keeps no positions of its own. The view as a result that is maintained by its differences: Gupta, Mumick, Subrahmanian,
 * "Maintaining views incrementally", SIGMOD 1993.
 */
import { FRESH_S, MOVE } from './view-frames.ts'

/** Steps of 0.71 m: several times finer than a phone knows where it is. */
export const POINT_SHIFT = 6
/** Views are made of whole cells of this many steps, as a power of two: 365 m from south to north. */
export const CELL_SHIFT = 9

/** In `codes`: did not report. */
export const STILL = MOVE.still
/** In `codes`: `far` tells. */
export const FAR = MOVE.far

/** Numbers of one entry of `far`: slot, dx, dy, time of the fix. */
export const FAR_MOVE = 4
/** Numbers of one entry of `changed`, and what the last of them can be. */
export const CHANGE = 4
export const NOBODY = 0
const SAME = 1
export const ANOTHER = 2

/** By slot four numbers: x and y now, x and y when the first move since the last tick was reported. */
const WAS = 2

export class Scene {
  readonly shift: number
  /** Ticks so far. A console that was shown the last but one needs the difference, any other everything. */
  number = 0
  /** When the last tick was, and the same in whole seconds. */
  time_ms = 0
  time_s = 0
  /** By slot: who was there at the last tick and has not left since, a number that is never given twice; 0: nobody. */
  walkers = new Uint32Array(0)
  /** By slot: time of the last fix, whole seconds since 1970. */
  fix_s = new Uint32Array(0)
  /** By slot: kind and state of the walker, 0 … 255. */
  looks = new Uint8Array(0)
  /** The last tick's moves that do not fit a code, or whose fix is not fresh, FAR_MOVE numbers each. The last one of a slot holds, if its code is FAR. */
  far: number[] = []
  /** Walkers in all, and how many of them moved in the last tick. */
  people = 0
  reported = 0
  /** The last tick's moves by slot plus 1, so that 0 can be nobody, who is always STILL: a code of a fresh move (MOVE.nibbles), or one of the above. */
  codes = Uint8Array.of(STILL)
  /**
   * Who came, left or may be in another cell than at the tick before, CHANGE numbers each: slot, column and row of the cell, and
   * NOBODY, the SAME walker as before or ANOTHER one. A slot may stand here more than once.
   */
  changed: number[] = []
  /** Another number whenever someone may be seen by others than before without having moved. */
  epoch = 0
  /** The same for the tick to come. */
  #walkers = new Uint32Array(0)
  #codes = Uint8Array.of(STILL)
  #places = new Int32Array(0)
  #changed: number[] = []
  readonly #restyled = new Set<number>()
  #far: number[] = []
  #reported = 0

  /** @param shift positions are shown in steps of 2^shift × 10^-7 degrees */
  constructor(shift = POINT_SHIFT) {
    this.shift = shift
  }

  /** A walker takes a slot that is free, and is shown from the next tick on. O(1), growth apart. */
  enter(slot: number, walker: number, look: number): void {
    if (slot >= this.walkers.length) this.#widen(slot)
    this.#walkers[slot] = walker
    this.looks[slot] = look
    this.fix_s[slot] = 0
    this.people++
    this.#changed.push(slot)
  }

  /** The walker of a slot is shown to nobody any more, not even before the next tick. O(1). */
  leave(slot: number): void {
    this.walkers[slot] = 0
    this.#walkers[slot] = 0
    this.people--
    this.#changed.push(slot)
  }

  /** A walker who has entered is now there. O(1), no call for a small step. */
  move(slot: number, lon_e7: number, lat_e7: number, fix_s: number): void {
    const places = this.#places
    const codes = this.#codes
    const { reach, side } = MOVE
    const half = (1 << this.shift) >> 1
    const x = (lon_e7 + half) >> this.shift
    const y = (lat_e7 + half) >> this.shift
    const at = 4 * slot
    const code = codes[slot + 1]!
    if (code === STILL) {
      places[at + WAS] = places[at]!
      places[at + WAS + 1] = places[at + 1]!
      this.#reported++
    }
    const wasX = places[at + WAS]!
    const wasY = places[at + WAS + 1]!
    const east = (x - wasX + reach) | 0
    const north = (y - wasY + reach) | 0
    places[at] = x
    places[at + 1] = y
    this.fix_s[slot] = fix_s
    // The next tick is a second later than the last one, or looks at all ages again.
    const fresh = fix_s > this.time_s - FRESH_S
    if (east >>> 0 < side && north >>> 0 < side && fresh && ((x ^ wasX) | (y ^ wasY)) >>> CELL_SHIFT === 0) {
      codes[slot + 1] = north * side + east
    } else this.#moveFar(slot, fix_s)
  }

  /** The walker of a slot has another look from the next tick on; to the consoles it is one who leaves and one who comes. O(1). */
  look(slot: number, look: number): void {
    this.looks[slot] = look
    this.#restyled.add(slot)
    this.#changed.push(slot)
  }

  /** Shows everyone as of now. O(those who came, left, went far or changed cells) and a byte cleared for each slot. */
  tick(now_ms: number): void {
    const before_s = this.time_s
    this.number++
    this.time_ms = now_ms
    this.time_s = Math.floor(now_ms / 1000)
    const codes = this.#codes
    this.#codes = this.codes.fill(STILL)
    this.codes = codes
    const { far } = this
    this.far = this.#far
    this.#far = far
    far.length = 0
    this.reported = this.#reported
    this.#reported = 0
    if (this.time_s > before_s + 1) this.#lookAtAges()
    this.changed.length = 0
    for (const slot of this.#changed) this.#settle(slot)
    this.#changed.length = 0
    this.#restyled.clear()
  }

  #settle(slot: number): void {
    const walker = this.#walkers[slot]!
    const other = walker !== this.walkers[slot] || this.#restyled.has(slot)
    if (other) {
      this.codes[slot + 1] = STILL
      this.walkers[slot] = walker
    }
    const at = 4 * slot
    this.changed.push(slot, this.#places[at]! >> CELL_SHIFT, this.#places[at + 1]! >> CELL_SHIFT, walker === 0 ? NOBODY : other ? ANOTHER : SAME)
  }

  /** Where the walker of a slot was at the last tick, in steps. O(1). */
  x(slot: number): number {
    return this.#places[4 * slot + (this.#codes[slot + 1] === STILL ? 0 : WAS)]!
  }

  y(slot: number): number {
    return this.#places[4 * slot + (this.#codes[slot + 1] === STILL ? 0 : WAS) + 1]!
  }

  /** One who went far, crossed into another cell, reported late or has a new look. */
  #moveFar(slot: number, fix_s: number): void {
    const [x, y, wasX, wasY] = this.#places.subarray(4 * slot, 4 * slot + 4) as unknown as [number, number, number, number]
    if (((x ^ wasX) | (y ^ wasY)) >>> CELL_SHIFT !== 0) this.#changed.push(slot)
    const small = fix_s > this.time_s - FRESH_S && Math.abs(x - wasX) <= MOVE.reach && Math.abs(y - wasY) <= MOVE.reach
    if (small) this.#codes[slot + 1] = (y - wasY + MOVE.reach) * MOVE.side + x - wasX + MOVE.reach
    else this.#putFar(this.#codes, this.#far, slot)
  }

  /** The tick is late: some fixes that were fresh when they came are not any more. O(slots). */
  #lookAtAges(): void {
    const { codes, fix_s } = this
    const oldest_s = this.time_s - FRESH_S
    for (let slot = 0; slot < fix_s.length; slot++) {
      if (codes[slot + 1]! < MOVE.nibbles && fix_s[slot]! < oldest_s) this.#putFar(codes, this.far, slot)
    }
  }

  #putFar(codes: Uint8Array, far: number[], slot: number): void {
    const [x, y, wasX, wasY] = this.#places.subarray(4 * slot, 4 * slot + 4) as unknown as [number, number, number, number]
    codes[slot + 1] = FAR
    far.push(slot, (x - wasX) | 0, (y - wasY) | 0, this.fix_s[slot]!)
  }

  #widen(slot: number): void {
    const count = Math.max(slot + 1, 64, 2 * this.walkers.length)
    this.walkers = lengthened(new Uint32Array(count), this.walkers)
    this.#walkers = lengthened(new Uint32Array(count), this.#walkers)
    this.fix_s = lengthened(new Uint32Array(count), this.fix_s)
    this.looks = lengthened(new Uint8Array(count), this.looks)
    this.codes = lengthened(new Uint8Array(count + 1).fill(STILL), this.codes)
    this.#codes = lengthened(new Uint8Array(count + 1).fill(STILL), this.#codes)
    this.#places = lengthened(new Int32Array(4 * count), this.#places)
  }
}

/** Copies a column into a longer one. */
export function lengthened<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from)
  return to
}
