import type { Database } from '../platform/db.ts'
import { DEFAULT_NAMING } from './city.ts'
import type { City } from './contract.ts'
import * as store from './store.ts'
import { TileMaker } from './tile-maker.ts'
import { RegionTree } from './tree.ts'

/** What a node keeps in memory of one revision of the map. */
interface Revision {
  number: number
  tree: RegionTree
  city: City
  /** Made at the first tile. */
  tiles: Promise<TileMaker> | null
}

export type Atlas = ReturnType<typeof createAtlas>

/** The map in memory: replaced as a whole by `load`, never changed in place. */
export function createAtlas(db: Database) {
  let now: Revision = { number: 0, tree: new RegionTree([]), city: describeCity(new RegionTree([]), {}, 0), tiles: null }

  async function load(): Promise<void> {
    const number = await store.readRevision(db)
    const tree = new RegionTree(await store.readRegions(db))
    now = { number, tree, city: describeCity(tree, await store.readSettings(db), number), tiles: null }
  }

  async function refresh(): Promise<void> {
    if ((await store.readRevision(db)) !== now.number) await load()
  }

  function tiles(): Promise<TileMaker> {
    const revision = now
    revision.tiles ??= Promise.all([store.readStreets(db), store.readSurfaces(db)]).then(([streets, surfaces]) => new TileMaker(revision.tree, streets, surfaces))
    revision.tiles.catch(() => { revision.tiles = null })
    return revision.tiles
  }

  return { load, refresh, tiles, tree: (): RegionTree => now.tree, city: (): City => now.city }
}

function describeCity(tree: RegionTree, settings: Awaited<ReturnType<typeof store.readSettings>>, revision: number): City {
  return {
    ...DEFAULT_NAMING, ...settings.city, regionCode: tree.root?.code ?? null, schematic: settings.map?.schematic ?? false, demo: settings.mode === 'demo',
    bounds: tree.bounds(), center: tree.root?.center ?? null, attribution: settings.map?.attribution ?? null, mapRevision: revision,
  }
}
