/** Functional zones: authorities that take towns over from a county. The towns keep their codes; their paths change. */
import { difference, union } from 'polyclip-ts'
import type { Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import { inTransaction, type Database, type Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { refuse, refuser } from '../platform/problem.ts'
import { placesProblems, type BoundaryGeometry, type RegionInTree } from './contract.ts'
import { boundaryFrom, polygonsOf } from './geometry.ts'
import * as store from './store.ts'
import type { RegionTree } from './tree.ts'

/** Whoever gives roles for regions ends those of one that goes, in the transaction in which it goes, and answers how many. */
export type EndRolesIn = (tx: Tx, regionCode: string, by: string) => Promise<number>

interface ZoneDependencies {
  db: Database
  clock: Clock
  requireCityOfficer: (actor: Actor | null) => string
  tree: () => RegionTree
  show: (code: string) => RegionInTree
  load: () => Promise<void>
  endRolesIn: EndRolesIn
}

export interface NewZone { code: string; name: string; nameEn: string | null; center: [number, number] }

const refuseHere = refuser(placesProblems)

export function zoneVerbs({ db, clock, requireCityOfficer, tree, show, load, endRolesIn }: ZoneDependencies) {
  /**
   * A city officer founds a functional zone beside the counties; without an English name it gets one in pinyin. It holds nothing until towns are moved into it.
   * Refuses `code-of-elsewhere`, `outside-city`, `code-taken` and `code-retired`.
   */
  async function createZone(actor: Actor | null, zone: NewZone): Promise<RegionInTree> {
    const rootPath = requireCityOfficer(actor)
    refuseElsewhere(tree(), zone)
    const nameEn = zone.nameEn ?? (await import('./register/english-name.ts')).englishName(zone.name, 'zone')
    await inTransaction(db, async (tx) => {
      if (await store.lockRegion(tx, zone.code)) throw refuseHere('code-taken')
      if (await store.isRetired(tx, zone.code)) throw refuseHere('code-retired')
      await store.putRegions(tx, [{ ...zone, nameEn, level: 'zone', parentCode: rootPath, boundary: null }])
      await note(tx, actor, 'zone-created', zone.code, `${rootPath}.${zone.code}`, { name: zone.name })
    })
    await load()
    return show(zone.code)
  }

  /** A city officer dissolves a zone that holds no town any more. Roles that were given for it end with it: there is nothing left that they could be for. Its code is never given again. */
  async function removeZone(actor: Actor | null, code: string): Promise<void> {
    requireCityOfficer(actor)
    const { personId } = actor as Actor
    await inTransaction(db, async (tx) => {
      const zone = await store.lockRegion(tx, code)
      if (zone === undefined || zone.level !== 'zone') throw refuse('not-found')
      if ((await store.countChildren(tx, code)) > 0) throw refuseHere('zone-not-empty')
      const rolesEnded = await endRolesIn(tx, code, personId)
      await store.deleteRegion(tx, code)
      await store.retireCode(tx, code, clock.now())
      await note(tx, actor, 'zone-removed', code, zone.path, { rolesEnded })
    })
    await load()
  }

  /**
   * A city officer puts a town under another county or zone. Codes stay, paths of the whole subtree change, boundaries of both
   * parents follow. Tells `places.region-moved` {code, oldPath, newPath}. Repeating it changes nothing.
   */
  async function moveRegion(actor: Actor | null, { code, parentCode }: { code: string; parentCode: string }): Promise<RegionInTree> {
    requireCityOfficer(actor)
    await inTransaction(db, async (tx) => {
      const parent = await store.lockRegion(tx, parentCode)
      const town = await store.lockRegion(tx, code)
      if (town === undefined || parent === undefined) throw refuse('not-found')
      if (town.level !== 'town') throw refuseHere('region-not-movable')
      if (parent.level !== 'county' && parent.level !== 'zone') throw refuseHere('parent-not-fitting')
      if (town.parentCode === parentCode) return
      const former = await store.lockRegion(tx, town.parentCode as string)
      const newPath = await store.moveSubtree(tx, code, town.path, parentCode, parent.path)
      await moveArea(tx, town.boundary as BoundaryGeometry | null, former as Holder, parent as Holder)
      const change = { code, oldPath: town.path, newPath }
      await emit(tx, { type: 'places.region-moved', actor: (actor as Actor).personId, subject: `region:${code}`, at: clock.now(), payload: change })
      await note(tx, actor, 'region-moved', code, newPath, change)
    })
    await load()
    return show(code)
  }

  const note = (tx: Tx, actor: Actor | null, action: string, code: string, regionPath: string, details: Record<string, unknown>): Promise<void> =>
    audit(tx, clock, { actor: (actor as Actor).personId, action: `places.${action}`, subject: `region:${code}`, regionPath, details })

  return { createZone, removeZone, moveRegion }
}

/** A city whose outline nobody has drawn yet, neither its own nor that of every county, cannot tell what lies outside. */
function refuseElsewhere(tree: RegionTree, { code, center: [lon, lat] }: NewZone): void {
  const root = tree.root as NonNullable<RegionTree['root']>
  const digits = root.code.slice(0, 4)
  if (!code.startsWith(digits)) throw refuseHere('code-of-elsewhere', { digits }, [{ path: 'code', code: 'code-of-elsewhere', message: `begins with ${digits}` }])
  const counties = tree.children(root.code).filter(({ level }) => level !== 'zone')
  const outlined = root.boundary !== null || (counties.length > 0 && counties.every(({ boundary }) => boundary !== null))
  if (outlined && tree.at({ lon, lat }) === null) throw refuseHere('outside-city', {}, [{ path: 'center', code: 'outside-city', message: 'lies outside the city' }])
}

type Holder = { code: string; level: string; boundary: unknown }

async function moveArea(tx: Tx, area: BoundaryGeometry | null, from: Holder, to: Holder): Promise<void> {
  if (area === null) return
  const [loser, gainer] = [from.boundary, to.boundary] as (BoundaryGeometry | null)[]
  if (loser) await store.setBoundary(tx, from.code, clip(difference, loser, area))
  // A county without a boundary has land we do not know; a zone without one holds just this town.
  if (gainer || to.level === 'zone') await store.setBoundary(tx, to.code, gainer ? clip(union, gainer, area) : area)
}

type Polygons = Parameters<typeof union>[0]

const clip = (how: typeof union | typeof difference, a: BoundaryGeometry, b: BoundaryGeometry): BoundaryGeometry | null =>
  boundaryFrom(how(polygonsOf(a) as unknown as Polygons, polygonsOf(b) as unknown as Polygons))
