import type { BoundaryGeometry, Region, RegionInTree } from './contract.ts'
import { boundsOf, joinBounds } from './geometry.ts'
import { RegionIndex } from './region-index.ts'

export interface RegionRecord extends Omit<Region, 'bounds'> {
  boundary: BoundaryGeometry | null
}
export type BoundedRegion = Region & { boundary: BoundaryGeometry | null }

/** The regions of the city in memory, read-only: a change in the database makes a new tree. */
export class RegionTree {
  readonly #byCode: Map<string, BoundedRegion>
  readonly #children = new Map<string | null, BoundedRegion[]>()
  readonly #index: RegionIndex<BoundedRegion>

  constructor(records: readonly RegionRecord[]) {
    const regions = records.map((record): BoundedRegion => ({ ...record, bounds: record.boundary ? boundsOf(record.boundary) : null }))
      .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    this.#byCode = new Map(regions.map((region) => [region.code, region]))
    for (const region of regions) {
      const siblings = this.#children.get(region.parentCode)
      if (siblings) siblings.push(region)
      else this.#children.set(region.parentCode, [region])
    }
    this.#index = new RegionIndex(regions)
  }

  get root(): BoundedRegion | null {
    return this.#children.get(null)?.[0] ?? null
  }

  get all(): IterableIterator<BoundedRegion> {
    return this.#byCode.values()
  }

  /** The deepest region that holds the position, its borders included; null outside the city. */
  at(position: { lon: number; lat: number }): BoundedRegion | null {
    return this.#index.at(position.lon, position.lat)
  }

  find(code: string): BoundedRegion | null {
    return this.#byCode.get(code) ?? null
  }

  /** Ordered by code. */
  children(code: string): BoundedRegion[] {
    return this.#children.get(code) ?? []
  }

  /** From the root down to the parent; empty for the root and for unknown codes. */
  ancestors(code: string): BoundedRegion[] {
    const parts = this.#byCode.get(code)?.path.split('.').slice(0, -1) ?? []
    return parts.map((part) => this.#byCode.get(part)).filter((region) => region !== undefined)
  }

  /** The box around the city: the root's own, else around everything that has a boundary; null without any. */
  bounds(): Region['bounds'] {
    if (this.root?.bounds) return this.root.bounds
    return [...this.all].reduce<Region['bounds']>((box, { bounds }) => (bounds === null ? box : box === null ? bounds : joinBounds(box, bounds)), null)
  }

  /**
   * Regions whose name or code begins with the words, then those that hold them elsewhere; the higher level first.
   * Latin words ignore case. O(n), about 1 ms for 8,000 regions.
   */
  search(words: string, limit: number): BoundedRegion[] {
    const sought = words.trim().toLowerCase()
    if (sought === '') return []
    const ranked: { region: BoundedRegion; rank: number }[] = []
    for (const region of this.all) {
      const place = [region.name, region.nameEn?.toLowerCase() ?? '', region.code].map((text) => text.indexOf(sought))
      if (place.every((at) => at < 0)) continue
      ranked.push({ region, rank: (place.includes(0) ? 0 : 100) + region.code.length })
    }
    return ranked.toSorted((a, b) => a.rank - b.rank || (a.region.code < b.region.code ? -1 : 1)).slice(0, limit).map(({ region }) => region)
  }

  describe(region: Region): RegionInTree {
    const ancestors = this.ancestors(region.code).map(({ code, name, nameEn, level }) => ({ code, name, nameEn, level }))
    return { ...withoutBoundary(region), ancestors, childCount: this.children(region.code).length }
  }
}

/** What other modules and pages are given: the boundary is large and stays here. */
export const withoutBoundary = ({ code, name, nameEn, level, parentCode, path, center, bounds }: Region): Region =>
  ({ code, name, nameEn, level, parentCode, path, center, bounds })
