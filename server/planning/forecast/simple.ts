/** The simple methods that every forecast has to beat, and that stand in where the past is too thin for more. */
import { smooth, type Grid } from './grid.ts'
import { countCells, firstDayOf, type Study } from './study.ts'

/** A method gives each cell a score from the incidents before `day`; only the order of scores counts. */
export type Method = (study: Study, day: number) => Float64Array

export const countGrid90Days: Method = (study, day) => countCells(study, day - 90, day).counts
export const countGridAllHistory: Method = (study, day) => countCells(study, -Infinity, day).counts

/** Kernel density at cell centres: a Gaussian of one cell's width over all history. O(n + c). */
export const kernelDensity: Method = (study, day) => gaussian(study.grid, countGridAllHistory(study, day), 1)

/** Gaussian blur cut at three standard deviations; cells outside the area hold nothing. O(cells · width). */
export function gaussian(grid: Grid, values: Float64Array, width_cells: number): Float64Array {
  const along = blurLines(values, Int32Array.from(values, (_, i) => i), grid.row, grid.column, width_cells)
  return blurLines(along, grid.byColumn, grid.column, grid.row, width_cells)
}

function blurLines(values: Float64Array, order: Int32Array, line: Int32Array, at: Int32Array, width: number): Float64Array {
  const reach = Math.ceil(3 * width)
  const kernel = Array.from({ length: reach + 1 }, (_, d) => Math.exp(-d * d / (2 * width * width)))
  const total = kernel.reduce((sum, k, d) => sum + (d === 0 ? k : 2 * k), 0)
  const result = new Float64Array(values.length)
  for (let k = 0; k < order.length; k++) {
    const cell = order[k]!
    for (let j = k; j < order.length; j++) {
      const other = order[j]!
      const gap = at[other]! - at[cell]!
      if (line[other] !== line[cell] || gap > reach) break
      result[cell]! += values[other]! * kernel[gap]! / total
      if (j > k) result[other]! += values[cell]! * kernel[gap]! / total
    }
  }
  return result
}

const REGRESSION_WINDOWS_DAYS = [7, 28, 90, Infinity]
const REGRESSION_WIDTHS_CELLS = [1, 2, 5]

function regressors(study: Study, day: number, span_days: number): Float64Array[] {
  const rate = (counts: Float64Array, days: number): Float64Array => counts.map((n) => Math.log(0.02 + n * 7 / Math.max(1, days)))
  const all = countGridAllHistory(study, day)
  return [
    new Float64Array(study.grid.cells).fill(1),
    ...REGRESSION_WINDOWS_DAYS.map((window) => rate(countCells(study, day - window, day).counts, Math.min(window, span_days))),
    ...REGRESSION_WIDTHS_CELLS.map((width) => rate(smooth(study.grid, all, width), span_days)),
  ]
}

/** The weights of a Poisson regression, intercept first. */
export interface Regression { weights: Float64Array }

/**
 * Poisson regression with a log link on the logarithms of counts at several times and scales, trained on the four
 * fortnights before `day`; undefined when the past is shorter than four weeks. O(steps · c · k²) for k = 8 regressors.
 */
export function fitRegression(study: Study, day: number): Regression | undefined {
  const start = firstDayOf(study, day) ?? day
  const origins = [14, 28, 42, 56].map((age) => day - age).filter((origin) => origin - start >= 14)
  if (origins.length === 0) return undefined
  const inputs = origins.map((origin) => regressors(study, origin, origin - start))
  const targets = origins.map((origin) => countCells(study, origin, origin + 14).counts)
  return { weights: fitPoisson(inputs, targets) }
}

/** Expected incidents of a fortnight from `day` on, by cell. O(c · k). */
export function expectByRegression(regression: Regression, study: Study, day: number): Float64Array {
  const start = firstDayOf(study, day) ?? day
  return linear(regressors(study, day, day - start), regression.weights).map((score) => Math.exp(Math.min(12, score)))
}

/** The regression refitted for each forecast. */
export const poissonRegression: Method = (study, day) => {
  const regression = fitRegression(study, day)
  return regression === undefined ? countGridAllHistory(study, day) : expectByRegression(regression, study, day)
}

const linear = (inputs: Float64Array[], weights: Float64Array): Float64Array =>
  inputs[0]!.map((_, i) => inputs.reduce((sum, input, k) => sum + input[i]! * weights[k]!, 0))

/** Newton steps with a small ridge on Poisson deviance; the intercept comes first. */
function fitPoisson(inputs: Float64Array[][], targets: Float64Array[]): Float64Array {
  const k = inputs[0]!.length
  const weights = new Float64Array(k)
  const cells = targets[0]!.length * targets.length
  weights[0] = Math.log((targets.reduce((sum, target) => sum + target.reduce((a, b) => a + b, 0), 0) + 0.5) / cells)
  for (let step = 0; step < 25; step++) {
    const gradient = new Float64Array(k)
    const curvature = Array.from({ length: k }, () => new Float64Array(k))
    for (const [o, input] of inputs.entries()) addNewtonTerms(input, targets[o]!, weights, gradient, curvature)
    for (let a = 1; a < k; a++) { gradient[a]! -= weights[a]!; curvature[a]![a]! += 1 }
    const change = solve(curvature, gradient)
    const scale = Math.min(1, 2 / Math.max(...change.map(Math.abs)))
    for (let a = 0; a < k; a++) weights[a]! += scale * change[a]!
    if (Math.max(...change.map(Math.abs)) < 1e-6) break
  }
  return weights
}

function addNewtonTerms(input: Float64Array[], target: Float64Array, weights: Float64Array, gradient: Float64Array, curvature: Float64Array[]): void {
  const score = linear(input, weights)
  for (let i = 0; i < target.length; i++) {
    const expected = Math.exp(Math.min(12, score[i]!))
    for (let a = 0; a < input.length; a++) {
      const value = input[a]![i]!
      gradient[a]! += (target[i]! - expected) * value
      const row = curvature[a]!
      for (let b = 0; b <= a; b++) row[b]! += expected * value * input[b]![i]!
    }
  }
}

/** Solves a symmetric positive definite system given by its lower triangle (Cholesky). */
function solve(lower: Float64Array[], right: Float64Array): Float64Array {
  const k = right.length
  const root = lower.map((row) => Float64Array.from(row))
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = root[a]![b]!
      for (let c = 0; c < b; c++) sum -= root[a]![c]! * root[b]![c]!
      root[a]![b] = a === b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / root[b]![b]!
    }
  }
  const result = Float64Array.from(right)
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < a; b++) result[a]! -= root[a]![b]! * result[b]!
    result[a]! /= root[a]![a]!
  }
  for (let a = k - 1; a >= 0; a--) {
    for (let b = a + 1; b < k; b++) result[a]! -= root[b]![a]! * result[b]!
    result[a]! /= root[a]![a]!
  }
  return result
}

export const SIMPLE_METHODS: Readonly<Record<string, Method>> = { countGrid90Days, kernelDensity, countGridAllHistory, poissonRegression }
