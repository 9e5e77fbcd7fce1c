import './cases.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CaseSummary } from '../../../server/cases/contract.ts'
import { CaseMark, photoHref, useCategoryName } from '../../kit/cases.tsx'
import { api } from '../../kit/client.ts'
import { phonePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Empty, Fetched } from '../../kit/states.tsx'
import { relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'
import type { KeptReport } from './send-report.ts'

/** What I reported, what waits on this phone, and what I follow. */
export default function CaseListPage() {
  const say = useWords('cases')
  const waiting = useOutbox().list.filter(({ operation }) => operation === 'cases.report')
  const query = useInfiniteQuery(api.cases.mine.infiniteOptions({ input: (after: string | undefined) => ({ after, limit: 30 }), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined }))
  const nothing = (
    <Empty title={say('mine.none')} hint={say('mine.noneWhat')}><Link to={phonePath.report() as never} className="act act-main">{say('mine.report')}</Link></Empty>
  )
  return (
    <div className="stack">
      {waiting.length > 0 && <ul className="rows plain">{waiting.map(({ id, state, input }) => <WaitingRow key={id} id={id} refused={state === 'refused'} kept={input as KeptReport} />)}</ul>}
      <Fetched query={query} lines={6} signInHref={`/m${phonePath.signIn(phonePath.cases())}`} isEmpty={({ pages }) => pages[0]?.items.length === 0 && waiting.length === 0} empty={nothing}>
        {({ pages }) => (
          <>
            <ul className="rows plain">{pages.flatMap((page) => page.items).map((item) => <CaseRow key={item.id} item={item} followed={item.relation === 'follower'} />)}</ul>
            {query.hasNextPage && <button type="button" className="act" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{say('mine.more')}</button>}
          </>
        )}
      </Fetched>
    </div>
  )
}

function WaitingRow({ id, refused, kept }: { id: string; refused: boolean; kept: KeptReport }) {
  const say = useWords('cases')
  const language = useLanguage()
  const name = useCategoryName()
  return (
    <li><Link to={phonePath.case(id) as never} className="row case-row">
      <span><strong>{name(kept.report.category)}</strong><small>{kept.report.words || kept.report.address}</small><small className="case-number">{relativeTime(kept.report.deviceTime, new Date(), language)}</small><StateMark kind={refused ? 'need' : 'waiting'}>{say(refused ? 'mine.refused' : 'mine.waiting')}</StateMark></span>
    </Link></li>
  )
}

function CaseRow({ item, followed }: { item: CaseSummary; followed: boolean }) {
  const say = useWords('cases')
  const language = useLanguage()
  const named = useRegionName('short')
  const name = useCategoryName()
  return (
    <li><Link to={phonePath.case(item.id) as never} className="row case-row">
      {item.cover !== null && <img src={photoHref(item.cover, true)} alt="" loading="lazy" />}
      <span><strong>{name(item.category)}{followed && ` · ${say('mine.follows')}`}</strong><small>{item.excerpt || item.address || named(item.region.name)}</small><small className="case-number">{item.number} · {relativeTime(item.reportedAt, new Date(), language)}</small><CaseMark of={item} /></span>
    </Link></li>
  )
}
