import { oc } from '@orpc/contract'
import { z } from 'zod'
import { defineProblems } from '../platform/problem.ts'
import { id, instant, page, pageQuery } from '../platform/shapes.ts'

/** Points are earned and spent; minutes are service time. Never converted into each other or into money. */
export const currency = z.enum(['points', 'minutes'])
export type Currency = z.infer<typeof currency>

/** Why a transfer was made; the pages have the words, `params` fill them. */
export const reasons = ['patrol-served', 'case-solved', 'reversal', 'redemption'] as const
export const reason = z.enum(reasons)
export type Reason = z.infer<typeof reason>

export const ledgerProblems = defineProblems({
  'balance-too-low': { status: 409, zh: '余额不足', en: 'The balance is too low' },
  'transfer-key-reused': { status: 409, zh: '该笔记账已以不同内容入账', en: 'This key was already used for a different transfer' },
  'already-reversed': { status: 409, zh: '该笔已冲正', en: 'This transfer was already reversed' },
})

export const balances = z.object({ points: z.int(), minutes: z.int() })

/** One line of a person's statement. `amount` is signed: what came in is positive. */
export const entry = z.object({
  id,
  at: instant,
  currency,
  amount: z.int(),
  balance: z.int().describe('balance right after this entry'),
  reason,
  params: z.record(z.string(), z.unknown()),
  subject: z.string().describe('what it was for, `<kind>:<id>`, for example service-record:…'),
  reversed: z.boolean(),
  reverses: id.nullable(),
})
export type Entry = z.infer<typeof entry>

export const ledgerContract = {
  myBalances: oc.route({ method: 'GET', path: '/me/ledger/balances', tags: ['ledger'], summary: 'My points and service minutes' })
    .output(balances),
  myEntries: oc.route({ method: 'GET', path: '/me/ledger/entries', tags: ['ledger'], summary: 'Every entry on my account, newest first, and why it exists' })
    .input(z.object({ currency, ...pageQuery }))
    .output(page(entry)),
}
