import './duties.css'
import { Link } from '@tanstack/react-router'
import { metresWords } from '../../kit/map/drawing.ts'
import { phonePath } from '../../kit/paths.ts'
import { ProblemError, problemText } from '../../kit/problem.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { useLanguage, useWords } from '../../kit/words.ts'
import type { Offer } from './my-duties.ts'
import { seatsLeft, soonWords, whenWords } from './offer-words.ts'
import { Parts } from './parts.tsx'
import { Refusal } from './refusal.tsx'
import { useNow } from './use-now.ts'

/** What stands in the way of every duty alike is said once, with the way to put it right. */
const ofThePerson: readonly string[] = ['sign-in-required', 'terms-needed', 'real-name-required']

/** Duties as cards: when, how far, how many seats are left, what it brings, and why not where it cannot be taken. `guestAsked`: the page asks guests to sign in already. */
export function OfferList({ offers, guestAsked = false }: { offers: readonly Offer[]; guestAsked?: boolean }) {
  const common = offers.find(({ mine, refusal }) => mine === null && refusal !== null && ofThePerson.includes(refusal))?.refusal ?? null
  return (
    <>
      {common !== null && !(guestAsked && common === 'sign-in-required') && <Refusal error={new ProblemError({ code: common, status: 409 })} />}
      <ul className="plain-list">{offers.map((offer) => <li key={offer.id}><OfferCard offer={offer} said={common} /></li>)}</ul>
    </>
  )
}

function OfferCard({ offer, said }: { offer: Offer; said: string | null }) {
  const say = useWords('patrol')
  const language = useLanguage()
  const named = useRegionName('short')
  const now = useNow(30)
  const { id, name, kind, regionName, seats, seatsKept, pointsPerHour, distance_m, mine, refusal } = offer
  const left = seatsLeft(offer)
  const facts = [say(`kind.${kind}`), left > 0 ? say('list.seats', { left, seats }) : say(seatsKept > 0 ? 'list.kept4units' : 'list.full'), say('list.perHour', { points: pointsPerHour })]
  return (
    <Link to={phonePath.duty(id) as never} className="offer">
      <span className="offer-words">
        <strong>{name}</strong>
        <span className="offer-when"><span>{whenWords(offer, now, language, say)}</span> <span>{soonWords(offer, now, language, say)}</span></span>
        <Parts parts={[named(regionName), distance_m === null ? null : say('list.away', { distance: metresWords(distance_m) })]} />
        <Parts parts={facts} />
        {mine === null && refusal !== null && refusal !== 'patrol-full' && refusal !== said && <span className="offer-refusal">{problemText(new ProblemError({ code: refusal, status: 409 }), language)}</span>}
      </span>
      <span className="offer-act">
        {mine !== null ? <StateMark kind={mine.assignment?.acknowledged === false ? 'need' : 'done'}>{say(mine.assignment === null ? 'list.mine' : 'list.assigned')}</StateMark> : refusal === null ? <b className="offer-grab">{say('list.grab')}</b> : refusal === 'patrol-full' ? <StateMark kind="off">{say('list.full')}</StateMark> : null}
      </span>
    </Link>
  )
}
