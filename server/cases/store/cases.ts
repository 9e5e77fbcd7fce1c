/** SQL of the case itself: its row, its history, its photos and its followers. */
import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import type { CasesCase, CasesPhoto, CasesStep } from '../../platform/schema.ts'

export type CaseRow = Selectable<CasesCase>
export type CaseChanges = Updateable<CasesCase>
export type StepRow = Selectable<CasesStep>
export type PhotoRow = Selectable<CasesPhoto>

/**
 * The next number of a local day, unique under any concurrency; gaps appear when a report fails afterwards. Its own
 * commit need not wait for the disk: the report commits later in the same log, so no kept case can lose its number.
 */
export async function takeNumber(db: Database, day: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    with quick as materialized (select set_config('synchronous_commit', 'off', true))
    insert into cases.day_number as d (day, last) select ${day}::date, 1 from quick
    on conflict (day) do update set last = d.last + 1 returning last`.execute(db)
  return (rows[0] as { last: number }).last
}

/** Returns false when a case of that id is already there. */
export async function insertCase(tx: Tx, row: Insertable<CasesCase>): Promise<boolean> {
  const result = await tx.insertInto('cases.case').values(row).onConflict((c) => c.column('id').doNothing()).executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) === 1
}

export const findCase = (db: Database | Tx, id: string): Promise<CaseRow | undefined> =>
  db.selectFrom('cases.case').selectAll().where('id', '=', id).executeTakeFirst()

/** Locks the rows in one order, so that two merges cannot wait for each other. */
export const lockCases = (tx: Tx, ids: readonly string[]): Promise<CaseRow[]> =>
  tx.selectFrom('cases.case').selectAll().where('id', 'in', [...ids]).orderBy('id').forUpdate().execute()

export const updateCase = (tx: Tx, id: string, changes: CaseChanges): Promise<CaseRow> =>
  tx.updateTable('cases.case').set(changes).where('id', '=', id).returningAll().executeTakeFirstOrThrow()

export async function appendStep(tx: Tx, row: Insertable<CasesStep>): Promise<void> {
  await tx.insertInto('cases.step').values(row).execute()
}

export const readSteps = (db: Database | Tx, caseId: string): Promise<StepRow[]> =>
  db.selectFrom('cases.step').selectAll().where('case_id', '=', caseId).orderBy('seq').execute()

export async function insertPhotos(tx: Tx, rows: Array<Insertable<CasesPhoto>>): Promise<void> {
  if (rows.length > 0) await tx.insertInto('cases.photo').values(rows).execute()
}

export const readPhotos = (db: Database | Tx, caseId: string): Promise<PhotoRow[]> =>
  db.selectFrom('cases.photo').selectAll().where('case_id', '=', caseId).orderBy('seq').orderBy('ordinal').execute()

export async function addFollower(tx: Tx, caseId: string, personId: string, at: Date): Promise<void> {
  await tx.insertInto('cases.follower').values({ case_id: caseId, person_id: personId, followed_at: at }).onConflict((c) => c.doNothing()).execute()
}

export async function removeFollower(tx: Tx, caseId: string, personId: string): Promise<void> {
  await tx.deleteFrom('cases.follower').where('case_id', '=', caseId).where('person_id', '=', personId).execute()
}

/** Everyone who followed one case follows the other as well; its own reporter needs not follow it. */
export async function copyFollowers(tx: Tx, from: string, to: CaseRow, at: Date): Promise<void> {
  await sql`insert into cases.follower (case_id, person_id, followed_at)
    select ${to.id}::uuid, person_id, ${at}::timestamptz from cases.follower where case_id = ${from} and person_id <> ${to.reporter_id}
    on conflict do nothing`.execute(tx)
}

export async function isFollower(db: Database | Tx, caseId: string, personId: string): Promise<boolean> {
  const row = await db.selectFrom('cases.follower').select('case_id').where('case_id', '=', caseId).where('person_id', '=', personId).executeTakeFirst()
  return row !== undefined
}

export async function countFollowers(db: Database | Tx, caseId: string): Promise<number> {
  const row = await db.selectFrom('cases.follower').select((e) => e.fn.countAll<number>().as('n')).where('case_id', '=', caseId).executeTakeFirstOrThrow()
  return Number(row.n)
}

/** Copies a moved region's new path into every case and desk below it. */
export async function moveRegion(tx: Tx, oldPath: string, newPath: string): Promise<void> {
  for (const column of ['region_path', 'desk_path'] as const) {
    const path = sql.ref(column)
    await sql`update cases."case" set ${path} = case when ${path} = ${oldPath}::ltree then ${newPath}::ltree
        else ${newPath}::ltree || subpath(${path}, nlevel(${oldPath}::ltree)) end
      where ${path} <@ ${oldPath}::ltree`.execute(tx)
  }
}
