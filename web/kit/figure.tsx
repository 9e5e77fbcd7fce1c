import { useId, useState } from 'react'
import { useWords } from './words.ts'

export interface FigureProps {
  label: string
  /** null while it is not known; shown as a dash. */
  value: number | string | null
  unit?: string
  /** How the figure is computed, in words. */
  formula?: string
  /** What it covers: region, time, whom. */
  scope?: string
  tone?: 'plain' | 'need' | 'done' | 'late'
}

/** One number with its unit; ⓘ opens its formula and scope. */
export function Figure({ label, value, unit, formula, scope, tone = 'plain' }: FigureProps) {
  const say = useWords('kit')
  const [open, setOpen] = useState(false)
  const noteId = useId()
  const explained = formula !== undefined || scope !== undefined
  return (
    <div className={`figure figure-${tone}`} onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}>
      <span className="figure-label">
        {label}
        {explained && <button type="button" className="figure-why" aria-expanded={open} aria-controls={noteId} aria-label={say('figure.why', { label })} onClick={() => setOpen(!open)}>ⓘ</button>}
      </span>
      <span className="figure-value">{value === null ? '–' : typeof value === 'number' ? value.toLocaleString('en-US') : value}{unit !== undefined && <small>{unit}</small>}</span>
      {explained && open && (
        <div id={noteId} role="note" className="figure-note">
          {formula !== undefined && <p><b>{say('figure.formula')}</b>{formula}</p>}
          {scope !== undefined && <p><b>{say('figure.scope')}</b>{scope}</p>}
        </div>
      )}
    </div>
  )
}
