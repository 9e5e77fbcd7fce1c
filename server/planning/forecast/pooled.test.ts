import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomOf } from './boosting.ts'
import { featuresOn } from './features.ts'
import { ownShare, smooth, studyArea } from './grid.ts'
import { orderPast } from './past.ts'
import { expectPooled, fitPooled } from './pooled.ts'
import { studyOf, type Study } from './study.ts'

const SIDE = 30
const DAYS = 120
const SHAPE = { cell_m: 200, block_cells: 5 }

/** Cells on a field of 6 by 6 km with true weekly rates: four quarters of unlike level, in each of which cells differ by up to tenfold. */
function quarteredCity(seed: number): { study: Study; rate: Float64Array } {
  const random = randomOf(seed)
  const rates = Array.from({ length: SIDE * SIDE }, (_, k) => {
    const quarter = (k % SIDE < SIDE / 2 ? 0 : 1) + (k < SIDE * SIDE / 2 ? 0 : 2)
    return [0.01, 0.05, 0.1, 0.2][quarter]! * 10 ** (random() - 0.5)
  })
  const rows: { time: number; x: number; y: number; kind: number }[] = []
  for (let day = 0; day < DAYS; day++) {
    for (const [k, rate] of rates.entries()) {
      for (const kind of [0, 1]) {
        if (random() < rate / 7) rows.push({ time: day * 86_400 + Math.floor(random() * 86_400), x: 200 * (k % SIDE + random()), y: 200 * (Math.floor(k / SIDE) + random()), kind })
      }
    }
  }
  const study = studyOf(orderPast({
    wallclock_s: Float64Array.from(rows, (row) => row.time), x_m: Float64Array.from(rows, (row) => row.x), y_m: Float64Array.from(rows, (row) => row.y),
    kind: Uint16Array.from(rows, (row) => row.kind), kinds: ['burglary', 'theft'],
  }), DAYS, 0, SHAPE)
  return { study, rate: Float64Array.from(study.grid.column, (column, cell) => rates[study.grid.row[cell]! * SIDE + column]!) }
}

describe('rates pooled with the surroundings', () => {
  it('come nearer to the true rates than counts do', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const { study, rate } = quarteredCity(seed)
      const features = featuresOn(study, DAYS, 0)
      const pooled = expectPooled(fitPooled(study, features, DAYS, 1), study, features, DAYS)
      const counted = features.columns[features.names.indexOf('own.rate')]!
      const error = (told: ArrayLike<number>): number => rate.reduce((sum, true_rate, cell) => sum + (told[cell]! - true_rate) ** 2, 0)
      expect(error(pooled)).toBeLessThan(0.7 * error(counted))
    }), { numRuns: 3 })
  })

  it('expect more of an empty cell among busy ones than of an empty cell among quiet ones', () => {
    const { study } = quarteredCity(5)
    const features = featuresOn(study, DAYS, 0)
    const pooled = expectPooled(fitPooled(study, features, DAYS, 1), study, features, DAYS)
    const counted = features.columns[features.names.indexOf('own.rate')]!
    const meanOfEmpty = (isBusy: boolean): number => {
      const cells = [...pooled.keys()].filter((cell) => counted[cell] === 0
        && (study.grid.row[cell]! >= SIDE / 2) === isBusy && (study.grid.column[cell]! >= SIDE / 2) === isBusy)
      return cells.reduce((sum, cell) => sum + pooled[cell]!, 0) / cells.length
    }
    expect(meanOfEmpty(true)).toBeGreaterThan(3 * meanOfEmpty(false))
  })

  it('are finite and above nothing everywhere, also for a cell far busier than any when it was learnt', () => {
    const { study } = quarteredCity(7)
    const features = featuresOn(study, DAYS, 0)
    const learnt = fitPooled(study, features, DAYS, 1)
    const later = { names: features.names, columns: features.columns.map((column) => column.slice()) }
    later.columns[later.names.indexOf('own.decay180')]![0] = 500
    const pooled = expectPooled(learnt, study, later, DAYS)
    expect(pooled.every((rate) => Number.isFinite(rate) && rate > 0)).toBe(true)
    expect(pooled[0]).toBe(Math.max(...pooled))
  })
})

it('the share of its own value that a cell keeps is what smoothing leaves in it', () => {
  const past = orderPast({ wallclock_s: new Float64Array(1), x_m: Float64Array.of(500), y_m: Float64Array.of(500), kind: new Uint16Array(1), kinds: ['theft'] })
  const grid = studyArea(past, 1, undefined, SHAPE)
  const one = new Float64Array(grid.cells)
  one[12] = 1
  for (const width of [0.7, 1, 2, 10]) expect(smooth(grid, one, width)[12]).toBeCloseTo(ownShare(width), 12)
})
