import { describe, expect, it } from 'vitest'
import { nextNumber, numberProblem, readNumber } from './number-rules.ts'

describe('what is typed into a number field', () => {
  it.each([
    ['', null], ['  ', null], ['12', 12], [' 12 ', 12], ['１２', 12], ['-5', -5], ['−5', -5], ['2.5', 2.5], ['99999999', 99_999_999],
    ['abc', NaN], ['1e3', NaN], ['12人', NaN], ['1.', NaN], ['0x10', NaN], ['-', NaN],
  ])('reads "%s" as %s', (text, value) => expect(readNumber(text)).toBe(value))

  it.each([
    [8, { min: 1, max: 8 }, null], [999, { min: 1, max: 8 }, 'most'], [0, { min: 1, max: 8 }, 'least'], [-5, { min: 0, max: 100 }, 'least'], [99_999_999, { min: 1, max: 10_000 }, 'most'],
    [2.5, { min: 1, max: 8 }, 'whole'], [2.5, { min: 1, max: 8, fraction: true }, null], [NaN, { min: 1, max: 8, optional: true }, 'unreadable'], [Infinity, { min: 1, max: 8 }, 'most'],
    [null, { min: 1, max: 8 }, 'needed'], [null, { min: 1, max: 8, optional: true }, null], [1, { min: 1, max: 0 }, 'most'],
  ] as const)('judges %s within %o: %s', (value, bounds, problem) => expect(numberProblem(value, bounds)).toBe(problem))

  it.each([[7, 1, 8], [8, 1, 8], [999, 1, 8], [999, -1, 8], [1, -1, 1], [null, 1, 1], [NaN, -1, 1]] as const)('moves from %s by %i to %i with the arrow keys', (value, by, to) => expect(nextNumber(value, by, { min: 1, max: 8 })).toBe(to))
})
