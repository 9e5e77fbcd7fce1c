import './duties.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { releaseRules } from '../../../server/duties/steps.ts'
import { api, client } from '../../kit/client.ts'
import type { MapLayer } from '../../kit/map/features.ts'
import { distanceBetween_m, metresWords } from '../../kit/map/drawing.ts'
import { CityMap } from '../../kit/map/map.tsx'
import { phonePath } from '../../kit/paths.ts'
import { ProblemError } from '../../kit/problem.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Fetched, useOnline } from '../../kit/states.tsx'
import { clockTime, dateTime, duration, windowWords } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { myDutiesQuery, type Offer } from './my-duties.ts'
import { boundsOfShape, mayCheckIn, momentWords, pointsOfWindow, routeLength_m, seatsLeft, soonWords, whenWords } from './offer-words.ts'
import { Refusal } from './refusal.tsx'
import { useMyPlace, type MyPlace } from './place.ts'
import { useRouteEnds } from './route-layer.ts'
import { useNow } from './use-now.ts'

/** An officer may change or cancel it at any moment. */
const ASK_MS = 15_000

/** One duty in full: where, when, what it brings and asks, and taking or giving back the seat. */
export default function DutyPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const online = useOnline()
  const say = useWords('patrol')
  const mine = useQuery({ ...myDutiesQuery, enabled: false }).data?.upcoming.find((one) => one.id === id)
  const query = useQuery({ ...api.duties.patrol.queryOptions({ input: { id } }), placeholderData: mine, refetchInterval: ({ state }) => (online && state.data?.state === 'open' ? ASK_MS : false), refetchOnWindowFocus: 'always' })
  useSeatsAnew(query.data?.state)
  const { fix } = useMyPlace()
  return (
    <Fetched query={query} lines={10}>
      {(offer) => (
        <div className="stack">
          {!online && <p role="status">{say('duty.outdated')}</p>}
          <DutyMap offer={offer} fix={fix} />
          <Seat offer={offer} />
          <Facts offer={offer} fix={fix} />
        </div>
      )}
    </Fetched>
  )
}

/** My seats are asked anew as soon as the duty stands otherwise. */
function useSeatsAnew(state: Offer['state'] | undefined): void {
  const queries = useQueryClient()
  const before = useRef(state)
  useEffect(() => {
    if (before.current !== undefined && state !== before.current) void queries.invalidateQueries({ queryKey: api.duties.myDuties.key() })
    before.current = state
  }, [queries, state])
}

function DutyMap({ offer: { id, shape, name }, fix }: { offer: Offer; fix: MyPlace['fix'] }) {
  const say = useWords('patrol')
  const me = useMemo<[number, number] | null>(() => (fix === null ? null : [fix.lon, fix.lat]), [fix])
  const ends = useRouteEnds(shape)
  const layers = useMemo<MapLayer[]>(() => [{ id: 'route', kind: shape.type === 'LineString' ? 'lines' : 'areas', title: say('list.route'), features: [{ type: 'Feature', properties: { id, label: name, plain: true, tone: 'need' }, geometry: shape }] }, ends], [id, shape, name, ends, say])
  return <div className="small-map"><CityMap label={say('duty.map')} bounds={boundsOfShape(shape)} layers={layers} me={me} /></div>
}

