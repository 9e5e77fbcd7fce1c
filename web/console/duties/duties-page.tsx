import './duties.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Patrol } from '../../../server/duties/contract.ts'
import { patrolStates } from '../../../server/duties/steps.ts'
import { useAddress } from '../../kit/address.ts'
import { useCity } from '../../kit/city.ts'
import { api } from '../../kit/client.ts'
import { boundsOf, type Bounds } from '../../kit/map/features.ts'
import { CityMap } from '../../kit/map/map.tsx'
import { consolePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { windowWords } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { moved, useKeys } from '../keyboard.ts'
import { OwnRegionSelect } from '../own-regions.tsx'
import { Panel, PANEL_WIDTH } from '../panel.tsx'
import { patrolLayers } from '../situation/layers.ts'
import { filterOf, timeOf, times } from './filter.ts'
import { PatrolMark } from './patrol-mark.tsx'
import { PatrolPanel } from './patrol-panel.tsx'

/** Patrols on the map, as a list, and one of them; filters and choice are in the address, `j k` move. */
export default function DutiesPage() {
  const say = useWords('duties')
  const navigate = useNavigate()
  const { id: opened } = useParams({ strict: false }) as { id?: string }
  const [address, change] = useAddress()
  const [now] = useState(() => new Date())
  const chosen = opened ?? address['id']
  const query = useInfiniteQuery({
    ...api.duties.patrols.infiniteOptions({ input: (after: string | undefined) => ({ ...filterOf(address, now), after, limit: 50 }), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined }),
    refetchInterval: 20_000, placeholderData: (before) => before,
  })
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const choose = useMemo(() => (id: string | undefined): void => {
    if (opened === undefined) change({ id })
    else void navigate({ href: consolePath.duties({ ...address, id }) })
  }, [opened, change, navigate, address])
  useKeys(useMemo(() => {
    const go = (by: 1 | -1): void => {
      const next = items[moved(items.findIndex((item) => item.id === chosen), by, items.length)]
      if (next !== undefined) choose(next.id)
    }
    return { j: () => go(1), k: () => go(-1) }
  }, [items, chosen, choose]))
  const [lookAt, setLookAt] = useState<Bounds | null>(null)
  const covered = PANEL_WIDTH.list + 24 + (chosen === undefined ? 0 : PANEL_WIDTH.detail + 12)
  return (
    <div className="two-panels">
      <h1 className="unseen">{say('list.title')}</h1>
      <DutiesMap items={items} ready={query.data !== undefined || query.error !== null} chosen={chosen} covered={covered} lookAt={lookAt} onChoose={choose} />
      <Panel title={say('list.title')} kind="list" acts={<Link className="act act-main" to={consolePath.newDuty() as never}>{say('list.new')}</Link>}>
        <Filters />
        <Fetched query={{ data: query.data, error: query.error, refetch: query.refetch } as never} lines={8} isEmpty={() => items.length === 0} empty={<Empty title={say('list.none')} hint={say('list.noneWhat')} />}>
          {() => (
            <>
              <ul className="line-list" aria-label={say('list.title')}>{items.map((item) => <Line key={item.id} item={item} here={item.id === chosen} onChoose={choose} />)}</ul>
              {query.hasNextPage && <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{say('list.more')}</Button>}
            </>
          )}
        </Fetched>
      </Panel>
      {chosen !== undefined && <PatrolPanel key={chosen} id={chosen} onShape={setLookAt} onClose={() => choose(undefined)} />}
    </div>
  )
}

function Line({ item, here, onChoose }: { item: Patrol; here: boolean; onChoose: (id: string) => void }) {
  const say = useWords('duties')
  const language = useLanguage()
  const named = useRegionName()
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => { if (here) line.current?.scrollIntoView({ block: 'nearest' }) }, [here])
  return (
    <li ref={line}>
      <button type="button" aria-current={here ? 'true' : undefined} onClick={() => onChoose(item.id)}>
        <span className="line-head"><strong>{item.name}</strong><PatrolMark patrol={item} /></span>
        <span>{windowWords(item.startsAt, item.endsAt, language)}</span>
        <span className="line-foot"><span>{named(item.regionName)}</span><span>{say('list.seats', { taken: item.seatsTaken, seats: item.seats })}</span></span>
      </button>
    </li>
  )
}

function Filters() {
  const say = useWords('duties')
  const [address, change] = useAddress()
  return (
    <div className="duty-filters" role="search">
      <Input data-search allowClear placeholder={say('list.search')} aria-label={say('list.search')} defaultValue={address['text']} onChange={(event) => change({ text: event.target.value.trim() })} />
      <OwnRegionSelect value={address['region']} placeholder={say('list.region')} onChange={(region) => change({ region })} />
      <div>
        <Select aria-label={say('list.time')} value={timeOf(address)} options={times.map((value) => ({ value, label: say(`time.${value}`) }))} onChange={(time) => change({ time: time === 'ahead' ? undefined : time })} />
        <Select aria-label={say('list.state')} value={address['state'] ?? ''} options={[{ value: '', label: say('list.anyState') }, ...patrolStates.map((value) => ({ value: value as string, label: say(`state.${value}`) }))]} onChange={(state) => change({ state })} />
      </div>
    </div>
  )
}

const MARGIN_DEGREES = 0.004

function DutiesMap({ items, ready, chosen, covered, lookAt, onChoose }: { items: readonly Patrol[]; ready: boolean; chosen: string | undefined; covered: number; lookAt: Bounds | null; onChoose: (id: string) => void }) {
  const say = useWords('duties')
  const city = useCity()
  const start = useRef<Bounds | null>(null)
  const layers = useMemo(() => patrolLayers(items, Date.now(), chosen, { title: say('list.layer'), note: ({ seats, seatsTaken }) => say('list.seats', { taken: seatsTaken, seats }) }, true), [items, chosen, say])
  if (!ready) return null
  const box = boundsOf(items.map(({ shape }) => shape))
  start.current ??= box === null ? city.bounds : [box[0] - MARGIN_DEGREES, box[1] - MARGIN_DEGREES, box[2] + MARGIN_DEGREES, box[3] + MARGIN_DEGREES]
  return <CityMap label={say('list.map')} bounds={start.current} layers={layers} coveredRight={covered} lookAt={lookAt} onPick={(_, id) => onChoose(id)} />
}
