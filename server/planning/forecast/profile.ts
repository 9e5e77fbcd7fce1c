/** How a place's incidents spread over weekdays and shifts. */
import { countBefore } from './past.ts'
import { ofKind, type Study } from './study.ts'

/** Monday is 0. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

export interface Profile {
  /** Hours at which shifts begin, rising from 0. */
  shiftStarts_h: readonly number[]
  /** Which neighbourhood each cell is in. */
  neighbourhood: Int32Array
  /** Shares by neighbourhood, weekday and shift: [(neighbourhood · 7 + weekday) · shifts + shift]; each neighbourhood's add up to 1. */
  shares: Float32Array
}

/** Pseudo-incidents that pull a neighbourhood towards the city; the last means that all are alike. */
const PULLS = [20, 60, 200, 600, 1e9]
const NEIGHBOURHOOD_CELLS = 10
const HELD_OUT_DAYS = 28

/**
 * Learns the profile of each 2 km neighbourhood from incidents before `day`: its own counts pulled towards the city's by a
 * Dirichlet prior, whose weight is the one under which the last four weeks were likeliest. O(n + c + neighbourhoods · slots).
 */
export function learnProfile(study: Study, day: number, shiftStarts_h: readonly number[]): Profile {
  const slots = 7 * shiftStarts_h.length
  const { neighbourhood, count } = neighbourhoods(study)
  const earlier = countSlots(study, neighbourhood, count, -Infinity, day - HELD_OUT_DAYS, shiftStarts_h)
  const later = countSlots(study, neighbourhood, count, day - HELD_OUT_DAYS, day, shiftStarts_h)
  const citySlots = cityShares(earlier, slots)
  let pull = PULLS[2]!
  let likeliest = -Infinity
  for (const candidate of PULLS) {
    const shares = pulled(earlier, citySlots, candidate)
    const likelihood = later.reduce((sum, n, k) => (n > 0 ? sum + n * Math.log(shares[k]!) : sum), 0)
    if (likelihood > likeliest) { likeliest = likelihood; pull = candidate }
  }
  const all = earlier.map((n, k) => n + later[k]!)
  return { shiftStarts_h, neighbourhood, shares: Float32Array.from(pulled(all, cityShares(all, slots), pull)) }
}

function neighbourhoods({ grid }: Study): { neighbourhood: Int32Array; count: number } {
  const numbers = new Map<string, number>()
  const neighbourhood = new Int32Array(grid.cells)
  for (let cell = 0; cell < grid.cells; cell++) {
    const key = `${Math.floor(grid.column[cell]! / NEIGHBOURHOOD_CELLS)},${Math.floor(grid.row[cell]! / NEIGHBOURHOOD_CELLS)}`
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    neighbourhood[cell] = number
  }
  return { neighbourhood, count: numbers.size }
}

function countSlots(study: Study, neighbourhood: Int32Array, count: number, from: number, to: number, starts: readonly number[]): Float64Array {
  const { past } = study
  const counts = new Float64Array(count * 7 * starts.length)
  for (let i = countBefore(past, from), end = countBefore(past, to); i < end; i++) {
    if (study.cell[i]! < 0 || !ofKind(study, i)) continue
    const shift = starts.findLastIndex((start) => start <= past.hour[i]!)
    counts[(neighbourhood[study.cell[i]!]! * 7 + weekdayOf(past.day[i]!)) * starts.length + shift]!++
  }
  return counts
}

/** The whole area's shares; one pseudo-incident a slot keeps every slot possible. */
function cityShares(counts: Float64Array, slots: number): Float64Array {
  const sums = new Float64Array(slots).fill(1)
  for (const [k, n] of counts.entries()) sums[k % slots]! += n
  const total = sums.reduce((a, b) => a + b, 0)
  return sums.map((n) => n / total)
}

function pulled(counts: Float64Array, city: Float64Array, pull: number): Float64Array {
  const shares = new Float64Array(counts.length)
  for (let from = 0; from < counts.length; from += city.length) {
    let total = pull
    for (let k = 0; k < city.length; k++) total += counts[from + k]!
    for (let k = 0; k < city.length; k++) shares[from + k] = (counts[from + k]! + pull * city[k]!) / total
  }
  return shares
}
