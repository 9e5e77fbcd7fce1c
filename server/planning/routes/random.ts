/**
 * Small seeded random source (mulberry32): the same seed gives the same numbers on every machine.
 * Not for secrets.
 */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) | 0
  }

  /** A whole number of 32 random bits, 0 … 4294967295. */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.bits() * 2.3283064365386963e-10
  }

  /** A whole number in [0, n), n ≥ 1. */
  below(n: number): number {
    return Math.floor(this.bits() * 2.3283064365386963e-10 * n)
  }
}
