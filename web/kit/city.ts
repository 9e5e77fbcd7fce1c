import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAppearance } from './appearance.tsx'
import { api, type client } from './client.ts'
import { keep, kept } from './kept.ts'
import type { Bounds } from './map/features.ts'
import { useLanguage } from './words.ts'

type CityAnswer = Awaited<ReturnType<typeof client.places.city>>

/** How this city calls its platform and where it lies, in the person's language. */
export interface City {
  /** "漳州市". */
  name: string
  /** "芗里芗亲". */
  platform: string
  bounds: Bounds
  regionCode: string | null
  /** True while borders and streets are drawn, not surveyed; maps say so. */
  schematic: boolean
  demo: boolean
  attribution: string | null
  mapRevision: number
}

/** Before the server has answered, or while it cannot be reached: the software's own name and the land around Zhangzhou. */
const UNKNOWN: CityAnswer = {
  name: { zh: '', en: '' }, platformName: { zh: '红马甲', en: 'Redvest' }, colour: '', regionCode: null, schematic: false, demo: false, bounds: [116.9, 23.5, 118.2, 25.3], center: null, attribution: null, mapRevision: 0,
}

/** The last answer stays on the device: without network the map keeps its ground and the platform its name. */
const KEPT = 'city'
const HOUR_MS = 3_600_000

/** The installation's city; its colour holds for all pages as soon as it is known. */
export function useCity(): City {
  const { setCityColour } = useAppearance()
  const language = useLanguage()
  const { data = UNKNOWN, isFetched } = useQuery(api.places.city.queryOptions({ input: undefined, staleTime: HOUR_MS, initialData: () => kept<CityAnswer>(KEPT), initialDataUpdatedAt: 0 }))
  useEffect(() => { if (isFetched && data !== UNKNOWN) keep(KEPT, data) }, [data, isFetched])
  useEffect(() => setCityColour(data.colour), [data.colour, setCityColour])
  const { name, platformName, bounds, regionCode, schematic, demo, attribution, mapRevision } = data
  return { name: name[language], platform: platformName[language], bounds: bounds ?? (UNKNOWN.bounds as Bounds), regionCode, schematic, demo, attribution: attribution?.[language] ?? null, mapRevision }
}
