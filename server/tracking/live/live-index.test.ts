import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { greatCircle_m } from '../../platform/geo.ts'
import { distance_m, insidePolygon } from './geodesy.ts'
import { LiveIndex } from './live-index.ts'
import { cellGrid } from './view-encoder.ts'

type Place = [lon_e7: number, lat_e7: number]

const city = fc.tuple(fc.integer({ min: 1_174_000_000, max: 1_180_000_000 }), fc.integer({ min: 243_000_000, max: 248_000_000 }))
const block = fc.tuple(fc.integer({ min: 1_176_500_000, max: 1_176_500_400 }), fc.integer({ min: 245_000_000, max: 245_000_400 }))
const anywhere = fc.tuple(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), fc.integer({ min: -900_000_000, max: 900_000_000 }))
const place = fc.oneof({ weight: 6, arbitrary: city }, { weight: 3, arbitrary: block }, { weight: 1, arbitrary: anywhere })
const change = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.option(place, { freq: 6 }))
const changes = fc.array(change, { maxLength: 900, size: 'max' })

/** Applies the same changes to the index and to a plain map. */
function both(list: [number, Place | null][]): { index: LiveIndex; people: Map<number, Place> } {
  const index = new LiveIndex()
  const people = new Map<number, Place>()
  for (const [slot, at] of list) {
    if (at === null) {
      expect(index.remove(slot)).toBe(people.delete(slot))
    } else {
      index.update(slot, at[0], at[1])
      people.set(slot, at)
    }
  }
  expect(index.size).toBe(people.size)
  return { index, people }
}

const even = (slot: number): boolean => slot % 2 === 0
const answer = (index: LiveIndex, count: number): number[] => [...index.found.subarray(0, count)]
const sorted = (slots: number[]): number[] => slots.sort((a, b) => a - b)
const having = (people: Map<number, Place>, holds: (slot: number, at: Place) => boolean): number[] =>
  sorted([...people].filter(([slot, at]) => holds(slot, at)).map(([slot]) => slot))

