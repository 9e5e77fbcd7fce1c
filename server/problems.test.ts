import { expect, test } from 'vitest'
import { casesProblems } from './cases/contract.ts'
import { dutyProblems } from './duties/contract.ts'
import { ledgerProblems } from './ledger/contract.ts'
import { peopleProblems } from './people/contract.ts'
import { placesProblems } from './places/contract.ts'
import { commonProblems, type ProblemTable } from './platform/problem.ts'
import { problems } from './problems.ts'
import { trackingProblems } from './tracking/contract.ts'

test('a code means one thing everywhere: the same status and the same words whichever module refuses', () => {
  const tables: ProblemTable[] = [commonProblems, placesProblems, peopleProblems, ledgerProblems, trackingProblems, dutyProblems, casesProblems]
  const said = tables.flatMap((table) => Object.entries(table))
  expect(new Set(said.map(([code]) => code))).toEqual(new Set(Object.keys(problems)))
  expect(said.filter(([code, kind]) => JSON.stringify(kind) !== JSON.stringify((problems as ProblemTable)[code]))).toEqual([])
})
