import Flatbush from 'flatbush'
import { regionLevel, type BoundaryGeometry, type RegionLevel } from './contract.ts'
import { boundsOf, contains } from './geometry.ts'

interface Bounded { code: string; level: RegionLevel; boundary: BoundaryGeometry | null }

const depth = (level: RegionLevel): number => regionLevel.options.indexOf(level)

/**
 * Finds the deepest region that holds a point: boxes in a packed R-tree, then the exact boundary.
 * A point on a border that several share belongs to the one with the smallest code, so every point has one answer.
 * Building is O(n log n); a search tests about ten boundaries in a city of 8,000.
 */
export class RegionIndex<T extends Bounded> {
  readonly #tree: Flatbush | null
  /** Deepest level first, then by code: the first that holds the point is the answer. */
  readonly #ranked: (T & { boundary: BoundaryGeometry })[]

  constructor(regions: readonly T[]) {
    this.#ranked = regions.filter((region): region is T & { boundary: BoundaryGeometry } => region.boundary !== null)
      .toSorted((a, b) => depth(b.level) - depth(a.level) || (a.code < b.code ? -1 : 1))
    this.#tree = this.#ranked.length === 0 ? null : new Flatbush(this.#ranked.length)
    for (const region of this.#ranked) this.#tree?.add(...boundsOf(region.boundary))
    this.#tree?.finish()
  }

  /** Null outside every boundary. */
  at(lon: number, lat: number): T | null {
    const ranks = this.#tree?.search(lon, lat, lon, lat).toSorted((a, b) => a - b) ?? []
    for (const rank of ranks) {
      const region = this.#ranked[rank] as T & { boundary: BoundaryGeometry }
      if (contains(region.boundary, [lon, lat])) return region
    }
    return null
  }
}
