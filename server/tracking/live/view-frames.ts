/**
 * What a console receives of its view, once a second: cells with counts when far, points when near.
 * This file is the layout and the decoder and runs in the browser; view-encoder.ts is its other side.
 * The layout is written down in docs/live-protocol.md.
 */
import { ByteReader, FrameError } from './bytes.ts'
import { FRAME_KIND, PROTOCOL_VERSION } from './frames.ts'

/** Frame flag: forget everything before, this frame stands alone. */
export const FULL = 1
/** Most cells of a view, so that no frame can ask for much memory. */
export const VIEW_CELLS_MAX = 65_536
/** Positions are sent as multiples of 2^shift × 10^-7 degrees. */
export const SHIFT_MAX = 20
/** A moved point whose fix is older than this many seconds is sent in the long form with its age. */
export const FRESH_S = 3

/** How the moves of a frame are written: only of those who moved, or a byte for each handle. */
export const FORM = { sparse: 0, dense: 1 } as const

/** Codes of moves, one after another for handles 0, 1, 2 … */
export const MOVE = {
  /** Codes 0 … 224: fresh fix, moved by (code % 15 - 7, floor(code / 15) - 7). */
  nibbles: 225, reach: 7, side: 15,
  /** Codes 225 … 250, sparse: the next 1 … 26 handles are as before. */
  skipFirst: 225, skipMost: 26,
  /** Sparse: a varint follows: so many handles are as before. */
  skipLong: 251,
  /** Two signed bytes follow: fresh fix, moved by them. */
  bytes: 252,
  /** Zigzag dx, zigzag dy, varint age in seconds follow. */
  long: 253,
  /** Dense: the handle's code, one of the two above, stands behind the last handle. */
  far: 254,
  /** Dense: the handle is as before. */
  still: 255,
} as const

export interface ViewHeader {
  kind: number
  view: number
  sequence: number
  time_ms: number
  full: boolean
}

export interface CellGrid {
  /** A cell is 2^shift × 10^-7 degrees wide and high; cell x holds lon_e7 in [x·2^shift, (x+1)·2^shift). */
  shift: number
  x: number
  y: number
  width: number
  height: number
}

/** One walker of a near view as the decoder holds it. */
export interface ViewPoint {
  /** The server's number of this walker, never used again for another while the server runs. */
  walker: number
  /** Degrees, WGS-84. */
  lon: number
  lat: number
  /** What the point should look like (kind and state of the walker), defined by the product. */
  look: number
  /** Time of the fix, right to FRESH_S seconds. */
  fix_ms: number
}

/**
 * Holds one view and applies its frames. After a FrameError or a gap it holds nothing that can be
 * trusted: send a resync; the full frame that answers sets everything right. Not for two views at once.
 */
export class ViewDecoder {
  header: ViewHeader | null = null
  grid: CellGrid | null = null
  counts = new Uint32Array(0)
  /** Walkers changed by the last frame, for a map that takes differences; everything is new if `header.full`. */
  changed: number[] = []
  removed: number[] = []
  #sound = false
  #shift = 0
  #high = 0
  #alive = new Uint8Array(64)
  #walkers = new Uint32Array(64)
  #xs = new Int32Array(64)
  #ys = new Int32Array(64)
  #looks = new Uint8Array(64)
  #fix_s = new Float64Array(64)
  #handles = new Map<number, number>()

  /**
   * Applies one frame, O(bytes + handles). 'gap' means that frames are missing and nothing was changed.
   * Throws FrameError on malformed bytes, at most a few bytes of memory for each byte given.
   */
  apply(bytes: Uint8Array): 'applied' | 'gap' {
    const reader = new ByteReader(bytes)
    const header = readViewHeader(reader)
    if (!header.full && !this.#follows(header)) {
      this.#sound = false
      return 'gap'
    }
    this.#sound = false
    this.changed = []
    this.removed = []
    if (header.full) this.#clear()
    if (header.kind === FRAME_KIND.viewCells) this.#applyCells(reader, header)
    else this.#applyPoints(reader, header)
    this.header = header
    this.#sound = true
    return 'applied'
  }

