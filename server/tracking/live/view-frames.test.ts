import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameError } from './bytes.ts'
import { LiveIndex } from './live-index.ts'
import { LiveView } from './view.ts'
import { cellGrid, CellsEncoder, PointsEncoder, pointShift } from './view-encoder.ts'
import type { WalkerRows } from './view-encoder.ts'
import { FRESH_S, ViewDecoder } from './view-frames.ts'

const SLOTS = 40
const START_MS = 1_764_000_000_000

function emptyRows(slots = SLOTS): WalkerRows {
  return { rows: new Int32Array(4 * slots), walkers: new Uint32Array(slots), fix_s: new Uint32Array(slots), looks: new Uint8Array(slots) }
}

const jump = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -300, max: 300 }) },
  { weight: 2, arbitrary: fc.integer({ min: -9000, max: 9000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -90_000_000, max: 90_000_000 }) },
)
/** What one walker does in one second. */
const deed = fc.record({
  slot: fc.integer({ min: 0, max: SLOTS - 1 }),
  dx: jump, dy: jump,
  age_s: fc.oneof(fc.constant(0), fc.constant(2), fc.integer({ min: 0, max: 90_000 })),
  look: fc.option(fc.integer({ min: 0, max: 255 }), { freq: 8 }),
  replaced: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  inView: fc.boolean(),
})
const ticks = fc.array(fc.record({ deeds: fc.array(deed, { maxLength: 30 }), lost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0) }), { minLength: 1, maxLength: 25 })

function rounded(value_e7: number, shift: number): number {
  return (((value_e7 + ((1 << shift) >> 1)) >> shift) * 2 ** shift) / 1e7
}

describe('near views', () => {
  it('show the console exactly who is in view and where, whatever happened, also after lost frames', () => {
    fc.assert(fc.property(ticks, fc.constantFrom(0, 5, 6, 12, 20), (list, shift) => {
      const walkers = emptyRows()
      walkers.rows.forEach((_, i) => { walkers.rows[i] = i % 4 === 0 ? 1_176_500_000 : 245_000_000 })
      walkers.walkers.forEach((_, slot) => { walkers.walkers[slot] = slot + 1 })
      const inView = new Set<number>()
      let nextWalker = 1000
      const encoder = new PointsEncoder(7, shift)
      const decoder = new ViewDecoder()
      let broken = false
      list.forEach(({ deeds, lost }, tick) => {
        const now_ms = START_MS + tick * 1000
        for (const { slot, dx, dy, age_s, look, replaced, inView: stays } of deeds) {
          walkers.rows[4 * slot] = Math.max(-1_800_000_000, Math.min(1_800_000_000, walkers.rows[4 * slot]! + dx))
          walkers.rows[4 * slot + 1] = Math.max(-900_000_000, Math.min(900_000_000, walkers.rows[4 * slot + 1]! + dy))
          walkers.fix_s[slot] = now_ms / 1000 - age_s
          if (look !== null) walkers.looks[slot] = look
          if (replaced) walkers.walkers[slot] = ++nextWalker
          if (stays) inView.add(slot)
          else inView.delete(slot)
        }
        let frame = encoder.encode(now_ms, [...inView], inView.size, walkers)
        if (lost) {
          broken = true
          return
        }
        const outcome = decoder.apply(frame)
        expect(outcome).toBe(broken ? 'gap' : 'applied')
        if (outcome === 'gap') {
          frame = encoder.encode(now_ms, [...inView], inView.size, walkers, true)
          expect(decoder.apply(frame)).toBe('applied')
        }
        broken = false
        expect(decoder.size).toBe(inView.size)
        for (const slot of inView) {
          const point = decoder.point(walkers.walkers[slot]!)!
          expect(point.lon).toBeCloseTo(rounded(walkers.rows[4 * slot]!, shift), 9)
          expect(point.lat).toBeCloseTo(rounded(walkers.rows[4 * slot + 1]!, shift), 9)
          expect(point.look).toBe(walkers.looks[slot])
          const fix_ms = Math.min(now_ms, walkers.fix_s[slot]! * 1000)
          expect(Math.abs(point.fix_ms - fix_ms)).toBeLessThanOrEqual(FRESH_S * 1000)
        }
      })
    }), { numRuns: 300 })
  })

  it('send nothing for those who did not report and one byte for those who moved a little', () => {
    const walkers = emptyRows(1000)
    const slots = Uint32Array.from({ length: 1000 }, (_, slot) => slot)
    slots.forEach((slot) => {
      walkers.walkers[slot] = slot + 1
      walkers.rows[4 * slot] = 1_176_500_000 + slot * 1000
      walkers.fix_s[slot] = START_MS / 1000
    })
    const encoder = new PointsEncoder(1, 6)
    encoder.encode(START_MS, slots, 1000, walkers)
    expect(encoder.encode(START_MS + 1000, slots, 1000, walkers).length).toBe(17)
    slots.forEach((slot) => {
      walkers.rows[4 * slot]! += 150
      walkers.fix_s[slot]! += 2
    })
    expect(encoder.encode(START_MS + 2000, slots, 1000, walkers).length).toBe(1017)
  })

  it('tell a map what changed and who left', () => {
    const walkers = emptyRows(3)
    walkers.walkers.set([11, 12, 13])
    walkers.fix_s.fill(START_MS / 1000)
    const encoder = new PointsEncoder(1, 6)
    const decoder = new ViewDecoder()
    decoder.apply(encoder.encode(START_MS, [0, 1, 2], 3, walkers))
    expect(decoder.changed).toEqual([11, 12, 13])
    walkers.fix_s[1]! += 1
    decoder.apply(encoder.encode(START_MS + 1000, [1, 2], 2, walkers))
    expect([decoder.changed, decoder.removed]).toEqual([[12], [11]])
  })
})

