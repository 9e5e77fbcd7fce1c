import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { api } from '../../kit/client.ts'
import { useCity } from '../../kit/city.ts'
import { useMe } from '../../kit/me.ts'
import type { Fix } from '../outbox/positions.ts'
import { fixOf } from './walk/position-watch.ts'
import type { PositionState } from './walk/walk-store.ts'

const FRESH_MS = 60_000
export const RECENT_MS = 30_000
const TIMEOUT_MS = 20_000
const reasons: Record<number, PositionState> = { 1: 'refused', 2: 'unavailable', 3: 'timeout' }

export interface MyPlace {
  fix: Fix | null
  state: PositionState
  locate: () => void
}

let last: Fix | null = null
/** The latest fix since the app was opened, by asking or by walking. */
export const lastPlace = (): Fix | null => last
/** A fix that somebody else asked for: whoever walks is located all the time. */
export const notePlace = (fix: Fix): void => { last = newerOf(last, fix) }

/** The later of two fixes, by the clock of this phone. */
export const newerOf = <One extends Pick<Fix, 'at'>>(one: One | null, other: One | null): One | null =>
  one === null || other === null ? one ?? other : Date.parse(other.at) > Date.parse(one.at) ? other : one

/** A fix that says where the phone is now, not where it was. */
export const recentOf = <One extends Pick<Fix, 'at'>>(fix: One | null, now_ms: number): One | null => (fix !== null && now_ms - Date.parse(fix.at) < RECENT_MS ? fix : null)

/** Where this phone is, once. Asks by itself where that needs no question to the person, or when `atOnce`; `fresh` begins with nothing, and takes a fix of at most `age_ms`. */
export function useMyPlace({ atOnce = false, fresh = false, age_ms = fresh ? 0 : FRESH_MS }: { atOnce?: boolean; fresh?: boolean; age_ms?: number } = {}): MyPlace {
  const [fix, setFix] = useState<Fix | null>(fresh ? null : last)
  const [state, setState] = useState<PositionState>(fix === null ? 'off' : 'known')
  const locate = useCallback(() => {
    if (!window.isSecureContext || navigator.geolocation === undefined) return setState('insecure')
    setState('asking')
    navigator.geolocation.getCurrentPosition(
      (place) => { const known = fixOf(place); notePlace(known); setFix(known); setState('known') },
      ({ code }) => setState(reasons[code] ?? 'unavailable'),
      { enableHighAccuracy: true, maximumAge: age_ms, timeout: TIMEOUT_MS },
    )
  }, [age_ms])
  useEffect(() => {
    if (atOnce) return locate()
    void navigator.permissions?.query({ name: 'geolocation' }).then(({ state: allowed }) => { if (allowed === 'granted') locate() }, () => undefined)
  }, [atOnce, locate])
  return { fix, state, locate }
}

/** The middle of what a person looks at before their position is known: their community, else the city. */
export function useHomePlace(): { lon: number; lat: number } {
  const { me } = useMe()
  const { bounds: [west, south, east, north] } = useCity()
  const code = me?.regionCode ?? null
  const { data } = useQuery({ ...api.places.region.queryOptions({ input: { code: code ?? '' } }), enabled: code !== null, staleTime: Infinity })
  const [lon, lat] = data?.center ?? [(west + east) / 2, (south + north) / 2]
  return { lon, lat }
}
