/** Each cell's lasting rate by empirical Bayes: what is recorded in it, pulled to what its surroundings let expect. */
import { binEdges, BOOSTING, fitTrees, randomOf, toBins, treeScores, type BinnedTable, type BoostedTrees, type BoostingSettings } from './boosting.ts'
import type { Features } from './features.ts'
import { ownShare } from './grid.ts'
import type { Study } from './study.ts'

/** Weights of the ratios between a cell's true rate and the rate expected of it. */
interface RatioGroup {
  /** Cells of which at most this is expected, in incidents. */
  upTo: number
  weights: Float64Array
}

export interface PooledRates {
  names: string[]
  edges: Float32Array[]
  /** Trees for each fold, grown on the cells of all other folds. */
  folds: BoostedTrees[]
  exposure_weeks: number
  groups: RatioGroup[]
}

const SETTINGS: BoostingSettings = { ...BOOSTING, trees: 120, leaf_incidents_min: 20, ridge_incidents: 5, row_share: 0.6, feature_share: 0.5 }
const FOLDS = 5
const FOLD_TILE_CELLS = 10
const HALF_LIFE_DAYS = 180
/** From a fiftieth to sixty times what is expected. */
const RATIOS = Float64Array.from({ length: 50 }, (_, k) => 0.02 * 3000 ** (k / 49))
const GROUPS = 3
const EM_STEPS = 60
const EM_CELLS_MAX = 20_000
const EXPECTED_MIN = 1e-6

/** How many weeks of equal weight are worth as much as `span_days` with the half-life: (Σ w)² / Σ w². */
function exposureOf(span_days: number): number {
  const kept = 2 ** (-1 / HALF_LIFE_DAYS)
  const sum = (base: number): number => base * (1 - base ** span_days) / (1 - base)
  return sum(kept) ** 2 / sum(kept * kept) / 7
}

/**
 * Learns what a cell's surroundings let expect in it and how far true rates stray from that, from the features of one day.
 * The expectation never sees the kind's own incidents in the cell, and comes from trees grown in other parts of the city, so
 * that it is no echo of the cell's own count. The distribution of the ratio of true to expected rate is estimated without a
 * shape (Kiefer and Wolfowitz 1956; EM as in Laird 1978), apart for cells that expect little, some and much.
 * O(trees · c · features + c · ratios · steps) for c cells.
 */
export function fitPooled(study: Study, features: Features, span_days: number, seed: number): PooledRates {
  const exposure_weeks = exposureOf(span_days)
  const { names, columns } = surroundings(study, features)
  const edges = columns.map(binEdges)
  const binned = columns.map((column, f) => binsOf(column, edges[f]!))
  const seen = seenIn(features, exposure_weeks)
  const fold = foldsOf(study)
  const folds = Array.from({ length: FOLDS }, (_, k) => fitTrees(rowsOf(binned, seen, (cell) => fold[cell] !== k), { ...SETTINGS, seed: seed * 31 + k }))
  const expected = expectInFolds(folds, binned, fold)
  return { names, edges, folds, exposure_weeks, groups: spreadOfRatios(seen, expected, seed) }
}

/** Expected incidents a week by cell on the day of the features, which may be later than the day it was learnt on. O(c · (trees · depth + ratios)). */
export function expectPooled(pooled: PooledRates, study: Study, features: Features, span_days: number): Float64Array {
  const now = surroundings(study, features)
  const binned = pooled.names.map((name, f) => binsOf(now.columns[now.names.indexOf(name)] ?? new Float32Array(study.grid.cells), pooled.edges[f]!))
  const exposure_weeks = exposureOf(span_days)
  const expected = expectInFolds(pooled.folds, binned, foldsOf(study)).map((incidents) => incidents * exposure_weeks / pooled.exposure_weeks)
  const seen = seenIn(features, exposure_weeks)
  const likelihoods = new Float64Array(RATIOS.length)
  return seen.map((incidents, cell) => {
    const { weights } = pooled.groups.find(({ upTo }) => expected[cell]! <= upTo)!
    return meanRatio(incidents, expected[cell]!, weights, likelihoods) * expected[cell]! / exposure_weeks
  })
}

const column = (features: Features, name: string): Float32Array => features.columns[features.names.indexOf(name)]!

const seenIn = (features: Features, exposure_weeks: number): Float64Array =>
  Float64Array.from(column(features, `own.decay${HALF_LIFE_DAYS}`), (rate) => rate * exposure_weeks)

/** The features that hold nothing of the kind's own incidents in the cell itself. */
function surroundings(study: Study, features: Features): Features {
  const around: Features = { names: [], columns: [] }
  const own = column(features, 'own.rate')
  for (const [f, name] of features.names.entries()) {
    const width = /^own\.rate\.width(.+)$/.exec(name)?.[1]
    const values = features.columns[f]!
    if (width !== undefined) {
      const share = ownShare(Number(width))
      around.columns.push(values.map((value, cell) => Math.max(0, value - share * own[cell]!)))
    } else if (study.kind !== undefined && !name.startsWith('own.')) around.columns.push(values)
    else continue
    around.names.push(name)
  }
  return around
}

