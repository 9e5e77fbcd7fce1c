/**
 * The server's side of near views: what changed in one console's view since its last frame, as bytes. The scene says
 * what moved, the encoder which walkers the console holds; view-frames.ts decodes.
 */
import { ByteWriter, putVarint } from './bytes.ts'
import { FRAME_KIND } from './frames.ts'
import type { Bounds } from './frames.ts'
import type { Accept } from './live-index.ts'
import { ANOTHER, CELL_SHIFT, CHANGE, FAR, FAR_MOVE, lengthened, NOBODY, STILL } from './scene.ts'
import type { Scene } from './scene.ts'
import { putHeader } from './view-encoder.ts'
import { FORM, FRESH_S, MOVE } from './view-frames.ts'

/** Bounds may name any 32-bit number; beyond these nobody can be, and rounding would leave 32 bits. */
const LARGEST_E7 = 1_800_000_000
/** From one in so many walkers on moves are written densely. */
const DENSE_SHARE = 2
/** A skip, and a long form with three numbers. */
const SKIP_BYTES_MOST = 6
const FAR_BYTES_MOST = 16
/** More than any index into scene.far. */
const FAR_KEYS = 2 ** 26
/** In place of a handle: comes with the frame that is being written. */
const ENTERING = -1

/**
 * One console's points. Each walker in the view has a handle (a small number, used again after a removal). A frame is O(handles), one byte
 * for each walker who moved a little, and O(those who crossed into another cell anywhere); only a view that was moved,
 * or that has not had the last scene, looks at everyone.
 */
export class PointsEncoder {
  readonly #view: number
  #bounds: Bounds
  #accept: Accept | undefined
  #sequence = 0
  /** Number and epoch of the scene that the console has. */
  #has = 0
  #epoch = 0
  #moved = true
  #high = 0
  #free: number[] = []
  /** By slot: the handle plus 1, 0 where the console has nobody, or ENTERING. */
  #handles = new Int32Array(0)
  /** By handle: the slot plus 1, as in the scene's codes, or 0. */
  #places = new Int32Array(64)
  #leaving: number[] = []
  #entering: number[] = []
  readonly #out = new ByteWriter(4096)

  /** @param accept who may be seen; asked when a walker comes into a cell of the view, and of everyone when the scene's epoch changes */
  constructor(view: number, bounds: Bounds, accept?: Accept) {
    this.#view = view
    this.#bounds = bounds
    this.#accept = accept
  }

  /** The map was moved or filtered: who stays in view is not sent again. */
  look(bounds: Bounds, accept?: Accept): void {
    this.#bounds = bounds
    this.#accept = accept
    this.#moved = true
  }

