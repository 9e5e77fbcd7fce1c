import { expect, it } from 'vitest'
import { formulaWords, pointsWords } from './record-card.tsx'

const say = ((key: string, gaps: Record<string, number> = {}) => [key, ...Object.values(gaps)].join(' ')) as never
it.each([
  ['pending', null, 'record.wouldBe 106 12 21', 'summary.noPoints'],
  ['confirmed', { minutes: 106, points: 21 }, 'record.formula 106 12 21', 'record.points 21'],
  ['confirmed', { minutes: 4, points: 0 }, 'record.formula 4 12 0', 'record.points 0'],
  ['disputed', { minutes: 4, points: 0 }, 'record.formula 4 12 0', 'record.points 0'],
  ['disputed', null, 'record.wouldBe 106 12 21', 'summary.noPoints'],
  ['rejected', null, 'record.wouldBe 106 12 21', 'record.notCredited'],
  ['confirmed', undefined, 'record.wouldBe 106 12 21', 'summary.noPoints'],
] as const)('a record that is %s with %j on the account reads "%s" and "%s"', (state, credited, formula, points) => {
  expect(formulaWords({ state, credited: credited as null, minutes: 106, pointsPerHour: 12 }, say)).toBe(formula)
  expect(pointsWords({ state, credited: credited as null }, say)).toBe(points)
})
