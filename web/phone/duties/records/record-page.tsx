import '../duties.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, client } from '../../../kit/client.ts'
import { metresWords } from '../../../kit/map/drawing.ts'
import { useOnce } from '../../../kit/once.ts'
import { phonePath } from '../../../kit/paths.ts'
import { StateMark } from '../../../kit/state-mark.tsx'
import { Fetched, ProblemLine } from '../../../kit/states.tsx'
import { dateTime, duration, windowWords } from '../../../kit/time.ts'
import { useLanguage, useWords, type Say } from '../../../kit/words.ts'
import { RecordCard, strengthTone, type ServiceRecord } from './record-card.tsx'
import { TrackReplay } from './track-replay.tsx'

/** States in which a person may say that the record is wrong; the server decides again. */
const disputable: readonly ServiceRecord['state'][] = ['confirmed', 'rejected']

/** One record in full: figures, proofs, who decided and why, the track, and the way to say that it is wrong. */
export default function RecordPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  // An officer may decide at any moment.
  const query = useQuery({ ...api.duties.record.queryOptions({ input: { id } }), staleTime: 0, refetchInterval: 15_000 })
  return (
    <Fetched query={query} lines={10}>
      {(record) => (
        <div className="stack">
          <RecordCard record={record}>
            {record.patrolId !== null && <RecordDuty id={record.patrolId} />}
          </RecordCard>
          <TrackReplay attendanceId={record.attendanceId} />
          <Proofs record={record} />
          <Decision record={record} />
        </div>
      )}
    </Fetched>
  )
}

function RecordDuty({ id }: { id: string }) {
  const say = useWords('patrol')
  return <Link to={phonePath.duty(id) as never} className="act">{say('record.openDuty')}</Link>
}

function Proofs({ record }: { record: ServiceRecord }) {
  const say = useWords('patrol')
  const language = useLanguage()
  const { startedAt, endedAt, credited, minutesMeasured, proofStrength, proofs, fixes, moving_s, filterVersion } = record
  const rows: [string, string][] = [
    [say('record.times'), windowWords(startedAt, endedAt, language)],
    [say('summary.minutes'), [...(credited === null ? [] : [say('record.minutesWhat', { minutes: credited.minutes })]), say('record.measured', { minutes: minutesMeasured })].join(' · ')],
    ...(moving_s === null ? [] : [[say('record.moving'), duration(moving_s / 60, language)] as [string, string]]),
    [say('record.fixes'), `${fixes}${filterVersion === null ? '' : ` · ${say('record.version', { version: filterVersion })}`}`],
  ]
  return (
    <>
      <dl className="facts">{rows.map(([name, words]) => <div key={name}><dt>{name}</dt><dd>{words}</dd></div>)}</dl>
      <section className="card">
        <h2>{say('record.how')}</h2>
        <StateMark kind={strengthTone[proofStrength]}>{say(`strength.${proofStrength}`)}</StateMark>
        <p>{say(`strengthWhat.${proofStrength}`)}</p>
        {proofs.length > 0 && <ul className="flag-list">{proofs.map((proof) => <li key={`${proof.kind}${proof.at}`}>{proofWords(proof, record, say)}</li>)}</ul>}
        {record.flags.length === 0 && <p>{say('record.noFlags')}</p>}
      </section>
    </>
  )
}

function proofWords({ kind, detail }: { kind: string; detail: string }, { fixes, distance_m }: ServiceRecord, say: Say): string {
  if (kind === 'track') return say('proofKind.track', { fixes, distance: metresWords(distance_m ?? 0) })
  return kind === 'geofence' ? say('proofKind.geofence', { detail }) : `${kind}: ${detail}`
}

function Decision({ record }: { record: ServiceRecord }) {
  const say = useWords('patrol')
  const { state, credited, decidedBy, decidedAt, decisionNote, disputeReason } = record
  const [open, setOpen] = useState(false)
  return (
    <section className="card">
      <h2>{say('record.decided')}</h2>
      {decidedAt === null ? <p>{say('record.waitingOfficer')}</p> : <p>{say('record.decidedWhat', { who: say(decidedBy === 'system' ? 'record.bySystem' : 'record.byOfficer'), time: dateTime(decidedAt) })}</p>}
      {decisionNote !== null && <p>{say('record.note', { note: decisionNote })}</p>}
      {disputeReason !== null && <p>{say('record.disputed', { reason: disputeReason })}</p>}
      {credited !== null && <Link to={phonePath.points() as never} className="act">{say('record.ledger')}</Link>}
      {disputable.includes(state) && !open && <button type="button" className="act" onClick={() => setOpen(true)}>{say('record.dispute')}</button>}
      {disputable.includes(state) && open && <Dispute id={record.id} onClose={() => setOpen(false)} />}
    </section>
  )
}

function Dispute({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords('patrol')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const once = useOnce()
  const send = useMutation({
    mutationFn: () => once.run(id, () => client.duties.disputeRecord({ id, reason: reason.trim() })),
    onSuccess: async () => { onClose(); await queries.invalidateQueries({ queryKey: api.duties.key() }) },
  })
  return (
    <form className="stack-inner wide" onSubmit={(event) => { event.preventDefault(); send.mutate() }}>
      <p>{say('record.disputeWhat')}</p>
      <label className="field">{say('record.reason')}<textarea rows={3} maxLength={500} required value={reason} placeholder={say('record.reasonHint')} onChange={({ target }) => setReason(target.value)} /></label>
      <ProblemLine error={send.error} />
      <div className="state-acts">
        <button type="submit" className="act act-main" disabled={send.isPending || reason.trim() === ''}>{say('record.send')}</button>
        <button type="button" className="act" onClick={onClose}>{say('record.cancel')}</button>
      </div>
    </form>
  )
}
