/** What cases do when other modules tell something. */
import type { Reaction } from '../platform/events.ts'
import { moveRegion } from './store/cases.ts'

/** A town taken over by another county takes its cases and its desks along. */
export const casesReactions: Reaction[] = [{
  name: 'cases.on-region-moved',
  types: ['places.region-moved'],
  handle: (tx, event) => {
    const { oldPath, newPath } = event.payload as { oldPath: string; newPath: string }
    return moveRegion(tx, oldPath, newPath)
  },
}]
