import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameError } from './bytes.ts'
import type { Bounds } from './frames.ts'
import { LiveIndex } from './live-index.ts'
import { LiveView } from './view.ts'
import { PointsEncoder } from './points-encoder.ts'
import { CELL_SHIFT, Scene } from './scene.ts'
import { cellGrid, CellsEncoder } from './view-encoder.ts'
import { FRESH_S, FULL, ViewDecoder } from './view-frames.ts'

const SLOTS = 40
const WORLD = { west_e7: -1_800_000_000, south_e7: -900_000_000, east_e7: 1_800_000_000, north_e7: 900_000_000 }
const START_MS = 1_764_000_000_000

const jump = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -300, max: 300 }) },
  { weight: 2, arbitrary: fc.integer({ min: -9000, max: 9000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -90_000_000, max: 90_000_000 }) },
)
const seldom = (share: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: share }).map((n) => n === 1)
/** What one walker does in one second. */
const deed = fc.record({
  slot: fc.integer({ min: 0, max: SLOTS - 1 }),
  dx: jump, dy: jump,
  age_s: fc.oneof(fc.constant(0), fc.constant(2), fc.integer({ min: 0, max: 90_000 })),
  look: fc.option(fc.integer({ min: 0, max: 255 }), { freq: 8 }),
  leaves: seldom(10),
  hidden: seldom(20),
})
const EAST = 1_176_500_000
const NORTH = 245_000_000
const edge = fc.integer({ min: -60_000, max: 60_000 })
const boxes = fc.tuple(edge, edge, edge, edge).map(([a, b, c, d]) => ({
  west_e7: EAST + Math.min(a, b), east_e7: EAST + Math.max(a, b), south_e7: NORTH + Math.min(c, d), north_e7: NORTH + Math.max(c, d),
}))
const ticks = fc.array(fc.record({
  deeds: fc.array(deed, { maxLength: 30 }),
  pause_s: fc.constantFrom(1, 1, 1, 1, 0, 2, 7),
  lost: seldom(10),
  behind: seldom(10),
  /** The map is moved between two ticks. */
  moved: fc.option(fc.record({ box: boxes, deeds: fc.array(deed, { maxLength: 6 }) }), { freq: 6 }),
}), { minLength: 1, maxLength: 25 })

interface Person { walker: number; lon_e7: number; lat_e7: number; fix_s: number; look: number }
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never

/** Walkers who do as they are told, and what a console of them should show. */
class Street {
  readonly scene: Scene
  readonly hidden = new Set<number>()
  /** By slot, as of now and as of the last tick. */
  readonly people = new Map<number, Person>()
  shown = new Map<number, Person>()
  #walkers = 0

  constructor(shift: number) {
    this.scene = new Scene(shift)
  }

