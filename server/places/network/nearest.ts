import { planeAround, type Plane } from '../../platform/geo.ts'
import { segmentLength_mm } from './graph.ts'
import type { Graph } from './graph.ts'

/** A place on a street. */
export interface Spot {
  edge: number
  /** From the `from` end of the edge, whole millimetres, at most the edge's length. */
  along_mm: number
  lon: number
  lat: number
  /** From the place asked about to the street. */
  distance_m: number
}

/** A grid of square cells over all street segments. Memory O(segments + cells). */
export class NearestStreet {
  readonly graph: Graph
  private readonly plane: Plane
  private readonly x: Float64Array
  private readonly y: Float64Array
  private readonly edgeOf: Int32Array
  private readonly cell_m: number
  private readonly minX: number
  private readonly minY: number
  private readonly columns: number
  private readonly rows: number
  /** Segments of cell c: firstIn[c] to firstIn[c + 1] of `held`; a segment is named by the point it ends at. */
  private readonly firstIn: Int32Array
  private readonly held: Int32Array
  private readonly seen: Int32Array
  private turn = 0

  /** O(segments). The cell is as wide as a few segments are long, and there are at most about four million cells. */
  constructor(graph: Graph) {
    this.graph = graph
    const points = graph.shapeLon.length
    const middle = points >> 1
    this.plane = planeAround(graph.shapeLon[middle] ?? 0, graph.shapeLat[middle] ?? 0)
    this.x = graph.shapeLon.map(this.plane.x_m)
    this.y = graph.shapeLat.map(this.plane.y_m)
    this.edgeOf = new Int32Array(points)
    for (let edge = 0; edge < graph.edges; edge++) this.edgeOf.fill(edge, graph.shapeStart[edge]!, graph.shapeStart[edge + 1]!)
    const [minX, maxX] = extremes(this.x)
    const [minY, maxY] = extremes(this.y)
    const mean_m = graph.length_mm.reduce((sum, length) => sum + length, 0) / 1000 / Math.max(1, points - graph.edges)
    this.cell_m = Math.max(20, 2 * mean_m, Math.sqrt((maxX - minX) * (maxY - minY) / 4e6))
    this.minX = minX
    this.minY = minY
    this.columns = Math.floor((maxX - minX) / this.cell_m) + 1
    this.rows = Math.floor((maxY - minY) / this.cell_m) + 1
    this.seen = new Int32Array(points)
    this.firstIn = new Int32Array(this.columns * this.rows + 1)
    this.eachCell((cell) => { this.firstIn[cell + 1]!++ })
    for (let cell = 0; cell < this.columns * this.rows; cell++) this.firstIn[cell + 1]! += this.firstIn[cell]!
    this.held = new Int32Array(this.firstIn.at(-1)!)
    const next = this.firstIn.slice()
    this.eachCell((cell, segment) => { this.held[next[cell]!++] = segment })
  }

  /**
   * The nearest place on any street, exact on the flat map around the network; of equally near ones the lowest edge.
   * Undefined only for a network without streets. Near O(1) where streets are dense.
   */
  nearest(lon: number, lat: number): Spot | undefined {
    return this.search(lon, lat, Infinity, 1)[0]
  }

  /** For each edge within `radius_m` its nearest place, nearest first; at most `most` of them. */
  within(lon: number, lat: number, radius_m: number, most = Infinity): Spot[] {
    return this.search(lon, lat, radius_m, most)
  }

  private search(lon: number, lat: number, radius_m: number, most: number): Spot[] {
    if (this.graph.edges === 0) return []
    const px = this.plane.x_m(lon), py = this.plane.y_m(lat)
    const column = Math.floor((px - this.minX) / this.cell_m), row = Math.floor((py - this.minY) / this.cell_m)
    this.turn++
    const found = new Map<number, { segment: number, square: number }>()
    let reach = radius_m * radius_m
    const nearestRing = Math.max(-column, column - this.columns + 1, -row, row - this.rows + 1, 0)
    const lastRing = Math.max(column, this.columns - 1 - column, row, this.rows - 1 - row)
    for (let ring = nearestRing; ring <= lastRing && (ring <= 1 || ((ring - 1) * this.cell_m) ** 2 <= reach); ring++) {
      this.eachInRing(column, row, ring, (segment) => {
        const square = this.squareTo(segment, px, py)
        if (square > reach) return
        const edge = this.edgeOf[segment]!
        const best = found.get(edge)
        if (!best || square < best.square) found.set(edge, { segment, square })
        if (most === 1) reach = square
      })
    }
    return [...found].sort(([edgeA, a], [edgeB, b]) => a.square - b.square || edgeA - edgeB).slice(0, most)
      .map(([edge, { segment, square }]) => this.spot(edge, segment, Math.sqrt(square), px, py))
  }

