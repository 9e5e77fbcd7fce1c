/** People who use a server over its sockets until it dies, and a list of what it acknowledged to them. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import WebSocket from 'ws'
import { LIVE_PATH, LIVE_PROTOCOL } from '../../server/platform/live-sockets.ts'
import { decodeServerFrame, encodeFixes } from '../../server/tracking/live/frames.ts'
import type { Ready } from './server-process.ts'
import { COMMUNITY, CORNER, ROUTE, type Settler } from './small-city.ts'

export class Acknowledged {
  /** `patrol person` */
  readonly claims = new Set<string>()
  readonly checkIns = new Set<string>()
  readonly checkOuts = new Set<string>()
  /** Attendance to the last acknowledged sequence. */
  readonly positions = new Map<string, number>()
  /** `id number` */
  readonly cases = new Set<string>()
  /** `subject currency amount` */
  readonly credits = new Set<string>()

  /** As of now, while they go on. */
  copy(): Acknowledged {
    const now = new Acknowledged()
    for (const kind of ['claims', 'checkIns', 'checkOuts', 'cases', 'credits'] as const) for (const each of this[kind]) now[kind].add(each)
    for (const [id, upTo] of this.positions) now.positions.set(id, upTo)
    return now
  }

  get count(): number {
    return this.claims.size + this.checkIns.size + this.checkOuts.size + this.cases.size + this.credits.size + [...this.positions.values()].reduce((sum, n) => sum + n, 0)
  }
}

type Answer = Record<string, never> & { id: string; number: string; trackingToken: string; record: { id: string; state: string; minutes: number; points: number } }
const SEATS = 6
const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).jpeg().toBuffer()

