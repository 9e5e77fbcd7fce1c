import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BOOSTING, binEdges, fitTrees, randomOf, toBins, treeScores, type BinnedTable } from './boosting.ts'

/** Rows whose expected count is `rate` of two features in [0, 1). */
function tableOf(rows: number, rate: (a: number, b: number) => number, seed: number): BinnedTable & { features: Float32Array[] } {
  const random = randomOf(seed)
  const features = [0, 1].map(() => Float32Array.from({ length: rows }, random))
  const target = Float32Array.from({ length: rows }, (_, i) => poisson(rate(features[0]![i]!, features[1]![i]!), random))
  const columns = features.map((feature) => {
    const bins = new Uint8Array(rows)
    toBins(feature, binEdges(feature), bins, 0)
    return bins
  })
  return { rows, columns, features, target, weight: new Float32Array(rows).fill(1) }
}

function poisson(mean: number, random: () => number): number {
  let n = 0
  for (let left = Math.exp(-mean), at = random(); at > left; at *= random()) n++
  return n
}

const settings = { ...BOOSTING, feature_share: 1, trees: 60 }

describe('boosted trees', () => {
  it('find a rate that depends on two features together', () => {
    const rate = (a: number, b: number): number => (a > 0.5 && b > 0.5 ? 4 : 0.5)
    const table = tableOf(6000, rate, 7)
    const score = treeScores(fitTrees(table, settings), table.columns, table.rows)
    let error = 0
    for (let i = 0; i < table.rows; i++) {
      const high = table.features[0]![i]! > 0.5 && table.features[1]![i]! > 0.5
      error += Math.abs(Math.exp(score[i]!) - (high ? 4 : 0.5)) / table.rows
    }
    expect(error).toBeLessThan(0.15)
  })

  it('expect as many incidents as there were', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0.05, max: 3, noNaN: true }), (seed, level) => {
      const table = tableOf(2000, (a) => level * (0.5 + a), seed)
      const expected = treeScores(fitTrees(table, settings), table.columns, table.rows).reduce((sum, score) => sum + Math.exp(score), 0)
      const seen = table.target.reduce((a, b) => a + b, 0)
      expect(expected / seen).toBeGreaterThan(0.93)
      expect(expected / seen).toBeLessThan(1.07)
    }), { numRuns: 8 })
  })

  it('take a row of weight two for two rows', () => {
    const once = tableOf(500, (a) => 1 + a, 3)
    const all = { ...settings, row_share: 1.1 }
    const doubled = fitTrees({ ...once, weight: new Float32Array(500).fill(2) }, all)
    const twice: BinnedTable = {
      rows: 1000, columns: once.columns.map((column) => Uint8Array.from([...column, ...column])),
      target: Float32Array.from([...once.target, ...once.target]), weight: new Float32Array(1000).fill(1),
    }
    const a = treeScores(doubled, once.columns, 500)
    const b = treeScores(fitTrees(twice, all), once.columns, 500)
    // The starting level differs by half an incident in the total, no more.
    for (let i = 0; i < 500; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(0.05)
  })

  it('are the same for the same seed', () => {
    const table = tableOf(800, (a, b) => a + b, 5)
    expect(fitTrees(table, settings)).toEqual(fitTrees(table, settings))
    expect(fitTrees(table, { ...settings, seed: 2 })).not.toEqual(fitTrees(table, settings))
  })

  it('keep values in the order of their bins and tell rare high values apart', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 400 }), (list) => {
      const values = Float32Array.from(list).sort()
      const bins = new Uint8Array(values.length)
      toBins(values, binEdges(values), bins, 0)
      for (let i = 1; i < bins.length; i++) {
        expect(bins[i]! >= bins[i - 1]!).toBe(true)
        if (values[i] === values[i - 1]) expect(bins[i]).toBe(bins[i - 1])
      }
      expect(Math.max(...bins)).toBeLessThan(128)
    }), { numRuns: 50 })
    const skewed = Float32Array.from({ length: 10_000 }, (_, i) => (i < 9900 ? i % 10 : i))
    const edges = binEdges(skewed)
    expect(edges.filter((edge) => edge > 9).length).toBeGreaterThan(20)
  })
})
