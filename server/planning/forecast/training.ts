import { BOOSTING, binEdges, fitTrees, randomOf, toBins, treeScores, type BoostedTrees, type BoostingSettings } from './boosting.ts'
import { everStruck, featuresOn, type Features } from './features.ts'
import { countCells, type Study } from './study.ts'

/** Boosted trees together with the bins their features are read in. */
export interface TreeModel {
  edges: Float32Array[]
  model: BoostedTrees
  names: string[]
}

export interface TrainingPlan {
  /** First recorded day; features are rates over the time since. */
  first: number
  /** Nothing on or after this day is looked at. */
  end: number
  /** Days each row looks ahead, and days between one set of rows and the next. */
  ahead_days: number
  step_days: number
  /** Days of past that a row needs to have behind it. */
  behind_days: number
  rows_max: number
}

/** The days from which rows look ahead, latest first. */
export function originsOf({ first, end, ahead_days, step_days, behind_days }: TrainingPlan): number[] {
  const origins: number[] = []
  for (let origin = end - ahead_days; origin - first >= behind_days; origin -= step_days) origins.push(origin)
  return origins
}

/** A week's features kept for reuse: several models read the same days. */
export type FeatureSource = (day: number) => Features

/** Features of a study by day, each computed once. Memory O(days asked for · features · cells). */
export function rememberFeatures(study: Study, first: number): FeatureSource {
  const known = new Map<number, Features>()
  return (day) => {
    const features = known.get(day) ?? featuresOn(study, day, first)
    known.set(day, features)
    return features
  }
}

/**
 * Trains trees on what followed at earlier days. Cells where nothing was ever recorded are sampled, one standing for
 * several. O(origins · features · (n + c)) for the features and O(trees · rows · features) for the trees.
 */
export function trainTrees(study: Study, plan: TrainingPlan, source: FeatureSource, settings: BoostingSettings = BOOSTING): TreeModel | undefined {
  const origins = originsOf(plan)
  if (origins.length === 0) return undefined
  const perOrigin = Math.max(2000, Math.floor(plan.rows_max / origins.length))
  const newest = source(origins[0]!)
  const edges = newest.columns.map(binEdges)
  const parts = origins.map((origin, k) => ({ origin, rows: sampleRows(study, origin, perOrigin, settings.seed + k) }))
  const rows = parts.reduce((sum, part) => sum + part.rows.cells.length, 0)
  const columns = edges.map(() => new Uint8Array(rows))
  const target = new Float32Array(rows)
  const weight = new Float32Array(rows)
  let offset = 0
  for (const { origin, rows: { cells, weights } } of parts) {
    const features = source(origin)
    const { counts } = countCells(study, origin, origin + plan.ahead_days)
    for (const [f, column] of features.columns.entries()) {
      toBins(Float32Array.from(cells, (cell) => column[cell]!), edges[f]!, columns[f]!, offset)
    }
    for (let k = 0; k < cells.length; k++) { target[offset + k] = counts[cells[k]!]!; weight[offset + k] = weights[k]! }
    offset += cells.length
  }
  return { edges, names: newest.names, model: fitTrees({ rows, columns, target, weight }, settings) }
}

const EMPTY_SHARE = 0.25

function sampleRows(study: Study, day: number, rowsMax: number, seed: number): { cells: Uint32Array; weights: Float32Array } {
  const struck = everStruck(study, day)
  const busy = struck.reduce((sum, s) => sum + s, 0)
  const busyShare = Math.min(1, rowsMax / Math.max(1, busy))
  const emptyShare = Math.min(EMPTY_SHARE, rowsMax / Math.max(1, struck.length - busy))
  const random = randomOf(seed)
  const cells: number[] = []
  const weights: number[] = []
  for (let cell = 0; cell < struck.length; cell++) {
    const share = struck[cell] === 1 ? busyShare : emptyShare
    if (random() >= share) continue
    cells.push(cell)
    weights.push(1 / share)
  }
  return { cells: Uint32Array.from(cells), weights: Float32Array.from(weights) }
}

/** Expected incidents per cell in the trees' look-ahead, from the features of one day. O(cells · trees · depth). */
export function expectByTrees({ edges, model }: TreeModel, features: Features, trees?: number): Float64Array {
  const cells = features.columns[0]?.length ?? 0
  const columns = features.columns.map((column, f) => {
    const bins = new Uint8Array(cells)
    toBins(column, edges[f]!, bins, 0)
    return bins
  })
  return treeScores(model, columns, cells, trees).map(Math.exp)
}
