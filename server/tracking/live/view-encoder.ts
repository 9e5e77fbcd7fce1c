/**
 * The server's side of view frames: what changed in one console's view since its last frame, as bytes.
 * Each encoder holds what its console holds, so a frame is a difference; a tick that is left out
 * (a socket that is behind) costs nothing, the next frame carries it. view-frames.ts decodes.
 */
import { ByteWriter, putVarint } from './bytes.ts'
import { FRAME_KIND, PROTOCOL_VERSION } from './frames.ts'
import { FRESH_S, FULL, MOVE, SHIFT_MAX, VIEW_CELLS_MAX } from './view-frames.ts'
import type { CellGrid } from './view-frames.ts'

/** The walkers as columns by slot; the live index and the presence table hold them. */
export interface WalkerRows {
  /** Four numbers a slot, of which the first two are lon_e7 and lat_e7 (LiveIndex.rows). */
  rows: Int32Array
  /** A number from 1 for each walker that is never given twice; it tells a slot's new holder from its last. */
  walkers: Uint32Array
  /** Time of the last fix, whole seconds since 1970. */
  fix_s: Uint32Array
  /** Kind and state of the walker, 0 … 255. */
  looks: Uint8Array
}

/** Shift for points at a whole map zoom: about a third of a 512-pixel-tile pixel, never finer than 0.36 m. */
export function pointShift(zoom: number): number {
  return Math.max(5, Math.min(SHIFT_MAX, 21 - zoom))
}

/**
 * The grid of cells that covers a view at a whole map zoom: cells of some 38 pixels, aligned to the
 * world so that panning keeps them, coarser if the view would need more than VIEW_CELLS_MAX.
 */
export function cellGrid(bounds: { west_e7: number; south_e7: number; east_e7: number; north_e7: number }, zoom: number): CellGrid {
  for (let shift = Math.max(10, Math.min(28, 28 - zoom)); ; shift++) {
    const x = bounds.west_e7 >> shift
    const y = bounds.south_e7 >> shift
    const width = (bounds.east_e7 >> shift) - x + 1
    const height = (bounds.north_e7 >> shift) - y + 1
    if (width * height <= VIEW_CELLS_MAX) return { shift, x, y, width, height }
  }
}

/** Counts per cell as differences. One frame is O(cells of the view), no more than VIEW_CELLS_MAX. */
export class CellsEncoder {
  readonly grid: CellGrid
  readonly #view: number
  #sequence = 0
  #sent: Uint32Array
  readonly #out = new ByteWriter(1024)

  constructor(view: number, grid: CellGrid) {
    this.grid = grid
    this.#view = view
    this.#sent = new Uint32Array(grid.width * grid.height)
  }

  /**
   * @param counts people per cell, row by row from the south-west, width × height numbers
   * @param full forget what was sent before
   * @returns a frame that holds until the next call
   */
  encode(now_ms: number, counts: Uint32Array, full = this.#sequence === 0): Uint8Array {
    const out = putHeader(this.#out.reset(), FRAME_KIND.viewCells, this.#view, ++this.#sequence, now_ms, full)
    if (full) {
      const { shift, x, y, width, height } = this.grid
      out.u8(shift).i32(x).i32(y).u16(width).u16(height)
      this.#sent.fill(0)
    }
    const sent = this.#sent
    let previous = -1
    for (let cell = 0; cell < sent.length; cell++) {
      const count = counts[cell]!
      if (count === sent[cell]) continue
      out.varint(cell - previous - 1).varint(count)
      previous = cell
      sent[cell] = count
    }
    return out.bytes()
  }
}

/**
 * Points as differences. Each walker in the view has a handle (a small number, used again after a removal);
 * one frame is O(handles), one byte for each walker that moved a little, none for one that did not report.
 */
export class PointsEncoder {
  readonly shift: number
  readonly #view: number
  #sequence = 0
  #high = 0
  #free: number[] = []
  /** By slot: the walker that the console has there or 0, and the sequence of the frame in which it was last in view. */
  #told = new Uint32Array(0)
  #seen = new Uint32Array(0)
  /** By handle: who has it (slot -1: nobody), and what the console was told of them. */
  #slots = new Int32Array(64)
  #xs = new Int32Array(64)
  #ys = new Int32Array(64)
  #fix_s = new Uint32Array(64)
  #looks = new Uint8Array(64)
  #entering: number[] = []
  readonly #out = new ByteWriter(4096)

