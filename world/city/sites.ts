/** The spots that the mesh is woven from, each with the grid it belongs to. */
import { clusters, mean } from './clusters.ts'
import type { Coast } from './coast.ts'
import { cityOutline, FRAME } from './outline.ts'
import { distance_km, insideOf, toPlane, type Spot } from './plane.ts'
import { noise, type Chance } from './random.ts'

export const SEA = -1
export const OUTLAND = -2

/** A town to be filled: its place and how many communities it has. `small` places stay small beside their neighbours. */
export interface TownSeed { code: string; spot: Spot; communities: number; small: boolean; island: 'dongshan' | 'zini' | null }

export interface Site { spot: Spot; /** Index of the town, or SEA or OUTLAND. */ town: number; community: number; grid: number }

const LATTICE_KM = 0.4
const OUTLAND_STEP_KM = 2
const SITES_PER_GRID = 4
const GRIDS_MEAN = 2.4
const SMALL_SHARE = 0.42
const KEEP_FROM_COAST_KM = 0.3
const CELL_KM = 4
const WARP_SHARE = 0.35
const WARP_MAX_KM = 1.6

/** Sites over the whole frame: those of towns with community and grid within the town, and what lies around. */
export function scatterSites(towns: readonly TownSeed[], coast: Coast, random: Chance): Site[] {
  const townAt = townFinder(towns, coast)
  const hugging = coast.huggingSpots().map((spot): Site => ({ spot, town: townAt(spot), community: 0, grid: 0 }))
  const nearCoast = crowd(KEEP_FROM_COAST_KM)
  for (const { spot } of hugging) nearCoast.add(spot)
  const areas = measureTowns(towns.length, townAt)
  const inner = towns.flatMap((town, index) => {
    const own = hugging.filter((site) => site.town === index)
    const spots = throwDarts(town, areas[index] as Area, random, (spot) => townAt(spot) === index && nearCoast.isFree(spot))
    return label([...own, ...spots.map((spot): Site => ({ spot, town: index, community: 0, grid: 0 }))], town.communities, random)
  })
  return [...inner, ...hugging.filter((site) => site.town < 0), ...outlandSites(coast, townAt, nearCoast, random)]
}

/** Nearest town under a slight warp, so that borders wander; islands belong to their own towns, whatever lies across the water. */
function townFinder(towns: readonly TownSeed[], coast: Coast): (spot: Spot) => number {
  const isInOutline = insideOf(cityOutline.map(toPlane))
  const [dongshan, zini] = [coast.ringAt(toPlane([117.42, 23.7])), coast.ringAt(toPlane([117.865, 24.436]))]
  const candidates = nearestTowns(towns)
  return (spot) => {
    const ring = coast.ringAt(spot)
    if (ring < 0) return SEA
    if (!isInOutline(spot)) return OUTLAND
    const island = ring === dongshan ? 'dongshan' : ring === zini ? 'zini' : null
    let [best, least] = [OUTLAND, Infinity]
    const [wx, wy] = [noise(spot[0] / 2.2, spot[1] / 2.2, 1), noise(spot[0] / 2.2, spot[1] / 2.2, 2)]
    for (const index of candidates(spot)) {
      const town = towns[index] as TownSeed
      if (town.island !== island) continue
      const straight = distance_km(town.spot, spot)
      const reach = Math.min(WARP_MAX_KM, WARP_SHARE * straight)
      const gap = Math.hypot(spot[0] + wx * reach - town.spot[0], spot[1] + wy * reach - town.spot[1]) / (town.small ? SMALL_SHARE : 1)
      if (gap < least) [best, least] = [index, gap]
    }
    return best
  }
}

/** The towns that can be nearest to a spot: the two dozen closest to the middle of its cell. */
function nearestTowns(towns: readonly TownSeed[]): (spot: Spot) => number[] {
  const cells = new Map<number, number[]>()
  return ([x, y]) => {
    const [i, j] = [Math.floor(x / CELL_KM), Math.floor(y / CELL_KM)]
    const known = cells.get(i * 1000 + j)
    if (known) return known
    const centre: Spot = [(i + 0.5) * CELL_KM, (j + 0.5) * CELL_KM]
    const found = [...towns.keys()].toSorted((a, b) => distance_km((towns[a] as TownSeed).spot, centre) - distance_km((towns[b] as TownSeed).spot, centre)).slice(0, 24)
    cells.set(i * 1000 + j, found)
    return found
  }
}

interface Area { km2: number; west: number; south: number; east: number; north: number }

