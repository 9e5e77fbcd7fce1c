/** Turns a city's files into a map: what `npm run import-city` does once the files are read. */
import type { Bounds } from '../contract.ts'
import type { DivisionEntry } from '../register/division.ts'
import { boundaryFrom, boundsOf, joinBounds } from '../geometry.ts'
import { readOsm } from '../osm.ts'
import type { MapOrigin, NewMap } from '../store.ts'
import type { RegionRecord } from '../tree.ts'
import { readBoundaries, type PropertyNames } from './boundaries.ts'
import { clipToBox, readLand } from './land.ts'
import { planImport } from './plan.ts'
import { ImportRefusal } from './refusal.ts'
import { isMapWay, OSM_ATTRIBUTION, streetsFrom, surfacesFrom } from './roads.ts'

export interface CityFiles {
  /** GeoJSON text. */
  boundaries?: string
  properties?: PropertyNames
  /** OpenStreetMap XML or PBF, gzipped or not. */
  roads?: Uint8Array
  /** Names and codes of the national register to be added. */
  register?: readonly DivisionEntry[]
}

const LAND_MARGIN_DEGREES = 6

/**
 * The map that the files make of what is there. Nothing is written. Throws ImportRefusal (`nothing-given`, `no-streets` and those of
 * `readBoundaries` and `planImport`) or OsmRefusal. A map with surveyed boundaries is no longer called schematic.
 */
export function mapFromFiles(files: CityFiles, known: readonly RegionRecord[], origin: MapOrigin): NewMap {
  if (files.boundaries === undefined && files.roads === undefined) throw new ImportRefusal([{ code: 'nothing-given', message: 'give boundaries, roads or both' }])
  const map: NewMap = {}
  let { schematic, attribution } = origin
  if (files.boundaries !== undefined) {
    map.regions = planImport(known, files.register ?? [], readBoundaries(files.boundaries, files.properties))
    ;[schematic, attribution] = [false, null]
  }
  if (files.roads !== undefined) {
    const extract = readOsm(files.roads, { way: isMapWay, node: () => false })
    map.streets = streetsFrom(extract)
    if (map.streets.length === 0) throw new ImportRefusal([{ code: 'no-streets', message: 'the extract holds no streets (ways tagged "highway")' }])
    const box = boundsOfAll(map.regions ?? known) ?? streetBounds(map.streets)
    map.surfaces = [...landAround(box), ...surfacesFrom(extract)]
    attribution = OSM_ATTRIBUTION
  }
  return { ...map, origin: { schematic, attribution } }
}

const boundsOfAll = (regions: readonly Pick<RegionRecord, 'boundary'>[]): Bounds | null =>
  regions.reduce<Bounds | null>((box, { boundary }) => (boundary === null ? box : box === null ? boundsOf(boundary) : joinBounds(box, boundsOf(boundary))), null)

const streetBounds = (streets: NonNullable<NewMap['streets']>): Bounds =>
  streets.flatMap(({ line }) => line).reduce<Bounds>((box, [lon, lat]) => joinBounds(box, [lon, lat, lon, lat]), [Infinity, Infinity, -Infinity, -Infinity])

function landAround([west, south, east, north]: Bounds): NonNullable<NewMap['surfaces']> {
  const margin = LAND_MARGIN_DEGREES
  const rings = readLand().map((ring) => clipToBox(ring, [west - margin, south - margin, east + margin, north + margin])).filter((ring) => ring.length > 2)
  const boundary = boundaryFrom(rings.map((ring) => [[...ring, ring[0] as readonly [number, number]].map(([lon, lat]) => [lon, lat])]))
  return boundary === null ? [] : [{ kind: 'land', name: null, boundary }]
}
