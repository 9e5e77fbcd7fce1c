import './situation.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Patrol } from '../../../server/duties/contract.ts'
import type { TrackShown, WalkerOnMap } from '../../../server/tracking/contract.ts'
import { useAddress, type Address } from '../../kit/address.ts'
import { useCategoryName } from '../../kit/cases.tsx'
import { useCity } from '../../kit/city.ts'
import { api, client } from '../../kit/client.ts'
import { Figure } from '../../kit/figure.tsx'
import { boundsOf, type Bounds, type MapFeature, type MapLayer } from '../../kit/map/features.ts'
import { CityMap } from '../../kit/map/map.tsx'
import { useWords } from '../../kit/words.ts'
import { useOwnRegions } from '../own-regions.tsx'
import { PANEL_WIDTH } from '../panel.tsx'
import { legFeatures, legsOf, type TrackPointShown } from '../records/replay.ts'
import { boxText, readBox } from './box.ts'
import { CasePreview, PatrolPreview } from './previews.tsx'
import { FilterBar } from './filter-bar.tsx'
import { caseFeatures, hiddenLayers, patrolLayers, seatsFree } from './layers.ts'
import { todayWindow } from '../day.ts'
import { useLiveView, type LiveShown } from './use-live-view.ts'
import { cellFeatures, walkerFeatures, LOOK } from './walker-features.ts'
import { WalkerList } from './walker-list.tsx'
import { WalkerPanel } from './walker-panel.tsx'
import { LiveNotice } from './live-notice.tsx'
import type { LiveState } from './live-connection.ts'

/** Every patrol of the day, page by page: the figure of free seats counts them all. */
async function patrolsOf(input: { regionCode: string | undefined; from: string; to: string }): Promise<Patrol[]> {
  const found: Patrol[] = []
  for (let after: string | undefined, more = true; more;) {
    const page = await client.duties.patrols({ ...input, after, limit: 200 })
    found.push(...page.items)
    after = page.next ?? undefined
    more = after !== undefined
  }
  return found
}

/** What is fetched besides the live view: the day's patrols, open cases, who is on duty by name. */
function useGround({ region, category, kind }: Address) {
  const [day] = useState(() => todayWindow(new Date()))
  const patrols = useQuery({ queryKey: ['duties', 'patrols', 'of-day', region, day], queryFn: () => patrolsOf({ regionCode: region, ...day }), refetchInterval: 30_000, placeholderData: (before) => before })
  const cases = useQuery({ ...api.cases.list.queryOptions({ input: { state: 'open', region, category, sort: 'newest', limit: 200 } }), refetchInterval: 20_000, placeholderData: (before) => before })
  const walkers = useQuery({ ...api.tracking.walkers.queryOptions({ input: { regionCode: region, limit: 500 } }), refetchInterval: 10_000, placeholderData: (before) => before })
  const counts = useQuery({ ...api.cases.counts.queryOptions({ input: { region } }), refetchInterval: 30_000, placeholderData: (before) => before })
  const shown = useMemo(() => (patrols.data ?? []).filter((patrol) => kind === undefined || patrol.kind === kind), [patrols.data, kind])
  return { patrols: shown, cases: cases.data?.items ?? NONE, walkers, counts }
}
const NONE: never[] = []

