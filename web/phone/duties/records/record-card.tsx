import type { ReactNode } from 'react'
import { metresWords } from '../../../kit/map/drawing.ts'
import { usePatrolName } from '../../../kit/patrol-name.ts'
import { percentText } from '../../../kit/share.ts'
import { StateMark, type StateKind } from '../../../kit/state-mark.tsx'
import { duration, windowWords } from '../../../kit/time.ts'
import { useLanguage, useWords, type Say } from '../../../kit/words.ts'
import type { client } from '../../../kit/client.ts'
import { useRegionName } from '../../../kit/region.ts'
import { pointsOf } from '../walk/walk-figures.ts'

export type ServiceRecord = Awaited<ReturnType<typeof client.duties.record>>

export const recordTone: Record<ServiceRecord['state'], StateKind> = { pending: 'waiting', confirmed: 'done', rejected: 'off', disputed: 'running' }
export const strengthTone: Record<ServiceRecord['proofStrength'], StateKind> = { strong: 'done', medium: 'running', weak: 'late' }
const flags = ['sent-late', 'patrol-cancelled', 'auto-closed', 'mock-position', 'little-movement', 'left-area', 'no-track', 'long-gap'] as const

/** What the system noticed, in words; a flag of a newer server is shown by its name. */
export const flagWords = (flag: string, say: Say): string => {
  const known = flags.find((one) => one === flag)
  return known === undefined ? flag : say(`flag.${known}`)
}

type Counted = Pick<ServiceRecord, 'state' | 'minutes' | 'pointsPerHour' | 'credited'>

/** "120 分钟 × 10 分/小时 ÷ 60 = 20 分", for what was credited or would be. */
export const formulaWords = ({ credited, minutes, pointsPerHour }: Counted, say: Say): string =>
  say(credited == null ? 'record.wouldBe' : 'record.formula', { minutes: credited?.minutes ?? minutes, perHour: pointsPerHour, points: credited?.points ?? pointsOf(minutes, pointsPerHour) })

/** The points that stand on the account, 0 among them; else whether they may still come. A record kept on the phone by an older version does not tell. */
export const pointsWords = ({ state, credited }: Pick<Counted, 'state' | 'credited'>, say: Say): string =>
  credited == null ? say(state === 'rejected' ? 'record.notCredited' : 'summary.noPoints') : say('record.points', { points: credited.points })

/** One record in short: state, minutes, points, how well it is proven, and what stands against it. */
export function RecordCard({ record, children }: { record: ServiceRecord; children?: ReactNode }) {
  const patrolName = usePatrolName()
  const say = useWords('patrol')
  const language = useLanguage()
  const named = useRegionName('short')
  const { regionName, startedAt, endedAt, state, minutes, distance_m, coveredShare, proofStrength } = record
  return (
    <section className="card record-card">
      <span className="record-head"><h2>{patrolName(record)}</h2><StateMark kind={recordTone[state]}>{say(`recordState.${state}`)}</StateMark></span>
      <p>{windowWords(startedAt, endedAt, language)} · {named(regionName)}</p>
      <p className="record-figures">
        <strong>{duration(minutes, language)}</strong>
        <strong>{pointsWords(record, say)}</strong>
        {distance_m !== null && <span>{metresWords(distance_m)}</span>}
        {coveredShare !== null && <span>{say('record.covered')} {percentText(coveredShare)}</span>}
      </p>
      {state !== 'rejected' && <p className="offer-quiet">{formulaWords(record, say)}</p>}
      <p><StateMark kind={strengthTone[proofStrength]}>{say('record.proof', { strength: say(`strength.${proofStrength}`) })}</StateMark></p>
      {record.flags.length > 0 && <ul className="flag-list">{record.flags.map((flag) => <li key={flag}><StateMark kind="late">{flagWords(flag, say)}</StateMark></li>)}</ul>}
      {children}
    </section>
  )
}
