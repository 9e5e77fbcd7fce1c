import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClientFrame, Fix, ServerFrame, ViewFilter } from './frames.ts'
import {
  decodeClientFrame, decodeServerFrame, encodeAck, encodeFixes, encodeNotice, encodeResync, encodeSubscribe,
  FIXES_MAX, FrameError, REFUSALS, VIEW_FILTERS,
} from './frames.ts'
import { PointsEncoder } from './points-encoder.ts'
import { Scene } from './scene.ts'
import { CellsEncoder } from './view-encoder.ts'
import { ViewDecoder } from './view-frames.ts'

const ATTENDANCE = '0199f3a2-7c41-7d52-8a10-3b5e6f708192'
const i32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })
const fix: fc.Arbitrary<Fix> = fc.record({
  sequence: fc.constant(0),
  time_ms: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  lon_e7: i32,
  lat_e7: i32,
  accuracy_m: fc.option(fc.integer({ min: 0, max: 65_534 }).map((n) => n / 10)),
  speed_mps: fc.option(fc.integer({ min: 0, max: 65_534 }).map((n) => n / 100)),
  mock: fc.boolean(),
})
const fixes = fc.array(fc.tuple(fix, fc.integer({ min: 1, max: 8_000_000 })), { maxLength: 60 }).map((list) => {
  let sequence = 0
  return list.map(([fix, step]) => ({ ...fix, sequence: (sequence += step) }))
})
const shortText = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => new TextEncoder().encode(text).length <= 64)

describe('frames of phone and console', () => {
  it('come back as they were sent: fixes', () => {
    fc.assert(fc.property(fc.uuid(), shortText, fixes, (attendance, token, list) => {
      expect(decodeClientFrame(encodeFixes({ attendance, token, fixes: list }))).toEqual({ kind: 'fixes', attendance, token, fixes: list })
    }))
  })

  it('come back as they were sent: subscriptions and resyncs', () => {
    const names = Object.keys(VIEW_FILTERS) as ViewFilter[]
    const filters = fc.uniqueArray(fc.constantFrom(...names)).chain((chosen) =>
      fc.tuple(...chosen.map(() => shortText)).map((texts) => Object.fromEntries(chosen.map((name, i) => [name, texts[i]!]))))
    const bounds = { west_e7: 1_176_000_000, south_e7: 244_000_000, east_e7: 1_177_000_000, north_e7: 246_000_000 }
    fc.assert(fc.property(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: 24 }), filters, (view, zoom, chosen) => {
      expect(decodeClientFrame(encodeSubscribe({ view, bounds, zoom, filters: chosen }))).toEqual({ kind: 'subscribe', view, bounds, zoom, filters: chosen })
      expect(decodeClientFrame(encodeResync(view))).toEqual({ kind: 'resync', view })
    }))
  })

  it('come back as they were sent: acknowledgements and notices', () => {
    const codes = Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]
    const refusals = fc.array(fc.record({ sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }), code: fc.constantFrom(...codes) }), { maxLength: 40 })
    fc.assert(fc.property(fc.uuid(), fc.integer({ min: 0, max: 2 ** 32 - 1 }), refusals, shortText, (attendance, sequence, list, code) => {
      expect(decodeServerFrame(encodeAck({ attendance, sequence, refusals: list }))).toEqual({ kind: 'ack', attendance, sequence, refusals: list })
      expect(decodeServerFrame(encodeNotice({ code, at: 5 }))).toEqual({ kind: 'notice', body: { code, at: 5 } })
    }))
  })

  it('round what the phone measured and keep "unknown" apart from zero', () => {
    const measured = { sequence: 1, time_ms: 0, lon_e7: 0, lat_e7: 0, accuracy_m: 12.34, speed_mps: Number.NaN, mock: false }
    const frame = decodeClientFrame(encodeFixes({ attendance: ATTENDANCE, token: '', fixes: [measured, { ...measured, sequence: 2, accuracy_m: 99_999, speed_mps: 0 }] }))
    expect(frame.kind === 'fixes' && frame.fixes.map((fix) => [fix.accuracy_m, fix.speed_mps])).toEqual([[12.3, null], [6553.4, 0]])
  })
})

