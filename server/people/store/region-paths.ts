import { sql } from 'kysely'
import type { Tx } from '../../platform/db.ts'

const TABLES = ['person', 'organisation', 'team', 'role_grant', 'invitation'] as const

/** Puts everything at or below the old path under the new one and answers whose standing grants moved. Running it again finds nothing left to move. */
export async function moveRegionPaths(tx: Tx, oldPath: string, newPath: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`select distinct person_id from people.role_grant where region_path <@ ${oldPath}::ltree and revoked_at is null`.execute(tx)
  for (const table of TABLES) {
    await sql`update people.${sql.raw(table)} set region_path = case when region_path = ${oldPath}::ltree then ${newPath}::ltree
      else ${newPath}::ltree || subpath(region_path, nlevel(${oldPath}::ltree)) end where region_path <@ ${oldPath}::ltree`.execute(tx)
  }
  return rows.map((row) => row.person_id)
}
