/** Drawing a route or an area point by point: the points as they are, and what they amount to. Pure. */
import { greatCircle_m } from '../../../server/platform/geo.ts'
import type { Coordinate } from '../../../server/platform/shapes.ts'
import type { MapFeature } from './features.ts'

export type DrawingKind = 'route' | 'area'

export interface Drawing {
  kind: DrawingKind
  points: readonly Coordinate[]
}

export const POINTS_MIN: Record<DrawingKind, number> = { route: 2, area: 3 }

/** How many points are still wanting before the shape can be used. */
export const pointsMissing = ({ kind, points }: Drawing): number => Math.max(0, POINTS_MIN[kind] - points.length)

export const addPoint = (drawing: Drawing, point: Coordinate): Drawing => ({ ...drawing, points: [...drawing.points, point] })
export const undoPoint = (drawing: Drawing): Drawing => ({ ...drawing, points: drawing.points.slice(0, -1) })

/** The closed ring of an area as contracts want it (first point repeated); null while points are missing. */
export function ringOf(drawing: Drawing): Coordinate[] | null {
  const first = drawing.points[0]
  return drawing.kind !== 'area' || first === undefined || pointsMissing(drawing) > 0 ? null : [...drawing.points, first]
}

/** Great-circle distance in metres. */
export const distanceBetween_m = ([lonA, latA]: Coordinate, [lonB, latB]: Coordinate): number => greatCircle_m(lonA, latA, lonB, latB)

/** Length of the route, or the way around the area, in metres. */
export function length_m(drawing: Drawing): number {
  const line = ringOf(drawing) ?? drawing.points
  return line.slice(1).reduce((sum, point, at) => sum + distanceBetween_m(line[at] as Coordinate, point), 0)
}

/** "850 m", "2.1 km". */
export const metresWords = (metres: number): string => (metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`)

/** The drawing as map features: the shape and its corners. */
export function drawingFeatures(drawing: Drawing): { shape: MapFeature[]; corners: MapFeature[] } {
  const points = [...drawing.points]
  const ring = ringOf(drawing)
  const shape: MapFeature[] = ring !== null
    ? [{ type: 'Feature', properties: { id: 'drawing', tone: 'need' }, geometry: { type: 'Polygon', coordinates: [ring] } }]
    : points.length > 1 ? [{ type: 'Feature', properties: { id: 'drawing', tone: 'need' }, geometry: { type: 'LineString', coordinates: points } }] : []
  const corners = points.map<MapFeature>((point, at) => ({ type: 'Feature', properties: { id: `corner-${at}`, tone: 'need', mark: String(at + 1) }, geometry: { type: 'Point', coordinates: point } }))
  return { shape, corners }
}
