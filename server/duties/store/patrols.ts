import { sql, type Selectable } from 'kysely'
import { acrossScopes, beneath, type Database, type Tx } from '../../platform/db.ts'
import type { DutiesPatrol } from '../../platform/schema.ts'
import { HOURS_MAX, type PatrolState } from '../contract.ts'

export type PatrolRow = Selectable<DutiesPatrol>

const inScopes = (scopes: readonly string[]) => sql<boolean>`region_path <@ any(${sql.val(scopes)}::ltree[])`

export const insertPatrol = (tx: Tx, row: Omit<PatrolRow, 'shape'> & { shape: string }): Promise<PatrolRow> =>
  tx.insertInto('duties.patrol').values(row).returningAll().executeTakeFirstOrThrow()

export const findPatrol = (db: Tx | Database, id: string): Promise<PatrolRow | undefined> =>
  db.selectFrom('duties.patrol').selectAll().where('id', '=', id).executeTakeFirst()

export const patrolsById = (db: Tx | Database, ids: readonly string[]): Promise<PatrolRow[]> =>
  db.selectFrom('duties.patrol').selectAll().where('id', '=', sql<string>`any(${sql.val(ids)}::uuid[])`).execute()

/** Locks the row until commit; undefined outside the scopes. */
export const lockPatrolInScopes = (tx: Tx, id: string, scopes: readonly string[]): Promise<PatrolRow | undefined> =>
  tx.selectFrom('duties.patrol').selectAll().where('id', '=', id).where(inScopes(scopes)).forUpdate().executeTakeFirst()

/** Locks many in id order, so that two batches never wait for each other. */
export const lockPatrols = (tx: Tx, ids: readonly string[]): Promise<PatrolRow[]> =>
  tx.selectFrom('duties.patrol').selectAll().where('id', '=', sql<string>`any(${sql.val(ids)}::uuid[])`).orderBy('id').forUpdate().execute()

export const updatePatrol = (tx: Tx, id: string, change: Partial<Omit<PatrolRow, 'shape'>> & { shape?: string }): Promise<PatrolRow> =>
  tx.updateTable('duties.patrol').set(change).set({ version: sql`version + 1` }).where('id', '=', id).returningAll().executeTakeFirstOrThrow()

export interface PatrolFilter {
  scopes: readonly string[]
  state?: PatrolState | undefined
  text?: string | undefined
  from?: string | undefined
  to?: string | undefined
  order?: 'soonest' | 'latest' | undefined
  after?: { startsAt: string; id: string } | undefined
  limit: number
}

/** Keyset page by (starts_at, id). */
export function listPatrols(db: Database, f: PatrolFilter): Promise<PatrolRow[]> {
  const [way, beyond, before] = f.order === 'soonest' ? ['asc', sql`>`, earlierStart] as const : ['desc', sql`<`, laterStart] as const
  return acrossScopes(f.scopes, f.limit, (scope) => db.selectFrom('duties.patrol').selectAll().where(beneath('region_path', scope))
    .$if(f.state !== undefined, (q) => q.where('state', '=', f.state as string))
    .$if(f.text !== undefined, (q) => q.where('name', 'ilike', `%${(f.text as string).replace(/[\\%_]/g, '\\$&')}%`))
    .$if(f.from !== undefined, (q) => q.where('ends_at', '>=', sql<Date>`${f.from}::timestamptz`)
      // None is longer, so nothing older needs to be read for what has not ended.
      .where('starts_at', '>=', sql<Date>`${f.from}::timestamptz - ${`${HOURS_MAX} hours`}::interval`))
    .$if(f.to !== undefined, (q) => q.where('starts_at', '<=', sql<Date>`${f.to}::timestamptz`))
    .$if(f.after !== undefined, (q) => q.where(sql<boolean>`(starts_at, id) ${beyond} (${f.after?.startsAt}::timestamptz, ${f.after?.id}::uuid)`))
    .orderBy('starts_at', way).orderBy('id', way).limit(f.limit).execute(), before)
}

const laterStart = (a: PatrolRow, b: PatrolRow): boolean => (a.starts_at.getTime() === b.starts_at.getTime() ? a.id > b.id : a.starts_at > b.starts_at)
const earlierStart = (a: PatrolRow, b: PatrolRow): boolean => laterStart(b, a)

/** Open patrols whose meeting point lies in the box and that are not over, the first so many: soonest first, or by the distance on the plane; the caller measures it. */
export const openPatrolsInBox = (db: Database, box: { west: number; south: number; east: number; north: number }, now: Date, { limit, nearest }: { limit: number; nearest: { lon: number; lat: number } | null }): Promise<PatrolRow[]> =>
  db.selectFrom('duties.patrol').selectAll().where('state', '=', 'open').where('ends_at', '>', now)
    .where('meeting_lon', '>=', box.west).where('meeting_lon', '<=', box.east).where('meeting_lat', '>=', box.south).where('meeting_lat', '<=', box.north)
    .$if(nearest !== null, (q) => q.orderBy(sql`((meeting_lon - ${nearest?.lon}::float8) * cos(radians(${nearest?.lat}::float8))) ^ 2 + (meeting_lat - ${nearest?.lat}::float8) ^ 2`))
    .orderBy('starts_at').orderBy('id').limit(limit).execute()

export async function movePatrolRegions(tx: Tx, oldPath: string, newPath: string): Promise<void> {
  for (const table of ['duties.patrol', 'duties.attendance', 'duties.service_record', 'duties.standing_policy'] as const) {
    await sql`update ${sql.table(table)} set region_path = case when region_path = ${oldPath}::ltree then ${newPath}::ltree
      else ${newPath}::ltree || subpath(region_path, nlevel(${oldPath}::ltree)) end where region_path <@ ${oldPath}::ltree`.execute(tx)
  }
}
