import type { Reaction } from '../platform/events.ts'
import type { Duties } from './duties.ts'
import type { TrackSummary } from './ports.ts'
import { movePatrolRegions } from './store/patrols.ts'

export const dutiesReactions = (duties: Duties): Reaction[] => [
  {
    name: 'duties.on-region-moved',
    types: ['places.region-moved'],
    handle: (tx, { payload }) => movePatrolRegions(tx, payload['oldPath'] as string, payload['newPath'] as string),
  },
  {
    name: 'duties.on-consent-withdrawn',
    types: ['people.consent-withdrawn', 'people.deleted'],
    // An end waits for what the intake holds, and the intake for ends that are not committed.
    atOnce: 1,
    handle: async (tx, { type, at, payload }) => {
      const personId = payload['personId'] as string
      if (type === 'people.deleted' || payload['purpose'] === 'location-tracking') await duties.attendances.endGoingOn(tx, personId, at)
      if (type === 'people.deleted') await duties.forget(tx, personId)
    },
  },
  {
    name: 'duties.on-track-revised',
    types: ['tracking.track-revised'],
    handle: (tx, { payload }) => duties.records.reweigh(tx, payload['attendanceId'] as string, payload as unknown as TrackSummary),
  },
]
