import type { BoundaryGeometry } from './contract.ts'
import { boundsOf, polygonsOf } from './geometry.ts'

const EDGES_PER_ROW = 6

/**
 * A boundary sorted into rows from south to north, so that asking for a point looks at a few edges and allocates nothing.
 * Same answers as `contains`. Building is O(edges), a question O(edges in the row).
 */
export class PreparedBoundary {
  /** Four numbers an edge: the lower end, then the upper end; equal heights from west to east. */
  readonly #edges: Float64Array
  /** Where the edges of each row begin in `#order`. */
  readonly #rowStart: Int32Array
  readonly #order: Int32Array
  readonly #south: number
  readonly #rowsPerDegree: number

  constructor(boundary: BoundaryGeometry) {
    const [, south, , north] = boundsOf(boundary)
    this.#edges = edgesOf(boundary)
    const rows = Math.max(1, Math.ceil(this.#edges.length / 4 / EDGES_PER_ROW))
    this.#south = south
    this.#rowsPerDegree = north > south ? rows / (north - south) : 0
    this.#rowStart = new Int32Array(rows + 1)
    this.#eachRow((row) => { this.#rowStart[row + 1] = (this.#rowStart[row + 1] as number) + 1 })
    for (let row = 0; row < rows; row++) this.#rowStart[row + 1] = (this.#rowStart[row + 1] as number) + (this.#rowStart[row] as number)
    const next = this.#rowStart.slice()
    this.#order = new Int32Array(this.#rowStart[rows] as number)
    this.#eachRow((row, edge) => {
      this.#order[next[row] as number] = edge
      next[row] = (next[row] as number) + 1
    })
  }

  /** True inside and exactly on the border. */
  contains(x: number, y: number): boolean {
    const row = this.#rowOf(y)
    if (row < 0 || row >= this.#rowStart.length - 1) return false
    const edges = this.#edges
    let inside = false
    for (let i = this.#rowStart[row] as number; i < (this.#rowStart[row + 1] as number); i++) {
      const at = this.#order[i] as number
      const ax = edges[at] as number, ay = edges[at + 1] as number, bx = edges[at + 2] as number, by = edges[at + 3] as number
      if (ay > y || by < y || (ax < x && bx < x)) continue
      const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
      if (cross === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return true
      if (y < by && cross > 0) inside = !inside
    }
    return inside
  }

  /** The northern edge itself belongs to the last row. */
  #rowOf(y: number): number {
    const row = Math.floor((y - this.#south) * this.#rowsPerDegree)
    return row === this.#rowStart.length - 1 ? row - 1 : row
  }

  #eachRow(visit: (row: number, edge: number) => void): void {
    for (let edge = 0; edge < this.#edges.length; edge += 4) {
      const last = this.#rowOf(this.#edges[edge + 3] as number)
      for (let row = this.#rowOf(this.#edges[edge + 1] as number); row <= last; row++) visit(row, edge)
    }
  }
}

function edgesOf(boundary: BoundaryGeometry): Float64Array {
  const rings = polygonsOf(boundary).flat()
  const edges = new Float64Array(4 * rings.reduce((sum, ring) => sum + ring.length - 1, 0))
  let at = 0
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++, at += 4) {
      const [a, b] = [ring[i - 1], ring[i]] as [number[], number[]]
      const isUp = (a[1] as number) < (b[1] as number) || (a[1] === b[1] && (a[0] as number) <= (b[0] as number))
      edges.set(isUp ? [a[0] as number, a[1] as number, b[0] as number, b[1] as number] : [b[0] as number, b[1] as number, a[0] as number, a[1] as number], at)
    }
  }
  return edges
}
