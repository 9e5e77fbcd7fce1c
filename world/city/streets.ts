/** The street network of the demo city: real main streets of the centre, roads between towns, side streets everywhere. */
import type { Street, StreetClass } from '../../server/places/places.ts'
import { joinStreets } from './junctions.ts'
import { mainStreets } from './main-streets.ts'
import { trunkRoads } from './outline.ts'
import { distance_km, resample, smooth, toDegrees, toPlane, type Spot } from './plane.ts'
import { noise, type Chance } from './random.ts'
import { sideStreets, type Quarter } from './side-streets.ts'

export interface StreetDraft { name: string | null; class: StreetClass; line: Spot[] }
export interface RoadTown { code: string; name: string; spot: Spot; communities: number; small: boolean }
/** `isOpen` is true in rivers, lakes and parks, where no side street runs. */
export interface Ground { isLand(spot: Spot): boolean; isOpen(spot: Spot): boolean }

const CENTRE = toPlane([117.677, 24.513])
const CENTRE_REACH_KM = [7.2, 3.9] as const
/** The first town of each county holds its seat. */
const SEAT = /(00[13]|100)$/
const BRIDGES: [string, string][] = [['350626103', '350622101'], ['350604109', '350604001'], ['350604109', '350604101']]
const TOWN_STREETS = ['中山路', '人民路', '解放路', '新街', '建设路', '文化街', '市场街', '学府路', '和平路', '幸福街', '东大街', '西大街', '南大街', '北大街', '民生路', '振兴路']

/** All streets, in degrees, those that meet sharing the point where they do. */
export function layStreets(towns: readonly RoadTown[], ground: Ground, random: Chance): Street[] {
  const main = mainStreets.map((street): StreetDraft => ({ ...street, line: smooth(street.line.map(toPlane), 0.25) }))
  const drafts = [
    ...trunkRoads.map((road): StreetDraft => ({ ...road, line: smooth(road.line.map(toPlane), 0.4) })),
    ...roadsBetween(towns, main, ground),
    ...main,
    ...apartFrom(main, sideStreets(centreQuarter(main), (spot) => canBuild(ground, spot), random)),
    ...towns.filter((town) => !isCentral(town.spot)).flatMap((town) => sideStreets(townQuarter(town, random), (spot) => canBuild(ground, spot), random)),
  ]
  const joined = joinStreets(drafts, (street) => street.class === 'motorway')
  const streets = joined.map(({ name, class: streetClass, line }) => ({ name, class: streetClass, line: withoutRepeats(line.map(toDegrees)) }))
  return withoutStrays(streets.filter(({ line }) => line.length > 1))
}

/** Leaves out side streets that no road leads to, so that every lane can be walked to from the next town. */
function withoutStrays(streets: readonly Street[]): Street[] {
  const meeting = new Map<string, number[]>()
  for (const [i, { line }] of streets.entries()) {
    for (const at of line) {
      const others = meeting.get(at.join())
      if (others) others.push(i)
      else meeting.set(at.join(), [i])
    }
  }
  const reached = new Set([...streets.keys()].filter((i) => streets[i]?.class !== 'residential'))
  for (const i of reached) {
    for (const at of streets[i]?.line ?? []) for (const other of meeting.get(at.join()) ?? []) reached.add(other)
  }
  return streets.filter((_, i) => reached.has(i))
}

const canBuild = (ground: Ground, spot: Spot): boolean => ground.isLand(spot) && !ground.isOpen(spot)
const isCentral = (spot: Spot): boolean => Math.abs(spot[0] - CENTRE[0]) < CENTRE_REACH_KM[0] && Math.abs(spot[1] - CENTRE[1]) < CENTRE_REACH_KM[1]

/** Roads along the relative neighbourhood graph of the towns (Toussaint 1980): no third town is nearer to both ends. */
function roadsBetween(towns: readonly RoadTown[], main: readonly StreetDraft[], ground: Ground): StreetDraft[] {
  const roads: StreetDraft[] = []
  for (const [i, a] of towns.entries()) {
    for (const b of towns.slice(i + 1)) {
      const bridge = BRIDGES.some((pair) => pair.includes(a.code) && pair.includes(b.code))
      if (!bridge && !areNeighbours(a, b, towns)) continue
      const line = wander(gateTo(a.spot, b.spot, main), gateTo(b.spot, a.spot, main))
      const wet = line.filter((spot) => !ground.isLand(spot)).length / line.length
      if (!bridge && (wet > 0.12 || (isCentral(a.spot) && isCentral(b.spot)))) continue
      roads.push({ name: `${a.name[0]}${b.name[0]}公路`, class: roadClass(a, b), line })
    }
  }
  return roads
}

