import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { ProblemError, problemText } from '../../kit/problem.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Empty, useOnline } from '../../kit/states.tsx'
import { relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import type { Command } from '../outbox/database.ts'
import { commandEditors } from '../routes.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'

/** Everything on this phone that the server has not acknowledged, and what was refused with its reason. */
export default function OutboxPage() {
  const say = useWords('phone')
  const { list, flush, waiting } = useOutbox()
  const online = useOnline()
  if (list.length === 0) return <Empty title={say('outbox.none')} hint={say('outbox.noneWhat')} />
  return (
    <div className="stack">
      <ul className="plain-list">{list.map((command) => <OutboxItem key={command.id} command={command} />)}</ul>
      {waiting > 0 && (online ? <button type="button" className="act act-main" onClick={flush}>{say('outbox.send')}</button> : <p>{say('outbox.later')}</p>)}
    </div>
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
