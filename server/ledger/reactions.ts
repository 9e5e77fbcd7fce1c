import type { Reaction } from '../platform/events.ts'
import { personOwner, type Ledger } from './ledger.ts'
import { forgetDisputesOf, moveDisputes } from './store/disputes.ts'

/** Points for a report that was handled and that its reporter calls solved; a local default. */
export const POINTS_PER_SOLVED_CASE = 5

export const ledgerReactions = (ledger: Ledger): Reaction[] => [{
  name: 'ledger.on-case-closed',
  types: ['cases.closed'],
  handle: async (tx, { payload }) => {
    const { caseId, number, reporterId, outcome } = payload as { caseId: string; number: string; reporterId: string; outcome: string | null }
    if (outcome !== 'solved') return
    await ledger.post(tx, {
      key: `case:${caseId}:solved`, currency: 'points', debit: 'city:service', credit: personOwner(reporterId), amount: POINTS_PER_SOLVED_CASE,
      reason: 'case-solved', params: { number }, subject: `case:${caseId}`, actor: 'system',
    })
  },
}, {
  name: 'ledger.on-person-deleted',
  types: ['people.deleted'],
  handle: (tx, { payload }) => forgetDisputesOf(tx, payload['personId'] as string),
}, {
  name: 'ledger.on-region-moved',
  types: ['places.region-moved'],
  handle: (tx, { payload }) => moveDisputes(tx, payload['oldPath'] as string, payload['newPath'] as string),
}]
