import type { Bounds, MapFeature } from '../../kit/map/features.ts'

export interface TrackPointShown { at: string; lon: number; lat: number }

/** Between fixes further apart than this nobody knows where the person was. Seconds. */
export const GAP_S = 60

export interface Leg {
  points: readonly TrackPointShown[]
  /** True between the last fix before and the first after a loss. */
  gap: boolean
}

const seconds = (from: TrackPointShown, to: TrackPointShown): number => (Date.parse(to.at) - Date.parse(from.at)) / 1000

/** The track cut where fixes are missing; a gap is a leg of its own with its two ends. O(points). */
export function legsOf(points: readonly TrackPointShown[]): Leg[] {
  const legs: Leg[] = []
  let walked: TrackPointShown[] = []
  for (const point of points) {
    const last = walked.at(-1)
    if (last !== undefined && seconds(last, point) > GAP_S) {
      legs.push({ points: walked, gap: false }, { points: [last, point], gap: true })
      walked = []
    }
    walked.push(point)
  }
  return walked.length === 0 ? legs : [...legs, { points: walked, gap: false }]
}

/** Where the person was at a moment: between two fixes on the straight line, in a gap at its beginning and unsure. Null without points. O(log points). */
export function placeAt(points: readonly TrackPointShown[], at_ms: number): { lon: number; lat: number; gap_s: number } | null {
  const first = points[0]
  if (first === undefined) return null
  let [low, high] = [0, points.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (Date.parse((points[middle] as TrackPointShown).at) <= at_ms) low = middle
    else high = middle - 1
  }
  const [from, to] = [points[low] as TrackPointShown, points[low + 1]]
  if (to === undefined || at_ms <= Date.parse(from.at)) return { lon: from.lon, lat: from.lat, gap_s: 0 }
  const apart_s = seconds(from, to)
  if (apart_s > GAP_S) return { lon: from.lon, lat: from.lat, gap_s: apart_s }
  const share = apart_s === 0 ? 0 : (at_ms - Date.parse(from.at)) / 1000 / apart_s
  return { lon: from.lon + (to.lon - from.lon) * share, lat: from.lat + (to.lat - from.lat) * share, gap_s: 0 }
}

/** The legs as lines: walked ones in the colour of movement, gaps grey with their length in words. */
export const legFeatures = (legs: readonly Leg[], gapWords: (gap_s: number) => string): MapFeature[] =>
  legs.flatMap((leg, at): MapFeature[] => (leg.points.length < 2 ? [] : [{
    type: 'Feature', geometry: { type: 'LineString', coordinates: leg.points.map(({ lon, lat }) => [lon, lat]) },
    properties: { id: `leg-${at}`, tone: leg.gap ? 'off' : 'trace', label: leg.gap ? gapWords(seconds(leg.points[0] as TrackPointShown, leg.points[1] as TrackPointShown)) : '' },
  }]))

/**
 * What the map of records looks at: the track and route that are shown, while they are still fetched what it showed before, else the region. Pure.
 * @param coming a record is chosen whose track or route is on its way
 */
export const lookAtOf = ({ shown, coming, region }: { shown: Bounds | null; coming: boolean; region: Bounds | null }): Bounds | null => shown ?? (coming ? null : region)
