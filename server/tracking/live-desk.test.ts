import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import type { Actor } from '../platform/actor.ts'
import { CLOSE, LIVE_PROTOCOL, LiveSockets } from '../platform/live-sockets.ts'
import { decodeServerFrame, encodeFixes, encodeResync, encodeSubscribe, type Subscribe } from './live/frames.ts'
import { newId } from '../platform/ids.ts'
import { LiveView } from './live/view.ts'
import { ViewDecoder } from './live/view-frames.ts'
import { serveLive } from './live-desk.ts'
import { actor, codeOf, paths, trackingWorld, type TrackingWorld } from './testing.ts'

let w: TrackingWorld
let http: Server
let sockets: LiveSockets
let port: number
const byCookie = new Map<string, Actor>()
const faults: unknown[] = []
const over = new Set<string>()
const [PER_ADDRESS, IN_ALL] = [40, 60]
const clients: Client[] = []

beforeAll(async () => {
  w = await trackingWorld()
  sockets = new LiveSockets({ actorOf: async (cookie) => byCookie.get(cookie ?? '') ?? null, endedAmong: async (ids) => ids.filter((id) => over.has(id)), limits: { perAddress: PER_ADDRESS, inAll: IN_ALL }, publicUrl: 'https://city.example', report: (error) => void faults.push(error) })
  serveLive(sockets, w.tracking)
  sockets.onCommand('echo', async (by, input) => ({ by: by?.personId ?? null, words: (input as { words: string }).words }))
  http = createServer()
  sockets.attach(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  port = (http.address() as AddressInfo).port
})
afterEach(() => clients.splice(0).forEach((client) => client.ws.terminate()))
afterAll(async () => {
  sockets.stop()
  http.close()
  await w.drop()
})

interface Client { ws: WebSocket; frames: Buffer[]; notices: () => string[]; seen: () => number[]; acks: () => number[]; closed: Promise<number> }

const open = (headers: Record<string, string> = {}, path = '/live'): WebSocket => new WebSocket(`ws://127.0.0.1:${port}${path}`, LIVE_PROTOCOL, { headers })

async function connect(person: Actor | null = null, address = '10.9.8.7'): Promise<Client> {
  const cookie: Record<string, string> = { 'x-forwarded-for': address, ...(person !== null && { cookie: person.sessionId }) }
  if (person) byCookie.set(person.sessionId, person)
  const ws = open(cookie)
  const frames: Buffer[] = []
  ws.on('message', (data: Buffer) => frames.push(data))
  const closed = once(ws, 'close').then(([code]) => code as number)
  await once(ws, 'open')
  const served = (kind: number) => frames.filter((frame) => frame[1] === kind)
  const client: Client = {
    ws, frames, closed,
    notices: () => served(0x82).map((frame) => { const read = decodeServerFrame(frame); return read.kind === 'notice' ? read.body.code : '' }),
    acks: () => served(0x81).map((frame) => { const read = decodeServerFrame(frame); return read.kind === 'ack' ? read.sequence : -1 }),
    seen: () => {
      const view = new ViewDecoder()
      for (const frame of [...served(0x83), ...served(0x84)]) view.apply(frame)
      return [...view.points()].map((point) => point.walker)
    },
  }
  clients.push(client)
  return client
}

const city: Subscribe['bounds'] = { west_e7: 1_170_000_000, south_e7: 240_000_000, east_e7: 1_180_000_000, north_e7: 250_000_000 }
const subscribe = (client: Client, filters: Subscribe['filters'] = {}, view = 1): void => client.ws.send(encodeSubscribe({ view, bounds: city, zoom: 14, filters }))
const numbers = (...ids: string[]): number[] => [...w.tracking.presence.all()].filter((one) => ids.includes(one.attendanceId)).map((one) => one.walker)
const soon = { timeout: 5000, interval: 20 }
const person = { north: actor(['officer', paths.north]), town: actor(['officer', paths.town]), elsewhere: actor(['officer', paths.elsewhere]) }

describe('a view', () => {
  test('shows exactly the walkers of the officer\'s regions, who come and go with their walks', async () => {
    const [north, south, elsewhere] = [await w.walk(), await w.walk({ region: paths.south }), await w.walk({ region: paths.elsewhere })]
    for (const walk of [north, south, elsewhere]) await w.send(w.tracking, walk, [w.fix(0)])
    const views = new Map<Actor, Client>()
    for (const each of Object.values(person)) {
      const client = await connect(each)
      subscribe(client)
      views.set(each, client)
    }
    const shown = (each: Actor): number[] => views.get(each)!.seen().toSorted((a, b) => a - b)
    await vi.waitFor(() => expect([shown(person.north), shown(person.town), shown(person.elsewhere)]).toEqual([numbers(north.id), numbers(north.id, south.id), numbers(elsewhere.id)]), soon)
    const phone = await connect()
    const later = await w.walk()
    phone.ws.send(encodeFixes({ attendance: later.id, token: later.token, fixes: [w.fix(0)] }))
    await vi.waitFor(() => expect(phone.acks()).toEqual([1]), soon)
    await vi.waitFor(() => expect(shown(person.north)).toEqual(numbers(north.id, later.id)), soon)
    await w.end(north.id)
    await w.pump.drain()
    await vi.waitFor(() => expect([shown(person.north), shown(person.town)]).toEqual([numbers(later.id), numbers(south.id, later.id)]), soon)
    expect((await w.audited('tracking.live-view-opened')).filter((line) => line.actor === person.town.personId)).toMatchObject([{ region_path: paths.town }])
  })

  test.each([['a guest', null, 'sign-in-required'], ['a volunteer', actor(), 'not-allowed'], ['a team leader', actor(['leader', paths.town]), 'not-allowed']])('is refused to %s with a notice', async (_, who, code) => {
    const client = await connect(who)
    subscribe(client)
    client.ws.send(encodeResync(1))
    await vi.waitFor(() => expect(client.notices()).toEqual([code]), soon)
    expect(client.frames).toHaveLength(1)
  })

  test('can be narrowed to a region inside the scope; one outside or unknown is not found', async () => {
    const walk = await w.walk({ region: paths.south })
    await w.send(w.tracking, walk, [w.fix(0)])
    const client = await connect(person.town)
    subscribe(client, { region: codeOf(paths.elsewhere) }, 7)
    subscribe(client, { region: codeOf(paths.city) }, 8)
    subscribe(client, { region: '999999' }, 9)
    await vi.waitFor(() => expect(client.notices()).toEqual(['not-found', 'not-found', 'not-found']), soon)
    subscribe(client, { region: codeOf(paths.south) })
    await vi.waitFor(() => expect(client.seen().toSorted((a, b) => a - b)).toEqual([...w.tracking.presence.all()].filter((one) => one.regionPath === paths.south).map((one) => one.walker)), soon)
  })

  test('shows the filter asked for last, however quickly they follow', async () => {
    const [north, south] = [await w.walk(), await w.walk({ region: paths.south })]
    for (const walk of [north, south]) await w.send(w.tracking, walk, [w.fix(0)])
    const client = await connect(person.town)
    for (let i = 0; i < 10; i++) subscribe(client, { region: codeOf(i % 2 === 0 ? paths.south : paths.north) })
    const expected = [...w.tracking.presence.all()].filter((one) => one.regionPath === paths.north).map((one) => one.walker)
    await vi.waitFor(async () => expect((await w.audited('tracking.live-view-opened')).filter((line) => line.region_path === paths.north).length).toBeGreaterThanOrEqual(5), soon)
    await vi.waitFor(() => expect(client.seen().toSorted((a, b) => a - b)).toEqual(expected), soon)
  })

  test('is one of at most four of a socket', async () => {
    const client = await connect(person.town)
    for (let view = 1; view <= 5; view++) subscribe(client, {}, view)
    await vi.waitFor(() => expect(client.notices()).toEqual(['too_many_views']), soon)
  })
})

describe('a socket', () => {
  test('closes when its session ends, and no other does', async () => {
    const [mine, others] = [await connect(person.north), await connect(person.town)]
    sockets.endSessions([person.north.sessionId])
    expect(await mine.closed).toBe(4401)
    expect(others.ws.readyState).toBe(WebSocket.OPEN)
  })

  test('closes when its session is found to be over, though nobody told', async () => {
    const [mine, others, guest] = [await connect(person.north), await connect(person.town), await connect()]
    over.add(person.north.sessionId)
    await sockets.checkSessions()
    over.clear()
    expect(await mine.closed).toBe(CLOSE.sessionEnded)
    expect([others.ws.readyState, guest.ws.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN])
  })

  test('closes when its holder\'s rights change, and no other does', async () => {
    const [mine, others] = [await connect(person.north), await connect(person.town)]
    sockets.refreshRights([person.north.personId, person.elsewhere.personId])
    expect(await mine.closed).toBe(CLOSE.rightsChanged)
    expect(others.ws.readyState).toBe(WebSocket.OPEN)
  })

  test('of a guest that keeps naming walks that nobody knows is closed, and the database is asked no more; others go on', async () => {
    const walk = await w.walk()
    const [stranger, neighbour] = [await connect(null, '10.1.1.1'), await connect(null, '10.2.2.2')]
    const asked = vi.spyOn(w.tracking, 'takeFixes')
    for (let n = 0; n < 200; n++) stranger.ws.send(encodeFixes({ attendance: newId(), token: 'k7', fixes: [w.fix(0)] }))
    expect(await stranger.closed).toBe(CLOSE.tooManyRequests)
    expect(asked.mock.calls.length).toBe(60)
    const again = await connect(null, '10.1.1.1')
    again.ws.send(encodeFixes({ attendance: newId(), token: 'k7', fixes: [w.fix(0)] }))
    expect(await again.closed, 'a new socket from there changes nothing').toBe(CLOSE.tooManyRequests)
    neighbour.ws.send(encodeFixes({ attendance: walk.id, token: walk.token, fixes: [w.fix(0)] }))
    await vi.waitFor(() => expect(neighbour.acks()).toEqual([1]), soon)
    const known = await connect(null, '10.1.1.1')
    known.ws.send(encodeFixes({ attendance: walk.id, token: walk.token, fixes: [w.fix(1)] }))
    await vi.waitFor(() => expect(known.acks(), 'a walk that is known costs nothing').toEqual([2]), soon)
    asked.mockRestore()
  })

  test('of a phone with walks of its own is never sent away, however many walks come from its address at the same moment', async () => {
    const client = await connect(null, '10.3.3.3')
    const walks = await Promise.all(Array.from({ length: 90 }, () => w.walk()))
    for (const walk of walks) client.ws.send(encodeFixes({ attendance: walk.id, token: walk.token, fixes: [w.fix(0)] }))
    await vi.waitFor(() => expect(client.acks()).toHaveLength(walks.length), soon)
  })

  test('is refused beyond so many of one address, and beyond so many in all, until others have gone', async () => {
    const statusFrom = async (address: string): Promise<number> => {
      const ws = open({ 'x-forwarded-for': address })
      const status = await new Promise<number>((resolve) => {
        ws.once('open', () => resolve(101))
        ws.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
      })
      ws.on('error', () => {})
      ws.terminate()
      return status
    }
    await vi.waitFor(() => expect(sockets.size).toBe(0), soon)
    const crowd = await Promise.all(Array.from({ length: PER_ADDRESS }, () => connect(null, '10.4.4.4')))
    expect(await statusFrom('10.4.4.4')).toBe(429)
    expect(await statusFrom('203.0.113.9, 10.4.4.4'), 'what a client says of itself does not count').toBe(429)
    expect(await statusFrom('10.5.5.5')).toBe(101)
    crowd[0]!.ws.terminate()
    await vi.waitFor(async () => expect(await statusFrom('10.4.4.4')).toBe(101), soon)
    await Promise.all(Array.from({ length: IN_ALL - PER_ADDRESS + 1 }, (_, n) => connect(null, `10.6.6.${n}`)))
    expect(await statusFrom('10.7.7.7')).toBe(503)
    clients.splice(0).forEach((client) => client.ws.terminate())
    await vi.waitFor(async () => expect(await statusFrom('10.7.7.7')).toBe(101), soon)
  })

  test.each([
    ['a foreign page', { origin: 'https://evil.example' }, '/live', 403], ['a page without an address', { origin: 'null' }, '/live', 403],
    ['an unknown path', {}, '/else', 404], ['a path that is none', {}, '//', 404], ['a longer path', {}, '/live/more', 404],
  ])('is refused to %s', async (_, headers, path, status) => {
    const ws = open(headers as Record<string, string>, path)
    const [, response] = (await once(ws, 'unexpected-response')) as [unknown, { statusCode: number }]
    ws.on('error', () => {})
    ws.terminate()
    expect(response.statusCode).toBe(status)
    expect(faults).toEqual([])
  })

  test.each([['its own pages', () => `http://127.0.0.1:${port}`], ['the public address', () => 'https://city.example']])('is open to %s', async (_, origin) => {
    const ws = open({ origin: origin() }, '/live?x=1')
    await once(ws, 'open')
    ws.terminate()
  })

  test('answers garbage and too much with a notice and lives', async () => {
    const walk = await w.walk()
    const client = await connect()
    const good = encodeFixes({ attendance: walk.id, token: walk.token, fixes: w.seconds(0, 3) })
    const tooMany = Buffer.concat([good.subarray(0, 19 + walk.token.length), Buffer.from([0xff, 0xff]), Buffer.alloc(60_000)])
    const broken: [Uint8Array, string][] = [
      [new Uint8Array(0), 'frame_truncated'], [new Uint8Array([9, 1]), 'frame_version'], [new Uint8Array([1, 0x81]), 'frame_kind'], [new Uint8Array(60_000), 'frame_version'],
      [good.subarray(0, -1), 'frame_truncated'], [Buffer.concat([good, Buffer.from([0])]), 'frame_trailing'], [tooMany, 'frame_too_large'],
    ]
    for (const [frame] of broken) client.ws.send(frame)
    client.ws.send(good)
    await vi.waitFor(() => expect([client.notices(), client.acks()]).toEqual([broken.map(([, code]) => code), [3]]), soon)
    expect(faults).toEqual([])
  })

  test('that sends more than a message may hold is closed, and the server lives', async () => {
    const [client, other] = [await connect(), await connect()]
    client.ws.send(Buffer.alloc(64 * 1024 + 1))
    expect(await client.closed).toBe(1009)
    expect(other.ws.readyState).toBe(WebSocket.OPEN)
  })

  test('takes commands as text and answers each under its reference', async () => {
    const client = await connect(person.town)
    const answers = (): unknown[] => client.frames.map((frame) => JSON.parse(frame.toString()) as unknown)
    for (const message of ['{"ref":1,"do":"echo","words":"你好"}', '{"ref":2,"do":"fly"}', 'garbage', '[1]', 'null', '{"ref":3,"do":"__proto__"}']) client.ws.send(message)
    await vi.waitFor(() => expect(answers()).toHaveLength(6), soon)
    expect(answers()).toEqual(expect.arrayContaining([
      { ref: 1, done: { by: person.town.personId, words: '你好' } }, expect.objectContaining({ ref: 2, problem: expect.objectContaining({ code: 'not-found' }) }),
      expect.objectContaining({ ref: null, problem: expect.objectContaining({ code: 'invalid-input' }) }), expect.objectContaining({ ref: 3, problem: expect.objectContaining({ code: 'not-found' }) }),
    ]))
  })

  test('that is gone before its view was checked leaves nothing behind', async () => {
    let release = (): void => {}
    const held = new Promise<void>((resolve) => { release = resolve })
    const view = vi.spyOn(w.tracking, 'openView').mockImplementation(async () => { await held; return () => true })
    const own = new LiveSockets({ actorOf: async () => person.town, endedAmong: async () => [], publicUrl: undefined, report: (error) => void faults.push(error) })
    const ticks: (() => void)[] = []
    own.every = (_, work) => void ticks.push(work)
    serveLive(own, w.tracking)
    const server = createServer()
    own.attach(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const ws = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/live`, LIVE_PROTOCOL)
    await once(ws, 'open')
    ws.send(encodeSubscribe({ view: 1, bounds: city, zoom: 14, filters: {} }))
    await vi.waitFor(() => expect(view).toHaveBeenCalled(), soon)
    ws.terminate()
    await vi.waitFor(() => expect(own.size).toBe(0), soon)
    release()
    await held
    await new Promise((resolve) => setImmediate(resolve))
    const drawn = vi.spyOn(LiveView.prototype, 'frame')
    ticks.at(0)!()
    expect(drawn).not.toHaveBeenCalled()
    drawn.mockRestore()
    view.mockRestore()
    own.stop()
    server.close()
  })
})