/** The map of the city as the first thing an officer sees. */
export default function SituationPage() {
  const say = useWords('situation')
  const city = useCity()
  const own = useOwnRegions()
  const [address, change] = useAddress()
  const { region, look, attendance, case: caseId, patrol: patrolId } = address
  const hidden = useMemo(() => hiddenLayers(address['hide']), [address])
  const ground = useGround(address)
  const [start] = useState(() => readBox(address['box']))
  const [view, setView] = useState<{ bounds: Bounds; zoom: number } | null>(null)
  const border = useBorder(region ?? own[0]?.code)
  const bounds = start ?? border.box ?? city.bounds
  const live = useLiveView(useMemo(() => (view === null || hidden.has('walkers') ? null : { ...view, filters: { ...(region === undefined ? {} : { region }), ...(look === undefined ? {} : { look: String(look === 'self' ? LOOK.selfStarted : LOOK.onPatrol) }) } }), [view, region, look, hidden]))
  const walker = useWalker(attendance, live.state)
  const trail = useTrail(attendance, live.shown, walker.data?.walker)
  const names = useNames(ground.walkers.data, region, live.shown?.points == null ? null : view?.bounds ?? null)
  const layers = useLayers({ address, hidden, ground, names, walker: walker.data?.walker, border: border.features, live: hidden.has('walkers') ? null : live.shown, trail: trail.features })
  const [lookAt, setLookAt] = useState<Bounds | null>(null)
  // Whoever the address names is shown where it does not say what else to look at.
  const [at] = useState(() => (start === null ? attendance : undefined))
  useEffect(() => { if (at !== undefined && walker.data?.attendanceId === at) setLookAt(around(walker.data)) }, [at, walker.data])
  useEffect(() => { if (region !== undefined && border.code === region && border.box !== null && start === null) setLookAt(border.box) }, [region, border.code, border.box, start])

  const pick = useCallback((layer: string, id: string): void => {
    const none = { attendance: undefined, case: undefined, patrol: undefined }
    if (layer === 'walkers') void client.tracking.walker({ walker: Number(id) }).then((found) => change({ ...none, attendance: found.attendanceId }, { push: true }), () => undefined)
    else if (layer === 'cells') setLookAt(cellBox(id))
    else if (layer === 'cases') change({ ...none, case: id }, { push: true })
    else if (layer.startsWith('patrol-')) change({ ...none, patrol: id }, { push: true })
  }, [change])
  const close = useCallback(() => change({ attendance: undefined, case: undefined, patrol: undefined }), [change])
  const moved = useCallback((to: Bounds, zoom: number): void => {
    setView({ bounds: to, zoom })
    change({ box: boxText(to) })
  }, [change])

  const chosen = ground.cases.find(({ id }) => id === caseId)
  const patrol = ground.patrols.find(({ id }) => id === patrolId)
  const detail = attendance !== undefined || chosen !== undefined || patrol !== undefined
  const listed = address['list'] === '1'
  const covered = detail ? PANEL_WIDTH.detail + 24 : listed ? PANEL_WIDTH.list + 24 : 0
  if (start === null && own[0] !== undefined && border.pending) return null
  return (
    <div className="situation">
      <h1 className="unseen">{say('title')}</h1>
      <HeaderFigures ground={ground} region={own.find(({ code }) => code === region)?.name ?? border.name ?? own[0]?.name ?? city.name} />
      <CityMap label={say('map', { city: city.name })} bounds={bounds} layers={layers} coveredRight={covered} onPick={pick} onMove={moved} lookAt={lookAt} />
      <FilterBar hidden={hidden} />
      <LiveNotice state={live.state} time_ms={live.shown?.time_ms ?? null} off={hidden.has('walkers')} />
      {listed && !detail && <WalkerList walkers={ground.walkers} chosen={attendance} onChoose={(one) => { change({ attendance: one.attendanceId }, { push: true }); setLookAt(around(one)) }} onClose={() => change({ list: undefined })} />}
      {attendance !== undefined && <WalkerPanel key={attendance} walker={walker.data} attendanceId={attendance} track={trail.track} now={live.shown} onClose={close} />}
      {chosen !== undefined && <CasePreview item={chosen} onClose={close} />}
      {patrol !== undefined && <PatrolPreview patrol={patrol} onClose={close} />}
    </div>
  )
}

const AROUND_DEGREES = 0.004
const around = ({ lon, lat }: { lon: number; lat: number }): Bounds => [lon - AROUND_DEGREES, lat - AROUND_DEGREES, lon + AROUND_DEGREES, lat + AROUND_DEGREES]

/** A cell's id is its corner and size. */
function cellBox(id: string): Bounds {
  const [west, south, size] = id.split(',').map(Number) as [number, number, number]
  return [west - size, south - size, west + 2 * size, south + 2 * size]
}

function useBorder(code: string | undefined): { code: string | undefined; name: string | undefined; box: Bounds | null; features: readonly MapFeature[]; pending: boolean } {
  const { data, isPending } = useQuery({ ...api.places.boundary.queryOptions({ input: { code: code ?? '' } }), enabled: code !== undefined, staleTime: Infinity })
  return useMemo(() => {
    const found = (data?.features ?? []).flatMap((feature): MapFeature[] => (feature.geometry === null ? [] : [{ type: 'Feature', geometry: feature.geometry as never, properties: { id: feature.id, label: '', tone: 'waiting', weight: 0.04 } }]))
    return { code: data?.features[0]?.id, name: data?.features[0]?.properties.name, box: boundsOf(found.map(({ geometry }) => geometry)), features: found, pending: isPending && code !== undefined }
  }, [data, isPending, code])
}

/** The person of the attendance that the address names. Each asking is logged, so it is asked once, and again when the server may have given new numbers. */
function useWalker(attendance: string | undefined, state: LiveState) {
  const queries = useQueryClient()
  const lost = useRef(false)
  useEffect(() => {
    if (state === 'lost') lost.current = true
    else if (state === 'live' && lost.current) {
      lost.current = false
      void queries.invalidateQueries({ queryKey: api.tracking.walker.key() })
    }
  }, [state, queries])
  return useQuery({ ...api.tracking.walker.queryOptions({ input: { walker: attendance ?? '' } }), enabled: attendance !== undefined, staleTime: Infinity, retry: false })
}

