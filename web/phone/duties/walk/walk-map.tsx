import { useMemo, useRef } from 'react'
import type { PatrolShape } from '../../../../server/duties/contract.ts'
import type { Coordinate } from '../../../../server/platform/shapes.ts'
import { boundsOf, type Bounds, type MapFeature, type MapLayer } from '../../../kit/map/features.ts'
import { CityMap } from '../../../kit/map/map.tsx'
import { useCity } from '../../../kit/city.ts'
import { useWords } from '../../../kit/words.ts'
import { useRouteEnds } from '../route-layer.ts'
import type { WalkFigures } from './walk-figures.ts'

type Place = { lon: number; lat: number }
const AIR = 0.0012

/** Route, what is missing of it, and the way walked. Pieces between gaps are not joined. */
export function WalkMap({ label, walk: { shape }, figures: { pieces, missing }, me, meLabel, follow = true }: { label: string; meLabel?: string; walk: { shape: PatrolShape | null }; figures: Pick<WalkFigures, 'pieces' | 'missing'>; me: Coordinate | null; follow?: boolean }) {
  const say = useWords('patrol')
  const { bounds: city } = useCity()
  const ends = useRouteEnds(shape)
  const layers = useMemo<MapLayer[]>(() => [
    ...(shape === null ? [] : [{ id: 'route', kind: shape.type === 'LineString' ? 'lines' as const : 'areas' as const, title: say('walk.route'), features: [{ type: 'Feature' as const, properties: { id: 'route', label: say('walk.route'), plain: true, tone: 'waiting' as const }, geometry: shape }] }]),
    { id: 'missing', kind: 'lines', title: say('walk.missing'), features: linesOf(missing, 'missing', say('walk.missing'), 'late') },
    { id: 'trail', kind: 'lines', title: say('walk.trail'), features: linesOf(pieces, 'trail', say('walk.trail'), 'trace') },
    // Above all lines, below the person.
    ends,
  ], [shape, ends, missing, pieces, say])
  const first = useRef<Bounds | null>(null)
  first.current ??= startBounds(shape, pieces, me)
  return <CityMap label={label} key={first.current === null ? 'city' : 'walk'} bounds={first.current ?? city} layers={layers} me={me} {...(meLabel === undefined ? {} : { meLabel })} follow={follow} />
}

/** Lines of two points or more; a piece of one place is a point that `me` shows already. */
const linesOf = (lines: readonly (readonly Place[])[], id: string, label: string, tone: 'late' | 'trace'): MapFeature[] =>
  lines.filter((line) => line.length > 1).map((line, at) => ({ type: 'Feature', properties: { id: `${id}-${at}`, label: at === 0 ? label : '', plain: true, tone }, geometry: { type: 'LineString', coordinates: line.map(({ lon, lat }) => [lon, lat]) } }))

function startBounds(shape: PatrolShape | null, pieces: WalkFigures['pieces'], me: Coordinate | null): Bounds | null {
  const places = pieces.flat().map(({ lon, lat }): Coordinate => [lon, lat])
  const box = boundsOf([...(shape === null ? [] : [shape]), { type: 'LineString', coordinates: me === null ? places : [...places, me] }])
  return box === null ? null : [box[0] - AIR, box[1] - AIR, box[2] + AIR, box[3] + AIR]
}
