import { SYSTEM } from '../platform/actor.ts'
import { emit, type Reaction } from '../platform/events.ts'
import { moveRegionPaths } from './store/region-paths.ts'

/** What people does when others' events arrive. */
export const peopleReactions: readonly Reaction[] = [
  {
    name: 'people.on-region-moved',
    types: ['places.region-moved'],
    async handle(tx, { at, subject, payload }) {
      const personIds = await moveRegionPaths(tx, payload['oldPath'] as string, payload['newPath'] as string)
      // Told by us and not read from the move, so that whoever hears it finds the grants where they are now.
      if (personIds.length > 0) await emit(tx, { type: 'people.grants-moved', actor: SYSTEM, subject, at, payload: { personIds } })
    },
  },
]
