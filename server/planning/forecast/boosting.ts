/**
 * Gradient boosted trees for counts: Poisson deviance, log link, Newton leaves, histograms of binned features, leaves
 * grown best first (Friedman 2001; Chen and Guestrin 2016; Ke et al. 2017). Written here because no well-kept library
 * for Node does this without a native download.
 */
export interface BoostingSettings {
  trees: number
  leaves: number
  /** How much of each tree's answer is taken. */
  rate: number
  /** Expected incidents that either side of a split must hold. */
  leaf_incidents_min: number
  /** Ridge on the leaves' answers, in incidents. */
  ridge_incidents: number
  /** Share of rows and of features each tree sees. */
  row_share: number
  feature_share: number
  seed: number
}

export const BOOSTING: BoostingSettings = {
  trees: 160, leaves: 16, rate: 0.06, leaf_incidents_min: 4, ridge_incidents: 2, row_share: 0.4, feature_share: 0.4, seed: 1,
}

/** Rows by binned feature, column by column. */
export interface BinnedTable {
  rows: number
  columns: Uint8Array[]
  /** Incidents that followed, and how many cells a row stands for. */
  target: Float32Array
  weight: Float32Array
}

/** A tree in arrays: a node with `feature` -1 is a leaf, else rows with bin ≤ `cut` go to `left`, the others to `left` + 1. */
interface Tree {
  feature: Int16Array
  cut: Uint8Array
  left: Int16Array
  value: Float32Array
}

export interface BoostedTrees {
  base: number
  trees: Tree[]
}

const BINS = 128
const SCORE_REACH = 30

/**
 * Bin edges of one feature: half of them at equal shares of the non-zero values, half at equal shares of their sum, so that
 * the few cells with high rates are told apart. A value is in bin b when exactly b edges are below it. O(c log c).
 */
export function binEdges(values: Float32Array): Float32Array {
  const sorted = values.filter((value) => value !== 0).sort()
  const edges = new Set<number>([0])
  const half = BINS / 2 - 1
  for (let k = 0; k < half && sorted.length > 0; k++) edges.add(sorted[Math.floor(k * sorted.length / half)]!)
  const total = sorted.reduce((sum, value) => sum + Math.abs(value), 0)
  let passed = 0
  let next = 1
  for (const value of sorted) {
    passed += Math.abs(value)
    while (next < half && passed >= next * total / half) { edges.add(value); next++ }
  }
  return Float32Array.from(edges).sort().slice(0, BINS - 1)
}

/** The bins of values under edges. O(v log bins). */
export function toBins(values: Float32Array, edges: Float32Array, into: Uint8Array, offset: number): void {
  for (let i = 0; i < values.length; i++) {
    let low = 0
    let high = edges.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (edges[middle]! < values[i]!) low = middle + 1
      else high = middle
    }
    into[offset + i] = low
  }
}

/** A small repeatable generator (mulberry32) of numbers in [0, 1). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Fits trees to a table. O(trees · rows · features · log leaves) time, O(rows) memory besides the table. */
export function fitTrees(table: BinnedTable, settings: BoostingSettings): BoostedTrees {
  const { rows, target, weight } = table
  const random = randomOf(settings.seed)
  let incidents = 0
  let cells = 0
  for (let i = 0; i < rows; i++) { incidents += target[i]! * weight[i]!; cells += weight[i]! }
  const base = Math.log((incidents + 0.5) / Math.max(1, cells))
  const score = new Float32Array(rows).fill(base)
  const gradient = new Float32Array(rows)
  const curvature = new Float32Array(rows)
  const model: BoostedTrees = { base, trees: [] }
  const grower = new Grower(table, gradient, curvature, settings)
  for (let t = 0; t < settings.trees; t++) {
    for (let i = 0; i < rows; i++) {
      const expected = Math.exp(score[i]!)
      gradient[i] = weight[i]! * (target[i]! - expected)
      curvature[i] = weight[i]! * expected
    }
    const tree = grower.grow(random)
    addTree(tree, table.columns, score)
    model.trees.push(tree)
  }
  return model
}

function addTree({ feature, cut, left, value }: Tree, columns: Uint8Array[], score: Float32Array | Float64Array): void {
  for (let i = 0; i < score.length; i++) {
    let node = 0
    while (feature[node]! >= 0) node = left[node]! + (columns[feature[node]!]![i]! > cut[node]! ? 1 : 0)
    score[i] = Math.min(SCORE_REACH, score[i]! + value[node]!)
  }
}

/** The logarithm of the expected incidents of each row after all trees. O(rows · trees · depth). */
export function treeScores(model: BoostedTrees, columns: Uint8Array[], rows: number): Float64Array {
  const score = new Float64Array(rows).fill(model.base)
  for (const tree of model.trees) addTree(tree, columns, score)
  return score
}

/** Adds up all bins but the first, which gets what is left of the totals: most rows are in it, and adding to one place over and over is slow. */
function addToBins(
  sums: Float64Array, column: Uint8Array, order: Uint32Array, gradient: Float32Array, curvature: Float32Array, g: number, h: number,
): void {
  for (let k = 0; k < order.length; k++) {
    const bin = column[order[k]!]!
    if (bin === 0) continue
    sums[2 * bin] = sums[2 * bin]! + gradient[k]!
    sums[2 * bin + 1] = sums[2 * bin + 1]! + curvature[k]!
  }
  for (let at = 2; at < sums.length; at += 2) { g -= sums[at]!; h -= sums[at + 1]! }
  sums[0] = g
  sums[1] = Math.max(0, h)
}

