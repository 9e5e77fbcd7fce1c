import { Input } from 'antd'
import { useId, useState, type KeyboardEvent } from 'react'
import { useWords } from '../../kit/words.ts'
import { nextNumber, numberProblem, readNumber, type NumberBounds } from './number-rules.ts'

interface Props {
  /** Null for nothing typed, NaN for what is no number. */
  value: number | null
  onChange: (value: number | null) => void
  bounds: NumberBounds
  step?: number
  id?: string
  label?: string
  placeholder?: string
  suffix?: string
  autoFocus?: boolean
  /** What else speaks against it, said by the form. */
  wrong?: boolean
}

/** A number, kept as it was typed: what is wrong with it stands at the field, and the form asks `numberProblem` before it sends anything. */
export function NumberField({ value, onChange, bounds, step = 1, id, label, wrong = false, ...field }: Props) {
  const say = useWords('console')
  const note = useId()
  const [typed, setTyped] = useState(() => textOf(value))
  // Another number than the typed one came from outside.
  const text = Object.is(readNumber(typed), value) ? typed : textOf(value)
  const problem = numberProblem(value, bounds)
  const set = (to: string): void => { setTyped(to); onChange(readNumber(to)) }
  const press = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowUp' ? step : event.key === 'ArrowDown' ? -step : 0
    if (by === 0) return
    event.preventDefault()
    set(String(nextNumber(value, by, bounds)))
  }
  return (
    <span className="number-field">
      <Input
        {...field} {...(id === undefined ? {} : { id })} {...(label === undefined ? {} : { 'aria-label': label })} inputMode={bounds.fraction === true ? 'decimal' : 'numeric'} autoComplete="off" maxLength={20} value={text}
        aria-invalid={wrong || problem !== null} aria-describedby={note} status={wrong || problem !== null ? 'error' : ''} onChange={(event) => set(event.target.value)} onKeyDown={press}
      />
      <span id={note} role="status">{problem !== null && <span className="field-wrong">{say(`number.${problem}`, { min: bounds.min, max: bounds.max })}</span>}</span>
    </span>
  )
}

const textOf = (value: number | null): string => (value === null || Number.isNaN(value) ? '' : String(value))
