import { VectorTile } from '@mapbox/vector-tile'
import Fastify, { type FastifyInstance } from 'fastify'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateCity } from '../../world/city/city.ts'
import { ManualClock } from '../platform/clock.ts'
import { inTransaction } from '../platform/db.ts'
import { asProblem, sendProblem } from '../platform/http.ts'
import { freshDatabase, type TestDatabase } from '../platform/testing.ts'
import { createPlaces, type Places } from './places.ts'
import { TileMaker } from './tile-maker.ts'
import { mountTiles } from './tiles.ts'
import { RegionTree } from './tree.ts'

let database: TestDatabase
let places: Places
let http: FastifyInstance

beforeAll(async () => {
  database = await freshDatabase()
  places = createPlaces({ db: database.db, clock: new ManualClock('2026-05-12T11:00:00Z'), endRolesIn: async () => 0 })
  const city = await generateCity(7)
  await inTransaction(database.db, (tx) => places.putMap(tx, city))
  await places.load()
  http = Fastify()
  http.setErrorHandler((error, _, reply) => sendProblem(reply, asProblem(error)))
  mountTiles(http, places)
})
afterAll(async () => {
  await http.close()
  await database.drop()
})

const column = (lon: number, z: number): number => Math.floor(((lon + 180) / 360) * 2 ** z)
const row = (lat: number, z: number): number => Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z)

/** Layers of the tile over the old town, each with the values of one property. */
async function seen(z: number): Promise<Record<string, Set<unknown>>> {
  const { statusCode, rawPayload } = await http.inject(`/api/tiles/${z}/${column(117.654, z)}/${row(24.51, z)}.mvt`)
  expect(statusCode).toBe(200)
  const { layers } = new VectorTile(new PbfReader(rawPayload))
  const property = { region: 'level', label: 'level', street: 'class' } as Record<string, string>
  return Object.fromEntries(Object.entries(layers).map(([name, layer]) => {
    const values = Array.from({ length: layer.length }, (_, i) => {
      const feature = layer.feature(i)
      expect(feature.loadGeometry().length).toBeGreaterThan(0)
      return feature.properties[property[name] ?? 'name']
    })
    return [name, new Set(values)]
  }))
}

describe('what a tile shows', () => {
  test('from afar: land and the city, neither towns nor side streets', async () => {
    const tile = await seen(7)
    expect(tile['land']).toBeDefined()
    expect(tile['region']).toEqual(new Set(['city', 'county', 'zone']))
    expect(tile['street']).toEqual(new Set(['motorway', 'trunk']))
  })

  test('where the map knows of nothing but water: the sea itself, so that a tile that never came is not taken for one', async () => {
    const [west, , east] = places.city().bounds as [number, number, number, number]
    const { rawPayload } = await http.inject(`/api/tiles/12/${column((west + east) / 2 + 0.45, 12)}/${row(23.75, 12)}.mvt`)
    const { layers } = new VectorTile(new PbfReader(rawPayload))
    expect(Object.keys(layers)).toEqual(['sea'])
    expect(await seen(7)).toHaveProperty('sea')
  })

  test('in a city without borders: names, and no sea where nobody has said what is land', () => {
    const tree = new RegionTree([{ code: '3506', name: '漳州市', nameEn: null, level: 'city', parentCode: null, path: '3506', center: [117.65, 24.51], boundary: null }])
    const tile = new TileMaker(tree, [], []).tile(7, column(117.65, 7), row(24.51, 7)) as Uint8Array
    expect(Object.keys(new VectorTile(new PbfReader(tile)).layers)).toEqual(['label'])
  })

  test('at the scale of a district: towns and main streets', async () => {
    const tile = await seen(11)
    expect(tile['region']).toEqual(new Set(['city', 'county', 'town']))
    expect(tile['street']).not.toContain('residential')
  })

  test('close up: communities, grids and lanes', async () => {
    expect((await seen(13))['region']).toContain('community')
    const tile = await seen(15)
    expect(tile['region']).toContain('grid')
    expect(tile['street']).toContain('residential')
  })

  test('every tile of the city is small enough for a phone', async () => {
    for (let z = 0; z <= 12; z++) {
      const { rawPayload } = await http.inject({ url: `/api/tiles/${z}/${column(117.654, z)}/${row(24.51, z)}.mvt`, headers: { 'accept-encoding': 'gzip' } })
      expect(rawPayload.length, `zoom ${z}`).toBeLessThan(150_000)
    }
  })
})

describe('the route', () => {
  const url = `/api/tiles/12/${column(117.654, 12)}/${row(24.51, 12)}.mvt`

  test('packs for those who unpack, with the same content', async () => {
    const packed = await http.inject({ url, headers: { 'accept-encoding': 'gzip, br' } })
    const plain = await http.inject(url)
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length)
  })

  test('says 304 to who has the tile, and lets a tile of this revision be kept', async () => {
    const first = await http.inject(url)
    expect(first.headers['cache-control']).toBe('no-cache')
    expect((await http.inject({ url, headers: { 'if-none-match': String(first.headers.etag) } })).statusCode).toBe(304)
    expect((await http.inject(`${url}?v=${places.city().mapRevision}`)).headers['cache-control']).toContain('max-age')
    expect((await http.inject(`${url}?v=0`)).headers['cache-control']).toBe('no-cache')
  })

  test.each([
    ['over the ocean', '/api/tiles/12/0/2000.mvt', 204],
    ['beyond the deepest zoom', '/api/tiles/16/0/0.mvt', 404],
    ['outside the world', '/api/tiles/2/4/0.mvt', 404],
    ['of no number', '/api/tiles/two/4/0.mvt', 400],
    ['of a negative number', '/api/tiles/2/-1/0.mvt', 400],
  ])('a tile %s answers plainly', async (_, address, status) => {
    expect((await http.inject(address)).statusCode).toBe(status)
  })
})
