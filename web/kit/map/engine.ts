import { Map as Engine, NavigationControl, ScaleControl, setWorkerUrl, type GeoJSONSource, type MapMouseEvent } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { FONT_FAMILY, type Palette } from '../tokens.ts'
import { addPoint } from './drawing.ts'
import { collection, featureChanges, type Bounds, type MapFeature, type MapLayer } from './features.ts'
import { CITY, cityStyle, layerStyles } from './style.ts'
import type { CityMapProps } from './city-map.tsx'
import type { ComingNews } from './coming.ts'

setWorkerUrl(workerUrl)

/** Fetches what a map needs beside this file, for a service worker to keep. */
export const keepEngine = (): Promise<unknown> => fetch(workerUrl)

type Calls = Pick<CityMapProps, 'onPick' | 'onMove' | 'onDraw' | 'drawing'> & { layers: readonly MapLayer[] }

interface Opening {
  bounds: Bounds
  /** The middle of the box is the middle of the frame. */
  centred: boolean
  dark: boolean
  label: string
  language: 'zh' | 'en'
  zoomWords: { in: string; out: string }
  /** Part of the tiles' address, so that an old map is never shown. */
  revision: number
  latest: () => Calls
  /** Told of what comes of it. */
  news: (what: ComingNews) => void
}

/** Starts a map in the frame; null where the device has no WebGL. */
export function openMap(frame: HTMLElement, { bounds, centred, dark, label, language, zoomWords, revision, latest, news }: Opening): Engine | null {
  let map: Engine
  try {
    map = new Engine({
      container: frame, style: cityStyle({ dark, language, tilesUrl: `${location.origin}/api/tiles/{z}/{x}/{y}.mvt?v=${revision}` }), bounds, fitBoundsOptions: { padding: centred ? 24 : airIn(frame) }, maxZoom: 19,
      localIdeographFontFamily: FONT_FAMILY, attributionControl: false, pitchWithRotate: false, dragRotate: false, fadeDuration: 0, refreshExpiredTiles: false,
      locale: { 'NavigationControl.ZoomIn': zoomWords.in, 'NavigationControl.ZoomOut': zoomWords.out },
    })
  } catch {
    return null
  }
  map.touchZoomRotate.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'bottom-right')
  map.addControl(new ScaleControl({ maxWidth: 96 }), 'bottom-left')
  map.getCanvas().setAttribute('aria-label', label)
  // A tile that is not there leaves the ground empty; the list still says everything.
  map.on('error', () => undefined)
  map.on('click', (event) => clicked(map, event, latest()))
  const tell = (): void => latest().onMove?.(map.getBounds().toArray().flat() as Bounds, map.getZoom())
  map.on('moveend', tell)
  map.once('load', tell)
  redrawLettersWhenFontsCome(map)
  fetchGroundWhenNetworkReturns(map)
  watch(map, news)
  return map
}

/** A busy machine takes seconds; after so many something may be wrong. */
const LATE_MS = 15_000

function watch(map: Engine, news: Opening['news']): void {
  news('opened')
  const late = setTimeout(() => news('late'), LATE_MS)
  const failed = new Map<string, TileId>()
  failures.set(map, failed)
  const idOf = (event: object): TileId | undefined => ('sourceId' in event && event.sourceId === CITY && 'tile' in event ? (event.tile as { tileID: { canonical: TileId } } | undefined)?.tileID.canonical : undefined)
  map.on('data', (event) => {
    const id = idOf(event)
    if (id === undefined || !('tile' in event) || (event.tile as { state?: string }).state !== 'loaded') return
    failed.delete(keyOf(id))
    news('tile')
  })
  map.on('error', (event) => {
    const id = idOf(event)
    if (id === undefined) return
    failed.set(keyOf(id), id)
    news('no-tile')
  })
  map.once('load', () => {
    clearTimeout(late)
    news('drawn')
  })
  map.once('remove', () => clearTimeout(late))
}

interface TileId { x: number; y: number; z: number }
const keyOf = ({ x, y, z }: TileId): string => `${z}/${x}/${y}`
const failures = new WeakMap<Engine, Map<string, TileId>>()

/** Asks once more for the pieces of the ground that could not be had. Asked for all, the engine would let exactly these wait for ever. */
export function fetchGround(map: Engine): void {
  const failed = [...failures.get(map)?.values() ?? []]
  if (failed.length > 0 && map.getSource(CITY) !== undefined) map.refreshTiles(CITY, failed)
}