describe('LiveIndex against looking at everyone', () => {
  it('gives the same nearest, in the same order, with and without filter and radius', () => {
    fc.assert(fc.property(changes, place, fc.integer({ min: 1, max: 30 }), fc.boolean(), fc.option(fc.integer({ min: 1, max: 60_000 })), (list, at, k, filtered, radius_m) => {
      const { index, people } = both(list)
      const within_m = radius_m ?? Number.POSITIVE_INFINITY
      const expected = [...people]
        .map(([slot, where]) => ({ slot, distance: distance_m(where[0], where[1], at[0], at[1]) }))
        .filter(({ slot, distance }) => distance <= within_m && (!filtered || even(slot)))
        .sort((a, b) => a.distance - b.distance || a.slot - b.slot)
        .slice(0, k)
      const count = index.nearest(at[0], at[1], k, filtered ? even : undefined, within_m)
      expect(answer(index, count)).toEqual(expected.map(({ slot }) => slot))
      expect([...index.distances_m.subarray(0, count)]).toEqual(expected.map(({ distance }) => distance))
    }), { numRuns: 300 })
  })

  it('finds everyone in a box', () => {
    fc.assert(fc.property(changes, place, place, fc.boolean(), (list, a, b, filtered) => {
      const { index, people } = both(list)
      const [west_e7, east_e7, south_e7, north_e7] = [Math.min(a[0], b[0]), Math.max(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[1], b[1])]
      const count = index.inView({ west_e7, south_e7, east_e7, north_e7 }, filtered ? even : undefined)
      expect(sorted(answer(index, count))).toEqual(having(people, (slot, [lon, lat]) =>
        lon >= west_e7 && lon <= east_e7 && lat >= south_e7 && lat <= north_e7 && (!filtered || even(slot))))
    }), { numRuns: 200 })
  })

  it('finds everyone in a circle, also near the poles', () => {
    fc.assert(fc.property(changes, place, fc.integer({ min: 0, max: 3_000_000 }), (list, at, radius_m) => {
      const { index, people } = both(list)
      const count = index.inCircle(at[0], at[1], radius_m)
      expect(sorted(answer(index, count))).toEqual(having(people, (_, [lon, lat]) => distance_m(at[0], at[1], lon, lat) <= radius_m))
    }), { numRuns: 200 })
  })

  it('finds those who stand at the pole whatever their longitude', () => {
    const index = new LiveIndex()
    for (const [slot, lon_e7] of [0, 900_000_000, 1_800_000_000, -1_700_000_000].entries()) index.update(slot, lon_e7, 900_000_000)
    expect(sorted(answer(index, index.inCircle(0, 900_000_000, 10)))).toEqual([0, 1, 2, 3])
  })

  it('finds everyone in a polygon with a hole', () => {
    fc.assert(fc.property(changes, fc.array(place, { minLength: 3, maxLength: 8 }), fc.array(place, { minLength: 3, maxLength: 5 }), (list, outer, hole) => {
      const { index, people } = both(list)
      const rings = [outer.flat(), hole.flat()]
      const count = index.inPolygon(rings)
      expect(sorted(answer(index, count))).toEqual(having(people, (_, [lon, lat]) => insidePolygon(lon, lat, rings)))
    }), { numRuns: 200 })
  })

  it('counts the same people per cell at every zoom, filtered or not', () => {
    fc.assert(fc.property(changes, place, place, fc.integer({ min: 0, max: 18 }), fc.boolean(), (list, a, b, zoom, filtered) => {
      const { index, people } = both(list)
      const grid = cellGrid({ west_e7: Math.min(a[0], b[0]), east_e7: Math.max(a[0], b[0]), south_e7: Math.min(a[1], b[1]), north_e7: Math.max(a[1], b[1]) }, zoom)
      const expected = new Uint32Array(grid.width * grid.height)
      for (const [slot, [lon, lat]] of people) {
        const x = (lon >> grid.shift) - grid.x
        const y = (lat >> grid.shift) - grid.y
        if (x >= 0 && y >= 0 && x < grid.width && y < grid.height && (!filtered || even(slot))) expected[y * grid.width + x]!++
      }
      const counts = new Uint32Array(expected.length).fill(7)
      const sum = index.cells(grid, counts, filtered ? even : undefined)
      expect(counts).toEqual(expected)
      expect(sum).toBe(expected.reduce((total, people) => total + people, 0))
    }), { numRuns: 200 })
  })
})

describe('LiveIndex', () => {
  it('answers with nobody when it is empty', () => {
    const index = new LiveIndex()
    expect(index.nearest(1_176_500_000, 245_000_000, 5)).toBe(0)
    expect(index.inPolygon([])).toBe(0)
    expect(index.remove(3)).toBe(false)
  })

  it('keeps its arrays while positions change', () => {
    const index = new LiveIndex()
    for (let slot = 0; slot < 1000; slot++) index.update(slot, 1_176_500_000 + slot * 977, 245_000_000 + slot * 1013)
    index.nearest(1_176_500_000, 245_000_000, 10)
    const before = [index.rows, index.found, index.distances_m]
    for (let slot = 0; slot < 1000; slot++) index.update(slot, 1_176_900_000 - slot * 977, 245_000_000 + slot * 13)
    index.nearest(1_176_500_000, 245_000_000, 10)
    expect([index.rows, index.found, index.distances_m].every((array, i) => array === before[i])).toBe(true)
  })

  it('refuses slots that are none', () => {
    const index = new LiveIndex()
    expect(() => index.update(-1, 0, 0)).toThrow(RangeError)
    expect(() => index.update(2 ** 30, 0, 0)).toThrow(RangeError)
  })

  it('measures within one part in a hundred thousand of the great circle at city distances', () => {
    fc.assert(fc.property(city, city, (a, b) => {
      const exact = greatCircle_m(a[0] / 1e7, a[1] / 1e7, b[0] / 1e7, b[1] / 1e7)
      expect(Math.abs(distance_m(a[0], a[1], b[0], b[1]) - exact)).toBeLessThanOrEqual(1e-5 * exact + 1e-3)
    }))
  })
})
