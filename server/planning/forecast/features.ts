import { smooth } from './grid.ts'
import { countBefore } from './past.ts'
import { ofKind, type Study } from './study.ts'

/** What is known of each cell before a day: one column per feature, rates in incidents a week. */
export interface Features {
  names: string[]
  columns: Float32Array[]
}

const HALF_LIVES_DAYS = [7, 21, 60, 180]
const WIDTHS_CELLS = [0.7, 1, 2, 4, 10]
/** Kinds beyond the most frequent add columns without adding knowledge. */
const KINDS_MAX = 6

/**
 * Features of every cell from incidents before `day` alone. `first` is the first recorded day; rates are over the time
 * since, so that early and late days compare. Decayed counts at several half-lives and kernel widths follow multi-scale
 * self-exciting models (Mohler et al. 2011); address repeats follow the near-repeat literature (Johnson and Bowers 2004).
 * O(features · (n + c)) for n incidents and c cells.
 */
export function featuresOn(study: Study, day: number, first: number): Features {
  const features: Features = { names: [], columns: [] }
  const end = countBefore(study.past, day)
  const span = Math.max(1, day - first)
  const own: Group = { name: 'own', study, day, span, end, has: (i) => ofKind(study, i) }
  addCounts(features, own, HALF_LIVES_DAYS, WIDTHS_CELLS, [[21, 1], [21, 2], [21, 5], [180, 1]])
  addRepeats(features, own)
  addHours(features, own)
  if (study.kind !== undefined) {
    const rest: Group = { ...own, name: 'rest', has: (i) => !ofKind(study, i) }
    addCounts(features, rest, [60], [1, 2, 5], [[21, 2]])
    addRepeats(features, rest)
    addHours(features, rest)
  }
  for (const kind of frequentKinds(study, end)) {
    if (kind === study.kind) continue
    const one: Group = { ...own, name: study.past.kinds[kind]!, has: (i) => study.past.kind[i] === kind }
    addCounts(features, one, [], [2], [])
  }
  return features
}

/** Some of the incidents before a day. */
interface Group {
  name: string
  study: Study
  day: number
  span: number
  end: number
  has: (incident: number) => boolean
}

function frequentKinds({ past }: Study, end: number): number[] {
  const counts = new Float64Array(past.kinds.length)
  for (let i = 0; i < end; i++) counts[past.kind[i]!]!++
  return [...counts.keys()].filter((kind) => counts[kind]! >= 100).sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, KINDS_MAX)
}

function add(features: Features, name: string, column: Float64Array | Float32Array): void {
  features.names.push(name)
  features.columns.push(Float32Array.from(column))
}

/** Sums `weight` over the group's incidents by cell. */
function tally(group: Group, weight: (incident: number) => number): Float64Array {
  const { study, end, has } = group
  const sums = new Float64Array(study.grid.cells)
  for (let i = 0; i < end; i++) if (study.cell[i]! >= 0 && has(i)) sums[study.cell[i]!]! += weight(i)
  return sums
}

function addCounts(features: Features, group: Group, halfLives: number[], widths: number[], decayedWidths: [number, number][]): void {
  const { study: { grid, past }, span, day, name } = group
  const all = tally(group, () => 7 / span)
  add(features, `${name}.rate`, all)
  for (const width of widths) add(features, `${name}.rate.width${width}`, smooth(grid, all, width))
  const decayed = (halfLife: number): Float64Array => {
    const kept = 2 ** (-1 / halfLife)
    // The weights of `span` days of one incident a day add up to this.
    const exposure_days = kept * (1 - kept ** span) / (1 - kept)
    return tally(group, (i) => 7 / exposure_days * kept ** (day - past.day[i]!))
  }
  const byHalfLife = new Map([...halfLives, ...decayedWidths.map(([halfLife]) => halfLife)].map((h) => [h, decayed(h)]))
  for (const halfLife of halfLives) add(features, `${name}.decay${halfLife}`, byHalfLife.get(halfLife)!)
  for (const [halfLife, width] of decayedWidths) {
    add(features, `${name}.decay${halfLife}.width${width}`, smooth(grid, byHalfLife.get(halfLife)!, width))
  }
}

/** How the incidents of a cell concentrate on addresses, days and weeks: many at one door last, many on one night do not. */
function addRepeats(features: Features, group: Group): void {
  const { study: { grid, past, cell }, span, day, end, has, name } = group
  const atAddress = new Uint32Array(past.addresses)
  const columns = ['addresses', 'largest', 'repeats', 'days', 'weeks', 'recency'].map(() => new Float32Array(grid.cells))
  const [addresses, largest, repeats, days, weeks, recency] = columns as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array]
  const lastAge = new Int32Array(grid.cells)
  const lastWeek = new Int32Array(grid.cells).fill(-1)
  for (let i = 0; i < end; i++) {
    const at = cell[i]!
    if (at < 0 || !has(i)) continue
    const there = ++atAddress[past.address[i]!]!
    if (there === 1) addresses[at]!++
    else repeats[at]! += 7 / span
    largest[at] = Math.max(largest[at]!, there * 7 / span)
    const age = day - past.day[i]!
    // Incidents come in order of time, so a new age is a new day.
    if (age !== lastAge[at]) days[at]! += 7 / span
    lastAge[at] = age
    recency[at] = 1 / age
    const week = Math.floor((age - 1) / 7)
    if (week !== lastWeek[at]) weeks[at]! += 7 / span
    lastWeek[at] = week
  }
  for (const [k, column] of columns.entries()) add(features, `${name}.${['addresses', 'largest', 'repeats', 'days', 'weeks', 'recency'][k]!}`, column)
}

/** Rates by night and by working hours tell shops, bars and homes apart. */
function addHours(features: Features, group: Group): void {
  const { study: { past }, span, name } = group
  add(features, `${name}.night`, tally(group, (i) => (past.hour[i]! < 6 || past.hour[i]! >= 20 ? 7 / span : 0)))
  add(features, `${name}.working`, tally(group, (i) => (past.hour[i]! >= 9 && past.hour[i]! < 18 ? 7 / span : 0)))
}

/** Whether anything at all is recorded in a cell before `day`. O(n + c). */
export function everStruck(study: Study, day: number): Uint8Array {
  const struck = new Uint8Array(study.grid.cells)
  for (let i = 0, end = countBefore(study.past, day); i < end; i++) if (study.cell[i]! >= 0) struck[study.cell[i]!] = 1
  return struck
}
