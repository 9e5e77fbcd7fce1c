import { sql, type Selectable } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { Purpose } from '../contract.ts'

export type ConsentRow = Selectable<DB['people.consent']>

export const insertConsent = (tx: Tx, row: { id: string, person_id: string, purpose: Purpose, version: number, given_at: Date, ip: string }): Promise<unknown> =>
  tx.insertInto('people.consent').values(row).execute()

/** The newest entry of each purpose. */
export const newestConsents = async (db: Database | Tx, personId: string): Promise<ConsentRow[]> =>
  db.selectFrom('people.consent').selectAll().distinctOn('purpose').where('person_id', '=', personId).orderBy('purpose').orderBy('given_at', 'desc').orderBy('id', 'desc').execute()

export const allConsents = (db: Database | Tx, personId: string): Promise<ConsentRow[]> => db.selectFrom('people.consent').selectAll().where('person_id', '=', personId).orderBy('id').execute()

export const withdrawConsents = async (tx: Tx, personId: string, purpose: Purpose, at: Date): Promise<number> => {
  const { numUpdatedRows } = await tx.updateTable('people.consent').set({ withdrawn_at: at }).where('person_id', '=', personId).where('purpose', '=', purpose).where('withdrawn_at', 'is', null).executeTakeFirst()
  return Number(numUpdatedRows)
}

/** True when the newest consent to the purpose stands and is of at least the version. */
export async function standingConsent(db: Database | Tx, personId: string, purpose: Purpose, version: number): Promise<boolean> {
  const newest = await db.selectFrom('people.consent').select(['version', 'withdrawn_at']).where('person_id', '=', personId).where('purpose', '=', purpose)
    .orderBy('given_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return newest !== undefined && newest.withdrawn_at === null && newest.version >= version
}

/** Of these people, those whose newest consent to the purpose stands and is of at least the version. */
export async function standingConsents(db: Database | Tx, personIds: readonly string[], purpose: Purpose, version: number): Promise<Set<string>> {
  const rows = await db.selectFrom('people.consent').select(['person_id', 'version', 'withdrawn_at']).distinctOn('person_id').where('purpose', '=', purpose)
    .where(sql<boolean>`person_id = any(${personIds}::uuid[])`).orderBy('person_id').orderBy('given_at', 'desc').orderBy('id', 'desc').execute()
  return new Set(rows.filter((row) => row.withdrawn_at === null && row.version >= version).map((row) => row.person_id))
}

export const clearConsentAddresses = (tx: Tx, personId: string): Promise<unknown> => sql`update people.consent set ip = '' where person_id = ${personId}`.execute(tx)
