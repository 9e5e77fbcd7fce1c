import { expect, test } from 'vitest'
import { compile } from './problem.ts'
import type { RouteProblem } from './problem.ts'

const good: RouteProblem = { scores: [0, 3, 0], travel: [0, 1, 2, 1, 0, 1, 2, 1, 0], patrols: [{ start: 0, end: 2, budget: 4 }] }
const codeOf = (change: Partial<RouteProblem>): string => {
  try { compile({ ...good, ...change }) } catch (error) { return (error as { code: string }).code }
  return 'none'
}

test('a well-formed problem is taken', () => {
  expect(codeOf({})).toBe('none')
  expect([...compile(good).candidates]).toEqual([1])
})

test('each kind of broken problem is refused with its own code', () => {
  expect(codeOf({ travel: [0, 1] })).toBe('wrong_length')
  expect(codeOf({ service: [0] })).toBe('wrong_length')
  expect(codeOf({ windows: [null] })).toBe('wrong_length')
  expect(codeOf({ scores: [0, -1, 0] })).toBe('bad_number')
  expect(codeOf({ scores: [0, Number.NaN, 0] })).toBe('bad_number')
  expect(codeOf({ patrols: [] })).toBe('no_patrols')
  expect(codeOf({ patrols: [{ start: 0, end: 3, budget: 4 }] })).toBe('no_such_point')
  expect(codeOf({ patrols: [{ start: 0, end: 2, budget: 1 }] })).toBe('budget_too_small')
  expect(codeOf({ patrols: [{ start: 0, end: 2, budget: Number.NaN }] })).toBe('bad_number')
  expect(codeOf({ required: [7] })).toBe('no_such_point')
  expect(codeOf({ required: [2] })).toBe('required_is_end')
  expect(codeOf({ windows: [null, { open: 3, close: 2 }, null] })).toBe('bad_window')
})

test('points out of reach and points without worth are no candidates', () => {
  const scores = [0, 0, 5, 5, 0]
  const at = [0, 1, 2, 9, 3]
  const travel = at.flatMap((a) => at.map((b) => Math.abs(a - b)))
  const c = compile({ scores, travel, patrols: [{ start: 0, end: 4, budget: 5 }] })
  expect([...c.candidates]).toEqual([2])
})
