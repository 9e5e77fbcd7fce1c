/** Land and sea around the city, from Natural Earth (public domain) as the package `world-atlas` carries it. */
import { clipToBox, readLand } from '../../server/places/import/land.ts'
import { FRAME, ziniIsland } from './outline.ts'
import { distance_km, insideOf, resample, toPlane, type Spot } from './plane.ts'
import { noise } from './random.ts'

type Box = readonly [number, number, number, number]

/** What low zooms see around the frame. */
const SURROUNDINGS: Box = [111, 20, 124, 30]
const MARGIN_DEGREES = 0.3
const STEP_KM = 0.45
const OFFSET_KM = 0.2

const boxInPlane = ([west, south, east, north]: Box): Box => [...toPlane([west, south]), ...toPlane([east, north])]
const overlaps = (ring: readonly Spot[], [west, south, east, north]: Box): boolean =>
  ring.some(([x]) => x >= west) && ring.some(([x]) => x <= east) && ring.some(([, y]) => y >= south) && ring.some(([, y]) => y <= north)

export interface Coast {
  /** Rings of land within the frame and a margin; islands are rings of their own. */
  rings: Spot[][]
  isLand(spot: Spot): boolean
  /** Index of the ring that holds the spot, -1 at sea. */
  ringAt(spot: Spot): number
  /** Pairs of spots that hug the coast from both sides: a Voronoi mesh over them has the coast among its edges. */
  huggingSpots(): Spot[]
  /** Land from the frame's edge outwards, for the eye only. */
  surroundings(): Spot[][]
}

export function readCoast(): Coast {
  const outers = readLand().map((ring) => ring.map(toPlane))
  const frame: Box = [FRAME[0] - MARGIN_DEGREES, FRAME[1] - MARGIN_DEGREES, FRAME[2] + MARGIN_DEGREES, FRAME[3] + MARGIN_DEGREES]
  const cut = (rings: readonly Spot[][], box: Box): Spot[][] => rings.filter((ring) => overlaps(ring, box)).map((ring) => clipToBox(ring, box)).filter((ring) => ring.length > 2)
  const rings = [...cut(outers, boxInPlane(frame)), ziniIsland.map(toPlane)].map(roughen)
  const tests = rings.map((ring) => insideOf(ring))
  const ringAt = (spot: Spot): number => tests.findIndex((isInside) => isInside(spot))
  return {
    rings, ringAt,
    isLand: (spot) => ringAt(spot) >= 0,
    huggingSpots: () => rings.flatMap((ring) => hug(ring, boxInPlane(frame))),
    surroundings: () => aroundFrame().flatMap((box) => cut(outers, boxInPlane(box))),
  }
}

/** Natural Earth's coast is drawn for small scales; small bays and points make it bearable close up. */
function roughen(ring: readonly Spot[]): Spot[] {
  return resample([...ring, ring[0] as Spot], 0.9).slice(1).map(([x, y]): Spot =>
    [x + 0.42 * noise(x / 1.3, y / 1.3, 11) + 0.2 * noise(x / 0.5, y / 0.5, 13), y + 0.42 * noise(x / 1.3, y / 1.3, 12) + 0.2 * noise(x / 0.5, y / 0.5, 14)])
}

function hug(ring: readonly Spot[], [west, south, east, north]: Box): Spot[] {
  const onBox = ([x, y]: Spot): boolean => x <= west || x >= east || y <= south || y >= north
  const path = resample([...ring, ring[0] as Spot], STEP_KM)
  return path.slice(1).flatMap((to, i): Spot[] => {
    const from = path[i] as Spot
    const length = distance_km(from, to)
    if (length === 0 || onBox(from) || onBox(to)) return []
    const [mx, my] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
    const [nx, ny] = [(-(to[1] - from[1]) / length) * OFFSET_KM, ((to[0] - from[0]) / length) * OFFSET_KM]
    return [[mx + nx, my + ny], [mx - nx, my - ny]]
  })
}

/** West, east, south and north of the frame, overlapping it by a hair so that no seam shows. */
function aroundFrame(): Box[] {
  const [west, south, east, north] = SURROUNDINGS
  const hair = 0.001
  return [[west, south, FRAME[0] + hair, north], [FRAME[2] - hair, south, east, north], [FRAME[0], south, FRAME[2], FRAME[1] + hair], [FRAME[0], FRAME[3] - hair, FRAME[2], north]]
}
