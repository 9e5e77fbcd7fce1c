/** Every refusal of the platform with its words, for pages and documents. Pure. */
import { casesProblems } from './cases/contract.ts'
import { dutyProblems } from './duties/contract.ts'
import { ledgerProblems } from './ledger/contract.ts'
import { peopleProblems } from './people/contract.ts'
import { placesProblems } from './places/contract.ts'
import { commonProblems } from './platform/problem.ts'
import { trackingProblems } from './tracking/contract.ts'

export const problems = { ...commonProblems, ...placesProblems, ...peopleProblems, ...ledgerProblems, ...trackingProblems, ...dutyProblems, ...casesProblems }
