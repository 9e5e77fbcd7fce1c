import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../../kit/words.ts'

const HOLD_MS = 1000

/** Held for a second it shows the emergency numbers, so that a pocket does not; keyboards and screen readers open it with one press. */
export function SosButton() {
  const say = useWords('patrol')
  const sayPhone = useWords('phone')
  const [open, setOpen] = useState(false)
  const [held, setHeld] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const dialog = useRef<HTMLDialogElement>(null)
  const press = (): void => {
    setHeld(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(true), HOLD_MS)
  }
  const release = (): void => {
    setHeld(false)
    clearTimeout(timer.current)
  }
  useEffect(() => {
    if (open) dialog.current?.showModal()
    return () => clearTimeout(timer.current)
  }, [open])
  return (
    <>
      <button type="button" className={held ? 'act walk-act sos sos-held' : 'act walk-act sos'} onPointerDown={press} onPointerUp={release} onPointerLeave={release} onPointerCancel={release} onContextMenu={(event) => event.preventDefault()} onClick={({ detail }) => { if (detail === 0) setOpen(true) }} aria-description={say('walk.sosWhat')}>{say('walk.sos')}</button>
      {open && (
        <dialog ref={dialog} className="sos-sheet" aria-label={say('walk.sosTitle')} onClose={() => setOpen(false)}>
          <h2>{say('walk.sosTitle')}</h2>
          <div className="sos-calls">
            {(['110', '119', '120', '122'] as const).map((number) => <a key={number} href={`tel:${number}`} className="call"><strong>{number}</strong><small>{sayPhone(`danger.n${number}`)}</small></a>)}
          </div>
          <button type="button" className="act act-wide" onClick={() => dialog.current?.close()}>{say('walk.dangerClose')}</button>
        </dialog>
      )}
    </>
  )
}
