/** Every refusal of the platform with its words, for pages and documents. */
import { dutyProblems } from './duties/contract.ts'
import { ledgerProblems } from './ledger/contract.ts'
import { peopleProblems } from './people/contract.ts'
import { placesProblems } from './places/contract.ts'
import { commonProblems, type ProblemTable } from './platform/problem.ts'

export const problems: ProblemTable = { ...commonProblems, ...placesProblems, ...peopleProblems, ...ledgerProblems, ...dutyProblems }
