import 'maplibre-gl/dist/maplibre-gl.css'
import './map.css'
import type { Map as Engine } from 'maplibre-gl'
import { useCallback, useEffect, useMemo, useReducer, useRef, useState, type CSSProperties, type ReactNode } from 'react'
import type { Coordinate } from '../../../server/platform/shapes.ts'
import { useAppearance } from '../appearance.tsx'
import { useCity } from '../city.ts'
import { Icon } from '../icons.tsx'
import { useLanguage, useWords } from '../words.ts'
import { drawingFeatures, type Drawing } from './drawing.ts'
import { DrawBar } from './draw-bar.tsx'
import { MapList } from './map-list.tsx'
import { boundsOf, type Bounds, type MapLayer } from './features.ts'
import { comes, NOTHING_CAME, standsOf } from './coming.ts'
import { airIn, fetchGround, flyTo, openMap, showLayers } from './engine.ts'
import { MapState } from './map-state.tsx'

export interface CityMapProps {
  /** What this map shows, for people who do not see it. */
  label: string
  /** Things drawn over the city, bottom first. Keep the objects of unchanged features: only new objects are sent to the map. */
  layers?: readonly MapLayer[]
  /** Where to look first; [west, south, east, north] in WGS-84 degrees. */
  bounds: Bounds
  /** Space in CSS pixels that panels cover on the right (on narrow screens they come from below instead), so that nothing important is put under them. */
  coveredRight?: number
  /** On narrow screens, what lies over the map's upper edge; CSS pixels. */
  coveredAbove?: number
  onPick?: (layer: string, id: string) => void
  /** Called when the map is there and after moving, with what is now to be seen. */
  onMove?: (bounds: Bounds, zoom: number) => void
  /** My own position, if known; `meLabel` where it is another's, or mine at another time. */
  me?: Coordinate | null
  meLabel?: string
  /** Set to draw a route or an area; every click adds a point. */
  drawing?: Drawing | undefined
  onDraw?: (drawing: Drawing) => void
  /** Where to look now; the map moves there whenever another box is given. */
  lookAt?: Bounds | null
  /** Opens with the middle of `bounds` in the middle of the frame, whatever buttons lie over its edges. */
  centred?: boolean
  /** Follows `me` as it moves. */
  follow?: boolean
  children?: ReactNode
}

const WIDE = '(min-width: 761px)'
/** How much of a narrow screen a panel covers from below (console.css). */
const PANEL_SHARE = 0.62

/** Panels cover the right edge on wide screens only; on narrow ones they come up from below. */
function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches)
  useEffect(() => {
    const media = matchMedia(WIDE)
    const tell = (): void => setWide(media.matches)
    media.addEventListener('change', tell)
    return () => media.removeEventListener('change', tell)
  }, [])
  return wide
}

