/**
 * The demo city: Zhangzhou with its real names and codes on shapes and streets that are drawn, not surveyed.
 * One seed gives the same city everywhere, in a few seconds. `places.putMap(tx, await generateCity(seed))` loads it.
 */
import { readDivision, type DivisionEntry } from '../../server/places/register/division.ts'
import { boundaryFrom, contains, innerPoint, signedArea } from '../../server/places/geometry.ts'
import type { BoundaryGeometry } from '../../server/places/contract.ts'
import type { MapOrigin, NewMap, NewRegion, Surface } from '../../server/places/places.ts'
import { clipToBox } from '../../server/places/import/land.ts'
import { readCoast } from './coast.ts'
import { Mesh, ringInDegrees } from './mesh.ts'
import { FRAME } from './outline.ts'
import { distance_km, insideOf, toPlane, type Spot } from './plane.ts'
import { countyNamesEn, townPlaces } from './positions.ts'
import { chance } from './random.ts'
import { middle, scatterSites, SEA, type Site, type TownSeed } from './sites.ts'
import { layStreets } from './streets.ts'
import { drawSurfaces, surfacesInDegrees } from './surfaces.ts'

export type DemoCity = Required<NewMap>

export const CITY_CODE = '3506'
export const CITY_NAMING = { platformName: { zh: '芗里芗亲', en: 'Xiangli Neighbours' }, name: { zh: '漳州市', en: 'Zhangzhou' }, colour: '#b3261e' }

const ORIGIN: MapOrigin = {
  schematic: true,
  attribution: {
    zh: '辖区名称和代码真实；海岸线 Natural Earth',
    en: 'Names and codes are real; coast by Natural Earth',
  },
}

/** The functional zone that took Jiaomei over from Longhai in 2012. */
export const ZONE = { code: '3506z01', name: '漳州台商投资区', nameEn: 'Zhangzhou Taiwanese Investment Zone', town: '350604101' }

/** Levels of the tree as divisors of a mesh label: town · 1000 + community · 10 + grid. */
const GRID = 1, COMMUNITY = 10, TOWN = 1000

export async function generateCity(seed: number): Promise<DemoCity> {
  const random = chance(seed)
  const division = await readDivision(CITY_CODE)
  const coast = readCoast()
  const towns = townSeeds(division)
  const sites = scatterSites(towns, coast, random)
  const mesh = new Mesh(sites.map(({ spot }) => spot), sites.map((site) => (site.town < 0 ? site.town : site.town * TOWN + site.community * COMMUNITY + site.grid)))
  while (mesh.joinPieces(at(COMMUNITY)) + mesh.joinPieces(at(GRID)) > 0) { /* until every community and grid is one piece */ }
  const drawn = drawSurfaces()
  const openSpaces = drawn.map(({ ring }) => insideOf(ring))
  const streets = layStreets(towns, { isLand: coast.isLand, isOpen: (spot) => openSpaces.some((isInside) => isInside(spot)) }, random)
  return {
    regions: describeRegions(division, towns, sites, mesh), streets, origin: ORIGIN, naming: CITY_NAMING,
    surfaces: [...landSurfaces(mesh, coast.surroundings()), ...surfacesInDegrees(drawn)],
  }
}

const at = (divisor: number) => (label: number): number => (label < 0 ? -1 : Math.floor(label / divisor))

type Town = TownSeed & { name: string; nameEn: string }

function townSeeds(division: readonly DivisionEntry[]): Town[] {
  const names = new Map(division.map((entry) => [entry.code, entry.name]))
  const counts = Map.groupBy(division, (entry) => entry.parentCode)
  return townPlaces.map(({ code, nameEn, lon, lat }) => {
    const communities = counts.get(code)?.length ?? 0
    const island = code.startsWith('350626') ? 'dongshan' : code === '350604109' ? 'zini' : null
    return { code, name: names.get(code) as string, nameEn, spot: toPlane([lon, lat]), communities, small: communities <= 3, island }
  })
}

