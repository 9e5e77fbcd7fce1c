import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, type client } from '../../kit/client.ts'
import type { Fix } from '../outbox/positions.ts'
import { useHomePlace } from './place.ts'

type Sheet = Awaited<ReturnType<typeof client.duties.policy>>
type PolicyFigures = Partial<Record<Sheet['rules'][number]['key'], number | boolean>>

/** Some hundred metres: the region, and with it the policy, is asked for again only when one has moved. */
const GRID = 200

/** The standing policy where one is, else around one's community, as the server tells it; null until then and outside the city. */
export function usePolicy(fix: Pick<Fix, 'lon' | 'lat'> | null): PolicyFigures | null {
  const home = useHomePlace()
  const { lon, lat } = fix ?? home
  const input = useMemo(() => ({ lon: Math.round(lon * GRID) / GRID, lat: Math.round(lat * GRID) / GRID }), [lon, lat])
  const { data } = useQuery(api.duties.policy.queryOptions({ input, staleTime: 600_000, retry: false, placeholderData: (before: Sheet | undefined) => before }))
  return useMemo(() => (data === undefined ? null : Object.fromEntries(data.rules.map(({ key, value }) => [key, value]))), [data])
}
