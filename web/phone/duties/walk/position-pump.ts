import { decodeServerFrame, encodeFixes, FrameError, type Ack, type Refusal } from '../../../../server/tracking/live/frames.ts'
import type { KeptFix } from '../../outbox/database.ts'
import type { Positions } from '../../outbox/positions.ts'
import type { LinkState } from './walk-store.ts'

export interface PumpSocket {
  send(bytes: Uint8Array<ArrayBuffer>): void
  close(): void
}

export interface PumpListener {
  opened(): void
  received(bytes: Uint8Array): void
  closed(): void
}

export interface PumpDeps {
  attendanceId: string
  token: string
  positions: Pick<Positions, 'batch' | 'acknowledge' | 'waiting'>
  connect(listener: PumpListener): PumpSocket
  /** Runs work later and returns how to call it off. */
  after(delay_ms: number, work: () => void): () => void
  tell(state: { link: LinkState; waiting: number }): void
}

const BATCH_MAX = 200
const ANSWER_MS = 15_000
const STORAGE_PAUSE_MS = 10_000
const BACKOFF_MS = [1000, 2000, 4000, 8000, 15_000, 30_000] as const
/** Said of the phone, not of the fixes: they stay in the outbox. */
const OF_THE_PHONE: readonly Refusal[] = ['attendance_unknown', 'token_invalid']

/**
 * Carries the fixes of one attendance to the server, oldest first, one batch under way at a time. A fix leaves the outbox only when an ack
 * covers it; without an answer in 15 s the connection counts as dead. Reconnects with growing pauses, at once when told that the network is back.
 */
export class PositionPump {
  readonly #deps: PumpDeps
  #socket: PumpSocket | null = null
  #link: LinkState = 'off'
  #busy = false
  #failures = 0
  #cancel: () => void = () => undefined

  constructor(deps: PumpDeps) {
    this.#deps = deps
  }

  start(): void {
    if (this.#link === 'off') this.#connect()
  }

  stop(): void {
    this.#enter('off')
    this.#cancel()
    this.#socket?.close()
    this.#socket = null
  }

  /** A fix was added. */
  nudge(): void {
    void this.#sendNext()
  }

  /** The network is back: no further waiting. */
  hurry(): void {
    if (this.#link === 'waiting') this.#connect()
  }

  #connect(): void {
    this.#cancel()
    this.#enter('connecting')
    const mine = (work: () => void) => (): void => { if (this.#socket === socket) work() }
    const socket: PumpSocket = this.#deps.connect({
      opened: () => mine(() => { this.#enter('open'); void this.#sendNext() })(),
      received: (bytes) => mine(() => void this.#receive(bytes))(),
      closed: () => mine(() => this.#lost())(),
    })
    this.#socket = socket
    // A network that swallows everything never says so.
    this.#cancel = this.#deps.after(ANSWER_MS, () => this.#lost())
  }

  #lost(): void {
    if (this.#link === 'off' || this.#link === 'refused') return
    this.#cancel()
    const socket = this.#socket
    this.#socket = null
    this.#busy = false
    socket?.close()
    this.#enter('waiting')
    this.#cancel = this.#deps.after(BACKOFF_MS[Math.min(this.#failures++, BACKOFF_MS.length - 1)] as number, () => this.#connect())
  }

  async #sendNext(): Promise<void> {
    if (this.#link !== 'open' || this.#busy) return
    this.#busy = true
    this.#cancel()
    const socket = this.#socket
    const fixes = await this.#deps.positions.batch(BATCH_MAX)
    if (this.#socket !== socket || socket === null) return
    if (fixes.length === 0) {
      this.#busy = false
      return this.#enter('open')
    }
    socket.send(encodeFixes({ attendance: this.#deps.attendanceId, token: this.#deps.token, fixes: fixes.map(onTheWire) }))
    this.#cancel = this.#deps.after(ANSWER_MS, () => this.#lost())
  }

  async #receive(bytes: Uint8Array): Promise<void> {
    const frame = readFrame(bytes)
    if (frame?.kind === 'ack' && frame.attendance === this.#deps.attendanceId) return this.#acknowledged(frame)
    if (frame?.kind !== 'notice' || frame.body.code !== 'storage_full') return
    this.#cancel()
    this.#cancel = this.#deps.after(STORAGE_PAUSE_MS, () => {
      this.#busy = false
      void this.#sendNext()
    })
  }

  async #acknowledged({ sequence, refusals }: Ack): Promise<void> {
    this.#cancel()
    if (refusals.some(({ code }) => OF_THE_PHONE.includes(code))) {
      this.#socket?.close()
      this.#socket = null
      return this.#enter('refused')
    }
    await this.#deps.positions.acknowledge(sequence)
    this.#failures = 0
    this.#busy = false
    this.#enter(this.#link)
    await this.#sendNext()
  }

  #enter(link: LinkState): void {
    this.#link = link
    void this.#deps.positions.waiting().then((waiting) => this.#deps.tell({ link: this.#link, waiting }))
  }
}

function readFrame(bytes: Uint8Array): ReturnType<typeof decodeServerFrame> | null {
  try {
    return decodeServerFrame(bytes)
  } catch (error) {
    // A frame of a newer server: what it says does not concern the fixes.
    if (error instanceof FrameError) return null
    throw error
  }
}

const onTheWire = ({ sequence, at, lon, lat, accuracy_m, speed_mps }: KeptFix) =>
  ({ sequence, time_ms: Date.parse(at), lon_e7: Math.round(lon * 1e7), lat_e7: Math.round(lat * 1e7), accuracy_m, speed_mps, mock: false })
