import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { forecastWith, SHAPE, trainForecaster, type Forecast, type Forecaster } from '../server/planning/forecast/forecast.ts'
import { AccuracyTally, type Accuracy } from '../server/planning/forecast/measure.ts'
import { orderPast, type OrderedPast, type Past } from '../server/planning/forecast/past.ts'
import { SIMPLE_METHODS } from '../server/planning/forecast/simple.ts'
import { countCells, studyOf, type Study } from '../server/planning/forecast/study.ts'
import { expectedInCells, intervalOf } from '../server/planning/forecast/surface.ts'
import type { Bench } from './run.ts'

const WEEKS = 12

/** All `*.csv.gz` with the columns t, x, y, cat in a folder or below it. */
function findSets(folder: string): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return findSets(path)
    return name.endsWith('.csv.gz') ? [path] : []
  })
}

/** Reads a set; undefined when its header lacks a needed column. Rows that hold no numbers are left out. */
export function readPast(csv: string): Past | undefined {
  const lines = csv.split(/\r?\n/)
  const header = (lines[0] ?? '').split(',').map((name) => name.replaceAll('"', '').trim())
  const [t, x, y, cat] = ['t', 'x', 'y', 'cat'].map((name) => header.indexOf(name)) as [number, number, number, number]
  if (Math.min(t, x, y, cat) < 0) return undefined
  const kinds = new Map<string, number>()
  const rows: [number, number, number, number][] = []
  for (const line of lines.slice(1)) {
    const fields = line.replaceAll('"', '').split(',')
    const time = Date.parse(`${(fields[t] ?? '').replace(' ', 'T').replace(/(Z|[+-]\d\d:?\d\d)$/, '')}Z`)
    const place = [fields[x], fields[y]].map((field) => (field === undefined || field.trim() === '' ? Number.NaN : Number(field))) as [number, number]
    if (fields.length < header.length || Number.isNaN(time) || place.some(Number.isNaN)) continue
    // A comma inside the last column belongs to it.
    const kind = fields.slice(cat, cat === header.length - 1 ? undefined : cat + 1).join(',').trim()
    if (!kinds.has(kind)) kinds.set(kind, kinds.size)
    rows.push([time / 1000, place[0], place[1], kinds.get(kind)!])
  }
  return {
    wallclock_s: Float64Array.from(rows, (row) => row[0]), x_m: Float64Array.from(rows, (row) => row[1]),
    y_m: Float64Array.from(rows, (row) => row[2]), kind: Uint16Array.from(rows, (row) => row[3]), kinds: [...kinds.keys()],
  }
}

const REFIT_WEEKS = 4
/** Kinds with fewer incidents in the twelve weeks say more about chance than about a method. */
const TARGETS_MIN = 1000
const KINDS_MAX = 5

interface Line extends Accuracy {
  set: string
  kind: string
  best_simple_1: number
  best_simple_5: number
  /** No forecast: ranked by the twelve weeks' own incidents, the most that any ranking that stays the same can have. */
  hindsight_1: number
  hindsight_5: number
  /** No forecast: each week ranked by the incidents of all other days, those after it too. */
  both_sides_1: number
  both_sides_5: number
}

/** `undefined` for all kinds together, then the most frequent kinds. */
function kindsToMeasure(past: OrderedPast, from: number): (number | undefined)[] {
  const targets = past.kinds.map(() => 0)
  for (let i = 0; i < past.count; i++) if (past.day[i]! >= from) targets[past.kind[i]!]!++
  const frequent = [...targets.keys()].filter((kind) => targets[kind]! >= TARGETS_MIN).sort((a, b) => targets[b]! - targets[a]!)
  return [undefined, ...(past.kinds.length > 1 ? frequent.slice(0, KINDS_MAX) : [])]
}

/** Twelve weekly forecasts, each from what happened before its first day; trained anew every four weeks. */
function rollForecast(study: Study, from: number): { accuracy: Accuracy; inside80: number; told: number; seen: number } {
  const tally = new AccuracyTally()
  let forecaster: Forecaster | undefined
  let held = 0
  let asked = 0
  let told = 0
  let seen = 0
  for (let week = 0; week < WEEKS; week++) {
    const day = from + 7 * week
    if (week % REFIT_WEEKS === 0) forecaster = trainForecaster(study, day, 1, forecaster?.source)
    const forecast = forecastWith(forecaster!, day)
    const { counts, outside } = countCells(study, day, day + 7)
    tally.add(forecast.week, counts, outside)
    for (const cells of busiestBlocks(forecast)) {
      const { low, high } = intervalOf(expectedInCells(forecast, cells), 0.8)
      const happened = cells.reduce((sum, cell) => sum + counts[cell]!, 0)
      if (happened >= low && happened <= high) held++
      asked++
    }
    told += forecast.week.reduce((a, b) => a + b, forecast.outside)
    seen += counts.reduce((a, b) => a + b, outside)
  }
  return { accuracy: tally.result(), inside80: held / asked, told, seen }
}

