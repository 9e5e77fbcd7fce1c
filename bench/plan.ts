/**
 * Yardstick of the patrol routes: team orienteering instances against their best-known values. The time of each instance
 * is CPU time of this process, so that a crowded machine gives the same figures as an idle one.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { faultsOf } from '../server/planning/routes/check.ts'
import { planRoutes } from '../server/planning/routes/plan.ts'
import type { RouteProblem } from '../server/planning/routes/problem.ts'
import { Random } from '../server/planning/routes/random.ts'
import type { Bench } from './run.ts'
import { readSets } from './plan/sets.ts'

const SEED = 1
const ASK_EVERY_MS = 5

function cpu_s(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function solveFor(problem: RouteProblem, seconds: number) {
  const begun = cpu_s()
  let set_up_s = 0
  let foundAt_s = 0
  let iterations = 0
  let asked_ms = 0
  const plan = planRoutes(problem, {
    seed: SEED,
    iterations: Number.MAX_SAFE_INTEGER,
    stop: (done) => {
      if (done === 0) set_up_s = cpu_s() - begun
      iterations = done
      // Asking for CPU time costs as much as several plans, so it is asked at most so often.
      if (done > 0 && performance.now() - asked_ms < ASK_EVERY_MS) return false
      asked_ms = performance.now()
      return cpu_s() - begun >= seconds
    },
    onBetter: () => { foundAt_s = cpu_s() - begun },
  })
  return { plan, foundAt_s, iterations, iteration_us: Math.round(1e6 * (cpu_s() - begun - set_up_s) / Math.max(1, iterations)) }
}

/** A made-up city: points evenly spread over a square, three patrols that can reach about a third of them. */
function madeUp(n: number): RouteProblem {
  const random = new Random(n)
  const x = Array.from({ length: n }, () => random.unit())
  const y = Array.from({ length: n }, () => random.unit())
  const travel = new Float64Array(n * n)
  for (let i = 0; i < n * n; i++) travel[i] = Math.hypot(x[Math.floor(i / n)]! - x[i % n]!, y[Math.floor(i / n)]! - y[i % n]!)
  const scores = Array.from({ length: n }, () => 1 + random.below(20))
  const budget = 0.08 * Math.sqrt(n) + 0.6
  return { scores, travel, patrols: [0, 1, 2].map(() => ({ start: 0, end: 0, budget })) }
}

const bench: Bench = async ({ dataDir, seconds = 5, say }) => {
  const growth: Record<string, number> = {}
  for (const n of [50, 100, 200, 400, 800]) {
    growth[n] = solveFor(madeUp(n), 1).iteration_us
    say(`n = ${n}: ${growth[n]} µs an iteration`)
  }
  if (dataDir === undefined) return { instances: 0, mean_gap_pct: null, max_gap_pct: null, hit_share: null, infeasible: 0, iteration_us_by_n: growth }
  const inside = join(dataDir, 'patrol-routes')
  const { instances, best, left_out } = readSets(existsSync(inside) ? inside : dataDir)
  if (left_out > 0) say(`${left_out} instances without a best-known value are left out`)
  const gaps: number[] = []
  let infeasible = 0
  for (const { name, problem } of instances) {
    const { plan, foundAt_s, iterations } = solveFor(problem, seconds)
    const faults = faultsOf(problem, plan)
    if (faults.length > 0) infeasible++
    const known = best.get(name)
    const gap = known ? (100 * (known - plan.score)) / known : 0
    if (known !== undefined) gaps.push(gap)
    say(`${name}: ${plan.score} of ${known ?? '?'} (gap ${gap.toFixed(3)} %), found after ${foundAt_s.toFixed(2)} s, ${iterations} iterations${faults.length > 0 ? `, FAULTS: ${faults.join('; ')}` : ''}`)
  }
  const compared = gaps.length > 0
  return {
    instances: instances.length,
    mean_gap_pct: compared ? round(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length) : null,
    max_gap_pct: compared ? round(Math.max(...gaps)) : null,
    hit_share: compared ? round(gaps.filter((gap) => gap <= 1e-9).length / gaps.length) : null,
    infeasible, cpu_s_per_instance: seconds, iteration_us_by_n: growth,
  }
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}

export default bench