function binsOf(values: Float32Array, edges: Float32Array): Uint8Array {
  const bins = new Uint8Array(values.length)
  toBins(values, edges, bins, 0)
  return bins
}

/** Square tiles of 2 km, dealt out to the folds in slanting rows from the city's first tile on. */
function foldsOf({ grid }: Study): Uint8Array {
  const tileOf = (place: number): number => Math.floor(place / FOLD_TILE_CELLS)
  const west = tileOf(grid.column.reduce((a, b) => Math.min(a, b), Infinity))
  const south = tileOf(grid.row.reduce((a, b) => Math.min(a, b), Infinity))
  return Uint8Array.from(grid.column, (at, cell) => (tileOf(at) - west + 2 * (tileOf(grid.row[cell]!) - south)) % FOLDS)
}

function rowsOf(binned: Uint8Array[], seen: Float64Array, has: (cell: number) => boolean): BinnedTable {
  const keep = (_: number, cell: number): boolean => has(cell)
  const target = Float32Array.from(seen.filter(keep))
  return { rows: target.length, columns: binned.map((bins) => bins.filter(keep)), target, weight: new Float32Array(target.length).fill(1) }
}

function expectInFolds(folds: BoostedTrees[], binned: Uint8Array[], fold: Uint8Array): Float64Array {
  const expected = new Float64Array(fold.length)
  for (const [k, model] of folds.entries()) {
    const scores = treeScores(model, binned, fold.length)
    for (let cell = 0; cell < fold.length; cell++) if (fold[cell] === k) expected[cell] = Math.max(EXPECTED_MIN, Math.exp(scores[cell]!))
  }
  return expected
}

function spreadOfRatios(seen: Float64Array, expected: Float64Array, seed: number): RatioGroup[] {
  const struck = expected.filter((_, cell) => seen[cell]! > 0).sort()
  return Array.from({ length: GROUPS }, (_, g) => {
    const [above, upTo] = [g, g + 1].map((k) => (k === 0 ? 0 : k === GROUPS ? Infinity : struck[Math.floor(k * struck.length / GROUPS)]!)) as [number, number]
    const cells = [...expected.keys()].filter((cell) => expected[cell]! > above && expected[cell]! <= upTo)
    const random = randomOf(seed + g)
    const some = cells.filter(() => random() * cells.length < EM_CELLS_MAX)
    return { upTo, weights: fitWeights(Float64Array.from(some, (cell) => seen[cell]!), Float64Array.from(some, (cell) => expected[cell]!)) }
  })
}

function fitWeights(seen: Float64Array, expected: Float64Array): Float64Array {
  const ratios = RATIOS.length
  const likelihoods = new Float64Array(seen.length * ratios)
  for (let i = 0; i < seen.length; i++) addLikelihoods(seen[i]!, expected[i]!, likelihoods, i * ratios)
  let weights = new Float64Array(ratios).fill(1 / ratios)
  for (let step = 0; step < EM_STEPS && seen.length > 0; step++) {
    const next = new Float64Array(ratios)
    for (let at = 0; at < likelihoods.length; at += ratios) {
      let total = 0
      for (let k = 0; k < ratios; k++) total += likelihoods[at + k]! * weights[k]!
      for (let k = 0; k < ratios; k++) next[k]! += likelihoods[at + k]! * weights[k]! / total
    }
    weights = next.map((weight) => weight / seen.length)
  }
  // A ratio that no cell showed stays possible, so that nothing seen later is without explanation.
  return weights.map((weight) => weight + 1e-9)
}

const LOG_RATIOS = RATIOS.map(Math.log)

/** How well each ratio explains what was seen where so much was expected; the best explains it with 1 or nearly so. */
function addLikelihoods(seen: number, expected: number, into: Float64Array, at: number): void {
  const step = LOG_RATIOS[1]! - LOG_RATIOS[0]!
  const nearest = Math.max(0, Math.min(RATIOS.length - 1, Math.round((Math.log(seen / expected) - LOG_RATIOS[0]!) / step)))
  const top = seen * LOG_RATIOS[nearest]! - expected * RATIOS[nearest]!
  for (let k = 0; k < RATIOS.length; k++) into[at + k] = Math.exp(seen * LOG_RATIOS[k]! - expected * RATIOS[k]! - top)
}

function meanRatio(seen: number, expected: number, weights: Float64Array, likelihoods: Float64Array): number {
  addLikelihoods(seen, expected, likelihoods, 0)
  let total = 0
  let sum = 0
  for (let k = 0; k < RATIOS.length; k++) {
    total += likelihoods[k]! * weights[k]!
    sum += likelihoods[k]! * weights[k]! * RATIOS[k]!
  }
  return sum / total
}
