import { oc } from '@orpc/contract'
import { z } from 'zod'
import { defineProblems } from '../platform/problem.ts'
import { id, instant, page, pageQuery, regionName } from '../platform/shapes.ts'

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
  // `reverses` in the params says which entry it took back.
  'is-a-reversal': { status: 409, zh: '这是一笔冲正，不能再提出异议或冲正', en: 'A reversal is itself neither disputed nor reversed' },
  'already-disputed': { status: 409, zh: '该笔的异议正在处理', en: 'This entry is disputed already' },
  // `recordId` in the params says which.
  'dispute-the-record': { status: 409, zh: '巡逻所得的时长和积分，请在服务记录中提出异议', en: 'Hours and points of a patrol are disputed on their service record' },
})

export const balances = z.object({ points: z.int(), minutes: z.int() })

/** Verdict on a dispute → the states in which it may be taken. Nothing leads back: who still disagrees disputes the entry anew. */
export const disputeSteps = { kept: ['open'], reversed: ['open'] } as const satisfies Record<string, readonly DisputeState[]>
export const disputeStates = ['open', 'kept', 'reversed'] as const
export type DisputeState = (typeof disputeStates)[number]
export type DisputeVerdict = keyof typeof disputeSteps
export const disputeAllowed = (verdict: DisputeVerdict, state: string): boolean => (disputeSteps[verdict] as readonly string[]).includes(state)

const said = z.string().trim().min(1).max(500)

/** A dispute as the person whose entry it is sees it. */
export const disputeSeen = z.object({ id, state: z.enum(disputeStates), words: z.string(), answer: z.string().nullable(), openedAt: instant, decidedAt: instant.nullable() })
export type DisputeSeen = z.infer<typeof disputeSeen>

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
  dispute: disputeSeen.nullable().describe('the newest one about this entry'),
})
export type Entry = z.infer<typeof entry>

const disputedEntry = entry.pick({ id: true, at: true, currency: true, amount: true, reason: true, params: true, subject: true })
export type DisputedEntry = z.infer<typeof disputedEntry>

/** A dispute as the officers of its region see it. */
export const entryDispute = disputeSeen.extend({ personId: id, personName: z.string(), regionName, entry: disputedEntry })
export type EntryDispute = z.infer<typeof entryDispute>

export const ledgerContract = {
  myBalances: oc.route({ method: 'GET', path: '/me/ledger/balances', tags: ['ledger'], summary: 'My points and service minutes' })
    .output(balances),
  myEntries: oc.route({ method: 'GET', path: '/me/ledger/entries', tags: ['ledger'], summary: 'Every entry on my account, newest first, and why it exists' })
    .input(z.object({ currency, ...pageQuery }))
    .output(page(entry)),
  disputeEntry: oc.route({ method: 'POST', path: '/me/entries/{transferId}/dispute', tags: ['ledger'], summary: 'Say that an entry on my account is wrong; those of patrols are disputed on their record' })
    .input(z.object({ transferId: id, words: said })).output(disputeSeen),
  entryDisputes: oc.route({ method: 'GET', path: '/entry-disputes', tags: ['ledger'], summary: 'Disputed entries of my regions, what waits for an answer first' })
    .input(z.object({ regionCode: z.string().max(20).optional(), ...pageQuery, after: z.string().regex(/^(open|decided):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/).optional() })).output(page(entryDispute)),
  decideEntryDispute: oc.route({ method: 'POST', path: '/entry-disputes/{id}/decision', tags: ['ledger'], summary: 'Answer a disputed entry: it is kept, or reversed' })
    .input(z.object({ id, verdict: z.enum(Object.keys(disputeSteps) as [DisputeVerdict, ...DisputeVerdict[]]), answer: said })).output(entryDispute),
}
