/** The only SQL of places. */
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import type { BoundaryGeometry, CityNaming, RegionLevel } from './contract.ts'
import type { RegionRecord } from './tree.ts'

export interface NewRegion {
  code: string
  level: RegionLevel
  name: string
  nameEn: string | null
  parentCode: string | null
  center: [number, number]
  boundary: BoundaryGeometry | null
}

export const STREET_CLASSES = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'residential', 'path'] as const
export type StreetClass = (typeof STREET_CLASSES)[number]

/** Streets that meet share the coordinate where they do. */
export interface Street {
  name: string | null
  class: StreetClass
  line: [number, number][]
}

export interface Surface {
  kind: 'land' | 'water' | 'green'
  name: string | null
  boundary: BoundaryGeometry
}

/** Where the map comes from. `schematic` maps are drawn, not surveyed. */
export interface MapOrigin {
  schematic: boolean
  attribution: { zh: string; en: string } | null
}

/** A map or parts of one; what is absent stays as it is. */
export interface NewMap {
  regions?: readonly NewRegion[]
  streets?: readonly Street[]
  surfaces?: readonly Surface[]
  origin?: MapOrigin
  naming?: CityNaming
}

const ROWS_PER_INSERT = 500

export async function readRegions(db: Database | Tx): Promise<RegionRecord[]> {
  const rows = await db.selectFrom('places.region').selectAll().execute()
  return rows.map((row) => ({
    code: row.code, level: row.level as RegionLevel, name: row.name, nameEn: row.name_en, parentCode: row.parent_code, path: row.path,
    center: [row.lon, row.lat], boundary: row.boundary as unknown as BoundaryGeometry | null,
  }))
}

export async function readStreets(db: Database | Tx): Promise<(Street & { id: number })[]> {
  const rows = await db.selectFrom('places.street').selectAll().orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, name: row.name, class: row.class as StreetClass, line: row.line as unknown as [number, number][] }))
}

export async function readSurfaces(db: Database | Tx): Promise<Surface[]> {
  const rows = await db.selectFrom('places.surface').selectAll().orderBy('id').execute()
  return rows.map((row) => ({ kind: row.kind as Surface['kind'], name: row.name, boundary: row.boundary as unknown as BoundaryGeometry }))
}

/** Inserts or replaces regions by code; parents must be among them or there already. Paths follow the parents. */
export async function putRegions(tx: Tx, regions: readonly NewRegion[]): Promise<void> {
  const known = new Map((await tx.selectFrom('places.region').select(['code', 'path']).execute()).map((row) => [row.code, row.path]))
  const parents = new Map(regions.map((region) => [region.code, region.parentCode]))
  const pathOf = (code: string): string => {
    if (!parents.has(code)) return known.get(code) ?? code
    const parent = parents.get(code) ?? null
    return parent === null ? code : `${pathOf(parent)}.${code}`
  }
  const rows = regions.map((region) => ({
    code: region.code, level: region.level, name: region.name, name_en: region.nameEn, parent_code: region.parentCode, path: pathOf(region.code),
    lon: region.center[0], lat: region.center[1], boundary: region.boundary === null ? null : JSON.stringify(region.boundary),
  }))
  for (const part of inParts(rows)) {
    await tx.insertInto('places.region').values(part).onConflict((conflict) => conflict.column('code').doUpdateSet((row) => ({
      level: row.ref('excluded.level'), name: row.ref('excluded.name'), name_en: row.ref('excluded.name_en'), parent_code: row.ref('excluded.parent_code'),
      path: row.ref('excluded.path'), lon: row.ref('excluded.lon'), lat: row.ref('excluded.lat'), boundary: row.ref('excluded.boundary'),
    }))).execute()
  }
  await raiseRevision(tx)
}

export async function putMap(tx: Tx, { regions, streets, surfaces, origin, naming }: NewMap, at: Date): Promise<void> {
  if (regions) await putRegions(tx, regions)
  if (streets) await replaceStreets(tx, streets)
  if (surfaces) await replaceSurfaces(tx, surfaces)
  if (origin) await writeSetting(tx, 'map', origin, at)
  if (naming) await writeSetting(tx, 'city', naming, at)
}

