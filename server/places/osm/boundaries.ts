import type { Member, Tags } from './sink.ts'

export type Position = [longitude: number, latitude: number]

export interface OsmBoundary {
  id: number
  tags: Tags
  /** `admin_level` as a number; null where it is missing or not one. */
  level: number | null
  /** As in a GeoJSON MultiPolygon: each polygon an outer ring (counter-clockwise) and its holes (clockwise), rings closed. */
  polygons: Position[][][]
  /** False where the extract cuts the line, so that rings are missing. */
  complete: boolean
}

interface Line { nodes: number[], coordinates: Position[] }

/**
 * The area of an administrative relation from its member ways, joined end to end by shared nodes.
 * `lineOf` gives the whole line of a way, or undefined where any of it is missing. O(points²) in the worst case of the ring joining, near linear usually.
 */
export function boundaryOf(id: number, tags: Tags, members: Member[], lineOf: (way: number) => Line | undefined): OsmBoundary {
  const ways = members.filter(({ type, role }) => type === 'way' && (role === 'outer' || role === 'inner' || role === ''))
  const outer = joined(ways.filter(({ role }) => role !== 'inner').map(({ id: way }) => lineOf(way)))
  const inner = joined(ways.filter(({ role }) => role === 'inner').map(({ id: way }) => lineOf(way)))
  const polygons = outer.rings.map((ring) => [wound(ring, true)])
  for (const hole of inner.rings) {
    const around = polygons.find(([ring]) => isInside(hole[0]!, ring!))
    around?.push(wound(hole, false))
  }
  const level = Number.parseInt(tags['admin_level'] ?? '', 10)
  return {
    id, tags, polygons,
    level: Number.isNaN(level) ? null : level,
    complete: outer.complete && inner.complete && outer.rings.length > 0,
  }
}

function joined(lines: (Line | undefined)[]): { rings: Position[][], complete: boolean } {
  const rings: Position[][] = []
  let complete = lines.every((line) => line !== undefined)
  const atEnd = new Map<number, Set<Line>>()
  const left = new Set(lines.filter((line) => line !== undefined && line.nodes.length > 1) as Line[])
  const ends = (line: Line): number[] => [line.nodes[0]!, line.nodes.at(-1)!]
  for (const line of left) for (const end of ends(line)) atEnd.set(end, (atEnd.get(end) ?? new Set()).add(line))
  const take = (line: Line): void => {
    left.delete(line)
    for (const end of ends(line)) atEnd.get(end)!.delete(line)
  }
  for (const first of left) {
    take(first)
    const ring = [...first.coordinates]
    let end = first.nodes.at(-1)!
    while (end !== first.nodes[0]) {
      const [next] = atEnd.get(end)!
      if (!next) break
      take(next)
      const forward = next.nodes[0] === end
      ring.push(...(forward ? next.coordinates : next.coordinates.toReversed()).slice(1))
      end = forward ? next.nodes.at(-1)! : next.nodes[0]!
    }
    if (end === first.nodes[0] && ring.length >= 4) rings.push(ring)
    else complete = false
  }
  return { rings, complete }
}

function wound(ring: Position[], counterClockwise: boolean): Position[] {
  let twiceArea = 0
  for (let k = 1; k < ring.length; k++) twiceArea += ring[k - 1]![0] * ring[k]![1] - ring[k]![0] * ring[k - 1]![1]
  return twiceArea > 0 === counterClockwise ? ring : ring.toReversed()
}

function isInside([x, y]: Position, ring: Position[]): boolean {
  let inside = false
  for (let k = 1; k < ring.length; k++) {
    const [x1, y1] = ring[k - 1]!
    const [x2, y2] = ring[k]!
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside
  }
  return inside
}
