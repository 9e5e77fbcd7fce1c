import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import type { Patrol } from '../../../server/duties/contract.ts'
import { patrolSteps, stepAllowed } from '../../../server/duties/steps.ts'
import { client } from '../../kit/client.ts'
import { useOnce } from '../../kit/once.ts'
import { consolePath } from '../../kit/paths.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { fromLocalText, localText } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { useKeys } from '../keyboard.ts'
import { MomentField } from '../controls/date-fields.tsx'
import { Steps } from '../controls/steps.tsx'

type Asking = 'publish' | 'publishAt' | 'cancel'

/** What an officer may do with a patrol; what its state does not allow is greyed and says why. `e` edits or cancels what is published. */
export function PatrolSteps({ patrol }: { patrol: Patrol }) {
  const say = useWords('duties')
  const navigate = useNavigate()
  const [asking, setAsking] = useState<Asking | null>(null)
  const over = Date.parse(patrol.endsAt) <= Date.now()
  const refusal = (step: 'edit' | 'publish' | 'cancel'): string | undefined => {
    if (!stepAllowed(patrolSteps[step], patrol.state)) return say('step.notNow', { state: say(`state.${patrol.state}`), allowed: patrolSteps[step].map((state) => say(`state.${state}`)).join(' / '), step: say(`step.${step}`) })
    return step === 'publish' && over ? say('step.windowPast') : undefined
  }
  const canEdit = refusal('edit') === undefined
  const edit = useMemo(() => () => void navigate({ href: consolePath.editDuty(patrol.id) }), [navigate, patrol.id])
  useKeys(useMemo(() => ({ e: () => (canEdit ? edit() : undefined) }), [canEdit, edit]))
  if (asking !== null) return <Ask key={asking} patrol={patrol} asking={asking} onDone={() => setAsking(null)} />
  return (
    <Steps label={say('step.all')} steps={[
      { key: 'publish', label: say('step.publish'), refusal: refusal('publish'), onTake: () => setAsking('publish') },
      { key: 'publishAt', label: say('step.publishAt'), refusal: refusal('publish'), onTake: () => setAsking('publishAt') },
      { key: 'edit', label: say('step.edit'), refusal: refusal('edit'), onTake: edit },
      { key: 'duplicate', label: say('step.duplicate'), minor: true, onTake: () => void navigate({ href: consolePath.newDuty({ from: patrol.id }) }) },
      { key: 'cancel', label: say('step.cancel'), refusal: refusal('cancel'), danger: true, onTake: () => setAsking('cancel') },
    ]} />
  )
}

const HOUR_MS = 3_600_000

function Ask({ patrol, asking, onDone }: { patrol: Patrol; asking: Asking; onDone: () => void }) {
  const say = useWords('duties')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [at, setAt] = useState(() => localText(new Date(Math.min(Date.now() + HOUR_MS, Math.max(Date.now() + 60_000, Date.parse(patrol.startsAt) - HOUR_MS)))))
  const moment = fromLocalText(at)
  const act = useMutation({
    mutationFn: () => (asking === 'cancel' ? client.duties.cancelPatrol({ id: patrol.id, reason: reason.trim() }) : client.duties.publishPatrol({ id: patrol.id, at: asking === 'publish' ? null : (moment as Date).toISOString() })),
    onSuccess: onDone, onSettled: () => queries.invalidateQueries(),
  })
  const once = useOnce()
  useKeys(useMemo(() => ({ Escape: onDone }), [onDone]))
  const lacking = asking === 'cancel' ? reason.trim() === '' : asking === 'publishAt' && moment === null
  return (
    <form className="duty-ask" onSubmit={(event) => { event.preventDefault(); if (!lacking) once.press(() => act.mutateAsync()) }}>
      <p>{asking === 'cancel' ? say('step.cancelAsk', { count: patrol.seatsTaken }) : say('step.publishAsk')}</p>
      {asking === 'cancel' && <label>{say('step.reason')}<Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></label>}
      {asking === 'publishAt' && <label>{say('step.at')}<MomentField autoFocus value={at} onChange={setAt} /></label>}
      <ProblemLine error={act.error} />
      <div><Button type="primary" danger={asking === 'cancel'} htmlType="submit" disabled={lacking} loading={act.isPending}>{say(`step.${asking}`)}</Button><Button onClick={onDone}>{say('step.back')}</Button></div>
    </form>
  )
}
