import { emergencyNumbers } from '../../../server/cases/steps.ts'
import { useWords } from '../../kit/words.ts'

/** Comes before every form: who is in danger must not fill one in. */
export function DangerQuestion({ onDanger, onSafe }: { onDanger: () => void; onSafe: () => void }) {
  const say = useWords('cases')
  return (
    <section className="card danger-card">
      <h2>{say('danger.ask')}</h2>
      <p>{say('danger.why')}</p>
      <button type="button" className="act act-main danger-act" onClick={onDanger}>{say('danger.yes')}</button>
      <button type="button" className="act danger-act" onClick={onSafe}>{say('danger.no')}</button>
    </section>
  )
}

/** The numbers to call, and nothing to fill in. */
export function CallNow({ onSafe }: { onSafe: () => void }) {
  const say = useWords('cases')
  return (
    <section className="card danger-card" role="alert">
      <h2>{say('danger.call')}</h2>
      <div className="calls calls-large">
        {emergencyNumbers.map(({ number }) => <a key={number} href={`tel:${number}`} className="call"><strong>{number}</strong><small>{say(`danger.n${number}`)}</small></a>)}
      </div>
      <button type="button" className="act danger-act" onClick={onSafe}>{say('danger.back')}</button>
    </section>
  )
}
