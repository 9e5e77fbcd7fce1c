import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAppearance } from './appearance.tsx'
import { api, type client } from './client.ts'
import { keep, kept } from './kept.ts'
import type { Bounds } from './map/features.ts'
import type { Language } from './time.ts'
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
  /** True while neither borders nor streets are known, only names; maps say so. */
  bare: boolean
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
  return cityFrom(data, language)
}

/** Half the width of what a map shows of a city without borders, in degrees: about 30 km. */
const AROUND = 0.3

export function cityFrom({ name, platformName, bounds, center, regionCode, schematic, demo, attribution, mapRevision }: CityAnswer, language: Language): City {
  const around = center === null ? UNKNOWN.bounds as Bounds : [center[0] - AROUND, center[1] - AROUND, center[0] + AROUND, center[1] + AROUND] as Bounds
  return { name: name[language], platform: platformName[language], bounds: bounds ?? around, regionCode, schematic, bare: bounds === null && regionCode !== null, demo, attribution: attribution?.[language] ?? null, mapRevision }
}
