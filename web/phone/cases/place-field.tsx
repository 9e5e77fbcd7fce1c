import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Position } from '../../../server/platform/shapes.ts'
import { useCity } from '../../kit/city.ts'
import { api } from '../../kit/client.ts'
import type { Bounds } from '../../kit/map/features.ts'
import { closeTo, PinMap, placeUnderPin } from '../../kit/map/pin-map.tsx'
import { asProblemError } from '../../kit/problem.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import type { Draft } from './draft.ts'

type Place = Pick<Draft, 'position' | 'pinLater' | 'address'>

/** Where it is: the map moves under a pin that stays in its middle; without a fix words do, and the pin comes later. */
export function PlaceField({ place, onChange }: { place: Place; onChange: (place: Partial<Place>) => void }) {
  const say = useWords('cases')
  const city = useCity()
  const { start, finding, failed } = useFirstFix(place.position, (position) => onChange({ position }))
  const moved = useRef(false)
  const move = (bounds: Bounds, zoom: number): void => {
    const position = placeUnderPin(bounds, zoom)
    // The map's own first placing is nobody's choice.
    if (position !== null && (moved.current || start !== null)) onChange({ position })
    moved.current = true
  }
  return (
    <section className="card">
      <h2>{say('report.place')}</h2>
      {!place.pinLater && (
        <>
          <p>{finding ? say('report.finding') : failed && place.position === null ? say('report.noFix') : say('report.placeHint')}</p>
          <PinMap key={start === null ? 'city' : 'fix'} label={say('report.place')} bounds={start === null ? city.bounds : closeTo(start)} onMove={move} me={start === null ? null : [start.lon, start.lat]} />
          {place.position !== null && <PinWords position={place.position} />}
        </>
      )}
      <label className="check"><input type="checkbox" checked={place.pinLater} onChange={(event) => onChange({ pinLater: event.target.checked })} /><span>{say('report.pinLater')}</span></label>
      <label className="field"><span>{say('report.address')}{!place.pinLater && <small>{say('report.optional')}</small>}</span><input value={place.address} maxLength={200} placeholder={say('report.addressHint')} onChange={(event) => onChange({ address: event.target.value })} /></label>
    </section>
  )
}

/** The region under the pin in words, as soon as the map rests. */
function PinWords({ position }: { position: Position }) {
  const say = useWords('cases')
  const language = useLanguage()
  const { data, error } = useQuery({ ...api.places.regionAt.queryOptions({ input: { lon: rounded(position.lon), lat: rounded(position.lat) } }), staleTime: 60_000, retry: false })
  if (error !== null && asProblemError(error).status === 404) return <p className="problem-line" role="alert">{say('report.outside')}</p>
  if (data === undefined) return <p aria-live="polite">{say('report.fixed')}</p>
  const name = (region: { name: string; nameEn: string | null }): string => (language === 'en' && region.nameEn !== null ? region.nameEn : region.name)
  return <p aria-live="polite"><strong>{say('report.pin', { place: [...data.ancestors.slice(1), data].map(name).join(' ') })}</strong></p>
}

const rounded = (degrees: number): number => Math.round(degrees * 10_000) / 10_000

/** Asks the phone once where it is; `start` is where the map opens. */
function useFirstFix(known: Position | null, onFix: (position: Position) => void): { start: Position | null; finding: boolean; failed: boolean } {
  const [start, setStart] = useState(known)
  const [state, setState] = useState<'finding' | 'found' | 'failed'>(known === null ? 'finding' : 'found')
  const tell = useRef(onFix)
  tell.current = onFix
  useEffect(() => {
    if (known !== null) return
    if (navigator.geolocation === undefined) return setState('failed')
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const position = { lon: coords.longitude, lat: coords.latitude }
      setStart(position)
      setState('found')
      tell.current(position)
    }, () => setState('failed'), { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 })
    // Only once, when the form opens.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  return { start, finding: state === 'finding', failed: state === 'failed' }
}
