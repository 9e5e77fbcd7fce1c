import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ServiceRecord } from '../../../server/duties/contract.ts'
import type { client } from '../../kit/client.ts'
import { Figure } from '../../kit/figure.tsx'
import { metresWords } from '../../kit/map/drawing.ts'
import { consolePath } from '../../kit/paths.ts'
import { usePatrolName } from '../../kit/patrol-name.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { percentText } from '../../kit/share.ts'
import { Fetched } from '../../kit/states.tsx'
import { clockTime, dateTime, duration, windowWords } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { Panel } from '../panel.tsx'
import { RecordSteps, type RecordStep } from './record-steps.tsx'
import { recordKinds } from './record-kinds.ts'

type Answer = Awaited<ReturnType<typeof client.duties.record>>

/** One record: its figures with how they came about, what proves it, what speaks against it, and the decision. */
export function RecordPanel({ query, jumped, onDecided, onClose }: { query: UseQueryResult<Answer>; jumped: boolean; onDecided: (step: RecordStep) => void; onClose: () => void }) {
  const patrolName = usePatrolName()
  const record = query.data as ServiceRecord | undefined
  return (
    <Panel title={record === undefined ? '…' : `${record.personName} · ${patrolName(record)}`} onClose={onClose} acts={record !== undefined && <RecordSteps key={`${record.id} ${record.state}`} record={record} jumped={jumped} onDecided={onDecided} />}>
      <Fetched query={query} lines={10}>{(found) => <Body record={found as ServiceRecord} />}</Fetched>
    </Panel>
  )
}

function Body({ record }: { record: ServiceRecord }) {
  const say = useWords('records')
  const language = useLanguage()
  const named = useRegionName()
  return (
    <div className="record">
      <p><StateMark kind={recordKinds[record.state]}>{say(`state.${record.state}`)}</StateMark></p>
      {record.disputeReason !== null && <p className="record-dispute"><strong>{say('one.dispute')}</strong>{record.disputeReason}</p>}
      <Figures record={record} />
      <dl className="fact-list">
        <dt>{say('one.window')}</dt><dd>{windowWords(record.startedAt, record.endedAt, language)}</dd>
        <dt>{say('one.region')}</dt><dd>{named(record.regionName)}</dd>
        <dt>{say('one.recordedBy')}</dt><dd>{record.recordedBy === 'system' ? say('one.system') : say('one.officer')}</dd>
        <dt>{say('one.strength')}</dt><dd>{say(`strength.${record.proofStrength}`)}</dd>
        {record.decidedAt !== null && <><dt>{say('one.decided')}</dt><dd>{say('one.by', { who: record.decidedBy === 'system' ? say('one.rule') : say('one.officer'), at: dateTime(record.decidedAt) })}</dd></>}
        {record.decisionNote !== null && <><dt>{say('one.note')}</dt><dd>{record.decisionNote}</dd></>}
      </dl>
      <h3>{say('one.flags')}</h3>
      {record.flags.length === 0 ? <p className="quiet">{say('one.noFlags')}</p> : <ul className="record-flags">{record.flags.map((flag) => <li key={flag}><StateMark kind="late">{say(`flag.${flag}`)}</StateMark></li>)}</ul>}
      <h3>{say('one.proofs')}</h3>
      <ul className="record-flags">{record.proofs.map((proof) => <Proof key={`${proof.kind} ${proof.at}`} proof={proof} />)}</ul>
      <p className="record-links">
        <Link to={consolePath.people({ id: record.personId }) as never}>{say('one.person')}</Link>
        {record.patrolId !== null && <Link to={consolePath.duty(record.patrolId) as never}>{say('one.patrol')}</Link>}
      </p>
    </div>
  )
}

function Proof({ proof: { kind, at, detail } }: { proof: ServiceRecord['proofs'][number] }) {
  const say = useWords('records')
  const language = useLanguage()
  const walked = /^(\d+) fixes, (\d+) m$/.exec(detail)
  const words = kind === 'geofence' ? say('proof.geofenceWhat', { detail }) : walked !== null ? say('proof.trackWhat', { fixes: walked[1] as string, metres: walked[2] as string }) : detail
  return <li><StateMark kind="done">{say(`proof.${kind}`)}</StateMark> <span className="quiet">{clockTime(at, language)} · {words}</span></li>
}

function Figures({ record }: { record: ServiceRecord }) {
  const say = useWords('records')
  const language = useLanguage()
  const scope = say('figure.scope')
  return (
    <div className="record-figures">
      <Figure label={say('figure.minutes')} value={record.minutesMeasured} unit={say('unit.minutes')} formula={say('figure.minutesFormula')} scope={scope} />
      <Figure label={say('figure.credited')} value={record.credited?.minutes ?? null} unit={say('unit.minutes')} />
      <Figure label={say('figure.points')} value={record.credited?.points ?? null} unit={say('unit.points')} formula={say('figure.pointsFormula', { rate: record.pointsPerHour })} scope={scope} />
      <Figure label={say('figure.distance')} value={record.distance_m === null ? null : metresWords(record.distance_m)} formula={say('figure.distanceFormula', { version: record.filterVersion ?? '–' })} scope={scope} />
      <Figure label={say('figure.moving')} value={record.moving_s === null ? null : duration(record.moving_s / 60, language)} formula={say('figure.movingFormula')} scope={scope} />
      {record.coveredShare !== null && <Figure label={say('figure.covered')} value={percentText(record.coveredShare)} formula={say('figure.coveredFormula')} scope={scope} />}
      <Figure label={say('figure.fixes')} value={record.fixes} formula={say('figure.fixesFormula')} scope={scope} />
    </div>
  )
}
