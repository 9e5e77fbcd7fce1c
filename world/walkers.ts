/** The demo's walkers: volunteers who set out by themselves and send their positions over the real socket, as phones do. */
import WebSocket from 'ws'
import type { App } from '../server/main.ts'
import { SESSION_COOKIE } from '../server/people/sign-in/sessions.ts'
import type { Actor } from '../server/platform/actor.ts'
import { distance_m } from '../server/platform/geo.ts'
import { newId } from '../server/platform/ids.ts'
import { LIVE_PATH, LIVE_PROTOCOL } from '../server/platform/live-sockets.ts'
import { Problem } from '../server/platform/problem.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import { encodeFixes } from '../server/tracking/live/frames.ts'
import { alongLine } from './paths.ts'
import { walkerPhones } from './people.ts'

const CENTER = { lon: 117.653, lat: 24.511 }
const SEND_MS = 2000
const PACE_MPS = 1.4
const METRE_DEGREES = 1 / 111_195

interface Walk {
  attendance: string
  token: string
  line: Coordinate[]
  walked_m: number
  sequence: number
}

export class Walkers {
  readonly #app: App
  readonly #url: string
  readonly #count: number
  readonly #report: (error: unknown, where: string) => void
  readonly #walks: Walk[] = []
  #socket: WebSocket | undefined
  #timer: NodeJS.Timeout | undefined
  #starting: Promise<void> | undefined
  #stopped = false

  constructor(app: App, address: string, count: number, report: (error: unknown, where: string) => void) {
    this.#app = app
    this.#url = address.replace('http', 'ws') + LIVE_PATH
    this.#count = Math.min(count, walkerPhones.length)
    this.#report = report
  }

  start(): Promise<void> {
    return (this.#starting ??= this.#start())
  }

  async #start(): Promise<void> {
    const lines = await this.#lines()
    for (let i = 0; i < this.#count && lines.length > 0 && !this.#stopped; i++) {
      const line = lines[(i * 7) % lines.length] as Coordinate[]
      const walk = await this.#setOut(walkerPhones[i] as string, line, i)
      if (walk) this.#walks.push(walk)
    }
    if (this.#stopped) return
    this.#connect()
    this.#timer = setInterval(() => this.#send(), SEND_MS)
  }

  /** Resolves when nobody sets out any more; what they ask of the application is answered by then. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    this.#socket?.terminate()
    await this.#starting?.catch(() => undefined)
  }

  async #lines(): Promise<Coordinate[][]> {
    const streets = await this.#app.places.streets()
    const near = streets.map((street) => street.line as Coordinate[]).filter((line) => line.length >= 2)
      .map((line) => ({ line, away_m: distance_m(CENTER, { lon: (line[0] as Coordinate)[0], lat: (line[0] as Coordinate)[1] }) }))
    return near.filter(({ away_m }) => away_m < 4000).toSorted((a, b) => a.away_m - b.away_m).slice(0, 120).map(({ line }) => line)
  }

  /** Signs in as a phone does, agrees to texts that are new and sets out; someone who is still out from before goes on. */
  async #setOut(phone: string, line: Coordinate[], index: number): Promise<Walk | null> {
    const { people: faces, duties, tracking } = this.#app
    const { demoCode } = await faces.requestCode({ phone }, `10.2.0.${index}`)
    const { actor: arrived, token } = await faces.signIn({ phone, code: demoCode as string, device: 'demo walker' }, `10.2.0.${index}`)
    for (const { purpose, version } of faces.consentTexts()) await faces.giveConsent(arrived, { purpose, version }, `10.2.0.${index}`)
    const actor = await faces.actorOf(`${SESSION_COOKIE}=${token}`)
    if (actor === null) return null
    const { current } = await duties.claims.mine(actor)
    const walked_m = (index * 137) % 1500
    if (current) return { attendance: current.id, token: tracking.tokenOf(current.id), line, walked_m, sequence: Math.floor(Date.now() / 1000) % 1_000_000_000 }
    return this.#checkIn(actor, line, walked_m)
  }

  async #checkIn(actor: Actor, line: Coordinate[], walked_m: number): Promise<Walk | null> {
    const [lon, lat] = alongLine(line, walked_m)
    try {
      const { attendance, trackingToken } = await this.#app.duties.attendances.checkIn(actor, { id: newId(), patrolId: null, at: new Date().toISOString(), position: { lon, lat, accuracy_m: 8 } })
      return { attendance: attendance.id, token: trackingToken, line, walked_m, sequence: Math.floor(Date.now() / 1000) % 1_000_000_000 }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return null
    }
  }

  #connect(): void {
    this.#socket = new WebSocket(this.#url, LIVE_PROTOCOL)
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      if (!this.#stopped) setTimeout(() => this.#connect(), 2000).unref()
    })
  }

  #send(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    try {
      for (const walk of this.#walks) this.#socket.send(encodeFixes({ attendance: walk.attendance, token: walk.token, fixes: [this.#step(walk)] }))
    } catch (error) {
      this.#report(error, 'walkers')
    }
  }

  #step(walk: Walk) {
    walk.walked_m += (PACE_MPS * SEND_MS) / 1000
    walk.sequence++
    const [lon, lat] = alongLine(walk.line, walk.walked_m)
    const noise = (): number => (Math.random() - 0.5) * 6 * METRE_DEGREES
    return {
      sequence: walk.sequence, time_ms: Date.now(), lon_e7: Math.round((lon + noise()) * 1e7), lat_e7: Math.round((lat + noise()) * 1e7),
      accuracy_m: 6, speed_mps: PACE_MPS, mock: false,
    }
  }
}
