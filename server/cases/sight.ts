/** What a reader is to a case. Who is nothing to it does not find it. */
import { regionScopes, withinScopes, type Actor } from '../platform/actor.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { Party } from './steps.ts'
import { isFollower, type CaseRow } from './store/cases.ts'
import type { Sight } from './store/lists.ts'

export interface Reader {
  parties: Party[]
  /** Officers and police who see the case with its internal side, whether or not it lies on their own desk. */
  inside: boolean
}

export const sightOf = (actor: Actor): Sight => ({ officer: regionScopes(actor, 'officer'), police: regionScopes(actor, 'police') })

/** The same rule as `visible` in store/lists.ts, for one row. */
export function seesInside(row: CaseRow, sight: Sight): boolean {
  const reaches = (scopes: readonly string[]): boolean => withinScopes(row.region_path, scopes) || withinScopes(row.desk_path, scopes)
  if (!row.sensitive) return reaches(sight.officer) || reaches(sight.police)
  return reaches(row.desk_kind === 'police' ? sight.police : sight.officer)
}

/** The reader's parts in a case; null when the case does not exist for them. */
export async function readerOf(db: Database | Tx, actor: Actor, row: CaseRow): Promise<Reader | null> {
  const parties: Party[] = []
  if (row.reporter_id === actor.personId) parties.push('reporter')
  else if (await isFollower(db, row.id, actor.personId)) parties.push('follower')
  const sight = sightOf(actor)
  const inside = seesInside(row, sight)
  if (inside) {
    const own = row.desk_kind === 'police' ? sight.police : sight.officer
    if (withinScopes(row.desk_path, own)) parties.push('desk')
    const higher = row.desk_path.split('.').slice(0, -1).join('.')
    if (higher !== '' && withinScopes(higher, [...sight.officer, ...sight.police])) parties.push('above')
  }
  return parties.length > 0 || inside ? { parties, inside } : null
}
