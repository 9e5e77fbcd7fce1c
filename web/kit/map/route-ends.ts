import { distanceBetween_m } from './drawing.ts'
import type { MapFeature } from './features.ts'

/** Within so many metres a route ends where it starts. */
const LOOP_M = 30

export interface EndWords { start: string; startMark: string; end: string; endMark: string; both: string }

/** Marks for where a route starts and ends, one for a round; none for an area. Each has its words beside it and in the list of the map. */
export function routeEnds(shape: { type: 'LineString'; coordinates: readonly (readonly [number, number])[] } | { type: 'Polygon' } | null, words: EndWords): MapFeature[] {
  if (shape?.type !== 'LineString') return []
  const [first, last] = [shape.coordinates[0], shape.coordinates.at(-1)]
  if (first === undefined || last === undefined) return []
  const mark = (id: string, label: string, letters: string, at: readonly [number, number]): MapFeature => ({ type: 'Feature', properties: { id, label, mark: letters, tone: 'ink', weight: 0.5 }, geometry: { type: 'Point', coordinates: [...at] } })
  if (distanceBetween_m([...first], [...last]) <= LOOP_M) return [mark('both', words.both, words.startMark, first)]
  return [mark('end', words.end, words.endMark, last), mark('start', words.start, words.startMark, first)]
}