interface Leaf {
  node: number
  from: number
  to: number
  sums: Float64Array
  gain: number
  feature: number
  cut: number
}

/** Grows one tree at a time over the same table, keeping its buffers. */
class Grower {
  readonly #table: BinnedTable
  readonly #gradient: Float32Array
  readonly #curvature: Float32Array
  readonly #settings: BoostingSettings
  readonly #order: Uint32Array
  readonly #spare: Uint32Array
  readonly #gathered: Float32Array
  #features: number[] = []

  constructor(table: BinnedTable, gradient: Float32Array, curvature: Float32Array, settings: BoostingSettings) {
    this.#table = table
    this.#gradient = gradient
    this.#curvature = curvature
    this.#settings = settings
    this.#order = new Uint32Array(table.rows)
    this.#spare = new Uint32Array(table.rows)
    this.#gathered = new Float32Array(2 * table.rows)
  }

  grow(random: () => number): Tree {
    const { rows, columns } = this.#table
    const { leaves, row_share, feature_share } = this.#settings
    let count = 0
    for (let i = 0; i < rows; i++) if (random() < row_share) this.#order[count++] = i
    this.#features = columns.map((_, f) => [random(), f] as const).sort((a, b) => a[0] - b[0])
      .slice(0, Math.max(1, Math.round(columns.length * feature_share))).map(([, f]) => f)
    const size = 2 * leaves - 1
    const tree: Tree = { feature: new Int16Array(size).fill(-1), cut: new Uint8Array(size), left: new Int16Array(size), value: new Float32Array(size) }
    const open = [this.#leaf(0, 0, count, this.#sum(0, count))]
    let nodes = 1
    while (nodes + 1 < size) {
      const best = open.reduce((a, b) => (b.gain > a.gain ? b : a))
      if (best.gain <= 1e-9) break
      open.splice(open.indexOf(best), 1, ...this.#split(best, tree, nodes))
      nodes += 2
    }
    for (const leaf of open) tree.value[leaf.node] = this.#answer(leaf)
    return tree
  }

  #answer({ from, to }: Leaf): number {
    let g = 0
    let h = 0
    for (let k = from; k < to; k++) { g += this.#gradient[this.#order[k]!]!; h += this.#curvature[this.#order[k]!]! }
    return this.#settings.rate * Math.max(-4, Math.min(4, g / (h + this.#settings.ridge_incidents)))
  }

  /** Gradient and curvature by feature and bin over a range of rows. */
  #sum(from: number, to: number): Float64Array {
    const sums = new Float64Array(this.#features.length * BINS * 2)
    const order = this.#order.subarray(from, to)
    const gradient = this.#gathered.subarray(0, to - from)
    const curvature = this.#gathered.subarray(to - from, 2 * (to - from))
    // Gathered once, so that each feature reads them in sequence.
    let g = 0
    let h = 0
    for (let k = 0; k < order.length; k++) {
      g += gradient[k] = this.#gradient[order[k]!]!
      h += curvature[k] = this.#curvature[order[k]!]!
    }
    for (const [f, feature] of this.#features.entries()) {
      addToBins(sums.subarray(f * BINS * 2, (f + 1) * BINS * 2), this.#table.columns[feature]!, order, gradient, curvature, g, h)
    }
    return sums
  }

  /** A leaf with its best split. */
  #leaf(node: number, from: number, to: number, sums: Float64Array): Leaf {
    const leaf: Leaf = { node, from, to, sums, gain: 0, feature: -1, cut: 0 }
    const { ridge_incidents: ridge, leaf_incidents_min } = this.#settings
    for (const [f, feature] of this.#features.entries()) {
      let G = 0
      let H = 0
      for (let at = f * BINS * 2; at < (f + 1) * BINS * 2; at += 2) { G += sums[at]!; H += sums[at + 1]! }
      if (H < 2 * leaf_incidents_min) return leaf
      let g = 0
      let h = 0
      for (let bin = 0; bin < BINS - 1; bin++) {
        const at = (f * BINS + bin) * 2
        if (sums[at + 1] === 0) continue
        g += sums[at]!
        h += sums[at + 1]!
        if (h < leaf_incidents_min) continue
        if (H - h < leaf_incidents_min) break
        const gain = g * g / (h + ridge) + (G - g) * (G - g) / (H - h + ridge) - G * G / (H + ridge)
        if (gain > leaf.gain) { leaf.gain = gain; leaf.feature = feature; leaf.cut = bin }
      }
    }
    return leaf
  }

  #split(leaf: Leaf, tree: Tree, nodes: number): [Leaf, Leaf] {
    const column = this.#table.columns[leaf.feature]!
    const order = this.#order
    let middle = leaf.from
    let others = 0
    for (let k = leaf.from; k < leaf.to; k++) {
      const row = order[k]!
      if (column[row]! <= leaf.cut) order[middle++] = row
      else this.#spare[others++] = row
    }
    order.set(this.#spare.subarray(0, others), middle)
    tree.feature[leaf.node] = leaf.feature
    tree.cut[leaf.node] = leaf.cut
    tree.left[leaf.node] = nodes
    const leftIsSmaller = middle - leaf.from <= leaf.to - middle
    const small = leftIsSmaller ? this.#sum(leaf.from, middle) : this.#sum(middle, leaf.to)
    const large = leaf.sums
    for (let k = 0; k < large.length; k++) large[k] = large[k]! - small[k]!
    return [
      this.#leaf(nodes, leaf.from, middle, leftIsSmaller ? small : large),
      this.#leaf(nodes + 1, middle, leaf.to, leftIsSmaller ? large : small),
    ]
  }
}