/** Starts them; they end by themselves when the server no longer answers. */
export function citizens({ port, city: { officer, volunteers } }: Ready, said: Acknowledged, round: number): { stop(): void; done: Promise<unknown> } {
  let stopped = false
  const sockets: WebSocket[] = []

  async function api(who: Settler, method: string, path: string, body?: object | Buffer): Promise<{ status: number; body: Answer }> {
    const raw = Buffer.isBuffer(body)
    const answer = await fetch(`http://127.0.0.1:${port}/api${path}`, {
      method, headers: { cookie: who.cookie, ...(body === undefined ? {} : { 'content-type': raw ? 'image/jpeg' : 'application/json' }) },
      ...(body === undefined ? {} : { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Answer }
  }

  async function open(who: Settler): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, LIVE_PROTOCOL, { headers: { cookie: who.cookie } })
    sockets.push(socket)
    await new Promise((resolve, reject) => { socket.once('open', resolve).once('error', reject) })
    socket.on('error', () => {})
    return socket
  }

  /** Patrols are published one after the other, each in a window of its own; everyone goes for every one, by socket or by request. */
  async function rush(): Promise<void> {
    const live = await Promise.all(volunteers.slice(0, 10).map(async (who) => ({ who, socket: await open(who) })))
    for (const { who, socket } of live) socket.on('message', (data: Buffer, binary) => {
      if (binary) return
      const { ref, done } = JSON.parse(data.toString()) as { ref: string; done?: object }
      if (done) said.claims.add(`${ref} ${who.personId}`)
    })
    for (let n = 0; !stopped; n++) {
      // Windows of their own for hundreds of patrols in dozens of rounds, all within a year.
      const startsAt = Date.now() + 86_400_000 + (round * 500 + n) * 25 * 60_000
      const { body } = await api(officer, 'POST', '/patrols', {
        name: '夜巡', kind: 'night', regionCode: COMMUNITY, shape: { type: 'LineString', coordinates: ROUTE }, startsAt: new Date(startsAt).toISOString(), endsAt: new Date(startsAt + 20 * 60_000).toISOString(),
        seats: SEATS, pointsPerHour: 10, riskText: '注意交通', insuranceNote: '已投保', releaseDeadlineMinutes: 30,
      })
      await api(officer, 'POST', `/patrols/${body.id}/publication`, {})
      for (const { socket } of live) socket.send(JSON.stringify({ ref: body.id, do: 'claim', patrolId: body.id }))
      await Promise.all(volunteers.slice(10, 15).map(async (who) => {
        if ((await api(who, 'POST', `/patrols/${body.id}/claims`)).status === 201) said.claims.add(`${body.id} ${who.personId}`)
      }))
      await sleep(50)
    }
  }

  /** Sets out, sends positions, comes back, and the officer confirms: again and again. */
  async function walk(who: Settler): Promise<void> {
    const socket = await open(who)
    while (!stopped) {
      const id = randomUUID()
      const from = Date.now() - 3_600_000
      const out = await api(who, 'POST', '/attendances', { id, patrolId: null, at: new Date(from).toISOString(), position: { ...CORNER, accuracy_m: 5 } })
      // Still out since before the kill.
      if (out.status === 409) {
        const { body } = await api(who, 'GET', '/me/duties')
        await finish(who, (body as unknown as { current: { id: string } }).current.id)
        continue
      }
      said.checkIns.add(id)
      for (let sent = 0; sent < 200 && !stopped; sent += 10) said.positions.set(id, await send(socket, id, out.body.trackingToken, from, sent))
      await finish(who, id)
    }
  }

  function send(socket: WebSocket, attendance: string, token: string, from: number, sent: number): Promise<number> {
    const fixes = Array.from({ length: 10 }, (_, i) => ({
      sequence: sent + i + 1, time_ms: from + (sent + i + 1) * 15_000, lon_e7: Math.round((CORNER.lon + (sent + i) * 2e-5) * 1e7), lat_e7: CORNER.lat * 1e7, accuracy_m: 5, speed_mps: 1.3, mock: false,
    }))
    // A socket that closed while a request was under way says so no more.
    if (socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error('closed'))
    return new Promise((resolve, reject) => {
      const closed = (): void => reject(new Error('closed'))
      socket.once('close', closed)
      socket.once('message', (data: Buffer) => {
        socket.off('close', closed)
        const frame = decodeServerFrame(data)
        if (frame.kind === 'ack' && frame.refusals.length === 0) resolve(frame.sequence)
        else reject(new Error(`not taken: ${JSON.stringify(frame)}`))
      })
      socket.send(encodeFixes({ attendance, token, fixes }))
    })
  }

  async function finish(who: Settler, id: string): Promise<void> {
    const { status, body } = await api(who, 'POST', `/attendances/${id}/check-out`, { at: new Date().toISOString(), position: null })
    if (status !== 200) throw new Error(`check-out: ${JSON.stringify(body)}`)
    said.checkOuts.add(id)
    const { body: record } = body.record.state === 'confirmed' ? { body: body.record } : await api(officer, 'POST', `/service-records/${body.record.id}/confirmation`, {}) as unknown as { body: Answer['record'] }
    if (record.minutes > 0) said.credits.add(`service-record:${record.id} minutes ${record.minutes}`)
    if (record.points > 0) said.credits.add(`service-record:${record.id} points ${record.points}`)
  }

  async function report(who: Settler): Promise<void> {
    while (!stopped) {
      const { status, body: kept } = await api(who, 'POST', '/photos', photo)
      // One hour's photos or reports are spent: a fast machine gets there.
      if (status === 429) return
      const id = randomUUID()
      const answer = await api(who, 'POST', '/cases', {
        id, deviceTime: new Date().toISOString(), category: 'street-light', answers: { extent: 'one', dark: true }, words: '灯不亮', position: { ...CORNER }, photos: [kept.id],
      })
      if (answer.status === 429) return
      if (answer.status !== 201) throw new Error(`report: ${JSON.stringify(answer.body)}`)
      said.cases.add(`${id} ${answer.body.number}`)
    }
  }

  const faults: unknown[] = []
  const lives = [rush(), ...volunteers.slice(15, 19).map(walk), ...volunteers.slice(19, 21).map(report)]
  // The server dies under them; whatever they were told no before that is a fault of the test.
  const done = Promise.all(lives.map((life) => life.catch((error: unknown) => { if (!stopped && !isEnd(error)) faults.push(error) })))
    .then(() => { if (faults.length > 0) throw faults[0] })
  return {
    stop() {
      stopped = true
      for (const socket of sockets) socket.terminate()
    },
    done,
  }
}

const isEnd = (error: unknown): boolean => error instanceof Error && (error.message === 'closed' || error.message === 'fetch failed' || error.message === 'terminated' || error.name === 'SyntaxError' || /ECONNREFUSED|socket hang up|ECONNRESET/.test(error.message))