  /**
   * Everyone in the cells that the bounds touch, as of the scene, as a difference from the last frame; in full if that
   * was not of this scene or the one before.
   * @returns a frame that holds until the next call
   */
  encode(scene: Scene): Uint8Array {
    const full = this.#sequence === 0 || scene.number - this.#has > 1
    if (full) this.#forget()
    if (this.#handles.length < scene.walkers.length) this.#handles = lengthened(new Int32Array(scene.walkers.length), this.#handles)
    this.#leaving.length = 0
    this.#entering.length = 0
    if (!full && scene.number !== this.#has) this.#compareChanged(scene)
    if (full || this.#moved || this.#epoch !== scene.epoch) this.#compareAll(scene)
    this.#leaving.sort((a, b) => a - b)
    const out = putHeader(this.#out.reset(), FRAME_KIND.viewPoints, this.#view, ++this.#sequence, scene.time_ms, full)
    if (full) out.u8(scene.shift)
    this.#putLeaving(out)
    this.#putEntering(out, scene)
    if (full || scene.number === this.#has) out.u8(FORM.sparse)
    else if (DENSE_SHARE * scene.reported < scene.people) this.#putSparse(out.u8(FORM.sparse), scene)
    else this.#putDense(out.u8(FORM.dense), scene)
    // Only now, so that they are not sent as moved as well.
    for (const slot of this.#entering) this.#places[this.#handles[slot]! - 1] = slot + 1
    this.#has = scene.number
    this.#epoch = scene.epoch
    this.#moved = false
    return out.bytes()
  }

  #forget(): void {
    this.#high = 0
    this.#free.length = 0
    this.#handles.fill(0)
    this.#places.fill(0)
  }

  /** Finds who leaves and who enters. O(slots). */
  #compareAll(scene: Scene): void {
    const { west, south, east, north } = cellsOf(this.#bounds, scene.shift)
    for (let slot = 0; slot < scene.walkers.length; slot++) {
      const x = scene.x(slot) >> CELL_SHIFT
      const y = scene.y(slot) >> CELL_SHIFT
      const within = scene.walkers[slot] !== 0 && x >= west && x <= east && y >= south && y <= north
      if (within || this.#handles[slot] !== 0) this.#compare(slot, within && (this.#accept === undefined || this.#accept(slot)), false)
    }
  }

  /** The same among those who came, left or crossed into another cell. O(changes). */
  #compareChanged({ changed, shift }: Scene): void {
    const { west, south, east, north } = cellsOf(this.#bounds, shift)
    for (let i = 0; i < changed.length; i += CHANGE) {
      const slot = changed[i]!
      const x = changed[i + 1]!
      const y = changed[i + 2]!
      const kind = changed[i + 3]!
      const within = kind !== NOBODY && x >= west && x <= east && y >= south && y <= north
      if (within || this.#handles[slot] !== 0) this.#compare(slot, within && (this.#accept === undefined || this.#accept(slot)), kind === ANOTHER)
    }
  }

  #compare(slot: number, seen: boolean, another: boolean): void {
    const handle = this.#handles[slot]!
    if (handle === ENTERING || (seen && handle > 0 && !another)) return
    if (handle > 0) this.#leaving.push(handle - 1)
    if (seen) this.#entering.push(slot)
    this.#handles[slot] = seen ? ENTERING : 0
  }

  #putLeaving(out: ByteWriter): void {
    out.varint(this.#leaving.length)
    let previous = -1
    for (const handle of this.#leaving) {
      out.varint(handle - previous - 1)
      previous = handle
      this.#places[handle] = 0
      this.#free.push(handle)
    }
  }

  #putEntering(out: ByteWriter, scene: Scene): void {
    const { walkers, fix_s, looks, time_s } = scene
    let [handleBefore, walkerBefore, xBefore, yBefore] = [-1, 0, 0, 0]
    out.varint(this.#entering.length)
    for (const slot of this.#entering) {
      const handle = this.#free.pop() ?? this.#grow()
      const [walker, x, y] = [walkers[slot]!, scene.x(slot), scene.y(slot)]
      out.zigzag(handle - handleBefore - 1).zigzag((walker - walkerBefore) | 0).u8(looks[slot]!)
        .zigzag(x - xBefore).zigzag(y - yBefore).varint(Math.max(0, time_s - fix_s[slot]!))
      this.#handles[slot] = handle + 1
      ;[handleBefore, walkerBefore, xBefore, yBefore] = [handle, walker, x, y]
    }
  }

  /** A byte for each handle, read and written without a branch, and then the few who are more than a byte. */
  #putDense(out: ByteWriter, scene: Scene): void {
    const high = this.#high
    const far = this.#farHandles(scene)
    out.reserve(high + FAR_BYTES_MOST * far.length)
    const { buffer, length } = out
    const { codes } = scene
    const places = this.#places
    for (let handle = 0; handle < high; handle++) buffer[length + handle] = codes[places[handle]!]!
    let at = length + high
    for (const key of far) at = putFarMove(buffer, at, scene, key % FAR_KEYS)
    out.length = at
  }

  /** Codes of those who moved, and how many to pass over. */
  #putSparse(out: ByteWriter, scene: Scene): void {
    out.reserve((SKIP_BYTES_MOST + 1) * this.#high + FAR_BYTES_MOST * scene.far.length)
    const far = this.#farHandles(scene)
    const { buffer } = out
    const { codes } = scene
    const places = this.#places
    let at = out.length
    let skipped = 0
    let farAt = 0
    for (let handle = 0; handle < this.#high; handle++) {
      const code = codes[places[handle]!]!
      if (code === STILL) {
        skipped++
        continue
      }
      if (skipped > 0) at = putSkip(buffer, at, skipped)
      skipped = 0
      if (code === FAR) at = putFarMove(buffer, at, scene, far[farAt++]! % FAR_KEYS)
      else buffer[at++] = code
    }
    out.length = at
  }

  /** The far moves of this view in the order of its handles: handle × FAR_KEYS + where in scene.far. */
  #farHandles({ far, codes }: Scene): number[] {
    const keys: number[] = []
    for (let i = 0; i < far.length; i += FAR_MOVE) {
      const slot = far[i]!
      const handle = this.#handles[slot]! - 1
      if (handle >= 0 && this.#places[handle] === slot + 1 && codes[slot + 1] === FAR) keys.push(handle * FAR_KEYS + i)
    }
    keys.sort((a, b) => a - b)
    // One who reported several times is there several times; the last one holds.
    return keys.filter((key, i) => i + 1 === keys.length || Math.floor(keys[i + 1]! / FAR_KEYS) !== Math.floor(key / FAR_KEYS))
  }

  #grow(): number {
    const handle = this.#high++
    const capacity = this.#places.length
    if (handle < capacity) return handle
    this.#places = lengthened(new Int32Array(2 * capacity), this.#places)
    return handle
  }
}

interface Cells { west: number; south: number; east: number; north: number }

function cellsOf({ west_e7, south_e7, east_e7, north_e7 }: Bounds, shift: number): Cells {
  const cell = (value_e7: number): number => (Math.max(-LARGEST_E7, Math.min(LARGEST_E7, value_e7)) + ((1 << shift) >> 1)) >> (shift + CELL_SHIFT)
  return { west: cell(west_e7), south: cell(south_e7), east: cell(east_e7), north: cell(north_e7) }
}

function putSkip(buffer: Uint8Array, at: number, count: number): number {
  if (count <= MOVE.skipMost) {
    buffer[at] = MOVE.skipFirst + count - 1
    return at + 1
  }
  buffer[at] = MOVE.skipLong
  return putVarint(buffer, at + 1, count)
}

/** A move that is more than a code, at `i` of scene.far. */
function putFarMove(buffer: Uint8Array, at: number, { far, time_s }: Scene, i: number): number {
  const [dx, dy, age_s] = [far[i + 1]!, far[i + 2]!, time_s - far[i + 3]!]
  if (age_s <= FRESH_S && dx >= -128 && dx <= 127 && dy >= -128 && dy <= 127) {
    buffer[at] = MOVE.bytes
    buffer[at + 1] = dx
    buffer[at + 2] = dy
    return at + 3
  }
  buffer[at] = MOVE.long
  at = putVarint(buffer, at + 1, ((dx << 1) ^ (dx >> 31)) >>> 0)
  at = putVarint(buffer, at, ((dy << 1) ^ (dy >> 31)) >>> 0)
  return putVarint(buffer, at, age_s <= FRESH_S ? 0 : age_s)
}
