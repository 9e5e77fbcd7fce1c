/** What every yardstick with a peer needs: turns taken alternately, the median, and a growth exponent. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Milliseconds of one call. */
export function elapsed_ms(run: () => unknown): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

/**
 * Runs the contenders one after the other, `turns` times after one turn that is not counted;
 * returns the median milliseconds of each.
 */
export function alternately(turns: number, ...contenders: (() => unknown)[]): number[] {
  const times = contenders.map((): number[] => [])
  for (let turn = 0; turn <= turns; turn++) {
    contenders.forEach((run, k) => {
      const time = elapsed_ms(run)
      if (turn > 0) times[k]!.push(time)
    })
  }
  return times.map(median)
}

/** The exponent p of cost ≈ a·n^p by least squares on logarithms; null with fewer than two sizes. */
export function growth(points: readonly { n: number, ms: number }[]): number | null {
  if (points.length < 2) return null
  const xs = points.map(({ n }) => Math.log(n))
  const ys = points.map(({ ms }) => Math.log(Math.max(ms, 1e-6)))
  const meanX = xs.reduce((a, b) => a + b) / xs.length
  const meanY = ys.reduce((a, b) => a + b) / ys.length
  const covariance = xs.reduce((sum, x, k) => sum + (x - meanX) * (ys[k]! - meanY), 0)
  return rounded(covariance / xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0), 2)
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

/** Uniform numbers in [0, 1) that a seed decides (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
