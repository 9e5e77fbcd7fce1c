import { RateLimiterMemory } from 'rate-limiter-flexible'
import { CLOSE, type LiveSocket, type LiveSockets } from '../platform/live-sockets.ts'
import { Problem } from '../platform/problem.ts'
import { CannotStore } from './intake.ts'
import { decodeClientFrame, encodeAck, encodeNotice, FrameError, type FixBatch, type Subscribe } from './live/frames.ts'
import type { Accept } from './live/live-index.ts'
import { LiveView } from './live/view.ts'
import type { Tracking } from './tracking.ts'

const TICK_MS = 1000
const VIEWS_MAX = 4
/** A console that is this far behind gets no frame this second. */
const BACKLOG_MAX_BYTES = 256 * 1024
/** Batches that nobody here knows the walk of, per minute and person, or address of a guest. */
const STRANGE_BATCHES_PER_MINUTE = 60

interface OpenView {
  view: LiveView
  filters: string
  /** Who may be seen; never looked at without it. */
  accept: Accept
}

/** Binds the live protocol to the sockets: positions in, acknowledgements and one view frame a second out. */
export function serveLive(sockets: LiveSockets, tracking: Tracking): void {
  const strangers = new RateLimiterMemory({ points: STRANGE_BATCHES_PER_MINUTE, duration: 60 })
  const views = new Map<LiveSocket, Map<number, OpenView>>()
  /** The last subscription of a socket that is being checked: they take their turns, so that the last one asked for is the one shown. */
  const turns = new WeakMap<LiveSocket, Promise<void>>()

  /**
   * A walk that is not remembered is asked of the database: whoever keeps naming walks that are not theirs is sent away before that. A right token
   * says that the phone has checked in: after a restart thousands of them come at once from the few addresses of a mobile network.
   */
  async function takeFixes(socket: LiveSocket, batch: FixBatch): Promise<void> {
    const sender = socket.actor?.personId ?? socket.address
    const strange = !tracking.knows(batch.attendance) && batch.token !== tracking.tokenOf(batch.attendance)
    if (strange && !(await strangers.consume(sender).then(() => true, () => false))) return socket.close(CLOSE.tooManyRequests, 'too many requests')
    try {
      const ack = await tracking.takeFixes(batch, socket.actor)
      if (strange && !ack.refusals.some(({ code }) => code === 'attendance_unknown' || code === 'token_invalid')) await strangers.reward(sender)
      socket.send(encodeAck(ack))
    } catch (error) {
      if (!(error instanceof CannotStore)) throw error
      socket.send(encodeNotice({ code: 'storage_full' }))
    }
  }

  async function subscribe(socket: LiveSocket, request: Subscribe): Promise<void> {
    const filters = JSON.stringify(request.filters)
    const before = views.get(socket)?.get(request.view)
    // Moving the map is not a new look at people: only another filter is checked and logged again.
    if (before?.filters === filters) return look(socket, before, request)
    const open = views.get(socket) ?? new Map<number, OpenView>()
    if (before === undefined && open.size >= VIEWS_MAX) return socket.send(encodeNotice({ code: 'too_many_views' }))
    const accept = await tracking.openView(socket.actor, request)
    if (!views.has(socket)) {
      views.set(socket, open)
      socket.onClose(() => views.delete(socket))
    }
    const now = { view: before?.view ?? new LiveView(request, accept), filters, accept }
    open.set(request.view, now)
    look(socket, now, request)
  }

  function look(socket: LiveSocket, { view, accept }: OpenView, request: Subscribe): void {
    view.look(request, accept)
    send(socket, view, tracking.now_ms())
  }

  function inTurn(socket: LiveSocket, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(socket) ?? Promise.resolve()).catch(() => {}).then(work)
    turns.set(socket, turn)
    return turn
  }

  async function handle(socket: LiveSocket, bytes: Uint8Array): Promise<void> {
    try {
      const frame = decodeClientFrame(bytes)
      if (frame.kind === 'fixes') await takeFixes(socket, frame)
      else if (frame.kind === 'subscribe') await inTurn(socket, () => subscribe(socket, frame))
      else views.get(socket)?.get(frame.view)?.view.resync()
    } catch (error) {
      if (error instanceof FrameError || error instanceof Problem) socket.send(encodeNotice({ code: error.code }))
      else throw error
    }
  }

  function send(socket: LiveSocket, view: LiveView, now_ms: number): void {
    if (socket.backlog_bytes < BACKLOG_MAX_BYTES) socket.send(Uint8Array.from(view.frame(now_ms, tracking.presence.index, tracking.presence.scene)))
  }

  sockets.onBinary((socket, bytes) => void handle(socket, bytes).catch((error: unknown) => sockets.fault(error, 'live.frame')))
  sockets.every(TICK_MS, () => {
    const now_ms = tracking.now_ms()
    tracking.presence.scene.tick(now_ms)
    for (const [socket, open] of views) for (const { view } of open.values()) send(socket, view, now_ms)
  })
}
