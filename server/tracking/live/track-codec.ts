/**
 * A patrol's track as few bytes and quickly: time to 1 s, position to 1 m, accuracy to 1 m, speed to 0.1 m/s.
 *
 * Positions are rounded to a lattice of some 1.34 m, so that no point is further off than 0.95 m. Blocks of 256 points have a checksum each;
 * an index of block times in the header gives any stretch without reading the rest. In a block 32 points share the widths of their five
 * columns (bits.ts): differences of position, accuracy and speed from the point before, and of the time step from the step before. A lone
 * outlier so costs 32 numbers a few bits. Simple fixed widths instead of codes of their own for each number take a third more bytes and a third of the time.
 * Runs in the browser.
 *
 * Layout, little-endian: "RVT2" · u32 CRC-32 of the rest of the header · varints: bytes of the header after this one, points,
 * first time (s), lon step, lat step, then for each block seconds since the block before, and its bytes ·
 * blocks of whole 32-bit words: u32 CRC-32 of the rest · i32 x, y, accuracy, speed of the first point · for each 32 points u8 width of
 * time, x, y, accuracy, speed, three bytes 0, and the five columns' words.
 */
import { pack, PACK, packedWords, unpack } from './bits.ts'
import { ByteReader, ByteWriter, FrameError } from './bytes.ts'
import { crc32 } from './crc32.ts'

export type TrackFault = 'track_damaged' | 'track_order' | 'track_value'

/** What the codec throws; `code` is stable. */
export class TrackError extends Error {
  readonly code: TrackFault
  constructor(code: TrackFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'TrackError'
    this.code = code
  }
}

/** Points as columns of equal length, in order of time. */
export interface TrackPoints {
  time_ms: Float64Array
  /** WGS-84 degrees × 10^7. */
  lon_e7: Int32Array
  lat_e7: Int32Array
  /** NaN when unknown; at most 65,534 is kept. */
  accuracy_m: Float32Array
  /** NaN when unknown; at most 6,553.4 is kept. */
  speed_mps: Float32Array
}

const MAGIC = 0x3254_5652
export const BLOCK_POINTS = 256
/** 120 units are 1.34 m: half of that on both axes is 0.95 m at most. */
const STEP = 120
const STEP_MAX = 65_535
const SPAN_MAX_S = 1 << 29
const CODE_MAX = 65_534
const COLUMNS = 5
/** Words of a block before its packs, and of a pack before its columns. */
const BLOCK_HEAD = 5
const PACK_HEAD = 2
/** A short file cannot announce many blocks. */
const BLOCK_BYTES_MIN = 4 * (BLOCK_HEAD + PACK_HEAD)
/** All columns of all packs at full width. */
const BLOCK_WORDS_MOST = BLOCK_HEAD + (BLOCK_POINTS / PACK) * (PACK_HEAD + COLUMNS * PACK)

/** Compresses a track. O(points). Throws track_order if time goes backwards, track_value for what is not on earth. */
export function encodeTrack(points: TrackPoints): Uint8Array<ArrayBuffer> {
  const count = points.time_ms.length
  const steps = { lon: lonStep(check(points)), lat: STEP }
  const start_s = count === 0 ? 0 : wholeSecond(points.time_ms[0]!)
  const header = new ByteWriter(64).varint(count).varint(start_s).varint(steps.lon).varint(steps.lat)
  const encoder = new BlockEncoder(points, steps, count)
  let blockStart_s = start_s
  for (let from = 0; from < count; from += BLOCK_POINTS) {
    const begin = encoder.length
    encoder.put(from, Math.min(BLOCK_POINTS, count - from))
    const first_s = wholeSecond(points.time_ms[from]!)
    header.varint(first_s - blockStart_s).varint(4 * (encoder.length - begin))
    blockStart_s = first_s
  }
  const body = encoder.bytes()
  const sized = new ByteWriter(header.length + 8).varint(header.length).raw(header.bytes())
  const track = new Uint8Array(8 + sized.length + body.length)
  const head = new DataView(track.buffer)
  head.setUint32(0, MAGIC, true)
  head.setUint32(4, crc32(sized.bytes()), true)
  track.set(sized.bytes(), 8)
  track.set(body, 8 + sized.length)
  return track
}

