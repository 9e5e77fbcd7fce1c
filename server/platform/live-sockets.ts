import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import proxyAddress from '@fastify/proxy-addr'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Actor } from './actor.ts'
import { asProblem, sameOrigin } from './http.ts'
import { refuse, toProblemDetails } from './problem.ts'

export const LIVE_PATH = '/live'
export const LIVE_PROTOCOL = 'redvest.live.v1'
const MESSAGE_MAX_BYTES = 64 * 1024
const PING_MS = 30_000
const SESSIONS_CHECK_MS = 60_000
/** Many phones of one carrier or school come from one address. */
const LIMITS: SocketLimits = { inAll: 20_000, perAddress: 1000 }

/** Codes with which the server closes a socket. */
export const CLOSE = { sessionEnded: 4401, rightsChanged: 4402, tooManyRequests: 4429 } as const

/** One connected phone or console. `actor` is null for a phone that speaks with an attendance token only. */
export interface LiveSocket {
  readonly actor: Actor | null
  /** The client's address, also behind a proxy on this machine. */
  readonly address: string
  close(code: number, reason: string): void
  send(message: Uint8Array | string): void
  /** Bytes that wait to be sent; leave ticks out when it grows. */
  readonly backlog_bytes: number
  onClose(work: () => void): void
}
type BinaryHandler = (socket: LiveSocket, bytes: Uint8Array) => void
type CommandHandler = (actor: Actor | null, input: unknown) => Promise<unknown>

export interface SocketLimits { inAll: number; perAddress: number }

interface Options {
  actorOf: (cookieHeader: string | undefined) => Promise<Actor | null>
  /** Which of these sessions are over, by sign-out, age or idleness. Sockets that stay open do not count as use. */
  endedAmong: (sessionIds: readonly string[]) => Promise<readonly string[]>
  limits?: Partial<SocketLimits>
  publicUrl: string | undefined
  report: (error: unknown, where: string) => void
}

/**
 * The one WebSocket at `/live`: signed in by the session cookie with an Origin check, closed when the session ends.
 * Binary messages go to the live plane; text messages are commands `{ref, do, …input}` answered by `{ref, done}` or
 * `{ref, problem}`, for what is too hot for a request each.
 */
