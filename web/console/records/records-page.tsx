import './records.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ServiceRecord } from '../../../server/duties/contract.ts'
import { recordStates, type RecordState } from '../../../server/duties/steps.ts'
import type { TrackShown } from '../../../server/tracking/contract.ts'
import { useAddress } from '../../kit/address.ts'
import { useCity } from '../../kit/city.ts'
import { api } from '../../kit/client.ts'
import { boundsOf, type MapFeature, type MapLayer } from '../../kit/map/features.ts'
import { CityMap } from '../../kit/map/map.tsx'
import { consolePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { usePatrolName } from '../../kit/patrol-name.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { duration, windowWords } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { moved, useKeys } from '../keyboard.ts'
import { OwnRegionSelect } from '../own-regions.tsx'
import { Panel, PANEL_WIDTH } from '../panel.tsx'
import { recordKinds } from './record-kinds.ts'
import { RecordPanel } from './record-panel.tsx'
import type { RecordStep } from './record-steps.tsx'
import { legFeatures, legsOf, placeAt } from './replay.ts'
import { ReplayBar } from './replay-bar.tsx'
import { useReplay } from './use-replay.ts'

const stateOf = (text: string | undefined): RecordState | undefined => (text === 'all' ? undefined : recordStates.find((one) => one === text) ?? 'pending')

/** Records that wait for an officer, one of them, and its track on the map. `j k` move, `e` decides. */
export default function RecordsPage() {
  const say = useWords('records')
  const [address, change] = useAddress()
  const { id, region } = address
  const state = stateOf(address['state'])
  const query = useInfiniteQuery({
    ...api.duties.records.infiniteOptions({ input: (after: string | undefined) => ({ state, regionCode: region, after, limit: 50 }), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined }),
    refetchInterval: 30_000, placeholderData: (before) => before,
  })
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  useKeys(useMemo(() => {
    const go = (by: 1 | -1): void => {
      const next = items[moved(items.findIndex((item) => item.id === id), by, items.length)]
      if (next !== undefined) change({ id: next.id })
    }
    return { j: () => go(1), k: () => go(-1) }
  }, [items, id, change]))
  const { message } = App.useApp()
  const [jumpedTo, setJumpedTo] = useState<string>()
  /** After a decision the next one that waits comes by itself, and whose was decided is said. */
  const goOn = (step: RecordStep, name: string): void => {
    const at = items.findIndex((item) => item.id === id)
    const next = (items[at + 1] ?? items[at - 1])?.id
    void message.success(say(`step.${step}${next === undefined ? 'Done' : 'Next'}`, { name }))
    setJumpedTo(next)
    change({ id: next })
  }
  const record = useQuery({ ...api.duties.record.queryOptions({ input: { id: id ?? '' } }), enabled: id !== undefined })
  return (
    <div className="two-panels">
      <h1 className="unseen">{say('list.title')}</h1>
      <Replay record={record.data as ServiceRecord | undefined} covered={PANEL_WIDTH.list + 24 + (id === undefined ? 0 : PANEL_WIDTH.detail + 12)} />
      <List query={query} items={items} chosen={id} onChoose={(to) => change({ id: to })} />
      {id !== undefined && <RecordPanel key={id} query={record} jumped={jumpedTo === id} onDecided={(step) => goOn(step, record.data?.personName ?? '')} onClose={() => change({ id: undefined })} />}
    </div>
  )
}

interface ListProps { query: { data: unknown; error: unknown; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown; refetch: unknown }; items: readonly ServiceRecord[]; chosen: string | undefined; onChoose: (id: string) => void }

function List({ query, items, chosen, onChoose }: ListProps) {
  const say = useWords('records')
  const [address, change] = useAddress()
  return (
    <Panel title={say('list.title')} kind="list">
      <div className="duty-filters" role="search">
        <Select aria-label={say('list.state')} value={address['state'] ?? 'pending'} options={[...recordStates.map((value) => ({ value: value as string, label: say(`state.${value}`) })), { value: 'all', label: say('list.all') }]} onChange={(state) => change({ state: state === 'pending' ? undefined : state, id: undefined })} />
        <OwnRegionSelect value={address['region']} placeholder={say('list.region')} onChange={(region) => change({ region, id: undefined })} />
      </div>
      <p className="record-links"><Link to={consolePath.entryDisputes() as never}>{say('disputes.title')}</Link></p>
      <Fetched query={query as never} lines={8} isEmpty={() => items.length === 0} empty={<Empty title={say('list.none')} hint={say('list.noneWhat')} />}>
        {() => (
          <>
            <ul className="line-list" aria-label={say('list.title')}>{items.map((item) => <Line key={item.id} item={item} here={item.id === chosen} onChoose={onChoose} />)}</ul>
            {query.hasNextPage && <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{say('list.more')}</Button>}
          </>
        )}
      </Fetched>
    </Panel>
  )
}

function Line({ item, here, onChoose }: { item: ServiceRecord; here: boolean; onChoose: (id: string) => void }) {
  const patrolName = usePatrolName()
  const say = useWords('records')
  const language = useLanguage()
  const named = useRegionName()
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => { if (here) line.current?.scrollIntoView({ block: 'nearest' }) }, [here])
  return (
    <li ref={line}>
      <button type="button" aria-current={here ? 'true' : undefined} onClick={() => onChoose(item.id)}>
        <span className="line-head"><strong>{item.personName} · {patrolName(item)}</strong><StateMark kind={recordKinds[item.state]}>{say(`state.${item.state}`)}</StateMark></span>
        <span>{windowWords(item.startedAt, item.endedAt, language)}</span>
        <span className="line-foot"><span>{item.flags.length > 0 ? item.flags.map((flag) => say(`flag.${flag}`)).join(' · ') : named(item.regionName)}</span><span>{say('list.minutes', { count: item.minutesMeasured })}</span></span>
      </button>
    </li>
  )
}

