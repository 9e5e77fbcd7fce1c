import { useQuery } from '@tanstack/react-query'
import { api } from '../../kit/client.ts'
import { useMe } from '../../kit/me.ts'

/** The city as the server tells it, in both languages; shares its answer with the header. */
export const useCityAnswer = () => useQuery(api.places.city.queryOptions({ input: undefined }))

/** True for an officer of the whole city; the server decides again. */
export function useIsCityOfficer(): boolean {
  const { me } = useMe()
  const root = useCityAnswer().data?.regionCode ?? null
  return root !== null && (me?.grants ?? []).some(({ role, regionCode }) => role === 'officer' && regionCode === root)
}
