import { decodeServerFrame, encodeResync, encodeSubscribe, FRAME_KIND, FrameError, SUBPROTOCOL, type ViewFilter } from '../../../server/tracking/live/frames.ts'
import { ViewDecoder } from '../../../server/tracking/live/view-frames.ts'
import type { Bounds } from '../../kit/map/features.ts'

export interface ViewRequest {
  bounds: Bounds
  /** Map zoom; sent as a whole number. */
  zoom: number
  filters: Partial<Record<ViewFilter, string>>
}

/** connecting: the first try · live: frames come · lost: trying again · ended: the session is over, sign in · refused: this view is not for this person. */
export type LiveState = 'connecting' | 'live' | 'lost' | 'ended' | 'refused'

/** The part of a WebSocket that is used, so that tests can play the server. */
export interface Socket {
  binaryType: string
  readyState: number
  send(bytes: Uint8Array): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
}

interface Options {
  connect?: () => Socket
  onView: (view: ViewDecoder) => void
  onState: (state: LiveState) => void
}

const VIEW = 1
const OPEN = 1
const SESSION_ENDED = 4401
const refusals = new Set(['not-found', 'not-allowed', 'sign-in-required', 'too_many_views'])

/** The server sends a frame each second; after this long without one the connection counts as dead. */
export const SILENCE_MAX_MS = 8000
const BACKOFF_FIRST_MS = 1000
const BACKOFF_MAX_MS = 30_000

/** How long to wait before try `attempt` (from 0): doubling, at most 30 s, with up to a quarter taken off by `chance` (0 to 1) so that desks do not return all at once. */
export const backoff_ms = (attempt: number, chance: number): number => Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt) * (1 - chance / 4)

const liveSocket = (): Socket => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/live`, SUBPROTOCOL) as unknown as Socket

/** One live view over one WebSocket: subscribes, applies the frames, asks again after a gap, and comes back after every loss. */
export class LiveConnection {
  readonly #options: Options
  readonly #view = new ViewDecoder()
  #socket: Socket | null = null
  #request: ViewRequest | null = null
  #attempt = 0
  #again: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setTimeout> | undefined
  #resyncing = false
  #stopped = false

  constructor(options: Options) {
    this.#options = options
    options.onState('connecting')
    this.#connect()
  }

  /** Moves or filters the view. */
  look(request: ViewRequest): void {
    this.#request = request
    if (this.#socket?.readyState === OPEN) this.#subscribe()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#again)
    clearTimeout(this.#watch)
    this.#socket?.close()
  }

  #connect(): void {
    const socket = (this.#options.connect ?? liveSocket)()
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      this.#resyncing = false
      this.#subscribe()
      this.#expect()
    }
    socket.onmessage = ({ data }) => { if (data instanceof ArrayBuffer) this.#receive(new Uint8Array(data)) }
    socket.onclose = ({ code }) => this.#closed(socket, code)
  }

  #subscribe(): void {
    if (this.#request === null) return
    const [west, south, east, north] = this.#request.bounds.map((degrees) => Math.round(degrees * 1e7)) as [number, number, number, number]
    const bounds = { west_e7: Math.max(-1_800_000_000, west), south_e7: Math.max(-900_000_000, south), east_e7: Math.min(1_800_000_000, east), north_e7: Math.min(900_000_000, north) }
    this.#socket?.send(encodeSubscribe({ view: VIEW, bounds, zoom: Math.max(0, Math.min(24, Math.floor(this.#request.zoom))), filters: this.#request.filters }))
  }

  #receive(bytes: Uint8Array): void {
    this.#expect()
    if (bytes[1] === FRAME_KIND.notice) return this.#notice(bytes)
    if (bytes[1] !== FRAME_KIND.viewCells && bytes[1] !== FRAME_KIND.viewPoints) return
    if (!this.#apply(bytes)) return this.#resync()
    this.#resyncing = false
    this.#attempt = 0
    this.#options.onState('live')
    this.#options.onView(this.#view)
  }

  #apply(bytes: Uint8Array): boolean {
    try {
      return this.#view.apply(bytes) === 'applied'
    } catch (error) {
      if (error instanceof FrameError) return false
      throw error
    }
  }

  /** Asks once for the whole view; frames until then are of no use. */
  #resync(): void {
    if (this.#resyncing) return
    this.#resyncing = true
    this.#socket?.send(encodeResync(VIEW))
  }

  #notice(bytes: Uint8Array): void {
    const frame = decodeServerFrame(bytes)
    if (frame.kind === 'notice' && refusals.has(frame.body.code)) this.#options.onState('refused')
  }

  #expect(): void {
    clearTimeout(this.#watch)
    this.#watch = setTimeout(() => this.#socket?.close(), SILENCE_MAX_MS)
  }

  #closed(socket: Socket, code: number): void {
    if (socket !== this.#socket || this.#stopped) return
    clearTimeout(this.#watch)
    this.#socket = null
    if (code === SESSION_ENDED) return this.#options.onState('ended')
    this.#options.onState('lost')
    this.#again = setTimeout(() => this.#connect(), backoff_ms(this.#attempt++, Math.random()))
  }
}
