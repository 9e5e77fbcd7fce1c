import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Forecast } from './forecast.ts'
import { studyArea } from './grid.ts'
import { expectLevel } from './level.ts'
import { orderPast } from './past.ts'
import { expectedInBox, expectedInCells, intervalOf } from './surface.ts'

/** A forecast over one block of 25 cells with incidents at the given places. */
function blockForecast(places: [number, number][]): Forecast {
  const past = orderPast({
    wallclock_s: new Float64Array(places.length), x_m: Float64Array.from(places, ([x]) => x), y_m: Float64Array.from(places, ([, y]) => y),
    kind: new Uint16Array(places.length), kinds: ['theft'],
  })
  const grid = studyArea(past, 1, undefined, { cell_m: 200, block_cells: 5 })
  const inCells = Array.from({ length: grid.cells }, (_, cell) =>
    places.filter(([x, y]) => Math.floor(x / 200) === grid.column[cell] && Math.floor(y / 200) === grid.row[cell]))
  const from = new Uint32Array(grid.cells + 1)
  for (const [cell, there] of inCells.entries()) from[cell + 1] = from[cell]! + there.length
  const flat = inCells.flat()
  return {
    firstDay: 0, kind: undefined, grid, week: Float64Array.from(grid.column, (_, cell) => 0.1 + cell), outside: 0,
    profile: { shiftStarts_h: [0], neighbourhood: new Int32Array(grid.cells), shares: new Float32Array(7).fill(1 / 7) },
    dispersion: { cell: 0.1, city: 0.01 }, mixture: { recent: 1 },
    evidence: { thin: false, reasons: [], incidents: places.length, past_days: 1, score: undefined },
    places: { from, x_m: Float64Array.from(flat, ([x]) => x), y_m: Float64Array.from(flat, ([, y]) => y) },
  }
}

const place = fc.tuple(fc.double({ min: 0, max: 999.9, noNaN: true }), fc.double({ min: 0, max: 999.9, noNaN: true }))
const total = (forecast: Forecast): number => forecast.week.reduce((a, b) => a + b, 0)

describe('sums over the surface', () => {
  it('of two halves of any box make the whole', () => {
    const edge = fc.double({ min: -300, max: 1300, noNaN: true })
    fc.assert(fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), fc.tuple(edge, edge, edge), fc.tuple(edge, edge), (places, xs, ys) => {
      const forecast = blockForecast(places)
      const [west, middle, east] = xs.toSorted((a, b) => a - b) as [number, number, number]
      const [south, north] = ys.toSorted((a, b) => a - b) as [number, number]
      const mean = (from: number, to: number): number => expectedInBox(forecast, { west_m: from, east_m: to, south_m: south, north_m: north }).mean
      expect(mean(west, middle) + mean(middle, east)).toBeCloseTo(mean(west, east), 9)
    }))
  })

  it('of a box around everything equals the sum over all cells, and seven equal days the week', () => {
    const forecast = blockForecast([[10, 10], [500, 700]])
    const everything = { west_m: -1e6, east_m: 1e6, south_m: -1e6, north_m: 1e6 }
    expect(expectedInBox(forecast, everything).mean).toBeCloseTo(total(forecast), 9)
    expect(expectedInCells(forecast, forecast.week.keys()).mean).toBeCloseTo(total(forecast), 9)
    expect(7 * expectedInBox(forecast, everything, { day: 3, shift: 0 }).mean).toBeCloseTo(total(forecast), 4)
  })

  it('lean towards the side of a cell where incidents were', () => {
    const forecast = blockForecast([[10, 10], [20, 10], [30, 10]])
    const cell = forecast.week[0]!
    expect(expectedInBox(forecast, { west_m: 0, east_m: 100, south_m: 0, north_m: 200 }).mean).toBeCloseTo(cell * 3.5 / 4, 9)
  })

  it('have a spread that grows beyond a Poisson\'s', () => {
    const { mean, variance } = expectedInCells(blockForecast([[10, 10]]), [3, 4, 5])
    expect(variance).toBeGreaterThan(mean)
  })
})

describe('intervals', () => {
  it('hold at least the asked probability and no more than needed', () => {
    fc.assert(fc.property(fc.double({ min: 0.01, max: 300, noNaN: true }), fc.double({ min: 1.01, max: 4, noNaN: true }), fc.constantFrom(0.5, 0.8, 0.95), (mean, factor, probability) => {
      const { low, high } = intervalOf({ mean, variance: mean * factor }, probability)
      const below = (n: number): number => negativeBinomialUpTo(n, mean, mean * factor)
      const tail = (1 - probability) / 2
      expect(below(high)).toBeGreaterThanOrEqual(1 - tail - 1e-9)
      if (high > 0) expect(below(high - 1)).toBeLessThan(1 - tail + 1e-9)
      expect(low > 0 ? below(low - 1) : 0).toBeLessThanOrEqual(tail + 1e-9)
      expect(below(low)).toBeGreaterThan(tail - 1e-9)
    }))
  })

  it('of a large Poisson reach as far as the normal curve', () => {
    expect(intervalOf({ mean: 10_000, variance: 10_000 }, 0.95)).toEqual({ low: 9804, high: 10_196 })
    expect(intervalOf({ mean: 0, variance: 0 }, 0.95)).toEqual({ low: 0, high: 0 })
  })
})

/** Sums the distribution from the ratio of gamma functions, term by term in another order than the code under test. */
function negativeBinomialUpTo(n: number, mean: number, variance: number): number {
  const size = mean * mean / (variance - mean)
  let sum = 0
  for (let k = 0; k <= n; k++) {
    let log = size * Math.log(size / (size + mean)) + k * Math.log(mean / (size + mean))
    for (let j = 1; j <= k; j++) log += Math.log((size + j - 1) / j)
    sum += Math.exp(log)
  }
  return sum
}

describe('the level', () => {
  it('of steady weeks is that of any week', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 500 }), (weeks, each) => {
      expect(expectLevel(Array.from({ length: weeks }, () => each)).expected).toBeCloseTo(each, 6)
    }))
  })

  it('follows a lasting change and a yearly wave', () => {
    expect(expectLevel(Array.from({ length: 40 }, (_, week) => (week < 20 ? 10 : 100))).expected).toBeGreaterThan(95)
    const wave = (week: number): number => 1000 + 600 * Math.sin(week / 52 * 2 * Math.PI)
    const expected = expectLevel(Array.from({ length: 156 }, (_, week) => wave(week))).expected
    expect(Math.abs(expected - wave(156))).toBeLessThan(40)
  })

  it('of no weeks is nothing', () => {
    expect(expectLevel([]).expected).toBe(0)
  })
})
