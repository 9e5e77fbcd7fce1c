/** The forecast of a coming week's incidents from a city's own past. Pure; safe in a worker thread. */
import { chooseMixture, defaultMixture, type Choice, type RollingScore } from './choice.ts'
import { askExperts, mix, trainExperts, type Experts, type Mixture } from './experts.ts'
import type { Grid, GridShape } from './grid.ts'
import { expectLevel } from './level.ts'
import { countBefore, ForecastError, orderPast, type Past } from './past.ts'
import { learnProfile, type Profile } from './profile.ts'
import { countCells, firstDayOf, ofKind, studyOf, type Study } from './study.ts'
import { rememberFeatures, type FeatureSource } from './training.ts'

export interface ForecastSettings {
  /** First of the seven days, in days since 1970 on the city's clock. Nothing from this day on is looked at. */
  firstDay: number
  /** Index of the kind; undefined for incidents of any kind. */
  kind?: number | undefined
  seed?: number
  shape?: GridShape
  /** Hours at which shifts begin, rising from 0. */
  shiftStarts_h?: readonly number[]
}

/** Why a forecast is to be taken with caution. */
export type ThinReason = 'no_past' | 'short_past' | 'few_incidents' | 'not_scored' | 'no_better_than_counts'

export interface Evidence {
  thin: boolean
  reasons: ThinReason[]
  incidents: number
  /** Days between the kind's first record and the forecast. */
  past_days: number
  score: RollingScore | undefined
}

export interface Forecast {
  firstDay: number
  kind: number | undefined
  grid: Grid
  /** Expected incidents of the seven days by cell. */
  week: Float64Array
  /** Expected incidents of the seven days in places where none was recorded so far. */
  outside: number
  profile: Profile
  /** Spread beyond a Poisson's: variance = mean + cell · Σ mean² over cells + city · mean². */
  dispersion: { cell: number; city: number }
  mixture: Mixture
  evidence: Evidence
  /** Where the kind's incidents were, by cell: those of a cell are at [from[cell], from[cell + 1]). */
  places: { from: Uint32Array; x_m: Float64Array; y_m: Float64Array }
}

export const SHAPE: GridShape = { cell_m: 200, block_cells: 5 }
export const SHIFT_STARTS_H: readonly number[] = [0, 8, 16]

const SHORT_PAST_DAYS = 112
const FEW_INCIDENTS = 300

/** A trained forecaster, usable for the weeks from its day on until it is trained anew. */
export interface Forecaster {
  study: Study
  first: number
  experts: Experts
  choice: Choice
  source: FeatureSource
  /** Nothing from this day on was looked at in training. */
  day: number
}

/**
 * Expected incidents of the week from `firstDay` on by cell, weekday and shift, with its uncertainty and how well the same
 * method foretold the last weeks. The order of incidents and those on or after `firstDay` make no difference; the same
 * input and seed give the same numbers. Throws ForecastError (see `orderPast`) and `forecast.bad_setting`.
 * Time O(origins · features · (n + c)) and at most 300,000 training rows, so growing with n only through the features.
 */
export function forecastWeek(past: Past, settings: ForecastSettings): Forecast {
  const { firstDay, kind, seed = 1, shape = SHAPE, shiftStarts_h = SHIFT_STARTS_H } = settings
  checkSettings(past, settings)
  const study = studyOf(orderPast(beforeDay(past, firstDay)), firstDay, kind, shape)
  return forecastWith(trainForecaster(study, firstDay, seed), firstDay, shiftStarts_h)
}

function checkSettings(past: Past, { firstDay, kind, shape = SHAPE, shiftStarts_h = SHIFT_STARTS_H }: ForecastSettings): void {
  const shiftsRise = shiftStarts_h[0] === 0 && shiftStarts_h.every((hour, k) => Number.isInteger(hour) && hour < 24 && (k === 0 || hour > shiftStarts_h[k - 1]!))
  const bad = [
    [Number.isInteger(firstDay), 'firstDay is a whole number of days'],
    [kind === undefined || (Number.isInteger(kind) && kind >= 0 && kind < past.kinds.length), 'kind is an index into kinds'],
    [shape.cell_m > 0 && Number.isInteger(shape.block_cells) && shape.block_cells > 0, 'cell_m is positive and block_cells a positive whole number'],
    [shiftsRise, 'shiftStarts_h are whole hours rising from 0'],
  ].find(([holds]) => !holds)
  if (bad !== undefined) throw new ForecastError('forecast.bad_setting', `Not so: ${String(bad[1])}.`)
}

