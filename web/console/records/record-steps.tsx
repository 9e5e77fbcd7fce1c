import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import type { ServiceRecord } from '../../../server/duties/contract.ts'
import { recordSteps, stepAllowed } from '../../../server/duties/steps.ts'
import { client } from '../../kit/client.ts'
import { useOnce } from '../../kit/once.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'
import { useKeys } from '../keyboard.ts'
import { NumberField } from '../controls/number-field.tsx'
import { numberProblem } from '../controls/number-rules.ts'
import { Steps } from '../controls/steps.tsx'

export type RecordStep = 'confirm' | 'reject'

/** A second press meant for the record before must not meet this one. */
const REST_MS = 600

function useRest(asked: boolean): boolean {
  const [resting, setResting] = useState(asked)
  useEffect(() => {
    const timer = setTimeout(() => setResting(false), REST_MS)
    return () => clearTimeout(timer)
  }, [])
  return resting
}

/** Confirm, with fewer minutes and a note if need be, or reject with the reason; `e` begins. `jumped`: it came by itself in the place of another. */
export function RecordSteps({ record, jumped, onDecided }: { record: ServiceRecord; jumped: boolean; onDecided: (step: RecordStep) => void }) {
  const say = useWords('records')
  const [step, setStep] = useState<RecordStep | null>(null)
  const refusal = (one: RecordStep): string | undefined => (stepAllowed(recordSteps[one], record.state) ? undefined : say('step.notNow', { state: say(`state.${record.state}`), step: say(`step.${one}`) }))
  const resting = useRest(jumped)
  const open = refusal('confirm') === undefined && !resting
  useKeys(useMemo(() => ({ e: () => { if (open) setStep('confirm') } }), [open]))
  if (step !== null) return <StepForm record={record} step={step} onBack={() => setStep(null)} onDecided={onDecided} />
  return (
    <Steps label={say('step.all')} resting={resting} steps={(['confirm', 'reject'] as const).map((one) => ({ key: one, label: say(`step.${one}`), refusal: refusal(one), onTake: () => setStep(one) }))} />
  )
}

function StepForm({ record, step, onBack, onDecided }: { record: ServiceRecord; step: RecordStep; onBack: () => void; onDecided: (step: RecordStep) => void }) {
  const say = useWords('records')
  const queries = useQueryClient()
  const [minutes, setMinutes] = useState<number | null>(record.minutes)
  const [note, setNote] = useState('')
  const bounds = { min: 0, max: record.minutesMeasured }
  const fewer = step === 'confirm' && minutes !== null && minutes < record.minutesMeasured
  const lacking = (step === 'reject' || fewer) && note.trim() === '' || (step === 'confirm' && numberProblem(minutes, bounds) !== null)
  const act = useMutation({
    mutationFn: () => (step === 'reject' ? client.duties.rejectRecord({ id: record.id, note: note.trim() }) : client.duties.confirmRecord({ id: record.id, minutes: minutes as number, ...(note.trim() === '' ? {} : { note: note.trim() }) })),
    onSuccess: () => onDecided(step), onSettled: () => queries.invalidateQueries(),
  })
  const once = useOnce()
  useKeys(useMemo(() => ({ Escape: onBack }), [onBack]))
  const noteWords = step === 'reject' ? say('step.noteReject') : fewer ? say('step.noteLess', { measured: record.minutesMeasured }) : say('step.note')
  return (
    <form className="duty-ask" onSubmit={(event) => { event.preventDefault(); if (!lacking) once.press(() => act.mutateAsync()) }}>
      {step === 'confirm' && <label>{say('step.minutes')}<NumberField autoFocus bounds={bounds} value={minutes} onChange={setMinutes} /></label>}
      <label>{noteWords}<Input.TextArea autoFocus={step === 'reject'} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></label>
      <ProblemLine error={act.error} />
      <div><Button type="primary" htmlType="submit" disabled={lacking} loading={act.isPending}>{say(`step.${step}`)}</Button><Button onClick={onBack}>{say('step.back')}</Button></div>
    </form>
  )
}
