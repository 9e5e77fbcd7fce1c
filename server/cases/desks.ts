/** Which desk a case lies on: its kind comes from the category, its region from the place. */
import { spokenName, type RegionName } from '../platform/shapes.ts'
import type { Category } from './contract.ts'
import type { CasesPlaces, RegionRef } from './ground.ts'
import type { DeskKind } from './steps.ts'

/** The level whose officers work a desk of each kind; a police station covers a town. */
const levelOf: Record<DeskKind, string> = { committee: 'community', street: 'town', police: 'town' }

/** Columns of the case that name its place and its desk. */
export interface Placement {
  region_code: string
  region_name: string
  region_path: string
  desk_kind: DeskKind
  desk_code: string
  desk_name: string
  desk_path: string
}

/**
 * The desk of a kind for what happened in a region: the region's own ancestor at the desk's level, or the region itself
 * where it lies above that level (a square no community covers goes to its town).
 */
export function deskRegion(places: CasesPlaces, kind: DeskKind, region: RegionRef): RegionRef {
  const way = region.path.split('.').map((code) => places.region(code))
  return way.find((ancestor) => ancestor?.level === levelOf[kind]) ?? region
}

export function placementOf(places: CasesPlaces, category: Pick<Category, 'desk'>, region: RegionRef): Placement {
  return { region_code: region.code, region_name: spokenName(places, region).zh, region_path: region.path, ...deskColumns(category.desk, deskRegion(places, category.desk, region)) }
}

/** The place of a case: in Chinese as it was called when the case came, in English as it is called now. */
export function placeName(places: CasesPlaces, { region_code, region_name }: Pick<Placement, 'region_code' | 'region_name'>): RegionName {
  const region = places.region(region_code)
  return { zh: region_name, en: region === null ? null : spokenName(places, region).en }
}

export const deskColumns = (kind: DeskKind, region: RegionRef): Pick<Placement, 'desk_kind' | 'desk_code' | 'desk_name' | 'desk_path'> =>
  ({ desk_kind: kind, desk_code: region.code, desk_name: region.name, desk_path: region.path })
