import Flatbush from 'flatbush'
import { regionLevel, type BoundaryGeometry, type RegionLevel } from './contract.ts'
import { boundsOf } from './geometry.ts'
import { PreparedBoundary } from './prepared-boundary.ts'

interface Bounded { code: string; level: RegionLevel; boundary: BoundaryGeometry | null }

const depth = (level: RegionLevel): number => regionLevel.options.indexOf(level)

/**
 * Finds the deepest region that holds a point: boxes in a packed R-tree, then the exact boundary.
 * A point on a border that several share belongs to the one with the smallest code, so every point has one answer.
 * Building is O(n log n); a search looks at about ten boundaries in a city of 8,000.
 */
export class RegionIndex<T extends Bounded> {
  readonly #tree: Flatbush | null
  /** Deepest level first, then by code: the first that holds the point is the answer. */
  readonly #ranked: { region: T; shape: PreparedBoundary }[] = []

  constructor(regions: readonly T[]) {
    const bounded = regions.filter((region): region is T & { boundary: BoundaryGeometry } => region.boundary !== null)
      .toSorted((a, b) => depth(b.level) - depth(a.level) || (a.code < b.code ? -1 : 1))
    this.#tree = bounded.length === 0 ? null : new Flatbush(bounded.length)
    for (const region of bounded) {
      this.#tree?.add(...boundsOf(region.boundary))
      this.#ranked.push({ region, shape: new PreparedBoundary(region.boundary) })
    }
    this.#tree?.finish()
  }

  /** Null outside every boundary. */
  at(lon: number, lat: number): T | null {
    const ranks = this.#tree?.search(lon, lat, lon, lat).sort((a, b) => a - b) ?? []
    for (const rank of ranks) {
      const { region, shape } = this.#ranked[rank] as { region: T; shape: PreparedBoundary }
      if (shape.contains(lon, lat)) return region
    }
    return null
  }
}