/** The one act of the page: claim, or check in, or give back; what the server says is shown, nothing is assumed. */
function Seat({ offer }: { offer: Offer }) {
  const say = useWords('patrol')
  const language = useLanguage()
  const queries = useQueryClient()
  const now = useNow(15)
  const claim = useMutation({ mutationFn: () => client.duties.claimSeat({ id: offer.id }), onSettled: () => queries.invalidateQueries({ queryKey: api.duties.key() }) })
  const { mine, refusal, cancelledReason } = offer
  return (
    <section className="card duty-seat">
      <h2>{offer.name}</h2>
      <p>{whenWords(offer, now, language, say)} · <span className="whole">{soonWords(offer, now, language, say)}</span></p>
      {offer.state === 'cancelled' && <p><StateMark kind="off">{say('duty.cancelled', { reason: cancelledReason ?? '' })}</StateMark></p>}
      {mine !== null && <MySeat offer={offer} now={now} mine={mine} />}
      {mine === null && offer.state === 'cancelled' && <Link to={phonePath.duties() as never} className="act">{say('remedy.patrol-cancelled')}</Link>}
      {mine === null && offer.state !== 'cancelled' && refusal !== null && claim.error === null && <Refusal error={new ProblemError({ code: refusal, status: 409, ...(refusal === 'kept-for-units' ? { params: { until: offer.unitsUntil } } : {}) })} />}
      {mine === null && <Refusal error={claim.error} />}
      {mine === null && refusal === null && (
        <button type="button" className="act act-main act-wide" disabled={claim.isPending} onClick={() => claim.mutate()}>{say(claim.isPending ? 'duty.claiming' : 'duty.claim')}</button>
      )}
    </section>
  )
}

function MySeat({ offer, now, mine: { releasableUntil, assignment } }: { offer: Offer; now: Date; mine: NonNullable<Offer['mine']> }) {
  const say = useWords('patrol')
  const language = useLanguage()
  const queries = useQueryClient()
  const named = useRegionName('short')
  const [sure, setSure] = useState(false)
  const release = useMutation({ mutationFn: () => client.duties.releaseSeat({ id: offer.id }), onSettled: () => queries.invalidateQueries({ queryKey: api.duties.key() }) })
  const { data } = useQuery(myDutiesQuery)
  const attended = data !== undefined && !data.upcoming.some(({ id }) => id === offer.id)
  const releasable = now.getTime() <= Date.parse(releasableUntil)
  if (attended) return <><p><StateMark kind="done">{say('duty.attended')}</StateMark></p><Link to={phonePath.records() as never} className="act">{say('duty.records')}</Link></>
  return (
    <>
      {assignment === null ? <p><StateMark kind="done">{say('duty.claimed')}</StateMark></p> : <Assigned id={offer.id} assignment={assignment} />}
      <p>{assignment !== null ? say('duty.assignedWhat', { time: dateTime(releasableUntil), unit: assignment.organisationName }) : releasable ? say('duty.claimedWhat', { time: momentWords(releasableUntil, now, language, say) }) : say('duty.tooLateToRelease', { publisher: named(offer.publisher) })}</p>
      {mayCheckIn(offer, now)
        ? <Link to={phonePath.patrol(offer.id) as never} className="act act-main act-wide">{say('duty.goCheckIn')}</Link>
        : now.getTime() < Date.parse(offer.startsAt) && <p>{say('duty.checkInFrom', { time: clockTime(offer.checkInFrom, language) })}</p>}
      <Refusal error={release.error} />
      {!releasable && assignment === null && <a href="tel:12345" className="act">{say('duty.callHotline')}</a>}
      {releasable && !sure && <button type="button" className="act" onClick={() => setSure(true)}>{say(assignment === null ? 'duty.giveBack' : 'duty.decline')}</button>}
      {releasable && sure && (
        <div role="group" aria-label={say(assignment === null ? 'duty.giveBackSure' : 'duty.declineSure')} className="stack-inner">
          <p>{say(assignment === null ? 'duty.giveBackSure' : 'duty.declineSure')}</p>
          <div className="state-acts">
            <button type="button" className="act act-main" disabled={release.isPending} onClick={() => release.mutate()}>{say(assignment === null ? 'duty.giveBackYes' : 'duty.declineYes')}</button>
            <button type="button" className="act" onClick={() => setSure(false)}>{say(assignment === null ? 'duty.keep' : 'duty.declineNo')}</button>
          </div>
        </div>
      )}
    </>
  )
}

