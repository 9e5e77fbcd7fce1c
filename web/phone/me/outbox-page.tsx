import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { ProblemError, problemText } from '../../kit/problem.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Empty, useOnline } from '../../kit/states.tsx'
import { relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import type { Command } from '../outbox/database.ts'
import { commandEditors } from '../routes.ts'
import { useOnDuty } from '../duties/walk/use-on-duty.ts'
import type { Rest } from '../duties/walk/walk-store.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'

/** Everything on this phone that the server has not acknowledged, and what was refused with its reason. */
export default function OutboxPage() {
  const say = useWords('phone')
  const { list, others, flush, waiting } = useOutbox()
  const online = useOnline()
  const walks = useWalksToSend()
  if (list.length + others + walks.length === 0) return <Empty title={say('outbox.none')} hint={say('outbox.noneWhat')} />
  return (
    <div className="stack">
      <ul className="plain-list">{list.map((command) => <OutboxItem key={command.id} command={command} />)}{walks.map((walk) => <WalkItem key={walk.attendanceId} walk={walk} />)}</ul>
      {others > 0 && <p>{say('outbox.others', { count: others })}</p>}
      {waiting + walks.length > 0 && (online ? <button type="button" className="act act-main" onClick={flush}>{say('outbox.send')}</button> : <p>{say('outbox.later')}</p>)}
    </div>
  )
}

type WalkToSend = Pick<Rest, 'attendanceId' | 'name' | 'waiting' | 'link'>

/** Walks that are over and have positions on this phone, the one whose summary is still open too. */
function useWalksToSend(): readonly WalkToSend[] {
  const { walk, waiting, link, rest } = useOnDuty()
  const open = walk != null && walk.endedAt !== null && waiting > 0 ? [{ attendanceId: walk.attendanceId, name: walk.name, waiting, link }] : []
  return [...open, ...rest.filter((one) => one.waiting > 0)]
}

function WalkItem({ walk: { attendanceId, name, waiting, link } }: { walk: WalkToSend }) {
  const say = useWords('phone')
  const { store } = useOnDuty()
  return (
    <li className="card">
      <h2>{name}</h2>
      <p>{say('outbox.positions', { count: waiting })}</p>
      <p><StateMark kind={link === 'refused' ? 'need' : link === 'open' ? 'running' : 'waiting'}>{say(link === 'refused' ? 'outbox.refused' : link === 'open' ? 'outbox.sending' : 'outbox.queued')}</StateMark></p>
      {link === 'refused' && <button type="button" className="act" onClick={() => void store.putAway(attendanceId, { forget: true })}>{say('outbox.discard')}</button>}
    </li>
  )
}

function OutboxItem({ command: { id, title, deviceTime, state, problem } }: { command: Command }) {
  const say = useWords('phone')
  const language = useLanguage()
  const { discard, correct, list } = useOutbox()
  const editor = commandEditors[title]
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const tick = setInterval(() => setNow(new Date()), 10_000)
    return () => clearInterval(tick)
  }, [])
  return (
    <li className="card">
      <h2>{say(`command.${title}`)}</h2>
      <p><StateMark kind={state === 'refused' ? 'need' : state === 'sending' ? 'running' : 'waiting'}>{say(`outbox.${state}`)}</StateMark> · {relativeTime(deviceTime, now, language)}</p>
      {problem !== null && (
        <>
          <p>{problemText(new ProblemError({ ...problem, status: 409 }), language)}</p>
          <div className="state-acts">
            {editor !== undefined && <Link to={editor(id) as never} className="act act-main">{say('outbox.correct')}</Link>}
            <button type="button" className={editor === undefined ? 'act act-main' : 'act'} onClick={() => void correct(id, list.find((one) => one.id === id)?.input)}>{say('outbox.again')}</button>
            <button type="button" className="act" onClick={() => void discard(id)}>{say('outbox.discard')}</button>
          </div>
        </>
      )}
    </li>
  )
}
