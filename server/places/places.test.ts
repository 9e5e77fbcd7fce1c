import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { ManualClock } from '../platform/clock.ts'
import { inTransaction } from '../platform/db.ts'
import { freshDatabase, type TestDatabase } from '../platform/testing.ts'
import type { BoundaryGeometry } from './contract.ts'
import { createPlaces, type NewRegion, type Places } from './places.ts'

const square = (west: number, south: number, size: number): BoundaryGeometry =>
  ({ type: 'Polygon', coordinates: [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]] })

const region = (code: string, level: NewRegion['level'], parentCode: string | null, name: string, boundary: BoundaryGeometry | null): NewRegion =>
  ({ code, level, parentCode, name, nameEn: null, center: [117.5, 24.5], boundary })

/** Two counties side by side; the east one holds two towns, one above the other. */
const smallCity: NewRegion[] = [
  region('3506', 'city', null, '漳州市', { type: 'Polygon', coordinates: [[[117, 24], [119, 24], [119, 25], [117, 25], [117, 24]]] }),
  region('350602', 'county', '3506', '芗城区', square(117, 24, 1)),
  region('350604', 'county', '3506', '龙海区', square(118, 24, 1)),
  region('350604101', 'town', '350604', '角美镇', { type: 'Polygon', coordinates: [[[118, 24.5], [119, 24.5], [119, 25], [118, 25], [118, 24.5]]] }),
  region('350604102', 'town', '350604', '白水镇', { type: 'Polygon', coordinates: [[[118, 24], [119, 24], [119, 24.5], [118, 24.5], [118, 24]]] }),
  region('350604101001', 'community', '350604101', '石厝村委会', square(118, 24.5, 0.25)),
]

const officer = (regionPath: string): Actor =>
  ({ personId: '01900000-0000-7000-8000-000000000001', sessionId: 's', realName: 'verified', termsDue: null, grants: [{ role: 'officer', regionPath, organisationId: null, teamId: null }] })
const volunteer: Actor = { ...officer('3506'), grants: [] }
const naming = { platformName: { zh: '芗里芗亲', en: 'Xiangli' }, name: { zh: '漳州', en: 'Zhangzhou' }, colour: '#b3261e' }

let database: TestDatabase
let places: Places
const clock = new ManualClock('2026-05-12T11:00:00Z')
/** Zones whose roles were to end, with who dissolved them. */
const dissolved: [regionCode: string, by: string][] = []
const endRolesIn = async (_: unknown, regionCode: string, by: string) => dissolved.push([regionCode, by])

beforeAll(async () => {
  database = await freshDatabase()
  places = createPlaces({ db: database.db, clock, endRolesIn })
  await inTransaction(database.db, (tx) => places.putRegions(tx, smallCity))
  await places.load()
})
afterAll(() => database.drop())

const events = () => database.db.selectFrom('platform.event').selectAll().orderBy('position').execute()

describe('the tree', () => {
  test('knows parents, children and paths', () => {
    expect(places.region('350604101001')?.path).toBe('3506.350604.350604101.350604101001')
    expect(places.ancestors('350604101').map((r) => r.code)).toEqual(['3506', '350604'])
    expect(places.children('350604').map((r) => r.name)).toEqual(['角美镇', '白水镇'])
    expect(places.region('999999')).toBeNull()
  })

  test('finds names by their beginning before names that hold the words', () => {
    expect(places.search('石', 5).map((r) => r.code)).toEqual(['350604101001'])
    expect(places.search('区', 5).map((r) => r.name)).toEqual(['芗城区', '龙海区'])
    expect(places.search('没有', 5)).toEqual([])
  })
})

describe('a position', () => {
  test.each([
    ['in a community', 118.1, 24.6, '350604101001'],
    ['in a town without communities there', 118.9, 24.9, '350604101'],
    ['in a county without towns', 117.5, 24.5, '350602'],
    ['on a border, to the smaller code', 118, 24.25, '350604102'],
    ['on a corner of the city', 117, 24, '350602'],
  ])('%s finds the deepest region', (_, lon, lat, code) => expect(places.regionAt({ lon, lat })?.code).toBe(code))

  test('outside the city finds nothing', () => expect(places.regionAt({ lon: 116.9, lat: 24.5 })).toBeNull())
})

describe('who may name the city', () => {
  test.each([
    ['a guest', null, 'sign-in-required'],
    ['a volunteer', volunteer, 'not-allowed'],
    ['a county officer', officer('3506.350602'), 'not-allowed'],
  ])('%s is refused', async (_, actor, code) => {
    await expect(places.renameCity(actor, naming)).rejects.toMatchObject({ code })
    expect(places.city().platformName.zh).toBe('红马甲')
  })

  test('the city officer names it', async () => {
    expect(await places.renameCity(officer('3506'), naming)).toMatchObject({ ...naming, regionCode: '3506', bounds: [117, 24, 119, 25] })
  })

  test('a colour on which white text is hard to read is refused and changes nothing', async () => {
    await expect(places.renameCity(officer('3506'), { ...naming, colour: '#ffcc00' })).rejects.toMatchObject({ code: 'colour-contrast', status: 400 })
    expect(places.city().colour).toBe('#b3261e')
  })
})

