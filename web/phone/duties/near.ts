import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { inOrder, type NearbyOrder } from '../../../server/duties/steps.ts'
import { api } from '../../kit/client.ts'
import { keep, kept } from '../../kit/kept.ts'
import { useMe } from '../../kit/me.ts'
import type { Fix } from '../outbox/positions.ts'
import type { Offer } from './my-duties.ts'
import { useHomePlace } from './place.ts'

const RADIUS_M = 10_000
/** Around the middle of the city, for whom nothing nearer is known: as far as the server looks. */
const CITY_RADIUS_M = 50_000
/** A position moves a little with every fix; within this many degrees (about 100 m) the same list is asked for. */
const GRID = 1000

const ORDER_KEPT = 'near-order'

/** Soonest or nearest first, as the person chose it last on this phone; without a position nothing is near. */
export function useNearOrder(fix: object | null): { order: NearbyOrder; choose: (order: NearbyOrder) => void } {
  const [chosen, setChosen] = useState<NearbyOrder>(() => (kept<string>(ORDER_KEPT) === 'nearest' ? 'nearest' : 'soonest'))
  const choose = (order: NearbyOrder): void => {
    keep(ORDER_KEPT, order)
    setChosen(order)
  }
  return { order: fix === null ? 'soonest' : chosen, choose }
}

/** What is near and soon. Without a position it is what lies around the person's community, and no distances are told. */
export function useNear(fix: Pick<Fix, 'lon' | 'lat'> | null, order: NearbyOrder = 'soonest') {
  const queries = useQueryClient()
  const home = useHomePlace()
  const { me } = useMe()
  const { lon, lat } = fix ?? home
  const known = fix !== null || (me !== null && me.regionCode !== null)
  const input = useMemo(() => ({ lon: Math.round(lon * GRID) / GRID, lat: Math.round(lat * GRID) / GRID, radius_m: known ? RADIUS_M : CITY_RADIUS_M, ...(order === 'nearest' ? { order } : {}) }), [lon, lat, known, order])
  const query = useQuery(api.duties.nearbyPatrols.queryOptions({ input, placeholderData: (before: Offer[] | undefined) => before ?? latest(queries) }))
  // What was fetched before is put in order at once, also without network.
  const data = useMemo(() => (query.data === undefined ? undefined : fix === null ? query.data.map((offer) => ({ ...offer, distance_m: null })) : inOrder(query.data, order)), [fix, query.data, order])
  return { ...query, data }
}

/** The list that was fetched last, wherever the person was then: some hundred metres further on it still says what there is. */
const latest = (queries: QueryClient): Offer[] | undefined =>
  queries.getQueryCache().findAll({ queryKey: api.duties.nearbyPatrols.key() }).filter(({ state }) => state.data !== undefined).toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)[0]?.state.data as Offer[] | undefined
