import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Drawer, Select } from 'antd'
import { useState } from 'react'
import { patrolKinds } from '../../../server/duties/steps.ts'
import { useAddress } from '../../kit/address.ts'
import { api, client } from '../../kit/client.ts'
import { Figure } from '../../kit/figure.tsx'
import { useMe, type Me } from '../../kit/me.ts'
import { consolePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark, type StateKind } from '../../kit/state-mark.tsx'
import { Empty, Fetched, ProblemLine } from '../../kit/states.tsx'
import { dateTime, relativeTime, windowWords } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { NumberField } from '../controls/number-field.tsx'
import { numberProblem } from '../controls/number-rules.ts'
import { ReservationSheet } from './reservation-sheet.tsx'
import './units.css'

export type Reserved = Awaited<ReturnType<typeof client.duties.unitReservations>>['items'][number]
type Reservable = Awaited<ReturnType<typeof client.duties.reservablePatrols>>[number]

/** The units that this person speaks for. */
const unitsOf = (me: Me | null): { value: string; label: string }[] =>
  (me?.grants ?? []).flatMap(({ role, organisationId, organisationName }) => (role === 'liaison' && organisationId !== null ? [{ value: organisationId, label: organisationName ?? '' }] : []))

/** What a unit's liaison needs and nothing else: what the unit has reserved, and what it may still reserve. */
export default function ReservationsPage() {
  const say = useWords('units')
  const { me } = useMe()
  const [{ unit, patrol }, change] = useAddress()
  const units = unitsOf(me)
  const chosen = units.find(({ value }) => value === unit) ?? units[0]
  const own = useQuery({ ...api.duties.unitReservations.queryOptions({ input: { organisationId: chosen?.value ?? '', limit: 100 } }), enabled: chosen !== undefined, refetchInterval: 20_000 })
  const open = useQuery({ ...api.duties.reservablePatrols.queryOptions({ input: { organisationId: chosen?.value ?? '' } }), enabled: chosen !== undefined, refetchInterval: 20_000 })
  if (chosen === undefined) return null
  const selected = own.data?.items.find((one) => one.patrol.id === patrol)
  return (
    <div className="wide-page units-page">
      <div className="units-head">
        <h1>{say('page.title')}{units.length === 1 && ` · ${chosen.label}`}</h1>
        {units.length > 1 && <Select aria-label={say('page.unit')} value={chosen.value} options={units} popupMatchSelectWidth={false} onChange={(to) => change({ unit: to, patrol: undefined }, { push: true })} />}
        <Link to={consolePath.teams() as never}>{say('page.teams')}</Link>
      </div>
      <p className="quiet">{say('page.what')}</p>
      <h2>{say('page.own')}</h2>
      <Fetched query={own} lines={4} isEmpty={({ items }) => items.length === 0} empty={<Empty title={say('page.ownNone')} hint={say('page.ownNoneWhat')} />}>
        {({ items }) => <ul className="unit-list">{items.map((one) => <OwnLine key={one.reservation.id} reserved={one as Reserved} chosen={one.patrol.id === patrol} onOpen={() => change({ patrol: one.patrol.id }, { push: true })} />)}</ul>}
      </Fetched>
      <h2>{say('page.open')}</h2>
      <Fetched query={open} lines={6} isEmpty={(rows) => rows.every(({ reservation }) => reservation !== null)} empty={<Empty title={say('page.openNone')} hint={say('page.openNoneWhat')} />}>
        {(rows) => <ul className="unit-list">{rows.filter(({ reservation }) => reservation === null).map((row) => <OpenLine key={row.patrol.id} row={row as Reservable} unit={chosen.value} />)}</ul>}
      </Fetched>
      <Drawer open={selected !== undefined} size={620} title={selected?.patrol.name} onClose={() => change({ patrol: undefined })} mask={false} destroyOnHidden>
        {selected !== undefined && <ReservationSheet key={selected.reservation.id} reserved={selected as Reserved} />}
      </Drawer>
    </div>
  )
}

