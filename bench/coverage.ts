/**
 * Maximal covering location: random instances on a plane, and posts at the junctions of the streets in DIR/geo that reach what
 * lies within a walk. `optimal_share` is the share of instances solved with a proof within --seconds (10 when not named);
 * every plan is measured again by a plain count, and a claim that does not hold ends the run.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { walkingNetwork } from '../server/places/network/network.ts'
import type { Spot } from '../server/places/network/network.ts'
import { readOsm } from '../server/places/osm.ts'
import { bestPosts, coverage } from '../server/planning/coverage.ts'
import type { CoverageProblem } from '../server/planning/coverage.ts'
import { growth, randomFrom, rounded } from './measure/turns.ts'
import type { Bench } from './run.ts'

interface Instance { name: string, n: number, problem: CoverageProblem }

const bench: Bench = async ({ dataDir, seconds = 10, say }) => {
  const instances = [
    ...[100, 200, 400, 800].flatMap((n) => [5, 10, 20].map((posts) => onPlane(n, posts))),
    ...streetsIn(dataDir),
  ]
  await bestPosts({ weights: [1, 1, 1], reaches: [[0, 1], [1, 2], [0, 2]], posts: 1 }, seconds)
  const results = []
  for (const { name, n, problem } of instances) {
    const start = performance.now()
    const plan = await bestPosts(problem, seconds)
    const ms = rounded(performance.now() - start, 1)
    if (Math.abs(coverage(problem, plan.places) - plan.covered) > 1e-6 * Math.max(1, plan.covered) || plan.covered > plan.bound) throw new Error(`${name}: the plan does not cover what it says`)
    const greedy = coverage(problem, greedyPlaces(problem))
    const gap_pct = rounded(100 * (plan.bound / plan.covered - 1), 4)
    results.push({ name, n, posts: problem.posts, optimal: plan.optimal, gap_pct, gain_over_greedy_pct: rounded(100 * (plan.covered / greedy - 1), 3), ms })
    say(`${name}, ${problem.posts} posts: ${plan.optimal ? 'optimal' : `gap ${gap_pct} %`}, ${ms} ms, greedy ${rounded(100 * greedy / plan.covered, 2)} %`)
  }
  const optimal = results.filter((result) => result.optimal).length
  return {
    instances: results.length,
    optimal_share: rounded(optimal / results.length, 4),
    max_gap_pct: Math.max(...results.map(({ gap_pct }) => gap_pct)),
    seconds,
    results,
    growth: growth(results.filter(({ name }) => name.startsWith('plane')).map(({ n, ms }) => ({ n, ms }))),
  }
}
export default bench

/** Demands and places are the same n points on a square of 30 × 30, reach 3.5 shrinking as they grow denser. */
function onPlane(n: number, posts: number): Instance {
  const random = randomFrom(n + posts)
  const points = Array.from({ length: n }, () => [30 * random(), 30 * random()] as const)
  const reach = 3.5 * Math.sqrt(200 / n) + 0.5
  return {
    name: `plane ${n}`, n,
    problem: {
      weights: points.map(() => 1 + Math.floor(100 * random())),
      reaches: points.map(([x, y]) => points.flatMap(([u, v], k) => (Math.hypot(x - u, y - v) <= reach ? [k] : []))),
      posts,
    },
  }
}

/** Every street edge is a demand as heavy as it is long; posts stand at 300 street corners and reach 400 m on foot. */
function streetsIn(dataDir: string | undefined): Instance[] {
  const folder = dataDir && [join(dataDir, 'geo'), dataDir].find((path) => existsSync(path))
  if (!folder) return []
  return readdirSync(folder).filter((file) => /\.osm(\.pbf|\.gz)?$/.test(file)).flatMap((file) => {
    const network = walkingNetwork(readOsm(readFileSync(join(folder, file))).ways)
    const { edges, length_mm } = network.graph
    const spot = (edge: number, along_mm: number): Spot => ({ edge, along_mm, lon: 0, lat: 0, distance_m: 0 })
    const random = randomFrom(edges)
    const corners = Array.from({ length: 300 }, () => spot(Math.floor(random() * edges), 0))
    const middles = Array.from({ length: edges }, (_, edge) => spot(edge, Math.round(length_mm[edge]! / 2)))
    const table = network.table(corners, middles)
    const reaches = corners.map((_, corner) => middles.flatMap((__, edge) => (table[corner * edges + edge]! <= 400 ? [edge] : [])))
    return [5, 15, 40].map((posts) => ({ name: file, n: edges, problem: { weights: Array.from(length_mm, (length) => length / 1000), reaches, posts } }))
  })
}

function greedyPlaces({ weights, reaches, posts }: CoverageProblem): number[] {
  const covered = new Set<number>()
  return Array.from({ length: posts }, () => {
    const gain = reaches.map((within) => Array.from(within).reduce((sum, demand) => sum + (covered.has(demand) ? 0 : weights[demand]!), 0))
    const best = gain.indexOf(Math.max(...gain))
    for (const demand of Array.from(reaches[best]!)) covered.add(demand)
    return best
  })
}
