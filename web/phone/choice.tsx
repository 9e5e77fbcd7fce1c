import { useId } from 'react'

/** A few options side by side, each a full touch target; arrow keys move between them. */
export function Choice<T extends string>({ title, what, value, options, onChoose }: { title: string; what?: string; value: T; options: readonly { value: T; label: string }[]; onChoose: (value: T) => void }) {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend>{title}</legend>
      {what !== undefined && <p className="quiet">{what}</p>}
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChoose(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
