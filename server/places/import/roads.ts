/** Streets, waters and parks out of an OpenStreetMap extract. */
import type { OsmExtract, OsmWay } from '../osm.ts'
import type { Street, StreetClass, Surface } from '../store.ts'

const CLASSES: Record<string, StreetClass> = {
  motorway: 'motorway', motorway_link: 'motorway', trunk: 'trunk', trunk_link: 'trunk', primary: 'primary', primary_link: 'primary', secondary: 'secondary', secondary_link: 'secondary',
  tertiary: 'tertiary', tertiary_link: 'tertiary', unclassified: 'residential', residential: 'residential', living_street: 'residential', pedestrian: 'residential', road: 'residential',
  service: 'path', footway: 'path', path: 'path', cycleway: 'path', steps: 'path', track: 'path',
}

export const OSM_ATTRIBUTION = { zh: '© OpenStreetMap 贡献者', en: '© OpenStreetMap contributors' }

type Tags = OsmWay['tags']

/** Which ways of an extract the import uses; pass it to `readOsm` so that the others are not kept in memory. */
export const isMapWay = (tags: Tags): boolean => classOf(tags) !== undefined || surfaceKind(tags) !== undefined

const classOf = (tags: Tags): StreetClass | undefined => (tags['area'] === 'yes' ? undefined : CLASSES[tags['highway'] ?? ''])

const surfaceKind = (tags: Tags): Surface['kind'] | undefined =>
  tags['natural'] === 'water' || tags['waterway'] === 'riverbank' ? 'water' : tags['leisure'] === 'park' || tags['landuse'] === 'forest' ? 'green' : undefined

/** Ways that are streets; those that meet share the coordinate, as they share the node. */
export const streetsFrom = (extract: OsmExtract): Street[] => extract.ways.flatMap((way) => {
  const streetClass = classOf(way.tags)
  return streetClass === undefined ? [] : [{ name: way.tags['name'] ?? null, class: streetClass, line: way.coordinates }]
})

/** Closed ways that are water or parks. */
export const surfacesFrom = (extract: OsmExtract): Surface[] => extract.ways.flatMap(({ tags, nodes, coordinates }) => {
  const kind = surfaceKind(tags)
  if (kind === undefined || nodes.length < 4 || nodes[0] !== nodes.at(-1)) return []
  return [{ kind, name: tags['name'] ?? null, boundary: { type: 'Polygon' as const, coordinates: [coordinates] } }]
})
