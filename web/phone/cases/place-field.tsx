import { useQuery } from '@tanstack/react-query'
import type { Position } from '../../../server/platform/shapes.ts'
import { api } from '../../kit/client.ts'
import { asProblemError } from '../../kit/problem.ts'
import { useRegionName } from '../../kit/region.ts'
import { useWords } from '../../kit/words.ts'
import type { Draft } from './draft.ts'
import { LocateAgain, PinMap, usePin } from './pin-map.tsx'

type Place = Pick<Draft, 'position' | 'pinLater' | 'address'>

/** Where it is: the map moves under a pin that stays in its middle; without a fix it opens where the phone was last, and words do until the pin comes. */
export function PlaceField({ place, onChange }: { place: Place; onChange: (place: Partial<Place>) => void }) {
  const say = useWords('cases')
  const { state, locate, ...pin } = usePin(place.position, (position) => onChange({ position }))
  return (
    <section className="card">
      <h2>{say('report.place')}</h2>
      {!place.pinLater && (
        <>
          <p role="status">{place.position !== null ? say('report.placeHint') : say(state === 'asking' ? 'report.finding' : 'report.noFix')}</p>
          {place.position === null && <LocateAgain state={state} locate={locate} />}
          <PinMap label={say('report.place')} pin={pin} />
          {place.position !== null && <PinWords position={place.position} />}
        </>
      )}
      <label className="check"><input type="checkbox" checked={place.pinLater} onChange={(event) => onChange({ pinLater: event.target.checked })} /><span>{say('report.pinLater')}</span></label>
      <label className="field"><span>{say('report.address')}{!place.pinLater && <small>{say('report.optional')}</small>}</span><input value={place.address} maxLength={200} placeholder={say('report.addressHint')} onChange={(event) => onChange({ address: event.target.value })} /></label>
    </section>
  )
}

/** The region under the pin in words, as soon as the map rests. */
export function PinWords({ position }: { position: Position }) {
  const say = useWords('cases')
  const named = useRegionName()
  const { data, error } = useQuery({ ...api.places.regionAt.queryOptions({ input: { lon: rounded(position.lon), lat: rounded(position.lat) } }), staleTime: 60_000, retry: false })
  if (error !== null && asProblemError(error).status === 404) return <p className="problem-line" role="alert">{say('report.outside')}</p>
  if (data === undefined) return <p aria-live="polite">{say('report.fixed')}</p>
  return <p aria-live="polite"><strong>{say('report.pin', { place: [...data.ancestors.slice(1), data].map(named).join(' ') })}</strong></p>
}

const rounded = (degrees: number): number => Math.round(degrees * 10_000) / 10_000