describe('decoders on broken bytes', () => {
  const sound = encodeFixes({
    attendance: ATTENDANCE, token: 't',
    fixes: [1, 2, 3].map((sequence) => ({ sequence, time_ms: 5, lon_e7: 6, lat_e7: 7, accuracy_m: 8, speed_mps: null, mock: false })),
  })
  const codeOf = (decode: () => ClientFrame | ServerFrame): string => {
    try {
      decode()
      return 'decoded'
    } catch (fault) {
      expect(fault).toBeInstanceOf(FrameError)
      return (fault as FrameError).code
    }
  }

  it('answer any bytes with a frame or a FrameError', () => {
    const start = fc.tuple(fc.constant(1), fc.constantFrom(1, 2, 3, 0x81, 0x82)).map((bytes) => Uint8Array.from(bytes))
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 120 }), fc.tuple(start, fc.uint8Array({ maxLength: 120 })).map(([head, rest]) => Uint8Array.of(...head, ...rest)))
    fc.assert(fc.property(bytes, (frame) => {
      codeOf(() => decodeClientFrame(frame))
      codeOf(() => decodeServerFrame(frame))
    }), { numRuns: 5000 })
  })

  it('refuse every shortened frame and every frame with something behind it', () => {
    for (let length = 0; length < sound.length; length++) {
      expect(codeOf(() => decodeClientFrame(sound.subarray(0, length)))).toBe('frame_truncated')
    }
    expect(codeOf(() => decodeClientFrame(Uint8Array.of(...sound, 0)))).toBe('frame_trailing')
  })

  it.each([
    ['a foreign version', [9, 1], 'frame_version'],
    ['a kind that only the server sends', [1, 0x81], 'frame_kind'],
    ['more fixes than allowed', [1, 1, ...new Array<number>(16).fill(0), 0, 0xff, 0xff], 'frame_too_large'],
    ['a batch longer than its bytes', [1, 1, ...new Array<number>(16).fill(0), 0, 0xf4, 0x01], 'frame_truncated'],
    ['a token that is no text', [1, 1, ...new Array<number>(16).fill(0), 1, 0xff, 0, 0], 'frame_value'],
    ['bounds turned inside out', [1, 2, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 3, 0], 'frame_value'],
  ])('refuse %s', (_, bytes, code) => {
    expect(codeOf(() => decodeClientFrame(Uint8Array.from(bytes)))).toBe(code)
  })

  it('refuse sequences that do not ascend, unknown flags and unknown refusals', () => {
    const repeated = sound.slice()
    repeated[22 + 23] = 1
    expect(codeOf(() => decodeClientFrame(repeated))).toBe('frame_value')
    const flagged = sound.slice()
    flagged[22 + 22] = 2
    expect(codeOf(() => decodeClientFrame(flagged))).toBe('frame_value')
    const ack = encodeAck({ attendance: ATTENDANCE, sequence: 1, refusals: [{ sequence: 1, code: 'mock' }] })
    ack[ack.length - 1] = 200
    expect(codeOf(() => decodeServerFrame(ack))).toBe('frame_value')
  })

  it('refuse to encode what the other side would not accept', () => {
    const many = Array.from({ length: FIXES_MAX + 1 }, (_, i) => ({ sequence: i + 1, time_ms: 0, lon_e7: 0, lat_e7: 0, accuracy_m: null, speed_mps: null, mock: false }))
    expect(() => encodeFixes({ attendance: ATTENDANCE, token: '', fixes: many })).toThrow(FrameError)
    expect(() => encodeFixes({ attendance: 'me', token: '', fixes: [] })).toThrow(FrameError)
    expect(() => encodeNotice({ code: 'x'.repeat(5000) })).toThrow(FrameError)
  })
})

