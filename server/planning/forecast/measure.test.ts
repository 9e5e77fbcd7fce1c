import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AccuracyTally, countHits } from './measure.ts'

describe('hits', () => {
  it('credits ties at the cut with the mean over every way to break them', () => {
    fc.assert(fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 5 })), { minLength: 2, maxLength: 7 }),
      fc.integer({ min: 1, max: 7 }), (cells, wanted) => {
        fc.pre(wanted <= cells.length)
        const { hits, best } = countHits(Float64Array.from(cells, ([s]) => s), Float64Array.from(cells, ([, n]) => n), wanted / cells.length)
        const choices = subsets(cells.length, wanted)
        const top = Math.max(...choices.map((choice) => sum(choice, (i) => cells[i]![0])))
        const ways = choices.filter((choice) => sum(choice, (i) => cells[i]![0]) === top)
        expect(hits).toBeCloseTo(ways.reduce((total, choice) => total + sum(choice, (i) => cells[i]![1]), 0) / ways.length, 9)
        expect(best).toBe(Math.max(...choices.map((choice) => sum(choice, (i) => cells[i]![1]))))
      }))
  })

  it('counts incidents outside the area against the accuracy', () => {
    const tally = new AccuracyTally()
    const scores = Float64Array.from({ length: 100 }, (_, i) => i)
    const incidents = new Float64Array(100)
    incidents[99] = 3
    tally.add(scores, incidents, 3)
    expect(tally.result()).toEqual({ pai1: 50, pai5: 10, pei1: 1, pei5: 1 })
  })
})

const sum = (choice: number[], value: (i: number) => number): number => choice.reduce((total, i) => total + value(i), 0)

function subsets(n: number, size: number): number[][] {
  return Array.from({ length: 2 ** n }, (_, mask) => [...Array(n).keys()].filter((i) => mask & (1 << i))).filter((set) => set.length === size)
}
