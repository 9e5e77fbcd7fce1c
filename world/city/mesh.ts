/**
 * Shapes with shared borders: a Voronoi mesh over labelled spots, its borders gathered into arcs between junctions,
 * each arc rounded once. Every level of the region tree is put together from the same arcs, so neighbours and levels
 * meet exactly, point for point.
 */
import { Delaunay } from 'd3-delaunay'
import { toDegrees, type Spot } from './plane.ts'

/** A border line with the labels on its left and right; closed when it begins and ends at no junction. */
interface Arc { line: Spot[]; from: number; to: number; left: number; right: number }

export class Mesh {
  readonly #labels: number[]
  readonly #delaunay: Delaunay<unknown>
  #arcs: Arc[] | null = null

  constructor(spots: readonly Spot[], labels: readonly number[]) {
    this.#delaunay = Delaunay.from(spots as unknown as [number, number][])
    this.#labels = [...labels]
  }

  get labels(): readonly number[] {
    return this.#labels
  }

  neighbours(site: number): Iterable<number> {
    return this.#delaunay.neighbors(site)
  }

  /**
   * Makes every group one piece: sites cut off from the largest piece of their group take the label of a neighbour.
   * `groupOf` gives the group of a label, negative for what may lie in pieces. Returns how many sites changed.
   */
  joinPieces(groupOf: (label: number) => number): number {
    let changed = 0
    for (const piece of this.#strayPieces(groupOf)) {
      const borders = piece.flatMap((site) => [...this.neighbours(site)]).filter((other) => !piece.includes(other) && (this.#labels[other] as number) >= 0)
      const [into] = borders
      if (into === undefined) continue
      for (const site of piece) this.#labels[site] = this.#labels[into] as number
      changed += piece.length
    }
    this.#arcs = null
    return changed
  }

  #strayPieces(groupOf: (label: number) => number): number[][] {
    const largest = new Map<number, number[]>()
    const stray: number[][] = []
    const seen = new Set<number>()
    for (const start of this.#labels.keys()) {
      const group = groupOf(this.#labels[start] as number)
      if (group < 0 || seen.has(start)) continue
      const piece = [start]
      seen.add(start)
      for (const site of piece) {
        for (const other of this.neighbours(site)) {
          if (seen.has(other) || groupOf(this.#labels[other] as number) !== group) continue
          seen.add(other)
          piece.push(other)
        }
      }
      const best = largest.get(group)
      if (best && best.length >= piece.length) stray.push(piece)
      else {
        if (best) stray.push(best)
        largest.set(group, piece)
      }
    }
    return stray
  }

  /** Rings around each group, outer rings anticlockwise, holes clockwise; groups below zero are nobody's. */
  rings(groupOf: (label: number) => number): Map<number, Spot[][]> {
    this.#arcs ??= this.#traceArcs()
    const pieces = new Map<number, Map<number, { arc: Arc; forward: boolean }>>()
    const rings = new Map<number, Spot[][]>()
    const take = (group: number, arc: Arc, forward: boolean): void => {
      if (group < 0) return
      if (!rings.has(group)) { rings.set(group, []); pieces.set(group, new Map()) }
      if (arc.from < 0) rings.get(group)?.push(forward ? arc.line : arc.line.toReversed())
      else pieces.get(group)?.set(forward ? arc.from : arc.to, { arc, forward })
    }
    for (const arc of this.#arcs) {
      const [left, right] = [groupOf(arc.left), groupOf(arc.right)]
      if (left === right) continue
      take(left, arc, true)
      take(right, arc, false)
    }
    for (const [group, byStart] of pieces) rings.get(group)?.push(...chain(byStart))
    return rings
  }

  #traceArcs(): Arc[] {
    const { triangles, halfedges } = this.#delaunay as unknown as { triangles: Uint32Array; halfedges: Int32Array }
    const centres = circumcentres(this.#delaunay)
    const nextEdge = (e: number): number => (e % 3 === 2 ? e - 2 : e + 1)
    const labelAt = (e: number): number => this.#labels[triangles[e] as number] as number
    const isBorder = (e: number): boolean => (halfedges[e] as number) >= 0 && labelAt(e) !== labelAt(nextEdge(e))
    const bordersOf = (t: number): number[] => [3 * t, 3 * t + 1, 3 * t + 2].filter(isBorder)
    const triangleOf = (e: number): number => Math.floor(e / 3)
    const used = new Set<number>()
    /** Leaves triangle `t` across edge `e` and walks the border until the next junction or back to the start. */
    const walk = (e: number, closed: boolean): Arc => {
      const start = triangleOf(e)
      const path = [start]
      for (let edge = e; ;) {
        const opposite = halfedges[edge] as number
        used.add(edge).add(opposite)
        const t = triangleOf(opposite)
        path.push(t)
        const borders = bordersOf(t)
        if (borders.length !== 2 || t === start) break
        edge = borders.find((candidate) => candidate !== opposite) as number
      }
      const line = path.map((t) => centres[t] as Spot)
      const end = path.at(-1) as number
      // Triangles run clockwise: the start of the first edge lies on the left of the line that leaves across it.
      return { line: rounded(line, closed), from: closed ? -1 : start, to: closed ? -1 : end, left: labelAt(e), right: labelAt(nextEdge(e)) }
    }
    const arcs: Arc[] = []
    const junctions = Array.from({ length: triangles.length / 3 }, (_, t) => t).filter((t) => bordersOf(t).length === 3)
    for (const t of junctions) for (const e of bordersOf(t)) if (!used.has(e)) arcs.push(walk(e, false))
    for (let e = 0; e < triangles.length; e++) if (isBorder(e) && !used.has(e)) arcs.push(walk(e, true))
    return arcs
  }
}

function chain(byStart: Map<number, { arc: Arc; forward: boolean }>): Spot[][] {
  const rings: Spot[][] = []
  while (byStart.size > 0) {
    const ring: Spot[] = []
    let [at] = byStart.keys() as Iterable<number> as [number]
    for (let step = byStart.get(at); step; step = byStart.get(at)) {
      byStart.delete(at)
      const line = step.forward ? step.arc.line : step.arc.line.toReversed()
      ring.push(...line.slice(ring.length === 0 ? 0 : 1))
      at = step.forward ? step.arc.to : step.arc.from
    }
    rings.push(ring)
  }
  return rings
}

function circumcentres(delaunay: Delaunay<unknown>): Spot[] {
  const { triangles, points } = delaunay as unknown as { triangles: Uint32Array; points: Float64Array }
  return Array.from({ length: triangles.length / 3 }, (_, t): Spot => {
    const [ax, ay, bx, by, cx, cy] = [0, 1, 2].flatMap((k) => [points[2 * (triangles[3 * t + k] as number)], points[2 * (triangles[3 * t + k] as number) + 1]]) as [number, number, number, number, number, number]
    const [dx, dy, ex, ey] = [bx - ax, by - ay, cx - ax, cy - ay]
    const [bl, cl, d] = [dx * dx + dy * dy, ex * ex + ey * ey, 2 * (dx * ey - dy * ex)]
    return [ax + (ey * bl - dy * cl) / d, ay + (dx * cl - ex * bl) / d]
  })
}

/** Cuts corners twice (Chaikin 1974); ends of open lines stay. */
function rounded(line: Spot[], closed: boolean): Spot[] {
  const once = (points: Spot[]): Spot[] => {
    if (points.length < 3) return points
    const cut = points.slice(1).flatMap((b, i): Spot[] => {
      const a = points[i] as Spot
      return [[a[0] * 0.75 + b[0] * 0.25, a[1] * 0.75 + b[1] * 0.25], [a[0] * 0.25 + b[0] * 0.75, a[1] * 0.25 + b[1] * 0.75]]
    })
    return closed ? [...cut, cut[0] as Spot] : [points[0] as Spot, ...cut.slice(1, -1), points.at(-1) as Spot]
  }
  return once(once(line))
}

/** Degrees with five decimals, closed, without repeated points; null for a ring that shrank to nothing. */
export function ringInDegrees(ring: readonly Spot[]): [number, number][] | null {
  const points = ring.map(toDegrees).filter(([x, y], i, all) => i === 0 || x !== all[i - 1]?.[0] || y !== all[i - 1]?.[1])
  const [first] = points
  const last = points.at(-1)
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) points.push(first)
  return points.length < 4 ? null : points
}
