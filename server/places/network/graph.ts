import { greatCircle_m } from '../../platform/geo.ts'

/**
 * Streets as a graph in typed arrays. Vertices are junctions and ends, edges the pieces of street between them with their
 * shape. Lengths are whole millimetres, so that sums of them are exact. Read-only once built; may be sent to a worker.
 */
export interface Graph {
  vertices: number
  edges: number
  lon: Float64Array
  lat: Float64Array
  /** Ends of each edge; an edge may end where it begins. */
  from: Int32Array
  to: Int32Array
  length_mm: Float64Array
  /** 1 where the edge is passed only from `from` to `to`. */
  oneWay: Uint8Array
  /** Index of the line that the edge is a piece of. */
  line: Int32Array
  /** Points of edge e: shapeStart[e] to shapeStart[e + 1], both ends included. */
  shapeStart: Int32Array
  shapeLon: Float64Array
  shapeLat: Float64Array
  /** Arcs out of vertex v: firstArc[v] to firstArc[v + 1]. */
  firstArc: Int32Array
  arcTo: Int32Array
  arcEdge: Int32Array
}

export interface StreetLine {
  /** Ids of the points; lines meet where they share one. */
  nodes: readonly number[]
  /** WGS-84 degrees, one for each node. */
  coordinates: readonly (readonly [longitude: number, latitude: number])[]
  oneWay?: boolean
}

/** The graph of all lines, O(points). Lines of fewer than two points are left out. */
export function graphOf(lines: readonly StreetLine[]): Graph {
  const vertexOf = verticesOf(lines)
  const edges: { line: number, begin: number, end: number }[] = []
  let points = 0
  lines.forEach(({ nodes }, line) => {
    for (let begin = 0, end = 1; end < nodes.length; end++) {
      if (!vertexOf.has(nodes[end]!)) continue
      edges.push({ line, begin, end })
      points += end - begin + 1
      begin = end
    }
  })
  const graph = emptyGraph(vertexOf.size, edges.length, points)
  edges.forEach(({ line, begin, end }, edge) => {
    const { nodes, coordinates, oneWay } = lines[line]!
    graph.line[edge] = line
    graph.oneWay[edge] = oneWay ? 1 : 0
    graph.from[edge] = vertexOf.get(nodes[begin]!)!
    graph.to[edge] = vertexOf.get(nodes[end]!)!
    setShape(graph, edge, coordinates.slice(begin, end + 1))
  })
  linkArcs(graph)
  return graph
}

/** Numbers the nodes that are an end of a line or shared. */
function verticesOf(lines: readonly StreetLine[]): Map<number, number> {
  const vertexOf = new Map<number, number>()
  const seen = new Set<number>()
  for (const { nodes } of lines) {
    if (nodes.length < 2) continue
    nodes.forEach((node, k) => {
      const isEnd = k === 0 || k === nodes.length - 1
      if ((isEnd || seen.has(node)) && !vertexOf.has(node)) vertexOf.set(node, vertexOf.size)
      seen.add(node)
    })
  }
  return vertexOf
}

function emptyGraph(vertices: number, edges: number, points: number): Graph {
  return {
    vertices, edges,
    lon: new Float64Array(vertices), lat: new Float64Array(vertices),
    from: new Int32Array(edges), to: new Int32Array(edges),
    length_mm: new Float64Array(edges), oneWay: new Uint8Array(edges), line: new Int32Array(edges),
    shapeStart: new Int32Array(edges + 1), shapeLon: new Float64Array(points), shapeLat: new Float64Array(points),
    firstArc: new Int32Array(vertices + 1), arcTo: new Int32Array(0), arcEdge: new Int32Array(0),
  }
}

/** Edges are given their shapes in order. */
function setShape(graph: Graph, edge: number, shape: readonly (readonly [number, number])[]): void {
  const start = graph.shapeStart[edge]!
  shape.forEach(([lon, lat], k) => {
    graph.shapeLon[start + k] = lon
    graph.shapeLat[start + k] = lat
    if (k > 0) graph.length_mm[edge]! += segmentLength_mm(graph, start + k)
  })
  graph.shapeStart[edge + 1] = start + shape.length
  for (const [vertex, [lon, lat]] of [[graph.from[edge]!, shape[0]!], [graph.to[edge]!, shape.at(-1)!]] as const) {
    graph.lon[vertex] = lon
    graph.lat[vertex] = lat
  }
}

/** Length of the segment that ends at this point of the shapes. */
export function segmentLength_mm({ shapeLon, shapeLat }: Graph, point: number): number {
  return Math.round(1000 * greatCircle_m(shapeLon[point - 1]!, shapeLat[point - 1]!, shapeLon[point]!, shapeLat[point]!))
}

function linkArcs(graph: Graph): void {
  const { vertices, edges, from, to, oneWay, firstArc } = graph
  for (let edge = 0; edge < edges; edge++) {
    firstArc[from[edge]! + 1]!++
    if (!oneWay[edge]) firstArc[to[edge]! + 1]!++
  }
  for (let vertex = 0; vertex < vertices; vertex++) firstArc[vertex + 1]! += firstArc[vertex]!
  const next = firstArc.slice(0, vertices)
  graph.arcTo = new Int32Array(firstArc[vertices]!)
  graph.arcEdge = new Int32Array(firstArc[vertices]!)
  const link = (source: number, target: number, edge: number): void => {
    const arc = next[source]!++
    graph.arcTo[arc] = target
    graph.arcEdge[arc] = edge
  }
  for (let edge = 0; edge < edges; edge++) {
    link(from[edge]!, to[edge]!, edge)
    if (!oneWay[edge]) link(to[edge]!, from[edge]!, edge)
  }
}

export interface Island { lon: number, lat: number, edges: number, length_m: number }

/**
 * Numbers of the lines' pieces that hang together, whatever their direction: `main` is the longest part in metres of street,
 * `islandOf` gives the part of each edge, `islands` tells of the others, longest first. O(edges · α).
 */
export function islandsOf(graph: Graph): { islandOf: Int32Array, main: number, islands: Island[] } {
  const root = Int32Array.from({ length: graph.vertices }, (_, vertex) => vertex)
  const rootOf = (vertex: number): number => {
    let at = vertex
    while (root[at] !== at) at = root[at] = root[root[at]!]!
    return at
  }
  for (let edge = 0; edge < graph.edges; edge++) root[rootOf(graph.from[edge]!)] = rootOf(graph.to[edge]!)
  const parts = new Map<number, Island>()
  const islandOf = new Int32Array(graph.edges)
  for (let edge = 0; edge < graph.edges; edge++) {
    const part = islandOf[edge] = rootOf(graph.from[edge]!)
    const island = parts.get(part) ?? { lon: graph.lon[part]!, lat: graph.lat[part]!, edges: 0, length_m: 0 }
    island.edges++
    island.length_m += graph.length_mm[edge]! / 1000
    parts.set(part, island)
  }
  const [first, ...others] = [...parts].sort(([, a], [, b]) => b.length_m - a.length_m)
  return { islandOf, main: first?.[0] ?? -1, islands: others.map(([, island]) => island) }
}