function describeRegions(division: readonly DivisionEntry[], towns: readonly Town[], sites: readonly Site[], mesh: Mesh): NewRegion[] {
  const places = new Map(towns.map((town) => [town.code, town]))
  const holders = [...division.filter(({ level }) => level === 'county').map(({ code }) => code), ZONE.code]
  const holderOf = towns.map((town) => holders.indexOf(town.code === ZONE.town ? ZONE.code : town.code.slice(0, 6)))
  const shapes = {
    city: mesh.rings((label) => (label < 0 ? -1 : 0)), county: mesh.rings((label) => (label < 0 ? -1 : holderOf[at(TOWN)(label)] as number)),
    town: mesh.rings(at(TOWN)), community: mesh.rings(at(COMMUNITY)), grid: mesh.rings(at(GRID)),
  }
  const label = communityLabels(division, towns, sites, mesh)
  const boundary = (level: keyof typeof shapes, group: number): BoundaryGeometry | null => boundaryOfRings(shapes[level].get(group) ?? [])
  const shapeOf: Record<DivisionEntry['level'], (code: string) => BoundaryGeometry | null> = {
    city: () => boundary('city', 0), county: (code) => boundary('county', holders.indexOf(code)),
    town: (code) => boundary('town', towns.findIndex((town) => town.code === code)), community: (code) => boundary('community', label.get(code) as number),
  }
  const regions = division.map((entry): NewRegion => {
    const place = places.get(entry.code) ?? places.get(`${entry.code}001`) ?? places.get(`${entry.code}100`)
    const shape = shapeOf[entry.level](entry.code)
    const parentCode = entry.code === ZONE.town ? ZONE.code : entry.parentCode
    return { ...entry, parentCode, nameEn: nameEnOf(entry, places) ?? entry.nameEn, boundary: shape, center: centreOf(shape, place && townPlaces.find(({ code }) => code === place.code)) }
  })
  const gridsOf = Map.groupBy([...shapes.grid.keys()].toSorted((a, b) => a - b), (grid) => Math.floor(grid / COMMUNITY))
  const grids = division.filter(({ level }) => level === 'community').flatMap((community) => {
    return (gridsOf.get(label.get(community.code) as number) ?? []).map((group, i): NewRegion => {
      const shape = boundary('grid', group)
      return { code: `${community.code}${String(i + 1).padStart(3, '0')}`, level: 'grid', name: `第${'一二三四五六七八九'[i]}网格`, nameEn: `Grid ${i + 1}`, parentCode: community.code, center: centreOf(shape, undefined), boundary: shape }
    })
  })
  const zoneShape = shapeOf.county(ZONE.code)
  const zone: NewRegion = { code: ZONE.code, level: 'zone', name: ZONE.name, nameEn: ZONE.nameEn, parentCode: CITY_CODE, boundary: zoneShape, center: centreOf(zoneShape, undefined) }
  return [...regions, zone, ...grids]
}

/** Communities by their mesh label: residents' committees take the places near the town's centre, villages those outside. */
function communityLabels(division: readonly DivisionEntry[], towns: readonly Town[], sites: readonly Site[], mesh: Mesh): Map<string, number> {
  const bySite = Map.groupBy(sites.keys(), (site) => at(COMMUNITY)(mesh.labels[site] as number))
  const middles = new Map([...bySite].map(([label, own]) => [label, middle([...own].map((site) => sites[site] as Site))]))
  const isUrban = ({ name }: DivisionEntry): boolean => /居委会|社区/.test(name)
  const entries = Map.groupBy(division.filter(({ level }) => level === 'community'), ({ parentCode }) => parentCode)
  return new Map(towns.flatMap((town, index) => {
    const from = (index * TOWN) / COMMUNITY
    const ranked = Array.from({ length: town.communities }, (_, i) => from + i)
      .toSorted((a, b) => distance_km(middles.get(a) as Spot, town.spot) - distance_km(middles.get(b) as Spot, town.spot))
    const named = (entries.get(town.code) ?? []).toSorted((a, b) => Number(isUrban(b)) - Number(isUrban(a)) || (a.code < b.code ? -1 : 1))
    return named.map((entry, i): [string, number] => [entry.code, ranked[i] as number])
  }))
}

/** Written by hand; communities have their pinyin. */
function nameEnOf({ code, level }: DivisionEntry, towns: Map<string, Town>): string | null {
  if (level === 'city') return CITY_NAMING.name.en
  return level === 'county' ? countyNamesEn.get(code) ?? null : towns.get(code)?.nameEn ?? null
}

/** The known place when it lies inside the shape, else a point inside. */
function centreOf(shape: BoundaryGeometry | null, place: { lon: number; lat: number } | undefined): [number, number] {
  if (place && (shape === null || contains(shape, [place.lon, place.lat]))) return [place.lon, place.lat]
  if (shape === null) throw new Error('A region has neither a shape nor a place')
  return innerPoint(shape).map((degrees) => Math.round(degrees * 1e5) / 1e5) as [number, number]
}

/** Outer rings with the holes that lie in them. */
function boundaryOfRings(rings: readonly Spot[][]): BoundaryGeometry | null {
  const closed = rings.map(ringInDegrees).filter((ring) => ring !== null)
  const outers = closed.filter((ring) => signedArea(ring) > 0).map((ring): [number, number][][] => [ring])
  for (const hole of closed.filter((ring) => signedArea(ring) < 0)) {
    outers.find(([outer]) => contains({ type: 'Polygon', coordinates: [outer as [number, number][]] }, hole[0] as [number, number]))?.push(hole)
  }
  return boundaryFrom(outers)
}

/** Land of the city and its neighbours with the same coast as the regions have, then the country around the frame. */
function landSurfaces(mesh: Mesh, surroundings: readonly Spot[][]): Surface[] {
  const frame = [...toPlane([FRAME[0], FRAME[1]]), ...toPlane([FRAME[2], FRAME[3]])] as [number, number, number, number]
  const near = mesh.rings((label) => (label === SEA ? -1 : 0)).get(0) ?? []
  const boundaries = [boundaryOfRings(near.map((ring) => clipToBox(ring, frame)).filter((ring) => ring.length > 2)), boundaryFrom(surroundings.map(ringInDegrees).filter((ring) => ring !== null).map((ring) => [ring]))]
  return boundaries.filter((boundary) => boundary !== null).map((boundary) => ({ kind: 'land', name: null, boundary }))
}
