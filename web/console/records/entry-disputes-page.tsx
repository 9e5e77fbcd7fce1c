import './records.css'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { DisputeVerdict, EntryDispute } from '../../../server/ledger/contract.ts'
import { useAddress } from '../../kit/address.ts'
import { api, client } from '../../kit/client.ts'
import { useMe } from '../../kit/me.ts'
import { useOnce } from '../../kit/once.ts'
import { consolePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark, type StateKind } from '../../kit/state-mark.tsx'
import { Empty, Fetched, ProblemLine } from '../../kit/states.tsx'
import { dateTime } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { PageParts } from '../controls/page-parts.tsx'
import { OwnRegionSelect } from '../own-regions.tsx'

const marks: Record<EntryDispute['state'], StateKind> = { open: 'late', kept: 'off', reversed: 'done' }

/** What volunteers say against entries of their ledger, what waits for an answer first, each with the way to answer it. */
export default function EntryDisputesPage() {
  const say = useWords('records')
  const [{ region }, change] = useAddress()
  const query = useInfiniteQuery(api.ledger.entryDisputes.infiniteOptions({ input: (after: string | undefined) => ({ regionCode: region, after, limit: 50 }), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined }))
  return (
    <div className="wide-page">
      <h1>{say('disputes.title')}</h1>
      <PageParts label={say('disputes.parts')} current="disputes" parts={[{ name: 'records', path: consolePath.records(), words: say('list.title') }, { name: 'disputes', path: consolePath.entryDisputes(), words: say('disputes.title') }]} />
      <div className="dispute-filter" role="search"><OwnRegionSelect value={region} placeholder={say('disputes.region')} onChange={(to) => change({ region: to })} /></div>
      <Fetched query={query} lines={8} isEmpty={({ pages }) => pages[0]?.items.length === 0} empty={<Empty title={say('disputes.none')} hint={say('disputes.noneWhat')} />}>
        {({ pages }) => <ul className="dispute-list">{pages.flatMap(({ items }) => items).map((item) => <Item key={item.id} item={item as EntryDispute} />)}</ul>}
      </Fetched>
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{say('disputes.more')}</Button>}
    </div>
  )
}

function Item({ item }: { item: EntryDispute }) {
  const say = useWords('records')
  const sayEntry = useWords('patrol')
  const named = useRegionName()
  const { me } = useMe()
  const { entry: { amount, currency, at, params, reason, subject } } = item
  const [kind, id] = subject.split(':')
  const figure = `${amount > 0 ? '+' : '−'}${say(`disputes.${currency}`, { count: Math.abs(amount) })}`
  return (
    <li className="dispute-item">
      <div className="dispute-head"><h2>{item.personName} · {sayEntry(`reason.${reason}`, { name: String(params['name'] ?? params['number'] ?? '') })}</h2><StateMark kind={marks[item.state]}>{say(`disputeState.${item.state}`)}</StateMark></div>
      <p className="quiet">{say('disputes.entered', { amount: figure, at: dateTime(at) })} · {named(item.regionName)}</p>
      <p className="record-dispute"><strong>{say('disputes.said', { at: dateTime(item.openedAt) })}</strong>{item.words}</p>
      {item.answer !== null && item.decidedAt !== null && <p className="dispute-answer"><strong>{say('disputes.answered', { at: dateTime(item.decidedAt) })}</strong>{item.answer}</p>}
      <p className="record-links">
        <Link to={consolePath.people({ id: item.personId }) as never}>{say('one.person')}</Link>
        {kind === 'case' && id !== undefined && <Link to={consolePath.case(id) as never}>{say('disputes.case')}</Link>}
      </p>
      {item.state === 'open' && (me?.id === item.personId ? <p className="quiet">{say('disputes.own')}</p> : <AnswerForm id={item.id} />)}
    </li>
  )
}

function AnswerForm({ id }: { id: string }) {
  const say = useWords('records')
  const queries = useQueryClient()
  const [answer, setAnswer] = useState('')
  const act = useMutation({ mutationFn: (verdict: DisputeVerdict) => client.ledger.decideEntryDispute({ id, verdict, answer: answer.trim() }), onSettled: () => queries.invalidateQueries({ queryKey: api.ledger.key() }) })
  const once = useOnce()
  const decide = (verdict: DisputeVerdict): void => once.press(() => act.mutateAsync(verdict))
  const lacking = answer.trim() === '' || act.isPending
  return (
    <form className="duty-ask" onSubmit={(event) => event.preventDefault()}>
      <label>{say('disputes.answer')}<Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} value={answer} onChange={({ target }) => setAnswer(target.value)} /></label>
      <p className="quiet">{say('disputes.what')}</p>
      <ProblemLine error={act.error} />
      <div><Button type="primary" disabled={lacking} onClick={() => decide('kept')}>{say('disputes.keep')}</Button><Button danger disabled={lacking} onClick={() => decide('reversed')}>{say('disputes.reverse')}</Button></div>
    </form>
  )
}