describe('far views', () => {
  const grid = { shift: 16, x: 100, y: 50, width: 9, height: 7 }
  const counts = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4_000_000_000 })), { minLength: 63, maxLength: 63 })

  it('show the same counts as the server has', () => {
    fc.assert(fc.property(fc.array(counts, { minLength: 1, maxLength: 6 }), (list) => {
      const encoder = new CellsEncoder(3, grid)
      const decoder = new ViewDecoder()
      list.forEach((people, tick) => {
        expect(decoder.apply(encoder.encode(START_MS + tick, Uint32Array.from(people)))).toBe('applied')
        expect([...decoder.counts]).toEqual(people)
      })
    }))
  })

  it('place a cell where its people are', () => {
    const index = new LiveIndex()
    index.update(0, 1_176_512_345, 245_043_210)
    const cells = cellGrid({ west_e7: 1_176_000_000, south_e7: 244_000_000, east_e7: 1_177_000_000, north_e7: 246_000_000 }, 12)
    const people = new Uint32Array(cells.width * cells.height)
    index.cells(cells, people)
    const decoder = new ViewDecoder()
    decoder.apply(new CellsEncoder(1, cells).encode(START_MS, people))
    const [cell, ...others] = [...decoder.cells()]
    expect(others).toEqual([])
    expect(cell!.count).toBe(1)
    expect(cell!.west <= 117.6512345 && 117.6512345 < cell!.west + cell!.size).toBe(true)
    expect(cell!.south <= 24.504321 && 24.504321 < cell!.south + cell!.size).toBe(true)
  })

  it('stay within the allowed number of cells for any bounds and zoom', () => {
    const edge = fc.integer({ min: -900_000_000, max: 900_000_000 })
    fc.assert(fc.property(edge, edge, edge, edge, fc.integer({ min: 0, max: 24 }), (a, b, c, d, zoom) => {
      const bounds = { west_e7: 2 * Math.min(a, b), east_e7: 2 * Math.max(a, b), south_e7: Math.min(c, d), north_e7: Math.max(c, d) }
      const { width, height, shift } = cellGrid(bounds, zoom)
      expect(width * height).toBeLessThanOrEqual(65_536)
      expect(pointShift(zoom)).toBeLessThanOrEqual(20)
      expect(shift).toBeLessThanOrEqual(31)
    }))
  })
})

