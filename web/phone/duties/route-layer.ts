import { useMemo } from 'react'
import type { PatrolShape } from '../../../server/duties/contract.ts'
import type { MapLayer } from '../../kit/map/features.ts'
import { routeEnds } from '../../kit/map/route-ends.ts'
import { useWords } from '../../kit/words.ts'

/** The layer with the start and the end of a duty's route, for the maps of the phone; empty for an area. */
export function useRouteEnds(shape: PatrolShape | null): MapLayer {
  const say = useWords('patrol')
  return useMemo(() => ({
    id: 'route-ends', kind: 'points', title: say('route.title'),
    features: routeEnds(shape, { start: say('route.start'), startMark: say('route.startMark'), end: say('route.end'), endMark: say('route.endMark'), both: say('route.both') }),
  }), [shape, say])
}