  /** How many walkers the near view holds. */
  get size(): number {
    return this.#handles.size
  }

  /** The point of a walker, or null; O(1). */
  point(walker: number): ViewPoint | null {
    const handle = this.#handles.get(walker)
    return handle === undefined ? null : this.#pointAt(handle)
  }

  /** All points of a near view. */
  *points(): Generator<ViewPoint> {
    for (const handle of this.#handles.values()) yield this.#pointAt(handle)
  }

  /** All cells of a far view that hold anyone: south-west corner and size in degrees. */
  *cells(): Generator<{ west: number; south: number; size: number; count: number }> {
    if (this.grid === null) return
    const { shift, x, y, width } = this.grid
    const size = 2 ** shift / 1e7
    for (let i = 0; i < this.counts.length; i++) {
      const count = this.counts[i]!
      if (count > 0) yield { west: (x + (i % width)) * size, south: (y + Math.floor(i / width)) * size, size, count }
    }
  }

  #follows(header: ViewHeader): boolean {
    const last = this.header
    return this.#sound && last !== null && last.kind === header.kind && last.view === header.view && last.sequence + 1 === header.sequence
  }

  #clear(): void {
    this.grid = null
    this.counts = new Uint32Array(0)
    this.#alive.fill(0)
    this.#high = 0
    this.#handles.clear()
  }

  #pointAt(handle: number): ViewPoint {
    const unit = 2 ** this.#shift / 1e7
    return {
      walker: this.#walkers[handle]!, lon: this.#xs[handle]! * unit, lat: this.#ys[handle]! * unit,
      look: this.#looks[handle]!, fix_ms: this.#fix_s[handle]! * 1000,
    }
  }

  #applyCells(reader: ByteReader, header: ViewHeader): void {
    if (header.full) {
      const grid = { shift: reader.u8(), x: reader.i32(), y: reader.i32(), width: reader.u16(), height: reader.u16() }
      if (grid.shift > 31 || grid.width * grid.height > VIEW_CELLS_MAX) throw new FrameError('frame_value', 'The grid of cells is too large.')
      this.grid = grid
      this.counts = new Uint32Array(grid.width * grid.height)
    }
    let at = -1
    while (reader.left > 0) {
      at += reader.varint() + 1
      if (at >= this.counts.length) throw new FrameError('frame_value', `Cell ${at} is outside the grid.`)
      this.counts[at] = reader.varint()
    }
  }

  #applyPoints(reader: ByteReader, header: ViewHeader): void {
    if (header.full) this.#shift = reader.u8()
    if (this.#shift > SHIFT_MAX) throw new FrameError('frame_value', `Shift ${this.#shift} is more than ${SHIFT_MAX}.`)
    const now_s = Math.floor(header.time_ms / 1000)
    this.#removeHandles(reader)
    this.#addHandles(reader, now_s)
    const form = reader.u8()
    if (form === FORM.sparse) this.#moveSparse(reader, now_s)
    else if (form === FORM.dense) this.#moveDense(reader, now_s)
    else throw new FrameError('frame_value', `Form ${form} of moves is not known.`)
  }

  #removeHandles(reader: ByteReader): void {
    let handle = -1
    for (let left = reader.varint(); left > 0; left--) {
      handle += reader.varint() + 1
      if (handle >= this.#high || this.#alive[handle] === 0) throw new FrameError('frame_value', `Handle ${handle} holds nobody to remove.`)
      const walker = this.#walkers[handle]!
      this.#alive[handle] = 0
      this.#handles.delete(walker)
      this.removed.push(walker)
    }
  }

  #addHandles(reader: ByteReader, now_s: number): void {
    let handle = -1
    let walker = 0
    let x = 0
    let y = 0
    for (let left = reader.varint(); left > 0; left--) {
      handle = (handle + 1 + reader.zigzag()) | 0
      // A new handle is a freed one or the next unused one, so memory grows only with bytes received.
      if (handle < 0 || handle > this.#high || (handle < this.#high && this.#alive[handle] === 1)) {
        throw new FrameError('frame_value', `Handle ${handle} cannot be taken.`)
      }
      if (handle === this.#high) this.#grow()
      walker = (walker + reader.zigzag()) >>> 0
      if (this.#handles.has(walker)) throw new FrameError('frame_value', `Walker ${walker} is there already.`)
      this.#looks[handle] = reader.u8()
      x = (x + reader.zigzag()) | 0
      y = (y + reader.zigzag()) | 0
      this.#alive[handle] = 1
      this.#walkers[handle] = walker
      this.#xs[handle] = x
      this.#ys[handle] = y
      this.#fix_s[handle] = now_s - reader.varint()
      this.#handles.set(walker, handle)
      this.changed.push(walker)
    }
  }

  #moveSparse(reader: ByteReader, now_s: number): void {
    let handle = 0
    while (reader.left > 0) {
      const code = reader.u8()
      if (code >= MOVE.skipFirst && code < MOVE.skipLong) {
        handle += code - MOVE.skipFirst + 1
        continue
      }
      if (code === MOVE.skipLong) {
        handle += reader.varint()
        continue
      }
      this.#move(reader, handle++, code, now_s)
    }
    if (handle > this.#high) throw new FrameError('frame_value', 'The moves go past the last handle.')
  }

  #moveDense(reader: ByteReader, now_s: number): void {
    const codes = reader.take(this.#high)
    for (let handle = 0; handle < codes.length; handle++) {
      const code = codes[handle]!
      if (code === MOVE.still) continue
      this.#move(reader, handle, code === MOVE.far ? reader.u8() : code, now_s)
    }
    reader.end()
  }

  #move(reader: ByteReader, handle: number, code: number, now_s: number): void {
    if (handle >= this.#high || this.#alive[handle] === 0) throw new FrameError('frame_value', `Handle ${handle} holds nobody to move.`)
    let age = 0
    if (code < MOVE.nibbles) {
      this.#xs[handle]! += (code % MOVE.side) - MOVE.reach
      this.#ys[handle]! += Math.floor(code / MOVE.side) - MOVE.reach
    } else if (code === MOVE.bytes) {
      this.#xs[handle]! += (reader.u8() << 24) >> 24
      this.#ys[handle]! += (reader.u8() << 24) >> 24
    } else if (code === MOVE.long) {
      this.#xs[handle]! += reader.zigzag()
      this.#ys[handle]! += reader.zigzag()
      age = reader.varint()
    } else throw new FrameError('frame_value', `Code ${code} is no move.`)
    this.#fix_s[handle] = now_s - age
    this.changed.push(this.#walkers[handle]!)
  }

  #grow(): void {
    this.#high++
    const capacity = this.#alive.length
    if (this.#high <= capacity) return
    this.#alive = copied(new Uint8Array(capacity * 2), this.#alive)
    this.#walkers = copied(new Uint32Array(capacity * 2), this.#walkers)
    this.#xs = copied(new Int32Array(capacity * 2), this.#xs)
    this.#ys = copied(new Int32Array(capacity * 2), this.#ys)
    this.#looks = copied(new Uint8Array(capacity * 2), this.#looks)
    this.#fix_s = copied(new Float64Array(capacity * 2), this.#fix_s)
  }
}

/** Reads the 15 bytes that begin every view frame; FrameError for anything else. */
export function readViewHeader(reader: ByteReader): ViewHeader {
  const version = reader.u8()
  if (version !== PROTOCOL_VERSION) throw new FrameError('frame_version', `Version ${version} is not spoken here.`)
  const kind = reader.u8()
  if (kind !== FRAME_KIND.viewCells && kind !== FRAME_KIND.viewPoints) throw new FrameError('frame_kind', `Kind ${kind} is not a view frame.`)
  const header = { kind, view: reader.u16(), sequence: reader.u32(), time_ms: reader.u48() }
  const flags = reader.u8()
  if (flags > FULL) throw new FrameError('frame_value', `Flags ${flags} are not known in version ${PROTOCOL_VERSION}.`)
  return { ...header, full: flags === FULL }
}

function copied<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from)
  return to
}
