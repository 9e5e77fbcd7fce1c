import { implement } from '@orpc/server'
import type { RequestContext } from '../platform/http.ts'
import { ledgerContract } from './contract.ts'
import type { Disputes } from './disputes.ts'
import type { Ledger } from './ledger.ts'

export const ledgerRoutes = (ledger: Ledger, disputes: Disputes) => {
  const os = implement(ledgerContract).$context<RequestContext>()
  return os.router({
    myBalances: os.myBalances.handler(({ context }) => ledger.myBalances(context.actor)),
    myEntries: os.myEntries.handler(({ context, input }) => ledger.myEntries(context.actor, input)),
    disputeEntry: os.disputeEntry.handler(({ context, input }) => disputes.open(context.actor, input)),
    entryDisputes: os.entryDisputes.handler(({ context, input }) => disputes.list(context.actor, input)),
    decideEntryDispute: os.decideEntryDispute.handler(({ context, input }) => disputes.decide(context.actor, input)),
  })
}
