/** Who goes where: the exact assignment of rows (incidents) to columns (candidates) at minimum total cost. */

export interface Assignment {
  /** For each row its column, or -1 where no permitted column is left for it. */
  columnOf: Int32Array
  /** Number of rows that got a column: the most that the permitted pairs allow. */
  assigned: number
  /** Sum of the costs of the pairs, in the unit of the costs: the least for that number of pairs. */
  total: number
}

/** A dense problem with rows <= columns and finite costs, and the solution as it grows. */
interface State {
  rows: number
  columns: number
  cost: Float64Array
  /** Dual price of each column; a free column of a problem with spare columns keeps price 0. */
  price: Float64Array
  columnOf: Int32Array
  rowOf: Int32Array
}

/**
 * Exact minimum-cost assignment.
 *
 * `cost` holds rows × columns numbers, row after row, in any one unit (seconds, metres); `Infinity` forbids a pair.
 * As many rows as possible get a column of their own, and among all such choices the total is least. Deterministic.
 * Costs are added as doubles: whole numbers whose sum stays below 2^53 ÷ rows give the exact optimum.
 *
 * Method: Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems",
 * Computing 38 (1987): column reduction, reduction transfer, augmenting row reduction, then shortest augmenting paths.
 * With spare columns the first two steps are left out, for they would price columns that nobody takes.
 * Time O(min² · max) at worst, memory one copy of the costs at most.
 *
 * Throws a RangeError with code `assignment.shape` (sizes and length do not fit) or `assignment.cost` (NaN or -Infinity).
 */
export function assign(cost: Float64Array, rows: number, columns: number): Assignment {
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows < 0 || columns < 0 || cost.length !== rows * columns) {
    throw refusal('assignment.shape', `${cost.length} costs do not fill ${rows} × ${columns}`)
  }
  const finite = withoutForbidden(cost, Math.min(rows, columns))
  const columnOf = new Int32Array(rows).fill(-1)
  if (rows > 0 && columns > 0) {
    if (rows <= columns) {
      columnOf.set(solve(finite, rows, columns).columnOf)
    } else {
      columnOf.set(solve(transposed(finite, rows, columns), columns, rows).rowOf)
    }
  }
  let assigned = 0
  let total = 0
  for (let row = 0; row < rows; row++) {
    const pair = columnOf[row]! < 0 ? Infinity : cost[row * columns + columnOf[row]!]!
    if (pair === Infinity) columnOf[row] = -1
    else { assigned++; total += pair }
  }
  return { columnOf, assigned, total }
}

function refusal(code: string, message: string): RangeError {
  return Object.assign(new RangeError(message), { code })
}

/** The costs themselves, or, where pairs are forbidden, a copy in which one forbidden pair outweighs any saving elsewhere. */
function withoutForbidden(cost: Float64Array, pairs: number): Float64Array {
  let least = Infinity
  let most = -Infinity
  let forbidden = false
  for (let k = 0; k < cost.length; k++) {
    const c = cost[k]!
    if (c === Infinity) { forbidden = true; continue }
    if (!(c > -Infinity)) throw refusal('assignment.cost', `cost ${k} is ${c}`)
    if (c < least) least = c
    if (c > most) most = c
  }
  if (!forbidden) return cost
  if (least === Infinity) return new Float64Array(cost.length)
  const outweighing = (pairs + 1) * (most - least) + 1
  return cost.map((c) => (c === Infinity ? outweighing : c - least))
}

function transposed(cost: Float64Array, rows: number, columns: number): Float64Array {
  const turned = new Float64Array(cost.length)
  for (let row = 0, k = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = cost[k++]!
  }
  return turned
}

function solve(cost: Float64Array, rows: number, columns: number): State {
  const state: State = {
    rows, columns, cost,
    price: new Float64Array(columns),
    columnOf: new Int32Array(rows).fill(-1),
    rowOf: new Int32Array(columns).fill(-1),
  }
  let free: number[] = rows === columns ? reduceColumns(state) : Array.from({ length: rows }, (_, row) => row)
  if (columns > 1) {
    for (let turn = 0; turn < 2 && free.length > 0; turn++) free = reduceRows(state, free)
  }
  augment(state, free)
  return state
}

