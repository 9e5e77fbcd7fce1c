import type { QueryClient } from '@tanstack/react-query'
import { forget, keep, kept } from '../kit/kept.ts'
import { meQuery, type Me } from '../kit/me.ts'

/** A new number whenever the answer changes in parts that pages rely on; what an earlier version kept is forgotten. */
const KEPT = 'me.2'
const EARLIER = 'me'

/**
 * Who is signed in stays known to this phone, masked as the server sends it: opened without network, the app does not take a volunteer for
 * a guest. Call before the first page. The server's next answer replaces it, signing out forgets it.
 */
export function keepMe(queries: QueryClient): void {
  forget(EARLIER)
  const known = kept<Me>(KEPT)
  // What an older version kept tells less than the pages read.
  if (known !== undefined && 'notices' in known) queries.setQueryData(meQuery.queryKey, known, { updatedAt: 0 })
  queries.getQueryCache().subscribe((event) => {
    if (event.query.queryKey[0] !== meQuery.queryKey[0]) return
    if (event.type === 'removed') forget(KEPT)
    if (event.type !== 'updated' || event.action.type !== 'success') return
    if (event.query.state.data === null) forget(KEPT)
    else keep(KEPT, event.query.state.data)
  })
}
