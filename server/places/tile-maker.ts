/** Vector tiles of the city, made when asked for from what is in memory; nothing is built ahead. */
import { geoJSONToTile, type GeoJSONVTTile } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import Flatbush from 'flatbush'
import type { Bounds, RegionLevel } from './contract.ts'
import { boundsOf } from './geometry.ts'
import type { Street, StreetClass, Surface } from './store.ts'
import type { RegionTree } from './tree.ts'

/** Deeper zooms are drawn by the client from the deepest tile. */
export const TILE_ZOOM_MAX = 15

/** From which zoom on each thing is sent: 2,135 communities on the whole city would be a grey cloud and a megabyte. */
const REGION_ZOOM: Record<RegionLevel, number> = { city: 0, county: 6, zone: 6, town: 9, community: 12, grid: 15 }
const LABEL_ZOOM: Record<RegionLevel, number> = { city: 0, county: 6, zone: 6, town: 9, community: 13, grid: 15 }
const STREET_ZOOM: Record<StreetClass, number> = { motorway: 6, trunk: 7, primary: 8, secondary: 10, tertiary: 11, residential: 13, path: 14 }
const SURFACE_ZOOM: Record<Surface['kind'], number> = { land: 0, water: 7, green: 11 }

const LAYERS = ['sea', 'land', 'green', 'water', 'region', 'street', 'label'] as const
export type TileLayer = (typeof LAYERS)[number]

const EXTENT = 4096
const BUFFER = 64

interface Drawn { layer: TileLayer; zoomMin: number; bounds: Bounds; feature: GeoJSON.Feature }

/** Finds what a tile shows with an R-tree and cuts it; a tile costs what is in it, the memory nothing beyond the features. */
export class TileMaker {
  readonly #drawn: Drawn[]
  readonly #tree: Flatbush | null
  /** Around everything that is drawn; beyond it nothing is known, not even that it is sea. */
  readonly #known: Bounds
  /** Without any land nobody has said what is water. */
  readonly #landKnown: boolean

  constructor(tree: RegionTree, streets: readonly Street[], surfaces: readonly Surface[]) {
    this.#drawn = [...surfaces.map(drawSurface), ...drawRegions(tree), ...streets.map(drawStreet)]
    this.#landKnown = surfaces.some(({ kind }) => kind === 'land')
    this.#tree = this.#drawn.length === 0 ? null : new Flatbush(this.#drawn.length)
    for (const { bounds } of this.#drawn) this.#tree?.add(...bounds)
    this.#tree?.finish()
    this.#known = this.#tree === null ? [0, 0, 0, 0] : [this.#tree.minX, this.#tree.minY, this.#tree.maxX, this.#tree.maxY]
  }

  /** The tile as Mapbox Vector Tile 2.1, not compressed; null when nothing is there. */
  tile(z: number, x: number, y: number): Uint8Array | null {
    const bounds = tileBounds(z, x, y)
    if (this.#tree === null || !meet(bounds, this.#known)) return null
    const found = [...(this.#landKnown ? [sea(bounds)] : []), ...this.#tree.search(...bounds).toSorted((a, b) => a - b).map((i) => this.#drawn[i] as Drawn).filter(({ zoomMin }) => zoomMin <= z)]
    const layers: Record<string, GeoJSONVTTile> = {}
    for (const layer of LAYERS) {
      const features = found.filter((drawn) => drawn.layer === layer).map(({ feature }) => feature)
      if (features.length === 0) continue
      const tile = geoJSONToTile({ type: 'FeatureCollection', features }, z, x, y, { maxZoom: TILE_ZOOM_MAX, extent: EXTENT, buffer: BUFFER, tolerance: 3, clip: true })
      if (tile.features.length > 0) layers[layer] = tile
    }
    return fromGeojsonVt(layers, { version: 2, extent: EXTENT })
  }
}

const meet = ([west, south, east, north]: Bounds, [w, s, e, n]: Bounds): boolean => west <= e && east >= w && south <= n && north >= s

/** What lies under everything else: a page can tell it from ground that was not fetched. */
const sea = (bounds: Bounds): Drawn => {
  const [west, south, east, north] = bounds
  return { layer: 'sea', zoomMin: 0, bounds, feature: { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] } } }
}

function drawSurface({ kind, name, boundary }: Surface): Drawn {
  return { layer: kind, zoomMin: SURFACE_ZOOM[kind], bounds: boundsOf(boundary), feature: { type: 'Feature', properties: name === null ? {} : { name }, geometry: boundary } }
}

function drawStreet({ name, class: streetClass, line }: Street): Drawn {
  const [xs, ys] = [line.map(([x]) => x), line.map(([, y]) => y)]
  const bounds: Bounds = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  const properties = name === null ? { class: streetClass } : { class: streetClass, name }
  return { layer: 'street', zoomMin: STREET_ZOOM[streetClass], bounds, feature: { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: line } } }
}

function* drawRegions(tree: RegionTree): Generator<Drawn> {
  for (const { code, level, name, nameEn, center, boundary, bounds } of tree.all) {
    const properties = { code, level, name, ...(nameEn === null ? {} : { name_en: nameEn }) }
    if (boundary && bounds) yield { layer: 'region', zoomMin: REGION_ZOOM[level], bounds, feature: { type: 'Feature', properties, geometry: boundary } }
    yield { layer: 'label', zoomMin: LABEL_ZOOM[level], bounds: [...center, ...center], feature: { type: 'Feature', properties: { ...properties, name: shortName(name) }, geometry: { type: 'Point', coordinates: center } } }
  }
}

/** As people say it and maps write it: 金宝社区居委会 is 金宝社区, 下坂村委会 is 下坂村. */
const shortName = (name: string): string => name.replace(/(居民委员会|居委会)$/, '').replace(/(村民委员会|村委会)$/, '村').replace(/村村$/, '村')

/** West, south, east, north of a tile with its buffer, in degrees (Web Mercator, OGC 17-083r4 annex D). */
function tileBounds(z: number, x: number, y: number): Bounds {
  const tiles = 2 ** z
  const margin = BUFFER / EXTENT
  const lon = (column: number): number => (column / tiles) * 360 - 180
  const lat = (row: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / tiles))) * 180) / Math.PI
  return [lon(x - margin), lat(y + 1 + margin), lon(x + 1 + margin), lat(y - margin)]
}