/** A compressed track, opened: the header is checked at once, blocks when they are read. */
export class Track {
  readonly count: number
  readonly #bytes: Uint8Array
  readonly #lonStep: number
  readonly #latStep: number
  /** First second of each block, and where it begins; one more entry for the end. */
  readonly #starts_s: number[] = []
  readonly #offsets: number[] = []

  /** O(blocks). Throws track_damaged unless the header is sound and the bytes are as many as it says. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    try {
      const reader = new ByteReader(bytes)
      if (reader.u32() !== MAGIC) throw new TrackError('track_damaged', 'These bytes are no track.')
      const checksum = reader.u32()
      const from = reader.at
      const header = new ByteReader(reader.take(reader.varint()))
      if (crc32(bytes.subarray(from, reader.at)) !== checksum) throw new TrackError('track_damaged', 'The header is damaged.')
      this.count = header.varint()
      let second = header.varint()
      this.#lonStep = header.varint()
      this.#latStep = header.varint()
      let offset = reader.at
      while (header.left > 0) {
        this.#starts_s.push((second += header.varint()))
        this.#offsets.push(offset)
        const size = header.varint()
        if (size < BLOCK_BYTES_MIN) throw new TrackError('track_damaged', 'The index has a block that is too short.')
        offset += size
      }
      this.#offsets.push(offset)
      if (offset !== bytes.length) throw new TrackError('track_damaged', `The track should have ${offset} bytes and has ${bytes.length}.`)
    } catch (fault) {
      if (fault instanceof FrameError) throw new TrackError('track_damaged', 'The header is cut.', fault)
      throw fault
    }
    if (this.#starts_s.length !== Math.ceil(this.count / BLOCK_POINTS)) throw new TrackError('track_damaged', 'The index does not fit the number of points.')
  }

  /**
   * The points from one time to another, both included, times as kept (whole seconds).
   * O(log blocks + points of the blocks touched). Throws track_damaged if one of those is.
   */
  read(from_ms = Number.NEGATIVE_INFINITY, to_ms = Number.POSITIVE_INFINITY): TrackPoints {
    const from_s = Math.ceil(from_ms / 1000)
    const to_s = Math.floor(to_ms / 1000)
    // The block before may end in the very second in which the next one begins.
    const first = Math.max(0, firstAtLeast(this.#starts_s, from_s) - 1)
    const last = firstAtLeast(this.#starts_s, to_s + 1)
    const points = room(Math.max(0, Math.min(this.count, last * BLOCK_POINTS) - first * BLOCK_POINTS))
    const block = decodedColumns()
    let count = 0
    for (let i = first; i < last; i++) {
      const size = Math.min(BLOCK_POINTS, this.count - i * BLOCK_POINTS)
      this.#decodeBlock(i, size, block)
      for (let j = 0; j < size; j++) {
        const second = block.seconds[j]! + this.#starts_s[i]!
        if (second < from_s || second > to_s) continue
        points.time_ms[count] = second * 1000
        points.lon_e7[count] = block.xs[j]! * this.#lonStep
        points.lat_e7[count] = block.ys[j]! * this.#latStep
        points.accuracy_m[count] = block.accuracies[j] === 0 ? Number.NaN : block.accuracies[j]! - 1
        points.speed_mps[count] = block.speeds[j] === 0 ? Number.NaN : (block.speeds[j]! - 1) / 10
        count++
      }
    }
    return shortened(points, count)
  }

  #decodeBlock(i: number, size: number, block: DecodedColumns): void {
    // A copy, since words need an address of their own; a Buffer's slice would be none.
    const bytes = new Uint8Array(this.#bytes.subarray(this.#offsets[i]!, this.#offsets[i + 1]!))
    if (bytes.length % 4 !== 0) throw new TrackError('track_damaged', `Block ${i} is cut.`)
    const words = new Uint32Array(bytes.buffer)
    if (words[0] !== crc32(bytes.subarray(4))) throw new TrackError('track_damaged', `Block ${i} is damaged.`)
    const firsts = new Int32Array(bytes.buffer, 4, COLUMNS - 1)
    const columns = [block.seconds, block.xs, block.ys, block.accuracies, block.speeds]
    let at = BLOCK_HEAD
    for (let from = 0; from < size; from += PACK) {
      const count = Math.min(PACK, size - from)
      const widths = bytes.subarray(4 * at, 4 * at + COLUMNS)
      at += PACK_HEAD
      for (let column = 0; column < COLUMNS; column++) {
        const width = widths[column] ?? 0
        const end = at + packedWords(count, width)
        if (width > 32 || end > words.length) throw new TrackError('track_damaged', `Block ${i} ends too early.`)
        unpack(words, at, width, block.rest, count)
        restore(columns[column]!, from, count, block.rest, column === 0 ? 0 : firsts[column - 1]!)
        at = end
      }
    }
    if (at !== words.length) throw new TrackError('track_damaged', `Block ${i} is longer than its points.`)
    fromSteps(block.seconds, size)
  }
}

interface DecodedColumns {
  seconds: Int32Array
  xs: Int32Array
  ys: Int32Array
  accuracies: Int32Array
  speeds: Int32Array
  rest: Uint32Array
}

function decodedColumns(): DecodedColumns {
  const column = (): Int32Array => new Int32Array(BLOCK_POINTS)
  return { seconds: column(), xs: column(), ys: column(), accuracies: column(), speeds: column(), rest: new Uint32Array(PACK) }
}

/** Adds up differences from the point before; the first point of a block differs by `first`. */
function restore(column: Int32Array, from: number, count: number, rest: Uint32Array, first: number): void {
  let value = from === 0 ? first : column[from - 1]!
  for (let j = 0; j < count; j++) {
    value = (value + ((rest[j]! >>> 1) ^ -(rest[j]! & 1))) | 0
    column[from + j] = value
  }
}

/** Time steps become times since the first point. */
function fromSteps(seconds: Int32Array, size: number): void {
  let second = 0
  for (let j = 0; j < size; j++) seconds[j] = second = (second + seconds[j]!) | 0
}

/** Writes blocks one after another into words; before each there is room for the worst. */
class BlockEncoder {
  readonly #points: TrackPoints
  readonly #perLon: number
  readonly #perLat: number
  #words: Uint32Array
  #bytes: Uint8Array
  readonly #columns = Array.from({ length: COLUMNS }, () => new Uint32Array(PACK)) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array]
  /** Words so far. */
  length = 0

  constructor(points: TrackPoints, steps: { lon: number; lat: number }, count: number) {
    this.#points = points
    this.#perLon = 1 / steps.lon
    this.#perLat = 1 / steps.lat
    this.#words = new Uint32Array(count + BLOCK_WORDS_MOST)
    this.#bytes = new Uint8Array(this.#words.buffer)
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, 4 * this.length)
  }

  put(from: number, size: number): void {
    if (this.length + BLOCK_WORDS_MOST > this.#words.length) this.#grow()
    const { lon_e7, lat_e7, accuracy_m, speed_mps } = this.#points
    const begin = this.length
    this.#words.set([0, lattice(lon_e7[from]!, this.#perLon), lattice(lat_e7[from]!, this.#perLat), coded(accuracy_m[from]!, 1), coded(speed_mps[from]!, 10)], begin)
    this.length += BLOCK_HEAD
    for (let done = 0; done < size; done += PACK) this.#putPack(from, from + done, Math.min(PACK, size - done))
    this.#words[begin] = crc32(this.#bytes.subarray(4 * begin + 4, 4 * this.length))
  }

  #putPack(first: number, from: number, count: number): void {
    const { time_ms, lon_e7, lat_e7, accuracy_m, speed_mps } = this.#points
    const [times, xs, ys, accuracies, speeds] = this.#columns
    const before = Math.max(first, from - 1)
    const widths = 4 * this.length
    const bytes = this.#bytes
    bytes[widths] = timeRests(times, time_ms, Math.max(first, from - 2), before, from, count)
    bytes[widths + 1] = latticeRests(xs, lon_e7, before, from, count, this.#perLon)
    bytes[widths + 2] = latticeRests(ys, lat_e7, before, from, count, this.#perLat)
    bytes[widths + 3] = codedRests(accuracies, accuracy_m, before, from, count, 1)
    bytes[widths + 4] = codedRests(speeds, speed_mps, before, from, count, 10)
    this.length += PACK_HEAD
    for (let column = 0; column < COLUMNS; column++) {
      const width = bytes[widths + column]!
      if (width > 0) this.length = pack(this.#columns[column]!, count, width, this.#words, this.length)
    }
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length)
    words.set(this.#words)
    this.#words = words
    this.#bytes = new Uint8Array(words.buffer)
  }
}

/** Differences of the time step from the one before, as zigzag numbers; returns the bits that the largest has. So do the next two with differences of values. */
function timeRests(out: Uint32Array, time_ms: Float64Array, beforeLast: number, before: number, from: number, count: number): number {
  let second = wholeSecond(time_ms[before]!)
  let step = second - wholeSecond(time_ms[beforeLast]!)
  let all = 0
  for (let j = 0; j < count; j++) {
    const now_s = wholeSecond(time_ms[from + j]!)
    const rest = now_s - second - step
    step = now_s - second
    second = now_s
    all |= out[j] = (rest << 1) ^ (rest >> 31)
  }
  return 32 - Math.clz32(all)
}

function latticeRests(out: Uint32Array, values_e7: Int32Array, before: number, from: number, count: number, per: number): number {
  let last = lattice(values_e7[before]!, per)
  let all = 0
  for (let j = 0; j < count; j++) {
    const now = lattice(values_e7[from + j]!, per)
    const rest = now - last
    last = now
    all |= out[j] = (rest << 1) ^ (rest >> 31)
  }
  return 32 - Math.clz32(all)
}

function codedRests(out: Uint32Array, values: Float32Array, before: number, from: number, count: number, factor: number): number {
  let last = coded(values[before]!, factor)
  let all = 0
  for (let j = 0; j < count; j++) {
    const now = coded(values[from + j]!, factor)
    const rest = now - last
    last = now
    all |= out[j] = (rest << 1) ^ (rest >> 31)
  }
  return 32 - Math.clz32(all)
}

function wholeSecond(time_ms: number): number {
  return Math.floor(time_ms / 1000 + 0.5)
}

function lattice(value_e7: number, per: number): number {
  return Math.floor(value_e7 * per + 0.5)
}

/** Unknown is 0, known ones begin at 1. */
function coded(value: number, factor: number): number {
  if (!(value >= 0)) return 0
  const whole = Math.floor(value * factor + 0.5)
  return whole < CODE_MAX ? whole + 1 : CODE_MAX + 1
}

/** Longitudes get coarser towards the poles; the latitude nearest the equator decides for the whole track. */
function lonStep(nearest_e7: number): number {
  return Math.min(STEP_MAX, Math.floor(STEP / Math.cos((nearest_e7 / 1e7) * (Math.PI / 180))))
}

/** Refuses what cannot be kept; returns the latitude nearest the equator. */
function check({ time_ms, lon_e7, lat_e7, accuracy_m, speed_mps }: TrackPoints): number {
  const count = time_ms.length
  if ([lon_e7, lat_e7, accuracy_m, speed_mps].some((column) => column.length !== count)) throw new TrackError('track_value', 'The columns differ in length.')
  if (count === 0) return 0
  if (!(time_ms[0]! >= 0 && time_ms[count - 1]! < 0xffff_ffff * 1000) || time_ms[count - 1]! - time_ms[0]! > SPAN_MAX_S * 1000) {
    throw new TrackError('track_value', 'The times are outside 1970 … 2106 or too far apart.')
  }
  let nearest_e7 = 900_000_000
  let before_ms = 0
  for (let i = 0; i < count; i++) {
    const at_ms = time_ms[i]!
    if (!(at_ms >= before_ms)) throw new TrackError('track_order', `Point ${i} is earlier than the one before it.`)
    before_ms = at_ms
    const lat = lat_e7[i]! < 0 ? -lat_e7[i]! : lat_e7[i]!
    if (lat < nearest_e7) nearest_e7 = lat
    const lon = lon_e7[i]!
    if (lon > 1_800_000_000 || lon < -1_800_000_000 || lat > 900_000_000) throw new TrackError('track_value', `Point ${i} is not on earth.`)
  }
  return nearest_e7
}

function firstAtLeast(sorted: number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! >= value) high = middle
    else low = middle + 1
  }
  return low
}

function room(count: number): TrackPoints {
  return {
    time_ms: new Float64Array(count), lon_e7: new Int32Array(count), lat_e7: new Int32Array(count),
    accuracy_m: new Float32Array(count), speed_mps: new Float32Array(count),
  }
}

function shortened(points: TrackPoints, count: number): TrackPoints {
  if (count === points.time_ms.length) return points
  return {
    time_ms: points.time_ms.slice(0, count), lon_e7: points.lon_e7.slice(0, count), lat_e7: points.lat_e7.slice(0, count),
    accuracy_m: points.accuracy_m.slice(0, count), speed_mps: points.speed_mps.slice(0, count),
  }
}
