import { Button, Checkbox, Input, Select } from 'antd'
import { useEffect, useRef } from 'react'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { CaseSummary } from '../../../server/cases/contract.ts'
import { caseStates, stateWords } from '../../../server/cases/steps.ts'
import { useAddress } from '../../kit/address.ts'
import { CaseMark, useCategories, useCategoryName } from '../../kit/cases.tsx'
import { useRegionName } from '../../kit/region.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { duration, relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { Panel } from '../panel.tsx'

interface ListProps { query: Pick<UseInfiniteQueryResult, 'error' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage' | 'refetch' | 'data'>; items: readonly CaseSummary[]; chosen: string | undefined; onChoose: (id: string) => void }

/** The cases that the filters let through, newest or most urgent first. */
export function CaseList({ query, items, chosen, onChoose }: ListProps) {
  const say = useWords('cases')
  return (
    <Panel title={say('desk.title')} kind="list">
      <Filters />
      <Fetched query={{ data: query.data, error: query.error, refetch: query.refetch } as never} lines={8} isEmpty={() => items.length === 0} empty={<Empty title={say('desk.none')} hint={say('desk.noneWhat')} />}>
        {() => (
          <>
            <ul className="case-list" aria-label={say('desk.list')}>{items.map((item) => <CaseLine key={item.id} item={item} here={item.id === chosen} onChoose={onChoose} />)}</ul>
            {query.hasNextPage && <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{say('desk.more')}</Button>}
          </>
        )}
      </Fetched>
    </Panel>
  )
}

function CaseLine({ item, here, onChoose }: { item: CaseSummary; here: boolean; onChoose: (id: string) => void }) {
  const say = useWords('cases')
  const language = useLanguage()
  const named = useRegionName('short')
  const name = useCategoryName()
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => { if (here) line.current?.scrollIntoView({ block: 'nearest' }) }, [here])
  const left = item.dueAt === null ? null : (Date.parse(item.dueAt) - Date.now()) / 60_000
  const running = left !== null && item.state !== 'closed' && item.state !== 'replied'
  const tags = [item.supervised ? say('desk.supervised') : null, item.urged ? say('desk.urged') : null, item.reopened_times > 0 ? say('desk.reopened', { count: item.reopened_times }) : null].filter((tag) => tag !== null)
  return (
    <li ref={line}>
      <button type="button" aria-current={here ? 'true' : undefined} onClick={() => onChoose(item.id)}>
        <span className="case-line-head"><strong>{name(item.category)}</strong><CaseMark of={item} desk /></span>
        <span>{item.excerpt || item.address || say('desk.noWords')}</span>
        <span className="case-line-foot">
          <span>{item.number} · {named(item.region.name)}{running ? '' : ` · ${relativeTime(item.reportedAt, new Date(), language)}`}</span>
          {running && <span>{say(left < 0 ? 'one.dueOver' : 'one.dueLeft', { left: duration(Math.abs(left), language) })}</span>}
        </span>
        {tags.length > 0 && <span className="case-line-tags">{tags.map((tag) => <span key={tag}>{tag}</span>)}</span>}
      </button>
    </li>
  )
}

function Filters() {
  const say = useWords('cases')
  const language = useLanguage()
  const [address, change] = useAddress()
  const { data } = useCategories()
  const states = [{ value: 'open', label: say('desk.open') }, ...caseStates.map((state) => ({ value: state as string, label: stateWords[state][language] })), { value: 'all', label: say('desk.all') }]
  return (
    <div className="case-filters" role="search">
      <Input data-search allowClear placeholder={say('desk.search')} aria-label={say('desk.search')} defaultValue={address['text']} onChange={(event) => change({ text: event.target.value.trim() })} />
      <div>
        <Select aria-label={say('desk.state')} value={address['state'] ?? 'open'} options={states} onChange={(state) => change({ state: state === 'open' ? undefined : state })} />
        <Select aria-label={say('desk.category')} value={address['category'] ?? ''} options={[{ value: '', label: say('desk.anyCategory') }, ...(data ?? []).filter(({ emergency }) => !emergency).map((one) => ({ value: one.code, label: one[language] }))]} onChange={(category) => change({ category })} />
        <Select aria-label={say('desk.sort')} value={address['sort'] ?? 'newest'} options={[{ value: 'newest', label: say('desk.newest') }, { value: 'due', label: say('desk.dueFirst') }]} onChange={(sort) => change({ sort: sort === 'newest' ? undefined : sort })} />
      </div>
      <div>
        <Checkbox checked={address['overdue'] === 'true'} onChange={(event) => change({ overdue: event.target.checked ? 'true' : undefined })}>{say('desk.overdue')}</Checkbox>
        <Checkbox checked={address['mine'] === 'true'} onChange={(event) => change({ mine: event.target.checked ? 'true' : undefined })}>{say('desk.mine')}</Checkbox>
      </div>
    </div>
  )
}
