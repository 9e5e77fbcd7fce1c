/**
 * One console's view of the live map: asks the index, chooses cells or points, and encodes the difference.
 * One instance for each subscription; pure but for what it remembers of the console.
 */
import type { Subscribe } from './frames.ts'
import type { Accept, LiveIndex } from './live-index.ts'
import { cellGrid, CellsEncoder, pointShift, PointsEncoder } from './view-encoder.ts'
import type { WalkerRows } from './view-encoder.ts'

/** From this whole zoom on a view shows points however many there are: a few streets. */
export const POINTS_ZOOM = 15
/** A far view shows points while it holds at most this many people … */
const POINTS_MOST = 400
/** … and goes back to cells above this many, so that it does not flicker between the two. */
const POINTS_LEAVE = 600

export class LiveView {
  readonly #view: number
  #request: Pick<Subscribe, 'bounds' | 'zoom'>
  #accept: Accept | undefined
  #cells: CellsEncoder | null = null
  #points: PointsEncoder | null = null
  #counts = new Uint32Array(0)

  /** @param accept who may be seen: the officer's region and the view's filters */
  constructor(request: Pick<Subscribe, 'view' | 'bounds' | 'zoom'>, accept?: Accept) {
    this.#view = request.view
    this.#request = request
    this.#accept = accept
  }

  /** The map was moved or filtered: points that stay in view are not sent again unless the zoom changes. */
  look(request: Pick<Subscribe, 'bounds' | 'zoom'>, accept?: Accept): void {
    if (request.zoom !== this.#request.zoom) this.#points = null
    this.#request = request
    this.#accept = accept
    this.#cells = null
  }

  /** The console lost its place: the next frame is full. */
  resync(): void {
    this.#cells = null
    this.#points = null
  }

  /**
   * The next frame, to be sent or copied before the next call. Leave a tick out when the socket is behind.
   * O(people in view), or O(buckets and cells in view) for an unfiltered far view.
   */
  frame(now_ms: number, index: LiveIndex, walkers: WalkerRows): Uint8Array {
    const { bounds, zoom } = this.#request
    const grid = this.#cells?.grid ?? cellGrid(bounds, zoom)
    if (zoom < POINTS_ZOOM) {
      if (this.#counts.length !== grid.width * grid.height) this.#counts = new Uint32Array(grid.width * grid.height)
      const people = index.cells(grid, this.#counts, this.#accept)
      if (people > (this.#points === null ? POINTS_MOST : POINTS_LEAVE)) {
        this.#points = null
        this.#cells ??= new CellsEncoder(this.#view, grid)
        return this.#cells.encode(now_ms, this.#counts)
      }
    }
    this.#cells = null
    this.#points ??= new PointsEncoder(this.#view, pointShift(zoom))
    const count = index.inView(bounds, this.#accept)
    return this.#points.encode(now_ms, index.found, count, walkers)
  }
}
