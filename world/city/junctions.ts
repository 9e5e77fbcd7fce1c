import Flatbush from 'flatbush'
import type { StreetDraft } from './streets.ts'
import { distance_km, type Spot } from './plane.ts'

/** A street that ends this close to another one meets it. */
const REACH_KM = 0.06

interface Segment { street: number; index: number; a: Spot; b: Spot }
interface Joint { street: number; index: number; share: number; spot: Spot }

/**
 * Gives streets that cross or end at each other a point in common. Motorways and trunk roads pass over without meeting
 * when `passesOver` says so. O(n log n) for n segments.
 */
export function joinStreets(streets: readonly StreetDraft[], passesOver: (street: StreetDraft) => boolean): StreetDraft[] {
  const drafts = streets.map((street) => ({ ...street, line: [...street.line] }))
  const segments = drafts.flatMap((draft, street) => (passesOver(draft) ? [] : draft.line.slice(1).map((b, index): Segment => ({ street, index, a: draft.line[index] as Spot, b }))))
  if (segments.length === 0) return drafts
  const tree = new Flatbush(segments.length)
  for (const { a, b } of segments) tree.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  tree.finish()
  const near = ({ a, b }: Pick<Segment, 'a' | 'b'>, reach: number): Segment[] =>
    tree.search(Math.min(a[0], b[0]) - reach, Math.min(a[1], b[1]) - reach, Math.max(a[0], b[0]) + reach, Math.max(a[1], b[1]) + reach).map((i) => segments[i] as Segment)
  const joints = [...crossings(segments, near), ...endings(drafts, passesOver, near)]
  const byStreet = Map.groupBy(joints, (joint) => joint.street)
  return drafts.map((draft, street) => ({ ...draft, line: withJoints(draft.line, byStreet.get(street) ?? []) }))
}

function crossings(segments: readonly Segment[], near: (segment: Segment, reach: number) => Segment[]): Joint[] {
  return segments.flatMap((one) => near(one, 0).filter((other) => other.street > one.street).flatMap((other): Joint[] => {
    const [rx, ry, sx, sy] = [one.b[0] - one.a[0], one.b[1] - one.a[1], other.b[0] - other.a[0], other.b[1] - other.a[1]]
    const cross = rx * sy - ry * sx
    if (cross === 0) return []
    const [dx, dy] = [other.a[0] - one.a[0], other.a[1] - one.a[1]]
    const [t, u] = [(dx * sy - dy * sx) / cross, (dx * ry - dy * rx) / cross]
    if (t < 0 || t > 1 || u < 0 || u > 1) return []
    const spot: Spot = [one.a[0] + t * rx, one.a[1] + t * ry]
    return [{ street: one.street, index: one.index, share: t, spot }, { street: other.street, index: other.index, share: u, spot }]
  }))
}

/** Draws the loose ends of streets to the nearest street within reach; changes the drafts' first and last points. */
function endings(drafts: StreetDraft[], passesOver: (street: StreetDraft) => boolean, near: (segment: Pick<Segment, 'a' | 'b'>, reach: number) => Segment[]): Joint[] {
  return drafts.flatMap((draft, street) => (passesOver(draft) ? [] : [0, draft.line.length - 1].flatMap((at): Joint[] => {
    const end = draft.line[at] as Spot
    const feet = near({ a: end, b: end }, REACH_KM).filter((segment) => segment.street !== street).map((segment) => ({ segment, ...foot(end, segment) }))
    const best = feet.toSorted((a, b) => distance_km(a.spot, end) - distance_km(b.spot, end))[0]
    if (best === undefined || distance_km(best.spot, end) > REACH_KM) return []
    draft.line[at] = best.spot
    return [{ street: best.segment.street, index: best.segment.index, share: best.share, spot: best.spot }]
  })))
}

function foot([x, y]: Spot, { a, b }: Segment): { spot: Spot; share: number } {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const share = Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1)))
  return { share, spot: [a[0] + share * dx, a[1] + share * dy] }
}

const withJoints = (line: readonly Spot[], joints: readonly Joint[]): Spot[] =>
  line.flatMap((point, index) => [point, ...joints.filter((joint) => joint.index === index).toSorted((a, b) => a.share - b.share).map(({ spot }) => spot)])