  /** @param shift positions are sent in steps of 2^shift × 10^-7 degrees (pointShift) */
  constructor(view: number, shift: number) {
    this.#view = view
    this.shift = shift
  }

  /**
   * @param slots the slots in view, any order, each once; the first `count` of them
   * @param full forget what was sent before
   * @returns a frame that holds until the next call
   */
  encode(now_ms: number, slots: ArrayLike<number>, count: number, walkers: WalkerRows, full = this.#sequence === 0): Uint8Array {
    if (full) this.#forget()
    this.#sequence++
    const now_s = Math.floor(now_ms / 1000)
    this.#mark(slots, count, walkers)
    // By slot, so that every later frame walks through memory in order.
    if (full) this.#entering.sort((a, b) => a - b)
    const out = putHeader(this.#out.reset(), FRAME_KIND.viewPoints, this.#view, this.#sequence, now_ms, full)
    if (full) out.u8(this.shift)
    this.#putRemoved(out, walkers, count)
    this.#putEntering(out, walkers, now_s)
    this.#putMoves(out, walkers, now_s)
    return out.bytes()
  }

  #forget(): void {
    this.#high = 0
    this.#free.length = 0
    this.#told.fill(0)
  }

  #mark(slots: ArrayLike<number>, count: number, { walkers }: WalkerRows): void {
    if (this.#told.length < walkers.length) {
      this.#told = lengthened(Uint32Array, this.#told, walkers.length)
      this.#seen = lengthened(Uint32Array, this.#seen, walkers.length)
    }
    const [told, seen, sequence, entering] = [this.#told, this.#seen, this.#sequence, this.#entering]
    entering.length = 0
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!
      seen[slot] = sequence
      if (told[slot] !== walkers[slot]) entering.push(slot)
    }
  }

  /** Takes the handles of those who left the view, or whose slot has another walker now. */
  #putRemoved(out: ByteWriter, { walkers }: WalkerRows, count: number): void {
    const [slots, told, seen, sequence, high] = [this.#slots, this.#told, this.#seen, this.#sequence, this.#high]
    const leaving: number[] = []
    const everyoneStayed = count - this.#entering.length === high - this.#free.length
    for (let handle = 0; handle < high && !everyoneStayed; handle++) {
      const slot = slots[handle]!
      if (slot >= 0 && (seen[slot] !== sequence || told[slot] !== walkers[slot])) leaving.push(handle)
    }
    out.varint(leaving.length)
    let previous = -1
    for (const handle of leaving) {
      out.varint(handle - previous - 1)
      previous = handle
      told[slots[handle]!] = 0
      slots[handle] = -1
      this.#free.push(handle)
    }
  }

  #putEntering(out: ByteWriter, { rows, walkers, fix_s, looks }: WalkerRows, now_s: number): void {
    const half = (1 << this.shift) >> 1
    let handleBefore = -1
    let walkerBefore = 0
    let xBefore = 0
    let yBefore = 0
    out.varint(this.#entering.length)
    for (const slot of this.#entering) {
      const handle = this.#free.pop() ?? this.#grow()
      const walker = walkers[slot]!
      const x = (rows[4 * slot]! + half) >> this.shift
      const y = (rows[4 * slot + 1]! + half) >> this.shift
      out.zigzag(handle - handleBefore - 1).zigzag((walker - walkerBefore) | 0).u8(looks[slot]!)
        .zigzag(x - xBefore).zigzag(y - yBefore).varint(Math.max(0, now_s - fix_s[slot]!))
      this.#told[slot] = walker
      this.#slots[handle] = slot
      this.#xs[handle] = x
      this.#ys[handle] = y
      this.#fix_s[handle] = fix_s[slot]!
      this.#looks[handle] = looks[slot]!
      handleBefore = handle
      walkerBefore = walker
      xBefore = x
      yBefore = y
    }
  }