/** Where a road from far away ends: the town itself, in the centre the nearest point of its main streets. */
function gateTo(town: Spot, from: Spot, main: readonly StreetDraft[]): Spot {
  if (!isCentral(town) || isCentral(from)) return town
  return main.flatMap(({ line }) => line).reduce((a, b) => (distance_km(b, from) < distance_km(a, from) ? b : a))
}

function areNeighbours(a: RoadTown, b: RoadTown, towns: readonly RoadTown[]): boolean {
  const gap = distance_km(a.spot, b.spot)
  return towns.every((c) => Math.max(distance_km(a.spot, c.spot), distance_km(b.spot, c.spot)) >= gap * 0.999)
}

const roadClass = (a: RoadTown, b: RoadTown): StreetClass =>
  a.small || b.small ? 'tertiary' : SEAT.test(a.code) || SEAT.test(b.code) ? 'primary' : 'secondary'

function wander(from: Spot, to: Spot): Spot[] {
  const length = distance_km(from, to)
  const [nx, ny] = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length]
  return resample([from, to], 0.35).map(([x, y], i, all): Spot => {
    const t = i / (all.length - 1)
    const aside = Math.sin(Math.PI * t) * (0.07 * length * noise(x / 6, y / 6, 51) + 0.3 * noise(x / 1.4, y / 1.4, 52))
    return [x + nx * aside, y + ny * aside]
  })
}

/** Lanes of the centre are named after the main street beside them, as the city does: 丹霞路3巷. */
function centreQuarter(main: readonly StreetDraft[]): Quarter {
  const lanes = new Map<string, number>()
  return {
    centre: CENTRE, reach_km: CENTRE_REACH_KM, turn: -0.06, block_km: [0.19, 0.155], gaps: 0.24,
    nameOf(_, street) {
      const middle = street[Math.floor(street.length / 2)] as Spot
      const gap = ({ line }: StreetDraft): number => Math.min(...line.map((spot) => distance_km(spot, middle)))
      const beside = main.reduce((a, b) => (gap(b) < gap(a) ? b : a)).name as string
      lanes.set(beside, (lanes.get(beside) ?? 0) + 1)
      return `${beside}${lanes.get(beside)}巷`
    },
  }
}

function townQuarter(town: RoadTown, random: Chance): Quarter {
  const reach = town.small ? 0.3 : SEAT.test(town.code) ? 1.5 : Math.min(0.95, 0.35 + 0.022 * town.communities)
  return {
    centre: town.spot, reach_km: [reach, reach * random.between(0.7, 1)], turn: random.between(-0.6, 0.6), block_km: [0.17, 0.15], gaps: 0.2,
    nameOf: (rank) => TOWN_STREETS[rank] ?? null,
  }
}

/** Leaves out what would run along a main street a few metres beside it. */
function apartFrom(main: readonly StreetDraft[], streets: readonly StreetDraft[]): StreetDraft[] {
  const spots = main.flatMap(({ line }) => line.slice(1).map((b, i) => ({ a: line[i] as Spot, b })))
  const isBeside = (a: Spot, b: Spot): boolean => {
    const middle: Spot = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    return spots.some((other) => distance_km(middle, [(other.a[0] + other.b[0]) / 2, (other.a[1] + other.b[1]) / 2]) < 0.3
      && alongside(a, b, other.a, other.b) && distanceToLine(middle, other.a, other.b) < 0.07)
  }
  return streets.flatMap((street) => {
    const runs: Spot[][] = [[street.line[0] as Spot]]
    for (const [i, b] of street.line.slice(1).entries()) {
      if (isBeside(street.line[i] as Spot, b)) runs.push([b])
      else runs.at(-1)?.push(b)
    }
    return runs.filter((run) => run.length > 1).map((line) => ({ ...street, line }))
  })
}

/** True when two segments differ in direction by less than 25 degrees. */
function alongside(a: Spot, b: Spot, c: Spot, d: Spot): boolean {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
  return Math.abs(ux * vy - uy * vx) < Math.sin((25 * Math.PI) / 180) * Math.hypot(ux, uy) * Math.hypot(vx, vy)
}

const distanceToLine = ([x, y]: Spot, [ax, ay]: Spot, [bx, by]: Spot): number =>
  Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / Math.hypot(bx - ax, by - ay)

const withoutRepeats = (line: [number, number][]): [number, number][] => line.filter(([x, y], i) => i === 0 || x !== line[i - 1]?.[0] || y !== line[i - 1]?.[1])
