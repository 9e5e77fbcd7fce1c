import { useSyncExternalStore } from 'react'
import { useOutbox } from '../../outbox/use-outbox.tsx'
import { walkStoreOf, type OnDuty, type WalkStore } from './walk-store.ts'

/** The walk of this phone as it is now, and the store to change it. */
export function useOnDuty(): OnDuty & { store: WalkStore } {
  const { database } = useOutbox()
  const store = walkStoreOf(database)
  return { ...useSyncExternalStore(store.subscribe, store.snapshot), store }
}
