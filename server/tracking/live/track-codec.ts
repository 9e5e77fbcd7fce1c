/**
 * A patrol's track as few bytes: time to 1 s, position to 1 m, accuracy to 1 m, speed to 0.1 m/s.
 *
 * Positions are rounded to a lattice of some 1.34 m, so that no point is further off than 0.95 m; columns of
 * differences from a prediction are Rice-coded (bits.ts) in blocks of 256 points. The prediction (the last
 * point, or one of two ways to go on from it) is chosen for each block and axis, because a noisy slow walk
 * and a smooth ride want different ones. Every block and the header have a checksum; an index of block
 * times gives any stretch without reading the rest. Columns of deltas after Lemire, Boytsov, "Decoding
 * billions of integers per second through vectorization", 2015, without the vectors. Runs in the browser.
 *
 * Layout: "RVT1" · u32 CRC-32 of the rest of the header · varints: bytes of the header after this one, points,
 * first time (s), lon step, lat step, then for each block seconds since the block before, and its bytes ·
 * blocks: u32 CRC-32 of the rest · zigzags of the first point's x, y, accuracy, speed · five columns of bits.
 */
import { BitReader, BitWriter } from './bits.ts'
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

const MAGIC = 0x3154_5652
export const BLOCK_POINTS = 256
/** 120 units are 1.34 m: half of that on both axes is 0.95 m at most. */
const STEP = 120
const STEP_MAX = 65_535
const SPAN_MAX_S = 1 << 29
/** Checksum, first point, parameters: so that a short file cannot announce many blocks. */
const BLOCK_BYTES_MIN = 12
const CODE_MAX = 65_534

/** Columns of one block as they are coded; one set serves a whole track. */
interface Columns {
  seconds: Int32Array
  xs: Int32Array
  ys: Int32Array
  accuracies: Int32Array
  speeds: Int32Array
  rest: Int32Array
}

function columns(): Columns {
  const column = (): Int32Array => new Int32Array(BLOCK_POINTS)
  return { seconds: column(), xs: column(), ys: column(), accuracies: column(), speeds: column(), rest: column() }
}

/** Compresses a track. O(points). Throws track_order if time goes backwards, track_value for what is not on earth. */
export function encodeTrack(points: TrackPoints): Uint8Array<ArrayBuffer> {
  const count = points.time_ms.length
  check(points)
  const steps = { lon: lonStep(points.lat_e7), lat: STEP }
  const start_s = count === 0 ? 0 : Math.round(points.time_ms[0]! / 1000)
  const header = new ByteWriter(64).varint(count).varint(start_s).varint(steps.lon).varint(steps.lat)
  const body = new BitWriter(count * 4 + 64)
  const block = columns()
  let blockStart_s = start_s
  for (let from = 0; from < count; from += BLOCK_POINTS) {
    const size = Math.min(BLOCK_POINTS, count - from)
    const begin = body.length
    round(points, from, size, steps, block)
    encodeBlock(body, block, size)
    const first_s = Math.round(points.time_ms[from]! / 1000)
    header.varint(first_s - blockStart_s).varint(body.length - begin)
    blockStart_s = first_s
  }
  const sized = new ByteWriter(header.length + 8).varint(header.length).raw(header.bytes())
  return new ByteWriter(16 + sized.length + body.length)
    .u32(MAGIC).u32(crc32(sized.bytes())).raw(sized.bytes()).raw(body.bytes.subarray(0, body.length)).copy()
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
    const block = columns()
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

  #decodeBlock(i: number, size: number, block: Columns): void {
    const bytes = this.#bytes.subarray(this.#offsets[i]!, this.#offsets[i + 1]!)
    const reader = new ByteReader(bytes)
    if (bytes.length < 5 || reader.u32() !== crc32(bytes.subarray(4))) throw new TrackError('track_damaged', `Block ${i} is damaged.`)
    try {
      block.xs[0] = reader.zigzag()
      block.ys[0] = reader.zigzag()
      block.accuracies[0] = reader.zigzag()
      block.speeds[0] = reader.zigzag()
    } catch (fault) {
      throw new TrackError('track_damaged', `Block ${i} is cut.`, fault)
    }
    const bits = new BitReader(bytes, reader.at)
    const { rest } = block
    bits.takeColumn(rest, size)
    let step = 0
    block.seconds[0] = 0
    for (let j = 1; j < size; j++) block.seconds[j] = block.seconds[j - 1]! + (step += rest[j]!)
    for (const axis of [block.xs, block.ys]) {
      const prediction = bits.take(2)
      bits.takeColumn(rest, size)
      restore(axis, size, prediction, rest)
    }
    for (const column of [block.accuracies, block.speeds]) {
      bits.takeColumn(rest, size)
      for (let j = 1; j < size; j++) column[j] = column[j - 1]! + rest[j]!
    }
    if (bits.past) throw new TrackError('track_damaged', `Block ${i} ends too early.`)
  }
}