describe('a functional zone', () => {
  const zone = { code: '3506z01', name: '漳州台商投资区', nameEn: 'Zhangzhou Taiwanese Investment Zone', center: [118.2, 24.6] as [number, number] }

  test.each([
    ['a guest', null, 'sign-in-required'],
    ['a volunteer', volunteer, 'not-allowed'],
    ['an officer of another county', officer('3506.350602'), 'not-allowed'],
    ['the officer of the county that would lose the town', officer('3506.350604'), 'not-allowed'],
  ])('%s can neither found it nor move a town', async (_, actor, code) => {
    await expect(places.createZone(actor, zone)).rejects.toMatchObject({ code })
    await expect(places.moveRegion(actor, { code: '350604101', parentCode: '350602' })).rejects.toMatchObject({ code })
    await expect(places.removeZone(actor, '3506z01')).rejects.toMatchObject({ code })
    expect(places.region('350604101')?.parentCode).toBe('350604')
  })

  test('takes a town with its subtree; codes stay, paths and boundaries change, one event tells it', async () => {
    const before = await events()
    await places.createZone(officer('3506'), zone)
    await places.moveRegion(officer('3506'), { code: '350604101', parentCode: '3506z01' })
    expect(places.region('350604101001')?.path).toBe('3506.3506z01.350604101.350604101001')
    expect(places.region('3506z01')?.bounds).toEqual([118, 24.5, 119, 25])
    expect(places.region('350604')?.bounds).toEqual([118, 24, 119, 24.5])
    expect(places.regionAt({ lon: 118.1, lat: 24.6 })?.code).toBe('350604101001')
    const told = (await events()).slice(before.length)
    expect(told).toMatchObject([{ type: 'places.region-moved', subject: 'region:350604101', payload: { code: '350604101', oldPath: '3506.350604.350604101', newPath: '3506.3506z01.350604101' } }])
  })

  test('moving a town where it is changes and tells nothing', async () => {
    const before = await events()
    await places.moveRegion(officer('3506'), { code: '350604101', parentCode: '3506z01' })
    expect(await events()).toHaveLength(before.length)
  })

  test.each([
    ['a county', { code: '350602', parentCode: '3506z01' }, 'region-not-movable'],
    ['a community', { code: '350604101001', parentCode: '3506z01' }, 'region-not-movable'],
    ['a town into a town', { code: '350604102', parentCode: '350604101' }, 'parent-not-fitting'],
    ['a town into the city itself', { code: '350604102', parentCode: '3506' }, 'parent-not-fitting'],
    ['a town into nothing', { code: '350604102', parentCode: '350699' }, 'not-found'],
    ['an unknown town', { code: '350604999', parentCode: '3506z01' }, 'not-found'],
  ])('%s is not moved', async (_, move, code) => {
    await expect(places.moveRegion(officer('3506'), move)).rejects.toMatchObject({ code })
  })

  test.each([
    ['the code of another city', { code: '3507z02' }, 'code-of-elsewhere', 'code'],
    ['a middle in the sea', { center: [121.5, 24.6] as [number, number] }, 'outside-city', 'center'],
    ['a middle on the other side of the earth', { center: [-118.2, -24.6] as [number, number] }, 'outside-city', 'center'],
  ])('is not founded with %s, and nothing changes', async (_, change, code, path) => {
    await expect(places.createZone(officer('3506'), { ...zone, code: '3506z02', ...change })).rejects.toMatchObject({ code, status: 400, fields: [{ path, code }] })
    await places.load()
    expect(places.children('3506').map((r) => r.code)).toEqual(['350602', '350604', '3506z01'])
  })

  test('is founded anywhere while nobody has drawn the outline of the city', async () => {
    const bare = await freshDatabase()
    const unmapped = createPlaces({ db: bare.db, clock, endRolesIn })
    await inTransaction(bare.db, (tx) => unmapped.putRegions(tx, smallCity.map((one) => ({ ...one, boundary: one.code === '350602' ? one.boundary : null }))))
    await unmapped.load()
    expect(await unmapped.createZone(officer('3506'), { ...zone, center: [118.6, 24.2] })).toMatchObject({ code: zone.code, center: [118.6, 24.2] })
    await bare.drop()
  })

  test('is dissolved only when it is empty, and gives its area back', async () => {
    await expect(places.createZone(officer('3506'), zone)).rejects.toMatchObject({ code: 'code-taken' })
    await expect(places.removeZone(officer('3506'), '3506z01')).rejects.toMatchObject({ code: 'zone-not-empty' })
    await places.moveRegion(officer('3506'), { code: '350604101', parentCode: '350604' })
    expect(places.region('350604')?.bounds).toEqual([118, 24, 119, 25])
    expect(places.region('3506z01')?.bounds).toBeNull()
    expect(dissolved).toEqual([])
    await places.removeZone(officer('3506'), '3506z01')
    expect(places.region('3506z01')).toBeNull()
    expect(dissolved).toEqual([['3506z01', officer('3506').personId]])
    await expect(places.removeZone(officer('3506'), '350602')).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('another node sees the change after refresh', async () => {
  const other = createPlaces({ db: database.db, clock, endRolesIn })
  await other.load()
  await places.renameCity(officer('3506'), { ...naming, colour: '#005a9c' })
  expect(other.city().colour).toBe('#b3261e')
  await other.refresh()
  expect(other.city()).toEqual(places.city())
})
