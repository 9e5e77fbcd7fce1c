import './records.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ServiceRecord } from '../../../server/duties/contract.ts'
import { recordStates, type RecordState } from '../../../server/duties/steps.ts'
import { useAddress } from '../../kit/address.ts'
import { api } from '../../kit/client.ts'
import { consolePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { usePatrolName } from '../../kit/patrol-name.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { windowWords } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { moved, useKeys } from '../keyboard.ts'
import { OwnRegionSelect, useOwnRegions } from '../own-regions.tsx'
import { Panel, PANEL_WIDTH } from '../panel.tsx'
import { recordKinds } from './record-kinds.ts'
import { RecordPanel } from './record-panel.tsx'
import type { RecordStep } from './record-steps.tsx'
import { Replay } from './replay-map.tsx'

const stateOf = (text: string | undefined): RecordState | undefined => (text === 'all' ? undefined : recordStates.find((one) => one === text) ?? 'pending')

/** Records that wait for an officer, one of them, and its track on the map. `j k` move, `e` decides. */
export default function RecordsPage() {
  const say = useWords('records')
  const [address, change] = useAddress()
  const { id, region } = address
  const own = useOwnRegions()
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
      <Replay record={record.data as ServiceRecord | undefined} awaited={id !== undefined && record.isPending} region={region ?? own[0]?.code} covered={PANEL_WIDTH.list + 24 + (id === undefined ? 0 : PANEL_WIDTH.detail + 12)} />
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
