/**
 * The bytes of the journal: a segment file is blocks one after another, a block is one group commit.
 *
 * Block, little-endian: "RVJ1" · u32 CRC-32 of all that follows · u32 bytes of the records · u32 number of
 * records · u64 sequence of the first · then each record as u32 length and its bytes. One checksum for
 * a group: either all of a commit is there or none of it was acknowledged.
 */
import { crc32 } from 'node:zlib'

export const BLOCK_HEADER_BYTES = 24
const MAGIC = Buffer.from('RVJ1', 'latin1')

export interface Block {
  /** Sequence of the first record; the others follow by one. */
  first: number
  count: number
  /** Where the records begin and end in the segment. */
  from: number
  to: number
}

/** Fills in the header of a block whose records already stand behind it. O(bytes). */
export function sealBlock(block: Buffer, first: number, count: number): void {
  MAGIC.copy(block, 0)
  block.writeUInt32LE(block.length - BLOCK_HEADER_BYTES, 8)
  block.writeUInt32LE(count, 12)
  block.writeBigUInt64LE(BigInt(first), 16)
  block.writeUInt32LE(crc32(block.subarray(8)), 4)
}

/** The block that begins at `at`, or null if no sound one does. O(its bytes). */
export function blockAt(segment: Buffer, at: number): Block | null {
  if (segment.length - at < BLOCK_HEADER_BYTES || segment.compare(MAGIC, 0, 4, at, at + 4) !== 0) return null
  const from = at + BLOCK_HEADER_BYTES
  const to = from + segment.readUInt32LE(at + 8)
  if (to > segment.length || crc32(segment.subarray(at + 8, to)) !== segment.readUInt32LE(at + 4)) return null
  return { first: Number(segment.readBigUInt64LE(at + 16)), count: segment.readUInt32LE(at + 12), from, to }
}

/** The next sound block at `at` or anywhere behind it, or null. O(bytes) where few bytes look like a block. */
export function nextBlock(segment: Buffer, at: number): Block | null {
  for (let start = at; start >= 0; start = segment.indexOf(MAGIC, start + 1)) {
    const block = blockAt(segment, start)
    if (block !== null) return block
  }
  return null
}

/** The records of a sound block, as views into the segment. */
export function* recordsOf(segment: Buffer, block: Block): Generator<{ sequence: number; record: Buffer }> {
  let at = block.from
  for (let i = 0; i < block.count; i++) {
    const end = at + 4 + segment.readUInt32LE(at)
    yield { sequence: block.first + i, record: segment.subarray(at + 4, end) }
    at = end
  }
}

/** A stretch of records that were acknowledged and cannot be read any more. */
export interface Loss {
  segment: string
  /** Byte at which the unreadable stretch begins. */
  at: number
  from_sequence: number
  to_sequence: number
}

export interface Survey {
  /** Sequence that the next record will have. */
  next: number
  losses: Loss[]
  /** Length of the last segment's sound part; what is behind it was never acknowledged. */
  soundBytes: number
}

/**
 * Reads segments in order and finds where the journal ends and whether anything acknowledged is missing.
 * A bad stretch is harmless if the sequences go on without a gap behind it (a commit that failed and was
 * refused), or if nothing sound follows and all that is known as acknowledged stands before it (a torn tail).
 */
export class Surveyor {
  readonly #acknowledged: number
  readonly #losses: Loss[] = []
  #next: number | null = null
  #bad: { segment: string; at: number } | null = null
  #soundBytes = 0

  /** @param acknowledged the highest sequence known to have been acknowledged, 0 if unknown */
  constructor(acknowledged: number) {
    this.#acknowledged = acknowledged
  }

  /** @param first sequence that the segment's name announces */
  take(name: string, first: number, segment: Buffer): void {
    // What an earlier segment holds from this sequence on was refused, and written again here.
    this.#next = Math.min(this.#next ?? first, first)
    this.#soundBytes = 0
    for (let at = 0; at < segment.length;) {
      const block = nextBlock(segment, at)
      if (block === null || block.from - BLOCK_HEADER_BYTES > at) this.#bad ??= { segment: name, at }
      if (block === null) return
      if (block.first > this.#next) this.#lose(name, at, block.first - 1)
      this.#bad = null
      this.#next = Math.max(this.#next, block.first + block.count)
      this.#soundBytes = at = block.to
    }
  }

  /** To be called after the last segment. O(1). */
  finish(): Survey {
    const next = this.#next ?? 1
    if (next <= this.#acknowledged) {
      this.#lose(this.#bad?.segment ?? 'the end', this.#soundBytes, this.#acknowledged)
      return { next: this.#acknowledged + 1, losses: this.#losses, soundBytes: this.#soundBytes }
    }
    return { next, losses: this.#losses, soundBytes: this.#soundBytes }
  }

  #lose(name: string, at: number, to_sequence: number): void {
    const where = this.#bad ?? { segment: name, at }
    this.#losses.push({ ...where, from_sequence: this.#next ?? 1, to_sequence })
  }
}
