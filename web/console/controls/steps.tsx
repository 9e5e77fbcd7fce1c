import { Button } from 'antd'
import { useWords } from '../../kit/words.ts'
import { isMain, openInOrder } from './step-order.ts'

export interface Step {
  key: string
  label: string
  /** Why it cannot be taken now, in words; undefined when it may be. */
  refusal?: string | undefined
  danger?: boolean
  /** Never the foremost one, and behind those that may be: it may be done, but nothing waits for it. */
  minor?: boolean
  onTake: () => void
}

/** What may be done now as buttons, the first one foremost; what the state does not allow is folded away behind them, greyed and with its reason. `resting` ones take no press for the moment, and look no different: it is over before anybody who means it is there. */
export function Steps({ steps, label, resting = false }: { steps: readonly Step[]; label: string; resting?: boolean }) {
  const say = useWords('console')
  const open = openInOrder(steps)
  const closed = steps.filter(({ refusal }) => refusal !== undefined)
  return (
    <section className="steps" aria-label={label}>
      {open.map((step, at) => <Button key={step.key} type={at === 0 && isMain(step) ? 'primary' : 'default'} danger={step.danger ?? false} onClick={() => { if (!resting) step.onTake() }}>{step.label}</Button>)}
      {closed.length > 0 && (
        <details className="steps-closed">
          <summary>{say('steps.closed', { count: closed.length })}</summary>
          <dl>{closed.map(({ key, label: words, refusal }) => <div key={key}><dt>{words}</dt><dd>{refusal}</dd></div>)}</dl>
        </details>
      )}
    </section>
  )
}
