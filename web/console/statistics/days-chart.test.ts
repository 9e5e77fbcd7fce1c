import fc from 'fast-check'
import { expect, it } from 'vitest'
import { niceTop } from './days-chart.tsx'

it('ends the axis at a round number not far above the highest bar, with whole numbers at its quarters', () => {
  expect([1, 4, 5, 11, 40, 41, 120, 999].map(niceTop)).toEqual([4, 4, 8, 20, 40, 80, 200, 2000])
  fc.assert(fc.property(fc.integer({ min: 5, max: 10_000_000 }), (value) => {
    expect(niceTop(value)).toBeGreaterThanOrEqual(value)
    expect(niceTop(value)).toBeLessThanOrEqual(value * 2.5)
    expect(niceTop(value) % 4).toBe(0)
  }))
})
