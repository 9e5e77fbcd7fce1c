import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planeAround } from '../platform/geo.ts'
import { CLEANING_VERSION, cleanTrack, TrackCleaner } from './cleaning.ts'
import type { Attendance, Fix } from './cleaning.ts'
import { FILTERS } from './filters.ts'
import { routeShare } from './route-share.ts'

const plane = planeAround(117.65, 24.51)
const start_ms = Date.UTC(2026, 3, 14, 11, 0)
const attendance: Attendance = { from_ms: start_ms, until_ms: start_ms + 3 * 3600_000, fastest_m_s: 15 }

function fix(seconds: number, x_m: number, y_m: number, more: Partial<Fix> = {}): Fix {
  return { at_ms: start_ms + seconds * 1000, lon: plane.lon(x_m), lat: plane.lat(y_m), accuracy_m: 5, ...more }
}
const walk = (from_s: number, until_s: number, speed = 1.4, every_s = 5): Fix[] =>
  Array.from({ length: Math.floor((until_s - from_s) / every_s) + 1 }, (_, k) => fix(from_s + k * every_s, (from_s + k * every_s) * speed, 0))

/** Normal noise from a seed. */
function noise(seed: number): () => number {
  let state = seed
  const uniform = (): number => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return (state + 1) / (2 ** 32 + 1) }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

const anyFix: fc.Arbitrary<Fix> = fc.record({
  at_ms: fc.integer({ min: start_ms - 60_000, max: start_ms + 3 * 3600_000 }),
  lon: fc.oneof(fc.double({ min: 117.6, max: 117.7, noNaN: true }), fc.constant(NaN)),
  lat: fc.double({ min: 24.5, max: 24.55, noNaN: true }),
  accuracy_m: fc.option(fc.double({ min: 0, max: 150, noNaN: true })),
  mock: fc.boolean(),
})

