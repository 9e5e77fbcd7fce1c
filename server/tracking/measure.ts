import { distanceToShape_m } from '../platform/geo.ts'
import type { Coordinate } from '../platform/shapes.ts'
import { cleanTrack, CLEANING_VERSION, type CleanTrack, type Fix } from './cleaning.ts'
import { encodeTrack } from './live/track-codec.ts'
import { routeShare } from './route-share.ts'
import type { StoredFix, WalkRow } from './store.ts'

export type WalkShape = { type: 'LineString'; coordinates: Coordinate[] } | { type: 'Polygon'; coordinates: [Coordinate[]] }

/** On foot or by bicycle nobody is faster. */
const FASTEST_M_S = 15
/** Within this many metres of the route it counts as walked; phones between houses are no better. */
const CORRIDOR_M = 30
/** Inside means at most this far outside the route or area, unless whoever began the walk said otherwise. */
export const FENCE_M = 200

/** Figures of one walk; lengths in metres, durations in seconds, shares 0–1 (null without a route or shape). */
export interface TrackFigures {
  distance_m: number
  moving_s: number
  coveredShare: number | null
  insideShare: number | null
  /** Fixes that count: on the line or standing. */
  fixes: number
  mockFixes: number
  gaps: number
  gap_s: number
  /** From the first to the last fix that counts, gaps left out. */
  watched_s: number
  dropped: Record<string, number>
  filterVersion: number
}

/** Cleans and measures all fixes of a walk. O(n log n + route × track). */
export function measure(walk: Pick<WalkRow, 'started_at' | 'until' | 'ended_at' | 'shape' | 'fence_m'>, stored: readonly StoredFix[]): { figures: TrackFigures; line: Uint8Array } {
  const shape = walk.shape as WalkShape | null
  const fixes: Fix[] = stored.map((f) => ({ at_ms: f.at_ms, lon: f.lon_e7 / 1e7, lat: f.lat_e7 / 1e7, accuracy_m: f.accuracy_m, received_ms: f.received_ms, mock: f.mock }))
  const track = cleanTrack(fixes, { from_ms: walk.started_at.getTime(), until_ms: (walk.ended_at ?? walk.until).getTime(), fastest_m_s: FASTEST_M_S })
  const points = track.pieces.flat()
  const coveredShare = shape?.type === 'LineString' ? routeShare(shape.coordinates.map(([lon, lat]) => ({ lon, lat })), track.pieces, CORRIDOR_M) : null
  const inside = shape ? points.filter((p) => distanceToShape_m(p, shape) <= walk.fence_m).length : 0
  return {
    figures: {
      distance_m: track.distance_m, moving_s: track.moving_s, coveredShare, insideShare: shape && points.length > 0 ? inside / points.length : null,
      fixes: points.length + track.dropped.standing, mockFixes: track.dropped.mocked, gaps: track.gaps, gap_s: track.gap_s, watched_s: track.seen_s - track.gap_s, dropped: track.dropped, filterVersion: CLEANING_VERSION,
    },
    line: compress(track, stored),
  }
}

/** The cleaned line as the patrol keeps it: 4–6 bytes a point. */
function compress(track: CleanTrack, stored: readonly StoredFix[]): Uint8Array {
  const points = track.pieces.flat()
  const speeds = new Map(stored.map((f) => [f.at_ms, f.speed_mps]))
  return encodeTrack({
    time_ms: Float64Array.from(points, (p) => p.at_ms), lon_e7: Int32Array.from(points, (p) => Math.round(p.lon * 1e7)), lat_e7: Int32Array.from(points, (p) => Math.round(p.lat * 1e7)),
    accuracy_m: Float32Array.from(points, (p) => p.accuracy_m ?? Number.NaN), speed_mps: Float32Array.from(points, (p) => speeds.get(p.at_ms) ?? Number.NaN),
  })
}
