import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ManualClock } from '../platform/clock.ts'
import { inTransaction } from '../platform/db.ts'
import type { DomainEvent } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { freshDatabase, type TestDatabase } from '../platform/testing.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { ledgerReactions, POINTS_PER_SOLVED_CASE } from './reactions.ts'

let t: TestDatabase
let ledger: Ledger
beforeAll(async () => {
  t = await freshDatabase()
  ledger = createLedger({ db: t.db, clock: new ManualClock('2026-04-14T11:00:00Z') })
})
afterAll(() => t.drop())

const closed = (reporterId: string, outcome: string | null): DomainEvent =>
  ({ id: newId(), type: 'cases.closed', version: 1, at: new Date(), actor: reporterId, subject: 'case:x', payload: { caseId: newId(), number: '2026-0414-0001', reporterId, outcome } })

describe('a closed case', () => {
  it.each([['solved', POINTS_PER_SOLVED_CASE], ['unanswered', 0], ['withdrawn', 0]])('with outcome %s gives its reporter %i points, once', async (outcome, points) => {
    const reporter = newId()
    const event = closed(reporter, outcome)
    for (const reaction of [...ledgerReactions(ledger), ...ledgerReactions(ledger)]) await inTransaction(t.db, (tx) => reaction.handle(tx, event))
    expect((await ledger.balances(reporter)).points).toBe(points)
  })
})
