import { useEffect, useRef, useState } from 'react'
import type { Position } from '../../../server/platform/shapes.ts'
import { Icon } from '../../kit/icons.tsx'
import type { Bounds } from '../../kit/map/features.ts'
import { closeTo, PinMap as MapUnderPin, placeUnderPin } from '../../kit/map/pin-map.tsx'
import { useWords } from '../../kit/words.ts'
import type { Fix } from '../outbox/positions.ts'
import { lastPlace, newerOf, RECENT_MS, recentOf, useHomePlace, useMyPlace } from '../duties/place.ts'
import { useOnDuty } from '../duties/walk/use-on-duty.ts'
import type { PositionState } from '../duties/walk/walk-store.ts'

/** About a metre. */
const STILL_DEGREES = 0.00001

export interface Pin {
  /** Where the map opens; the same object until it opens elsewhere. */
  start: Position
  /** Where the phone is, once it knows. */
  here: Position | null
  /** A person has moved the map: the pin is there. */
  moved: (position: Position) => void
}

/**
 * A pin that begins at what is known, else where the phone is as soon as it knows; until then the map opens where the phone was last (on
 * this walk or since the app was opened), else at the person's community. What a hand has set, no later fix moves.
 */
export function usePin(known: Position | null, onPin: (position: Position) => void): Pin & { state: PositionState; locate: () => void } {
  const { fix: found, state, locate } = useMyPlace({ atOnce: known === null, fresh: true, age_ms: RECENT_MS })
  const { trail } = useOnDuty()
  const latest = newerOf<Fix>(lastPlace(), trail.at(-1) ?? null)
  // Who is on patrol is located all the time: nothing to wait for.
  const fix = found ?? recentOf(trail.at(-1) ?? null, Date.now())
  const home = useHomePlace()
  const [held, hold] = useState(known)
  const tell = useRef(onPin)
  tell.current = onPin
  useEffect(() => {
    if (fix === null || held !== null) return
    const position = { lon: fix.lon, lat: fix.lat }
    hold(position)
    tell.current(position)
  }, [fix, held])
  const start = held ?? latest ?? home
  return {
    start, here: fix, state, locate,
    moved: (position) => {
      if (held === null) hold(start)
      tell.current(position)
    },
  }
}

/** After a fix that failed; as long as no hand has set the pin. */
export function LocateAgain({ state, locate }: { state: PositionState; locate: () => void }) {
  const say = useWords('patrol')
  if (state === 'asking' || state === 'known' || state === 'insecure') return null
  return <button type="button" className="act" onClick={locate}><Icon name="locate" />{say(state === 'refused' ? 'position.allow' : 'start.again')}</button>
}

/** The map moves under a pin that stays in its middle. */
export function PinMap({ label, pin: { start, here, moved } }: { label: string; pin: Pin }) {
  const touched = useRef(false)
  const { lon, lat } = start
  const move = (bounds: Bounds, zoom: number): void => {
    const middle = placeUnderPin(bounds, zoom)
    if (middle === null) return
    // The map's own placing, and a turn of the phone, are nobody's choice.
    touched.current ||= Math.abs(middle.lon - lon) > STILL_DEGREES || Math.abs(middle.lat - lat) > STILL_DEGREES
    if (touched.current) moved(middle)
  }
  useEffect(() => { touched.current = false }, [lon, lat])
  return (
    <MapUnderPin key={`${lon} ${lat}`} label={label} bounds={closeTo(start)} centred onMove={move} me={here === null ? null : [here.lon, here.lat]} />
  )
}
