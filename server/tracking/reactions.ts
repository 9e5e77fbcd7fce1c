import type { Reaction } from '../platform/events.ts'
import { moveWalkRegions } from './store.ts'
import type { Tracking } from './tracking.ts'

export const trackingReactions = (tracking: Tracking): Reaction[] => [
  {
    name: 'tracking.on-walk-ended',
    types: ['tracking.walk-ended'],
    handle: async (_, { payload }) => tracking.walkEnded(payload['attendanceId'] as string),
  },
  {
    name: 'tracking.on-walks-forgotten',
    types: ['tracking.walks-forgotten'],
    handle: (_, { payload }) => tracking.walksForgotten(payload['personId'] as string),
  },
  {
    name: 'tracking.on-region-moved',
    types: ['places.region-moved'],
    handle: async (tx, { payload }) => {
      const [oldPath, newPath] = [payload['oldPath'] as string, payload['newPath'] as string]
      await moveWalkRegions(tx, oldPath, newPath)
      tracking.regionMoved(oldPath, newPath)
    },
  },
]
