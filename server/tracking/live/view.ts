/**
 * One console's view of the live map: chooses cells, counted by the index, or points, as the scene has them, and encodes
 * the difference. One instance for each subscription; pure but for what it remembers of the console.
 */
import type { Subscribe } from './frames.ts'
import type { Accept, LiveIndex } from './live-index.ts'
import { PointsEncoder } from './points-encoder.ts'
import type { Scene } from './scene.ts'
import { cellGrid, CellsEncoder } from './view-encoder.ts'

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

  /** The map was moved or filtered: points that stay in view are not sent again. */
  look(request: Pick<Subscribe, 'bounds' | 'zoom'>, accept?: Accept): void {
    this.#points?.look(request.bounds, accept)
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
   * The next frame, to be sent or copied before the next call. Cells are of now, points of the scene. Leave a tick out when the socket is behind.
   * Points: O(people in view). Cells: O(buckets and cells in view), O(people in view) with a filter.
   */
  frame(now_ms: number, index: LiveIndex, scene: Scene): Uint8Array {
    const { bounds, zoom } = this.#request
    if (zoom < POINTS_ZOOM) {
      const grid = this.#cells?.grid ?? cellGrid(bounds, zoom)
      if (this.#counts.length !== grid.width * grid.height) this.#counts = new Uint32Array(grid.width * grid.height)
      const people = index.cells(grid, this.#counts, this.#accept)
      if (people > (this.#points === null ? POINTS_MOST : POINTS_LEAVE)) {
        this.#points = null
        this.#cells ??= new CellsEncoder(this.#view, grid)
        return this.#cells.encode(now_ms, this.#counts)
      }
    }
    this.#cells = null
    this.#points ??= new PointsEncoder(this.#view, bounds, this.#accept)
    return this.#points.encode(scene)
  }
}