/** MapLibre with the city's own ground; every map has a list beside it that says the same. Exported as default for lazy loading. */
export default function CityMap({ label, layers = [], bounds, coveredRight = 0, coveredAbove = 0, onPick, onMove, me, meLabel, drawing, onDraw, lookAt = null, centred = false, follow = false, children }: CityMapProps) {
  const say = useWords('kit')
  const language = useLanguage()
  const city = useCity()
  const { colours, appearance } = useAppearance()
  const frame = useRef<HTMLDivElement>(null)
  const wide = useWide()
  const covered = wide ? coveredRight : 0
  const above = wide ? 0 : coveredAbove
  const below = !wide && coveredRight > 0 ? PANEL_SHARE : 0
  const [attempt, setAttempt] = useState(0)
  const ground = useMemo(() => ({ colours, dark: appearance === 'dark', language, revision: city.mapRevision, attempt }), [colours, appearance, language, city.mapRevision, attempt])
  const [coming, news] = useReducer(comes, NOTHING_CAME)
  const stands = standsOf(coming)
  const [opened, setOpened] = useState<{ map: Engine; ground: typeof ground } | null>(null)
  // A map with other colours or words is taken away before the next one is there; nothing may be sent to it any more.
  const engine = opened?.ground === ground ? opened.map : null
  const [broken, setBroken] = useState(false)
  const [listed, setListed] = useState(false)
  const calls = useRef({ onPick, onMove, onDraw, drawing, layers })
  calls.current = { onPick, onMove, onDraw, drawing, layers }

  useEffect(() => {
    if (frame.current === null) return
    const map = openMap(frame.current, { bounds, centred, dark: ground.dark, label, language: ground.language, zoomWords: { in: say('map.zoomIn'), out: say('map.zoomOut') }, revision: ground.revision, latest: () => calls.current, news })
    if (map === null) return setBroken(true)
    map.once('load', () => setOpened({ map, ground }))
    return () => {
      setOpened(null)
      map.remove()
    }
    // Bounds and label are where it starts; the words come with the language.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [ground])

  const all = useMemo<MapLayer[]>(() => {
    const shown = [...layers]
    if (me) shown.push({ id: 'me', kind: 'points', title: say('map.me'), features: [{ type: 'Feature', properties: { id: 'me', tone: 'trace', label: meLabel ?? say('map.me') }, geometry: { type: 'Point', coordinates: me } }] })
    if (drawing !== undefined) {
      const { shape, corners } = drawingFeatures(drawing)
      shown.push({ id: 'drawing', kind: shape[0]?.geometry.type === 'Polygon' ? 'areas' : 'lines', title: '', features: shape }, { id: 'corners', kind: 'points', title: '', features: corners })
    }
    return shown
  }, [layers, me, meLabel, drawing, say])

  useEffect(() => { if (engine !== null) showLayers(engine, all, colours) }, [engine, all, colours])
  const going = useRef<Bounds | null>(null)
  const goTo = useCallback((map: Engine, box: Bounds): void => {
    flyTo(map, box)
    going.current = box
    map.once('moveend', () => { going.current = null })
  }, [])
  // A panel that opens on the way would stop the flight there; it goes on to where it was bound.
  useEffect(() => {
    if (engine === null) return
    const bound = going.current
    engine.setPadding({ right: covered, top: above, bottom: Math.round(below * engine.getContainer().clientHeight), left: 0 })
    if (bound !== null) goTo(engine, bound)
  }, [engine, covered, above, below, goTo])
  useEffect(() => { if (engine !== null && lookAt !== null) goTo(engine, lookAt) }, [engine, lookAt, goTo])
  useEffect(() => { if (engine !== null && follow && me) engine.easeTo({ center: me }) }, [engine, follow, me])
  useEffect(() => { if (engine !== null) engine.getCanvas().style.cursor = drawing === undefined ? '' : 'crosshair' }, [engine, drawing])

  const showWhole = (): void => {
    const box = boundsOf(layers.flatMap((layer) => layer.features.map((feature) => feature.geometry))) ?? bounds
    if (frame.current !== null) engine?.fitBounds(box, { padding: airIn(frame.current), maxZoom: 16 })
  }
  const retry = (): void => {
    if (engine === null) return setAttempt(attempt + 1)
    news('again')
    fetchGround(engine)
  }
  const addCentre = engine === null || drawing === undefined ? null : (): void => {
    const { lng, lat } = engine.getCenter()
    onDraw?.({ ...drawing, points: [...drawing.points, [lng, lat]] })
  }

  const notice = [city.schematic ? say('map.schematic') : null, city.bare ? say('map.bare') : null, city.attribution].filter(Boolean).join(' · ')
  return (
    <div className="map" style={{ '--covered-right': `${covered}px`, '--covered-below': `${below * 100}%` } as CSSProperties}>
      <div ref={frame} className="map-frame" hidden={broken} />
      {!broken && <MapState stands={stands} onRetry={retry} />}
      {broken && <p className="map-broken">{say('map.broken')}</p>}
      <div className="map-tools">
        <button type="button" aria-label={say('map.whole')} title={say('map.whole')} onClick={showWhole} disabled={engine === null}><Icon name="situation" /></button>
        {me && <button type="button" aria-label={say('map.locate')} title={say('map.locate')} onClick={() => engine?.flyTo({ center: me, zoom: 15.5 })}><Icon name="locate" /></button>}
        <button type="button" aria-label={say(listed ? 'map.hideList' : 'map.list')} title={say(listed ? 'map.hideList' : 'map.list')} aria-expanded={listed || broken} onClick={() => setListed(!listed)}><Icon name="list" /></button>
      </div>
      {drawing !== undefined && onDraw !== undefined && <DrawBar drawing={drawing} onDraw={onDraw} onAddCentre={addCentre} />}
      {(listed || broken) && <MapList layers={layers} onPick={onPick} notice={notice} />}
      {notice !== '' && <small className="map-notice">{city.schematic ? <><span className="map-notice-full">{notice}</span><span className="map-notice-short">{say('map.schematicShort')}</span></> : notice}</small>}
      {children}
    </div>
  )
}
