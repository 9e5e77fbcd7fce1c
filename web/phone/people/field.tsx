import { useId, type InputHTMLAttributes } from 'react'

type Input = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'id'>

/** One labelled line of a form; `problem` says what is wrong with it. */
export function Field({ label, hint, problem, onChange, ...input }: Input & { label: string; hint?: string; problem?: string | undefined; onChange: (value: string) => void }) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}{hint !== undefined && <small> {hint}</small>}</label>
      <input id={id} {...input} aria-invalid={problem !== undefined} aria-describedby={problem === undefined ? undefined : `${id}-problem`} onChange={(event) => onChange(event.target.value)} />
      {problem !== undefined && <p className="problem-line" role="alert" id={`${id}-problem`}>{problem}</p>}
    </div>
  )
}
