import { sql, type Selectable } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import type { DutiesStandingPolicy } from '../../platform/schema.ts'

export type PolicyRow = Selectable<DutiesStandingPolicy>

/** Every version of these regions and of those above them, newest first in each. A handful of rows. */
export const policiesAbove = (db: Tx | Database, regionPaths: readonly string[]): Promise<PolicyRow[]> =>
  db.selectFrom('duties.standing_policy').selectAll().where(sql<boolean>`region_path @> any(${sql.val(regionPaths)}::ltree[])`)
    .orderBy(sql`nlevel(region_path)`, 'desc').orderBy('version', 'desc').execute()

export const policyVersionsOf = (db: Tx | Database, regionCode: string): Promise<PolicyRow[]> =>
  db.selectFrom('duties.standing_policy').selectAll().where('region_code', '=', regionCode).orderBy('version', 'desc').execute()

/** False when somebody else wrote this version first. */
export async function insertPolicy(tx: Tx, row: Omit<PolicyRow, 'settings'> & { settings: string }): Promise<boolean> {
  const result = await tx.insertInto('duties.standing_policy').values(row).onConflict((c) => c.doNothing()).executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) === 1
}