/** Prices each column at its least cost, gives it to that row if the row is free, and moves what is slack into the price. */
function reduceColumns({ rows, columns, cost, price, columnOf, rowOf }: State): number[] {
  const leastRow = new Int32Array(columns)
  for (let column = 0; column < columns; column++) price[column] = cost[column]!
  for (let row = 1; row < rows; row++) {
    const base = row * columns
    for (let column = 0; column < columns; column++) {
      if (cost[base + column]! < price[column]!) { price[column] = cost[base + column]!; leastRow[column] = row }
    }
  }
  const wonBy = new Int32Array(rows)
  for (let column = columns - 1; column >= 0; column--) {
    const row = leastRow[column]!
    if (wonBy[row]!++ === 0) { columnOf[row] = column; rowOf[column] = row }
  }
  const free: number[] = []
  for (let row = 0; row < rows; row++) {
    if (wonBy[row] === 0) { free.push(row); continue }
    if (wonBy[row]! > 1 || columns === 1) continue
    let slack = Infinity
    for (let column = 0; column < columns; column++) {
      const reduced = cost[row * columns + column]! - price[column]!
      if (column !== columnOf[row] && reduced < slack) slack = reduced
    }
    price[columnOf[row]!]! -= slack
  }
  return free
}

/**
 * Each free row takes its cheapest column and prices it up to the second cheapest; a row driven out tries again at once.
 * Bounded, because with costs that are not whole numbers two rows could outbid each other for very long.
 */
function reduceRows({ columns, cost, price, columnOf, rowOf }: State, free: number[]): number[] {
  const later: number[] = []
  let tries = 4 * free.length + columns
  for (let k = 0; k < free.length;) {
    const row = free[k++]!
    const base = row * columns
    let first = cost[base]! - price[0]!
    let second = Infinity
    let firstColumn = 0
    let secondColumn = -1
    for (let column = 1; column < columns; column++) {
      const reduced = cost[base + column]! - price[column]!
      if (reduced >= second) continue
      if (reduced >= first) { second = reduced; secondColumn = column; continue }
      second = first; secondColumn = firstColumn
      first = reduced; firstColumn = column
    }
    const strict = first < second
    let taken = firstColumn
    if (strict) price[taken]! -= second - first
    else if (rowOf[taken]! >= 0) taken = secondColumn
    const drivenOut = rowOf[taken]!
    columnOf[row] = taken
    rowOf[taken] = row
    if (drivenOut < 0) continue
    columnOf[drivenOut] = -1
    if (strict && tries-- > 0) free[--k] = drivenOut
    else later.push(drivenOut)
  }
  return later
}

/** A shortest path in reduced costs from each free row to a free column, then the pairs along it are swapped. */
function augment(state: State, free: number[]): void {
  const { columns, price, columnOf, rowOf } = state
  const search: Search = {
    distance: new Float64Array(columns),
    from: new Int32Array(columns),
    order: Int32Array.from({ length: columns }, (_, column) => column),
    settled: 0,
    radius: 0,
  }
  for (const start of free) {
    let column = shortestPath(state, search, start)
    for (let k = 0; k < search.settled; k++) {
      const priced = search.order[k]!
      price[priced]! += search.distance[priced]! - search.radius
    }
    for (let row = -1; row !== start;) {
      row = search.from[column]!
      rowOf[column] = row
      const previous = columnOf[row]!
      columnOf[row] = column
      column = previous
    }
  }
}

interface Search {
  distance: Float64Array
  from: Int32Array
  /** Columns: [0, settled) nearer than the radius, then those at the radius, then the rest. */
  order: Int32Array
  settled: number
  radius: number
}

/** Dijkstra's search over columns; returns the free column reached, with `settled` and `radius` set for the price update. */
function shortestPath({ columns, cost, price, rowOf }: State, search: Search, start: number): number {
  const { distance, from, order } = search
  for (let column = 0; column < columns; column++) {
    distance[column] = cost[start * columns + column]! - price[column]!
    from[column] = start
  }
  let scanned = 0
  let reached = 0
  for (;;) {
    if (scanned === reached) {
      search.settled = scanned
      reached = nearest(search, scanned, columns)
      for (let k = scanned; k < reached; k++) if (rowOf[order[k]!]! < 0) return order[k]!
    }
    const column = order[scanned++]!
    const row = rowOf[column]!
    const base = row * columns
    const offset = cost[base + column]! - price[column]! - search.radius
    for (let k = reached; k < columns; k++) {
      const next = order[k]!
      const length = cost[base + next]! - price[next]! - offset
      if (length >= distance[next]!) continue
      distance[next] = length
      from[next] = row
      if (length > search.radius) continue
      if (rowOf[next]! < 0) return next
      order[k] = order[reached]!
      order[reached++] = next
    }
  }
}

/** Moves the columns at the least distance to the front of the unsettled ones; returns the end of that group. */
function nearest(search: Search, begin: number, columns: number): number {
  const { distance, order } = search
  let end = begin
  search.radius = Infinity
  for (let k = begin; k < columns; k++) {
    const column = order[k]!
    if (distance[column]! > search.radius) continue
    if (distance[column]! < search.radius) { end = begin; search.radius = distance[column]! }
    order[k] = order[end]!
    order[end++] = column
  }
  return end
}
