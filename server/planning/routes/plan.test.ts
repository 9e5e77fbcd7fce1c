import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './check.ts'
import { planRoutes } from './plan.ts'
import type { RoutePlan, RouteProblem } from './problem.ts'

/** Best worth by trying everything: required points first, then score. */
function bruteForce(problem: RouteProblem): { score: number; missing: number } {
  const n = problem.scores.length
  const required = new Set(problem.required ?? [])
  const ends = new Set(problem.patrols.flatMap((patrol) => [patrol.start, patrol.end]))
  const best = { score: 0, missing: required.size }
  const used = new Set<number>()
  const walk = (r: number, at: number, clock: number, score: number, met: number): void => {
    const patrol = problem.patrols[r]
    if (!patrol) {
      const missing = required.size - met
      if (missing < best.missing || (missing === best.missing && score > best.score)) Object.assign(best, { score, missing })
      return
    }
    if (clock + problem.travel[at * n + patrol.end]! <= patrol.budget) {
      const next = problem.patrols[r + 1]
      walk(r + 1, next?.start ?? 0, 0, score, met)
    }
    for (let point = 0; point < n; point++) {
      if (used.has(point) || ends.has(point)) continue
      const window = problem.windows?.[point] ?? { open: 0, close: Infinity }
      const begun = Math.max(clock + problem.travel[at * n + point]!, window.open)
      if (begun > window.close || begun > patrol.budget) continue
      used.add(point)
      walk(r, point, begun + (problem.service?.[point] ?? 0), score + problem.scores[point]!, met + (required.has(point) ? 1 : 0))
      used.delete(point)
    }
  }
  walk(0, problem.patrols[0]!.start, 0, 0, 0)
  return best
}

/** Makes each entry the cost of the cheapest way, as a street network would give it. */
function shortestWays(travel: number[], n: number): void {
  for (let via = 0; via < n; via++) {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) travel[a * n + b] = Math.min(travel[a * n + b]!, travel[a * n + via]! + travel[via * n + b]!)
    }
  }
}

/** Points on a small grid, so that ties and zero detours come often. */
function problems(shape: { most: number; uneven: boolean; windows: boolean; required: boolean }) {
  const point = fc.record({
    x: fc.integer({ min: 0, max: 8 }), y: fc.integer({ min: 0, max: 8 }), score: fc.integer({ min: 0, max: 9 }),
    service: fc.integer({ min: 0, max: 2 }), open: fc.integer({ min: 0, max: 12 }), length: fc.integer({ min: 0, max: 8 }),
    free: fc.boolean(), required: fc.boolean(),
  })
  return fc.record({
    points: fc.array(point, { minLength: 2, maxLength: shape.most }),
    patrols: fc.array(fc.record({ spare: fc.integer({ min: 0, max: 20 }), back: fc.boolean() }), { minLength: 1, maxLength: 3 }),
    skew: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 7, maxLength: 7 }),
  }).map(({ points, patrols, skew }): RouteProblem => {
    const n = points.length
    const travel = points.flatMap((a, i) => points.map((b, j) =>
      Math.hypot(a.x - b.x, a.y - b.y) + (shape.uneven && i !== j ? skew[(3 * i + 5 * j) % 7]! : 0)))
    if (shape.uneven) shortestWays(travel, n)
    return {
      scores: points.map((p) => p.score), travel,
      patrols: patrols.map(({ spare, back }) => {
        const end = back ? 0 : n - 1
        return { start: 0, end, budget: travel[end]! + spare }
      }),
      ...(shape.uneven ? { service: points.map((p) => p.service) } : {}),
      ...(shape.windows ? { windows: points.map((p) => (p.free ? null : { open: p.open, close: p.open + p.length })) } : {}),
      ...(shape.required ? { required: points.flatMap((p, i) => (p.required && i > 0 && i < n - 1 ? [i] : [])) } : {}),
    }
  })
}

/** The plan keeps all rules and collects what trying everything collects. */
function expectOptimal(problem: RouteProblem): void {
  const plan = planRoutes(problem, { seed: 1, iterations: 3000 })
  expect(faultsOf(problem, plan)).toEqual([])
  expect({ score: plan.score, missing: plan.missing.length }).toEqual(bruteForce(problem))
}

