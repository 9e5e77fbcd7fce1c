import { testOutboxes } from '../../outbox/testing.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeClientFrame, encodeAck, encodeNotice, type FixBatch, type Refusal } from '../../../../server/tracking/live/frames.ts'
import type { OutboxDatabase } from '../../outbox/database.ts'
import { createPositions, type Fix } from '../../outbox/positions.ts'
import { PositionPump, type PumpListener } from './position-pump.ts'
import type { LinkState } from './walk-store.ts'

const ATTENDANCE = '0199f3a2-7c41-7d52-8a10-3b5e6f708192'
const OTHER = '0199f3a2-7c41-7d52-8a10-3b5e6f708193'
const START_MS = Date.parse('2026-11-24T11:00:00Z')
const fixAt = (second: number): Fix => ({ at: new Date(START_MS + second * 1000).toISOString(), lon: 117.65, lat: 24.51, accuracy_m: 8, speed_mps: 1.2 })

const open = testOutboxes('pump')

interface Line { listener: PumpListener; sent: FixBatch[]; closed: boolean }

/** A server and a clock in the test's hands: connections open when told, timers run when told. */
function stage(database: OutboxDatabase) {
  const positions = createPositions(database, ATTENDANCE)
  const lines: Line[] = []
  let timers: { delay_ms: number; work: () => void }[] = []
  const told: { link: LinkState; waiting: number }[] = []
  const pump = new PositionPump({
    attendanceId: ATTENDANCE, token: 'k7', positions,
    connect: (listener) => {
      const line: Line = { listener, sent: [], closed: false }
      lines.push(line)
      return { send: (bytes) => void line.sent.push(decodeClientFrame(bytes) as FixBatch), close: () => { line.closed = true } }
    },
    after: (delay_ms, work) => {
      const timer = { delay_ms, work }
      timers.push(timer)
      return () => { timers = timers.filter((one) => one !== timer) }
    },
    tell: (state) => void told.push(state),
  })
  // IndexedDB answers in a few turns of the event loop.
  const settle = async (): Promise<void> => { for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1)) }
  const line = (): Line => lines.at(-1) as Line
  return {
    pump, positions, lines, line, settle, told,
    delays: () => timers.map(({ delay_ms }) => delay_ms),
    async runTimer() { const [first] = timers.splice(0, 1); first?.work(); await settle() },
    async open() { line().listener.opened(); await settle() },
    async answer(sequence: number, refusals: { sequence: number; code: Refusal }[] = [], attendance = ATTENDANCE) { line().listener.received(encodeAck({ attendance, sequence, refusals })); await settle() },
    async notice(code: string) { line().listener.received(encodeNotice({ code })); await settle() },
  }
}
const sequences = (batch: FixBatch | undefined): number[] => batch?.fixes.map(({ sequence }) => sequence) ?? []

