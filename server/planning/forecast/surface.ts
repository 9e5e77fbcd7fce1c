/** Reading a forecast: sums over cells, boxes, weekdays and shifts, each with its spread. */
import type { Forecast } from './forecast.ts'
import { weekdayOf } from './profile.ts'

/** One shift of one of the seven days; `day` counts from the forecast's first day. */
export interface Slot { day: number; shift: number }

/** Metres in the plane of the past; west and south belong to the box, east and north do not. */
export interface Box { west_m: number; south_m: number; east_m: number; north_m: number }

export interface Expected {
  mean: number
  variance: number
}

/** The share of a cell's week that falls into a slot. O(1). */
export function slotShare({ profile, firstDay }: Forecast, cell: number, { day, shift }: Slot): number {
  const shifts = profile.shiftStarts_h.length
  return profile.shares[(profile.neighbourhood[cell]! * 7 + weekdayOf(firstDay + day)) * shifts + shift]!
}

/** Expected incidents by cell in one slot. O(cells). */
export function slotSurface(forecast: Forecast, slot: Slot): Float64Array {
  return forecast.week.map((expected, cell) => expected * slotShare(forecast, cell, slot))
}

/** Expected incidents in some cells, over the week or in one slot. O(cells given). */
export function expectedInCells(forecast: Forecast, cells: Iterable<number>, slot?: Slot): Expected {
  return sumParts(forecast, cells, () => 1, slot)
}

/**
 * Expected incidents in a box of any size. Of a cell that it cuts, the box gets the share of the cell's earlier incidents
 * that were inside it, with one more incident spread evenly over the cell. O(cells + incidents in cut cells).
 */
export function expectedInBox(forecast: Forecast, box: Box, slot?: Slot): Expected {
  return sumParts(forecast, forecast.week.keys(), (cell) => shareInBox(forecast, cell, box), slot)
}

function sumParts(forecast: Forecast, cells: Iterable<number>, part: (cell: number) => number, slot: Slot | undefined): Expected {
  let mean = 0
  let squares = 0
  for (const cell of cells) {
    const share = part(cell)
    if (share === 0) continue
    const expected = forecast.week[cell]! * share * (slot === undefined ? 1 : slotShare(forecast, cell, slot))
    mean += expected
    squares += expected * expected
  }
  return { mean, variance: mean + forecast.dispersion.cell * squares + forecast.dispersion.city * mean * mean }
}

function shareInBox({ grid, places }: Forecast, cell: number, box: Box): number {
  const west = grid.column[cell]! * grid.cell_m
  const south = grid.row[cell]! * grid.cell_m
  const width = Math.min(box.east_m, west + grid.cell_m) - Math.max(box.west_m, west)
  const height = Math.min(box.north_m, south + grid.cell_m) - Math.max(box.south_m, south)
  if (width <= 0 || height <= 0) return 0
  if (box.west_m <= west && box.south_m <= south && box.east_m >= west + grid.cell_m && box.north_m >= south + grid.cell_m) return 1
  const area = width * height / (grid.cell_m * grid.cell_m)
  let inside = 0
  const [from, to] = [places.from[cell]!, places.from[cell + 1]!]
  for (let i = from; i < to; i++) {
    const x = places.x_m[i]!
    const y = places.y_m[i]!
    if (x >= box.west_m && x < box.east_m && y >= box.south_m && y < box.north_m) inside++
  }
  return (inside + area) / (to - from + 1)
}

/**
 * The range that holds the number of incidents with at least the given probability, equal tails: quantiles of the negative
 * binomial with this mean and variance (of the Poisson where the variance is no larger). O(high).
 */
export function intervalOf({ mean, variance }: Expected, probability: number): { low: number; high: number } {
  const tail = (1 - probability) / 2
  if (mean <= 0) return { low: 0, high: 0 }
  // Beyond a thousand the normal curve is the same to a fraction of an incident and does not underflow.
  if (mean > 1000) {
    const reach = normalQuantile(1 - tail) * Math.sqrt(variance)
    return { low: Math.max(0, Math.floor(mean - reach)), high: Math.ceil(mean + reach) }
  }
  const excess = variance - mean
  const size = excess > 1e-9 * mean ? mean * mean / excess : Infinity
  const none = Number.isFinite(size) ? size * Math.log(size / (size + mean)) : -mean
  let log = none
  let below = Math.exp(log)
  let n = 0
  let low = -1
  while (n < 1e6) {
    if (low < 0 && below > tail) low = n
    if (below >= 1 - tail) break
    log += Number.isFinite(size) ? Math.log((n + size) / (n + 1) * mean / (size + mean)) : Math.log(mean / (n + 1))
    n++
    below += Math.exp(log)
  }
  return { low: Math.max(0, low), high: n }
}

/** The standard normal's quantile by bisection of its distribution (Abramowitz and Stegun 7.1.26, error below 2e-7). */
function normalQuantile(probability: number): number {
  let low = -8
  let high = 8
  for (let k = 0; k < 50; k++) {
    const z = (low + high) / 2
    const t = 1 / (1 + 0.3275911 * Math.abs(z) / Math.SQRT2)
    const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-z * z / 2) / 2
    if ((z < 0 ? tail : 1 - tail) < probability) low = z
    else high = z
  }
  return (low + high) / 2
}