describe('cleanTrack', () => {
  test('measures a walk to within two percent of the truth', () => {
    const found = cleanTrack(walk(0, 1800), attendance)
    expect(found.version).toBe(CLEANING_VERSION)
    expect(found.distance_m / (1800 * 1.4)).toBeCloseTo(1, 1)
    expect(Math.abs(found.distance_m - 1800 * 1.4)).toBeLessThan(0.02 * 1800 * 1.4)
    expect(Math.abs(found.moving_s - 1800)).toBeLessThan(30)
    expect(found.gaps).toBe(0)
  })

  test('stays near the truth with the noise of a phone', () => {
    const wander = noise(7)
    const noisy = walk(0, 3600).map((clean) => ({
      ...clean, lon: plane.lon(plane.x_m(clean.lon) + 4 * wander()), lat: plane.lat(plane.y_m(clean.lat) + 4 * wander()), accuracy_m: 6,
    }))
    const found = cleanTrack(noisy, attendance)
    expect(Math.abs(found.distance_m / (3600 * 1.4) - 1)).toBeLessThan(0.15)
  })

  test.each([8, 10, 20])('counts a walk of a minute to its end, at an accuracy of %s m', (accuracy_m) => {
    const found = cleanTrack(walk(0, 60, 82 / 60, 2).map((one) => ({ ...one, accuracy_m })), attendance)
    expect(Math.abs(found.distance_m - 82)).toBeLessThan(3)
    expect(found.moving_s).toBeGreaterThan(50)
  })

  test('counts the last stretch before a gap too', () => {
    const found = cleanTrack([...walk(0, 60, 82 / 60, 2), ...walk(600, 660, 82 / 60, 2)].map((one) => ({ ...one, accuracy_m: 10 })), attendance)
    expect(found.gaps).toBe(1)
    expect(Math.abs(found.distance_m - 164)).toBeLessThan(6)
  })

  test('loses little of a short walk on a phone that is unsure, and makes no walk of its rests', () => {
    const measured = (speed: number): number[] => Array.from({ length: 60 }, (_, seed) => {
      const wander = noise(seed * 7919 + 13)
      let [east, north] = [0, 0]
      return cleanTrack(Array.from({ length: 151 }, (_, k) => {
        east = 0.97 * east + 6.4 * wander()
        north = 0.97 * north + 6.4 * wander()
        return fix(2 * k, 2 * k * speed + east, north, { accuracy_m: 40 })
      }), attendance).distance_m
    })
    const mean = (all: number[]): number => all.reduce((a, b) => a + b) / all.length
    expect(Math.abs(mean(measured(1.37)) / (300 * 1.37) - 1)).toBeLessThan(0.1)
    expect(mean(measured(0))).toBeLessThan(10)
  })

  test('keeps the corners of a walk when the phone says it is unsure', () => {
    const wander = noise(5)
    let [east, north] = [0, 0]
    const blocks = Array.from({ length: 721 }, (_, k) => {
      const along = (k * 7) % 480
      const [x, y] = along < 120 ? [along, 0] : along < 240 ? [120, along - 120] : along < 360 ? [360 - along, 120] : [0, 480 - along]
      east = 0.95 * east + 3 * wander()
      north = 0.95 * north + 3 * wander()
      return fix(5 * k, x + east, y + north, { accuracy_m: 25 })
    })
    const found = cleanTrack(blocks, attendance)
    expect(Math.abs(found.distance_m / (720 * 7) - 1)).toBeLessThan(0.25)
    const corners = [[0, 0], [120, 0], [120, 120], [0, 120], [0, 0]].map(([x, y]) => ({ lon: plane.lon(x!), lat: plane.lat(y!) }))
    expect(routeShare(corners, found.pieces, 30)).toBeGreaterThan(0.95)
  })

  test('counts next to nothing while the phone lies still', () => {
    const wander = noise(3)
    const still = Array.from({ length: 720 }, (_, k) => fix(5 * k, 8 * wander(), 8 * wander(), { accuracy_m: 12 }))
    const found = cleanTrack(still, attendance)
    const raw = still.slice(1).reduce((sum, { lon, lat }, k) =>
      sum + Math.hypot(plane.x_m(lon) - plane.x_m(still[k]!.lon), plane.y_m(lat) - plane.y_m(still[k]!.lat)), 0)
    expect(found.distance_m).toBeLessThan(raw / 50)
    expect(found.seen_s).toBeCloseTo(719 * 5, 3)
  })

  test('drops a jump there and back', () => {
    const jumped = walk(0, 600)
    jumped[60] = fix(300, 5000, 3000)
    const found = cleanTrack(jumped, attendance)
    expect(found.dropped.jump).toBe(1)
    expect(Math.abs(found.distance_m - 840)).toBeLessThan(25)
  })

  test('begins anew, with a gap, when the first fix was the wrong one', () => {
    const found = cleanTrack([fix(0, -9000, 0), ...walk(5, 600)], attendance)
    expect(found.dropped.jump).toBe(2)
    expect(found.pieces.length).toBe(2)
    expect(found.gaps).toBe(1)
    expect(Math.abs(found.distance_m - 585 * 1.4)).toBeLessThan(20)
  })

  test('counts neither distance nor moving time across silence', () => {
    const found = cleanTrack([...walk(0, 600), ...walk(1200, 1800)], attendance)
    expect(found).toMatchObject({ gaps: 1, gap_s: 600, seen_s: 1800 })
    expect(Math.abs(found.distance_m - 1200 * 1.4)).toBeLessThan(30)
    expect(found.moving_s).toBeLessThanOrEqual(1200)
  })

  test('counts a rest as time, not as moving', () => {
    const rest = Array.from({ length: 120 }, (_, k) => fix(605 + 5 * k, 840, 0))
    const onward = Array.from({ length: 60 }, (_, k) => fix(1205 + 5 * k, 847 + 7 * k, 0))
    const found = cleanTrack([...walk(0, 600), ...rest, ...onward], attendance)
    expect(found.moving_s).toBeLessThan(930)
    expect(found.moving_s).toBeGreaterThan(850)
    expect(found.gaps).toBe(0)
  })

  test('gives the figures of its version; whoever changes them raises CLEANING_VERSION', () => {
    const wander = noise(11)
    const mixed = [...walk(0, 900), ...walk(1200, 1500), ...walk(1505, 1800, 3)].map((clean, k) => ({
      ...clean, lat: plane.lat(5 * wander()), accuracy_m: k % 9 === 0 ? 130 : 8, mock: k % 40 === 0,
    }))
    const { pieces, distance_m, ...figures } = cleanTrack(mixed, attendance)
    expect([CLEANING_VERSION, pieces.map((piece) => piece.length), Math.round(distance_m), figures]).toMatchInlineSnapshot(`
      [
        3,
        [
          86,
          29,
          50,
        ],
        2830,
        {
          "dropped": {
            "broken": 0,
            "duplicate": 0,
            "future": 0,
            "inaccurate": 33,
            "jump": 2,
            "mocked": 8,
            "out_of_order": 0,
            "outside_attendance": 0,
            "standing": 94,
            "too_old": 0,
          },
          "gap_s": 325,
          "gaps": 2,
          "moving_s": 1460,
          "seen_s": 1795,
          "version": 3,
        },
      ]
    `)
  })

  test('is the same whatever order the fixes arrive in', () => {
    fc.assert(fc.property(fc.array(anyFix, { maxLength: 40 }).chain((fixes) => fc.tuple(fc.constant(fixes), fc.shuffledSubarray(fixes, { minLength: fixes.length }))), ([fixes, shuffled]) => {
      const { pieces, ...figures } = cleanTrack(shuffled.filter(({ lon }) => !Number.isNaN(lon)), attendance)
      const { pieces: wanted, ...wantedFigures } = cleanTrack(fixes.filter(({ lon }) => !Number.isNaN(lon)), attendance)
      expect(figures).toEqual(wantedFigures)
      expect(pieces.flat().map(({ at_ms }) => at_ms)).toEqual(wanted.flat().map(({ at_ms }) => at_ms))
    }))
  })

  test('keeps its promises for any fixes at all', () => {
    fc.assert(fc.property(fc.array(anyFix, { maxLength: 60 }), (fixes) => {
      const found = cleanTrack(fixes, attendance)
      const line = found.pieces.flat()
      const dropped = Object.values(found.dropped).reduce((a, b) => a + b)
      expect(line.length + dropped).toBe(fixes.length)
      expect(found.pieces.every((piece) => piece.length > 0)).toBe(true)
      expect(line.every(({ at_ms }, k) => k === 0 || at_ms > line[k - 1]!.at_ms)).toBe(true)
      expect(line.every(({ at_ms, mock }) => at_ms >= attendance.from_ms && at_ms <= attendance.until_ms && !mock)).toBe(true)
      expect(found.moving_s).toBeLessThanOrEqual(found.seen_s - found.gap_s + 1e-6)
      expect(found.distance_m).toBeLessThanOrEqual(attendance.fastest_m_s * found.seen_s + 400 * line.length)
      for (const piece of found.pieces) {
        for (let k = 1; k < piece.length; k++) expect(Number.isFinite(piece[k]!.lon)).toBe(true)
      }
    }))
  })
})