describe('the position pump', () => {
  it('sends what waits in order with the token, and deletes only what an ack covers', async () => {
    const s = stage(open())
    for (const second of [0, 2, 4]) await s.positions.add(fixAt(second))
    s.pump.start()
    await s.open()
    expect(s.line().sent).toHaveLength(1)
    expect(s.line().sent[0]).toMatchObject({ attendance: ATTENDANCE, token: 'k7', fixes: [{ sequence: 1, time_ms: START_MS, lon_e7: 1_176_500_000, lat_e7: 245_100_000, accuracy_m: 8, speed_mps: 1.2 }, { sequence: 2 }, { sequence: 3 }] })
    expect(await s.positions.waiting()).toBe(3)
    await s.answer(2)
    expect(await s.positions.waiting()).toBe(1)
    expect(sequences(s.line().sent[1])).toEqual([3])
    await s.answer(3)
    expect(await s.positions.waiting()).toBe(0)
    expect(s.told.at(-1)).toEqual({ link: 'open', waiting: 0 })
  })

  it('has one batch under way at a time and sends what came meanwhile after the ack', async () => {
    const s = stage(open())
    await s.positions.add(fixAt(0))
    s.pump.start()
    await s.open()
    await s.positions.add(fixAt(2))
    s.pump.nudge()
    await s.settle()
    expect(s.line().sent).toHaveLength(1)
    await s.answer(1)
    expect(sequences(s.line().sent[1])).toEqual([2])
  })

  it('reconnects with growing pauses, sends again what was not acknowledged, and hurries when the network returns', async () => {
    const s = stage(open())
    await s.positions.add(fixAt(0))
    s.pump.start()
    await s.open()
    const pauses: number[] = []
    for (let failure = 0; failure < 3; failure += 1) {
      s.line().listener.closed()
      await s.settle()
      pauses.push(...s.delays())
      await s.runTimer()
    }
    expect(pauses).toEqual([1000, 2000, 4000])
    expect(s.told.at(-1)).toEqual({ link: 'connecting', waiting: 1 })
    s.line().listener.closed()
    const before = s.lines.length
    s.pump.hurry()
    expect(s.lines).toHaveLength(before + 1)
    await s.open()
    expect(sequences(s.line().sent[0])).toEqual([1])
    await s.answer(1)
    s.line().listener.closed()
    await s.settle()
    expect(s.delays()).toEqual([1000])
  })

  it('takes silence for a dead connection', async () => {
    const s = stage(open())
    await s.positions.add(fixAt(0))
    s.pump.start()
    await s.open()
    expect(s.delays()).toEqual([15_000])
    await s.runTimer()
    expect(s.lines[0]?.closed).toBe(true)
    expect(s.delays()).toEqual([1000])
    expect(await s.positions.waiting()).toBe(1)
  })

  it('goes on after a reload with what was kept, and never gives a number twice', async () => {
    const first = open('pump-reload')
    const before = stage(first)
    await before.positions.add(fixAt(0))
    await before.positions.add(fixAt(2))
    before.pump.start()
    await before.open()
    await before.answer(1)
    before.pump.stop()
    first.close()
    const after = stage(open('pump-reload'))
    await after.positions.add(fixAt(60))
    after.pump.start()
    await after.open()
    expect(sequences(after.line().sent[0])).toEqual([2, 3])
  })

  it('keeps its fixes while the server cannot store, and tries again later', async () => {
    const s = stage(open())
    await s.positions.add(fixAt(0))
    s.pump.start()
    await s.open()
    await s.notice('storage_full')
    expect(s.delays()).toEqual([10_000])
    await s.runTimer()
    expect(s.line().sent).toHaveLength(2)
    expect(await s.positions.waiting()).toBe(1)
  })

  it('drops what the server refuses for good, but keeps everything when it is the phone that is not known', async () => {
    const s = stage(open())
    await s.positions.add(fixAt(0))
    s.pump.start()
    await s.open()
    await s.answer(1, [{ sequence: 1, code: 'too_old' }])
    expect(await s.positions.waiting()).toBe(0)
    await s.positions.add(fixAt(2))
    s.pump.nudge()
    await s.settle()
    await s.answer(2, [{ sequence: 2, code: 'token_invalid' }])
    expect(await s.positions.waiting()).toBe(1)
    expect(s.told.at(-1)?.link).toBe('refused')
    expect(s.delays()).toEqual([])
  })

  it('ignores acks of others, broken frames, and everything after it was stopped', async () => {
    const s = stage(open())
    await s.positions.add(fixAt(0))
    s.pump.start()
    await s.open()
    await s.answer(1, [], OTHER)
    s.line().listener.received(new Uint8Array([1, 0x7f, 3]))
    await s.settle()
    expect(await s.positions.waiting()).toBe(1)
    s.pump.stop()
    await s.answer(1)
    s.line().listener.closed()
    await s.settle()
    expect([await s.positions.waiting(), s.delays(), s.line().closed]).toEqual([1, [], true])
  })

  it('loses nothing and doubles nothing however the connection behaves', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('fix', 'drop', 'ack', 'wait'), { maxLength: 25 }), async (happenings) => {
      const s = stage(open())
      const stored = new Set<number>()
      let kept = 0
      s.pump.start()
      await s.open()
      for (const what of [...happenings, 'wait', 'ack', 'wait', 'ack'] as const) {
        const batch = s.line().sent.at(-1)
        if (what === 'fix') { await s.positions.add(fixAt((kept += 1) * 2)); s.pump.nudge(); await s.settle() }
        if (what === 'drop') { s.line().listener.closed(); await s.settle(); s.pump.hurry(); await s.open() }
        if (what === 'ack' && batch !== undefined) { for (const { sequence } of batch.fixes) stored.add(sequence); await s.answer(batch.fixes.at(-1)?.sequence ?? 0) }
        if (what === 'wait') { s.pump.nudge(); await s.settle() }
        const left = (await s.positions.batch(1000)).map(({ sequence }) => sequence)
        for (let sequence = 1; sequence <= kept; sequence += 1) expect(stored.has(sequence) || left.includes(sequence)).toBe(true)
      }
      expect(await s.positions.waiting()).toBe(0)
    }), { numRuns: 15 })
  })
})
