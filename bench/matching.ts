/**
 * Map matching on tracks with a known way: DIR/gps holds `<set>.coor.txt` (tracks), `<set>.txt` (for each the vertices it
 * passed) and a folder `*-roads` with the street graph (`adjacentList.txt.gz`, `vertexMap.txt.gz`), in kilometres on a plane.
 *
 * The judged edges are pairs of vertices in the direction they were passed. `edge_accuracy` is the share of edges that are
 * right, an edge left out and an edge added counting alike: right / (right + missed + added), over all tracks.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { graphOf, NearestStreet } from '../server/places/network/network.ts'
import type { Graph, StreetLine } from '../server/places/network/network.ts'
import { planeAround } from '../server/platform/geo.ts'
import { MATCH_RULES, matchTrack } from '../server/tracking/matching.ts'
import type { MatchFix } from '../server/tracking/matching.ts'
import { elapsed_ms, growth, rounded } from './measure/turns.ts'
import type { Bench } from './run.ts'

interface Case { fixes: MatchFix[], way: number[] }
interface DataSet { graph: Graph, nodeOf: Int32Array, cases: Case[] }

const plane = planeAround(0, 0)

const bench: Bench = async ({ dataDir, say }) => {
  const found = dataDir && [join(dataDir, 'gps'), dataDir].find((path) => existsSync(path) && readdirSync(path).some((name) => name.endsWith('.coor.txt')))
  if (!found) return { edge_accuracy: null, tracks: 0 }
  const { graph, nodeOf, cases } = readDataSet(found)
  const index = new NearestStreet(graph)
  const ours = new Tally()
  const nearest = new Tally()
  let points = 0
  let points_right = 0
  let nearest_points_right = 0
  let match_ms = 0
  for (const { fixes, way } of cases) {
    const truth = new Set(way.slice(1).map((to, k) => `${way[k]}>${to}`))
    const eitherWay = new Set([...truth].flatMap((pair) => [pair, pair.split('>').reverse().join('>')]))
    const pair = (edge: number, forward: boolean): string =>
      `${nodeOf[forward ? graph.from[edge]! : graph.to[edge]!]}>${nodeOf[forward ? graph.to[edge]! : graph.from[edge]!]}`
    let matched = matchTrack(index, [])
    match_ms += elapsed_ms(() => { matched = matchTrack(index, fixes) })
    const before = { ...ours }
    ours.add(truth, matched.pieces.flatMap(({ edges }) => edges.map(({ edge, forward }) => pair(edge, forward))))
    const naive = fixes.map(({ lon, lat }) => index.nearest(lon, lat)!.edge)
    nearest.add(eitherWay, naive.flatMap((edge) => [pair(edge, true), pair(edge, false)]))
    points += fixes.length
    points_right += matched.spots.filter((spot) => spot && eitherWay.has(pair(spot.edge, true))).length
    nearest_points_right += naive.filter((edge) => eitherWay.has(pair(edge, true))).length
    say(`${fixes.length} fixes, ${truth.size} edges: right ${ours.right - before.right}, missed ${ours.missed - before.missed}, added ${ours.added - before.added}, pieces ${matched.pieces.length}`)
  }
  const sizes = [1, 2, 4, 8].map((times) => {
    const fixes = repeated(cases, times)
    return { n: fixes.length, ms: rounded(elapsed_ms(() => matchTrack(index, fixes)), 1) }
  })
  return {
    edge_accuracy: ours.accuracy, recall: ours.recall, precision: ours.precision,
    nearest_edge: { edge_accuracy: nearest.accuracy, recall: nearest.recall, points_right: rounded(nearest_points_right / points, 4) },
    points_right: rounded(points_right / points, 4),
    tracks: cases.length, points, points_per_s: Math.round(1000 * points / match_ms), rules: MATCH_RULES, sizes, growth: growth(sizes),
  }
}
export default bench

class Tally {
  right = 0
  missed = 0
  added = 0

  add(truth: Set<string>, given: string[]): void {
    const distinct = new Set(given)
    for (const pair of truth) if (distinct.has(pair)) this.right++; else this.missed++
    for (const pair of distinct) if (!truth.has(pair)) this.added++
  }

  get accuracy(): number { return rounded(this.right / (this.right + this.missed + this.added), 4) }
  get recall(): number { return rounded(this.right / (this.right + this.missed), 4) }
  get precision(): number { return rounded(this.right / (this.right + this.added), 4) }
}

/** A long track: the tracks one after the other, the whole `times` times. */
function repeated(cases: readonly Case[], times: number): MatchFix[] {
  return Array.from({ length: times }, () => cases.flatMap(({ fixes }) => fixes)).flat()
}

