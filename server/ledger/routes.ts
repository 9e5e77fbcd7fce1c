import { implement } from '@orpc/server'
import type { RequestContext } from '../platform/http.ts'
import { ledgerContract } from './contract.ts'
import type { Ledger } from './ledger.ts'

export const ledgerRoutes = (ledger: Ledger) => {
  const os = implement(ledgerContract).$context<RequestContext>()
  return os.router({
    myBalances: os.myBalances.handler(({ context }) => ledger.myBalances(context.actor)),
    myEntries: os.myEntries.handler(({ context, input }) => ledger.myEntries(context.actor, input)),
  })
}
