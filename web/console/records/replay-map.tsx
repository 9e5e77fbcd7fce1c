import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import type { ServiceRecord } from '../../../server/duties/contract.ts'
import type { TrackShown } from '../../../server/tracking/contract.ts'
import { useCity } from '../../kit/city.ts'
import { api } from '../../kit/client.ts'
import { boundsOf, type Bounds, type MapFeature, type MapLayer } from '../../kit/map/features.ts'
import { CityMap } from '../../kit/map/map.tsx'
import { MapWaiting } from '../../kit/map/map-state.tsx'
import { duration } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { legFeatures, legsOf, lookAtOf, placeAt } from './replay.ts'
import { ReplayBar } from './replay-bar.tsx'
import { useReplay } from './use-replay.ts'

/** How much the bar of the replay covers of a narrow screen's map; CSS pixels. */
const BAR_HEIGHT = 112

/** The track of the chosen record over the route it should have followed, with the moment under the slider; without one the region that the list is about. */
export function Replay({ record, awaited, region, covered }: { record: ServiceRecord | undefined; awaited: boolean; region: string | undefined; covered: number }) {
  const say = useWords('records')
  const language = useLanguage()
  const city = useCity()
  const way = useQuery({ ...api.tracking.track.queryOptions({ input: { id: record?.attendanceId ?? '' } }), enabled: record !== undefined, staleTime: (query) => (query.state.data?.live === false ? Infinity : 0) })
  const patrol = useQuery({ ...api.duties.patrol.queryOptions({ input: { id: record?.patrolId ?? '' } }), enabled: record?.patrolId != null, staleTime: Infinity })
  const track = record === undefined ? undefined : (way.data as TrackShown | undefined)
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
  const coming = awaited || (record !== undefined && (way.isPending || (record.patrolId !== null && patrol.isPending)))
  const around = useQuery({ ...api.places.region.queryOptions({ input: { code: record?.regionCode ?? region ?? '' } }), enabled: (record?.regionCode ?? region) !== undefined, staleTime: Infinity })
  const text = JSON.stringify(lookAtOf({ shown: box, coming, region: (around.data?.bounds ?? null) as Bounds | null }))
  const lookAt = useMemo(() => JSON.parse(text) as Bounds | null, [text])
  const first = useRef<Bounds | null>(null)
  first.current ??= lookAt ?? (around.isLoading || coming ? null : city.bounds)
  if (first.current === null) return <MapWaiting />
  return (
    <CityMap label={say('list.map')} bounds={first.current} layers={layers} lookAt={lookAt} coveredRight={covered} coveredAbove={track === undefined ? 0 : BAR_HEIGHT}>
      {track !== undefined && <ReplayBar track={track} replay={replay} from_ms={from_ms} to_ms={to_ms} gap_s={place?.gap_s ?? 0} />}
    </CityMap>
  )
}
