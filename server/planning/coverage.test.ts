import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestPosts, coverage } from './coverage.ts'
import type { CoverageProblem } from './coverage.ts'

const problem: fc.Arbitrary<CoverageProblem> = fc.integer({ min: 1, max: 12 }).chain((demands) => fc.record({
  weights: fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 9, noNaN: true })), { minLength: demands, maxLength: demands }),
  reaches: fc.array(fc.uniqueArray(fc.nat({ max: demands - 1 })), { minLength: 1, maxLength: 9 }),
  posts: fc.integer({ min: 0, max: 5 }),
  standing: fc.constant<number[]>([]),
})).chain((given) => fc.uniqueArray(fc.nat({ max: given.reaches.length - 1 }), { maxLength: 2 }).map((standing) => ({ ...given, standing })))

function bruteForce(given: CoverageProblem): number {
  let best = 0
  const choose = (from: number, places: number[]): void => {
    best = Math.max(best, coverage(given, places))
    if (places.length === given.posts) return
    for (let place = from; place < given.reaches.length; place++) choose(place + 1, [...places, place])
  }
  choose(0, [])
  return best
}

describe('bestPosts', () => {
  test('covers as much as the best of all choices, and proves it', async () => {
    await fc.assert(fc.asyncProperty(problem, async (given) => {
      const plan = await bestPosts(given)
      expect(plan.optimal).toBe(true)
      expect(plan.covered).toBeCloseTo(bruteForce(given), 6)
    }), { numRuns: 150 })
  })

  test('counts what its places cover, places no more than asked and none twice', async () => {
    await fc.assert(fc.asyncProperty(problem, async (given) => {
      const { places, covered, bound } = await bestPosts(given)
      expect(covered).toBeCloseTo(coverage(given, places), 9)
      expect(places.length).toBeLessThanOrEqual(given.posts)
      expect(new Set(places).size).toBe(places.length)
      expect(places.some((place) => given.standing!.includes(place))).toBe(false)
      expect(bound).toBeGreaterThanOrEqual(covered)
    }), { numRuns: 100 })
  })

  test('beats the greedy choice where that is not the best', async () => {
    const plan = await bestPosts({ weights: [3, 3, 2, 2, 2, 2], reaches: [[0, 1, 2, 3], [0, 2, 4], [1, 3, 5]], posts: 2 })
    expect(plan).toEqual({ places: [1, 2], covered: 14, bound: 14, optimal: true })
  })

  test('is at least as good as its start, with a proven bound, when there is no time', async () => {
    let state = 1
    const random = (): number => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32 }
    const points = Array.from({ length: 150 }, () => [random(), random()] as const)
    const reaches = points.map(([x, y]) => points.flatMap(([u, v], k) => (Math.hypot(x - u, y - v) < 0.09 ? [k] : [])))
    const given = { weights: points.map(() => 1 + Math.floor(9 * random())), reaches, posts: 15 }
    const hasty = await bestPosts(given, 0)
    const patient = await bestPosts(given, 30)
    expect(patient.optimal).toBe(true)
    expect(hasty.covered).toBeLessThanOrEqual(patient.covered)
    expect(hasty.bound).toBeGreaterThanOrEqual(patient.covered)
    expect(coverage(given, hasty.places)).toBe(hasty.covered)
  })

  test('counts standing posts without placing them again', async () => {
    const plan = await bestPosts({ weights: [5, 4, 3], reaches: [[0, 1], [1, 2], [0]], posts: 1, standing: [0] })
    expect(plan).toEqual({ places: [1], covered: 12, bound: 12, optimal: true })
  })

  test('refuses what cannot be', async () => {
    const given = { weights: [1, 2], reaches: [[0], [1]], posts: 1 }
    await expect(bestPosts({ ...given, weights: [1, -2] })).rejects.toMatchObject({ code: 'coverage.weight' })
    await expect(bestPosts({ ...given, weights: [1, NaN] })).rejects.toMatchObject({ code: 'coverage.weight' })
    await expect(bestPosts({ ...given, reaches: [[2]] })).rejects.toMatchObject({ code: 'coverage.reach' })
    await expect(bestPosts({ ...given, posts: -1 })).rejects.toMatchObject({ code: 'coverage.posts' })
    await expect(bestPosts({ ...given, standing: [7] })).rejects.toMatchObject({ code: 'coverage.standing' })
  })
})
