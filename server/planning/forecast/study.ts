import { locate, studyArea, type Grid, type GridShape } from './grid.ts'
import { countBefore, type OrderedPast } from './past.ts'

/** One question asked of the past: incidents of one kind (or of any) in one area. */
export interface Study {
  past: OrderedPast
  grid: Grid
  /** The cell of each incident, -1 outside. */
  cell: Int32Array
  /** undefined: incidents of any kind. */
  kind: number | undefined
}

/** The study of a kind in the area known before `day`. O(n + c log c). */
export function studyOf(past: OrderedPast, day: number, kind: number | undefined, shape: GridShape): Study {
  const grid = studyArea(past, day, kind, shape)
  return { past, grid, cell: locate(grid, past), kind }
}

export const ofKind = (study: Study, incident: number): boolean => study.kind === undefined || study.past.kind[incident] === study.kind

/** Incidents of the study's kind per cell from `from` up to but without `to`, and how many fell outside. O(n + c). */
export function countCells(study: Study, from: number, to: number): { counts: Float64Array; outside: number } {
  const counts = new Float64Array(study.grid.cells)
  let outside = 0
  for (let i = countBefore(study.past, from), end = countBefore(study.past, to); i < end; i++) {
    if (!ofKind(study, i)) continue
    const cell = study.cell[i]!
    if (cell < 0) outside++
    else counts[cell]!++
  }
  return { counts, outside }
}

/** Incidents of the study's kind before `day`, each halved in weight for every `half_life_days` of age. O(n + c). */
export function decayedCounts(study: Study, day: number, half_life_days: number): Float64Array {
  const counts = new Float64Array(study.grid.cells)
  const { past } = study
  for (let i = 0, end = countBefore(past, day); i < end; i++) {
    if (study.cell[i]! >= 0 && ofKind(study, i)) counts[study.cell[i]!]! += 2 ** (-(day - past.day[i]!) / half_life_days)
  }
  return counts
}

/** The first day on which the study's kind is recorded, or `undefined` when it never is before `day`. */
export function firstDayOf(study: Study, day: number): number | undefined {
  for (let i = 0, end = countBefore(study.past, day); i < end; i++) if (ofKind(study, i)) return study.past.day[i]!
  return undefined
}