/** Names by number: of the list, and where it does not hold everybody also of those in the view. */
function useNames(listed: { total: number; items: WalkerOnMap[] } | undefined, regionCode: string | undefined, view: Bounds | null): ReadonlyMap<number, string> {
  const box = listed === undefined || listed.total <= listed.items.length || view === null ? undefined : boxText(view)
  const { data } = useQuery({ ...api.tracking.walkers.queryOptions({ input: { regionCode, box, limit: 500 } }), enabled: box !== undefined, placeholderData: (before) => before, refetchInterval: 10_000 })
  return useMemo(() => new Map([...listed?.items ?? [], ...(box === undefined ? [] : data?.items ?? [])].map(({ walker, personName }) => [walker, personName])), [listed, box, data])
}

/** The way of one walk so far: fetched once (each reading is logged), then drawn on with what the live view tells. */
function useTrail(attendance: string | undefined, shown: LiveShown | null, walker: number | undefined): { track: TrackShown | undefined; features: readonly MapFeature[] } {
  const { data } = useQuery({ ...api.tracking.track.queryOptions({ input: { id: attendance ?? '' } }), enabled: attendance !== undefined, staleTime: 60_000, refetchOnWindowFocus: false })
  const since = useRef<{ attendance: string | undefined; points: TrackPointShown[] }>({ attendance: undefined, points: [] })
  return useMemo(() => {
    if (attendance === undefined || data === undefined) return { track: undefined, features: NONE }
    if (since.current.attendance !== attendance) since.current = { attendance, points: [] }
    const now = shown?.points?.find((point) => point.walker === walker)
    const last = since.current.points.at(-1)
    const end_ms = Date.parse(data.points.at(-1)?.at ?? '')
    if (now !== undefined && !(now.fix_ms <= end_ms) && (last?.lon !== now.lon || last.lat !== now.lat)) since.current.points.push({ at: new Date(now.fix_ms).toISOString(), lon: now.lon, lat: now.lat })
    return { track: data as TrackShown, features: legFeatures(legsOf([...data.points, ...since.current.points]), () => '') }
  }, [attendance, data, shown, walker])
}

function useLayers({ address, hidden, ground, names, walker, border, live, trail }: { address: Address; hidden: ReadonlySet<string>; ground: ReturnType<typeof useGround>; names: ReadonlyMap<number, string>; walker: number | undefined; border: readonly MapFeature[]; live: LiveShown | null; trail: readonly MapFeature[] }): MapLayer[] {
  const say = useWords('situation')
  const categoryName = useCategoryName()
  const known = useRef(new Map<number, { key: string; feature: MapFeature }>())
  const patrols = useMemo(() => (hidden.has('patrols') ? [] : patrolLayers(ground.patrols, Date.now(), address['patrol'], { title: say('layer.patrols'), note: ({ seats, seatsTaken }) => say('patrol.seats', { taken: seatsTaken, seats }) })), [ground.patrols, hidden, address, say])
  const cases = useMemo(() => (hidden.has('cases') ? [] : caseFeatures(ground.cases, address['case'], categoryName)), [ground.cases, hidden, address, categoryName])
  return useMemo(() => {
    const words = { name: (number: number) => names.get(number), age: (minutes: number) => say('walker.ageMinutes', { minutes }), kind: (self: boolean) => say(self ? 'walker.selfStarted' : 'walker.onPatrol') }
    const points = live?.points ? walkerFeatures(known.current, live.points, live.time_ms, walker, words) : []
    return [
      ...(hidden.has('region') ? [] : [{ id: 'region', kind: 'areas' as const, title: say('layer.region'), features: border }]),
      ...patrols,
      { id: 'trail', kind: 'lines', title: say('walker.trail'), features: trail },
      { id: 'cases', kind: 'points', title: say('layer.cases'), features: cases },
      { id: 'cells', kind: 'points', title: say('layer.walkers'), features: live === null || live.points !== null ? [] : cellFeatures(live.cells, (count) => say('walker.cells', { count })) },
      { id: 'walkers', kind: 'points', title: say('layer.walkers'), features: points },
    ]
  }, [hidden, border, patrols, trail, cases, live, names, walker, say])
}

function HeaderFigures({ ground, region }: { ground: ReturnType<typeof useGround>; region: string }) {
  const say = useWords('situation')
  const place = document.getElementById('header-figures')
  if (place === null) return null
  const scope = say('figure.scope', { region })
  const gap = seatsFree(ground.patrols, Date.now())
  return createPortal(
    <>
      <Figure label={say('figure.walkers')} value={ground.walkers.data?.total ?? null} formula={say('figure.walkersFormula')} scope={scope} />
      <Figure label={say('figure.cases')} value={ground.counts.data?.open ?? null} formula={say('figure.casesFormula')} scope={scope} />
      <Figure label={say('figure.gap')} value={gap} tone={gap > 0 ? 'need' : 'plain'} formula={say('figure.gapFormula')} scope={scope} />
    </>, place)
}
