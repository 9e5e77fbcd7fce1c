import { useQuery } from '@tanstack/react-query'
import { Image } from 'antd'
import type { CaseView, HistoryEntry } from '../../../server/cases/contract.ts'
import { channelWords } from '../../../server/cases/steps.ts'
import { CaseMark, photoHref, useAnswers, useCategoryName, useDeskName, useStepWords } from '../../kit/cases.tsx'
import { api } from '../../kit/client.ts'
import { useRegionName } from '../../kit/region.ts'
import { Fetched } from '../../kit/states.tsx'
import { clockTime, dateTime, duration } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { Panel } from '../panel.tsx'
import { CaseSteps } from './case-steps.tsx'

/** One case: what it is, what may be done with it, and what was. */
export function CasePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery({ ...api.cases.get.queryOptions({ input: { id } }), refetchInterval: 5000, refetchOnWindowFocus: 'always' })
  const name = useCategoryName()
  const view = query.data
  return (
    <Panel title={view === undefined ? '…' : `${view.number} ${name(view.category)}`} onClose={onClose}>
      <Fetched query={query} lines={10}>
        {(found) => (
          <div className="case-panel">
            <Facts view={found} />
            <CaseSteps key={`${found.id} ${found.version}`} view={found} onGone={onClose} />
            <History view={found} />
          </div>
        )}
      </Fetched>
    </Panel>
  )
}

function Facts({ view }: { view: CaseView }) {
  const say = useWords('cases')
  const language = useLanguage()
  const named = useRegionName()
  const deskName = useDeskName()
  const answers = useAnswers(view.category, view.answers)
  const left = view.dueAt === null ? null : (Date.parse(view.dueAt) - Date.now()) / 60_000
  const running = ['received', 'accepted', 'in-progress', 'handed-over', 'reopened'].includes(view.state)
  const rows: [string, string | null][] = [
    [say('desk.due'), view.dueAt === null || left === null || !running ? null : `${dateTime(view.dueAt)} · ${say(left < 0 ? 'one.dueOver' : 'one.dueLeft', { left: duration(Math.abs(left), language) })}`],
    [say('desk.place'), [named(view.region.name), view.address, view.position === null ? say('desk.pinned') : null].filter(Boolean).join(' · ')],
    [say('desk.target'), deskName(view.desk)],
    [say('desk.reporter'), view.reporter === null ? null : `${view.reporter.name}${view.duringPatrol ? ` · ${say('desk.patrol')}` : ''}`],
    [say('desk.assignee'), view.assignee],
    [say('desk.followers'), view.followers > 0 ? String(view.followers) : null],
    ...answers.map(({ question, answer }): [string, string] => [question, answer]),
  ]
  return (
    <section>
      <p><CaseMark of={view} desk /></p>
      {view.words !== '' && <p className="said">{view.words}</p>}
      {view.photos.length > 0 && <Image.PreviewGroup><div className="case-photos">{view.photos.map((photo, at) => <Image key={photo.id} alt={say('report.shown', { number: at + 1 })} src={photoHref(photo.id, true)} preview={{ src: photoHref(photo.id) }} width={124} height={124} />)}</div></Image.PreviewGroup>}
      <dl className="case-facts">{rows.filter(([, value]) => value !== null && value !== '').map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      <Legs view={view} />
    </section>
  )
}

function Legs({ view }: { view: CaseView }) {
  const say = useWords('cases')
  const language = useLanguage()
  if (view.legs.length === 0) return null
  return (
    <ul className="case-legs" aria-label={say('desk.leg')}>
      {view.legs.map((leg) => (
        <li key={leg.id}>
          <strong>{channelWords[leg.channel][language]}</strong> {say(`leg.${leg.state}`)}
          {leg.number !== null && ` · ${leg.number}`}
          {leg.state === 'failed' && ` · ${say('desk.tries', { count: leg.attempts })}${leg.nextTryAt === null ? '' : ` · ${say('desk.nextTry', { at: clockTime(leg.nextTryAt, language) })}`}`}
        </li>
      ))}
    </ul>
  )
}

function History({ view }: { view: CaseView }) {
  const say = useWords('cases')
  return (
    <section>
      <h3>{say('desk.history')}</h3>
      <ol className="timeline">{view.history.toReversed().map((entry) => <HistoryLine key={entry.seq} entry={entry} />)}</ol>
    </section>
  )
}

function HistoryLine({ entry }: { entry: HistoryEntry }) {
  const say = useWords('cases')
  const { title, by, detail } = useStepWords()(entry)
  return (
    <li>
      <p><strong>{title}</strong>{by !== null && ` · ${by}`}{entry.internal && <span className="case-internal">{say('desk.internal')}</span>}</p>
      {detail !== null && <p>{detail}</p>}
      {entry.note !== null && <p className="said">{entry.note}</p>}
      {entry.photos.length > 0 && <div className="case-photos">{entry.photos.map((photo, at) => <Image key={photo.id} alt={say('report.shown', { number: at + 1 })} src={photoHref(photo.id, true)} preview={{ src: photoHref(photo.id) }} width={96} height={96} />)}</div>}
      <small>{dateTime(entry.at)}</small>
    </li>
  )
}
