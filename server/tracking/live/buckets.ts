/**
 * The buckets of the live index: copies of walkers' positions in chunks of four, one cache line each, so that
 * a search reads few lines. All operations are O(1); memory that was used once is used again.
 */

/** Where `rows` of the index say in which entry and in which bucket a walker is. */
export const ENTRY = 2
export const BUCKET = 3
export const END = -1
/** A chunk: start of the next one or END, number of entries, then entries of lon_e7, lat_e7, slot. */
const CHUNK = 16
export const FIRST = 2
const CHUNK_FULL = 4

export class Buckets {
  /** By bucket: its first chunk, the only one that may have room. */
  readonly heads: Int32Array
  /** By bucket: how many walkers. */
  readonly tallies: Uint32Array
  chunks: Int32Array
  #used = 0
  #free = END

  /** @param walkers about how many there will be, so that the chunks rarely have to grow */
  constructor(count: number, walkers: number) {
    this.heads = new Int32Array(count).fill(END)
    this.tallies = new Uint32Array(count)
    this.chunks = new Int32Array(CHUNK * Math.max(64, walkers))
  }

  /** Enters a walker, whose position is in `rows`, at the end of the bucket's first chunk. */
  putIn(rows: Int32Array, slot: number, bucket: number): void {
    let chunk = this.heads[bucket]!
    if (chunk === END || this.chunks[chunk + 1] === CHUNK_FULL) chunk = this.heads[bucket] = this.#newChunk(chunk)
    const { chunks } = this
    const entry = chunk + FIRST + 3 * chunks[chunk + 1]!++
    chunks[entry] = rows[4 * slot]!
    chunks[entry + 1] = rows[4 * slot + 1]!
    chunks[entry + 2] = slot
    rows[4 * slot + ENTRY] = entry
    rows[4 * slot + BUCKET] = bucket
    this.tallies[bucket]!++
  }

  /** Fills the walker's entry with the last one of the bucket's first chunk, which shrinks. */
  takeOut(rows: Int32Array, slot: number): void {
    const { chunks } = this
    const bucket = rows[4 * slot + BUCKET]!
    const hole = rows[4 * slot + ENTRY]!
    const chunk = this.heads[bucket]!
    const left = --chunks[chunk + 1]!
    const last = chunk + FIRST + 3 * left
    if (last !== hole) {
      const moved = chunks[last + 2]!
      chunks[hole] = chunks[last]!
      chunks[hole + 1] = chunks[last + 1]!
      chunks[hole + 2] = moved
      rows[4 * moved + ENTRY] = hole
    }
    if (left === 0) {
      this.heads[bucket] = chunks[chunk]!
      chunks[chunk] = this.#free
      this.#free = chunk
    }
    this.tallies[bucket]!--
  }

  #newChunk(next: number): number {
    let chunk = this.#free
    if (chunk !== END) this.#free = this.chunks[chunk]!
    else {
      chunk = CHUNK * this.#used++
      if (chunk === this.chunks.length) {
        const grown = new Int32Array(2 * chunk)
        grown.set(this.chunks)
        this.chunks = grown
      }
    }
    this.chunks[chunk] = next
    this.chunks[chunk + 1] = 0
    return chunk
  }
}