describe('small problems are solved to the optimum found by trying everything', () => {
  test('with straight distances', () => {
    fc.assert(fc.property(problems({ most: 8, uneven: false, windows: false, required: false }), expectOptimal), { numRuns: 150 })
  })
  test('with one-way costs and service times', () => {
    fc.assert(fc.property(problems({ most: 7, uneven: true, windows: false, required: false }), expectOptimal), { numRuns: 150 })
  })
  test('with time windows', () => {
    fc.assert(fc.property(problems({ most: 7, uneven: true, windows: true, required: false }), expectOptimal), { numRuns: 150 })
  })
  test('with required points, as many of them as can be', () => {
    fc.assert(fc.property(problems({ most: 7, uneven: true, windows: true, required: true }), expectOptimal), { numRuns: 150 })
  })
})

test('larger plans keep every rule', () => {
  fc.assert(fc.property(problems({ most: 40, uneven: true, windows: true, required: true }), fc.nat(), (problem, seed) => {
    expect(faultsOf(problem, planRoutes(problem, { seed, iterations: 300 }))).toEqual([])
  }), { numRuns: 150 })
})

test('plans with exchanged routes, with patrols of different kinds, keep every rule and are the same each time', () => {
  const shapes = fc.constantFrom({ uneven: false, windows: false, required: false }, { uneven: true, windows: true, required: true })
  fc.assert(fc.property(shapes.chain((shape) => problems({ most: 30, ...shape })), fc.nat(), (problem, seed) => {
    const plan = planRoutes(problem, { seed, iterations: 25_000 })
    expect(faultsOf(problem, plan)).toEqual([])
    expect(planRoutes(problem, { seed, iterations: 25_000 })).toEqual(plan)
  }), { numRuns: 12 })
})

test('plans with scores of very different size keep every rule', () => {
  const wide = problems({ most: 40, uneven: false, windows: false, required: true })
  fc.assert(fc.property(wide, fc.nat(), fc.array(fc.constantFrom(1e-9, 1e-3, 1, 1e6), { minLength: 40, maxLength: 40 }), (problem, seed, sizes) => {
    const scores = Array.from(problem.scores, (score, i) => score * sizes[i]!)
    expect(faultsOf({ ...problem, scores }, planRoutes({ ...problem, scores }, { seed, iterations: 300 }))).toEqual([])
  }), { numRuns: 150 })
})

test('the same seed and iterations give the same plan, asked in one go or stopped and watched', () => {
  fc.assert(fc.property(problems({ most: 25, uneven: false, windows: false, required: true }), fc.nat(), (problem, seed) => {
    const seen: RoutePlan[] = []
    const first = planRoutes(problem, { seed, iterations: 500 })
    const second = planRoutes(problem, { seed, iterations: 1e9, stop: (done) => done >= 500, onBetter: (plan) => seen.push(plan) })
    expect(second).toEqual(first)
    expect(seen.at(-1)!.score).toBe(first.score)
  }), { numRuns: 20 })
})

test('every plan told on the way keeps the rules', () => {
  fc.assert(fc.property(problems({ most: 25, uneven: true, windows: true, required: false }), (problem) => {
    const scores: number[] = []
    planRoutes(problem, { seed: 7, iterations: 300, onBetter: (plan) => {
      expect(faultsOf(problem, plan)).toEqual([])
      scores.push(plan.score)
    } })
    expect(scores).toEqual([...scores].sort((a, b) => a - b))
  }), { numRuns: 20 })
})

test('a point worth more than all others does not push out a required one', () => {
  const travel = [0, 5, 5, 5, 0, 10, 5, 10, 0]
  const problem = { scores: [0, 1000, 0], travel, patrols: [{ start: 0, end: 0, budget: 10 }], required: [2] }
  expect(planRoutes(problem, { seed: 1, iterations: 100 })).toEqual({ routes: [[2]], spent: [10], score: 0, missing: [] })
})

test('a budget spent to the last bit is kept, in whichever order the costs are added', () => {
  const problem = { scores: [0, 1, 0], travel: [0, 0.1, 0.3, 0.1, 0, 0.2, 0.3, 0.2, 0], service: [0, 0.1, 0], patrols: [{ start: 0, end: 2, budget: 0.4 }] }
  const plan = planRoutes(problem, { seed: 1, iterations: 100 })
  expect(plan.routes).toEqual([[1]])
  expect(faultsOf(problem, plan)).toEqual([])
})

test('patrols with nothing in reach go straight to their end', () => {
  const problem = { scores: [0, 9], travel: [0, 5, 5, 0], patrols: [{ start: 0, end: 0, budget: 9 }] }
  expect(planRoutes(problem, { seed: 1, iterations: 100 })).toEqual({ routes: [[]], spent: [0], score: 0, missing: [] })
})