export class LiveSockets {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_MAX_BYTES, handleProtocols: (offered) => (offered.has(LIVE_PROTOCOL) ? LIVE_PROTOCOL : false), perMessageDeflate: false })
  readonly #options: Options
  readonly #commands = new Map<string, CommandHandler>()
  readonly #bySession = new Map<string, Set<WebSocket>>()
  readonly #silent = new WeakSet<WebSocket>()
  readonly #persons = new WeakMap<WebSocket, string>()
  /** Sockets by address, those included that are still being let in. */
  readonly #byAddress = new Map<string, number>()
  #admitted = 0
  #binary: BinaryHandler = () => {}
  readonly #timers: NodeJS.Timeout[] = []

  constructor(options: Options) {
    this.#options = options
  }

  onBinary(handler: BinaryHandler): void {
    this.#binary = handler
  }

  onCommand(name: string, handler: CommandHandler): void {
    this.#commands.set(name, handler)
  }

  attach(http: Server): void {
    http.on('upgrade', (request, socket, head) => void this.#upgrade(request, socket, head).catch((error: unknown) => {
      this.#options.report(error, 'live.upgrade')
      socket.destroy()
    }))
    this.every(PING_MS, () => this.#ping())
    this.every(SESSIONS_CHECK_MS, () => void this.checkSessions().catch((error: unknown) => this.fault(error, 'live.sessions')))
  }

  /** Closes the sockets of sessions that are over, whoever ended them and whether it was told or not. */
  async checkSessions(): Promise<void> {
    const open = [...this.#bySession.keys()]
    if (open.length > 0) this.endSessions(await this.#options.endedAmong(open))
  }

  /** Closes every socket of the sessions: signed out, revoked, role taken. */
  endSessions(sessionIds: readonly string[]): void {
    for (const id of sessionIds) for (const socket of this.#bySession.get(id) ?? []) socket.close(CLOSE.sessionEnded, 'session ended')
  }

  /** Closes these persons' sockets because what they may do has changed; they come back with their rights of now. */
  refreshRights(personIds: readonly string[]): void {
    const changed = new Set(personIds)
    for (const socket of this.#server.clients) if (changed.has(this.#persons.get(socket) ?? '')) socket.close(CLOSE.rightsChanged, 'rights changed')
  }

  /** Runs until `stop`. */
  every(interval_ms: number, work: () => void): void {
    this.#timers.push(setInterval(work, interval_ms))
  }

  fault(error: unknown, where: string): void {
    this.#options.report(error, where)
  }

  get size(): number {
    return this.#server.clients.size
  }

  stop(): void {
    this.#timers.forEach((timer) => clearInterval(timer))
    for (const socket of this.#server.clients) socket.terminate()
    this.#server.close()
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => {})
    if (request.url?.split('?')[0] !== LIVE_PATH) return reject(socket, 404, 'Not Found')
    const { origin, host } = request.headers
    if (origin !== undefined && !sameOrigin(origin, host, this.#options.publicUrl)) return reject(socket, 403, 'Forbidden')
    const address = proxyAddress(request, 'loopback')
    const { inAll, perAddress } = { ...LIMITS, ...this.#options.limits }
    if (this.#admitted >= inAll) return reject(socket, 503, 'Service Unavailable')
    if ((this.#byAddress.get(address) ?? 0) >= perAddress) return reject(socket, 429, 'Too Many Requests')
    this.#count(address, 1)
    socket.once('close', () => this.#count(address, -1))
    const actor = await this.#options.actorOf(request.headers.cookie)
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#welcome(ws, actor, address))
  }

  #count(address: string, change: 1 | -1): void {
    this.#admitted += change
    const count = (this.#byAddress.get(address) ?? 0) + change
    if (count > 0) this.#byAddress.set(address, count)
    else this.#byAddress.delete(address)
  }

  #welcome(ws: WebSocket, actor: Actor | null, address: string): void {
    const closers: (() => void)[] = []
    let closed = false
    const live: LiveSocket = {
      actor, address,
      close: (code, reason) => ws.close(code, reason),
      send: (message) => ws.send(message),
      get backlog_bytes() { return ws.bufferedAmount },
      // Whoever asks after the end, because something took its time, is told at once.
      onClose: (work) => closed ? work() : void closers.push(work),
    }
    if (actor) {
      this.#persons.set(ws, actor.personId)
      this.#remember(actor.sessionId, ws, closers)
    }
    ws.on('error', () => {})
    ws.on('pong', () => this.#silent.delete(ws))
    ws.on('close', () => {
      closed = true
      closers.forEach((work) => work())
    })
    ws.on('message', (data: Buffer, isBinary) => {
      // A client that does not answer the close must not go on under a session that ended.
      if (ws.readyState !== ws.OPEN) return
      if (isBinary) this.#binary(live, data)
      else void this.#command(live, data)
    })
  }

  #remember(sessionId: string, ws: WebSocket, closers: (() => void)[]): void {
    const sockets = this.#bySession.get(sessionId) ?? new Set()
    this.#bySession.set(sessionId, sockets.add(ws))
    closers.push(() => {
      sockets.delete(ws)
      if (sockets.size === 0) this.#bySession.delete(sessionId)
    })
  }

  async #command(socket: LiveSocket, data: Buffer): Promise<void> {
    let ref: unknown = null
    try {
      const message = parse(data)
      ref = message['ref']
      const handler = this.#commands.get(String(message['do']))
      if (!handler) throw refuse('not-found')
      socket.send(JSON.stringify({ ref, done: await handler(socket.actor, message) }))
    } catch (error) {
      const problem = asProblem(error)
      if (problem.status >= 500) this.#options.report(error, 'live.command')
      socket.send(JSON.stringify({ ref, problem: toProblemDetails(problem) }))
    }
  }

  #ping(): void {
    for (const socket of this.#server.clients) {
      if (this.#silent.has(socket)) socket.terminate()
      else {
        this.#silent.add(socket)
        socket.ping()
      }
    }
  }
}

function parse(data: Buffer): Record<string, unknown> {
  try {
    const message: unknown = JSON.parse(data.toString('utf8'))
    if (typeof message === 'object' && message !== null) return message as Record<string, unknown>
  } catch { /* said below */ }
  throw refuse('invalid-input')
}

function reject(socket: Duplex, status: number, words: string): void {
  socket.end(`HTTP/1.1 ${status} ${words}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
