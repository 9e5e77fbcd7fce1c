import { countBefore, type OrderedPast } from './past.ts'

/** The study area: all cells of the square blocks in which something has happened. Cells are sorted by row, then column. */
export interface Grid {
  cell_m: number
  block_cells: number
  cells: number
  column: Int32Array
  row: Int32Array
  /** Cell numbers sorted by column, then row. */
  byColumn: Int32Array
  indexOf: Map<number, number>
}

export interface GridShape {
  cell_m: number
  /** Cells along one side of a block. */
  block_cells: number
}

const HALF = 2 ** 22
const keyOf = (column: number, row: number): number => (row + HALF) * (2 * HALF) + column + HALF

/**
 * The cells of all blocks that hold an incident of the wanted kind before `day`; `kind` undefined means any.
 * Time O(n + c log c) for n incidents and c cells. Far outliers cost one block each, not the space between.
 */
export function studyArea(past: OrderedPast, day: number, kind: number | undefined, shape: GridShape): Grid {
  const { cell_m, block_cells } = shape
  const block_m = cell_m * block_cells
  const blocks = new Map<number, [number, number]>()
  const end = countBefore(past, day)
  for (let i = 0; i < end; i++) {
    if (kind !== undefined && past.kind[i] !== kind) continue
    const column = Math.floor(past.x_m[i]! / block_m)
    const row = Math.floor(past.y_m[i]! / block_m)
    blocks.set(keyOf(column, row), [column, row])
  }
  const cells: [number, number][] = []
  for (const [column, row] of blocks.values()) {
    for (let j = 0; j < block_cells; j++) for (let i = 0; i < block_cells; i++) cells.push([column * block_cells + i, row * block_cells + j])
  }
  cells.sort((a, b) => a[1] - b[1] || a[0] - b[0])
  const column = Int32Array.from(cells, (cell) => cell[0])
  const row = Int32Array.from(cells, (cell) => cell[1])
  const byColumn = Int32Array.from(cells, (_, i) => i).sort((a, b) => column[a]! - column[b]! || row[a]! - row[b]!)
  const indexOf = new Map(cells.map(([c, r], i) => [keyOf(c, r), i]))
  return { cell_m, block_cells, cells: cells.length, column, row, byColumn, indexOf }
}

/** The number of the cell at a place in metres, or -1 outside the area. O(1). */
export function cellAt(grid: Grid, x_m: number, y_m: number): number {
  return grid.indexOf.get(keyOf(Math.floor(x_m / grid.cell_m), Math.floor(y_m / grid.cell_m))) ?? -1
}

/** The cell of each incident, -1 outside the area. O(n). */
export function locate(grid: Grid, past: OrderedPast): Int32Array {
  const cell = new Int32Array(past.count)
  for (let i = 0; i < past.count; i++) cell[i] = cellAt(grid, past.x_m[i]!, past.y_m[i]!)
  return cell
}

/**
 * Spreads values over the neighbourhood with a two-sided exponential kernel along rows and then columns, of standard
 * deviation `width_cells` in each direction; what falls outside the area is lost. Two recursive passes a direction
 * (Deriche 1990), so O(cells) whatever the width.
 */
export function smooth(grid: Grid, values: Float64Array, width_cells: number): Float64Array {
  const keep = keepOf(width_cells)
  const alongRows = sweep(values, undefined, grid.row, grid.column, keep)
  return sweep(alongRows, grid.byColumn, grid.column, grid.row, keep)
}

function keepOf(width_cells: number): number {
  const bend = 1 + 1 / (width_cells * width_cells)
  return bend - Math.sqrt(bend * bend - 1)
}

/** The share of a cell's own value that `smooth` leaves in it. */
export function ownShare(width_cells: number): number {
  const keep = keepOf(width_cells)
  return ((1 - keep) / (1 + keep)) ** 2
}

/** One direction of `smooth`: cells in `order` that share `line` lie on one line at place `at`. */
function sweep(values: Float64Array, order: Int32Array | undefined, line: Int32Array, at: Int32Array, keep: number): Float64Array {
  const result = new Float64Array(values.length)
  const norm = (1 - keep) / (1 + keep)
  for (const step of [1, -1]) {
    let carried = 0
    let before = -1
    for (let k = 0; k < values.length; k++) {
      const place = step === 1 ? k : values.length - 1 - k
      const cell = order === undefined ? place : order[place]!
      if (before < 0 || line[before] !== line[cell]) carried = 0
      else {
        const gap = Math.abs(at[cell]! - at[before]!)
        carried *= gap === 1 ? keep : keep ** gap
      }
      // The cell's own value is counted in the first pass only.
      result[cell] = result[cell]! + norm * (step === 1 ? carried + values[cell]! : carried)
      carried += values[cell]!
      before = cell
    }
  }
  return result
}
