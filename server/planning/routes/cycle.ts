import type { Random } from './random.ts'

/** Iterations of the first cycle, and of the shortest later one: so many for each candidate, but never more than the last. */
const FIRST = 6000
const LEAST_EACH = 125
const LEAST = 12_000
/** Heat of the first cycle. */
const FIRST_HEAT = 0.7
/** Temperature in which a cycle ends that goes all the way, and one that stays where plans still turn into others. */
const COLD = 0.05
const WARM = 0.3
/** Length of the latter, in shortest lengths. */
const LONG = 5
/** Cycles that go all the way come first, so that a good plan is soon there. */
const LONG_AFTER = 2
/** Most stops a ruin takes out: a share of the candidates and a few more, never more than the last. */
const RUIN_LEAST = 4
const RUIN_MOST = 60
/**
 * For each kind of cycle how it begins, its share of the cycles, between which its heat and the share of its ruins are
 * drawn, and where it ends. The last kind takes about half of the time.
 */
const STARTS = [
  { start: 'new', part: 0.28, heat: [0.7, 4], share: [0.3, 0.65], cold: COLD },
  { start: 'two', part: 0.25, heat: [0.3, 2], share: [0.3, 0.65], cold: COLD },
  { start: 'good', part: 0.17, heat: [0.15, 0.7], share: [0.15, 0.5], cold: COLD },
  { start: 'new', part: 0.3, heat: [0.5, 1], share: [0.3, 0.65], cold: WARM },
] as const

/** One cooling of the annealing. Temperatures are in mean scores of a point. */
export interface Cycle {
  /** How it begins: with a new plan, one made of two good ones, or a good one itself. */
  start: 'new' | 'two' | 'good'
  /** Iterations. */
  length: number
  hot: number
  cold: number
  /** Most stops that one of its ruins takes out. */
  ruin: number
}

/** Draws the k-th cycle, from 0. The first is short, so that a good plan is soon there. */
export function drawCycle(k: number, candidates: number, random: Random): Cycle {
  let chance = random.unit()
  const { start, heat, share, cold } = STARTS.find(({ part }) => (chance -= part) < 0) ?? STARTS[0]
  const taken = share[0] + (share[1] - share[0]) * random.unit()
  const hot = heat[0] * (heat[1] / heat[0]) ** random.unit()
  const drawn = { start, hot, cold, ruin: Math.min(RUIN_LEAST + taken * candidates, RUIN_MOST) }
  if (k === 0) return { ...drawn, start: 'new', length: FIRST, hot: FIRST_HEAT, cold: COLD }
  const least = Math.min(LEAST_EACH * candidates, LEAST)
  if (cold === WARM && k > LONG_AFTER) return { ...drawn, length: LONG * least }
  return { ...drawn, cold: COLD, length: least * luby(k) }
}

/** The k-th term (from 1) of 1 1 2 1 1 2 4 1 1 2 …, the restart lengths of Luby, Sinclair and Zuckerman (1993). */
function luby(k: number): number {
  let block = 1
  while (2 * block - 1 < k) block *= 2
  return k === 2 * block - 1 ? block : luby(k - block + 1)
}
