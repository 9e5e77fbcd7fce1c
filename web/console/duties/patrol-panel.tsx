import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { OfferedPatrol, Patrol, PatrolSeat } from '../../../server/duties/contract.ts'
import { patrolKinds, releaseRules } from '../../../server/duties/steps.ts'
import { api } from '../../kit/client.ts'
import { metresWords, length_m } from '../../kit/map/drawing.ts'
import { boundsOf, type Bounds } from '../../kit/map/features.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark, type StateKind } from '../../kit/state-mark.tsx'
import { Fetched } from '../../kit/states.tsx'
import { clockTime, dateTime, duration, windowWords } from '../../kit/time.ts'
import { useLanguage, useWords, type Say } from '../../kit/words.ts'
import { Panel } from '../panel.tsx'
import { PatrolMark } from './patrol-mark.tsx'
import { PatrolSteps } from './patrol-steps.tsx'
import { Units } from './patrol-units.tsx'
import { seatState, type SeatState } from './seat-state.ts'

/** One patrol: what it asks and gives, who has a seat, and what may be done with it. */
export function PatrolPanel({ id, onShape, onClose }: { id: string; onShape: (box: Bounds) => void; onClose: () => void }) {
  const query = useQuery({ ...api.duties.patrol.queryOptions({ input: { id } }), refetchInterval: 20_000 })
  const shape = query.data?.shape
  const box = JSON.stringify(shape === undefined ? null : boundsOf([shape]))
  useEffect(() => { if (box !== 'null') onShape(JSON.parse(box) as Bounds) }, [box, onShape])
  return (
    <Panel title={query.data?.name ?? '…'} onClose={onClose} acts={query.data !== undefined && <PatrolSteps key={query.data.state} patrol={query.data as OfferedPatrol} />}>
      <Fetched query={query} lines={10}>
        {(patrol) => (
          <>
            <p><PatrolMark patrol={patrol as OfferedPatrol} /></p>
            <Facts patrol={patrol as OfferedPatrol} />
            {patrol.seatsForUnits > 0 && patrol.state !== 'draft' && patrol.state !== 'scheduled' && <Units patrol={patrol as OfferedPatrol} />}
            {patrol.state !== 'draft' && patrol.state !== 'scheduled' && <Seats patrol={patrol as OfferedPatrol} />}
          </>
        )}
      </Fetched>
    </Panel>
  )
}

function conditionWords({ conditions: { realNameRequired, ageMin, ageMax, skills } }: Patrol, say: Say, skill: Say): string {
  const age = ageMin !== null && ageMax !== null ? say('one.age', { from: ageMin, to: ageMax }) : ageMin !== null ? say('one.ageFrom', { from: ageMin }) : ageMax !== null ? say('one.ageTo', { to: ageMax }) : null
  const parts = [realNameRequired ? say('one.realName') : null, age, ...skills.map((one) => skill(`skill.${one}`))].filter((part) => part !== null)
  return parts.length === 0 ? say('one.anyone') : parts.join(' · ')
}

function Facts({ patrol }: { patrol: Patrol }) {
  const say = useWords('duties')
  const people = useWords('people')
  const units = useWords('units')
  const language = useLanguage()
  const named = useRegionName()
  const rows: [string, string | null][] = [
    [say('one.cancelled'), patrol.cancelledReason],
    [say('one.kind'), patrolKinds[patrol.kind][language]],
    [say('one.window'), windowWords(patrol.startsAt, patrol.endsAt, language)],
    [say('one.region'), named(patrol.regionName)],
    [say('one.length'), patrol.shape.type === 'LineString' ? metresWords(length_m({ kind: 'route', points: patrol.shape.coordinates })) : null],
    [say('one.seats'), say(patrol.state === 'cancelled' ? 'one.seatsCancelled' : 'one.seatsWhat', { taken: patrol.seatsTaken, seats: patrol.seats })],
    [units('officer.kept'), keptWords(patrol, units)],
    [say('one.points'), say('one.pointsWhat', { points: patrol.pointsPerHour })],
    [say('one.conditions'), conditionWords(patrol, say, people)],
    [say('one.release'), patrol.releaseDeadlineMinutes === 0 ? say('one.releaseNone') : say('one.releaseWhat', { length: duration(patrol.releaseDeadlineMinutes, language), minutes: releaseRules.reconsiderMinutes })],
    [say('one.publishAt'), patrol.publishAt === null ? null : dateTime(patrol.publishAt)],
    [say('one.publishedAt'), patrol.publishedAt === null ? null : dateTime(patrol.publishedAt)],
    [say('one.publisher'), patrol.publishedAt === null ? null : named(patrol.publisher)],
    [say('one.risk'), patrol.riskText],
    [say('one.insurance'), patrol.insuranceNote],
  ]
  return <dl className="fact-list">{rows.flatMap(([label, value]) => (value === null ? [] : [<dt key={`${label}-label`}>{label}</dt>, <dd key={label} className="duty-text">{value}</dd>]))}</dl>
}

/** Seats for units: how many, how many without a member, and when they are let go; null when there are none. */
function keptWords({ seatsForUnits, seatsKept, unitsUntil, state }: Patrol, units: Say): string | null {
  if (seatsForUnits === 0 || unitsUntil === null) return null
  const time = dateTime(unitsUntil)
  if (state === 'draft' || state === 'scheduled') return units('officer.keptDraft', { forUnits: seatsForUnits, time })
  return Date.parse(unitsUntil) > Date.now() ? units('officer.keptWhat', { forUnits: seatsForUnits, kept: seatsKept, time }) : units('officer.keptOver', { forUnits: seatsForUnits, time })
}

function Seats({ patrol }: { patrol: Patrol }) {
  const say = useWords('duties')
  const over = Date.parse(patrol.endsAt) < Date.now()
  const query = useQuery({ ...api.duties.patrolClaims.queryOptions({ input: { id: patrol.id } }), refetchInterval: 20_000 })
  return (
    <section>
      <h3>{say('one.people')}</h3>
      <Fetched query={query} lines={3} isEmpty={(seats) => seats.length === 0} empty={<p className="quiet">{say(patrol.state === 'cancelled' ? 'one.nobodyHad' : 'one.nobody')}</p>}>
        {(seats) => <ul className="duty-people">{seats.map((seat) => <SeatLine key={seat.claim.id} seat={seat} over={over} />)}</ul>}
      </Fetched>
    </section>
  )
}

const seatMarks: Record<SeatState, StateKind> = { ended: 'off', absent: 'off', notYet: 'waiting', onDuty: 'running', done: 'done' }

function SeatLine({ seat, over }: { seat: PatrolSeat; over: boolean }) {
  const say = useWords('duties')
  const language = useLanguage()
  const { claim, personName, attendance } = seat
  const stands = seatState(seat, over)
  const at = (time: string | null | undefined): string => (time == null ? '' : clockTime(time, language))
  return (
    <li>
      <span className="line-head">
        <strong>{personName}</strong>
        <StateMark kind={seatMarks[stands]}>{say(`seat.${stands}`, { from: at(attendance?.startedAt), to: at(attendance?.endedAt) })}{attendance?.autoClosed === true && ` · ${say('one.autoClosed')}`}</StateMark>
      </span>
      <span className="quiet">{say('one.claimed', { at: dateTime(claim.claimedAt) })}</span>
    </li>
  )
}
