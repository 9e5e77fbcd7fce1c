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

/** The county that a town had before any zone took it over: codes of towns begin with their county's. */
export const countyOf = (town: { code: string }, holders: readonly Holder[]): Holder | undefined => holders.find(({ region }) => region.level === 'county' && town.code.startsWith(region.code))

/** The next code that is free, `3506z02`; null when all ninety-nine are taken. */
export function nextZoneCode(root: string, taken: readonly string[]): string | null {
  const codes = Array.from({ length: 99 }, (_, at) => `${root}z${String(at + 1).padStart(2, '0')}`)
  return codes.find((code) => !taken.includes(code)) ?? null
}

/** Names regions in the language of the page. */
export function useRegionNames(): (region: { name: string; nameEn: string | null }) => string {
  const language = useLanguage()
  return ({ name, nameEn }) => (language === 'en' ? nameEn ?? name : name)
}