function PatrolWords({ patrol }: { patrol: Reservable['patrol'] }) {
  const say = useWords('units')
  const language = useLanguage()
  const named = useRegionName()
  return (
    <div className="unit-words">
      <strong>{patrol.name}</strong>
      <span>{windowWords(patrol.startsAt, patrol.endsAt, language)}</span>
      <span className="quiet">{[patrolKinds[patrol.kind][language], named(patrol.regionName), say('seats.perHour', { points: patrol.pointsPerHour })].join(' · ')}</span>
      {patrol.unitsUntil !== null && <span className="quiet"><Until at={patrol.unitsUntil} /></span>}
    </div>
  )
}

function Until({ at }: { at: string }) {
  const say = useWords('units')
  const language = useLanguage()
  const now = new Date()
  return Date.parse(at) <= now.getTime() ? say('seats.released', { time: dateTime(at) }) : `${say('seats.until', { time: dateTime(at) })} ${say('seats.soon', { time: relativeTime(at, now, language) })}`
}

/** How a reservation stands: members missing before the release time is what needs a person. */
export function reservationMark({ patrol, reservation }: Pick<Reserved, 'patrol' | 'reservation'>, now_ms: number): { kind: StateKind; word: 'standing' | 'released' | 'returned' | 'cancelled' | 'begun' | 'over'; missing: number } {
  if (reservation.state === 'returned' || reservation.state === 'cancelled') return { kind: 'off', word: reservation.state, missing: 0 }
  if (Date.parse(patrol.endsAt) <= now_ms) return { kind: 'done', word: 'over', missing: 0 }
  if (Date.parse(patrol.startsAt) <= now_ms) return { kind: 'running', word: 'begun', missing: 0 }
  const missing = reservation.state === 'standing' ? reservation.seats - reservation.assigned : 0
  return { kind: missing > 0 ? 'need' : 'waiting', word: reservation.state, missing }
}

function OwnLine({ reserved, chosen, onOpen }: { reserved: Reserved; chosen: boolean; onOpen: () => void }) {
  const say = useWords('units')
  const { patrol, reservation } = reserved
  const { kind, word, missing } = reservationMark(reserved, Date.now())
  const waits = word === 'standing'
  return (
    <li aria-current={chosen ? 'true' : undefined}>
      <PatrolWords patrol={patrol} />
      <div className="unit-state">
        <StateMark kind={kind}>{say(`state.${word}`)}</StateMark>
        <span>{say('seats.assigned', { assigned: reservation.assigned, seats: reservation.seats })}{missing > 0 && ` · ${say('seats.missing', { count: missing })}`}</span>
      </div>
      <Button type={waits && missing > 0 ? 'primary' : 'default'} onClick={onOpen}>{say(waits && missing > 0 ? 'seats.open' : 'seats.see')}</Button>
    </li>
  )
}

function OpenLine({ row: { patrol, left }, unit }: { row: Reservable; unit: string }) {
  const say = useWords('units')
  const [, change] = useAddress()
  const queries = useQueryClient()
  const [seats, setSeats] = useState<number | null>(1)
  const bounds = { min: 1, max: left }
  const wrong = numberProblem(seats, bounds) !== null
  const reserving = useMutation({
    mutationFn: (count: number) => client.duties.reserveSeats({ id: patrol.id, organisationId: unit, seats: count }),
    onSuccess: () => change({ patrol: patrol.id }, { push: true }),
    onSettled: () => queries.invalidateQueries({ queryKey: api.duties.key() }),
  })
  return (
    <li>
      <PatrolWords patrol={patrol} />
      <Figure label={say('seats.left')} value={left} formula={say('seats.leftFormula', { kept: patrol.seatsForUnits, reserved: patrol.seatsForUnits - left, left })} />
      {left === 0
        ? <StateMark kind="off">{say('seats.all')}</StateMark>
        : (
          <form className="unit-ask" onSubmit={(event) => { event.preventDefault(); if (seats !== null && !wrong) reserving.mutate(seats) }}>
            <NumberField label={`${say('seats.count')} ${patrol.name}`} bounds={bounds} value={seats} onChange={setSeats} />
            <Button type="primary" htmlType="submit" loading={reserving.isPending} disabled={wrong}>{say('seats.reserve')}</Button>
          </form>
        )}
      <ProblemLine error={reserving.error} />
    </li>
  )
}
