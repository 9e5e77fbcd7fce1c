import type { Random } from './random.ts'

/** Iterations of the first cycle, and of the shortest later one: so many for each candidate, but never more than the last. */
const FIRST = 6000
const LEAST_EACH = 250
const LEAST = 24_000
/** Heat of the first cycle, and between which that of later ones is drawn: of those from nothing and of all others. */
const FIRST_HEAT = 0.7
const HOT_LEAST = 0.7
const HOT_MOST = 4
const WARM_LEAST = 0.3
const WARM_MOST = 2
/** Temperature in which all cycles end. */
const COLD = 0.05
/** Most stops a ruin takes out: a share of the candidates (drawn between these) and a few more, never more than the last. */
const SHARE_LEAST = 0.2
const SHARE_MOST = 0.7
const RUIN_LEAST = 4
const RUIN_MOST = 70
/** Shares of the cycles that begin with a new plan, with one made of two good ones, and with the best so far. */
const FROM_NONE = 0.45
const FROM_TWO = 0.45
const FROM_BEST = 0.05

/** One cooling of the annealing. Temperatures are in mean scores of a point. */
export interface Cycle {
  /** How it begins: with a new plan, one made of two good ones, the best so far, or where the last cycle ended. */
  start: 'new' | 'two' | 'best' | 'on'
  /** Iterations. */
  length: number
  hot: number
  cold: number
  /** Most stops that one of its ruins takes out. */
  ruin: number
}

/** Draws the k-th cycle, from 0. The first is short, so that a good plan is soon there. */
export function drawCycle(k: number, candidates: number, random: Random): Cycle {
  const share = SHARE_LEAST + (SHARE_MOST - SHARE_LEAST) * random.unit()
  const ruin = Math.min(RUIN_LEAST + share * candidates, RUIN_MOST)
  if (k === 0) return { start: 'on', length: FIRST, hot: FIRST_HEAT, cold: COLD, ruin }
  const start = startOf(random.unit())
  const [least, most] = start === 'new' ? [HOT_LEAST, HOT_MOST] : [WARM_LEAST, WARM_MOST]
  const length = Math.min(LEAST_EACH * candidates, LEAST) * luby(k)
  return { start, length, hot: least * (most / least) ** random.unit(), cold: COLD, ruin }
}

function startOf(chance: number): Cycle['start'] {
  if (chance < FROM_NONE) return 'new'
  if (chance < FROM_NONE + FROM_TWO) return 'two'
  return chance < FROM_NONE + FROM_TWO + FROM_BEST ? 'best' : 'on'
}

/** The k-th term (from 1) of 1 1 2 1 1 2 4 1 1 2 …, the restart lengths of Luby, Sinclair and Zuckerman (1993). */
function luby(k: number): number {
  let block = 1
  while (2 * block - 1 < k) block *= 2
  return k === 2 * block - 1 ? block : luby(k - block + 1)
}
