import { useSyncExternalStore } from 'react'
import { useOutbox } from '../../outbox/use-outbox.tsx'
import { walkStoreOf, type OnDuty, type WalkStore } from './walk-store.ts'

/** The walk of this phone as it is now, and the store to change it. */
export function useOnDuty(): OnDuty & { store: WalkStore } {
  const { database } = useOutbox()
  const store = walkStoreOf(database)
  return { ...useSyncExternalStore(store.subscribe, store.snapshot), store }
}

/** How many things of this phone the server does not have yet: commands, and positions of walks that are over. Those of the walk that goes on are on its own page. */
export function useUnsent(): number {
  const { waiting } = useOutbox()
  const { walk, waiting: fixes, rest } = useOnDuty()
  return waiting + (walk != null && walk.endedAt !== null ? fixes : 0) + rest.reduce((sum, one) => sum + one.waiting, 0)
}
