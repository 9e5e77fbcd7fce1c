import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../../kit/words.ts'
import { createHold } from '../../hold.ts'

const HINT_MS = 5000

/** Held for a second it shows the emergency numbers, so that a pocket does not, and a tap is told to hold; keyboards and screen readers open it with one press. */
export function SosButton() {
  const say = useWords('patrol')
  const sayPhone = useWords('phone')
  const [open, setOpen] = useState(false)
  const [held, setHeld] = useState(false)
  const [hinted, setHinted] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const [hold] = useState(() => createHold(() => setOpen(true), () => setHinted(true), (delay_ms, work) => { const timer = setTimeout(work, delay_ms); return () => clearTimeout(timer) }))
  const press = (): void => {
    setHeld(true)
    setHinted(false)
    hold.press()
  }
  const release = (gone: boolean) => (): void => {
    setHeld(false)
    hold.release(gone)
  }
  useEffect(() => { if (open) dialog.current?.showModal() }, [open])
  useEffect(() => () => hold.release(true), [hold])
  useEffect(() => {
    if (!hinted) return
    const timer = setTimeout(() => setHinted(false), HINT_MS)
    return () => clearTimeout(timer)
  }, [hinted])
  return (
    <>
      <button type="button" className={held ? 'act walk-act sos sos-held' : 'act walk-act sos'} onPointerDown={press} onPointerUp={release(false)} onPointerLeave={release(true)} onPointerCancel={release(true)} onContextMenu={(event) => event.preventDefault()} onClick={({ detail }) => { if (detail === 0) setOpen(true) }} aria-description={say('walk.sosWhat')}>{say('walk.sos')}</button>
      <p role="status" className={hinted ? 'sos-hint' : 'unseen'}>{hinted ? say('walk.sosHold') : ''}</p>
      {open && (
        <dialog ref={dialog} className="sos-sheet" aria-label={say('walk.sosTitle')} onClose={() => setOpen(false)}>
          <h2>{say('walk.sosTitle')}</h2>
          <p>{say('walk.sosNobody')}</p>
          <div className="sos-calls">
            {(['110', '119', '120', '122'] as const).map((number) => <a key={number} href={`tel:${number}`} className="call"><strong>{number}</strong><small>{sayPhone(`danger.n${number}`)}</small></a>)}
          </div>
          <button type="button" className="act act-wide" onClick={() => dialog.current?.close()}>{say('walk.dangerClose')}</button>
        </dialog>
      )}
    </>
  )
}
