import { OsmRefusal } from './refusal.ts'

/**
 * A cursor over one protobuf message (protobuf.dev/programming-guides/encoding): varints, zigzag, length-delimited fields.
 * Whole numbers are exact up to 2^53. Every read beyond the end throws OsmRefusal `osm.truncated`.
 */
export class Wire {
  readonly bytes: Uint8Array
  at: number
  readonly end: number

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  get more(): boolean { return this.at < this.end }

  /** The next field as (number << 3 | wire type). */
  tag(): number { return this.unsigned() }

  unsigned(): number {
    let value = 0
    let scale = 1
    for (let k = 0; k < 10; k++) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
    throw new OsmRefusal('osm.format', `a number at byte ${this.at} is longer than 64 bits`)
  }

  /** Two's complement: negative numbers are sent as ten bytes. */
  signed(): number {
    const start = this.at
    const value = this.unsigned()
    if (this.at - start < 10) return value
    let negated = 0n
    for (let k = 9; k >= 0; k--) negated = (negated << 7n) | BigInt(this.bytes[start + k]! & 0x7f)
    return Number(BigInt.asIntN(64, negated))
  }

  zigzag(): number {
    const value = this.unsigned()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** The content of a length-delimited field as a cursor of its own. */
  inner(): Wire {
    const length = this.unsigned()
    const start = this.at
    if (length > this.end - start) throw new OsmRefusal('osm.truncated', `a field of ${length} bytes at byte ${start} runs past its end`)
    this.at = start + length
    return new Wire(this.bytes, start, this.at)
  }

  rest(): Uint8Array { return this.bytes.subarray(this.at, this.end) }

  text(): string { return new TextDecoder().decode(this.rest()) }

  /** Passes over a field that nobody asked for. */
  skip(tag: number): void {
    const type = tag & 7
    if (type === 0) this.unsigned()
    else if (type === 1) this.forward(8)
    else if (type === 2) this.inner()
    else if (type === 5) this.forward(4)
    else throw new OsmRefusal('osm.format', `wire type ${type} at byte ${this.at} does not exist`)
  }

  private forward(length: number): void {
    if (length > this.end - this.at) throw new OsmRefusal('osm.truncated', `${length} bytes at byte ${this.at} run past their end`)
    this.at += length
  }

  private byte(): number {
    if (this.at >= this.end) throw new OsmRefusal('osm.truncated', `the message ends in the middle of a number at byte ${this.at}`)
    return this.bytes[this.at++]!
  }
}
