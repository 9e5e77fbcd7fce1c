import type { Chance } from './random.ts'
import { distance_km, type Spot } from './plane.ts'

const ROUNDS = 8

/**
 * Splits spots into `count` groups of near neighbours (Lloyd's k-means), none of them empty when there are enough spots.
 * Returns the group of each spot. O(rounds · spots · count).
 */
export function clusters(spots: readonly Spot[], count: number, random: Chance): number[] {
  const groups = Math.min(count, spots.length)
  let centres = spreadCentres(spots, groups, random)
  let labels: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    labels = spots.map((spot) => nearest(centres, spot))
    fillEmpty(labels, spots, centres)
    centres = centres.map((_, group) => mean(spots.filter((_, i) => labels[i] === group)))
  }
  return labels
}

/** Each further centre is the farthest of a few random spots from those chosen: spread out, but not only at the rim. */
function spreadCentres(spots: readonly Spot[], count: number, random: Chance): Spot[] {
  const centres: Spot[] = []
  while (centres.length < count) {
    const tries = Array.from({ length: 8 }, () => random.pick(spots))
    const clearance = (spot: Spot): number => Math.min(Infinity, ...centres.map((centre) => distance_km(centre, spot)))
    centres.push(tries.reduce((a, b) => (clearance(b) > clearance(a) ? b : a)))
  }
  return centres
}

export function nearest(centres: readonly Spot[], spot: Spot): number {
  let [best, least] = [0, Infinity]
  for (let i = 0; i < centres.length; i++) {
    const gap = distance_km(centres[i] as Spot, spot)
    if (gap < least) [best, least] = [i, gap]
  }
  return best
}

/** Gives every empty group the spot that lies farthest from its centre in a group of two or more. */
function fillEmpty(labels: number[], spots: readonly Spot[], centres: readonly Spot[]): void {
  const sizes = centres.map((_, group) => labels.filter((label) => label === group).length)
  for (const group of centres.keys()) {
    if (sizes[group] !== 0) continue
    const gap = (i: number): number => (sizes[labels[i] as number] === 1 ? -1 : distance_km(spots[i] as Spot, centres[labels[i] as number] as Spot))
    const farthest = labels.reduce((best, _, i) => (gap(i) > gap(best) ? i : best), 0)
    sizes[labels[farthest] as number] = (sizes[labels[farthest] as number] as number) - 1
    sizes[group] = 1
    labels[farthest] = group
  }
}

export const mean = (spots: readonly Spot[]): Spot =>
  [spots.reduce((sum, [x]) => sum + x, 0) / spots.length, spots.reduce((sum, [, y]) => sum + y, 0) / spots.length]