/** The frames that docs/live-protocol.md spells out byte by byte. */
function goldenFrames(): Record<string, Uint8Array> {
  const at_ms = 1_793_102_400_000
  const scene = new Scene()
  const points = new PointsEncoder(1, { west_e7: 1_176_000_000, south_e7: 244_800_000, east_e7: 1_177_000_000, north_e7: 245_500_000 })
  // The last two are outside the view.
  for (const [slot, lon_e7, lat_e7] of [[0, 1_176_470_000, 245_130_000], [1, 1_176_472_000, 245_131_000], [2, 1_176_472_000, 245_131_000], [3, 0, 0], [4, 0, 0]] as const) {
    scene.enter(slot, 101 + slot, 1)
    scene.move(slot, lon_e7, lat_e7, at_ms / 1000)
  }
  scene.tick(at_ms)
  const pointsFull = points.encode(scene).slice()
  scene.leave(0)
  scene.move(2, 1_176_472_130, 245_131_000, at_ms / 1000 + 1)
  scene.enter(5, 205, 2)
  scene.move(5, 1_176_480_000, 245_140_000, at_ms / 1000)
  scene.tick(at_ms + 1000)
  const pointsDelta = points.encode(scene).slice()
  for (const slot of [3, 4]) scene.move(slot, 0, 0, at_ms / 1000 + 2)
  scene.move(5, 1_176_480_000, 245_140_000, at_ms / 1000 + 2)
  scene.move(2, 1_176_474_050, 245_131_000, at_ms / 1000 + 2)
  scene.tick(at_ms + 2000)
  const pointsDense = points.encode(scene).slice()
  const cells = new CellsEncoder(1, { shift: 18, x: 4487, y: 935, width: 3, height: 2 })
  return {
    fixes: encodeFixes({
      attendance: ATTENDANCE, token: 'k7',
      fixes: [
        { sequence: 41, time_ms: at_ms, lon_e7: 1_176_470_000, lat_e7: 245_130_000, accuracy_m: 6.5, speed_mps: 1.32, mock: false },
        { sequence: 42, time_ms: at_ms + 1000, lon_e7: 1_176_470_130, lat_e7: 245_130_020, accuracy_m: null, speed_mps: null, mock: true },
      ],
    }),
    subscribe: encodeSubscribe({
      view: 1, zoom: 14, filters: { region: '350602' },
      bounds: { west_e7: 1_176_000_000, south_e7: 244_800_000, east_e7: 1_177_000_000, north_e7: 245_500_000 },
    }),
    resync: encodeResync(1),
    ack: encodeAck({ attendance: ATTENDANCE, sequence: 42, refusals: [{ sequence: 42, code: 'mock' }] }),
    notice: encodeNotice({ code: 'attendance_closed' }),
    'cells-full': cells.encode(at_ms, Uint32Array.of(0, 12, 0, 0, 0, 300)).slice(),
    'cells-delta': cells.encode(at_ms + 1000, Uint32Array.of(0, 11, 0, 0, 0, 300)).slice(),
    'points-full': pointsFull,
    'points-delta': pointsDelta,
    'points-dense': pointsDense,
  }
}

describe('docs/live-protocol.md', () => {
  const page = readFileSync(new URL('../../../docs/live-protocol.md', import.meta.url), 'utf8')
  const printed = new Map([...page.matchAll(/```golden ([a-z-]+)\n([^`]*)```/g)].map((match) => [match[1]!, match[2]!.replace(/#.*/g, '').replace(/\s+/g, '')]))
  const frames = goldenFrames()

  it('spells out every kind of frame', () => {
    expect([...printed.keys()].sort()).toEqual(Object.keys(frames).sort())
  })

  it.each(Object.keys(frames))('has the bytes that the code writes and reads: %s', (name) => {
    expect(printed.get(name)).toBe(Buffer.from(frames[name]!).toString('hex'))
  })

  it('has view frames that lead to the view it describes', () => {
    const decoder = new ViewDecoder()
    decoder.apply(Buffer.from(printed.get('points-full')!, 'hex'))
    decoder.apply(Buffer.from(printed.get('points-delta')!, 'hex'))
    expect([...decoder.points()].map(({ walker, look }) => [walker, look])).toEqual([[102, 1], [103, 1], [205, 2]])
    decoder.apply(Buffer.from(printed.get('points-dense')!, 'hex'))
    expect(decoder.changed).toEqual([205, 103])
  })
})
