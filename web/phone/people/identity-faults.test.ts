import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCharacter, readIdNumber } from '../../../server/people/identity/id-number.ts'
import { ProblemError } from '../../kit/problem.ts'
import { refusedFields, typedFaults } from './identity-faults.ts'

const withCheck = (first: string): string => first + checkCharacter(first)
const good = withCheck('35060219800504123')

describe('the form of the real-name check', () => {
  it.each([
    ['both right', '张伟', good, []],
    ['a Latin name, a small x and spaces', 'Anna', ` ${withCheck('35060219491231002').toLowerCase()} `, []],
    ['one letter as a name', 'A', good, ['name']],
    ['a space as a name', ' ', good, ['name']],
    ['a wrong last digit', '张伟', good.replace(/.$/, (last) => (last === '1' ? '2' : '1')), ['idNumber']],
    ['15 digits', '张伟', '350602800504123', ['idNumber']],
    ['nothing', '', '', ['name', 'idNumber']],
  ] as const)('%s', (_, name, idNumber, faults) => expect(typedFaults({ name, idNumber })).toEqual(faults))

  it('never stops a number that the server takes', () => {
    fc.assert(fc.property(fc.integer({ min: 1_000_000_000_000_00, max: 9_999_999_999_999_99 }), fc.integer({ min: 0, max: 99 }), (head, tail) => {
      const number = withCheck(`${String(head).slice(0, 6)}1980${String((head % 12) + 1).padStart(2, '0')}${String((tail % 28) + 1).padStart(2, '0')}${String(head % 1000).padStart(3, '0')}`)
      expect([readIdNumber(number, new Date('2026-04-14'))?.number, typedFaults({ name: '张伟', idNumber: number })]).toEqual([number, []])
    }))
  })

  it('marks the fields that the server refused, and none for a refusal of the whole', () => {
    const refusal = (...paths: string[]) => new ProblemError({ code: 'invalid-input', status: 400, errors: paths.map((path) => ({ path, code: 'x', message: 'x' })) })
    expect([refusedFields(refusal('idNumber', 'guardian.phone')), refusedFields(refusal('elsewhere')), refusedFields(new Error('no')), refusedFields(null)]).toEqual([['idNumber', 'guardian.phone'], [], [], []])
  })
})
