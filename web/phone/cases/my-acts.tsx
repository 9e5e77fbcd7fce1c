import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseView } from '../../../server/cases/contract.ts'
import { offeredSteps, stepRule, steps, type StepCode } from '../../../server/cases/steps.ts'
import type { Position } from '../../../server/platform/shapes.ts'
import { client } from '../../kit/client.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { useLanguage, useWords } from '../../kit/words.ts'
import { LocateAgain, PinMap, usePin } from './pin-map.tsx'
import { PinWords } from './place-field.tsx'

/** What I may do with my report now, out of the step table: the answer to "is it solved?" first, the rest behind "more". */
export function MyActs({ view }: { view: CaseView }) {
  const say = useWords('cases')
  const language = useLanguage()
  const [chosen, setChosen] = useState<StepCode | null>(null)
  const take = useTakeStep(view)
  const mine = view.parties.filter((party) => party === 'reporter' || party === 'follower')
  const open = offeredSteps(view.facts, mine, new Date()).filter(({ refusal }) => refusal === null).map(({ step }) => step)
  if (chosen !== null) return <NoteForm step={chosen} take={take} onCancel={() => setChosen(null)} />
  const rest = open.filter((step) => step !== 'solved' && step !== 'not-solved' && step !== 'locate')
  const pick = (step: StepCode): void => (step === 'urge' ? take.mutate({ step }) : setChosen(step))
  const reply = view.history.findLast((entry) => entry.step === 'reply' || entry.step === 'outside-replied')
  return (
    <>
      {open.includes('solved') && (
        <section className="card">
          <h2>{say('one.askSolved')}</h2>
          {reply?.note != null && <p className="said">{reply.note}</p>}
          <button type="button" className="act act-main danger-act" onClick={() => setChosen('solved')}>{say('one.solved')}</button>
          <button type="button" className="act danger-act" onClick={() => setChosen('not-solved')}>{say('one.notSolved')}</button>
        </section>
      )}
      {open.includes('locate') && <LocateCard take={take} />}
      {rest.length > 0 && <section className="card"><h2>{say('one.more')}</h2><div className="state-acts">{rest.map((step) => <button key={step} type="button" className="act" onClick={() => pick(step)}>{steps[step][language]}</button>)}</div></section>}
      <ProblemLine error={take.error} />
    </>
  )
}

type TakeStep = ReturnType<typeof useTakeStep>

function useTakeStep(view: CaseView) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (over: { step: StepCode; note?: string; position?: Position }) => client.cases.takeStep({ id: view.id, version: view.version, photos: [], ...over }),
    onSettled: () => queries.invalidateQueries(),
  })
}

function NoteForm({ step, take, onCancel }: { step: StepCode; take: TakeStep; onCancel: () => void }) {
  const say = useWords('cases')
  const language = useLanguage()
  const [note, setNote] = useState('')
  const needed = stepRule(step).needs?.includes('note') === true
  const title = step === 'solved' ? say('one.wordSolved') : step === 'not-solved' ? say('one.wordNotSolved') : steps[step][language]
  return (
    <form className="card" onSubmit={(event) => { event.preventDefault(); take.mutate({ step, ...(note.trim() === '' ? {} : { note }) }) }}>
      <h2>{steps[step][language]}</h2>
      <label className="field"><span>{title}</span><textarea rows={3} maxLength={2000} value={note} required={needed} onChange={(event) => setNote(event.target.value)} /></label>
      <ProblemLine error={take.error} />
      <button type="submit" className="act act-main danger-act" disabled={take.isPending || (needed && note.trim() === '')}>{say('one.send')}</button>
      <button type="button" className="act danger-act" onClick={onCancel}>{say('one.cancel')}</button>
    </form>
  )
}

/** The place that was left open when it was reported: where one is now, or where the pin is moved to. */
function LocateCard({ take }: { take: TakeStep }) {
  const say = useWords('cases')
  const [position, setPosition] = useState<Position | null>(null)
  const { state, locate, ...pin } = usePin(null, setPosition)
  return (
    <section className="card">
      <h2>{say('one.locate')}</h2>
      <p>{say('one.needLocate')}</p>
      <p role="status">{position !== null ? say('report.placeHint') : say(state === 'asking' ? 'report.finding' : 'one.moveMap')}</p>
      {position === null && <LocateAgain state={state} locate={locate} />}
      <PinMap label={say('one.locate')} pin={pin} />
      {position !== null && <PinWords position={position} />}
      <button type="button" className="act act-main danger-act" disabled={take.isPending || position === null} onClick={() => { if (position !== null) take.mutate({ step: 'locate', position }) }}>{say('one.here')}</button>
    </section>
  )
}