  do({ slot, dx, dy, age_s, look, leaves, hidden }: Deed, now_ms: number): void {
    const before = this.people.get(slot)
    if (leaves && before !== undefined) {
      this.people.delete(slot)
      this.shown.delete(slot)
      this.scene.leave(slot)
      return
    }
    const person = before ?? { walker: ++this.#walkers, lon_e7: EAST, lat_e7: NORTH, look: look ?? 1, fix_s: 0 }
    if (before === undefined) this.scene.enter(slot, person.walker, person.look)
    else if (look !== null) this.scene.look(slot, (person.look = look))
    person.lon_e7 = Math.max(-1_800_000_000, Math.min(1_800_000_000, person.lon_e7 + dx))
    person.lat_e7 = Math.max(-900_000_000, Math.min(900_000_000, person.lat_e7 + dy))
    person.fix_s = now_ms / 1000 - age_s
    this.scene.move(slot, person.lon_e7, person.lat_e7, person.fix_s)
    this.people.set(slot, person)
    if (!hidden) return
    if (!this.hidden.delete(slot)) this.hidden.add(slot)
    this.scene.epoch++
  }

  tick(now_ms: number): void {
    this.scene.tick(now_ms)
    this.shown = new Map([...this.people].map(([slot, person]) => [slot, { ...person }]))
  }

  /** Whom a view of these bounds should show: everyone in the cells it touches, as of the last tick. */
  inView(box: Bounds): [number, Person][] {
    const cell = (value_e7: number): number => Math.floor(rounded(value_e7, this.scene.shift) / 2 ** CELL_SHIFT)
    const within = (value_e7: number, from_e7: number, to_e7: number): boolean => cell(value_e7) >= cell(from_e7) && cell(value_e7) <= cell(to_e7)
    return [...this.shown].filter(([slot, { lon_e7, lat_e7 }]) => !this.hidden.has(slot) && within(lon_e7, box.west_e7, box.east_e7) && within(lat_e7, box.south_e7, box.north_e7))
  }
}

function rounded(value_e7: number, shift: number): number {
  return Math.floor((value_e7 + ((1 << shift) >> 1)) / 2 ** shift)
}

function expectShown(decoder: ViewDecoder, street: Street, box: Bounds): void {
  const { shift, time_ms } = street.scene
  const expected = street.inView(box)
  expect([...decoder.points()].map(({ walker }) => walker).sort()).toEqual(expected.map(([, { walker }]) => walker).sort())
  for (const [slot, { walker, lon_e7, lat_e7, ...shown }] of expected) {
    const point = decoder.point(walker)!
    // To a view that is moved between two ticks one may come with a newer look and age, at the place of the last tick.
    const versions = [shown, street.people.get(slot)!]
    expect(point.lon).toBeCloseTo((rounded(lon_e7, shift) * 2 ** shift) / 1e7, 9)
    expect(point.lat).toBeCloseTo((rounded(lat_e7, shift) * 2 ** shift) / 1e7, 9)
    expect(versions.map(({ look }) => look)).toContain(point.look)
    expect(versions.some(({ fix_s }) => Math.abs(point.fix_ms - Math.min(time_ms, fix_s * 1000)) <= FRESH_S * 1000)).toBe(true)
  }
}

describe('near views', () => {
  it('show the console exactly who is in the cells of the view and where, whatever happened, also after lost and left out frames', () => {
    fc.assert(fc.property(ticks, boxes, fc.constantFrom(0, 5, 6, 12, 20), (list, first, shift) => {
      const street = new Street(shift)
      const { scene } = street
      const accept = (slot: number): boolean => !street.hidden.has(slot)
      const decoder = new ViewDecoder()
      let box = first
      let encoder = new PointsEncoder(7, box, accept)
      let broken = false
      let now_ms = START_MS
      for (const { deeds, pause_s, lost, behind, moved } of list) {
        for (const each of deeds) street.do(each, now_ms)
        street.tick((now_ms += pause_s * 1000))
        if (behind) continue
        const frame = encoder.encode(scene)
        if (lost) {
          broken = true
          continue
        }
        const full = frame[14] === FULL
        expect(decoder.apply(frame)).toBe(broken && !full ? 'gap' : 'applied')
        if (broken && !full) {
          encoder = new PointsEncoder(7, box, accept)
          expect(decoder.apply(encoder.encode(scene))).toBe('applied')
        }
        broken = false
        expectShown(decoder, street, box)
        if (moved === null) continue
        for (const each of moved.deeds) street.do(each, now_ms)
        encoder.look((box = moved.box), accept)
        expect(decoder.apply(encoder.encode(scene))).toBe('applied')
        expectShown(decoder, street, box)
      }
    }), { numRuns: 400 })
  })

  it('do not show one who left between two ticks to a console that looks then', () => {
    const street = new Street(6)
    for (const slot of [3, 4]) street.do({ slot, dx: 0, dy: 0, age_s: 0, look: null, leaves: false, hidden: false }, START_MS)
    street.tick(START_MS)
    street.scene.leave(3)
    street.scene.enter(3, 77, 1)
    const decoder = new ViewDecoder()
    decoder.apply(new PointsEncoder(1, WORLD).encode(street.scene))
    expect([...decoder.points()].map(({ walker }) => walker)).toEqual([2])
  })

  it('send nothing for those who did not report and one byte for those who moved a little', () => {
    const { scene } = crowd(1000)
    const encoder = new PointsEncoder(1, WORLD)
    encoder.encode(scene)
    scene.tick(START_MS + 1000)
    expect(encoder.encode(scene).length).toBe(18)
    for (let slot = 0; slot < 400; slot++) scene.move(slot, EAST + slot * 1000 + 150, NORTH, START_MS / 1000 + 2)
    scene.tick(START_MS + 2000)
    const sparse = encoder.encode(scene).length
    for (let slot = 0; slot < 900; slot++) scene.move(slot, EAST + slot * 1000 + 300, NORTH, START_MS / 1000 + 3)
    scene.tick(START_MS + 3000)
    expect([sparse, encoder.encode(scene).length]).toEqual([418, 1018])
  })

  it('tell a map what changed and who left', () => {
    const { scene } = crowd(3)
    const encoder = new PointsEncoder(1, WORLD)
    const decoder = new ViewDecoder()
    decoder.apply(encoder.encode(scene))
    expect(decoder.changed).toEqual([1, 2, 3])
    scene.move(1, EAST + 1000, NORTH, START_MS / 1000 + 1)
    scene.leave(0)
    scene.tick(START_MS + 1000)
    decoder.apply(encoder.encode(scene))
    expect([decoder.changed, decoder.removed]).toEqual([[2], [1]])
  })
})

/** People in a row, ten metres apart, as of START_MS. */
function crowd(people: number): { scene: Scene } {
  const scene = new Scene()
  for (let slot = 0; slot < people; slot++) {
    scene.enter(slot, slot + 1, 1)
    scene.move(slot, EAST + slot * 1000, NORTH, START_MS / 1000)
  }
  scene.tick(START_MS)
  return { scene }
}

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
      expect(shift).toBeLessThanOrEqual(31)
    }))
  })
})

