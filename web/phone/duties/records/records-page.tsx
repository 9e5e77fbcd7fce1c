import '../duties.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../../../kit/client.ts'
import { usePatrolName } from '../../../kit/patrol-name.ts'
import { phonePath } from '../../../kit/paths.ts'
import { useRegionName } from '../../../kit/region.ts'
import { StateMark } from '../../../kit/state-mark.tsx'
import { Empty, Fetched } from '../../../kit/states.tsx'
import { duration, windowWords } from '../../../kit/time.ts'
import { useLanguage, useWords } from '../../../kit/words.ts'
import { Parts } from '../parts.tsx'
import { flagWords, recordTone, type ServiceRecord } from './record-card.tsx'

const PAGE = 20

/** My service, newest first: what it brought, how well it is proven, and where it stands. */
export default function RecordsPage() {
  const say = useWords('patrol')
  const query = useInfiniteQuery({
    queryKey: ['duties', 'myRecords', 'pages'],
    queryFn: ({ pageParam }) => client.duties.myRecords({ limit: PAGE, ...(pageParam === null ? {} : { after: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  return (
    <div className="stack">
      <Fetched query={query} lines={10} signInHref={`/m${phonePath.signIn(phonePath.records())}`} isEmpty={({ pages }) => pages[0]?.items.length === 0} empty={<Empty title={say('record.none')} hint={say('record.noneWhat')}><Link to={phonePath.duties() as never} className="act">{say('home.near')}</Link></Empty>}>
        {({ pages }) => <ul className="plain-list">{pages.flatMap(({ items }) => items).map((record) => <li key={record.id}><RecordRow record={record} /></li>)}</ul>}
      </Fetched>
      {query.hasNextPage && <button type="button" className="act act-wide" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{say('record.more')}</button>}
    </div>
  )
}

function RecordRow({ record: { id, patrolId, name, regionName, startedAt, endedAt, state, minutes, credited, proofStrength, flags } }: { record: ServiceRecord }) {
  const patrolName = usePatrolName()
  const say = useWords('patrol')
  const language = useLanguage()
  const named = useRegionName('short')
  return (
    <Link to={phonePath.record(id) as never} className="offer offer-record">
      <span className="offer-words">
        <strong>{patrolName({ patrolId, name })}</strong>
        <span>{windowWords(startedAt, endedAt, language)}</span>
        <Parts parts={[named(regionName), say('record.proof', { strength: say(`strength.${proofStrength}`) })]} />
        {flags.map((flag) => <span key={flag} className="offer-refusal">{flagWords(flag, say)}</span>)}
      </span>
      <span className="record-side">
        <StateMark kind={recordTone[state]}>{say(`recordState.${state}`)}</StateMark>
        <strong>{duration(minutes, language)}</strong>
        {credited !== null && <span>{say('record.points', { points: credited.points })}</span>}
      </span>
    </Link>
  )
}
