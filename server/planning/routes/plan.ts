import { compile } from './problem.ts'
import type { RoutePlan, RouteProblem } from './problem.ts'
import { RouteSearch } from './search.ts'

export interface RouteOptions {
  /** The same seed and iterations give the same plan, on any machine, as long as `stop` does not cut in. */
  seed: number
  /** How many plans to try at most. */
  iterations: number
  /** Asked every few dozen iterations with the number done so far; true ends the search. */
  stop?: (iterations: number) => boolean
  /** Called with each better plan as it is found; the last one called is the plan returned. */
  onBetter?: (plan: RoutePlan) => void
}

/** Iterations between two questions to `stop`. */
const STRIDE = 50

/**
 * Plans patrol routes: which hotspots each patrol visits, in which order, so that the score collected is as large as we
 * can make it and every budget, window and required point is kept (team orienteering; required points that find no place
 * are named in `missing`). A good plan exists after a few iterations, and more iterations only improve it. Pure: no clock,
 * no I/O; safe in a worker thread. Memory O(n²), an iteration about O(n · stops) at worst. Throws RouteProblemError.
 * Method and figures: docs/cores.md, "Patrol routes".
 */
export function planRoutes(problem: RouteProblem, options: RouteOptions): RoutePlan {
  const search = new RouteSearch(compile(problem), options.seed)
  let told = -1
  for (;;) {
    if (options.onBetter && search.best.worth > told) {
      told = search.best.worth
      options.onBetter(search.plan())
    }
    const left = options.iterations - search.iterations
    if (left <= 0 || options.stop?.(search.iterations)) return search.plan()
    search.run(Math.min(STRIDE, left))
  }
}
