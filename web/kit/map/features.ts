import type { Feature, FeatureCollection, Geometry, Position } from 'geojson'
import type { GeoJSONSourceDiff } from 'maplibre-gl'
import type { StateKind } from '../state-mark.tsx'

/** What a map layer shows for one thing: `label` is written beside it and read in the list, `mark` (one or two letters) inside the dot. */
export interface Shown {
  id: string
  label?: string
  mark?: string
  /** `ink`: a fixed place, in the strongest contrast to the ground. */
  tone?: StateKind | 'trace' | 'ink'
  /** Any further words for the list, such as the age of a fix. */
  note?: string
  /** 0 to 1, for shaded areas and the size of marked dots. */
  weight?: number
  /** Its label stands in the list only: on the map it would cover what it names. */
  plain?: boolean
  /** Drawn as a ring: where it is now is not sure. */
  hollow?: boolean
}
export type MapFeature = Feature<Geometry, Shown>

/** One kind of things on the map, drawn in the order given. */
export interface MapLayer {
  id: string
  kind: 'points' | 'lines' | 'areas'
  /** What these are, for the list: "志愿者". */
  title: string
  features: readonly MapFeature[]
}

export const collection = (features: readonly MapFeature[]): FeatureCollection<Geometry, Shown> => ({ type: 'FeatureCollection', features: [...features] })

/**
 * The smallest change that turns one list of features into another, for `GeoJSONSource.updateData`: things that stayed the same object
 * are not sent again. Null when nothing changed. O(n).
 */
export function featureChanges(before: readonly MapFeature[], after: readonly MapFeature[]): GeoJSONSourceDiff | null {
  const old = new Map(before.map((feature) => [feature.properties.id, feature]))
  const add = after.filter((feature) => old.get(feature.properties.id) !== feature)
  const kept = new Set(after.map((feature) => feature.properties.id))
  const remove = [...old.keys()].filter((id) => !kept.has(id))
  return add.length === 0 && remove.length === 0 ? null : { remove, add }
}

export type Bounds = [west: number, south: number, east: number, north: number]

/** The box around all coordinates; null when there are none. Degrees, WGS-84. */
export function boundsOf(geometries: readonly Geometry[]): Bounds | null {
  let box: Bounds | null = null
  for (const geometry of geometries) {
    for (const [lon, lat] of coordinatesOf(geometry) as [number, number][]) {
      box = box === null ? [lon, lat, lon, lat] : [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)]
    }
  }
  return box
}

function coordinatesOf(geometry: Geometry): Position[] {
  switch (geometry.type) {
    case 'Point': return [geometry.coordinates]
    case 'MultiPoint': case 'LineString': return geometry.coordinates
    case 'MultiLineString': case 'Polygon': return geometry.coordinates.flat()
    case 'MultiPolygon': return geometry.coordinates.flat(2)
    case 'GeometryCollection': return geometry.geometries.flatMap(coordinatesOf)
  }
}
