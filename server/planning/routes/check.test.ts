import { expect, test } from 'vitest'
import { faultsOf } from './check.ts'
import type { RoutePlan, RouteProblem } from './problem.ts'

const at = [0, 1, 2, 3]
const problem: RouteProblem = {
  scores: [0, 4, 5, 0], travel: at.flatMap((a) => at.map((b) => Math.abs(a - b))), service: [0, 1, 0, 0],
  windows: [null, null, { open: 3, close: 4 }, null], patrols: [{ start: 0, end: 3, budget: 5 }, { start: 0, end: 3, budget: 5 }], required: [1],
}
const plan: RoutePlan = { routes: [[1, 2], []], spent: [4, 3], score: 9, missing: [] }
const faults = (change: Partial<RoutePlan>) => faultsOf(problem, { ...plan, ...change }).join('; ')

test('a good plan has no fault', () => {
  expect(faults({})).toBe('')
})

test('each way to break a plan is found', () => {
  expect(faults({ routes: [[1, 2]] })).toContain('1 routes for 2 patrols')
  expect(faults({ routes: [[1, 2], [2]] })).toContain('point 2 is visited twice')
  expect(faults({ routes: [[1, 2], [3]] })).toContain('point 3 is a start or end point')
  expect(faults({ routes: [[1, 9], []] })).toContain('no point: 9')
  expect(faults({ routes: [[2, 1], []] })).toContain('route 0 spends 7 of 5')
  expect(faults({ routes: [[], [2]], missing: [1] })).toContain('spends 3, not 4 as told')
  expect(faults({ score: 10 })).toContain('the score is 9, not 10 as told')
  expect(faults({ routes: [[2], []] })).toContain('required points missing: 1, told: ')
})

test('a visit after its window closed is a fault', () => {
  const late = { ...problem, windows: [null, null, { open: 0, close: 2 }, null] }
  expect(faultsOf(late, plan).join()).toContain('point 2 is reached after its window closed')
})