  private eachInRing(column: number, row: number, ring: number, visit: (segment: number) => void): void {
    const visitCell = (c: number, r: number): void => {
      if (c < 0 || r < 0 || c >= this.columns || r >= this.rows) return
      const cell = r * this.columns + c
      for (let k = this.firstIn[cell]!; k < this.firstIn[cell + 1]!; k++) {
        const segment = this.held[k]!
        if (this.seen[segment] === this.turn) continue
        this.seen[segment] = this.turn
        visit(segment)
      }
    }
    if (ring === 0) return visitCell(column, row)
    const left = Math.max(0, column - ring), right = Math.min(this.columns - 1, column + ring)
    for (let c = left; c <= right; c++) { visitCell(c, row - ring); visitCell(c, row + ring) }
    const low = Math.max(0, row - ring + 1), high = Math.min(this.rows - 1, row + ring - 1)
    for (let r = low; r <= high; r++) { visitCell(column - ring, r); visitCell(column + ring, r) }
  }

  private shareOf(segment: number, px: number, py: number): number {
    const ax = this.x[segment - 1]!, ay = this.y[segment - 1]!
    const dx = this.x[segment]! - ax, dy = this.y[segment]! - ay
    const square = dx * dx + dy * dy
    return square === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / square))
  }

  private squareTo(segment: number, px: number, py: number): number {
    const share = this.shareOf(segment, px, py)
    const dx = this.x[segment - 1]! + share * (this.x[segment]! - this.x[segment - 1]!) - px
    const dy = this.y[segment - 1]! + share * (this.y[segment]! - this.y[segment - 1]!) - py
    return dx * dx + dy * dy
  }

  private spot(edge: number, segment: number, distance_m: number, px: number, py: number): Spot {
    const { shapeStart, shapeLon, shapeLat } = this.graph
    const share = this.shareOf(segment, px, py)
    let along_mm = Math.round(share * segmentLength_mm(this.graph, segment))
    for (let point = shapeStart[edge]! + 1; point < segment; point++) along_mm += segmentLength_mm(this.graph, point)
    return {
      edge, along_mm, distance_m,
      lon: shapeLon[segment - 1]! + share * (shapeLon[segment]! - shapeLon[segment - 1]!),
      lat: shapeLat[segment - 1]! + share * (shapeLat[segment]! - shapeLat[segment - 1]!),
    }
  }

  /** Every cell that the box around each segment touches. */
  private eachCell(visit: (cell: number, segment: number) => void): void {
    const column = (x: number): number => Math.floor((x - this.minX) / this.cell_m)
    const row = (y: number): number => Math.floor((y - this.minY) / this.cell_m)
    for (let segment = 1; segment < this.edgeOf.length; segment++) {
      if (this.graph.shapeStart[this.edgeOf[segment]!] === segment) continue
      const x1 = this.x[segment - 1]!, x2 = this.x[segment]!, y1 = this.y[segment - 1]!, y2 = this.y[segment]!
      for (let r = row(Math.min(y1, y2)); r <= row(Math.max(y1, y2)); r++) {
        for (let c = column(Math.min(x1, x2)); c <= column(Math.max(x1, x2)); c++) visit(r * this.columns + c, segment)
      }
    }
  }
}

function extremes(values: Float64Array): [least: number, most: number] {
  let least = Infinity
  let most = -Infinity
  for (const value of values) { least = Math.min(least, value); most = Math.max(most, value) }
  return values.length === 0 ? [0, 0] : [least, most]
}
