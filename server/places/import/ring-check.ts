/** What can be wrong with a ring of positions, and words for it. */
import Flatbush from 'flatbush'
import { signedArea, type Ring } from '../geometry.ts'
import type { ImportFault } from './refusal.ts'

type Pair = [number, number]

/** The first fault of a ring, or null. O(n log n) for n points; `where` begins the sentence. */
export function ringFault(ring: unknown, where: string): ImportFault | null {
  if (!Array.isArray(ring) || ring.length < 4) return { code: 'ring-short', message: `${where}: a ring needs at least four positions, the last equal to the first` }
  const wrong = ring.findIndex((at: unknown) => !isPair(at))
  if (wrong >= 0) return { code: 'position-broken', message: `${where}: position ${wrong + 1} is ${JSON.stringify(ring[wrong])?.slice(0, 60)}, expected [longitude, latitude]` }
  const positions = ring as Pair[]
  return axisFault(positions, where) ?? closureFault(positions, where) ?? crossingFault(positions, where)
}

const isPair = (at: unknown): at is Pair => Array.isArray(at) && at.length >= 2 && Number.isFinite(at[0]) && Number.isFinite(at[1])

function axisFault(ring: readonly Pair[], where: string): ImportFault | null {
  const far = ring.find(([lon, lat]) => Math.abs(lon) > 180 || Math.abs(lat) > 180)
  if (far) return { code: 'not-degrees', message: `${where}: [${far[0]}, ${far[1]}] is not in degrees; convert the projected coordinates to CGCS2000 or WGS-84 longitude and latitude` }
  const swapped = ring.find(([, lat]) => Math.abs(lat) > 90)
  if (swapped) return { code: 'axis-order', message: `${where}: [${swapped[0]}, ${swapped[1]}] has latitude first; GeoJSON wants longitude first` }
  return null
}

function closureFault(ring: readonly Pair[], where: string): ImportFault | null {
  const [first, last] = [ring[0] as Pair, ring.at(-1) as Pair]
  if (first[0] !== last[0] || first[1] !== last[1]) return { code: 'ring-open', message: `${where}: the ring is not closed, it begins at [${first}] and ends at [${last}]` }
  if (signedArea(ring as Ring) === 0) return { code: 'ring-flat', message: `${where}: the ring encloses no area` }
  return null
}

/** Edges may touch only where they follow each other. */
function crossingFault(ring: readonly Pair[], where: string): ImportFault | null {
  const points = ring.filter(([x, y], i) => i === 0 || x !== ring[i - 1]?.[0] || y !== ring[i - 1]?.[1])
  const edges = points.slice(1).map((b, i): [Pair, Pair] => [points[i] as Pair, b])
  const tree = new Flatbush(edges.length)
  for (const [a, b] of edges) tree.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  tree.finish()
  for (const [i, [a, b]] of edges.entries()) {
    const near = tree.search(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
    const clash = near.find((j) => j > i + 1 && !(i === 0 && j === edges.length - 1) && cross([a, b], edges[j] as [Pair, Pair]))
    if (clash !== undefined) return { code: 'ring-crossing', message: `${where}: the ring crosses or touches itself near [${a}]` }
  }
  return null
}

function cross([a, b]: [Pair, Pair], [c, d]: [Pair, Pair]): boolean {
  const side = (p: Pair, q: Pair, r: Pair): number => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
  if (abc !== abd && cda !== cdb && abc * abd <= 0 && cda * cdb <= 0) return abc !== 0 || abd !== 0 || cda !== 0 || cdb !== 0
  // All four on one line: do the edges overlap?
  return abc === 0 && abd === 0 && overlap(a[0], b[0], c[0], d[0]) && overlap(a[1], b[1], c[1], d[1])
}

const overlap = (a: number, b: number, c: number, d: number): boolean => Math.max(Math.min(a, b), Math.min(c, d)) <= Math.min(Math.max(a, b), Math.max(c, d))
