import { useCallback } from 'react'
import type { RegionName } from '../../server/platform/shapes.ts'
import type { Region } from '../../server/places/contract.ts'
import type { Language } from './time.ts'
import { useLanguage } from './words.ts'

/** A region as it stands beside other things, or as places tells it. */
export type Named = RegionName | Pick<Region, 'name' | 'nameEn'>

/**
 * The name of a region in a language; Chinese where it has no English one, empty for none. `short` is the everyday Chinese name of a
 * community or village for narrow lines: "金宝社区居委会" is "金宝社区", "后塘村民委员会" is "后塘村".
 */
export function regionWords(of: Named | null, language: Language, form: 'full' | 'short' = 'full'): string {
  if (of === null) return ''
  const { zh, en } = 'zh' in of ? of : { zh: of.name, en: of.nameEn }
  if (language === 'en' && en !== null) return en
  return form === 'full' ? zh : zh.replace(/(?:社区)?居(?:民委员|委)会(?= |$)/, '社区').replace(/村(?:民委员|委)会(?= |$)/, '村')
}

/** Names regions in the language of the page: `const named = useRegionName()`, then `named(team.regionName)`. Phones ask for the short form. */
export function useRegionName(form: 'full' | 'short' = 'full'): (of: Named | null) => string {
  const language = useLanguage()
  return useCallback((of) => regionWords(of, language, form), [language, form])
}
