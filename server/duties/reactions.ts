import type { Reaction } from '../platform/events.ts'
import { movePatrolRegions } from './store/patrols.ts'

export const dutiesReactions: Reaction[] = [
  {
    name: 'duties.on-region-moved',
    types: ['places.region-moved'],
    handle: (tx, { payload }) => movePatrolRegions(tx, payload['oldPath'] as string, payload['newPath'] as string),
  },
]
