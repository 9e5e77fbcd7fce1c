import { signedIn, type Actor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { refuse as refuseCommon, refuser } from '../platform/problem.ts'
import { ledgerProblems, type Currency, type DisputedEntry, type Entry, type Reason } from './contract.ts'
import { balanceOf, entriesOf, findByKey, findTransfer, insertTransfer, misstatedAccounts, moveBalance, standingOf, transfersOfSubject, type TransferRow } from './store/transfers.ts'
import { newestDisputes, seenDispute, type DisputeRow } from './store/disputes.ts'

const refuse = refuser(ledgerProblems)

/** One movement of a whole positive amount from `debit` to `credit`, both `owner` names such as `person:<id>` or `city:service`. */
export interface NewTransfer {
  /** Made at the edge from what caused it; the same key posts once. */
  key: string
  currency: Currency
  debit: string
  credit: string
  amount: number
  reason: Reason
  params?: Record<string, unknown>
  /** `<kind>:<id>` of what it is for. */
  subject: string
  actor: string
}

const accountOf = (owner: string, currency: Currency): string => `${owner}/${currency}`
const isPersonal = (owner: string): boolean => owner.startsWith('person:')
export const personOwner = (personId: string): string => `person:${personId}`
/** Whose account it is; undefined for the city's. */
export const personOf = (account: string): string | undefined => /^person:([^/]+)\//.exec(account)?.[1]

export function createLedger(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps

  /**
   * Posts one transfer in the caller's transaction and returns it. Posting the same key again with the same content
   * returns the first one and moves nothing.
   * Refuses: `balance-too-low` when a person would fall below zero, `transfer-key-reused` when the key stands for something else.
   * Throws a RangeError for an amount that is not a whole positive number.
   */
  async function post(tx: Tx, transfer: NewTransfer, options: { mayOverdraw?: boolean; reverses?: string } = {}): Promise<TransferRow> {
    if (!Number.isSafeInteger(transfer.amount) || transfer.amount <= 0) throw new RangeError(`an amount must be a whole positive number, not ${transfer.amount}`)
    const earlier = await findByKey(tx, transfer.key)
    if (earlier) return sameTransfer(earlier, transfer)
    const at = clock.now()
    const after = await moveBoth(tx, transfer, at, options.mayOverdraw ?? false)
    const row = {
      id: newId(), key: transfer.key, currency: transfer.currency,
      debit: accountOf(transfer.debit, transfer.currency), credit: accountOf(transfer.credit, transfer.currency), amount: transfer.amount,
      debit_balance: after.debit, credit_balance: after.credit, reason: transfer.reason, params: JSON.stringify(transfer.params ?? {}),
      subject: transfer.subject, actor: transfer.actor, at, reverses: options.reverses ?? null,
    }
    // Another transaction may have posted the key since it was looked up; it committed, so this one must not move anything twice.
    if (!(await insertTransfer(tx, row))) throw refuse('transfer-key-reused', { key: transfer.key })
    return { ...row, params: transfer.params as TransferRow['params'] }
  }

  async function moveBoth(tx: Tx, transfer: NewTransfer, at: Date, mayOverdraw: boolean): Promise<{ debit: number | null; credit: number | null }> {
    const sides = [{ side: 'debit' as const, owner: transfer.debit, by: -transfer.amount }, { side: 'credit' as const, owner: transfer.credit, by: transfer.amount }]
    const after = { debit: null as number | null, credit: null as number | null }
    // Locks are taken in one order everywhere, so two transfers between the same people cannot wait for each other.
    for (const { side, owner, by } of sides.filter((s) => isPersonal(s.owner)).toSorted((a, b) => (a.owner < b.owner ? -1 : 1))) {
      const balance = await moveBalance(tx, accountOf(owner, transfer.currency), transfer.currency, by, at, mayOverdraw)
      if (balance === null) throw refuse('balance-too-low', { currency: transfer.currency, needed: transfer.amount })
      after[side] = balance
    }
    return after
  }

  function sameTransfer(earlier: TransferRow, transfer: NewTransfer): TransferRow {
    const same = earlier.amount === transfer.amount && earlier.debit === accountOf(transfer.debit, transfer.currency) && earlier.credit === accountOf(transfer.credit, transfer.currency)
    if (!same) throw refuse('transfer-key-reused', { key: transfer.key })
    return earlier
  }

  /**
   * Posts the opposite of a transfer; nothing is edited. What was earned may already be spent, so a reversal may overdraw.
   * What was taken back wrongly is credited anew by what it was for, so that every entry has one reason.
   * Refuses `already-reversed`, `is-a-reversal`, `not-found`.
   */
  async function reverse(tx: Tx, transferId: string, cause: { actor: string; params?: Record<string, unknown> }): Promise<TransferRow> {
    const original = await findTransfer(tx, transferId)
    if (!original) throw refuseCommon('not-found')
    if (original.reverses !== null) throw refuse('is-a-reversal', { reverses: original.reverses })
    const key = `reversal:${transferId}`
    if (await findByKey(tx, key)) throw refuse('already-reversed')
    const owner = (account: string): string => account.slice(0, account.lastIndexOf('/'))
    return post(tx, {
      key, currency: original.currency as Currency, debit: owner(original.credit), credit: owner(original.debit), amount: original.amount,
      reason: 'reversal', params: cause.params ?? {}, subject: original.subject, actor: cause.actor,
    }, { mayOverdraw: true, reverses: transferId })
  }

  /** Reverses every transfer of a subject that still stands; returns how many. */
  async function reverseSubject(tx: Tx, subject: string, cause: { actor: string; params?: Record<string, unknown> }): Promise<number> {
    const rows = await transfersOfSubject(tx, subject)
    const reversed = new Set(rows.map((row) => row.reverses))
    const standing = rows.filter((row) => row.reverses === null && !reversed.has(row.id))
    for (const row of standing) await reverse(tx, row.id, cause)
    return standing.length
  }

  /** What stands credited for each of the subjects, posted and not reversed; subjects for which nothing does are left out. */
  async function standing(on: Tx | Database, subjects: readonly string[]): Promise<Map<string, { points: number; minutes: number }>> {
    const found = new Map<string, { points: number; minutes: number }>()
    for (const { subject, currency, amount } of await standingOf(on, subjects)) found.set(subject, { points: 0, minutes: 0, ...found.get(subject), [currency]: amount })
    return found
  }

  async function balances(personId: string, on: Tx | Database = db): Promise<{ points: number; minutes: number }> {
    const owner = personOwner(personId)
    return { points: await balanceOf(on, accountOf(owner, 'points')), minutes: await balanceOf(on, accountOf(owner, 'minutes')) }
  }

  async function entries(personId: string, query: { currency: Currency; after?: string | undefined; limit: number }): Promise<{ items: Entry[]; next: string | null }> {
    const account = accountOf(personOwner(personId), query.currency)
    const rows = await entriesOf(db, account, query.after, query.limit)
    const disputes = await newestDisputes(db, rows.map((row) => row.id))
    return { items: rows.map((row) => asEntry(row, account, disputes.get(row.id))), next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null }
  }

  return {
    post, reverse, reverseSubject, standing, balances, entries,
    myBalances: (actor: Actor | null) => balances(signedIn(actor).personId),
    myEntries: (actor: Actor | null, query: { currency: Currency; after?: string | undefined; limit: number }) => entries(signedIn(actor).personId, query),
    /** Accounts whose balance is not the sum of their transfers. Cost: one pass over all transfers. */
    misstatedAccounts: () => misstatedAccounts(db),
  }
}
export type Ledger = ReturnType<typeof createLedger>

function asEntry(row: TransferRow & { reversed: boolean }, account: string, dispute: DisputeRow | undefined): Entry {
  const incoming = row.credit === account
  return {
    ...entryOn(row, incoming), balance: (incoming ? row.credit_balance : row.debit_balance) ?? 0, reversed: row.reversed, reverses: row.reverses,
    dispute: dispute === undefined ? null : seenDispute(dispute),
  }
}

/** What the entry is as its person reads it. */
export const entryFor = (row: TransferRow, personId: string): DisputedEntry => entryOn(row, personOf(row.credit) === personId)

const entryOn = (row: TransferRow, incoming: boolean): DisputedEntry => ({
  id: row.id, at: row.at.toISOString(), currency: row.currency as Currency, amount: incoming ? row.amount : -row.amount, reason: row.reason as Reason,
  params: row.params as Record<string, unknown>, subject: row.subject,
})
