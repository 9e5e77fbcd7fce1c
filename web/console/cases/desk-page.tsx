import './cases.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { createPortal } from 'react-dom'
import type { CaseSummary } from '../../../server/cases/contract.ts'
import { useAddress, type Address } from '../../kit/address.ts'
import { caseKind, useCategoryName } from '../../kit/cases.tsx'
import { useCity } from '../../kit/city.ts'
import { api } from '../../kit/client.ts'
import { Figure } from '../../kit/figure.tsx'
import { boundsOf, type Bounds, type MapFeature } from '../../kit/map/features.ts'
import { CityMap } from '../../kit/map/map.tsx'
import { useWords } from '../../kit/words.ts'
import { moved, useKeys } from '../keyboard.ts'
import { PANEL_WIDTH } from '../panel.tsx'
import { CaseList } from './case-list.tsx'
import { CasePanel } from './case-panel.tsx'

/** Nothing tells the desk of new cases by itself; it asks this often while it is looked at, at once when it is looked at again, and after each own act. */
const LIST_EVERY_MS = 5000

/** The desk: map, list and one case, all in the address; `j k` move, `e` acts, `/` searches. */
export default function DeskPage() {
  const say = useWords('cases')
  const { id: opened } = useParams({ strict: false }) as { id?: string }
  const [address, change] = useAddress()
  const chosen = address['id'] ?? opened
  const query = useInfiniteQuery({
    ...api.cases.list.infiniteOptions({ input: (after: string | undefined) => ({ ...filterOf(address), after, limit: 50 }), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined }),
    refetchInterval: LIST_EVERY_MS, refetchOnWindowFocus: 'always', placeholderData: (before) => before,
  })
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const choose = (id: string | undefined): void => change({ id })
  useKeys(useMemo(() => {
    const go = (by: 1 | -1): void => {
      const next = items[moved(items.findIndex((item) => item.id === chosen), by, items.length)]
      if (next !== undefined) change({ id: next.id })
    }
    return { j: () => go(1), k: () => go(-1) }
  }, [items, chosen, change]))
  const covered = PANEL_WIDTH.list + 24 + (chosen === undefined ? 0 : PANEL_WIDTH.detail + 12)
  return (
    <div className={chosen === undefined ? 'desk' : 'desk desk-open'}>
      <h1 className="unseen">{say('desk.title')}</h1>
      <HeaderFigures />
      <DeskMap items={items} ready={query.data !== undefined || query.error !== null} chosen={chosen} covered={covered} onChoose={choose} />
      <CaseList query={query} items={items} chosen={chosen} onChoose={choose} />
      {chosen !== undefined && <CasePanel key={chosen} id={chosen} onClose={() => choose(undefined)} />}
    </div>
  )
}

function filterOf({ state, category, overdue, mine, sort, text }: Address) {
  return { state: (state ?? 'open') as 'open', category, overdue: overdue as undefined, mine: mine as undefined, text, sort: sort === 'due' ? 'due' as const : 'newest' as const }
}

function HeaderFigures() {
  const say = useWords('cases')
  const { data } = useQuery({ ...api.cases.counts.queryOptions({ input: {} }), refetchInterval: 30_000 })
  const place = document.getElementById('header-figures')
  if (place === null) return null
  const share = data?.onTimeShare
  return createPortal(
    <>
      <Figure label={say('desk.countOpen')} value={data?.open ?? null} formula={say('desk.countOpenFormula')} scope={say('desk.countScope')} />
      <Figure label={say('desk.countOverdue')} value={data?.overdue ?? null} tone={data !== undefined && data.overdue > 0 ? 'late' : 'plain'} formula={say('desk.countOverdueFormula')} scope={say('desk.countScope')} />
      <Figure label={say('desk.onTime')} value={share === null || share === undefined ? null : `${Math.round(share * 100)}%`} formula={say('desk.onTimeFormula')} scope={say('desk.onTimeScope')} />
    </>, place)
}

const MARGIN_DEGREES = 0.004
const around = (place: CaseSummary['position']): Bounds | null => (place === null ? null : [place.lon - MARGIN_DEGREES, place.lat - MARGIN_DEGREES, place.lon + MARGIN_DEGREES, place.lat + MARGIN_DEGREES])

function DeskMap({ items, ready, chosen, covered, onChoose }: { items: readonly CaseSummary[]; ready: boolean; chosen: string | undefined; covered: number; onChoose: (id: string) => void }) {
  const say = useWords('cases')
  const city = useCity()
  const name = useCategoryName()
  const start = useRef<Bounds | null>(null)
  const features = useMemo(() => items.flatMap((item): MapFeature[] => (item.position === null ? [] : [{
    type: 'Feature', geometry: { type: 'Point', coordinates: [item.position.lon, item.position.lat] },
    properties: { id: item.id, label: name(item.category), tone: caseKind(item, true), note: item.number, ...(item.id === chosen ? { mark: '◉' } : {}) },
  }])), [items, chosen, name])
  const layers = useMemo(() => [{ id: 'cases', kind: 'points' as const, title: say('desk.layer'), features }], [features, say])
  const place = JSON.stringify(items.find((item) => item.id === chosen)?.position ?? null)
  const lookAt = useMemo(() => around(JSON.parse(place) as CaseSummary['position']), [place])
  if (!ready) return null
  const box = boundsOf(features.map(({ geometry }) => geometry))
  start.current ??= box === null ? city.bounds : [box[0] - MARGIN_DEGREES, box[1] - MARGIN_DEGREES, box[2] + MARGIN_DEGREES, box[3] + MARGIN_DEGREES]
  return <CityMap label={say('desk.map')} bounds={start.current} layers={layers} coveredRight={covered} lookAt={lookAt} onPick={(_, id) => onChoose(id)} />
}
