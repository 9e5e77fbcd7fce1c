import type { ViewPoint } from '../../../server/tracking/live/view-frames.ts'
import type { MapFeature } from '../../kit/map/features.ts'

/** As the server numbers the looks of points (tracking/presence.ts). */
export const LOOK = { onPatrol: 1, selfStarted: 2 } as const

/** A fix younger than this is now; older than STALE_S the person may be elsewhere, older than LOST_S nobody knows. Seconds. */
export const FRESH_S = 20
export const STALE_S = 60
export const LOST_S = 300

export type FixAge = 'fresh' | 'recent' | 'stale' | 'lost'
export const fixAge = (age_s: number): FixAge => (age_s < FRESH_S ? 'fresh' : age_s < STALE_S ? 'recent' : age_s < LOST_S ? 'stale' : 'lost')

/** "4 s", "3 min": the age by steps that change seldom, so that the map need not be redrawn every second. */
const agedMinutes = (age_s: number): number => Math.floor(age_s / 60)

export interface WalkerWords {
  name: (walker: number) => string | undefined
  age: (minutes: number) => string
  kind: (selfStarted: boolean) => string
}

type Known = Map<number, { key: string; feature: MapFeature }>

/**
 * Dots for walkers. A filled dot is where someone is now, a ring where someone was; what did not change keeps its object, so that only
 * differences go to the map. O(points).
 */
export function walkerFeatures(known: Known, points: Iterable<ViewPoint>, now_ms: number, chosen: number | undefined, words: WalkerWords): MapFeature[] {
  const shown: MapFeature[] = []
  const seen = new Set<number>()
  for (const point of points) {
    const age_s = Math.max(0, (now_ms - point.fix_ms) / 1000)
    const age = fixAge(age_s)
    const late = age === 'stale' || age === 'lost'
    const minutes = late ? agedMinutes(age_s) : -1
    const name = words.name(point.walker)
    const picked = point.walker === chosen
    const key = `${point.lon} ${point.lat} ${point.look} ${age} ${minutes} ${name ?? ''} ${picked}`
    seen.add(point.walker)
    const before = known.get(point.walker)
    if (before?.key === key) {
      shown.push(before.feature)
      continue
    }
    const ageWords = late ? words.age(minutes) : undefined
    const feature: MapFeature = {
      type: 'Feature', geometry: { type: 'Point', coordinates: [point.lon, point.lat] },
      properties: {
        id: String(point.walker), tone: age === 'lost' ? 'off' : late ? 'late' : 'trace', label: [name, ageWords].filter(Boolean).join(' · '),
        note: words.kind(point.look === LOOK.selfStarted), ...(late ? { hollow: true } : {}), ...(picked ? { mark: '●' } : {}),
      },
    }
    known.set(point.walker, { key, feature })
    shown.push(feature)
  }
  for (const walker of known.keys()) if (!seen.has(walker)) known.delete(walker)
  return shown
}

/** Dots with counts for the cells of a far view, larger where more people are. */
export function cellFeatures(cells: Iterable<{ west: number; south: number; size: number; count: number }>, label: (count: number) => string): MapFeature[] {
  const all = [...cells]
  const most = all.reduce((max, { count }) => Math.max(max, count), 1)
  return all.map(({ west, south, size, count }) => ({
    type: 'Feature', geometry: { type: 'Point', coordinates: [west + size / 2, south + size / 2] },
    properties: { id: `${west.toFixed(5)},${south.toFixed(5)},${size.toFixed(5)}`, tone: 'trace', mark: String(count), note: label(count), weight: Math.sqrt(count / most) },
  }))
}
