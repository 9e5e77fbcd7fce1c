import { cleanTrack, type CleanTrack } from '../../../../server/tracking/cleaning.ts'
import { routeMissing, routeShare } from '../../../../server/tracking/route-share.ts'
import type { PatrolShape } from '../../../../server/duties/contract.ts'
import type { TrailFix } from '../../outbox/database.ts'

/** The server's own rules (server/tracking/measure.ts): what the phone shows while walking is what the record will say. */
const FASTEST_M_S = 15
const CORRIDOR_M = 30

interface Place { lon: number; lat: number }

export interface WalkFigures extends Pick<CleanTrack, 'distance_m' | 'gaps' | 'gap_s'> {
  pieces: readonly (readonly Place[])[]
  /** Share of the route walked so far, 0 to 1; null without a route. */
  coveredShare: number | null
  /** The stretches still to walk. */
  missing: readonly (readonly Place[])[]
}

/** Figures of a walk so far, from the fixes this phone kept. O(n log n + route × track). */
export function walkFigures(trail: readonly Pick<TrailFix, 'at' | 'lon' | 'lat' | 'accuracy_m'>[], walk: { startedAt: string; endedAt: string | null; shape: PatrolShape | null }, now: Date): WalkFigures {
  const fixes = trail.map(({ at, lon, lat, accuracy_m }) => ({ at_ms: Date.parse(at), lon, lat, accuracy_m }))
  const { pieces, distance_m, gaps, gap_s } = cleanTrack(fixes, { from_ms: Date.parse(walk.startedAt), until_ms: Date.parse(walk.endedAt ?? now.toISOString()), fastest_m_s: FASTEST_M_S })
  const route = walk.shape?.type === 'LineString' ? walk.shape.coordinates.map(([lon, lat]) => ({ lon, lat })) : null
  return {
    distance_m, gaps, gap_s, pieces,
    coveredShare: route === null ? null : routeShare(route, pieces, CORRIDOR_M),
    missing: route === null ? [] : routeMissing(route, pieces, CORRIDOR_M),
  }
}

/** Seconds on duty; ends with the walk. */
export const servedSeconds = (walk: { startedAt: string; endedAt: string | null }, now: Date): number =>
  Math.max(0, ((walk.endedAt === null ? now.getTime() : Date.parse(walk.endedAt)) - Date.parse(walk.startedAt)) / 1000)

/** Points that whole minutes would bring: the formula shown beside it is minutes × points an hour ÷ 60, rounded down. */
export const pointsOf = (minutes: number, pointsPerHour: number): number => Math.floor((minutes * pointsPerHour) / 60)
