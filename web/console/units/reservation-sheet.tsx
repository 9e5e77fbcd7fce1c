import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { reservationSteps, stepAllowed } from '../../../server/duties/steps.ts'
import { api, client } from '../../kit/client.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark, type StateKind } from '../../kit/state-mark.tsx'
import { ProblemLine } from '../../kit/states.tsx'
import { dateTime, windowWords } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { NumberField } from '../controls/number-field.tsx'
import { numberProblem } from '../controls/number-rules.ts'
import { MemberFinder } from './member-finder.tsx'
import type { Reserved } from './reservations-page.tsx'

type Member = Reserved['reservation']['members'][number]
const memberKinds: Record<Member['state'], StateKind> = { assigned: 'waiting', acknowledged: 'done', attended: 'running', 'no-show': 'late', declined: 'off', 'taken-off': 'off', replaced: 'off', returned: 'off', cancelled: 'off' }
/** True while the member has the seat and has not checked in. */
const movable = ({ state }: Member): boolean => state === 'assigned' || state === 'acknowledged'

/** One reservation: the patrol, how many seats, who goes, and who else could. */
export function ReservationSheet({ reserved }: { reserved: Reserved }) {
  const say = useWords('units')
  const { patrol, reservation } = reserved
  const [replacing, setReplacing] = useState<Member | null>(null)
  const begun = Date.parse(patrol.startsAt) <= Date.now()
  const may = (step: keyof typeof reservationSteps): boolean => !begun && stepAllowed(reservationSteps[step], reservation.state)
  const left = reservation.seats - reservation.assigned
  return (
    <div className="unit-sheet">
      <Facts reserved={reserved} />
      {may('change') && <Seats key={reservation.seats} reserved={reserved} />}
      {begun && <p className="quiet">{say('sheet.tooLate')}</p>}
      <section>
        <h3>{say('sheet.members')} {say('seats.assigned', { assigned: reservation.assigned, seats: reservation.seats })}</h3>
        {reservation.members.length === 0 && <p className="quiet">{say('sheet.membersNone')}</p>}
        <ul className="unit-members">
          {reservation.members.map((member) => <MemberLine key={`${member.personId}${member.assignedAt}`} member={member} reserved={reserved} may={may('takeOff')} onReplace={() => setReplacing(member)} />)}
        </ul>
      </section>
      {(may('assign') || replacing !== null) && (
        <MemberFinder key={replacing?.personId ?? 'assign'} patrolId={patrol.id} organisationId={reservation.organisationId} left={left} replacing={replacing === null ? null : { personId: replacing.personId, name: `${replacing.displayName} ${replacing.phone}` }} onDone={() => setReplacing(null)} />
      )}
    </div>
  )
}

function Facts({ reserved: { patrol } }: { reserved: Reserved }) {
  const say = useWords('units')
  const skill = useWords('people')
  const language = useLanguage()
  const named = useRegionName()
  const { realNameRequired, ageMin, ageMax, skills } = patrol.conditions
  const age = ageMin !== null && ageMax !== null ? say('sheet.age', { from: ageMin, to: ageMax }) : ageMin !== null ? say('sheet.ageFrom', { from: ageMin }) : ageMax !== null ? say('sheet.ageTo', { to: ageMax }) : null
  const asked = [realNameRequired ? say('sheet.realName') : null, age, ...skills.map((one) => skill(`skill.${one}`))].filter((part) => part !== null)
  const rows: [string, string][] = [
    [say('sheet.when'), windowWords(patrol.startsAt, patrol.endsAt, language)],
    [say('sheet.region'), named(patrol.regionName)],
    [say('sheet.conditions'), asked.length === 0 ? say('sheet.anyone') : asked.join(' · ')],
    [say('sheet.until'), patrol.unitsUntil === null ? '–' : dateTime(patrol.unitsUntil)],
    [say('sheet.risk'), patrol.riskText],
  ]
  return <dl className="fact-list">{rows.flatMap(([label, value]) => [<dt key={`${label}-label`}>{label}</dt>, <dd key={label}>{value}</dd>])}</dl>
}

/** How many seats the unit holds, and giving all of them back. */
function Seats({ reserved: { patrol, reservation } }: { reserved: Reserved }) {
  const say = useWords('units')
  const queries = useQueryClient()
  const [seats, setSeats] = useState<number | null>(reservation.seats)
  const [sure, setSure] = useState(false)
  const bounds = { min: Math.max(1, reservation.assigned), max: patrol.seatsForUnits }
  const wrong = numberProblem(seats, bounds) !== null
  const of = { id: patrol.id, organisationId: reservation.organisationId }
  const settled = () => queries.invalidateQueries({ queryKey: api.duties.key() })
  const changing = useMutation({ mutationFn: (count: number) => client.duties.reserveSeats({ ...of, seats: count }), onSettled: settled })
  const returning = useMutation({ mutationFn: () => client.duties.returnSeats(of), onSettled: settled })
  return (
    <section>
      <form className="unit-ask" onSubmit={(event) => { event.preventDefault(); if (seats !== null && !wrong) changing.mutate(seats) }}>
        <label htmlFor="unit-seats">{say('sheet.seats')}</label>
        <NumberField id="unit-seats" bounds={bounds} value={seats} onChange={setSeats} />
        <Button htmlType="submit" loading={changing.isPending} disabled={wrong || seats === reservation.seats}>{say('sheet.change')}</Button>
        {!sure && <Button onClick={() => setSure(true)}>{say('sheet.giveBack')}</Button>}
      </form>
      <p className="quiet">{say('sheet.changeHint')}</p>
      {sure && (
        <div role="group" aria-label={say('sheet.giveBack')} className="unit-sure">
          <p>{say('sheet.giveBackSure', { count: reservation.assigned })}</p>
          <Button danger loading={returning.isPending} onClick={() => returning.mutate()}>{say('sheet.giveBackYes')}</Button>
          <Button onClick={() => setSure(false)}>{say('sheet.keep')}</Button>
        </div>
      )}
      <ProblemLine error={changing.error ?? returning.error} />
    </section>
  )
}

function MemberLine({ member, reserved: { patrol, reservation }, may, onReplace }: { member: Member; reserved: Reserved; may: boolean; onReplace: () => void }) {
  const say = useWords('units')
  const queries = useQueryClient()
  const [sure, setSure] = useState(false)
  const leaving = useMutation({
    mutationFn: () => client.duties.takeOffMember({ id: patrol.id, organisationId: reservation.organisationId, personId: member.personId }),
    onSettled: () => queries.invalidateQueries({ queryKey: api.duties.key() }),
  })
  return (
    <li>
      <span className="line-head"><span><strong>{member.displayName}</strong> <span className="quiet">{member.phone}</span></span><StateMark kind={memberKinds[member.state]}>{say(`member.${member.state}`)}</StateMark></span>
      {may && movable(member) && !sure && (
        <span className="unit-acts">
          <Button size="small" onClick={onReplace}>{say('sheet.replace')}</Button>
          <Button size="small" onClick={() => setSure(true)}>{say('sheet.takeOff')}</Button>
        </span>
      )}
      {sure && movable(member) && (
        <span className="unit-acts" role="group" aria-label={say('sheet.takeOffSure', { name: member.displayName })}>
          <span>{say('sheet.takeOffSure', { name: member.displayName })}</span>
          <Button size="small" danger loading={leaving.isPending} onClick={() => leaving.mutate()}>{say('sheet.yes')}</Button>
          <Button size="small" onClick={() => setSure(false)}>{say('sheet.no')}</Button>
        </span>
      )}
      <ProblemLine error={leaving.error} />
    </li>
  )
}
