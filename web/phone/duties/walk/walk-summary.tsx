import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api } from '../../../kit/client.ts'
import { usePatrolName } from '../../../kit/patrol-name.ts'
import { phonePath } from '../../../kit/paths.ts'
import { ProblemError } from '../../../kit/problem.ts'
import { StateMark } from '../../../kit/state-mark.tsx'
import { useOnline } from '../../../kit/states.tsx'
import { duration } from '../../../kit/time.ts'
import { useLanguage, useWords } from '../../../kit/words.ts'
import { metresWords } from '../../../kit/map/drawing.ts'
import type { KeptWalk } from '../../outbox/database.ts'
import { useOutbox } from '../../outbox/use-outbox.tsx'
import { RecordCard } from '../records/record-card.tsx'
import { Refusal } from '../refusal.tsx'
import { Head } from './set-out.tsx'
import { useOnDuty, useUnsent } from './use-on-duty.ts'
import { servedSeconds, walkFigures } from './walk-figures.ts'
import { refusedOf } from './walk-store.ts'

/** What came of the walk: the record as soon as the server has made it, and what still waits on this phone until then. */
export function WalkSummary({ walk }: { walk: KeptWalk }) {
  const patrolName = usePatrolName()
  const say = useWords('patrol')
  const language = useLanguage()
  const online = useOnline()
  const router = useRouter()
  const { store, trail } = useOnDuty()
  const unsent = useUnsent()
  const { list, correct } = useOutbox()
  const refused = refusedOf(list, walk.attendanceId)
  const fresh = useQuery({ ...api.duties.record.queryOptions({ input: { id: walk.record?.id ?? '' } }), enabled: walk.record !== null })
  const record = fresh.data ?? walk.record
  const figures = useMemo(() => walkFigures(trail, walk, new Date()), [trail, walk])
  const leave = async (): Promise<void> => {
    await store.putAway(walk.attendanceId)
    await router.navigate({ to: phonePath.home() as never, replace: true })
  }
  return (
    <div className="set-out">
      <Head title={say('walk.ended')} />
      <div className="stack">
        {walk.autoClosed && <p><StateMark kind="late">{say('walk.autoClosed')}</StateMark></p>}
        {refused !== undefined && (
          <section className="card">
            <StateMark kind="need">{say(refused.operation === 'duties.checkIn' ? 'walk.refusedIn' : 'walk.refusedOut')}</StateMark>
            {refused.problem !== null && <Refusal error={new ProblemError({ ...refused.problem, status: 409 })} />}
            <div className="state-acts">
              <button type="button" className="act" onClick={() => void correct(refused.id, refused.input)}>{say('walk.tryAgain')}</button>
              <button type="button" className="act" onClick={() => void store.putAway(walk.attendanceId, { forget: true })}>{say('walk.giveUp')}</button>
            </div>
          </section>
        )}
        {record === null
          ? (
            <section className="card">
              <h2>{patrolName(walk)}</h2>
              <p>{say('summary.so', { time: duration(Math.floor(servedSeconds(walk, new Date()) / 60), language), distance: metresWords(figures.distance_m) })}</p>
              {refused === undefined && <StateMark kind="waiting">{say(online ? 'summary.sent' : 'summary.waiting')}</StateMark>}
            </section>
          )
          : <RecordCard record={record} />}
        {unsent > 0 && refused === undefined && <p role="status">{say(record === null ? 'summary.unsent' : 'summary.fixes', { count: unsent })}</p>}
        {record !== null && <Link to={phonePath.record(record.id) as never} className="act act-wide">{say('summary.see')}</Link>}
        {refused === undefined
          ? <button type="button" className="act act-main act-wide" onClick={() => void leave()}>{say('summary.done')}</button>
          : <Link to={phonePath.home() as never} className="act act-wide">{say('walk.home')}</Link>}
      </div>
    </div>
  )
}
