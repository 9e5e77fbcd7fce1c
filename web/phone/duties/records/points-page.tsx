import '../duties.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useAddress } from '../../../kit/address.ts'
import { api, client } from '../../../kit/client.ts'
import { Figure } from '../../../kit/figure.tsx'
import { Icon } from '../../../kit/icons.tsx'
import { phonePath } from '../../../kit/paths.ts'
import { usePatrolName } from '../../../kit/patrol-name.ts'
import { StateMark } from '../../../kit/state-mark.tsx'
import { Empty, Fetched } from '../../../kit/states.tsx'
import { dateTime, duration } from '../../../kit/time.ts'
import { useLanguage, useWords } from '../../../kit/words.ts'
import { Choice } from '../../choice.tsx'
import { Parts } from '../parts.tsx'
import { EntryDispute } from './entry-dispute.tsx'

type Entry = Awaited<ReturnType<typeof client.ledger.myEntries>>['items'][number]
type Currency = Entry['currency']
const PAGE = 30

/** What I have and every entry that made it so, with its reason and its formula. */
export default function PointsPage() {
  const say = useWords('patrol')
  const language = useLanguage()
  const [{ of }, change] = useAddress()
  const currency: Currency = of === 'minutes' ? 'minutes' : 'points'
  const balances = useQuery(api.ledger.myBalances.queryOptions())
  const query = useInfiniteQuery({
    queryKey: ['ledger', 'myEntries', 'pages', currency],
    queryFn: ({ pageParam }) => client.ledger.myEntries({ currency, limit: PAGE, ...(pageParam === null ? {} : { after: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  return (
    <div className="stack">
      {balances.data !== undefined && (
        <div className="balances">
          <Figure label={say('points.balance')} value={balances.data.points} formula={say('points.balanceFormula')} />
          <Figure label={say('points.hours')} value={duration(balances.data.minutes, language)} formula={say('points.balanceFormula')} />
        </div>
      )}
      <div className="bare-choice"><Choice title={say('points.currency')} value={currency} options={[{ value: 'points', label: say('points.points') }, { value: 'minutes', label: say('points.minutes') }]} onChoose={(to) => change({ of: to === 'points' ? undefined : to })} /></div>
      <Fetched query={query} lines={8} signInHref={`/m${phonePath.signIn(phonePath.points())}`} isEmpty={({ pages }) => pages[0]?.items.length === 0} empty={<Empty title={say('points.none')} hint={say('points.noneWhat')} />}>
        {({ pages }) => <ul className="plain-list">{pages.flatMap(({ items }) => items).map((entry) => <li key={entry.id} className="entry"><EntryCard entry={entry} /><EntryDispute entry={entry} /></li>)}</ul>}
      </Fetched>
      {query.hasNextPage && <button type="button" className="act act-wide" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{say('points.more')}</button>}
    </div>
  )
}

/** One entry: how much, why, by which formula; it leads to the record behind it. */
function EntryCard({ entry }: { entry: Entry }) {
  const say = useWords('patrol')
  const patrolName = usePatrolName()
  const { at, amount, balance, currency, reason, params, subject, reversed } = entry
  const amountWords = (count: number): string => say(currency === 'points' ? 'points.pointsUnit' : 'points.minutesUnit', { count })
  const [kind, id] = subject.split(':')
  const stored = String(params['name'] ?? params['number'] ?? '')
  const name = kind === 'service-record' ? patrolName({ patrolId: params['patrolId'] as string | null | undefined, name: stored }) : stored
  const to = kind === 'service-record' && id !== undefined ? phonePath.record(id) : kind === 'case' && id !== undefined ? phonePath.case(id) : null
  const words = (
    <span className="offer-words">
      <span className="record-head entry-head"><strong>{say(`reason.${reason}`, { name })}</strong><strong className="entry-amount">{amount > 0 ? '+' : '−'}{amountWords(Math.abs(amount))}</strong></span>
      {reason === 'patrol-served' && <span>{currency === 'points' ? say('points.formulaPoints', { minutes: Number(params['minutes']), pointsPerHour: Number(params['pointsPerHour']) }) : say('points.formulaMinutes')}</span>}
      <Parts parts={[dateTime(at), say('points.balanceAfter', { balance: amountWords(balance) })]} />
      {reversed && <StateMark kind="off">{say('points.reversed')}</StateMark>}
    </span>
  )
  return to === null ? <div className="offer">{words}</div> : <Link to={to as never} className="offer">{words}<Icon name="forward" /></Link>
}
