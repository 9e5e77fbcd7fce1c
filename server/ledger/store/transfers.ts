import { sql, type Selectable } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import type { LedgerTransfer } from '../../platform/schema.ts'
import type { Currency } from '../contract.ts'

export type TransferRow = Selectable<LedgerTransfer>
export type NewTransferRow = Omit<TransferRow, 'params'> & { params: string }

/** Moves a personal balance; null when it would fall below zero and may not. Locks the account's row until commit. */
export async function moveBalance(tx: Tx, account: string, currency: Currency, by: number, at: Date, mayOverdraw: boolean): Promise<number | null> {
  const owner = account.slice(0, account.lastIndexOf('/'))
  await tx.insertInto('ledger.account').values({ id: account, owner, currency, opened_at: at }).onConflict((c) => c.doNothing()).execute()
  const row = await tx.updateTable('ledger.account').set({ balance: sql`balance + ${by}::bigint` })
    .where('id', '=', account)
    .where((eb) => mayOverdraw || by > 0 ? eb.val(true) : eb(sql`balance + ${by}::bigint`, '>=', sql`0`))
    .returning('balance').executeTakeFirst()
  return row ? row.balance : null
}

/** False when the key is taken. */
export async function insertTransfer(tx: Tx, row: NewTransferRow): Promise<boolean> {
  const result = await tx.insertInto('ledger.transfer').values(row).onConflict((c) => c.column('key').doNothing()).executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) === 1
}

export const findByKey = (tx: Tx, key: string): Promise<TransferRow | undefined> =>
  tx.selectFrom('ledger.transfer').selectAll().where('key', '=', key).executeTakeFirst()

export const findTransfer = (tx: Tx, id: string): Promise<TransferRow | undefined> =>
  tx.selectFrom('ledger.transfer').selectAll().where('id', '=', id).executeTakeFirst()

export const transfersByIds = async (db: Tx | Database, ids: readonly string[]): Promise<TransferRow[]> =>
  ids.length === 0 ? [] : db.selectFrom('ledger.transfer').selectAll().where('id', 'in', [...ids]).execute()

export const findReversal = (tx: Tx, id: string): Promise<TransferRow | undefined> =>
  tx.selectFrom('ledger.transfer').selectAll().where('reverses', '=', id).executeTakeFirst()

export const transfersOfSubject = (db: Tx | Database, subject: string): Promise<TransferRow[]> =>
  db.selectFrom('ledger.transfer').selectAll().where('subject', '=', subject).orderBy('id').execute()

/** What was posted for each of the subjects and is not reversed, by currency; subjects for which nothing stands are left out. Cost: one query. */
export async function standingOf(db: Tx | Database, subjects: readonly string[]): Promise<{ subject: string; currency: Currency; amount: number }[]> {
  if (subjects.length === 0) return []
  const { rows } = await sql<{ subject: string; currency: Currency; amount: number }>`
    select t.subject, t.currency, sum(t.amount)::int as amount from ledger.transfer t
    where t.subject = any(${sql.val(subjects)}::text[]) and t.reverses is null and not exists (select from ledger.transfer r where r.reverses = t.id)
    group by t.subject, t.currency`.execute(db)
  return rows
}

export async function balanceOf(db: Tx | Database, account: string): Promise<number> {
  const row = await db.selectFrom('ledger.account').select('balance').where('id', '=', account).executeTakeFirst()
  return row?.balance ?? 0
}

/** Newest first, strictly before the entry with id `after`; both sides of the account through their own index. */
export async function entriesOf(db: Database, account: string, after: string | undefined, limit: number): Promise<(TransferRow & { reversed: boolean })[]> {
  const side = (column: 'debit' | 'credit') => db.selectFrom(
    db.selectFrom('ledger.transfer').selectAll().where(column, '=', account)
      .$if(after !== undefined, (q) => q.where('id', '<', after as string)).orderBy('id', 'desc').limit(limit).as('side')).selectAll()
  const rows = await db.selectFrom(side('debit').unionAll(side('credit')).as('t')).selectAll('t')
    .select((eb) => eb.exists(eb.selectFrom('ledger.transfer as r').select('r.id').whereRef('r.reverses', '=', 't.id')).as('reversed'))
    .orderBy('t.id', 'desc').limit(limit).execute()
  return rows.map((row) => ({ ...row, reversed: Boolean(row.reversed) }))
}

/** Accounts whose kept balance is not the sum of their transfers; empty when the books are right. */
export async function misstatedAccounts(db: Database): Promise<{ id: string; balance: number; sum: number }[]> {
  const { rows } = await sql<{ id: string; balance: number; sum: number }>`
    select a.id, a.balance, coalesce(m.sum, 0)::bigint as sum from ledger.account a
    left join (select account, sum(amount) as sum from (
      select credit as account, amount from ledger.transfer union all select debit, -amount from ledger.transfer) moves group by account) m on m.account = a.id
    where a.balance <> coalesce(m.sum, 0)`.execute(db)
  return rows
}
