/** The face of places: what other modules and the routes may call. */
import { requireScopes, withinScopes, type Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import { inTransaction, type Database, type Tx } from '../platform/db.ts'
import { refuse, refuser } from '../platform/problem.ts'
import { createAtlas, type Atlas } from './atlas.ts'
import { CONTRAST_MIN, contrastWithWhite, DEFAULT_NAMING } from './city.ts'
import { placesProblems, type City, type CityNaming, type Founding, type Region, type RegionFeatures, type RegionInTree } from './contract.ts'
import * as store from './store.ts'
import { readCities, readDivision } from './register/division.ts'
import { withoutBoundary, type BoundedRegion } from './tree.ts'
import { zoneVerbs, type EndRolesIn } from './zones.ts'

export type { MapOrigin, NewMap, NewRegion, Street, StreetClass, Surface } from './store.ts'

export interface PlacesDependencies { db: Database; clock: Clock; endRolesIn: EndRolesIn }

export type Places = ReturnType<typeof createPlaces>

/** Call `load()` before the first question. Questions about regions are answered from memory. */
export function createPlaces({ db, clock, endRolesIn }: PlacesDependencies) {
  const atlas = createAtlas(db)

  /** The city's root path when the actor is an officer of the whole city; a refusal otherwise. */
  function requireCityOfficer(actor: Actor | null): string {
    const scopes = requireScopes(actor, 'officer')
    const { root } = atlas.tree()
    if (root === null) throw refuser(placesProblems)('city-empty')
    if (!withinScopes(root.path, scopes)) throw refuse('not-allowed')
    return root.path
  }

  /** City officers name and colour the platform. Refuses colours on which white text is hard to read (`colour-contrast`). */
  async function renameCity(actor: Actor | null, naming: CityNaming): Promise<City> {
    const path = requireCityOfficer(actor)
    refusePale(naming.colour)
    await inTransaction(db, async (tx) => {
      await store.putMap(tx, { naming }, clock.now())
      await audit(tx, clock, { actor: (actor as Actor).personId, action: 'places.city-renamed', subject: 'city', regionPath: path, details: { ...naming } })
    })
    await atlas.load()
    return atlas.city()
  }

  return {
    /** Reads regions and settings into memory; O(regions). Call at start and after `putMap` or `putRegions`. */
    load: atlas.load,
    /** Loads again when another node changed the map; one small query. Called every few seconds. */
    refresh: atlas.refresh,
    /** How the city is named, coloured and where it lies. */
    city: atlas.city,
    /** Makes the vector tiles of the present map. */
    tiles: atlas.tiles,
    renameCity,
    ...foundingVerbs(atlas, clock),
    ...questions(atlas),
    ...answersForPages(atlas),
    ...zoneVerbs({ db, clock, endRolesIn, requireCityOfficer, tree: atlas.tree, show: (code) => atlas.tree().describe(known(atlas, code)), load: atlas.load }),
    /**
     * The path of a region as it is now, which neither moves nor goes before the transaction ends; undefined when there is none.
     * For whoever writes the path down: memory may be a moment old.
     */
    pathHeld: store.pathHeld,
    /** Every street, in the order it was put; for who builds a network of them. */
    streets: () => store.readStreets(db),
    /** All regions with their boundaries, as the import compares them. */
    records: () => store.readRegions(db),
    /** Writes what is given of a map: regions by code, all streets, all surfaces, its origin, the city's name. For seed, import and first run; then `load()`. */
    putMap: (tx: Tx, map: store.NewMap) => store.putMap(tx, map, clock.now()),
    /** Inserts or replaces regions by code; parents must be among them or there already. Then `load()`. */
    putRegions: (tx: Tx, regions: readonly store.NewRegion[]) => store.putRegions(tx, regions),
  }
}

/** How an empty city gets its regions without a map: names and codes of the national register; boundaries are imported later. */
const foundingVerbs = (atlas: Atlas, clock: Clock) => ({
  /** None once the city has regions. */
  register: async () => (atlas.tree().root === null ? readCities() : []),
  /** Writes all regions of a city of the register, all placed at its centre until boundaries say better. Then `load()`. */
  async found(tx: Tx, { code, center }: Founding): Promise<Region> {
    if (atlas.tree().root !== null) throw refuser(placesProblems)('city-founded')
    const { englishName } = await import('./register/english-name.ts')
    const [division, city] = [await readDivision(code), (await readCities()).find((one) => one.code === code)]
    if (city === undefined) throw refuse('not-found')
    const own = { name: city.name, nameEn: englishName(city.name, 'city') }
    const regions = division.map((entry) => ({ ...entry, ...(entry.code === code ? own : {}), center, boundary: null }))
    const naming = { ...DEFAULT_NAMING, name: { zh: own.name, en: own.nameEn } }
    await store.putMap(tx, { regions, naming }, clock.now())
    return { code, ...own, level: 'city', parentCode: null, path: code, center, bounds: null }
  },
})

/** What other modules ask, answered from memory. */
const questions = (atlas: Atlas) => ({
  /** The deepest region that holds the position; borders belong to the region with the smallest code; null outside the city. */
  regionAt: (position: { lon: number; lat: number }): Region | null => optional(atlas.tree().at(position)),
  region: (code: string): Region | null => optional(atlas.tree().find(code)),
  /** From the city down to the parent. */
  ancestors: (code: string): Region[] => atlas.tree().ancestors(code).map(withoutBoundary),
  /** Ordered by code. */
  children: (code: string): Region[] => atlas.tree().children(code).map(withoutBoundary),
  root: (): Region | null => optional(atlas.tree().root),
  /** GeoJSON of the region's boundary; null when the city gave none. */
  boundary: (code: string) => atlas.tree().find(code)?.boundary ?? null,
  /** Regions whose Chinese or English name or code holds the words; names that begin with them first. */
  search: (words: string, limit: number): Region[] => atlas.tree().search(words, limit).map(withoutBoundary),
})

/** What the routes answer: regions with the way to them, or `not-found`. */
const answersForPages = (atlas: Atlas) => ({
  showRegion: (code: string): RegionInTree => atlas.tree().describe(known(atlas, code)),
  showRegionAt(position: { lon: number; lat: number }): RegionInTree {
    const found = atlas.tree().at(position)
    if (found === null) throw refuse('not-found')
    return atlas.tree().describe(found)
  },
  /** Matches of `q`, else the children of `parent`, else the root. */
  showRegions({ parent, q, limit }: { parent?: string | undefined; q?: string | undefined; limit: number }): RegionInTree[] {
    const tree = atlas.tree()
    const found = q !== undefined ? tree.search(q, limit) : parent !== undefined ? tree.children(known(atlas, parent).code) : tree.root ? [tree.root] : []
    return found.slice(0, limit).map((region) => tree.describe(region))
  },
  showBoundary: (code: string): RegionFeatures => asFeatures([known(atlas, code)]),
  showChildBoundaries: (code: string): RegionFeatures => asFeatures(atlas.tree().children(known(atlas, code).code)),
})

function known(atlas: Atlas, code: string): BoundedRegion {
  const region = atlas.tree().find(code)
  if (region === null) throw refuse('not-found')
  return region
}

function refusePale(colour: string): void {
  const contrast = contrastWithWhite(colour)
  if (contrast >= CONTRAST_MIN) return
  const message = `white text reaches ${contrast.toFixed(1)}, needed are ${CONTRAST_MIN}`
  throw refuser(placesProblems)('colour-contrast', { contrast: Math.floor(contrast * 10) / 10, least: CONTRAST_MIN }, [{ path: 'colour', code: 'colour-contrast', message }])
}

const optional = (region: Region | null): Region | null => (region === null ? null : withoutBoundary(region))

const asFeatures = (regions: readonly BoundedRegion[]): RegionFeatures => ({
  type: 'FeatureCollection',
  features: regions.map(({ code, name, nameEn, level, boundary }) => ({ type: 'Feature', id: code, properties: { code, name, nameEn, level }, geometry: boundary })),
})
