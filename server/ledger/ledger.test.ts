import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { ManualClock } from '../platform/clock.ts'
import { inTransaction } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { Problem } from '../platform/problem.ts'
import { freshDatabase, type TestDatabase } from '../platform/testing.ts'
import { createLedger, personOwner, type Ledger, type NewTransfer } from './ledger.ts'

let t: TestDatabase
let ledger: Ledger
beforeAll(async () => {
  t = await freshDatabase()
  ledger = createLedger({ db: t.db, clock: new ManualClock('2026-04-14T11:00:00Z') })
})
afterAll(() => t.drop())

const CITY = 'city:service'
const people = new Map<string, string>()
const owner = (name: string): string => (name === 'city' ? CITY : personOwner(people.get(name) as string))
beforeEach(() => {
  for (const name of ['A', 'B']) people.set(name, newId())
})

/** Runs a table of postings as a bookkeeper reads it: key, from, to, amount, expected outcome. */
async function play(table: string): Promise<void> {
  const prefix = newId()
  for (const line of table.trim().split('\n').map((row) => row.trim())) {
    const [verb = '', key = '', ...rest] = line.split(/\s+/)
    if (verb === 'balance') {
      expect((await ledger.balances(people.get(key) as string)).points, line).toBe(Number(rest[0]))
      continue
    }
    const [from = '', to = '', amount = '', expected = ''] = rest
    expect(await outcome(() => inTransaction(t.db, (tx) => verb === 'reverse'
      ? reverseKey(tx, `${prefix}:${key}`)
      : ledger.post(tx, transfer(`${prefix}:${key}`, owner(from), owner(to), Number(amount))))), line).toBe(verb === 'reverse' ? rest[0] : expected)
  }
}
const transfer = (key: string, debit: string, credit: string, amount: number): NewTransfer =>
  ({ key, currency: 'points', debit, credit, amount, reason: 'patrol-served', subject: `test:${key}`, actor: 'system' })

async function reverseKey(tx: Parameters<Ledger['reverse']>[0], key: string): Promise<unknown> {
  const row = await tx.selectFrom('ledger.transfer').select('id').where('key', '=', key).executeTakeFirstOrThrow()
  return ledger.reverse(tx, row.id, { actor: 'system' })
}
async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'posted'
  } catch (error) {
    if (error instanceof Problem) return error.code
    if (error instanceof RangeError) return 'range'
    throw error
  }
}

describe('posting', () => {
  it('moves amounts, refuses overdrafts and posts a key once', () => play(`
    post    k1 city A 10 posted
    balance A  10
    post    k1 city A 10 posted
    balance A  10
    post    k1 city A 11 transfer-key-reused
    post    k2 A    B 4  posted
    balance A  6
    balance B  4
    post    k3 A    city 7 balance-too-low
    balance A  6
    post    k4 city A 0  range
    post    k5 city A 1.5 range
    post    k6 city A -3 range
    balance A  6
  `))

  it('answers a wrong transfer by its reversal, once, even when it was spent', () => play(`
    post    k1 city A 10 posted
    post    k2 A city 8 posted
    reverse k1 posted
    balance A  -8
    reverse k1 already-reversed
    balance A  -8
  `))

  it('refuses at the database what would edit or delete a transfer', async () => {
    await play('post k1 city A 10 posted')
    await expect(t.db.updateTable('ledger.transfer').set({ amount: 1 }).execute()).rejects.toThrow(/never edited/)
    await expect(t.db.deleteFrom('ledger.transfer').execute()).rejects.toThrow(/never edited/)
  })

  it('posts one of many simultaneous attempts with the same key', async () => {
    const key = newId()
    const results = await Promise.all(Array.from({ length: 12 }, () => outcome(() => inTransaction(t.db, (tx) => ledger.post(tx, transfer(key, CITY, owner('A'), 5))))))
    expect(results.filter((result) => result === 'posted').length).toBeGreaterThanOrEqual(1)
    expect((await ledger.balances(people.get('A') as string)).points).toBe(5)
  })
})

describe('the books', () => {
  it('stay balanced and never below zero under random concurrent histories', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('city', 'A', 'B'), fc.constantFrom('city', 'A', 'B'), fc.integer({ min: 1, max: 20 })), { maxLength: 25 }), async (moves) => {
      for (const name of ['A', 'B']) people.set(name, newId())
      await Promise.all(moves.filter(([from, to]) => from !== to).map(([from, to, amount]) =>
        outcome(() => inTransaction(t.db, (tx) => ledger.post(tx, transfer(newId(), owner(from), owner(to), amount))))))
      for (const name of ['A', 'B']) expect((await ledger.balances(people.get(name) as string)).points).toBeGreaterThanOrEqual(0)
    }), { numRuns: 15 })
    expect(await ledger.misstatedAccounts()).toEqual([])
  })
})

describe('a statement', () => {
  const actorOf = (name: string): Actor => ({ personId: people.get(name) as string, sessionId: newId(), realName: 'verified', termsDue: null, grants: [] })

  it('shows a person every entry with its reason and the balance after it, page by page', async () => {
    await play(`
      post    k1 city A 10 posted
      post    k2 A city 3 posted
      reverse k1 posted
    `)
    const first = await ledger.myEntries(actorOf('A'), { currency: 'points', limit: 2 })
    expect(first.items.map((e) => [e.amount, e.balance, e.reason, e.reversed])).toEqual([[-10, -3, 'reversal', false], [-3, 7, 'patrol-served', false]])
    const second = await ledger.myEntries(actorOf('A'), { currency: 'points', limit: 2, after: first.next as string })
    expect(second.items.map((e) => [e.amount, e.balance, e.reversed])).toEqual([[10, 10, true]])
  })

  it('is empty for someone who never earned, and refused to a guest', async () => {
    expect(await ledger.myEntries(actorOf('B'), { currency: 'points', limit: 2 })).toEqual({ items: [], next: null })
    expect(() => ledger.myBalances(null)).toThrow(Problem)
  })
})
