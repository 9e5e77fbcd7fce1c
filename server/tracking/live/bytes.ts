/**
 * Reading and writing the bytes of the live protocol. Runs in the browser and on the server:
 * Uint8Array and DataView only. All fixed-width numbers are little-endian.
 */

export type FrameFault =
  | 'frame_truncated'
  | 'frame_trailing'
  | 'frame_version'
  | 'frame_kind'
  | 'frame_value'
  | 'frame_too_large'

/** What every decoder of the live protocol throws on bytes it cannot accept; `code` is stable. */
export class FrameError extends Error {
  readonly code: FrameFault
  constructor(code: FrameFault, message: string) {
    super(message)
    this.name = 'FrameError'
    this.code = code
  }
}

const strictText = new TextDecoder('utf-8', { fatal: true })
const textEncoder = new TextEncoder()

/** Reads one frame from its first byte to its last. Every read is O(length read) and throws FrameError past the end. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly #view: DataView
  at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  #advance(length: number): number {
    const from = this.at
    if (length > this.bytes.length - from) {
      throw new FrameError('frame_truncated', `The frame ends at byte ${this.bytes.length}, ${length} more were expected at ${from}.`)
    }
    this.at = from + length
    return from
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true)
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true)
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), true)
  }

  /** Unsigned 48 bits: milliseconds since 1970 until the year 10889. */
  u48(): number {
    const low = this.u32()
    return this.u16() * 0x1_0000_0000 + low
  }

  /** LEB128, at most 5 bytes and at most 2^32 - 1. */
  varint(): number {
    let value = 0
    for (let place = 0; place < 5; place++) {
      const byte = this.u8()
      value += (byte & 0x7f) * 2 ** (7 * place)
      if (byte < 0x80) {
        if (value > 0xffff_ffff) break
        return value
      }
    }
    throw new FrameError('frame_value', `The number before byte ${this.at} does not fit 32 bits.`)
  }

  /** Signed 32 bits as a zigzag varint: 0, -1, 1, -2 … become 0, 1, 2, 3 … */
  zigzag(): number {
    const coded = this.varint()
    return (coded >>> 1) ^ -(coded & 1)
  }

  /** A view (no copy) of the next `length` bytes. */
  take(length: number): Uint8Array {
    const from = this.#advance(length)
    return this.bytes.subarray(from, from + length)
  }

  /** UTF-8 text of `length` bytes; broken UTF-8 is refused. */
  text(length: number): string {
    const bytes = this.take(length)
    try {
      return strictText.decode(bytes)
    } catch {
      throw new FrameError('frame_value', `The text before byte ${this.at} is not UTF-8.`)
    }
  }

  /** Refuses a frame that goes on after its last field. */
  end(): void {
    if (this.left > 0) throw new FrameError('frame_trailing', `${this.left} bytes follow the end of the frame.`)
  }
}

/** A growing byte buffer. `bytes()` is a view that holds until the next write; `copy()` is the caller's own. */
export class ByteWriter {
  buffer: Uint8Array
  #view: DataView
  length = 0

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity)
    this.#view = new DataView(this.buffer.buffer)
  }

  reset(): this {
    this.length = 0
    return this
  }

  /** Makes room for `extra` more bytes; amortised O(1) per byte. */
  reserve(extra: number): void {
    const needed = this.length + extra
    if (needed <= this.buffer.length) return
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2))
    grown.set(this.buffer.subarray(0, this.length))
    this.buffer = grown
    this.#view = new DataView(grown.buffer)
  }

  u8(value: number): this {
    this.reserve(1)
    this.buffer[this.length++] = value
    return this
  }

  u16(value: number): this {
    this.reserve(2)
    this.#view.setUint16(this.length, value, true)
    this.length += 2
    return this
  }

  u32(value: number): this {
    this.reserve(4)
    this.#view.setUint32(this.length, value, true)
    this.length += 4
    return this
  }

  i32(value: number): this {
    this.reserve(4)
    this.#view.setInt32(this.length, value, true)
    this.length += 4
    return this
  }

  u48(value: number): this {
    return this.u32(value % 0x1_0000_0000).u16(Math.floor(value / 0x1_0000_0000))
  }

  varint(value: number): this {
    this.reserve(5)
    this.length = putVarint(this.buffer, this.length, value)
    return this
  }

  zigzag(value: number): this {
    return this.varint(((value << 1) ^ (value >> 31)) >>> 0)
  }

  raw(bytes: Uint8Array): this {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
    return this
  }

  /** UTF-8 with its length in one byte; longer than `limit` bytes (≤ 255) is refused. */
  shortText(text: string, limit: number): this {
    const bytes = textEncoder.encode(text)
    if (bytes.length > limit) throw new FrameError('frame_too_large', `The text has ${bytes.length} bytes, ${limit} are allowed.`)
    return this.u8(bytes.length).raw(bytes)
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length)
  }

  copy(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length) as Uint8Array<ArrayBuffer>
  }
}

/** Writes an unsigned 32-bit LEB128 number at `at`, returns the position after it; the caller has made room for 5 bytes. */
export function putVarint(buffer: Uint8Array, at: number, value: number): number {
  let rest = value
  while (rest > 0x7f) {
    buffer[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  buffer[at++] = rest
  return at
}
