/** How many incidents a coming week brings in the whole area, from the weekly totals before it. */

const HALF_LIVES_WEEKS = [2, 4, 8, 16, 52]
const YEAR_WEEKS = 52

/** A way to foretell the next total from those before it, oldest first. */
type LevelMethod = (totals: readonly number[]) => number

const smoothed = (halfLife: number): LevelMethod => (totals) => {
  let sum = 0
  let weights = 0
  for (const [k, total] of totals.toReversed().entries()) {
    const weight = 2 ** (-k / halfLife)
    sum += weight * total
    weights += weight
  }
  return weights > 0 ? sum / weights : 0
}

/** The level of the last eight weeks times the change that the same weeks saw a year ago. */
const seasonal: LevelMethod = (totals) => {
  const mean = (from: number, to: number): number => totals.slice(from, to).reduce((sum, n) => sum + n, 0) / (to - from)
  const n = totals.length
  const change = (mean(n - YEAR_WEEKS - 2, n - YEAR_WEEKS + 3) + 1) / (mean(n - YEAR_WEEKS - 8, n - YEAR_WEEKS) + 1)
  return smoothed(4)(totals) * change
}

export interface Level {
  /** Expected incidents of the next week. */
  expected: number
  /** Variance beyond a Poisson's, as a share of the square of what is expected. */
  dispersion: number
}

/** What spread to believe in before any week was foretold, and how many weeks' worth of belief that is. */
const DISPERSION = 0.02
const BELIEF_WEEKS = 4

/**
 * The expected total of the next week. The method (exponential smoothing at several half-lives; with 70 weeks or more also
 * last year's change) is the one that foretold the last weeks best by squared error. O(methods · weeks²).
 */
export function expectLevel(totals: readonly number[]): Level {
  const methods: [LevelMethod, number][] = HALF_LIVES_WEEKS.map((halfLife) => [smoothed(halfLife), 4])
  if (totals.length >= YEAR_WEEKS + 18) methods.push([seasonal, YEAR_WEEKS + 10])
  const tried = Math.max(0, Math.min(26, totals.length - Math.max(...methods.map(([, behind]) => behind))))
  const weeks = Array.from({ length: tried }, (_, k) => totals.length - tried + k)
  let best = { method: methods[2]![0], error: Infinity, excess: 0 }
  for (const [method] of methods) {
    const pairs = weeks.map((week) => [method(totals.slice(0, week)), totals[week]!] as const)
    const error = pairs.reduce((sum, [expected, seen]) => sum + (seen - expected) ** 2, 0)
    const excess = pairs.reduce((sum, [expected, seen]) => sum + ((seen - expected) ** 2 - expected) / Math.max(1, expected * expected), 0)
    if (tried > 0 && error < best.error) best = { method, error, excess }
  }
  return { expected: best.method(totals), dispersion: Math.max(0, (best.excess + BELIEF_WEEKS * DISPERSION) / (tried + BELIEF_WEEKS)) }
}
