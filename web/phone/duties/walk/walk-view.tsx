import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Figure } from '../../../kit/figure.tsx'
import { Icon } from '../../../kit/icons.tsx'
import { metresWords } from '../../../kit/map/drawing.ts'
import { usePatrolName } from '../../../kit/patrol-name.ts'
import { phonePath } from '../../../kit/paths.ts'
import { ProblemError } from '../../../kit/problem.ts'
import { percentText } from '../../../kit/share.ts'
import { StateMark, type StateKind } from '../../../kit/state-mark.tsx'
import { useOnline } from '../../../kit/states.tsx'
import { clockTime, duration, relativeTime, stopwatch } from '../../../kit/time.ts'
import { useLanguage, useWords } from '../../../kit/words.ts'
import type { Command, KeptWalk } from '../../outbox/database.ts'
import { useOutbox } from '../../outbox/use-outbox.tsx'
import { phonePages } from '../../routes.ts'
import { EndWalk } from './end-walk.tsx'
import { Refusal } from '../refusal.tsx'
import { SosButton } from './sos-button.tsx'
import { useNow } from '../use-now.ts'
import { useOnDuty } from './use-on-duty.ts'
import { servedSeconds, walkFigures, type WalkFigures } from './walk-figures.ts'
import { WalkMap } from './walk-map.tsx'
import { subjectOf } from './walk-store.ts'

const COARSE_M = 100

/** The walk as it goes on: how long, how far, what is left, whether it is recorded and sent, and what can be done. */
export function WalkView({ walk }: { walk: KeptWalk }) {
  const patrolName = usePatrolName()
  const say = useWords('patrol')
  const language = useLanguage()
  const now = useNow(1)
  const { trail, position } = useOnDuty()
  const figures = useMemo(() => walkFigures(trail, walk, new Date()), [trail, walk])
  const { list } = useOutbox()
  const checkIn = list.find(({ subject, operation }) => subject === subjectOf(walk.attendanceId) && operation === 'duties.checkIn')
  const last = trail.at(-1)
  // The same place stays the same object: a new one each second would redraw the map each second.
  const me = useMemo<[number, number] | null>(() => (last === undefined ? null : [last.lon, last.lat]), [last])
  const refused = checkIn?.state === 'refused'
  return (
    <div className="walk">
      <header className="walk-head">
        <Link to={phonePath.home() as never} className="back" aria-label={say('walk.home')}><Icon name="back" size={26} /></Link>
        <span className="walk-name"><WalkState checkIn={checkIn} token={walk.token} /><h1>{patrolName(walk)}</h1></span>
        {!refused && <span className="walk-clock"><strong role="timer" aria-label={say('walk.time')}>{stopwatch(servedSeconds(walk, now))}</strong>{walk.plannedEnd !== null && <small>{say('walk.left', { time: clockTime(walk.plannedEnd, language) })}</small>}</span>}
      </header>
      {checkIn !== undefined && refused && <RefusedCheckIn walk={walk} command={checkIn} />}
      {checkIn !== undefined && !refused && <p className="walk-note" role="status">{say('walk.provisional')}</p>}
      <div className="walk-map"><WalkMap label={say('walk.map')} walk={walk} figures={figures} me={me} /></div>
      {!refused && <Figures figures={figures} />}
      <PositionLine now={now} />
      {position !== 'known' && position !== 'asking' && <p className="walk-note walk-need" role="alert">{say(`position.${position}`)}</p>}
      {figures.gaps > 0 && <p className="walk-note">{say('walk.gaps', { count: figures.gaps, time: duration(Math.ceil(figures.gap_s / 60), language) })}</p>}
      <div className="walk-acts">
        {phonePages.some(({ path }) => path === phonePath.report()) && <Link to={phonePath.report({ attendanceId: walk.attendanceId }) as never} className="act walk-act"><Icon name="report" size={26} />{say('walk.report')}</Link>}
        <SosButton />
        {!refused && <EndWalk walk={walk} distance_m={figures.distance_m} now={now} />}
      </div>
    </div>
  )
}

function WalkState({ checkIn, token }: { checkIn: Command | undefined; token: string | null }) {
  const say = useWords('patrol')
  const online = useOnline()
  const [kind, word]: [StateKind, string] = checkIn?.state === 'refused' ? ['need', say('walk.refusedIn')] : token !== null ? ['running', say('walk.running')] : online ? ['waiting', say('walk.checkingIn')] : ['waiting', say('walk.waitingIn')]
  return <StateMark kind={kind}>{word}</StateMark>
}

function Figures({ figures: { distance_m, coveredShare } }: { figures: WalkFigures }) {
  const say = useWords('patrol')
  return (
    <div className="walk-figures">
      <Figure label={say('walk.distance')} value={metresWords(distance_m)} formula={say('walk.distanceFormula')} scope={say('walk.coveredScope')} />
      {coveredShare !== null && <Figure label={say('walk.covered')} value={percentText(coveredShare)} formula={say('walk.coveredFormula')} scope={say('walk.coveredScope')} />}
    </div>
  )
}

/** "定位 4 秒前 · 误差 8 米 · 已同步": how old the fix is and whether the server has it. */
function PositionLine({ now }: { now: Date }) {
  const say = useWords('patrol')
  const language = useLanguage()
  const online = useOnline()
  const { trail, link, waiting, awake } = useOnDuty()
  const last = trail.at(-1)
  const metres = last === undefined ? 0 : Math.round(last.accuracy_m)
  const sent = link === 'refused' ? say('walk.linkRefused') : waiting === 0 ? say('walk.sent') : say(online ? 'walk.waiting' : 'walk.offline', { count: waiting })
  const words = [last === undefined ? say('walk.noFix') : say('walk.fix', { time: relativeTime(last.at, now, language) }), last === undefined ? null : say(metres > COARSE_M ? 'walk.coarse' : 'walk.accuracy', { metres }), sent, say(awake ? 'walk.awake' : 'walk.notAwake')]
  return <p className="walk-line">{words.filter((one) => one !== null).join('\u00a0· ')}</p>
}

/** The check-in was not accepted: why, and trying again from here or giving up. */
function RefusedCheckIn({ walk, command }: { walk: KeptWalk; command: Command }) {
  const say = useWords('patrol')
  const { correct } = useOutbox()
  const { store, trail } = useOnDuty()
  const [trying, setTrying] = useState(false)
  const again = async (): Promise<void> => {
    setTrying(true)
    const here = trail.at(-1)
    const position = here === undefined ? (command.input as { position: unknown }).position : { lon: here.lon, lat: here.lat, accuracy_m: here.accuracy_m }
    const at = new Date().toISOString()
    await store.change(walk.attendanceId, { startedAt: at })
    await correct(command.id, { ...(command.input as object), at, position })
    setTrying(false)
  }
  return (
    <section className="card walk-refused">
      {command.problem !== null && <Refusal error={new ProblemError({ ...command.problem, status: 409 })} />}
      <div className="state-acts">
        <button type="button" className="act act-main" disabled={trying} onClick={() => void again()}>{say('walk.tryAgain')}</button>
        <button type="button" className="act" onClick={() => void store.putAway(walk.attendanceId, { forget: true })}>{say('walk.giveUp')}</button>
      </div>
      <p className="offer-quiet">{say('walk.giveUpWhat')}</p>
    </section>
  )
}
