import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { greatCircle_m, planeAround } from './geo.ts'

const lon = fc.double({ min: -179, max: 179, noNaN: true })
const lat = fc.double({ min: -60, max: 60, noNaN: true })

describe('greatCircle_m', () => {
  test('knows a degree of latitude and a quarter of the globe', () => {
    expect(greatCircle_m(117, 24, 117, 25)).toBeCloseTo(111_195.08, 1)
    expect(greatCircle_m(0, 0, 90, 0)).toBeCloseTo(10_007_557.2, 0)
    expect(greatCircle_m(-179.5, 10, 179.5, 10)).toBeCloseTo(greatCircle_m(0, 10, 1, 10), 3)
  })

  test('is the same both ways, zero to itself, and obeys the triangle', () => {
    fc.assert(fc.property(lon, lat, lon, lat, lon, lat, (x1, y1, x2, y2, x3, y3) => {
      expect(greatCircle_m(x1, y1, x2, y2)).toBeCloseTo(greatCircle_m(x2, y2, x1, y1), 4)
      expect(greatCircle_m(x1, y1, x1, y1)).toBe(0)
      expect(greatCircle_m(x1, y1, x3, y3)).toBeLessThanOrEqual(greatCircle_m(x1, y1, x2, y2) + greatCircle_m(x2, y2, x3, y3) + 1e-3)
    }))
  })
})

describe('planeAround', () => {
  test('measures within a city as the sphere does, and back', () => {
    const near = fc.double({ min: -0.2, max: 0.2, noNaN: true })
    fc.assert(fc.property(lon, lat, near, near, near, near, (x, y, dx1, dy1, dx2, dy2) => {
      const plane = planeAround(x, y)
      const flat = Math.hypot(plane.x_m(x + dx1) - plane.x_m(x + dx2), plane.y_m(y + dy1) - plane.y_m(y + dy2))
      expect(Math.abs(flat - greatCircle_m(x + dx1, y + dy1, x + dx2, y + dy2))).toBeLessThanOrEqual(0.01 * flat + 1e-6)
      expect(plane.lon(plane.x_m(x + dx1))).toBeCloseTo(x + dx1, 9)
      expect(plane.lat(plane.y_m(y + dy1))).toBeCloseTo(y + dy1, 9)
    }))
  })
})
