/** All operations of the server in one contract, and all refusals with their words. Pure: the pages are typed from it. */
import { casesContract, casesProblems } from './cases/contract.ts'
import { dutiesContract, dutyProblems } from './duties/contract.ts'
import { ledgerContract, ledgerProblems } from './ledger/contract.ts'
import { peopleContract, peopleProblems } from './people/contract.ts'
import { placesContract, placesProblems } from './places/contract.ts'
import { commonProblems, type ProblemTable } from './platform/problem.ts'
import { trackingContract, trackingProblems } from './tracking/contract.ts'

export const contract = {
  places: placesContract,
  people: peopleContract,
  ledger: ledgerContract,
  tracking: trackingContract,
  duties: dutiesContract,
  cases: casesContract,
}

export const problems: readonly ProblemTable[] = [commonProblems, placesProblems, peopleProblems, ledgerProblems, trackingProblems, dutyProblems, casesProblems]
