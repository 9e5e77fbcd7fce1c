/**
 * Exact assignment against npm's `munkres`, on the problems of DIR/assign (OR-Library's format: n, then n × n costs)
 * and on generated ones of the same kind. `vs_munkres` is the worst ratio over all square problems of 400 and more.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { assign } from '../server/dispatch/assignment.ts'
import { alternately, elapsed_ms, growth, randomFrom, rounded } from './measure/turns.ts'
import type { Bench } from './run.ts'

interface Instance { name: string, rows: number, columns: number, cost: Float64Array }
type Munkres = (matrix: number[][]) => [number, number][]

/** Optima as OR-Library publishes them; others are checked against the peer, which is exact too. */
const PUBLISHED: Record<string, number> = { assign100: 305, assign200: 475, assign300: 626, assign400: 804, assign500: 991, assign600: 1176, assign700: 1362, assign800: 1552 }

const bench: Bench = async ({ dataDir, say }) => {
  const munkres: Munkres | null = await import('munkres').then((module) => module.munkres as Munkres, () => null)
  const given = readGiven(dataDir)
  const square = [...given, ...[400, 800].map((n) => generated(n, n, 100)), generated(800, 800, 1e6)]
  let optimal = 0
  const ratios: number[] = []
  for (const instance of square) {
    const { total } = assign(instance.cost, instance.rows, instance.columns)
    const best = PUBLISHED[instance.name] ?? peerTotal(munkres, instance)
    const isGiven = given.includes(instance)
    if (isGiven && total === best) optimal++
    if (!isGiven && best !== null && total !== best) throw new Error(`${instance.name}: ${total} against ${best}`)
    const { ours, peer } = duel(munkres, instance)
    if (peer !== null && instance.rows >= 400) ratios.push(peer / ours)
    say(`${instance.name}: ${total} (best ${best}), ${ours.toFixed(2)} ms, munkres ${peer?.toFixed(2) ?? 'absent'} ms`)
  }
  const dispatch = [generated(20, 2000, 3600), generated(100, 5000, 3600)].map((instance) => ({
    size: `${instance.rows}×${instance.columns}`,
    ms: rounded(elapsed_ms(() => assign(instance.cost, instance.rows, instance.columns)), 2),
  }))
  const sizes = [100, 200, 400, 800, 1600].map((n) => {
    const { cost } = generated(n, n, 1000)
    return { n, ms: rounded(alternately(7, () => assign(cost, n, n))[0]!, 2) }
  })
  return {
    instances: given.length,
    optimal,
    vs_munkres: ratios.length > 0 ? rounded(Math.min(...ratios), 2) : null,
    rectangular: dispatch,
    sizes,
    growth: growth(sizes),
  }
}
export default bench

function readGiven(dataDir: string | undefined): Instance[] {
  const folder = dataDir && [join(dataDir, 'assign'), dataDir].find((path) => existsSync(path))
  if (!folder) return []
  return readdirSync(folder).filter((file) => /^assign.*\.txt$/.test(file) && !file.includes('opt')).map((file) => {
    const [n, ...cost] = readFileSync(join(folder, file), 'utf8').trim().split(/\s+/).map(Number)
    return { name: basename(file, '.txt'), rows: n!, columns: n!, cost: Float64Array.from(cost) }
  }).sort((a, b) => a.rows - b.rows)
}

function generated(rows: number, columns: number, most: number): Instance {
  const random = randomFrom(rows + columns)
  const cost = Float64Array.from({ length: rows * columns }, () => 1 + Math.floor(random() * most))
  return { name: `random-${rows}×${columns}-${most}`, rows, columns, cost }
}

function matrixOf({ rows, columns, cost }: Instance): number[][] {
  return Array.from({ length: rows }, (_, row) => [...cost.subarray(row * columns, (row + 1) * columns)])
}

function peerTotal(munkres: Munkres | null, instance: Instance): number | null {
  if (!munkres) return null
  return munkres(matrixOf(instance)).reduce((sum, [row, column]) => sum + instance.cost[row * instance.columns + column]!, 0)
}

function duel(munkres: Munkres | null, instance: Instance): { ours: number, peer: number | null } {
  const matrix = matrixOf(instance)
  const contenders = [() => assign(instance.cost, instance.rows, instance.columns), ...(munkres ? [() => munkres(matrix)] : [])]
  const [ours, peer] = alternately(11, ...contenders)
  return { ours: ours!, peer: peer ?? null }
}
