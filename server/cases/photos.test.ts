import sharp from 'sharp'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttp, mountApi } from '../platform/http.ts'
import { casesContract } from './contract.ts'
import { mountPhotos } from './photos.ts'
import { casesRoutes } from './routes.ts'
import { people, smallWorld, spots, type PersonName, type SmallWorld } from './test/world.ts'

let w: SmallWorld
let http: FastifyInstance
beforeAll(async () => {
  w = await smallWorld()
  // Names stand in for sessions here.
  const resolveActor = async (request: { headers: Record<string, unknown> }) => people[request.headers['x-person'] as PersonName] ?? null
  const options = { resolveActor, report: (error: unknown) => { throw error } }
  http = await createHttp(options)
  mountPhotos(http, { cases: w.cases, resolveActor })
  await mountApi(http, { cases: casesRoutes(w.cases) }, { cases: casesContract }, { ...options, title: 'test', version: '0' })
})
afterAll(async () => {
  await http.close()
  await w.drop()
})

const post = (name: string, payload: Buffer, type = 'image/jpeg') => http.inject({ method: 'POST', url: '/api/photos', headers: { 'x-person': name, 'content-type': type }, payload })
const read = (name: string, id: string, query = '') => http.inject({ url: `/api/photos/${id}${query}`, headers: { 'x-person': name } })
const withPlace = () => sharp({ create: { width: 800, height: 400, channels: 3, background: '#204060' } })
  .withExif({ IFD0: { Make: 'PhoneMaker' }, IFD3: { GPSLatitude: '24/1 30/1 0/1' } }).jpeg().toBuffer()

describe('a photo', () => {
  it('is kept without the camera\'s marks and read by its owner until a report takes it', async () => {
    const sent = await withPlace()
    expect((await sharp(sent).metadata()).exif).toBeDefined()
    const answer = await post('resident', sent)
    expect(answer.statusCode).toBe(201)
    const { id, width, height } = answer.json<{ id: string; width: number; height: number }>()
    expect([width, height]).toEqual([800, 400])
    const mine = await read('resident', id)
    expect(mine.headers).toMatchObject({ 'content-type': 'image/jpeg', 'cache-control': expect.stringContaining('private') })
    expect((await sharp(mine.rawPayload).metadata()).exif).toBeUndefined()
    expect((await read('cityOfficer', id)).statusCode).toBe(404)
  })

  it('of a report is read by the reporter and the desks in scope, not by followers or others', async () => {
    const { id } = (await post('resident', await withPlace())).json<{ id: string }>()
    const view = await w.cases.report(people.resident, await w.reportOf(people.resident, { photos: [id] }))
    await w.cases.follow(people.neighbour, view.id, spots.east)
    const seen = Object.fromEntries(await Promise.all(['resident', 'neighbour', 'stranger', 'eastOfficer', 'westOfficer', 'cityOfficer', 'police', 'guest']
      .map(async (name) => [name, (await read(name, id)).statusCode])))
    expect(seen).toEqual({ resident: 200, neighbour: 404, stranger: 404, eastOfficer: 200, westOfficer: 404, cityOfficer: 200, police: 200, guest: 401 })
  })

  it('is served small on request', async () => {
    const { id } = (await post('resident', await withPlace())).json<{ id: string }>()
    const thumb = await sharp((await read('resident', id, '?size=thumb')).rawPayload).metadata()
    expect([thumb.width, thumb.height]).toEqual([320, 160])
  })

  it.each([
    ['broken', async () => (await withPlace()).subarray(0, 300), 'image/jpeg', 400, 'invalid-input'],
    ['no image', async () => Buffer.from('<script>alert(1)</script>'), 'image/png', 400, 'invalid-input'],
    ['of another type', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 415, 'media-type-unsupported'],
    ['empty', async () => Buffer.alloc(0), 'image/jpeg', 400, 'invalid-input'],
    ['too large', async () => Buffer.alloc(12 * 1024 * 1024 + 1), 'image/jpeg', 413, 'too-large'],
  ] as const)('that is %s is refused and leaves nothing', async (_, make, type, status, code) => {
    const count = async () => (await w.db.selectFrom('platform.file').select('id').execute()).length
    const before = await count()
    const answer = await post('resident', await make(), type)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
    expect(await count()).toBe(before)
  })

  it('is not taken from a guest', async () => {
    expect((await post('guest', await withPlace())).statusCode).toBe(401)
  })

  it('is taken 120 times an hour from one person', async () => {
    const statuses = await Promise.all(Array.from({ length: 125 }, () => post('liaison', Buffer.from('x')).then((answer) => answer.statusCode)))
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
  })
})

describe('the operations over HTTP', () => {
  const call = async (name: string, method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await http.inject({ method, url: `/api${url}`, headers: { 'x-person': name }, ...(payload ? { payload } : {}) })
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }

  it('tell static addresses from ids, coerce queries and answer refusals as problems', async () => {
    const report = await w.reportOf(people.resident)
    expect(await call('resident', 'POST', '/cases', report)).toMatchObject({ status: 201, body: { id: report.id } })
    expect(await call('cityOfficer', 'GET', '/cases/counts')).toMatchObject({ status: 200, body: { open: expect.any(Number) } })
    expect(await call('neighbour', 'GET', `/cases/similar?category=street-light&lon=${spots.east.lon}&lat=${spots.east.lat}`)).toMatchObject({ status: 200 })
    expect(await call('cityOfficer', 'GET', '/cases?overdue=false&limit=1&state=all')).toMatchObject({ status: 200, body: { items: [expect.anything()] } })
    expect(await call('eastOfficer', 'POST', `/cases/${report.id}/steps`, { step: 'accept', version: 1 })).toMatchObject({ status: 200, body: { state: 'accepted' } })
    expect(await call('stranger', 'GET', `/cases/${report.id}`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect(await call('eastOfficer', 'POST', `/cases/${report.id}/steps`, { step: 'fly', version: 2 })).toMatchObject({ status: 400, body: { code: 'invalid-input' } })
    expect(await call('resident', 'POST', '/cases', { ...report, id: 'x', photos: ['none'], words: 'x'.repeat(2001) })).toMatchObject({ status: 400, body: { errors: expect.arrayContaining([expect.objectContaining({ path: 'id' }), expect.objectContaining({ path: 'photos.0' }), expect.objectContaining({ path: 'words' })]) } })
    expect(await call('resident', 'POST', '/cases', { ...report, position: null, address: '' })).toMatchObject({ status: 400, body: { errors: [expect.objectContaining({ path: 'address' })] } })
  })
})
