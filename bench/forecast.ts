import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { AccuracyTally, type Accuracy } from '../server/planning/forecast/measure.ts'
import { orderPast, type OrderedPast, type Past } from '../server/planning/forecast/past.ts'
import { SIMPLE_METHODS } from '../server/planning/forecast/simple.ts'
import { countCells, studyOf, type Study } from '../server/planning/forecast/study.ts'
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
    const fields = line.split(',')
    const time = Date.parse(`${(fields[t] ?? '').replaceAll('"', '').replace(' ', 'T').replace(/(Z|[+-]\d\d:?\d\d)$/, '')}Z`)
    const place = [Number(fields[x]), Number(fields[y])] as const
    if (fields.length < header.length || Number.isNaN(time) || place.some(Number.isNaN)) continue
    const kind = fields.slice(cat).join(',').replaceAll('"', '').trim()
    if (!kinds.has(kind)) kinds.set(kind, kinds.size)
    rows.push([time / 1000, place[0], place[1], kinds.get(kind)!])
  }
  return {
    wallclock_s: Float64Array.from(rows, (row) => row[0]), x_m: Float64Array.from(rows, (row) => row[1]),
    y_m: Float64Array.from(rows, (row) => row[2]), kind: Uint16Array.from(rows, (row) => row[3]), kinds: [...kinds.keys()],
  }
}
