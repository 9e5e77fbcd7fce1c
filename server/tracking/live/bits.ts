/**
 * Whole numbers as bits, for the track codec: Golomb–Rice codes (Rice, Plaunt, "Adaptive variable-length
 * coding for efficient compression of spacecraft television data", IEEE Trans. Comm. 1971), least
 * significant bit first. Runs in the browser.
 */

/** Quotients from here on are written as this many ones and 32 plain bits. */
const ESCAPE = 15
/** In place of a Rice parameter: every number of the column is zero and none is written. */
const ALL_ZERO = 31

export class BitWriter {
  bytes: Uint8Array
  length = 0
  #waiting = 0
  #waitingBits = 0

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
  }

  /** Room for so many more bytes. */
  reserve(extra: number): void {
    if (this.length + extra <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.length + extra, 2 * this.bytes.length))
    grown.set(this.bytes)
    this.bytes = grown
  }

  /** The low `bits` (≤ 24) of a number that has no others; the caller has reserved room. */
  put(value: number, bits: number): void {
    let waiting = this.#waiting | (value << this.#waitingBits)
    let count = this.#waitingBits + bits
    while (count >= 8) {
      this.bytes[this.length++] = waiting
      waiting >>>= 8
      count -= 8
    }
    this.#waiting = waiting
    this.#waitingBits = count
  }

  /** Fills the last byte with zeros. */
  flush(): void {
    if (this.#waitingBits > 0) this.put(0, 8 - this.#waitingBits)
  }

  /**
   * A column of signed 32-bit numbers: 5 bits for the Rice parameter, then a code each. O(n).
   * Small numbers cost little whatever their spread; an outlier costs 47 bits.
   */
  putColumn(column: Int32Array, count: number): void {
    this.reserve(8 * count + 8)
    let sum = 0
    for (let i = 0; i < count; i++) sum += ((column[i]! << 1) ^ (column[i]! >> 31)) >>> 0
    if (sum === 0) {
      this.put(ALL_ZERO, 5)
      return
    }
    const k = riceParameter(sum / count)
    this.put(k, 5)
    this.#putCodes(column, count, k)
  }

  /** The hot loop: the writer's state in local variables, one code at a time. */
  #putCodes(column: Int32Array, count: number, k: number): void {
    const { bytes } = this
    const mask = (1 << k) - 1
    let at = this.length
    let waiting = this.#waiting
    let bits = this.#waitingBits
    for (let i = 0; i < count; i++) {
      const value = ((column[i]! << 1) ^ (column[i]! >> 31)) >>> 0
      const quotient = value >>> k
      const length = quotient + 1 + k
      if (quotient < ESCAPE && length <= 16) {
        waiting |= (((1 << quotient) - 1) | ((value & mask) << (quotient + 1))) << bits
        bits += length
        // Two bytes at once: the rarer the branch, the better the processor guesses it.
        if (bits >= 16) {
          bytes[at] = waiting
          bytes[at + 1] = waiting >>> 8
          at += 2
          waiting >>>= 16
          bits -= 16
        }
        continue
      }
      [this.length, this.#waiting, this.#waitingBits] = [at, waiting, bits]
      this.put(0, 0)
      this.#putLong(value, quotient, k);
      [at, waiting, bits] = [this.length, this.#waiting, this.#waitingBits]
    }
    [this.length, this.#waiting, this.#waitingBits] = [at, waiting, bits]
    this.put(0, 0)
  }

  #putLong(value: number, quotient: number, k: number): void {
    if (quotient >= ESCAPE) {
      this.put((1 << ESCAPE) - 1, ESCAPE)
      this.put(value & 0xffff, 16)
      this.put(value >>> 16, 16)
    } else {
      this.put((1 << quotient) - 1, quotient + 1)
      this.put(value & ((1 << k) - 1), k)
    }
  }
}

/** The parameter that a geometric distribution of this mean wants: mean · ln 2 bits kept plain. At most 23. */
function riceParameter(mean: number): number {
  return Math.max(0, Math.min(23, Math.ceil(Math.log2(Math.max(mean * 0.69, 1e-9)))))
}

/** Reads what BitWriter wrote. Past the end it reads zeros; `past` tells so afterwards. */
export class BitReader {
  readonly #bytes: Uint8Array
  #at: number
  #waiting = 0
  #waitingBits = 0

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  get past(): boolean {
    return this.#at - (this.#waitingBits >> 3) > this.#bytes.length
  }

  /** The next `bits` (≤ 24) as a number. */
  take(bits: number): number {
    while (this.#waitingBits < bits) this.#fill()
    const value = this.#waiting & ((1 << bits) - 1)
    this.#waiting >>>= bits
    this.#waitingBits -= bits
    return value
  }

  /** Reads a column of `count` numbers. O(n). */
  takeColumn(column: Int32Array, count: number): void {
    const k = this.take(5)
    if (k === ALL_ZERO) {
      column.fill(0, 0, count)
      return
    }
    for (let i = 0; i < count; i++) {
      while (this.#waitingBits < ESCAPE) this.#fill()
      const ones = Math.min(ESCAPE, 31 - Math.clz32(~this.#waiting & -~this.#waiting))
      const escaped = ones === ESCAPE
      this.take(escaped ? ESCAPE : ones + 1)
      const value = escaped ? (this.take(16) | (this.take(16) << 16)) >>> 0 : ((ones << k) | this.take(k)) >>> 0
      column[i] = (value >>> 1) ^ -(value & 1)
    }
  }

  #fill(): void {
    this.#waiting |= (this.#bytes[this.#at++] ?? 0) << this.#waitingBits
    this.#waitingBits += 8
  }
}
