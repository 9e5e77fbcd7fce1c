import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../kit/client.ts'
import { useMe } from '../../kit/me.ts'
import type { Fix } from '../outbox/positions.ts'
import type { Offer } from './my-duties.ts'
import { useHomePlace } from './place.ts'

const RADIUS_M = 10_000
/** Around the middle of the city, for whom nothing nearer is known: as far as the server looks. */
const CITY_RADIUS_M = 50_000
/** A position moves a little with every fix; within this many degrees (about 100 m) the same list is asked for. */
const GRID = 1000

/** What is near and soon, soonest first. Without a position it is what lies around the person's community, and no distances are told. */
export function useNear(fix: Pick<Fix, 'lon' | 'lat'> | null) {
  const queries = useQueryClient()
  const home = useHomePlace()
  const { me } = useMe()
  const { lon, lat } = fix ?? home
  const known = fix !== null || (me !== null && me.regionCode !== null)
  const input = useMemo(() => ({ lon: Math.round(lon * GRID) / GRID, lat: Math.round(lat * GRID) / GRID, radius_m: known ? RADIUS_M : CITY_RADIUS_M }), [lon, lat, known])
  const query = useQuery(api.duties.nearbyPatrols.queryOptions({ input, placeholderData: (before: Offer[] | undefined) => before ?? latest(queries) }))
  const data = useMemo(() => (fix === null ? query.data?.map((offer) => ({ ...offer, distance_m: null })) : query.data), [fix, query.data])
  return { ...query, data }
}

/** The list that was fetched last, wherever the person was then: some hundred metres further on it still says what there is. */
const latest = (queries: QueryClient): Offer[] | undefined =>
  queries.getQueryCache().findAll({ queryKey: api.duties.nearbyPatrols.key() }).filter(({ state }) => state.data !== undefined).toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)[0]?.state.data as Offer[] | undefined
