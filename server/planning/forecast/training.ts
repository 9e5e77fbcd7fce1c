import { binEdges, fitTrees, randomOf, toBins, treeScores, type BinnedTable, type BoostedTrees, type BoostingSettings } from './boosting.ts'
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
  origins_max: number
  seed: number
}

/** The days from which rows look ahead, latest first. */
export function originsOf({ first, end, ahead_days, step_days, behind_days, origins_max }: TrainingPlan): number[] {
  const origins: number[] = []
  for (let origin = end - ahead_days; origin - first >= behind_days && origins.length < origins_max; origin -= step_days) origins.push(origin)
  return origins
}

/** The features of a day. */
export type FeatureSource = (day: number) => Features

const REMEMBERED_VALUES_MAX = 80e6

/** Features of a study by day, kept while they fit into 320 MB: rolling forecasts read the same days again. */
export function rememberFeatures(study: Study, first: number): FeatureSource {
  const known = new Map<number, Features>()
  return (day) => {
    const features = known.get(day) ?? featuresOn(study, day, first)
    known.set(day, features)
    const room = Math.max(2, Math.floor(REMEMBERED_VALUES_MAX / (features.columns.length * study.grid.cells + 1)))
    for (const oldest of known.keys()) {
      if (known.size <= room) break
      known.delete(oldest)
    }
    return features
  }
}

/**
 * Trains trees with each of the settings on what followed at earlier days; no model when no day has enough past behind it.
 * O(origins · features · (n + c)) for the features and O(trees · rows · features) for the trees.
 */
export function trainTrees(study: Study, plan: TrainingPlan, source: FeatureSource, settings: BoostingSettings[]): TreeModel[] {
  const origins = originsOf(plan)
  if (origins.length === 0 || settings.length === 0) return []
  const { edges, names, table } = buildTable(study, plan, origins, source)
  return settings.map((setting) => ({ edges, names, model: fitTrees(table, setting) }))
}

/** Cells where nothing was ever recorded are sampled, one standing for several. */
function buildTable(study: Study, plan: TrainingPlan, origins: number[], source: FeatureSource): Omit<TreeModel, 'model'> & { table: BinnedTable } {
  const perOrigin = Math.max(2000, Math.floor(plan.rows_max / origins.length))
  const newest = source(origins[0]!)
  const edges = newest.columns.map(binEdges)
  const samples = origins.map((origin, k) => sampleRows(study, origin, perOrigin, plan.seed + k))
  const rows = samples.reduce((sum, sample) => sum + sample.cells.length, 0)
  const table: BinnedTable = { rows, columns: edges.map(() => new Uint8Array(rows)), target: new Float32Array(rows), weight: new Float32Array(rows) }
  let offset = 0
  for (const [o, { cells, weights }] of samples.entries()) {
    const features = source(origins[o]!)
    const { counts } = countCells(study, origins[o]!, origins[o]! + plan.ahead_days)
    for (const [f, edge] of edges.entries()) {
      const column = features.columns[features.names.indexOf(newest.names[f]!)]
      if (column !== undefined) toBins(Float32Array.from(cells, (cell) => column[cell]!), edge, table.columns[f]!, offset)
    }
    for (let k = 0; k < cells.length; k++) { table.target[offset + k] = counts[cells[k]!]!; table.weight[offset + k] = weights[k]! }
    offset += cells.length
  }
  return { edges, names: newest.names, table }
}

const EMPTY_SHARE = 0.12

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
export function expectByTrees({ edges, names, model }: TreeModel, features: Features): Float64Array {
  const cells = features.columns[0]!.length
  const columns = names.map((name, f) => {
    const bins = new Uint8Array(cells)
    const column = features.columns[features.names.indexOf(name)]
    if (column !== undefined) toBins(column, edges[f]!, bins, 0)
    return bins
  })
  return treeScores(model, columns, cells).map(Math.exp)
}
