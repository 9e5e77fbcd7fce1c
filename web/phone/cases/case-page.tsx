import './cases.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { CaseView } from '../../../server/cases/contract.ts'
import { CaseMark, photoHref, useAnswers, useCategoryName, useDeskName, useStepWords } from '../../kit/cases.tsx'
import { api, client } from '../../kit/client.ts'
import { phonePath } from '../../kit/paths.ts'
import { ProblemError, problemText } from '../../kit/problem.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Fetched, ProblemLine, useOnline } from '../../kit/states.tsx'
import { dateTime, duration } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import type { Command } from '../outbox/database.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'
import { MyActs } from './my-acts.tsx'

/** One report of mine, from the moment it is kept on this phone to the last word. */
export default function CasePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const queued = useOutbox().list.find((command) => command.id === id)
  const query = useQuery({ ...api.cases.get.queryOptions({ input: { id } }), enabled: queued === undefined, refetchInterval: 15_000 })
  if (queued !== undefined) return <Waiting command={queued} />
  return <Fetched query={query} lines={8} signInHref={`/m${phonePath.signIn(phonePath.case(id))}`}>{(view) => <CaseDetail view={view} />}</Fetched>
}

function Waiting({ command: { id, state, problem } }: { command: Command }) {
  const say = useWords('cases')
  const language = useLanguage()
  const online = useOnline()
  return (
    <div className="stack">
      <section className="card" role="status">
        <StateMark kind={state === 'refused' ? 'need' : online ? 'running' : 'waiting'}>{say(state === 'refused' ? 'one.refused' : online ? 'one.sending' : 'one.kept')}</StateMark>
        {problem === null ? <p>{say('one.keptWhat')}</p> : <p>{problemText(new ProblemError({ ...problem, status: 409 }), language)}</p>}
        {/* What is agreed to afterwards leads back to the report, which is then sent as it was. */}
        {state === 'refused' && problem?.code === 'terms-needed' && <Link to={phonePath.consents(phonePath.report({ edit: id })) as never} className="act act-main">{say('one.terms')}</Link>}
        {state === 'refused' && problem?.code !== 'terms-needed' && <Link to={phonePath.report({ edit: id }) as never} className="act act-main">{say('one.edit')}</Link>}
      </section>
    </div>
  )
}

function CaseDetail({ view }: { view: CaseView }) {
  const say = useWords('cases')
  const name = useCategoryName()
  const deskName = useDeskName()
  const answers = useAnswers(view.category, view.answers)
  const follower = view.parties.includes('follower')
  return (
    <div className="stack">
      <section className="card">
        <p className="case-number">{view.number}</p>
        <h2>{name(view.category)}</h2>
        <CaseMark of={view} />
        {view.outcome === 'solved' && <p>{say('one.outcomeSolved')}</p>}
        {view.outcome === 'unanswered' && <p>{say('one.outcomeUnanswered')}</p>}
        {view.outcome === 'withdrawn' && <p>{say('one.outcomeWithdrawn')}</p>}
        {view.duplicateOf !== null && <Link to={phonePath.case(view.duplicateOf.id) as never}>{say('one.duplicate', { number: view.duplicateOf.number })}</Link>}
        <p>{say('one.desk', { desk: deskName(view.desk) })}</p>
        <Due view={view} />
        {follower && <FollowerNote id={view.id} />}
      </section>
      <MyActs key={view.version} view={view} />
      <History view={view} />
      {!follower && (
        <section className="card">
          <h2>{say(view.photos.length > 0 ? 'one.photos' : 'report.words')}</h2>
          <div className="shots">{view.photos.map((photo, at) => <a key={photo.id} href={photoHref(photo.id)}><img className="shot-small" src={photoHref(photo.id, true)} alt={say('report.shown', { number: at + 1 })} /></a>)}</div>
          {answers.map(({ question, answer }) => <p key={question}>{say('one.asked', { question, answer })}</p>)}
          {view.address !== '' && <p>{view.address}</p>}
          {view.words !== '' && <p className="said">{view.words}</p>}
        </section>
      )}
    </div>
  )
}

function Due({ view }: { view: CaseView }) {
  const say = useWords('cases')
  const language = useLanguage()
  if (view.dueAt === null || !['received', 'accepted', 'in-progress', 'handed-over', 'reopened'].includes(view.state)) return null
  const left = (Date.parse(view.dueAt) - Date.now()) / 60_000
  return <p>{say('one.due', { at: dateTime(view.dueAt) })} · {say(left < 0 ? 'one.dueOver' : 'one.dueLeft', { left: duration(Math.abs(left), language) })}</p>
}

function FollowerNote({ id }: { id: string }) {
  const say = useWords('cases')
  const queries = useQueryClient()
  const unfollow = useMutation({ mutationFn: () => client.cases.unfollow({ id }), onSuccess: () => { void queries.invalidateQueries(); history.back() } })
  return <><p>{say('one.follower')}</p><button type="button" className="act" onClick={() => unfollow.mutate()}>{say('one.unfollow')}</button><ProblemLine error={unfollow.error} /></>
}

/** Every step that concerns the reporter, newest first. */
function History({ view }: { view: CaseView }) {
  const say = useWords('cases')
  const stepWords = useStepWords()
  return (
    <section className="card">
      <h2>{say('one.history')}</h2>
      <ol className="timeline">
        {view.history.toReversed().map((entry) => {
          const { title, by, detail } = stepWords(entry)
          return (
            <li key={entry.seq}>
              <p><strong>{title}</strong>{by !== null && entry.by !== 'reporter' && ` · ${by}`}</p>
              {detail !== null && <p>{detail}</p>}
              {entry.note !== null && <p className="said">{entry.note}</p>}
              {entry.photos.length > 0 && <div className="shots">{entry.photos.map((photo, at) => <a key={photo.id} href={photoHref(photo.id)}><img className="shot-small" src={photoHref(photo.id, true)} alt={say('report.shown', { number: at + 1 })} /></a>)}</div>}
              <small>{dateTime(entry.at)}</small>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
