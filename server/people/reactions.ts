import type { Reaction } from '../platform/events.ts'
import { moveRegionPaths } from './store/region-paths.ts'

/** What people does when others' events arrive. */
export const peopleReactions: readonly Reaction[] = [
  {
    name: 'people.on-region-moved',
    types: ['places.region-moved'],
    async handle(tx, event) {
      const { oldPath, newPath } = event.payload as { oldPath: string, newPath: string }
      await moveRegionPaths(tx, oldPath, newPath)
    },
  },
]