describe('each filter', () => {
  const verdict = (before: Fix[], next: Fix): string | undefined => {
    const cleaner = new TrackCleaner(attendance)
    for (const earlier of before) cleaner.push(earlier)
    return cleaner.push(next)
  }
  const first = fix(100, 0, 0)

  test.each<[string, Fix[], Fix]>([
    ['broken', [], { ...first, lon: 0, lat: 0 }],
    ['broken', [], { ...first, lat: 91 }],
    ['broken', [], { ...first, accuracy_m: -1 }],
    ['outside_attendance', [], fix(-1, 0, 0)],
    ['outside_attendance', [], fix(3 * 3600 + 1, 0, 0)],
    ['future', [], { ...first, received_ms: first.at_ms - 121_000 }],
    ['too_old', [], { ...first, received_ms: first.at_ms + 25 * 3600_000 }],
    ['mocked', [], { ...first, mock: true }],
    ['duplicate', [first], fix(100, 50, 0)],
    ['out_of_order', [first], fix(90, 50, 0)],
    ['inaccurate', [first], fix(130, 50, 0, { accuracy_m: 101 })],
    ['jump', [first], fix(110, 400, 0)],
    ['standing', [first], fix(110, 6, 0)],
  ])('says %s', (objection, before, next) => {
    expect(verdict(before, next)).toBe(objection)
  })

  test('lets a good fix through, also one without accuracy', () => {
    expect(verdict([first], fix(120, 28, 0))).toBeUndefined()
    expect(verdict([first], fix(120, 28, 0, { accuracy_m: null }))).toBeUndefined()
  })

  test('stands in the list in this order', () => {
    expect([`version ${CLEANING_VERSION}`, ...FILTERS.map(({ objection }) => objection)]).toEqual([
      'version 3', 'broken', 'outside_attendance', 'future', 'too_old', 'mocked', 'duplicate', 'out_of_order', 'inaccurate', 'jump', 'standing',
    ])
  })
})
