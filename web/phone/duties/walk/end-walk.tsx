import { useRef, useState } from 'react'
import { metresWords } from '../../../kit/map/drawing.ts'
import { useOnline } from '../../../kit/states.tsx'
import { duration } from '../../../kit/time.ts'
import { useLanguage, useWords } from '../../../kit/words.ts'
import type { KeptWalk } from '../../outbox/database.ts'
import { useOutbox } from '../../outbox/use-outbox.tsx'
import { useOnDuty } from './use-on-duty.ts'
import { servedSeconds } from './walk-figures.ts'
import { subjectOf, type WalkStore } from './walk-store.ts'

const FLUSH_MS = 8000

/** Ends the walk after one question. With network the positions go first, so that the record is complete at once; without, everything waits. */
export function EndWalk({ walk, distance_m, now }: { walk: KeptWalk; distance_m: number; now: Date }) {
  const say = useWords('patrol')
  const language = useLanguage()
  const online = useOnline()
  const { waiting, trail, store } = useOnDuty()
  const { add } = useOutbox()
  const dialog = useRef<HTMLDialogElement>(null)
  const [ending, setEnding] = useState(false)
  const end = async (): Promise<void> => {
    setEnding(true)
    const at = new Date().toISOString()
    if (online && walk.token !== null) await sentOrTimeout(store)
    const last = trail.at(-1)
    const position = last === undefined ? null : { lon: last.lon, lat: last.lat, accuracy_m: last.accuracy_m }
    // First the command, then the state: a crash in between leaves a walk that the server will close, never one that nobody closes.
    await add({ operation: 'duties.checkOut', input: { id: walk.attendanceId, at, position }, subject: subjectOf(walk.attendanceId), title: 'checkOut' })
    await store.change(walk.attendanceId, { endedAt: at })
  }
  return (
    <>
      <button type="button" className="act walk-act walk-end" onClick={() => dialog.current?.showModal()}>{say('walk.finish')}</button>
      <dialog ref={dialog} className="sos-sheet" aria-label={say('walk.finishSure')}>
        <h2>{say('walk.finishSure')}</h2>
        <p>{say('walk.finishWhat', { time: duration(Math.floor(servedSeconds(walk, now) / 60), language), distance: metresWords(distance_m) })}</p>
        {waiting > 0 && <p>{online ? say('walk.finishWaiting', { count: waiting }) : say('walk.finishOffline')}</p>}
        <div className="stack-inner">
          <button type="button" className="act act-main act-wide" disabled={ending} onClick={() => void end()}>{say(ending ? 'walk.finishing' : 'walk.finishYes')}</button>
          <button type="button" className="act act-wide" disabled={ending} onClick={() => dialog.current?.close()}>{say('walk.goOn')}</button>
        </div>
      </dialog>
    </>
  )
}

/** Resolves when no fix waits any more, or after a while: what is left is sent afterwards and the record is made again. */
function sentOrTimeout(store: WalkStore): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (store.snapshot().waiting > 0) return
      done()
    }
    const done = (): void => {
      clearTimeout(timer)
      leave()
      resolve()
    }
    const timer = setTimeout(done, FLUSH_MS)
    const leave = store.subscribe(check)
    check()
  })
}