function measureTowns(count: number, townAt: (spot: Spot) => number): Area[] {
  const areas = Array.from({ length: count }, (): Area => ({ km2: 0, west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }))
  const outline = cityOutline.map(toPlane)
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)]
  for (let x = Math.min(...xs); x < Math.max(...xs); x += LATTICE_KM) {
    for (let y = Math.min(...ys); y < Math.max(...ys); y += LATTICE_KM) {
      const area = areas[townAt([x, y])]
      if (area === undefined) continue
      area.km2 += LATTICE_KM ** 2
      area.west = Math.min(area.west, x - LATTICE_KM); area.east = Math.max(area.east, x + LATTICE_KM)
      area.south = Math.min(area.south, y - LATTICE_KM); area.north = Math.max(area.north, y + LATTICE_KM)
    }
  }
  return areas
}

/** Spots that keep their distance from each other, closer together near the town's centre, where people live. */
function throwDarts(town: TownSeed, area: Area, random: Chance, isOwn: (spot: Spot) => boolean): Spot[] {
  const wanted = Math.round(town.communities * GRIDS_MEAN * SITES_PER_GRID)
  const spacing = 0.72 * Math.sqrt(area.km2 / wanted)
  const radius = Math.sqrt(area.km2 / Math.PI)
  const spots: Spot[] = []
  const taken = crowd(spacing * 1.3)
  for (let tries = wanted * 18; tries > 0 && spots.length < wanted; tries--) {
    const spot: Spot = [random.between(area.west, area.east), random.between(area.south, area.north)]
    const room = spacing * (0.6 + 0.7 * Math.min(1, distance_km(spot, town.spot) / radius))
    if (!taken.isFree(spot, room) || !isOwn(spot)) continue
    taken.add(spot)
    spots.push(spot)
  }
  return spots
}

function label(sites: Site[], communities: number, random: Chance): Site[] {
  const spots = sites.map(({ spot }) => spot)
  const groups = clusters(spots, communities, random)
  for (let community = 0; community < communities; community++) {
    const own = sites.filter((_, i) => groups[i] === community)
    const grids = clusters(own.map(({ spot }) => spot), Math.min(3, Math.max(1, Math.round(own.length / SITES_PER_GRID))), random)
    for (const [i, site] of own.entries()) {
      site.community = community
      site.grid = grids[i] as number
    }
  }
  return sites
}

function outlandSites(coast: Coast, townAt: (spot: Spot) => number, nearCoast: Crowd, random: Chance): Site[] {
  const margin = 0.15
  const [west, south] = toPlane([FRAME[0] - margin, FRAME[1] - margin])
  const [east, north] = toPlane([FRAME[2] + margin, FRAME[3] + margin])
  const sites: Site[] = []
  for (let x = west; x < east; x += OUTLAND_STEP_KM) {
    for (let y = south; y < north; y += OUTLAND_STEP_KM) {
      const spot: Spot = [x + random.between(-0.8, 0.8), y + random.between(-0.8, 0.8)]
      const town = townAt(spot)
      if (town < 0 && nearCoast.isFree(spot)) sites.push({ spot, town, community: 0, grid: 0 })
    }
  }
  const far: Spot[] = Array.from({ length: 40 }, (_, i) => [400 * Math.cos((i * Math.PI) / 20), 400 * Math.sin((i * Math.PI) / 20)])
  return [...sites, ...far.map((spot): Site => ({ spot, town: coast.isLand(spot) ? OUTLAND : SEA, community: 0, grid: 0 }))]
}

interface Crowd { add(spot: Spot): void; isFree(spot: Spot, room?: number): boolean }

/** Remembers spots in cells of `reach_km`; asks whether any lies closer than `room` (at most the reach). O(1) each. */
function crowd(reach_km: number): Crowd {
  const cells = new Map<string, Spot[]>()
  const key = (i: number, j: number): string => `${i},${j}`
  const cellOf = ([x, y]: Spot): [number, number] => [Math.floor(x / reach_km), Math.floor(y / reach_km)]
  return {
    add(spot) {
      const at = key(...cellOf(spot))
      const cell = cells.get(at)
      if (cell) cell.push(spot)
      else cells.set(at, [spot])
    },
    isFree(spot, room = reach_km) {
      const [i, j] = cellOf(spot)
      for (let di = -1; di <= 1; di++) {
        for (let dj = -1; dj <= 1; dj++) {
          if (cells.get(key(i + di, j + dj))?.some((other) => distance_km(other, spot) < room)) return false
        }
      }
      return true
    },
  }
}

/** The middle of some sites, where a label may go when nothing better is known. */
export const middle = (sites: readonly Site[]): Spot => mean(sites.map(({ spot }) => spot))
