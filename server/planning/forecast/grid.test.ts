import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellAt, locate, smooth, studyArea } from './grid.ts'
import { orderPast } from './past.ts'

const pastAt = (places: [number, number][]) => orderPast({
  wallclock_s: new Float64Array(places.length), x_m: Float64Array.from(places, ([x]) => x), y_m: Float64Array.from(places, ([, y]) => y),
  kind: new Uint16Array(places.length), kinds: ['theft'],
})
const place = fc.tuple(fc.integer({ min: -6000, max: 6000 }), fc.integer({ min: -6000, max: 6000 }))
const someplaces = fc.array(place, { minLength: 1, maxLength: 30 })
const shape = { cell_m: 200, block_cells: 5 }

describe('the study area', () => {
  it('holds every cell of each struck block once, and no other', () => {
    fc.assert(fc.property(someplaces, (places) => {
      const grid = studyArea(pastAt(places), 1, undefined, shape)
      const blocks = new Set(places.map(([x, y]) => `${Math.floor(x / 1000)},${Math.floor(y / 1000)}`))
      expect(grid.cells).toBe(25 * blocks.size)
      for (let cell = 0; cell < grid.cells; cell++) {
        expect(blocks.has(`${Math.floor(grid.column[cell]! / 5)},${Math.floor(grid.row[cell]! / 5)}`)).toBe(true)
        expect(cellAt(grid, grid.column[cell]! * 200 + 100, grid.row[cell]! * 200 + 199)).toBe(cell)
      }
    }), { numRuns: 30 })
  })

  it('leaves out what happens on its day or later', () => {
    const grid = studyArea(pastAt([[0, 0]]), 0, undefined, shape)
    expect(grid.cells).toBe(0)
  })
})

describe('smoothing', () => {
  it('equals the kernel summed over all pairs of cells in the same area', () => {
    fc.assert(fc.property(someplaces, fc.double({ min: 0.4, max: 8, noNaN: true }), (places, width) => {
      const past = pastAt(places)
      const grid = studyArea(past, 1, undefined, { cell_m: 500, block_cells: 2 })
      const values = new Float64Array(grid.cells)
      for (const cell of locate(grid, past)) values[cell]!++
      const smoothed = smooth(grid, values, width)
      const bend = 1 + 1 / width ** 2
      const keep = bend - Math.sqrt(bend ** 2 - 1)
      const kernel = (gap: number): number => (1 - keep) / (1 + keep) * keep ** Math.abs(gap)
      // Values leave a row only at columns that the row has, as the second direction starts from the first one's cells.
      for (let cell = 0; cell < grid.cells; cell++) {
        let sum = 0
        for (let via = 0; via < grid.cells; via++) {
          if (grid.column[via] !== grid.column[cell]) continue
          for (let from = 0; from < grid.cells; from++) {
            if (grid.row[from] !== grid.row[via] || values[from] === 0) continue
            sum += values[from]! * kernel(grid.column[via]! - grid.column[from]!) * kernel(grid.row[cell]! - grid.row[via]!)
          }
        }
        expect(smoothed[cell]).toBeCloseTo(sum, 9)
      }
    }), { numRuns: 10 })
  })

  it('has the standard deviation it is asked for', () => {
    const places: [number, number][] = Array.from({ length: 101 }, (_, k) => [k * 1000, 0])
    const past = pastAt(places)
    const grid = studyArea(past, 1, undefined, { cell_m: 1000, block_cells: 1 })
    const values = new Float64Array(grid.cells)
    values[50] = 1
    const spread = smooth(grid, values, 3)
    const total = spread.reduce((a, b) => a + b, 0)
    const variance = spread.reduce((sum, value, k) => sum + value * (k - 50) ** 2, 0) / total
    expect(Math.sqrt(variance)).toBeCloseTo(3, 2)
  })
})