function encodeBlock(body: BitWriter, block: Columns, size: number): void {
  const { rest } = block
  const begin = body.length
  const head = new ByteWriter(24).u32(0).zigzag(block.xs[0]!).zigzag(block.ys[0]!).zigzag(block.accuracies[0]!).zigzag(block.speeds[0]!)
  body.reserve(head.length)
  body.bytes.set(head.bytes(), body.length)
  body.length += head.length
  rest[0] = 0
  let step = 0
  for (let j = 1; j < size; j++) {
    const next = block.seconds[j]! - block.seconds[j - 1]!
    rest[j] = next - step
    step = next
  }
  body.putColumn(rest, size)
  for (const axis of [block.xs, block.ys]) {
    const prediction = bestPrediction(axis, size)
    predict(axis, size, prediction, rest)
    body.reserve(4)
    body.put(prediction, 2)
    body.putColumn(rest, size)
  }
  for (const column of [block.accuracies, block.speeds]) {
    for (let j = 1; j < size; j++) rest[j] = column[j]! - column[j - 1]!
    body.putColumn(rest, size)
  }
  body.flush()
  const checksum = crc32(body.bytes.subarray(begin + 4, body.length))
  new DataView(body.bytes.buffer).setUint32(begin, checksum, true)
}

/**
 * Writes what each point of an axis differs from its prediction into `rest`:
 * 0 expects it at the last one, 1 on from there as in the last step, 2 as in the mean of the last four.
 */
function predict(axis: Int32Array, size: number, prediction: number, rest: Int32Array): void {
  for (let j = 1; j < size; j++) rest[j] = axis[j]! - axis[j - 1]!
  if (prediction === 1) for (let j = size - 1; j >= 2; j--) rest[j]! -= rest[j - 1]!
  if (prediction === 2) for (let j = 5; j < size; j++) rest[j]! -= (axis[j - 1]! - axis[j - 5]!) >> 2
}

/** The inverse of `predict`; axis[0] is there already. */
function restore(axis: Int32Array, size: number, prediction: number, rest: Int32Array): void {
  if (prediction === 1) for (let j = 2; j < size; j++) rest[j]! += rest[j - 1]!
  for (let j = 1; j < size; j++) {
    const turn = prediction === 2 && j >= 5 ? (axis[j - 1]! - axis[j - 5]!) >> 2 : 0
    axis[j] = axis[j - 1]! + rest[j]! + turn
  }
}

function bestPrediction(axis: Int32Array, size: number): number {
  let [still, straight, smooth] = [0, 0, 0]
  for (let j = 5; j < size; j++) {
    const step = axis[j]! - axis[j - 1]!
    still += Math.abs(step)
    straight += Math.abs(step - axis[j - 1]! + axis[j - 2]!)
    smooth += Math.abs(step - ((axis[j - 1]! - axis[j - 5]!) >> 2))
  }
  if (smooth < still && smooth <= straight) return 2
  return straight < still ? 1 : 0
}

function round(points: TrackPoints, from: number, size: number, steps: { lon: number; lat: number }, block: Columns): void {
  const { time_ms, lon_e7, lat_e7, accuracy_m, speed_mps } = points
  const start_s = Math.round(time_ms[from]! / 1000)
  const [perLon, perLat] = [1 / steps.lon, 1 / steps.lat]
  for (let j = 0; j < size; j++) block.seconds[j] = Math.round(time_ms[from + j]! / 1000) - start_s
  for (let j = 0; j < size; j++) block.xs[j] = Math.round(lon_e7[from + j]! * perLon)
  for (let j = 0; j < size; j++) block.ys[j] = Math.round(lat_e7[from + j]! * perLat)
  for (let j = 0; j < size; j++) block.accuracies[j] = coded(accuracy_m[from + j]!, 1)
  for (let j = 0; j < size; j++) block.speeds[j] = coded(speed_mps[from + j]!, 10)
}

/** Unknown is 0, known ones begin at 1. */
function coded(value: number, factor: number): number {
  return value >= 0 ? Math.min(CODE_MAX, Math.round(value * factor)) + 1 : 0
}

/** Longitudes get coarser towards the poles; the latitude nearest the equator decides for the whole track. */
function lonStep(lat_e7: Int32Array): number {
  let nearest = 900_000_000
  for (let i = 0; i < lat_e7.length; i++) nearest = Math.min(nearest, Math.abs(lat_e7[i]!))
  return Math.min(STEP_MAX, Math.floor(STEP / Math.cos((nearest / 1e7) * (Math.PI / 180))))
}

function check({ time_ms, lon_e7, lat_e7, accuracy_m, speed_mps }: TrackPoints): void {
  const count = time_ms.length
  if ([lon_e7, lat_e7, accuracy_m, speed_mps].some((column) => column.length !== count)) throw new TrackError('track_value', 'The columns differ in length.')
  if (count === 0) return
  if (!(time_ms[0]! >= 0 && time_ms[count - 1]! < 0xffff_ffff * 1000) || time_ms[count - 1]! - time_ms[0]! > SPAN_MAX_S * 1000) {
    throw new TrackError('track_value', 'The times are outside 1970 … 2106 or too far apart.')
  }
  for (let i = 0; i < count; i++) {
    if (i > 0 && !(time_ms[i]! >= time_ms[i - 1]!)) throw new TrackError('track_order', `Point ${i} is earlier than the one before it.`)
    if (Math.abs(lon_e7[i]!) > 1_800_000_000 || Math.abs(lat_e7[i]!) > 900_000_000) throw new TrackError('track_value', `Point ${i} is not on earth.`)
  }
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