describe('LiveView', () => {
  function town(people: number): { index: LiveIndex; walkers: WalkerRows } {
    const index = new LiveIndex()
    for (let slot = 0; slot < people; slot++) index.update(slot, 1_176_500_000 + (slot % 50) * 20_000, 245_000_000 + Math.floor(slot / 50) * 20_000)
    const walkers = { rows: index.rows, walkers: Uint32Array.from({ length: people }, (_, i) => i + 1), fix_s: new Uint32Array(people), looks: new Uint8Array(people) }
    return { index, walkers }
  }
  const bounds = { west_e7: 1_176_000_000, south_e7: 244_000_000, east_e7: 1_178_000_000, north_e7: 247_000_000 }

  it('counts a crowd in cells when far and shows points when near', () => {
    const { index, walkers } = town(1000)
    const decoder = new ViewDecoder()
    const view = new LiveView({ view: 1, bounds, zoom: 10 })
    decoder.apply(view.frame(START_MS, index, walkers))
    expect(decoder.counts.reduce((sum, count) => sum + count, 0)).toBe(1000)
    view.look({ bounds, zoom: 16 })
    expect(decoder.apply(view.frame(START_MS + 1000, index, walkers))).toBe('applied')
    expect([decoder.size, decoder.counts.length]).toEqual([1000, 0])
  })

  it('shows points from afar when there are few, and does not flicker around the limit', () => {
    const { index, walkers } = town(700)
    const decoder = new ViewDecoder()
    let allowed = 300
    const view = new LiveView({ view: 1, bounds, zoom: 10 }, (slot) => slot < allowed)
    const look = (people: number): boolean => {
      allowed = people
      decoder.apply(view.frame(START_MS, index, walkers))
      return decoder.size > 0
    }
    expect([300, 500, 601, 500, 400].map(look)).toEqual([true, true, false, false, true])
  })

  it('sends only what is new when the map is moved, and everything after a resync', () => {
    const { index, walkers } = town(300)
    const decoder = new ViewDecoder()
    const view = new LiveView({ view: 1, bounds, zoom: 16 })
    decoder.apply(view.frame(START_MS, index, walkers))
    view.look({ bounds: { ...bounds, west_e7: 1_176_700_000 }, zoom: 16 })
    decoder.apply(view.frame(START_MS + 1000, index, walkers))
    expect(decoder.header!.full).toBe(false)
    expect(decoder.size).toBe(index.inView({ ...bounds, west_e7: 1_176_700_000 }))
    expect(decoder.changed).toEqual([])
    view.resync()
    decoder.apply(view.frame(START_MS + 2000, index, walkers))
    expect(decoder.header!.full).toBe(true)
  })
})

describe('ViewDecoder on broken bytes', () => {
  const header = fc.tuple(fc.constantFrom(0x83, 0x84), fc.constantFrom(0, 1, 3)).map(([kind, full]) => [1, kind, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, full])

  it('answers any bytes with a frame applied, a gap or a FrameError, and then accepts a sound full frame', () => {
    const full = new CellsEncoder(1, { shift: 16, x: 0, y: 0, width: 2, height: 2 }).encode(START_MS, Uint32Array.of(1, 2, 3, 4))
    fc.assert(fc.property(fc.array(fc.tuple(fc.oneof({ weight: 4, arbitrary: header }, { weight: 1, arbitrary: fc.constant([]) }), fc.uint8Array({ maxLength: 80 })), { maxLength: 4 }), (frames) => {
      const decoder = new ViewDecoder()
      for (const [start, rest] of frames) {
        try {
          expect(['applied', 'gap']).toContain(decoder.apply(Uint8Array.of(...start, ...rest)))
        } catch (fault) {
          expect(fault).toBeInstanceOf(FrameError)
        }
      }
      expect(decoder.apply(full)).toBe('applied')
      expect([...decoder.counts]).toEqual([1, 2, 3, 4])
    }), { numRuns: 3000 })
  })

  it('never keeps a view that a broken frame has touched', () => {
    const walkers = emptyRows(2)
    walkers.walkers.set([5, 6])
    const encoder = new PointsEncoder(1, 6)
    const decoder = new ViewDecoder()
    decoder.apply(encoder.encode(START_MS, [0, 1], 2, walkers))
    const next = encoder.encode(START_MS + 1000, [1], 1, walkers).slice()
    expect(() => decoder.apply(next.subarray(0, 16))).toThrow(FrameError)
    expect(decoder.apply(next)).toBe('gap')
  })

  it('refuses a grid of cells that would need much memory', () => {
    const frame = new CellsEncoder(1, { shift: 16, x: 0, y: 0, width: 2, height: 2 }).encode(START_MS, new Uint32Array(4)).slice()
    frame.set([0xff, 0xff, 0xff, 0xff], frame.length - 4)
    expect(() => new ViewDecoder().apply(frame)).toThrow(/too large/)
  })
})
