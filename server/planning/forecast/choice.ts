/** Choosing a mixture of experts, and learning how far off it is, by rolling forecasts inside the given past. */
import { askExperts, mix, trainExperts, type ExpertName, type ExpertPlan, type Mixture } from './experts.ts'
import { AccuracyTally, countHits, type Accuracy } from './measure.ts'
import { countBefore } from './past.ts'
import { countCells, ofKind, type Study } from './study.ts'
import type { FeatureSource } from './training.ts'

/** The first that can be had is the default; another must be better by more than chance is likely to make it. */
const MIXTURES: readonly Mixture[] = [
  { trees: 0.45, regression: 0.15, pooled: 0.4 }, { trees: 0.75, regression: 0.25 }, { regression: 0.25, pooled: 0.75 }, { pooled: 1 },
  { trees: 0.5, lasting: 0.5 }, { trees: 0.5, recent: 0.5 }, { trees: 0.5, quarter: 0.5 },
  { regression: 0.5, recent: 0.5 }, { recent: 1 }, { lasting: 1 }, { quarter: 1 },
]
const SIMPLE: readonly Mixture[] = [{ lasting: 1 }, { quarter: 1 }, { regression: 1 }]
const ADVANTAGE_MIN = 0.005
/** Standard errors by which the weekly advantage of another mixture must stand above nothing. */
const SURENESS = 2

/** What rolling forecasts over the last weeks of the past showed. */
export interface RollingScore {
  weeks: number
  /** Of the chosen mixture, and of the simple method that did best, each share judged on its own. */
  chosen: Accuracy
  bestSimple: Pick<Accuracy, 'pai1' | 'pai5'>
}

export interface Choice {
  /** undefined when there was too little past to compare. */
  mixture: Mixture | undefined
  score: RollingScore | undefined
  /** Variance beyond a Poisson's of one cell's incidents, as a share of their squared mean. */
  cellDispersion: number
  /** Share of the week's incidents that fell outside the known area. */
  outsideShare: number
}

const UNSCORED: Pick<Choice, 'cellDispersion' | 'outsideShare'> = { cellDispersion: 0.2, outsideShare: 0.02 }
const WEEKS_MIN = 4
const WEEKS_MAX = 8
const BEHIND_DAYS = 84

/**
 * Trains experts before the last weeks, forecasts each of those weeks, and keeps the mixture with the most hits at 1 % and
 * 5 % of the area. Costs one training and four to eight forecasts. With less than sixteen weeks nothing is scored.
 */
export function chooseMixture(study: Study, day: number, source: FeatureSource, plan: ExpertPlan): Choice {
  const weeks = Math.min(WEEKS_MAX, Math.floor((day - plan.first - BEHIND_DAYS) / 14))
  if (weeks < WEEKS_MIN) return { mixture: undefined, score: undefined, ...UNSCORED }
  const start = day - 7 * weeks
  const experts = trainExperts(study, start, source, { ...plan, quick: true })
  const rounds: Round[] = Array.from({ length: weeks }, (_, week) => {
    const from = start + 7 * week
    return { answers: askExperts(experts, study, from, source), ...countCells(study, from, from + 7) }
  })
  const accuracyOf = (mixture: Mixture): Accuracy => {
    const tally = new AccuracyTally()
    for (const { answers, counts, outside } of rounds) tally.add(mix(answers, mixture, study.grid.cells), counts, outside)
    return tally.result()
  }
  const simple = SIMPLE.map(accuracyOf)
  const bestSimple = { pai1: Math.max(...simple.map((a) => a.pai1)), pai5: Math.max(...simple.map((a) => a.pai5)) }
  const tried = MIXTURES.filter((mixture) => canMix(rounds[0]!.answers, mixture))
  const weekly = tried.map((mixture) => rounds.map((round) => hitsIn(round, mixture, study.grid.cells)))
  const best = tried[surelyBest(weekly)]!
  const shares = rounds.map(({ answers }) => mix(answers, best, study.grid.cells))
  return {
    mixture: best, score: { weeks, chosen: accuracyOf(best), bestSimple },
    cellDispersion: dispersionOf(shares, rounds.map((round) => round.counts)),
    outsideShare: newPlaceShare(study, day, weeks),
  }
}

interface Round {
  answers: Partial<Record<ExpertName, Float64Array>>
  counts: Float64Array
  outside: number
}

/** Hits of one week at 1 % and 5 % of the area. */
function hitsIn({ answers, counts }: Round, mixture: Mixture, cells: number): [number, number] {
  const scores = mix(answers, mixture, cells)
  return [countHits(scores, counts, 0.01).hits, countHits(scores, counts, 0.05).hits]
}

/**
 * Which of several methods to keep, given each one's weekly hits at two shares of the area: the first, unless another's
 * advantage over it, in relative hits, is above `ADVANTAGE_MIN` and above `SURENESS` standard errors of its weekly swings.
 */
export function surelyBest(weekly: readonly (readonly (readonly [number, number])[])[]): number {
  const first = weekly[0]!
  const totals = [0, 1].map((k) => Math.max(1, first.reduce((sum, hits) => sum + hits[k]!, 0))) as [number, number]
  let best = 0
  let surest = 0
  for (const [method, weeks] of weekly.entries()) {
    const gains = weeks.map((hits, week) => ((hits[0] - first[week]![0]) / totals[0] + (hits[1] - first[week]![1]) / totals[1]) / 2)
    const gain = gains.reduce((sum, g) => sum + g, 0)
    const swings = gains.reduce((sum, g) => sum + (g - gain / gains.length) ** 2, 0)
    const error = Math.sqrt(swings * gains.length / Math.max(1, gains.length - 1))
    if (gain > ADVANTAGE_MIN && gain - SURENESS * error > surest) { best = method; surest = gain - SURENESS * error }
  }
  return best
}

/** The share of the last weeks' incidents whose block had none of the kind in any earlier week. O(n). */
function newPlaceShare(study: Study, day: number, weeks: number): number {
  const { grid, past, cell } = study
  const weekOf = (i: number): number => Math.floor((day - 1 - past.day[i]!) / 7)
  const firstWeek = new Map<string, number>()
  let fresh = 1
  let all = 50
  for (let i = 0, end = countBefore(past, day); i < end; i++) {
    if (cell[i]! < 0 || !ofKind(study, i)) continue
    const block = `${Math.floor(grid.column[cell[i]!]! / grid.block_cells)},${Math.floor(grid.row[cell[i]!]! / grid.block_cells)}`
    const first = firstWeek.get(block) ?? weekOf(i)
    firstWeek.set(block, first)
    if (weekOf(i) >= weeks) continue
    all++
    if (first === weekOf(i)) fresh++
  }
  return fresh / all
}

const canMix = (answers: object, mixture: Mixture): boolean => Object.keys(mixture).every((name) => name in answers)

/** The mixture to use where nothing could be compared, or where the chosen one lacks an expert. */
export const defaultMixture = (answers: object): Mixture => MIXTURES.find((mixture) => canMix(answers, mixture))!

/** Method of moments over cells and weeks, given each week's true total. */
function dispersionOf(shares: Float64Array[], counts: Float64Array[]): number {
  let excess = 0
  let squares = 0
  for (const [week, share] of shares.entries()) {
    const total = counts[week]!.reduce((a, b) => a + b, 0)
    for (let cell = 0; cell < share.length; cell++) {
      const mean = share[cell]! * total
      excess += (counts[week]![cell]! - mean) ** 2 - mean
      squares += mean * mean
    }
  }
  return squares > 0 ? Math.max(0, excess / squares) : UNSCORED.cellDispersion
}