const NARROW_PX = 480
const LOW_PX = 320

/** Space for the buttons on the edges of a frame, in CSS pixels: a column at the left, in a low frame a row at the top. */
export function airIn({ clientWidth, clientHeight }: HTMLElement): { top: number; right: number; bottom: number; left: number } {
  if (clientWidth > NARROW_PX) return { top: 24, right: 24, bottom: 24, left: 24 }
  return clientHeight < LOW_PX ? { top: 72, right: 24, bottom: 36, left: 24 } : { top: 24, right: 32, bottom: 40, left: 76 }
}

/** Moves to a box of degrees; where the space beside the panels is too small for it, its middle is shown. */
export function flyTo(map: Engine, [west, south, east, north]: Bounds): void {
  // While words are fetched for the first time the page is hidden and the map thinks itself small until it measures again.
  map.resize()
  // On a narrow screen the buttons stand on both sides.
  const padding = map.getContainer().clientWidth < 600 ? { top: 16, right: 64, bottom: 24, left: 64 } : 56
  const camera = map.cameraForBounds([west, south, east, north], { padding, maxZoom: 16.5 })
  map.flyTo({ ...(camera ?? { center: [(west + east) / 2, (south + north) / 2] }), duration: 600 })
}

const FONT_PARTS_MS = 150

/** Letters drawn before their part of the web font arrived are boxes; they are drawn again when it is there. */
function redrawLettersWhenFontsCome(map: Engine): void {
  let ready = false
  let soon: ReturnType<typeof setTimeout> | undefined
  const redraw = (): void => {
    clearTimeout(soon)
    // Fonts come in many parts; tiles still on their way must not hold the letters back.
    soon = setTimeout(() => { if (ready) map.setGlyphs(null) }, FONT_PARTS_MS)
  }
  map.once('load', () => {
    ready = true
    redraw()
  })
  document.fonts.addEventListener('loadingdone', redraw)
  map.once('remove', () => {
    ready = false
    document.fonts.removeEventListener('loadingdone', redraw)
  })
}

/** Tiles that failed without network are asked for again. */
function fetchGroundWhenNetworkReturns(map: Engine): void {
  const fetchAgain = (): void => fetchGround(map)
  window.addEventListener('online', fetchAgain)
  map.once('remove', () => window.removeEventListener('online', fetchAgain))
}

function clicked(map: Engine, event: MapMouseEvent, { onPick, onDraw, drawing, layers }: Calls): void {
  if (drawing !== undefined && onDraw !== undefined) return onDraw(addPoint(drawing, [event.lngLat.lng, event.lngLat.lat]))
  if (onPick === undefined) return
  const { x, y } = event.point
  // Fingers are wider than dots: eight pixels around the touch count.
  const ids = layers.map(({ id }) => id).filter((id) => map.getLayer(id) !== undefined)
  const hit = map.queryRenderedFeatures([[x - 8, y - 8], [x + 8, y + 8]], { layers: ids })[0]
  if (hit !== undefined) onPick(hit.layer.id, String(hit.properties['id']))
}

const drawn = new WeakMap<Engine, Map<string, { kind: MapLayer['kind']; features: readonly MapFeature[] }>>()

/** Brings the map's sources and layers to what the page shows now, sending only the differences. */
export function showLayers(map: Engine, layers: readonly MapLayer[], colours: Palette): void {
  const before = drawn.get(map) ?? new Map<string, { kind: MapLayer['kind']; features: readonly MapFeature[] }>()
  drawn.set(map, before)
  for (const [id, { kind }] of before) {
    const now = layers.find((layer) => layer.id === id)
    if (now?.kind === kind) continue
    for (const style of layerStyles({ id, kind }, colours)) if (map.getLayer(style.id) !== undefined) map.removeLayer(style.id)
    map.removeSource(id)
    before.delete(id)
  }
  for (const layer of layers) {
    const old = before.get(layer.id)
    if (old === undefined) {
      map.addSource(layer.id, { type: 'geojson', data: collection(layer.features), promoteId: 'id' })
      for (const style of layerStyles(layer, colours)) map.addLayer(style)
    } else {
      const changes = featureChanges(old.features, layer.features)
      if (changes !== null) void (map.getSource(layer.id) as GeoJSONSource).updateData(changes)
    }
    before.set(layer.id, { kind: layer.kind, features: layer.features })
  }
}

