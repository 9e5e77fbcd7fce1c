import type { Bounds } from '../../kit/map/features.ts'

/** What is to be seen as part of an address: west, south, east, north with four decimals (11 m). */
export const boxText = (bounds: Bounds): string => bounds.map((degrees) => degrees.toFixed(4)).join(',')

/** The box of an address, or null when it is none. */
export function readBox(text: string | undefined): Bounds | null {
  const parts = (text ?? '').split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  const [west, south, east, north] = parts as Bounds
  const sound = parts.length === 4 && parts.every(Number.isFinite) && west < east && south < north && west >= -180 && east <= 180 && south >= -90 && north <= 90
  return sound ? [west, south, east, north] : null
}
