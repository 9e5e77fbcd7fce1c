import type { CityNaming } from './contract.ts'

/** What an installation is called until its city names it. */
export const DEFAULT_NAMING: CityNaming = {
  platformName: { zh: '红马甲', en: 'Redvest' }, name: { zh: '未命名城市', en: 'Unnamed city' }, colour: '#b3261e',
}

/** White text on the city's colour must reach this ratio (WCAG 2.2, 1.4.3, level AA). */
export const CONTRAST_MIN = 4.5

/** Contrast of white text on a colour `#rrggbb`: (1.05) / (L + 0.05) with the relative luminance L of WCAG 2.2. 1 to 21. */
export function contrastWithWhite(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255)) as [number, number, number]
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)
