import type { RoutePlan, RouteProblem } from './problem.ts'

/**
 * Checks a plan against the problem from the definition alone, sharing nothing with the solver.
 * Returns what is wrong, one sentence each; empty when the plan keeps every rule.
 * A missing required point is no fault when the plan says so itself. O(visits).
 */
export function faultsOf(problem: RouteProblem, plan: RoutePlan, tolerance = 1e-9): string[] {
  const faults: string[] = []
  const n = problem.scores.length
  const seen = new Set<number>()
  const ends = new Set(problem.patrols.flatMap((patrol) => [patrol.start, patrol.end]))
  let score = 0
  if (plan.routes.length !== problem.patrols.length) faults.push(`${plan.routes.length} routes for ${problem.patrols.length} patrols`)
  problem.patrols.forEach((patrol, r) => {
    let at = patrol.start
    let clock = 0
    for (const point of plan.routes[r] ?? []) {
      if (!Number.isInteger(point) || point < 0 || point >= n) { faults.push(`route ${r} visits no point: ${point}`); return }
      if (seen.has(point)) faults.push(`point ${point} is visited twice`)
      if (ends.has(point)) faults.push(`point ${point} is a start or end point`)
      seen.add(point)
      score += problem.scores[point]!
      clock += problem.travel[at * n + point]!
      const window = problem.windows?.[point]
      if (window) {
        clock = Math.max(clock, window.open)
        if (clock > window.close + tolerance) faults.push(`point ${point} is reached after its window closed`)
      }
      clock += problem.service?.[point] ?? 0
      at = point
    }
    clock += problem.travel[at * n + patrol.end]!
    if (clock > patrol.budget + tolerance) faults.push(`route ${r} spends ${clock} of ${patrol.budget}`)
    if (Math.abs(clock - plan.spent[r]!) > 1e-6) faults.push(`route ${r} spends ${clock}, not ${plan.spent[r]} as told`)
  })
  if (Math.abs(score - plan.score) > 1e-6) faults.push(`the score is ${score}, not ${plan.score} as told`)
  const missing = [...new Set(problem.required ?? [])].filter((point) => !seen.has(point)).sort((a, b) => a - b)
  if (missing.join() !== [...plan.missing].sort((a, b) => a - b).join()) faults.push(`required points missing: ${missing}, told: ${plan.missing}`)
  return faults
}
