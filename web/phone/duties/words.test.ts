import { expect, it } from 'vitest'
import { patrolKinds, recordStates } from '../../../server/duties/contract.ts'
import { reasons } from '../../../server/ledger/contract.ts'
import { skill } from '../../../server/people/contract.ts'
import { dutyProblems } from '../../../server/duties/contract.ts'
import en from '../../kit/words/en/patrol.ts'
import zh from '../../kit/words/zh/patrol.ts'

it.each([['zh', zh], ['en', en]] as const)('has words for everything the contracts may answer with, in %s', (language, words) => {
  expect(words.kind).toEqual(Object.fromEntries(Object.entries(patrolKinds).map(([kind, name]) => [kind, name[language]])))
  expect(Object.keys(words.recordState).sort()).toEqual([...recordStates].sort())
  expect(Object.keys(words.reason).sort()).toEqual([...reasons].sort())
  expect(Object.keys(words.skill).sort()).toEqual([...skill.options].sort())
  for (const code of Object.keys(words.detail)) expect(code in dutyProblems).toBe(true)
})
