import type { Fleet } from './fleet.ts'

/** A gain in rough costs above this is not made up by rounding. */
const LEAST_GAIN = 2

/**
 * Shortens route r by reversing stretches (2-opt) until that no longer helps, given that no reversal helped before the
 * ways marked fresh came about; takes the marks away. Only for symmetric costs without windows.
 * O(fresh · stops) and a little more when something is found. Returns whether anything changed.
 */
export function shorten(fleet: Fleet, r: number): boolean {
  const { fresh } = fleet
  const first = r * fleet.stride
  const last = first + fleet.size[r]! - 1
  let changed = false
  for (let i = first; i < last;) {
    if (fresh[i] === 0) { i++; continue }
    fresh[i] = 0
    const j = partner(fleet, first, last, i)
    if (j < 0) { i++; continue }
    changed = true
    const low = Math.min(i, j)
    reverse(fleet, low, Math.max(i, j))
    i = low
  }
  if (changed) fleet.time(r)
  return changed
}

/** The way whose exchange together with way i shortens the route most, −1 when none does. Two ways at a time, which is quicker. */
function partner(fleet: Fleet, first: number, last: number, i: number): number {
  const { n, rough } = fleet.c
  const { seq, step } = fleet
  const a = Math.imul(seq[i]!, n)
  const b = Math.imul(seq[i + 1]!, n)
  const ab = step[i]!
  let most = LEAST_GAIN
  let found = -1
  let c = seq[first]!
  let j = first
  for (; j + 2 <= last; j = (j + 2) | 0) {
    const d = seq[j + 1]!
    const e = seq[j + 2]!
    const one = (ab + step[j]! - rough[(a + c) | 0]! - rough[(b + d) | 0]!) | 0
    const two = (ab + step[j + 1]! - rough[(a + d) | 0]! - rough[(b + e) | 0]!) | 0
    if (one > most && j !== i) { most = one; found = j }
    if (two > most && j + 1 !== i) { most = two; found = j + 1 }
    c = e
  }
  if (j < last && j !== i && ab + step[j]! - rough[a + c]! - rough[b + seq[j + 1]!]! > most) found = j
  return found
}

/** Turns round the stops between the ways at i and j, i < j. */
function reverse(fleet: Fleet, i: number, j: number): void {
  const { n, rough } = fleet.c
  const { seq, step, fresh } = fleet
  for (let low = i + 1, high = j; low < high; low++, high--) {
    const kept = seq[low]!
    seq[low] = seq[high]!
    seq[high] = kept
  }
  for (let low = i + 1, high = j - 1; low < high; low++, high--) {
    const cost = step[low]!
    step[low] = step[high]!
    step[high] = cost
    const mark = fresh[low]!
    fresh[low] = fresh[high]!
    fresh[high] = mark
  }
  step[i] = rough[seq[i]! * n + seq[i + 1]!]!
  step[j] = rough[seq[j]! * n + seq[j + 1]!]!
  fresh[i] = 1
  fresh[j] = 1
}