  /** The hot loop: plain indexes into local arrays, bytes written without calls in the common case. */
  #putMoves(out: ByteWriter, walkers: WalkerRows, now_s: number): void {
    // 19 bytes: a look, a long form with three 5-byte numbers, and a skip before it.
    out.reserve(24 * this.#high + 8)
    const { rows, fix_s: fixNow_s, looks: looksNow } = walkers
    const { buffer } = out
    const [slots, xs, ys, fix_s, looks] = [this.#slots, this.#xs, this.#ys, this.#fix_s, this.#looks]
    const { shift } = this
    const high = this.#high
    const half = (1 << shift) >> 1
    let at = out.length
    let skipped = 0
    for (let handle = 0; handle < high; handle++) {
      const slot = slots[handle]!
      if (slot < 0) {
        skipped++
        continue
      }
      const time_s = fixNow_s[slot]!
      const look = looksNow[slot]!
      const x = (rows[4 * slot]! + half) >> shift
      const y = (rows[4 * slot + 1]! + half) >> shift
      const dx = x - xs[handle]!
      const dy = y - ys[handle]!
      if ((dx | dy) === 0 && time_s === fix_s[handle] && look === looks[handle]) {
        skipped++
        continue
      }
      xs[handle] = x
      ys[handle] = y
      fix_s[handle] = time_s
      if (skipped > 0) {
        at = putSkip(buffer, at, skipped)
        skipped = 0
      }
      if (look !== looks[handle]) {
        buffer[at++] = MOVE.look
        buffer[at++] = look
        looks[handle] = look
      }
      const fresh = now_s - time_s <= FRESH_S
      if (fresh && dx >= -7 && dx <= 7 && dy >= -7 && dy <= 7) buffer[at++] = (dy + 7) * 15 + dx + 7
      else at = putFarMove(buffer, at, dx, dy, fresh ? 0 : now_s - time_s)
    }
    out.length = at
  }

  #grow(): number {
    const handle = this.#high++
    const capacity = this.#slots.length
    if (handle < capacity) return handle
    this.#slots = lengthened(Int32Array, this.#slots, 2 * capacity)
    this.#xs = lengthened(Int32Array, this.#xs, 2 * capacity)
    this.#ys = lengthened(Int32Array, this.#ys, 2 * capacity)
    this.#fix_s = lengthened(Uint32Array, this.#fix_s, 2 * capacity)
    this.#looks = lengthened(Uint8Array, this.#looks, 2 * capacity)
    return handle
  }
}

function putHeader(out: ByteWriter, kind: number, view: number, sequence: number, now_ms: number, full: boolean): ByteWriter {
  return out.u8(PROTOCOL_VERSION).u8(kind).u16(view).u32(sequence).u48(now_ms).u8(full ? FULL : 0)
}

function putSkip(buffer: Uint8Array, at: number, count: number): number {
  if (count <= MOVE.skipMost) {
    buffer[at] = MOVE.skipFirst + count - 1
    return at + 1
  }
  buffer[at] = MOVE.skipLong
  return putVarint(buffer, at + 1, count)
}

function putFarMove(buffer: Uint8Array, at: number, dx: number, dy: number, age_s: number): number {
  if (age_s === 0 && dx >= -128 && dx <= 127 && dy >= -128 && dy <= 127) {
    buffer[at] = MOVE.bytes
    buffer[at + 1] = dx
    buffer[at + 2] = dy
    return at + 3
  }
  buffer[at] = MOVE.long
  at = putVarint(buffer, at + 1, ((dx << 1) ^ (dx >> 31)) >>> 0)
  at = putVarint(buffer, at, ((dy << 1) ^ (dy >> 31)) >>> 0)
  return putVarint(buffer, at, age_s)
}

function lengthened<T extends { set(from: T): void }>(type: new (length: number) => T, from: T, length: number): T {
  const to = new type(length)
  to.set(from)
  return to
}
