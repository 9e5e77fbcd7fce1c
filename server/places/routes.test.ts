import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { ManualClock } from '../platform/clock.ts'
import { inTransaction } from '../platform/db.ts'
import { createHttp, mountApi } from '../platform/http.ts'
import { freshDatabase, type TestDatabase } from '../platform/testing.ts'
import { placesContract } from './contract.ts'
import { createPlaces, type NewRegion } from './places.ts'
import { placesRoutes } from './routes.ts'

const box = (west: number, east: number): NewRegion['boundary'] => ({ type: 'Polygon', coordinates: [[[west, 24], [east, 24], [east, 25], [west, 25], [west, 24]]] })
const regions: NewRegion[] = [
  { code: '3506', level: 'city', name: '漳州市', nameEn: 'Zhangzhou', parentCode: null, center: [118, 24.5], boundary: box(117, 119) },
  { code: '350602', level: 'county', name: '芗城区', nameEn: 'Xiangcheng District', parentCode: '3506', center: [117.5, 24.5], boundary: box(117, 118) },
  { code: '350603', level: 'county', name: '龙文区', nameEn: 'Longwen District', parentCode: '3506', center: [118.5, 24.5], boundary: box(118, 119) },
]

let database: TestDatabase
let http: FastifyInstance
let actor: Actor | null = null

beforeAll(async () => {
  database = await freshDatabase()
  const places = createPlaces({ db: database.db, clock: new ManualClock('2026-05-12T11:00:00Z'), endRolesIn: async () => 0 })
  await inTransaction(database.db, (tx) => places.putMap(tx, { regions, origin: { schematic: true, attribution: { zh: '示意图', en: 'Schematic' } } }))
  await places.load()
  const options = { resolveActor: async () => actor, report: (error: unknown) => { throw error } }
  http = await createHttp(options)
  await mountApi(http, { places: placesRoutes(places) } as never, { places: placesContract } as never, { ...options, title: 'test', version: '1' })
})
afterAll(async () => {
  await http.close()
  await database.drop()
})

const get = async (url: string) => {
  const answer = await http.inject(`/api${url}`)
  return { status: answer.statusCode, body: answer.json() as never }
}

describe('a guest may read', () => {
  test('the city, and that its map is schematic', async () => {
    expect((await get('/city')).body).toMatchObject({ regionCode: '3506', schematic: true, attribution: { zh: '示意图' }, demo: false, bounds: [117, 24, 119, 25], center: [118, 24.5] })
  })

  test('the tree: the root, then the children of a region', async () => {
    expect((await get('/regions')).body).toMatchObject([{ code: '3506', childCount: 2, ancestors: [] }])
    expect((await get('/regions?parent=3506')).body).toMatchObject([{ code: '350602', ancestors: [{ code: '3506', name: '漳州市' }] }, { code: '350603' }])
    expect((await get('/regions/350602')).body).toMatchObject({ name: '芗城区', path: '3506.350602' })
  })

  test('regions by their name in both languages', async () => {
    expect((await get(`/regions?q=${encodeURIComponent('芗城')}`)).body).toMatchObject([{ code: '350602' }])
    expect((await get('/regions?q=longwen')).body).toMatchObject([{ code: '350603' }])
  })

  test('which region holds a position, and boundaries as GeoJSON', async () => {
    expect((await get('/regions/at?lon=118.2&lat=24.1')).body).toMatchObject({ code: '350603' })
    expect((await get('/regions/3506/children/boundaries')).body).toMatchObject({ type: 'FeatureCollection', features: [{ id: '350602', geometry: { type: 'Polygon' } }, { id: '350603' }] })
    expect((await get('/regions/350602/boundary')).body).toMatchObject({ features: [{ properties: { level: 'county' } }] })
  })
})

describe('what is not there or not sound is refused', () => {
  test.each([
    ['/regions/at?lon=121&lat=24', 404, 'not-found'],
    ['/regions/at?lon=181&lat=24', 400, 'invalid-input'],
    ['/regions/at?lon=east&lat=24', 400, 'invalid-input'],
    ['/regions/at?lon=118', 400, 'invalid-input'],
    ['/regions/350699', 404, 'not-found'],
    ['/regions/35', 400, 'invalid-input'],
    ['/regions?parent=350699', 404, 'not-found'],
    ['/regions?limit=100000', 400, 'invalid-input'],
    ['/regions/350699/children/boundaries', 404, 'not-found'],
  ])('GET %s: %i %s', async (url, status, code) => expect(await get(url)).toMatchObject({ status, body: { code } }))

  const naming = { platformName: { zh: '芗里芗亲', en: 'Xiangli' }, name: { zh: '漳州', en: 'Zhangzhou' }, colour: '#b3261e' }
  test.each([
    ['a colour by name', { ...naming, colour: 'red' }],
    ['an empty name', { ...naming, name: { zh: ' ', en: 'Zhangzhou' } }],
    ['a name without end', { ...naming, platformName: { zh: '芗'.repeat(41), en: 'x' } }],
    ['one language only', { ...naming, name: { zh: '漳州' } }],
  ])('PUT /city with %s changes nothing', async (_, payload) => {
    actor = { personId: '01900000-0000-7000-8000-000000000001', sessionId: 's', realName: 'verified', termsDue: null, grants: [{ role: 'officer', regionPath: '3506', organisationId: null, teamId: null }] }
    const answer = await http.inject({ method: 'PUT', url: '/api/city', payload })
    expect(answer.statusCode).toBe(400)
    expect((await get('/city')).body).toMatchObject({ platformName: { zh: '红马甲' } })
  })
})
