/**
 * Walking networks from the OpenStreetMap extracts of DIR/geo (*.osm.pbf, *.osm.gz, *.osm) and from generated street grids:
 * distance tables by our hierarchy against Dijkstra's search from each point (binary heap on the same typed arrays, stopped
 * as soon as every target is settled). `exact` when all tables agree to the millimetre.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MinHeap } from '../server/places/network/heap.ts'
import { walkingNetwork } from '../server/places/network/network.ts'
import type { Graph, Spot, StreetNetwork } from '../server/places/network/network.ts'
import { readOsm } from '../server/places/osm.ts'
import type { OsmWay } from '../server/places/osm.ts'
import { alternately, growth, randomFrom, rounded } from './measure/turns.ts'
import type { Bench } from './run.ts'

const POINTS = 100

const bench: Bench = async ({ dataDir, say }) => {
  const extracts = extractsIn(dataDir).map((file) => measured(file.name, readOsm(file.bytes).ways))
  const grids = [20, 40, 80, 160].map((side) => measured(`grid ${side}×${side}`, grid(side)))
  for (const { name, vertices, prepare_ms, table_ms, dijkstra_ms, exact } of [...extracts, ...grids]) {
    say(`${name}: ${vertices} vertices, prepared in ${prepare_ms} ms, ${POINTS}×${POINTS} in ${table_ms} ms, Dijkstra ${dijkstra_ms} ms, ${exact ? 'equal' : 'NOT EQUAL'}`)
  }
  const judged = extracts.length > 0 ? extracts : grids
  return {
    exact: [...extracts, ...grids].every(({ exact }) => exact),
    vs_dijkstra: Math.min(...judged.map(({ vs_dijkstra }) => vs_dijkstra)),
    vs_dijkstra_with_preparation: Math.min(...judged.map(({ dijkstra_ms, table_ms, prepare_ms }) => rounded(dijkstra_ms / (table_ms + prepare_ms), 2))),
    networks: extracts,
    sizes: grids,
    growth: growth(grids.map(({ vertices, table_ms }) => ({ n: vertices, ms: table_ms }))),
    preparation_growth: growth(grids.map(({ vertices, prepare_ms }) => ({ n: vertices, ms: prepare_ms }))),
  }
}
export default bench

function extractsIn(dataDir: string | undefined): { name: string, bytes: Uint8Array }[] {
  const folder = dataDir && [join(dataDir, 'geo'), dataDir].find((path) => existsSync(path))
  if (!folder) return []
  return readdirSync(folder).filter((name) => /\.osm(\.pbf|\.gz)?$/.test(name)).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
}

function measured(name: string, ways: readonly OsmWay[]) {
  const start = performance.now()
  const network = walkingNetwork(ways)
  network.table([])
  const prepare_ms = rounded(performance.now() - start, 1)
  const spots = someSpots(network)
  const ours = network.table(spots)
  const theirs = plainTable(network.graph, spots)
  const [table_ms, dijkstra_ms] = alternately(21, () => network.table(spots), () => plainTable(network.graph, spots))
  return {
    name, vertices: network.graph.vertices, edges: network.graph.edges, islands: network.report.islands.length, prepare_ms,
    table_ms: rounded(table_ms!, 2), dijkstra_ms: rounded(dijkstra_ms!, 2), vs_dijkstra: rounded(dijkstra_ms! / table_ms!, 2),
    exact: ours.every((length, k) => length === theirs[k]),
  }
}

function someSpots(network: StreetNetwork): Spot[] {
  const random = randomFrom(1)
  const { edges, shapeStart, shapeLon, shapeLat } = network.graph
  return Array.from({ length: POINTS }, () => {
    const point = shapeStart[Math.floor(random() * edges)]!
    return network.nearest(shapeLon[point]! + 0.002 * (random() - 0.5), shapeLat[point]! + 0.002 * (random() - 0.5))!
  })
}

/** A city of streets with bends of its own, a tenth of them missing. */
function grid(side: number): OsmWay[] {
  const random = randomFrom(side)
  const places = Array.from({ length: side * side }, (_, k): [number, number] =>
    [117.6 + 0.001 * (k % side + 0.4 * random()), 24.5 + 0.001 * (Math.floor(k / side) + 0.4 * random())])
  const ways: OsmWay[] = []
  const join = (a: number, b: number): void => {
    if (random() < 0.9) ways.push({ id: ways.length, tags: { highway: 'residential' }, nodes: [a, b], coordinates: [places[a]!, places[b]!] })
  }
  for (let k = 0; k < side * side; k++) {
    if (k % side < side - 1) join(k, k + 1)
    if (k < side * (side - 1)) join(k, k + side)
  }
  return ways
}

function plainTable(graph: Graph, spots: readonly Spot[]): Float64Array {
  const table = new Float64Array(spots.length ** 2)
  const targets = new Uint8Array(graph.vertices)
  for (const { edge } of spots) targets[graph.from[edge]!] = targets[graph.to[edge]!] = 1
  const wanted = targets.reduce((sum, one) => sum + one, 0)
  const distance = new Float64Array(graph.vertices)
  const heap = new MinHeap()
  spots.forEach((source, s) => {
    dijkstra(graph, source, distance, heap, targets, wanted)
    spots.forEach((target, t) => {
      const around = Math.min(
        distance[graph.from[target.edge]!]! + target.along_mm,
        distance[graph.to[target.edge]!]! + graph.length_mm[target.edge]! - target.along_mm,
      )
      table[s * spots.length + t] = (source.edge === target.edge ? Math.min(around, Math.abs(source.along_mm - target.along_mm)) : around) / 1000
    })
  })
  return table
}

function dijkstra(graph: Graph, source: Spot, distance: Float64Array, heap: MinHeap, targets: Uint8Array, wanted: number): void {
  const { firstArc, arcTo, arcEdge, length_mm } = graph
  distance.fill(Infinity)
  heap.clear()
  for (const [vertex, length] of [[graph.from[source.edge]!, source.along_mm], [graph.to[source.edge]!, length_mm[source.edge]! - source.along_mm]] as const) {
    if (length >= distance[vertex]!) continue
    distance[vertex] = length
    heap.push(length, vertex)
  }
  let left = wanted
  while (heap.size > 0 && left > 0) {
    const key = heap.leastKey
    const vertex = heap.pop()
    if (key > distance[vertex]!) continue
    if (targets[vertex]) left--
    for (let arc = firstArc[vertex]!; arc < firstArc[vertex + 1]!; arc++) {
      const length = key + length_mm[arcEdge[arc]!]!
      if (length >= distance[arcTo[arc]!]!) continue
      distance[arcTo[arc]!] = length
      heap.push(length, arcTo[arc]!)
    }
  }
}
