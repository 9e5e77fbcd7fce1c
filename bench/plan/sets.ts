/** Reads team orienteering sets in the format of Chao, Golden and Wasil, and best-known values beside them. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { RouteProblem } from '../../server/planning/routes/problem.ts'

export interface Instance {
  name: string
  problem: RouteProblem
}

/** All files below a folder, at most four levels deep, in name order. */
export function filesBelow(dir: string, depth = 4): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .flatMap((entry) => {
      const path = join(dir, entry.name)
      if (entry.isDirectory()) return depth > 1 ? filesBelow(path, depth - 1) : []
      return [path]
    })
}

/**
 * One instance: three lines `n N`, `m P`, `tmax T`, then N lines `x y score`; the first point is the start, the last the
 * end, distances are straight. Undefined when the text is something else; throws when it begins so and then breaks.
 */
export function readInstance(path: string, text: string): Instance | undefined {
  const words = text.trim().split(/[\s;]+/)
  if (words[0] !== 'n' || words[2] !== 'm' || words[4] !== 'tmax') return undefined
  const [n, m, budget] = [Number(words[1]), Number(words[3]), Number(words[5])]
  const numbers = words.slice(6, 6 + 3 * n).map(Number)
  if (!(n >= 2 && m >= 1 && budget >= 0) || numbers.length !== 3 * n || numbers.some(Number.isNaN)) {
    throw new Error(`${path} is broken: expected ${n} points, ${m} paths and a budget`)
  }
  const travel = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) travel[i * n + j] = Math.hypot(numbers[3 * i]! - numbers[3 * j]!, numbers[3 * i + 1]! - numbers[3 * j + 1]!)
  }
  const scores = Array.from({ length: n }, (_, i) => numbers[3 * i + 2]!)
  const patrols = Array.from({ length: m }, () => ({ start: 0, end: n - 1, budget }))
  return { name: basename(path, extname(path)), problem: { scores, travel, patrols } }
}

/** Best-known value by instance name from a table with the columns `instance` and `best_known`. */
export function readBestKnown(text: string): Map<string, number> {
  const [head = '', ...rows] = text.trim().split(/\r?\n/)
  const columns = head.split(',').map((name) => name.trim())
  const name = columns.indexOf('instance')
  const value = columns.indexOf('best_known')
  if (name < 0 || value < 0) throw new Error('best-known.csv needs the columns instance and best_known')
  return new Map(rows.map((row) => row.split(',')).map((cells) => [cells[name]!.trim(), Number(cells[value])]))
}

/** Everything to measure below a folder: the instances that have a best-known value, or all when no table is there. */
export function readSets(dir: string): { instances: Instance[]; best: Map<string, number>; left_out: number } {
  const paths = filesBelow(dir)
  const best = new Map<string, number>()
  for (const path of paths) {
    if (basename(path) === 'best-known.csv') readBestKnown(readFileSync(path, 'utf8')).forEach((value, name) => best.set(name, value))
  }
  const all = paths
    .filter((path) => ['.txt', '.top', '.dat', ''].includes(extname(path).toLowerCase()) || /^p\d/.test(basename(path)))
    .map((path) => readInstance(path, readFileSync(path, 'utf8')))
    .filter((instance) => instance !== undefined)
  const instances = best.size === 0 ? all : all.filter(({ name }) => best.has(name))
  return { instances, best, left_out: all.length - instances.length }
}