async function replaceStreets(tx: Tx, streets: readonly Street[]): Promise<void> {
  await tx.deleteFrom('places.street').execute()
  for (const part of inParts(streets)) {
    await tx.insertInto('places.street').values(part.map((street) => ({ name: street.name, class: street.class, line: JSON.stringify(street.line) }))).execute()
  }
  await raiseRevision(tx)
}

async function replaceSurfaces(tx: Tx, surfaces: readonly Surface[]): Promise<void> {
  await tx.deleteFrom('places.surface').execute()
  for (const part of inParts(surfaces)) {
    await tx.insertInto('places.surface').values(part.map((surface) => ({ kind: surface.kind, name: surface.name, boundary: JSON.stringify(surface.boundary) }))).execute()
  }
  await raiseRevision(tx)
}

export const lockRegion = (tx: Tx, code: string) =>
  tx.selectFrom('places.region').select(['code', 'level', 'path', 'parent_code as parentCode', 'boundary']).where('code', '=', code).forUpdate().executeTakeFirst()

export const pathHeld = async (tx: Tx, code: string): Promise<string | undefined> =>
  (await tx.selectFrom('places.region').select('path').where('code', '=', code).forShare().executeTakeFirst())?.path

/** Hangs the region and all below it under the new parent. Returns the new path. */
export async function moveSubtree(tx: Tx, code: string, oldPath: string, parentCode: string, parentPath: string): Promise<string> {
  await tx.updateTable('places.region').set({ parent_code: parentCode }).where('code', '=', code).execute()
  await sql`update places.region set path = ${parentPath}::ltree || subpath(path, nlevel(${oldPath}::ltree) - 1) where path <@ ${oldPath}::ltree`.execute(tx)
  await raiseRevision(tx)
  return `${parentPath}.${code}`
}

export async function setBoundary(tx: Tx, code: string, boundary: BoundaryGeometry | null): Promise<void> {
  await tx.updateTable('places.region').set({ boundary: boundary === null ? null : JSON.stringify(boundary) }).where('code', '=', code).execute()
  await raiseRevision(tx)
}

export const countChildren = async (tx: Tx, code: string): Promise<number> =>
  (await tx.selectFrom('places.region').select((row) => row.fn.countAll<number>().as('count')).where('parent_code', '=', code).executeTakeFirstOrThrow()).count

export async function deleteRegion(tx: Tx, code: string): Promise<void> {
  await tx.deleteFrom('places.region').where('code', '=', code).execute()
  await raiseRevision(tx)
}

export const retireCode = async (tx: Tx, code: string, at: Date): Promise<void> =>
  void (await tx.insertInto('places.retired_code').values({ code, retired_at: at }).execute())

export const isRetired = async (tx: Tx, code: string): Promise<boolean> =>
  (await tx.selectFrom('places.retired_code').select('code').where('code', '=', code).executeTakeFirst()) !== undefined

const raiseRevision = (tx: Tx): Promise<unknown> => tx.updateTable('places.revision').set({ number: sql`number + 1` }).execute()

export const readRevision = async (db: Database | Tx): Promise<number> =>
  (await db.selectFrom('places.revision').select('number').executeTakeFirstOrThrow()).number

interface CitySettings { 'city': CityNaming; 'map': MapOrigin; 'mode': string }

/** The settings `city`, `map` and `mode` of the installation, those that are set. */
export async function readSettings(db: Database | Tx): Promise<Partial<CitySettings>> {
  const rows = await db.selectFrom('platform.setting').select(['key', 'value']).where('key', 'in', ['city', 'map', 'mode']).execute()
  return Object.fromEntries(rows.map((row) => [row.key, row.value]))
}

export async function writeSetting<K extends 'city' | 'map'>(tx: Tx, key: K, value: CitySettings[K], at: Date): Promise<void> {
  const row = { key, value: JSON.stringify(value), updated_at: at }
  await tx.insertInto('platform.setting').values(row).onConflict((conflict) => conflict.column('key').doUpdateSet({ value: row.value, updated_at: at })).execute()
  await raiseRevision(tx)
}

function* inParts<T>(rows: readonly T[]): Generator<T[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) yield rows.slice(from, from + ROWS_PER_INSERT)
}
