import { useQuery, useQueryClient, useMutation } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { distanceToShape_m } from '../../../../server/platform/geo.ts'
import { useAddress } from '../../../kit/address.ts'
import { api, client } from '../../../kit/client.ts'
import { Icon } from '../../../kit/icons.tsx'
import { metresWords } from '../../../kit/map/drawing.ts'
import { useMe } from '../../../kit/me.ts'
import { phonePath } from '../../../kit/paths.ts'
import { ProblemError } from '../../../kit/problem.ts'
import { Loading, ProblemLine, useOnline } from '../../../kit/states.tsx'
import { duration } from '../../../kit/time.ts'
import { useLanguage, useWords } from '../../../kit/words.ts'
import { useBack } from '../../back.ts'
import { useOutbox } from '../../outbox/use-outbox.tsx'
import { myDutiesQuery, type Offer } from '../my-duties.ts'
import { mayCheckIn, whenWords } from '../offer-words.ts'
import { useMyPlace, type MyPlace } from '../place.ts'
import { usePolicy } from '../policy.ts'
import { Refusal } from '../refusal.tsx'
import { useNow } from '../use-now.ts'
import { useOnDuty } from './use-on-duty.ts'
import { checkInOf } from './walk-store.ts'

/** Coarse enough to say so while the region's own limit is not known. */
const COARSE_M = 100

/** Before a walk: consent, position, and one large button. Works without network: the check-in then waits in the outbox. */
export function SetOut() {
  const say = useWords('patrol')
  const language = useLanguage()
  const [{ duty: dutyId }] = useAddress()
  const { me, loading, error } = useMe()
  const now = useNow(15)
  const place = useMyPlace({ atOnce: true, fresh: true })
  const policy = usePolicy(place.fix)
  const { data, isFetched } = useQuery({ ...myDutiesQuery, enabled: me !== null })
  const duty = data?.upcoming.find(({ id }) => id === dutyId) ?? null
  const ready = (data?.upcoming ?? []).filter((offer) => offer.id !== dutyId && mayCheckIn(offer, now))
  if (loading || (dutyId !== undefined && data === undefined && !isFetched && me !== null)) return <Loading lines={6} />
  return (
    <div className="set-out">
      <Head title={say(dutyId === undefined ? 'start.title' : 'start.titleDuty')} />
      <div className="stack">
        {duty !== null ? <section className="card"><h2>{duty.name}</h2><p>{whenWords(duty, now, language, say)}</p></section> : <p className="lead">{policy === null ? say('start.selfPlain') : say('start.self', { points: Number(policy.selfPointsPerHour), length: duration(Number(policy.selfMinutesMax), language) })}</p>}
        {dutyId !== undefined && duty === null && me !== null && <Refusal error={new ProblemError({ code: 'no-claim', status: 409 })} />}
        {duty === null && ready.length > 0 && (
          <section className="stack-inner">
            <h2>{say('start.upcoming')}</h2>
            {ready.map((offer) => <Link key={offer.id} to={phonePath.patrol(offer.id) as never} className="act">{say('home.checkInWhat', { name: offer.name, when: whenWords(offer, now, language, say) })}</Link>)}
          </section>
        )}
        {me === null && error === null
          ? <Refusal error={new ProblemError({ code: 'sign-in-required', status: 401 })} />
          : <Begin duty={duty} personId={me?.id ?? null} place={place} policy={policy} allowed={dutyId === undefined || duty !== null} />}
      </div>
    </div>
  )
}

/** The head of a page without bars: a way back and what this is. */
export function Head({ title }: { title: string }) {
  const say = useWords('patrol')
  const back = useBack()
  return <header className="top-bar"><button type="button" className="back" aria-label={say('start.back')} onClick={back}><Icon name="back" size={26} /></button><h1>{title}</h1></header>
}

