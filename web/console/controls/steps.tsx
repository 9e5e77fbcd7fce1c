import { Button } from 'antd'
import { useWords } from '../../kit/words.ts'

export interface Step {
  key: string
  label: string
  /** Why it cannot be taken now, in words; undefined when it may be. */
  refusal?: string | undefined
  danger?: boolean
  /** Never the foremost one: it may be done, but nothing waits for it. */
  minor?: boolean
  onTake: () => void
}

/** What may be done now as buttons, the first one foremost; what the state does not allow is folded away behind them, greyed and with its reason. */
export function Steps({ steps, label }: { steps: readonly Step[]; label: string }) {
  const say = useWords('console')
  const open = steps.filter(({ refusal }) => refusal === undefined)
  const closed = steps.filter(({ refusal }) => refusal !== undefined)
  return (
    <section className="steps" aria-label={label}>
      {open.map(({ key, label: words, danger = false, minor = false, onTake }, at) => <Button key={key} type={at === 0 && !danger && !minor ? 'primary' : 'default'} danger={danger} onClick={onTake}>{words}</Button>)}
      {closed.length > 0 && (
        <details className="steps-closed">
          <summary>{say('steps.closed', { count: closed.length })}</summary>
          <dl>{closed.map(({ key, label: words, refusal }) => <div key={key}><dt>{words}</dt><dd>{refusal}</dd></div>)}</dl>
        </details>
      )}
    </section>
  )
}