/** Drops what comes later before anything else sees it. */
function beforeDay(past: Past, day: number): Past {
  const isLater = (i: number): boolean => past.wallclock_s[i]! >= day * 86_400
  if (!past.kind.some((_, i) => isLater(i))) return past
  const take = <A extends Float64Array | Uint16Array>(column: A): A => column.filter((_, i) => !isLater(i)) as A
  return { ...past, wallclock_s: take(past.wallclock_s), x_m: take(past.x_m), y_m: take(past.y_m), kind: take(past.kind) }
}

/** Chooses a mixture by rolling forecasts before `day` and trains its experts on all that is known before `day`. */
export function trainForecaster(study: Study, day: number, seed = 1, source?: FeatureSource): Forecaster {
  // A few records dated long before all others must not stretch the time that rates are over.
  const first = study.past.day[Math.floor(countBefore(study.past, day) / 1000)] ?? day
  const remembered = source ?? rememberFeatures(study, first)
  const { counts, outside } = countCells(study, -Infinity, day)
  const plan = { first, seed, incidents: counts.reduce((a, b) => a + b, outside) }
  return {
    study, first, day, source: remembered,
    choice: chooseMixture(study, day, remembered, plan),
    experts: trainExperts(study, day, remembered, plan),
  }
}

/** The forecast of a week that begins on or after the day the forecaster was trained for, from what is known before it. */
export function forecastWith({ study, experts, choice, source, day }: Forecaster, firstDay: number, shiftStarts_h = SHIFT_STARTS_H): Forecast {
  if (firstDay < day) throw new ForecastError('forecast.bad_setting', 'A forecaster cannot foretell days that it was trained on.')
  const answers = askExperts(experts, study, firstDay, source)
  const mixture = choice.mixture !== undefined && Object.keys(choice.mixture).every((name) => name in answers) ? choice.mixture : defaultMixture(answers)
  const level = expectLevel(weeklyTotals(study, firstDay))
  const outside = level.expected * choice.outsideShare
  return {
    firstDay, kind: study.kind, grid: study.grid, mixture, outside,
    week: mix(answers, mixture, study.grid.cells).map((share) => share * (level.expected - outside)),
    profile: learnProfile(study, firstDay, shiftStarts_h),
    dispersion: { cell: choice.cellDispersion, city: level.dispersion },
    evidence: weigh(study, firstDay, choice),
    places: placesOf(study, firstDay),
  }
}

/** Incidents of the kind, also outside the area, in each whole week before a day, oldest first. */
function weeklyTotals(study: Study, day: number): number[] {
  const start = firstDayOf(study, day) ?? day
  const totals = Array.from({ length: Math.floor((day - start) / 7) }, () => 0)
  for (let i = 0, end = countBefore(study.past, day); i < end; i++) {
    const week = totals.length - 1 - Math.floor((day - 1 - study.past.day[i]!) / 7)
    if (week >= 0 && ofKind(study, i)) totals[week]!++
  }
  return totals
}

function weigh(study: Study, day: number, { score }: Choice): Evidence {
  const { counts, outside } = countCells(study, -Infinity, day)
  const incidents = counts.reduce((a, b) => a + b, outside)
  const past_days = day - (firstDayOf(study, day) ?? day)
  const reasons: ThinReason[] = []
  if (incidents === 0) reasons.push('no_past')
  if (past_days < SHORT_PAST_DAYS) reasons.push('short_past')
  if (incidents < FEW_INCIDENTS) reasons.push('few_incidents')
  if (score === undefined) reasons.push('not_scored')
  else if (score.chosen.pai5 < score.bestSimple.pai5) reasons.push('no_better_than_counts')
  return { thin: reasons.some((reason) => reason !== 'no_better_than_counts'), reasons, incidents, past_days, score }
}

function placesOf(study: Study, day: number): Forecast['places'] {
  const { counts } = countCells(study, -Infinity, day)
  const from = new Uint32Array(counts.length + 1)
  for (let cell = 0; cell < counts.length; cell++) from[cell + 1] = from[cell]! + counts[cell]!
  const next = from.slice()
  const places = { from, x_m: new Float64Array(from[counts.length]!), y_m: new Float64Array(from[counts.length]!) }
  for (let i = 0, end = countBefore(study.past, day); i < end; i++) {
    const cell = study.cell[i]!
    if (cell < 0 || !ofKind(study, i)) continue
    const at = next[cell]!++
    places.x_m[at] = study.past.x_m[i]!
    places.y_m[at] = study.past.y_m[i]!
  }
  return places
}
