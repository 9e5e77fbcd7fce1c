/**
 * The server's side of far views: people per cell, and what changed in the cells of one console since its last frame, as bytes.
 * The encoder holds what its console holds; a tick that is left out (a socket that is behind) costs nothing, the
 * next frame carries it. view-frames.ts decodes.
 */
import { ByteWriter } from './bytes.ts'
import { FRAME_KIND, PROTOCOL_VERSION } from './frames.ts'
import { FULL, VIEW_CELLS_MAX } from './view-frames.ts'
import type { CellGrid } from './view-frames.ts'

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

/** The 15 bytes that begin every view frame. */
export function putHeader(out: ByteWriter, kind: number, view: number, sequence: number, now_ms: number, full: boolean): ByteWriter {
  return out.u8(PROTOCOL_VERSION).u8(kind).u16(view).u32(sequence).u48(now_ms).u8(full ? FULL : 0)
}
