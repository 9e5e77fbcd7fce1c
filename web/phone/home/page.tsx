import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Icon } from '../../kit/icons.tsx'
import { useMe } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Fetched } from '../../kit/states.tsx'
import { stopwatch } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { NothingNear, PlaceLine } from '../duties/nearby-parts.tsx'
import { myDutiesQuery } from '../duties/my-duties.ts'
import { useNear } from '../duties/near.ts'
import { OfferList } from '../duties/offer-list.tsx'
import { mayCheckIn, whenWords } from '../duties/offer-words.ts'
import { useMyPlace } from '../duties/place.ts'
import { useNow } from '../duties/use-now.ts'
import { useOnDuty } from '../duties/walk/use-on-duty.ts'
import { servedSeconds } from '../duties/walk/walk-figures.ts'
import { NeedingCard } from '../notices/needing-card.tsx'
import { EndedCard } from './ended-card.tsx'
import { homeTiles, phonePages } from '../routes.ts'

const exists = (path: string): boolean => phonePages.some((page) => page.path === path)
const NEAR_SHOWN = 5

/** What matters now: the walk that goes on, or setting out and what is near and soon; then the way to everything else. */
export default function HomePage() {
  const say = useWords('phone')
  const { me, loading, error } = useMe()
  const { walk } = useOnDuty()
  return (
    <div className="stack">
      <NeedingCard />
      <NewSeats />
      {walk != null && walk.endedAt === null ? <OnDuty /> : <OffDuty />}
      <EndedCard />
      {!loading && me === null && error === null && (
        <section className="card">
          <h2>{say('home.welcome')}</h2>
          <p>{say('home.welcomeWhat')}</p>
          {exists('/sign-in') && <Link to={phonePath.signIn() as never} className="act act-main">{say('home.signIn')}</Link>}
        </section>
      )}
      <Near />
      {homeTiles.length > 0 && (
        <nav className="tiles" aria-label={say('home.more')}>
          {[...homeTiles].sort((a, b) => a.order - b.order).map(({ word, icon, path }) => (
            <Link key={path} to={path as never} className="tile"><Icon name={icon} size={28} /><strong>{say(`tile.${word}`)}</strong></Link>
          ))}
        </nav>
      )}
      <section className="card danger-card">
        <h2>{say('danger.title')}</h2>
        <div className="calls">
          {(['110', '119', '120', '122'] as const).map((number) => <a key={number} href={`tel:${number}`} className="call"><strong>{number}</strong><small>{say(`danger.n${number}`)}</small></a>)}
        </div>
      </section>
    </div>
  )
}

function MainAct({ to, title, what, aside }: { to: string; title: string; what: string; aside?: ReactNode }) {
  return <Link to={to as never} className="main-act"><Icon name="patrol" size={32} /><span><strong>{title}</strong><small>{what}</small></span>{aside ?? <Icon name="forward" />}</Link>
}

function OnDuty() {
  const say = useWords('patrol')
  const { walk } = useOnDuty()
  const now = useNow(1)
  if (walk == null) return null
  return <MainAct to={phonePath.patrol()} title={say('home.onDuty')} what={walk.name} aside={<strong role="timer">{stopwatch(servedSeconds(walk, now))}</strong>} />
}

/** Seats that a unit put the person on and that they have not answered to yet. */
function NewSeats() {
  const say = useWords('patrol')
  const language = useLanguage()
  const { me } = useMe()
  const now = useNow(30)
  const { data } = useQuery({ ...myDutiesQuery, enabled: me !== null, refetchInterval: 60_000 })
  const unseen = me === null ? [] : (data?.upcoming ?? []).filter(({ mine }) => mine?.assignment?.acknowledged === false)
  return unseen.map((offer) => (
    <section key={offer.id} className="card" role="status">
      <h2><StateMark kind="need">{say('home.assigned', { unit: offer.mine?.assignment?.organisationName ?? '' })}</StateMark></h2>
      <p>{offer.name} · {whenWords(offer, now, language, say)}</p>
      <Link to={phonePath.duty(offer.id) as never} className="act act-wide">{say('home.assignedSee')}</Link>
    </section>
  ))
}

/** A seat whose check-in is open comes before setting out by oneself. */
function OffDuty() {
  const say = useWords('phone')
  const sayPatrol = useWords('patrol')
  const language = useLanguage()
  const { me } = useMe()
  const now = useNow(15)
  const { data } = useQuery({ ...myDutiesQuery, enabled: me !== null })
  const ready = data?.upcoming.find((offer) => mayCheckIn(offer, now))
  return (
    <>
      {ready !== undefined && <MainAct to={phonePath.patrol(ready.id)} title={sayPatrol('home.checkIn')} what={sayPatrol('home.checkInWhat', { name: ready.name, when: whenWords(ready, now, language, sayPatrol) })} />}
      {ready === undefined
        ? <MainAct to={phonePath.setOut()} title={say('home.setOut')} what={say('home.setOutWhat')} />
        : <Link to={phonePath.setOut() as never} className="act act-wide">{say('home.setOut')}</Link>}
    </>
  )
}

function Near() {
  const say = useWords('patrol')
  const place = useMyPlace()
  const near = useNear(place.fix)
  return (
    <section className="stack-inner">
      <h2>{say('home.near')}</h2>
      <PlaceLine place={place} />
      <Fetched query={near} lines={6} isEmpty={(offers) => offers.length === 0} empty={<NothingNear />}>
        {(offers) => (
          <>
            <OfferList offers={offers.slice(0, NEAR_SHOWN)} guestAsked />
            {offers.length > NEAR_SHOWN && <Link to={phonePath.duties() as never} className="act act-wide">{say('home.all')}</Link>}
          </>
        )}
      </Fetched>
    </section>
  )
}