describe('LiveView', () => {
  function town(people: number): { index: LiveIndex; scene: Scene } {
    const index = new LiveIndex()
    const scene = new Scene()
    for (let slot = 0; slot < people; slot++) {
      const [lon_e7, lat_e7] = [EAST + (slot % 50) * 20_000, NORTH + Math.floor(slot / 50) * 20_000]
      index.update(slot, lon_e7, lat_e7)
      scene.enter(slot, slot + 1, 1)
      scene.move(slot, lon_e7, lat_e7, START_MS / 1000)
    }
    scene.tick(START_MS)
    return { index, scene }
  }
  const bounds = { west_e7: 1_176_000_000, south_e7: 244_000_000, east_e7: 1_178_000_000, north_e7: 247_000_000 }

  it('counts a crowd in cells when far and shows points when near', () => {
    const { index, scene } = town(1000)
    const decoder = new ViewDecoder()
    const view = new LiveView({ view: 1, bounds, zoom: 10 })
    decoder.apply(view.frame(START_MS, index, scene))
    expect(decoder.counts.reduce((sum, count) => sum + count, 0)).toBe(1000)
    view.look({ bounds, zoom: 16 })
    expect(decoder.apply(view.frame(START_MS + 1000, index, scene))).toBe('applied')
    expect([decoder.size, decoder.counts.length]).toEqual([1000, 0])
  })

  it('shows points from afar when there are few, and does not flicker around the limit', () => {
    const { index, scene } = town(700)
    const decoder = new ViewDecoder()
    let allowed = 300
    const view = new LiveView({ view: 1, bounds, zoom: 10 }, (slot) => slot < allowed)
    const look = (people: number): boolean => {
      allowed = people
      decoder.apply(view.frame(START_MS, index, scene))
      return decoder.size > 0
    }
    expect([300, 500, 601, 500, 400].map(look)).toEqual([true, true, false, false, true])
  })

  it('sends only what is new when the map is moved, and everything after a resync', () => {
    const { index, scene } = town(300)
    const decoder = new ViewDecoder()
    const view = new LiveView({ view: 1, bounds, zoom: 16 })
    decoder.apply(view.frame(START_MS, index, scene))
    view.look({ bounds: { ...bounds, west_e7: 1_176_700_000 }, zoom: 16 })
    decoder.apply(view.frame(START_MS + 1000, index, scene))
    expect(decoder.header!.full).toBe(false)
    expect(decoder.size).toBe(index.inView({ ...bounds, west_e7: 1_176_700_000 }))
    expect(decoder.removed).toHaveLength(300 - decoder.size)
    expect(decoder.changed).toEqual([])
    view.resync()
    decoder.apply(view.frame(START_MS + 2000, index, scene))
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
    const { scene } = crowd(2)
    const encoder = new PointsEncoder(1, WORLD)
    const decoder = new ViewDecoder()
    decoder.apply(encoder.encode(scene))
    scene.leave(0)
    scene.tick(START_MS + 1000)
    const next = encoder.encode(scene).slice()
    expect(() => decoder.apply(next.subarray(0, 16))).toThrow(FrameError)
    expect(decoder.apply(next)).toBe('gap')
  })

  it('refuses a grid of cells that would need much memory', () => {
    const frame = new CellsEncoder(1, { shift: 16, x: 0, y: 0, width: 2, height: 2 }).encode(START_MS, new Uint32Array(4)).slice()
    frame.set([0xff, 0xff, 0xff, 0xff], frame.length - 4)
    expect(() => new ViewDecoder().apply(frame)).toThrow(/too large/)
  })
})
