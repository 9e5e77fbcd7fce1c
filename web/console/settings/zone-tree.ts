import { useQuery } from '@tanstack/react-query'
import type { RegionInTree } from '../../../server/places/contract.ts'
import { client } from '../../kit/client.ts'
import { useLanguage } from '../../kit/words.ts'

/** A county or functional zone with the towns under it. */
export interface Holder { region: RegionInTree; towns: RegionInTree[] }

/** All counties and zones of the city with their towns, ordered by code as the server gives them. */
export const useHolders = (root: string | null) => useQuery({
  queryKey: ['places', 'holders', root],
  enabled: root !== null,
  queryFn: async (): Promise<Holder[]> => {
    const regions = (await client.places.regions({ parent: root as string })).filter(({ level }) => level === 'county' || level === 'zone')
    return Promise.all(regions.map(async (region) => ({ region, towns: region.childCount === 0 ? [] : (await client.places.regions({ parent: region.code })).filter(({ level }) => level === 'town') })))
  },
})

/** Names regions in the language of the page. */
export function useRegionNames(): (region: { name: string; nameEn: string | null }) => string {
  const language = useLanguage()
  return ({ name, nameEn }) => (language === 'en' ? nameEn ?? name : name)
}
