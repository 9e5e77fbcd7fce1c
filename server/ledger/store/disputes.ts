import { sql, type Selectable } from 'kysely'
import { acrossScopes, beneath, type Database, type Tx } from '../../platform/db.ts'
import type { LedgerDispute } from '../../platform/schema.ts'
import type { DisputeSeen, DisputeState } from '../contract.ts'

export type DisputeRow = Selectable<LedgerDispute>

export const seenDispute = (row: DisputeRow): DisputeSeen => ({
  id: row.id, state: row.state as DisputeState, words: row.words, answer: row.answer, openedAt: row.opened_at.toISOString(), decidedAt: row.decided_at?.toISOString() ?? null,
})

/** Undefined when one about the same entry is open; waits for another that is just being opened. */
export const insertDispute = (tx: Tx, row: DisputeRow): Promise<DisputeRow | undefined> =>
  tx.insertInto('ledger.dispute').values(row).onConflict((c) => c.column('transfer_id').where('state', '=', 'open').doNothing()).returningAll().executeTakeFirst()

export const lockDispute = (tx: Tx, id: string): Promise<DisputeRow | undefined> =>
  tx.selectFrom('ledger.dispute').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export const closeDispute = (tx: Tx, id: string, change: Pick<DisputeRow, 'state' | 'answer' | 'decided_by' | 'decided_at'>): Promise<DisputeRow> =>
  tx.updateTable('ledger.dispute').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow()

/** The newest dispute of each of the entries that has one, by entry. */
export async function newestDisputes(db: Database, transferIds: readonly string[]): Promise<Map<string, DisputeRow>> {
  if (transferIds.length === 0) return new Map()
  const rows = await db.selectFrom('ledger.dispute').selectAll().distinctOn('transfer_id').where('transfer_id', 'in', [...transferIds]).orderBy('transfer_id').orderBy('id', 'desc').execute()
  return new Map(rows.map((row) => [row.transfer_id, row]))
}

/** Everything a person ever said against an entry, in that order. */
export const disputesOfPerson = (db: Database, personId: string): Promise<DisputeRow[]> =>
  db.selectFrom('ledger.dispute').selectAll().where('person_id', '=', personId).orderBy('id').execute()

/** The person's account is gone: what is open is dropped, what was answered stays without their words. */
export async function forgetDisputesOf(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('ledger.dispute').where('person_id', '=', personId).where('state', '=', 'open').execute()
  await tx.updateTable('ledger.dispute').set({ words: '' }).where('person_id', '=', personId).execute()
}

const isOpen = (row: DisputeRow): boolean => row.state === 'open'
const earlier = (a: DisputeRow, b: DisputeRow): boolean => (isOpen(a) === isOpen(b) ? a.id > b.id : isOpen(a))

/** Open ones first, then newest first. `after`: `open:<id>` or `decided:<id>` of the last one read. */
export function listDisputes(db: Database, scopes: readonly string[], after: string | undefined, limit: number): Promise<DisputeRow[]> {
  const [part, id] = after?.split(':') ?? []
  const open = sql<boolean>`(state = 'open')`
  return acrossScopes(scopes, limit, (scope) => db.selectFrom('ledger.dispute').selectAll().where(beneath('region_path', scope))
    .$if(id !== undefined, (q) => q.where(sql<boolean>`((state = 'open'), id) < (${part === 'open'}::boolean, ${id}::uuid)`))
    .orderBy(open, 'desc').orderBy('id', 'desc').limit(limit).execute(), earlier)
}

/** Copies a moved region's new path into every dispute below it. */
export async function moveDisputes(tx: Tx, oldPath: string, newPath: string): Promise<void> {
  await sql`update ledger.dispute set region_path = case when region_path = ${oldPath}::ltree then ${newPath}::ltree
    else ${newPath}::ltree || subpath(region_path, nlevel(${oldPath}::ltree)) end where region_path <@ ${oldPath}::ltree`.execute(tx)
}