/** The track of the chosen record over the route it should have followed, with the moment under the slider. */
function Replay({ record, covered }: { record: ServiceRecord | undefined; covered: number }) {
  const say = useWords('records')
  const language = useLanguage()
  const city = useCity()
  const { data } = useQuery({ ...api.tracking.track.queryOptions({ input: { id: record?.attendanceId ?? '' } }), enabled: record !== undefined, staleTime: (query) => (query.state.data?.live === false ? Infinity : 0) })
  const patrol = useQuery({ ...api.duties.patrol.queryOptions({ input: { id: record?.patrolId ?? '' } }), enabled: record?.patrolId != null, staleTime: Infinity })
  const track = record === undefined ? undefined : (data as TrackShown | undefined)
  const points = useMemo(() => track?.points ?? [], [track])
  const [from_ms, to_ms] = [Date.parse(points[0]?.at ?? record?.startedAt ?? ''), Date.parse(points.at(-1)?.at ?? record?.endedAt ?? '')]
  const replay = useReplay(from_ms, to_ms)
  const lines = useMemo(() => legFeatures(legsOf(points), (gap_s) => duration(gap_s / 60, language)), [points, language])
  const place = useMemo(() => placeAt(points, replay.at_ms), [points, replay.at_ms])
  const shape = record?.patrolId == null ? undefined : patrol.data?.shape
  const layers = useMemo((): MapLayer[] => {
    const asked: MapFeature[] = shape === undefined ? [] : [{ type: 'Feature', geometry: shape as never, properties: { id: 'asked', tone: 'waiting', weight: 0.1, label: '' } }]
    const here: MapFeature[] = place === null ? [] : [{ type: 'Feature', geometry: { type: 'Point', coordinates: [place.lon, place.lat] }, properties: { id: 'here', tone: place.gap_s > 0 ? 'late' : 'trace', label: say('replay.here'), ...(place.gap_s > 0 ? { hollow: true } : {}) } }]
    return [{ id: 'asked-area', kind: 'areas', title: record?.name ?? '', features: shape?.type === 'Polygon' ? asked : [] }, { id: 'asked-route', kind: 'lines', title: record?.name ?? '', features: shape?.type === 'LineString' ? asked : [] }, { id: 'track', kind: 'lines', title: say('replay.title'), features: lines }, { id: 'here', kind: 'points', title: say('replay.here'), features: here }]
  }, [shape, place, lines, record?.name, say])
  const box = boundsOf([...lines.map(({ geometry }) => geometry), ...(shape === undefined ? [] : [shape as never])])
  const text = JSON.stringify(box)
  const lookAt = useMemo(() => JSON.parse(text), [text])
  const [first] = useState(city.bounds)
  return (
    <CityMap label={say('list.map')} bounds={first} layers={layers} lookAt={lookAt} coveredRight={covered}>
      {track !== undefined && <ReplayBar track={track} replay={replay} from_ms={from_ms} to_ms={to_ms} gap_s={place?.gap_s ?? 0} />}
    </CityMap>
  )
}
