/** Reads the boundaries that a city exported from its geographic system. */
import { regionCode, type BoundaryGeometry } from '../contract.ts'
import { contains } from '../geometry.ts'
import { ImportRefusal, type ImportFault } from './refusal.ts'
import { ringFault } from './ring-check.ts'

export interface GivenRegion { code: string; name: string | null; nameEn: string | null; boundary: BoundaryGeometry }

/** Names of the feature properties that hold code and names. */
export interface PropertyNames { code: string; name: string; nameEn: string }
export const USUAL_PROPERTIES: PropertyNames = { code: 'code', name: 'name', nameEn: 'name_en' }

const FAULTS_NAMED = 20
/** CGCS2000 (EPSG:4490) differs from WGS-84 by centimetres and is taken as it. */
const DEGREES_CRS = /(CRS:?84|EPSG:{1,2}(\d*:)?(4326|4490))$/i

/**
 * Boundaries out of a GeoJSON FeatureCollection of Polygons and MultiPolygons, one feature a region.
 * Throws ImportRefusal naming all faults: `not-json`, `not-features`, `crs`, `geometry`, `code`, `code-twice`, `name`, `ring-short`,
 * `position-broken`, `not-degrees`, `axis-order`, `ring-open`, `ring-flat`, `ring-crossing`, `hole-outside`. O(n log n).
 */
export function readBoundaries(text: string, names: PropertyNames = USUAL_PROPERTIES): GivenRegion[] {
  const features = readFeatures(text)
  const faults: ImportFault[] = []
  const seen = new Set<string>()
  const regions = features.flatMap((feature, index): GivenRegion[] => {
    if (faults.length >= FAULTS_NAMED) return []
    const found = readFeature(feature, `feature ${index + 1}`, names)
    if (!found.faults && seen.has(found.code)) found.faults = [{ code: 'code-twice', message: `feature ${index + 1}: code ${found.code} appears twice` }]
    if (found.faults) {
      faults.push(...found.faults)
      return []
    }
    seen.add(found.code)
    return [found]
  })
  if (faults.length > 0) throw new ImportRefusal(faults.slice(0, FAULTS_NAMED))
  return regions
}

function readFeatures(text: string): unknown[] {
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new ImportRefusal([{ code: 'not-json', message: `the file is not JSON: ${(error as Error).message}` }])
  }
  const { type, features, crs } = (content ?? {}) as { type?: unknown; features?: unknown; crs?: { properties?: { name?: unknown } } }
  if (type !== 'FeatureCollection' || !Array.isArray(features) || features.length === 0) {
    throw new ImportRefusal([{ code: 'not-features', message: 'the file is not a GeoJSON FeatureCollection with features' }])
  }
  const named = crs?.properties?.name
  if (named !== undefined && !DEGREES_CRS.test(String(named))) {
    throw new ImportRefusal([{ code: 'crs', message: `the coordinates are in ${String(named).slice(0, 60)}; export them in CGCS2000 (EPSG:4490) or WGS-84 degrees` }])
  }
  return features
}

type Read = GivenRegion & { faults?: ImportFault[] }

function readFeature(feature: unknown, where: string, names: PropertyNames): Read {
  const { properties, geometry } = (feature ?? {}) as { properties?: Record<string, unknown> | null; geometry?: { type?: unknown; coordinates?: unknown } | null }
  const code = String(properties?.[names.code] ?? '').trim()
  const [name, nameEn] = [words(properties?.[names.name]), words(properties?.[names.nameEn])]
  const faults: ImportFault[] = []
  if (!regionCode.safeParse(code).success) faults.push({ code: 'code', message: `${where}: property "${names.code}" is "${code.slice(0, 30)}", expected a code of 4, 6, 9, 12 or 15 digits` })
  if (name !== null && name.length > 40) faults.push({ code: 'name', message: `${where}: the name is longer than 40 characters` })
  if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') faults.push({ code: 'geometry', message: `${where}: a boundary is a Polygon or MultiPolygon, not ${String(geometry?.type)}` })
  else faults.push(...polygonFaults(geometry, code === '' ? where : `${where} (${code})`))
  const read: Read = { code, name, nameEn, boundary: geometry as BoundaryGeometry }
  if (faults.length > 0) return { ...read, faults }
  return { ...read, boundary: flat(read.boundary) }
}

const words = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)

function polygonFaults({ type, coordinates }: { type?: unknown; coordinates?: unknown }, where: string): ImportFault[] {
  const polygons: unknown = type === 'Polygon' ? [coordinates] : coordinates
  if (!Array.isArray(polygons) || polygons.length === 0) return [{ code: 'geometry', message: `${where}: the geometry has no polygon` }]
  return polygons.flatMap((rings: unknown): ImportFault[] => {
    if (!Array.isArray(rings) || rings.length === 0) return [{ code: 'geometry', message: `${where}: a polygon has no ring` }]
    const found = rings.map((ring, i) => ringFault(ring, rings.length > 1 ? `${where}, ring ${i + 1}` : where)).filter((fault) => fault !== null)
    if (found.length > 0) return found
    const [outer, ...holes] = rings as [number, number][][]
    const astray = holes.findIndex((hole) => !contains({ type: 'Polygon', coordinates: [outer as [number, number][]] }, hole[0] as [number, number]))
    return astray < 0 ? [] : [{ code: 'hole-outside', message: `${where}: hole ${astray + 1} lies outside its polygon` }]
  })
}

/** Heights are dropped. */
function flat(boundary: BoundaryGeometry): BoundaryGeometry {
  const ring = (positions: number[][]): number[][] => positions.map(([lon, lat]) => [lon, lat] as number[])
  return boundary.type === 'Polygon'
    ? { type: 'Polygon', coordinates: boundary.coordinates.map(ring) }
    : { type: 'MultiPolygon', coordinates: boundary.coordinates.map((polygon) => polygon.map(ring)) }
}
