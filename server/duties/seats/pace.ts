/**
 * Counts what each person asks in fixed windows that are the same for everyone, so that a rush of thousands costs a number
 * each: a limiter with a timer a person took a tenth of the server's time in a rush. In memory, per process.
 */
export class Pace {
  readonly #most: number
  readonly #window_ms: number
  #counts = new Map<string, { asked: number }>()
  #ends_ms = 0

  constructor(most: number, window_ms: number) {
    this.#most = most
    this.#window_ms = window_ms
  }

  /** Counts one more; milliseconds to wait when it was too many, else 0. */
  wait_ms(personId: string): number {
    const now = performance.now()
    if (now >= this.#ends_ms) {
      this.#counts = new Map()
      this.#ends_ms = now + this.#window_ms
    }
    const count = this.#counts.get(personId)
    if (!count) {
      this.#counts.set(personId, { asked: 1 })
      return 0
    }
    return ++count.asked > this.#most ? this.#ends_ms - now : 0
  }
}