const BUSIEST = 100

/** The cells of each of the blocks that expect most. */
function busiestBlocks({ grid, week }: Forecast): number[][] {
  const blocks = Map.groupBy(week.keys(), (cell) => `${Math.floor(grid.column[cell]! / grid.block_cells)},${Math.floor(grid.row[cell]! / grid.block_cells)}`)
  const expected = (cells: number[]): number => cells.reduce((sum, cell) => sum + week[cell]!, 0)
  return [...blocks.values()].sort((a, b) => expected(b) - expected(a)).slice(0, BUSIEST)
}

/** What rankings that know what comes later would have, to tell what is left for a forecast to gain. */
function knowLater(study: Study, from: number): Pick<Line, 'hindsight_1' | 'hindsight_5' | 'both_sides_1' | 'both_sides_5'> {
  const [hindsight, bothSides] = [new AccuracyTally(), new AccuracyTally()]
  const all = countCells(study, -Infinity, from + 7 * WEEKS).counts
  const twelve = countCells(study, from, from + 7 * WEEKS).counts
  for (let day = from; day < from + 7 * WEEKS; day += 7) {
    const { counts, outside } = countCells(study, day, day + 7)
    hindsight.add(twelve, counts, outside)
    bothSides.add(all.map((n, cell) => n - counts[cell]!), counts, outside)
  }
  const [known, others] = [hindsight.result(), bothSides.result()]
  return { hindsight_1: known.pai1, hindsight_5: known.pai5, both_sides_1: others.pai1, both_sides_5: others.pai5 }
}

function measureKind(past: OrderedPast, kind: number | undefined, from: number, set: string, say: (line: string) => void): Line {
  const study = studyOf(past, from, kind, SHAPE)
  const simple = Object.values(SIMPLE_METHODS).map((method) => {
    const tally = new AccuracyTally()
    for (let day = from; day < from + 7 * WEEKS; day += 7) {
      const { counts, outside } = countCells(study, day, day + 7)
      tally.add(method(study, day), counts, outside)
    }
    return tally.result()
  })
  const started = process.cpuUsage()
  const { accuracy, inside80, told, seen } = rollForecast(study, from)
  const cpu = process.cpuUsage(started)
  const best = { best_simple_1: Math.max(...simple.map((a) => a.pai1)), best_simple_5: Math.max(...simple.map((a) => a.pai5)), ...knowLater(study, from) }
  const name = kind === undefined ? 'all' : past.kinds[kind]!
  const figures = Object.entries({ ...accuracy, ...best }).map(([key, value]) => `${key} ${value.toFixed(3)}`).join('  ')
  say(`${set}  ${name}  ${figures}  vs ${(accuracy.pai1 / best.best_simple_1).toFixed(3)} ${(accuracy.pai5 / best.best_simple_5).toFixed(3)}`
    + `  in80 ${inside80.toFixed(2)}  total ${(told / seen).toFixed(3)}  cells ${study.grid.cells}  cpu_s ${((cpu.user + cpu.system) / 1e6).toFixed(1)}`)
  return { set, kind: name, ...accuracy, ...best }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** Without any set that holds twelve weeks and four more before them, the ratios are null. */
const forecast: Bench = async ({ dataDir, say }) => {
  const lines: Line[] = []
  for (const path of dataDir === undefined ? [] : findSets(dataDir)) {
    const read = readPast(gunzipSync(readFileSync(path)).toString('utf8'))
    if (read === undefined || read.kind.length === 0) continue
    const past = orderPast(read)
    const end = past.day[past.count - 1]! + 1
    const from = end - 7 * WEEKS
    if (from - past.day[0]! < 28) { say(`${basename(path)}: too short a past for twelve forecasts`); continue }
    for (const kind of kindsToMeasure(past, from)) lines.push(measureKind(past, kind, from, basename(path, '.csv.gz'), say))
  }
  const worst = (ratio: (line: Line) => number): number | null => (lines.length > 0 ? rounded(Math.min(...lines.map(ratio))) : null)
  return {
    vs_best_simple_1: worst((line) => line.pai1 / line.best_simple_1),
    vs_best_simple_5: worst((line) => line.pai5 / line.best_simple_5),
    sets: lines.map((line) => Object.fromEntries(Object.entries(line).map(([key, value]) => [key, typeof value === 'number' ? rounded(value) : value]))),
  }
}
export default forecast
