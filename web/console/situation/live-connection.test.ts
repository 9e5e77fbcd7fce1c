import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { decodeClientFrame } from '../../../server/tracking/live/frames.ts'
import { LiveIndex } from '../../../server/tracking/live/live-index.ts'
import { Scene } from '../../../server/tracking/live/scene.ts'
import { LiveView } from '../../../server/tracking/live/view.ts'
import { backoff_ms, LiveConnection, SILENCE_MAX_MS, type LiveState, type Socket } from './live-connection.ts'

class Desk implements Socket {
  binaryType = ''
  readyState = 0
  onopen: Socket['onopen'] = null
  onmessage: Socket['onmessage'] = null
  onclose: Socket['onclose'] = null
  sent: Uint8Array[] = []
  send(bytes: Uint8Array): void { this.sent.push(bytes) }
  close(): void { this.end(1006) }
  end(code: number): void { this.readyState = 3; this.onclose?.({ code }) }
  open(): void { this.readyState = 1; this.onopen?.() }
  say(bytes: Uint8Array): void { this.onmessage?.({ data: Uint8Array.from(bytes).buffer }) }
  get asked(): string[] { return this.sent.map((bytes) => decodeClientFrame(bytes).kind) }
}

const bounds: [number, number, number, number] = [117.6, 24.4, 117.7, 24.6]
const index = new LiveIndex()
index.update(0, 1_176_500_000, 245_000_000)
const scene = new Scene()
scene.enter(0, 7, 1)
scene.move(0, 1_176_500_000, 245_000_000, 1_700_000_000)
scene.tick(1_700_000_001_000)

function world() {
  const desks: Desk[] = []
  const states: LiveState[] = []
  let walkers = 0
  const connection = new LiveConnection({ connect: () => (desks[desks.push(new Desk()) - 1] as Desk), onState: (state) => states.push(state), onView: (view) => { walkers = view.size } })
  connection.look({ bounds, zoom: 16.4, filters: { region: '350602' } })
  const server = new LiveView({ view: 1, bounds: { west_e7: 1_176_000_000, south_e7: 244_000_000, east_e7: 1_177_000_000, north_e7: 246_000_000 }, zoom: 16 })
  const frame = (): Uint8Array => Uint8Array.from(server.frame(1_700_000_001_000, index, scene))
  return { desks, states, connection, server, frame, walkers: () => walkers, desk: () => desks.at(-1) as Desk }
}

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

it('subscribes when the socket opens, with whole zoom and filters, and shows what comes', () => {
  const w = world()
  w.desk().open()
  expect(decodeClientFrame(w.desk().sent[0] as Uint8Array)).toMatchObject({ kind: 'subscribe', zoom: 16, filters: { region: '350602' } })
  w.desk().say(w.frame())
  expect([w.walkers(), w.states.at(-1)]).toEqual([1, 'live'])
  w.connection.stop()
})

it('asks once for the whole view after a gap and goes on from the full frame', () => {
  const w = world()
  w.desk().open()
  w.desk().say(w.frame())
  w.frame()
  w.desk().say(w.frame())
  w.desk().say(w.frame())
  expect(w.desk().asked).toEqual(['subscribe', 'resync'])
  w.server.resync()
  w.desk().say(w.frame())
  w.frame()
  w.desk().say(w.frame())
  expect(w.desk().asked).toEqual(['subscribe', 'resync', 'resync'])
  w.connection.stop()
})

it('asks again after bytes that are no frame', () => {
  const w = world()
  w.desk().open()
  w.desk().say(Uint8Array.of(1, 0x84, 0, 0))
  expect(w.desk().asked).toEqual(['subscribe', 'resync'])
  w.connection.stop()
})

it('comes back after a loss and subscribes again', () => {
  const w = world()
  w.desk().open()
  w.desk().end(1006)
  expect(w.states.at(-1)).toBe('lost')
  vi.advanceTimersByTime(1000)
  expect(w.desks).toHaveLength(2)
  w.desk().open()
  expect(w.desk().asked).toEqual(['subscribe'])
  w.connection.stop()
})

it('takes a silent socket for dead', () => {
  const w = world()
  w.desk().open()
  vi.advanceTimersByTime(SILENCE_MAX_MS + 1000)
  expect(w.desks).toHaveLength(2)
  w.connection.stop()
})

it('does not come back after the session ended or the page was left', () => {
  const ended = world()
  ended.desk().open()
  ended.desk().end(4401)
  const left = world()
  left.desk().open()
  left.connection.stop()
  vi.advanceTimersByTime(120_000)
  expect([ended.states.at(-1), ended.desks.length, left.desks.length]).toEqual(['ended', 1, 1])
})

it('waits longer after each failure, never above half a minute', () => {
  expect([0, 1, 4, 5, 20].map((attempt) => backoff_ms(attempt, 0))).toEqual([1000, 2000, 16_000, 30_000, 30_000])
  expect(backoff_ms(3, 1)).toBe(6000)
})
