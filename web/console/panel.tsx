import { useId, useMemo, useState, type ReactNode } from 'react'
import { Icon } from '../kit/icons.tsx'
import { useWords } from '../kit/words.ts'
import { useKeys, type KeyActs } from './keyboard.ts'

/** How much of the map a panel of this kind covers on the right; hand it to CityMap's `coveredRight`. */
export const PANEL_WIDTH = { list: 360, detail: 440 } as const

const NO_KEYS: KeyActs = {}

/** A sheet that slides in over the map's right edge, on a narrow screen from below, where it can be raised over the map; Escape or ✕ closes it. `acts` stay at its foot. */
export function Panel({ title, kind = 'detail', onClose, acts, children }: { title: ReactNode; kind?: keyof typeof PANEL_WIDTH; onClose?: () => void; acts?: ReactNode; children: ReactNode }) {
  const say = useWords('kit')
  const heading = useId()
  const [raised, setRaised] = useState(false)
  const acting = useMemo((): KeyActs => (onClose === undefined ? NO_KEYS : { Escape: onClose }), [onClose])
  useKeys(acting)
  return (
    <aside className={raised ? 'panel panel-raised' : 'panel'} aria-labelledby={heading} style={{ width: PANEL_WIDTH[kind] }}>
      <header className="panel-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="plain-button panel-raise" aria-label={say(raised ? 'act.lower' : 'act.raise')} onClick={() => setRaised(!raised)}><Icon name={raised ? 'down' : 'up'} /></button>
        {onClose !== undefined && <button type="button" className="plain-button" aria-label={say('act.close')} onClick={onClose}><Icon name="close" /></button>}
      </header>
      <div className="panel-body" role="group" aria-labelledby={heading} tabIndex={0}>{children}</div>
      {acts !== undefined && <footer className="panel-acts">{acts}</footer>}
    </aside>
  )
}
