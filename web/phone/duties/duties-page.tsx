import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { nearbyOrders } from '../../../server/duties/steps.ts'
import { useAddress } from '../../kit/address.ts'
import { boundsOf, type Bounds, type MapLayer } from '../../kit/map/features.ts'
import { CityMap } from '../../kit/map/map.tsx'
import { useMe } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { Fetched, useOnline } from '../../kit/states.tsx'
import { clockTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { Choice } from '../choice.tsx'
import { myDutiesQuery, type Offer } from './my-duties.ts'
import { useNear, useNearOrder } from './near.ts'
import { NothingNear, PlaceLine } from './nearby-parts.tsx'
import { OfferList } from './offer-list.tsx'
import { seatsLeft, whenWords } from './offer-words.ts'
import { useMyPlace, type MyPlace } from './place.ts'

/** My duties first, then what is near and soon, as a list or on the map. */
export default function DutiesPage() {
  const say = useWords('patrol')
  const language = useLanguage()
  const online = useOnline()
  const [{ show = 'list' }, change] = useAddress()
  const { me } = useMe()
  const place = useMyPlace()
  const { order, choose } = useNearOrder(place.fix)
  const near = useNear(place.fix, order)
  const mine = useQuery({ ...myDutiesQuery, enabled: me !== null })
  const upcoming = mine.data?.upcoming ?? []
  return (
    <div className={show === 'map' ? 'stack stack-tall' : 'stack'}>
      <div className="bare-choice"><Choice title={say('list.show')} value={show} options={[{ value: 'list', label: say('list.list') }, { value: 'map', label: say('list.map') }]} onChoose={(to) => change({ show: to === 'list' ? undefined : to })} /></div>
      {!online && near.data !== undefined && <p role="status">{say('list.kept', { time: clockTime(new Date(near.dataUpdatedAt), language) })}</p>}
      {show === 'map'
        ? <Fetched query={near} lines={8} isEmpty={(offers) => offers.length === 0} empty={<><PlaceLine place={place} /><NothingNear /></>}>{(offers) => <NearMap offers={offers} place={place} />}</Fetched>
        : (
          <>
            {upcoming.length > 0 && <section className="stack-inner"><h2>{say('home.mine')}</h2><OfferList offers={upcoming} /></section>}
            <section className="stack-inner">
              <h2>{say('home.near')}</h2>
              <PlaceLine place={place} />
              {place.fix !== null && <div className="bare-choice"><Choice title={say('list.order')} value={order} options={nearbyOrders.map((value) => ({ value, label: say(`order.${value}`) }))} onChoose={choose} /></div>}
              <Fetched query={near} lines={8} isEmpty={(offers) => offers.length === 0} empty={<NothingNear />}>
                {(offers) => <OfferList offers={offers.filter(({ mine: seat }) => seat === null)} />}
              </Fetched>
            </section>
          </>
        )}
    </div>
  )
}

function NearMap({ offers, place }: { offers: readonly Offer[]; place: MyPlace }) {
  const say = useWords('patrol')
  const language = useLanguage()
  const navigate = useNavigate()
  const layers = useMemo<MapLayer[]>(() => {
    const now = new Date()
    const tone = (offer: Offer) => ({ tone: offer.mine !== null ? 'done' as const : offer.refusal === null ? 'need' as const : 'waiting' as const })
    return [
      { id: 'routes', kind: 'lines', title: say('list.route'), features: offers.filter(({ shape }) => shape.type === 'LineString').map((offer) => ({ type: 'Feature', properties: { ...tone(offer), id: offer.id, label: '' }, geometry: offer.shape })) },
      { id: 'meeting', kind: 'points', title: say('home.near'), features: offers.map((offer) => ({ type: 'Feature', properties: { ...tone(offer), id: offer.id, label: offer.name, note: whenWords(offer, now, language, say), mark: String(seatsLeft(offer)) }, geometry: { type: 'Point', coordinates: [offer.meetingPoint.lon, offer.meetingPoint.lat] } })) },
    ]
  }, [offers, language, say])
  const { fix } = place
  const me = useMemo<[number, number] | null>(() => (fix === null ? null : [fix.lon, fix.lat]), [fix])
  const shown = boundsOf([...offers.map(({ meetingPoint }) => ({ type: 'Point' as const, coordinates: [meetingPoint.lon, meetingPoint.lat] })), ...(me === null ? [] : [{ type: 'Point' as const, coordinates: me }])])
  const [west, south, east, north] = shown as Bounds
  const bounds: Bounds = [west - 0.003, south - 0.003, east + 0.003, north + 0.003]
  return (
    <>
      <PlaceLine place={place} />
      <div className="tall-map"><CityMap label={say('home.near')} bounds={bounds} layers={layers} me={me} onPick={(_, id) => void navigate({ to: phonePath.duty(id) as never })} /></div>
    </>
  )
}