function Begin({ duty, personId, place, policy, allowed }: { duty: Offer | null; personId: string | null; place: MyPlace; policy: ReturnType<typeof usePolicy>; allowed: boolean }) {
  const say = useWords('patrol')
  const online = useOnline()
  const { me } = useMe()
  const { store } = useOnDuty()
  const { flush } = useOutbox()
  const router = useRouter()
  const [beginning, setBeginning] = useState(false)
  const consents = useQuery({ ...api.people.myConsents.queryOptions(), enabled: me !== null })
  const given = consents.data?.find(({ purpose }) => purpose === 'location-tracking')
  const consentDue = given !== undefined && (given.givenVersion !== given.currentVersion || given.withdrawnAt !== null)
  const realNameDue = me !== null && me.realName !== 'verified' && (duty === null ? policy?.selfRealNameRequired !== false : duty.conditions.realNameRequired)
  if (realNameDue) return <Refusal error={new ProblemError({ code: 'real-name-required', status: 409 })} />
  if (consentDue) return <Consent />

  const begin = async (): Promise<void> => {
    if (place.fix === null) return
    setBeginning(true)
    const { lon, lat, accuracy_m } = place.fix
    const [id, at] = [crypto.randomUUID(), new Date().toISOString()]
    await store.begin({
      attendanceId: id, personId, patrolId: duty?.id ?? null, name: duty?.name ?? say('start.title'), startedAt: at, plannedEnd: duty?.endsAt ?? null,
      shape: duty?.shape ?? null, pointsPerHour: duty?.pointsPerHour ?? null, token: null, endedAt: null, autoClosed: false, record: null,
    }, checkInOf({ id, patrolId: duty?.id ?? null, at, position: { lon, lat, accuracy_m } }))
    flush()
    await store.keepFix({ ...place.fix, at })
    // The address that asked for a new walk is used up: at the end it would ask for the next one.
    await router.navigate({ to: phonePath.patrol() as never, replace: true })
  }
  return (
    <>
      <PlaceState place={place} duty={duty} coarse_m={typeof policy?.accuracyMax_m === 'number' ? policy.accuracyMax_m : COARSE_M} />
      {!online && <p role="status">{say('start.offline')}</p>}
      <p className="offer-quiet">{say('start.keepOpen')}</p>
      <button type="button" className="main-act begin" disabled={place.fix === null || beginning || !allowed} onClick={() => void begin()}>
        <Icon name="patrol" size={32} /><span><strong>{say(duty === null ? 'start.begin' : 'start.beginDuty')}</strong></span><Icon name="forward" />
      </button>
    </>
  )
}

function PlaceState({ place: { fix, state, locate }, duty, coarse_m }: { place: MyPlace; duty: Offer | null; coarse_m: number }) {
  const say = useWords('patrol')
  const metres = fix === null ? 0 : Math.round(fix.accuracy_m)
  return (
    <section className="card" role="status">
      {fix === null ? <p className="lead">{say(`position.${state}`)}</p> : <p className="lead">{say(metres > coarse_m ? 'start.coarse' : 'start.accuracy', { metres })}</p>}
      {fix !== null && duty !== null && <p>{say('start.away', { distance: metresWords(distanceToShape_m(fix, duty.shape)) })}</p>}
      {state !== 'asking' && <button type="button" className="act" onClick={locate}><Icon name="locate" />{say(state === 'refused' || state === 'off' ? 'position.allow' : 'start.again')}</button>}
    </section>
  )
}

/** The text about positions, agreed to where it is needed. */
function Consent() {
  const say = useWords('patrol')
  const language = useLanguage()
  const queries = useQueryClient()
  const { data } = useQuery(api.people.consentTexts.queryOptions({ staleTime: Infinity }))
  const text = data?.find(({ purpose }) => purpose === 'location-tracking')
  const agree = useMutation({
    mutationFn: (version: number) => client.people.giveConsent({ purpose: 'location-tracking', version }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: api.people.key() }), queries.invalidateQueries({ queryKey: ['me'] })]),
  })
  if (text === undefined) return <Loading lines={4} />
  return (
    <section className="card">
      <p>{say('consent.due')}</p>
      <h2>{text.title[language]}</h2>
      <p>{text.body[language]}</p>
      <ProblemLine error={agree.error} />
      <button type="button" className="act act-main act-wide" disabled={agree.isPending} onClick={() => agree.mutate(text.version)}>{say(agree.isPending ? 'consent.agreeing' : 'consent.agree')}</button>
      <p className="offer-quiet">{say('consent.later')}</p>
    </section>
  )
}