/** Who put the person on this seat, and telling them that it was seen. */
function Assigned({ id, assignment: { organisationName, byName, acknowledged } }: { id: string; assignment: NonNullable<NonNullable<Offer['mine']>['assignment']> }) {
  const say = useWords('patrol')
  const queries = useQueryClient()
  const acknowledge = useMutation({ mutationFn: () => client.duties.acknowledgeSeat({ id }), onSettled: () => queries.invalidateQueries({ queryKey: api.duties.key() }) })
  return (
    <>
      <p><StateMark kind={acknowledged ? 'done' : 'need'}>{say('duty.assignedBy', { unit: organisationName, by: byName })}</StateMark></p>
      <Refusal error={acknowledge.error} />
      {acknowledged
        ? <p>{say('duty.acknowledged', { by: byName })}</p>
        : <button type="button" className="act act-main act-wide" disabled={acknowledge.isPending} onClick={() => acknowledge.mutate()}>{say('duty.acknowledge')}</button>}
    </>
  )
}

function Facts({ offer, fix }: { offer: Offer; fix: MyPlace['fix'] }) {
  const say = useWords('patrol')
  const language = useLanguage()
  const named = useRegionName('short')
  const { regionName, meetingPoint, seats, seatsTaken, seatsKept, unitsUntil, pointsPerHour, conditions, riskText, insuranceNote, shape, releaseDeadlineMinutes, kind, startsAt, endsAt } = offer
  const minutes = (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000
  const length_m = routeLength_m(shape)
  const { ageMin, ageMax, realNameRequired, skills } = conditions
  const age = ageMin !== null && ageMax !== null ? say('duty.age', { from: ageMin, to: ageMax }) : ageMin !== null ? say('duty.ageFrom', { from: ageMin }) : ageMax !== null ? say('duty.ageTo', { to: ageMax }) : null
  const asked = [say(realNameRequired ? 'duty.realName' : 'duty.anyone'), age, skills.length > 0 ? say('duty.skills', { skills: skills.map((skill) => say(`skill.${skill}`)).join(language === 'zh' ? '、' : ', ') }) : null].filter((one) => one !== null)
  const rows: [string, string][] = [
    [say('duty.region'), `${named(regionName)} · ${say(`kind.${kind}`)} · ${length_m === null ? say('duty.area') : say('duty.line', { length: metresWords(length_m) })}`],
    ...(length_m === null ? [] : [[say('duty.meeting'), fix === null ? say('duty.meetingWhat') : say('duty.meetingAway', { distance: metresWords(distanceBetween_m([fix.lon, fix.lat], [meetingPoint.lon, meetingPoint.lat])) })] as [string, string]]),
    [say('duty.when'), windowWords(startsAt, endsAt, language)],
    [say('duty.seats'), seatsKept > 0 && unitsUntil !== null ? say('duty.seatsKept', { seats, taken: seatsTaken, kept: seatsKept, left: seatsLeft(offer), time: dateTime(unitsUntil) }) : say('duty.seatsWhat', { seats, taken: seatsTaken })],
    [say('duty.points'), say('duty.pointsWhat', { perHour: pointsPerHour, hours: duration(minutes, language), points: pointsOfWindow(offer) })],
    [say('duty.conditions'), asked.join(language === 'zh' ? '；' : '; ')],
    [say('duty.risk'), riskText],
    [say('duty.insurance'), insuranceNote],
    [say('duty.release'), (offer.mine?.assignment ?? null) !== null ? say('duty.releaseAssigned') : say(releaseDeadlineMinutes === 0 ? 'duty.releaseAlways' : 'duty.releaseWhat', { time: duration(releaseDeadlineMinutes, language), minutes: releaseRules.reconsiderMinutes })],
    [say('duty.publisher'), named(offer.publisher)],
  ]
  return <dl className="facts">{rows.map(([name, words]) => <div key={name}><dt>{name}</dt><dd>{words}</dd></div>)}</dl>
}