function rowsOf(text: string): number[][] {
  return text.split('\n').filter((row) => row.trim() !== '').map((row) => row.trim().split(/\s+/).map(Number)).filter((row) => row.every(Number.isFinite))
}

function onGlobe(x_km: number, y_km: number): [number, number] { return [plane.lon(1000 * x_km), plane.lat(1000 * y_km)] }

function readDataSet(folder: string): DataSet {
  const files = readdirSync(folder)
  const roads = join(folder, files.find((name) => name.endsWith('-roads'))!)
  const places = new Map(rowsOf(textOf(join(roads, 'vertexMap.txt.gz'))).filter((row) => row.length === 4)
    .map(([node, , x, y]) => [node!, onGlobe(x!, y!)]))
  const lines = linesOf(rowsOf(textOf(join(roads, 'adjacentList.txt.gz'))).filter((row) => row.length === 3), places)
  const graph = graphOf(lines)
  const nodeOf = new Int32Array(graph.vertices)
  for (let edge = 0; edge < graph.edges; edge++) {
    const { nodes } = lines[graph.line[edge]!]!
    nodeOf[graph.from[edge]!] = nodes[0]!
    nodeOf[graph.to[edge]!] = nodes[1]!
  }
  return { graph, nodeOf, cases: files.filter((name) => name.endsWith('.coor.txt')).flatMap((name) => casesOf(folder, name, places)) }
}

function textOf(path: string): string { return gunzipSync(readFileSync(path)).toString() }

/** Two opposite arcs are one street, a lone arc is a one-way street. Lengths come from the places. */
function linesOf(arcs: number[][], places: Map<number, [number, number]>): StreetLine[] {
  const known = new Set(arcs.map(([from, to]) => `${from}>${to}`))
  return [...known].flatMap((arc): StreetLine[] => {
    const [from, to] = arc.split('>').map(Number) as [number, number]
    const oneWay = !known.has(`${to}>${from}`)
    if (from === to || (!oneWay && from > to)) return []
    return [{ nodes: [from, to], coordinates: [places.get(from)!, places.get(to)!], oneWay }]
  })
}

/** A track belongs to the way that begins and ends nearest to it. */
function casesOf(folder: string, name: string, places: Map<number, [number, number]>): Case[] {
  const rows = rowsOf(readFileSync(join(folder, name), 'utf8'))
  const ways = rowsOf(readFileSync(join(folder, name.replace('.coor', '')), 'utf8')).filter((way) => way.length > 1)
  const cases: Case[] = []
  for (let at = 1; at < rows.length;) {
    const count = rows[at]![2]!
    const fixes = rows.slice(at + 1, at + 1 + count).map(([, x, y]) => { const [lon, lat] = onGlobe(x!, y!); return { lon, lat } })
    at += 1 + count
    const off = (way: number[]): number => Math.max(...([[way[0]!, fixes[0]!], [way.at(-1)!, fixes.at(-1)!]] as const)
      .map(([node, { lon, lat }]) => Math.hypot(plane.x_m(places.get(node)![0] - lon), plane.y_m(places.get(node)![1] - lat))))
    cases.push({ fixes, way: ways.toSorted((a, b) => off(a) - off(b))[0]! })
  }
  return cases
}
