/** The ways to rank and rate cells that a forecast mixes, each trained before a day and asked for later weeks. */
import { BOOSTING, type BoostingSettings } from './boosting.ts'
import { expectPooled, fitPooled, type PooledRates } from './pooled.ts'
import { expectByRegression, fitRegression, countGrid90Days, countGridAllHistory, type Regression } from './simple.ts'
import { decayedCounts, type Study } from './study.ts'
import { expectByTrees, trainTrees, type FeatureSource, type TreeModel } from './training.ts'

export interface Experts {
  trees: TreeModel[]
  regression: Regression | undefined
  pooled: PooledRates | undefined
  first: number
}

/** Three unlike settings, averaged: what one overfits the others do not. */
const TREE_SETTINGS: readonly Partial<BoostingSettings>[] = [
  { trees: 100, leaf_incidents_min: 15, ridge_incidents: 10 },
  { trees: 100, leaf_incidents_min: 4, ridge_incidents: 2 },
  { trees: 160, leaves: 8, leaf_incidents_min: 10, ridge_incidents: 5 },
]
const AHEAD_DAYS = 14
const BEHIND_DAYS = 42
const ROWS_MAX = 300_000
const INCIDENTS_MIN = 300
const ORIGINS_MAX = 40
const POOLED_DAYS_MIN = 28

export interface ExpertPlan {
  first: number
  seed: number
  incidents: number
  /** One kind of tree instead of three, for choosing a mixture at a third of the cost. */
  quick?: boolean
}

/** Trains all experts on what is known before `day`; trees need at least 300 incidents and ten weeks. */
export function trainExperts(study: Study, day: number, source: FeatureSource, { first, seed, incidents, quick = false }: ExpertPlan): Experts {
  const step_days = Math.max(AHEAD_DAYS, Math.ceil((day - first) / ORIGINS_MAX / 7) * 7)
  const plan = {
    first, end: day, ahead_days: AHEAD_DAYS, step_days: Math.min(step_days, 28), behind_days: BEHIND_DAYS, rows_max: ROWS_MAX, origins_max: ORIGINS_MAX, seed,
  }
  const settings = TREE_SETTINGS.slice(0, quick ? 1 : undefined).map((setting, k) => ({ ...BOOSTING, ...setting, seed: seed * 31 + k }))
  const trees = incidents < INCIDENTS_MIN ? [] : trainTrees(study, plan, source, settings)
  const pooled = incidents < INCIDENTS_MIN || day - first < POOLED_DAYS_MIN ? undefined : fitPooled(study, source(day), day - first, seed)
  return { trees, regression: fitRegression(study, day), pooled, first }
}

export const EXPERTS = ['trees', 'pooled', 'regression', 'recent', 'lasting', 'quarter'] as const
export type ExpertName = (typeof EXPERTS)[number]
export type Mixture = Partial<Record<ExpertName, number>>

/** Each expert's shares of the coming week's incidents by cell, each adding up to 1; absent where it could not be trained. */
export function askExperts(experts: Experts, study: Study, day: number, source: FeatureSource): Partial<Record<ExpertName, Float64Array>> {
  const answers: Partial<Record<ExpertName, Float64Array>> = {
    recent: decayedCounts(study, day, 180), lasting: countGridAllHistory(study, day), quarter: countGrid90Days(study, day),
  }
  if (experts.regression !== undefined) answers.regression = expectByRegression(experts.regression, study, day)
  if (experts.pooled !== undefined) answers.pooled = expectPooled(experts.pooled, study, source(day), day - experts.first)
  if (experts.trees.length > 0) {
    const features = source(day)
    const sum = new Float64Array(study.grid.cells)
    for (const model of experts.trees) for (const [cell, expected] of expectByTrees(model, features).entries()) sum[cell]! += expected
    answers.trees = sum
  }
  for (const shares of Object.values(answers)) {
    const total = shares.reduce((a, b) => a + b, 0)
    for (let cell = 0; cell < shares.length; cell++) shares[cell] = total > 0 ? shares[cell]! / total : 1 / shares.length
  }
  return answers
}

/** The weighted mean of the experts' shares. O(experts · c). */
export function mix(answers: Partial<Record<ExpertName, Float64Array>>, mixture: Mixture, cells: number): Float64Array {
  const shares = new Float64Array(cells)
  for (const name of EXPERTS) {
    const weight = mixture[name] ?? 0
    const answer = answers[name]
    if (weight === 0 || answer === undefined) continue
    for (let cell = 0; cell < cells; cell++) shares[cell]! += weight * answer[cell]!
  }
  return shares
}
