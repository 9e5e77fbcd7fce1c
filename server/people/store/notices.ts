import { sql, type Selectable } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import { needingKinds, type NoticeKind, type NoticeParams } from '../shapes.ts'

export type NoticeRow = Omit<Selectable<DB['people.notice']>, 'kind' | 'params'> & { kind: NoticeKind, params: NoticeParams }
export interface NewNotice { id: string, person_id: string, event_id: string, kind: NoticeKind, subject: string, params: NoticeParams, at: Date }

const select = (db: Database | Tx) => db.selectFrom('people.notice').selectAll().$castTo<NoticeRow>()

/** Enters a notice unless this event was told to this person before or the account is gone; answers whether it was entered. */
export async function insertNotice(tx: Tx, row: NewNotice): Promise<boolean> {
  // Held, so that an account that is being deleted at this moment keeps no notice behind.
  const person = await tx.selectFrom('people.person').select('id').where('id', '=', row.person_id).where('deleted_at', 'is', null).forShare().executeTakeFirst()
  if (person === undefined) return false
  const { numInsertedOrUpdatedRows } = await tx.insertInto('people.notice').values({ ...row, params: JSON.stringify(row.params) }).onConflict((c) => c.columns(['event_id', 'person_id']).doNothing()).executeTakeFirst()
  return Number(numInsertedOrUpdatedRows) === 1
}

export const noticeById = (db: Database | Tx, id: string): Promise<NoticeRow | undefined> => select(db).where('id', '=', id).executeTakeFirst()

/** The person's notices, newest first, below `after`. */
export const noticesOf = (db: Database | Tx, personId: string, { after, limit }: { after?: string | undefined, limit?: number }): Promise<NoticeRow[]> =>
  select(db).where('person_id', '=', personId).$if(after !== undefined, (q) => q.where('id', '<', after as string)).orderBy('id', 'desc').$if(limit !== undefined, (q) => q.limit(limit as number)).execute()

export async function countUnread(db: Database | Tx, personId: string): Promise<number> {
  const { unread } = await db.selectFrom('people.notice').select(sql<number>`count(*)::int`.as('unread')).where('person_id', '=', personId).where('read_at', 'is', null).executeTakeFirstOrThrow()
  return unread
}

/** The newest unread one that needs the person; what it is about has not begun yet. */
export const newestNeeding = (db: Database | Tx, personId: string, now: Date): Promise<NoticeRow | undefined> =>
  select(db).where('person_id', '=', personId).where('read_at', 'is', null).where('kind', 'in', needingKinds)
    .where(sql<boolean>`coalesce((params->>'startsAt')::timestamptz > ${now}::timestamptz, true)`).orderBy('id', 'desc').limit(1).executeTakeFirst()

/** Marks one or all up to it; false when the person has no such notice. What was read keeps its time. */
export async function markRead(tx: Tx, personId: string, { id, older }: { id: string, older: boolean }, at: Date): Promise<boolean> {
  const own = await tx.selectFrom('people.notice').select('id').where('id', '=', id).where('person_id', '=', personId).executeTakeFirst()
  if (own === undefined) return false
  await tx.updateTable('people.notice').set({ read_at: at }).where('person_id', '=', personId).where('id', older ? '<=' : '=', id).where('read_at', 'is', null).execute()
  return true
}

/** What has come to an end otherwise waits for nobody any more. */
export const markSettled = (tx: Tx, subject: string, kinds: readonly NoticeKind[], personIds: readonly string[], at: Date): Promise<unknown> =>
  tx.updateTable('people.notice').set({ read_at: at }).where('person_id', '=', sql<string>`any(${sql.val(personIds)}::uuid[])`).where('subject', '=', subject).where('kind', 'in', kinds).where('at', '<=', at).where('read_at', 'is', null).execute()

export const markTexted = (db: Database, id: string, at: Date): Promise<unknown> => db.updateTable('people.notice').set({ texted_at: at }).where('id', '=', id).execute()

export const deleteNoticesOf = (tx: Tx, personId: string): Promise<unknown> => tx.deleteFrom('people.notice').where('person_id', '=', personId).execute()
export const deleteNoticesBefore = (db: Database, at: Date): Promise<unknown> => db.deleteFrom('people.notice').where('at', '<', at).execute()
