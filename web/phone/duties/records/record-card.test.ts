import { expect, it } from 'vitest'
import { formulaWords, isCredited } from './record-card.tsx'

it.each([
  ['pending', 0, false], ['confirmed', 21, true], ['confirmed', 0, true], ['rejected', 0, false],
  ['disputed', 21, true], ['disputed', 0, false],
] as const)('a record that is %s with %i points has them on the account: %s', (state, points, expected) => {
  expect(isCredited({ state, points })).toBe(expected)
  const said = formulaWords({ state, points, minutes: 106, pointsPerHour: 12 }, ((key: string) => key) as never)
  expect(said).toBe(expected ? 'record.formula' : 'record.wouldBe')
})
