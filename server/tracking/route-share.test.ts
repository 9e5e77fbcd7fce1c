import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planeAround } from '../platform/geo.ts'
import { routeMissing, routeShare } from './route-share.ts'

const plane = planeAround(117.65, 24.51)
const at = (x_m: number, y_m: number) => ({ lon: plane.lon(x_m), lat: plane.lat(y_m) })
const place = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })).map(([x, y]) => ({ x, y }))
const line = fc.array(place, { minLength: 2, maxLength: 6 })
const pieces = fc.array(fc.array(place, { minLength: 1, maxLength: 6 }), { maxLength: 4 })
const lonLat = (points: { x: number, y: number }[]) => points.map(({ x, y }) => at(x, y))

/** Distance of a point from a segment, metres. */
function reach(p: { x: number, y: number }, a: { x: number, y: number }, b: { x: number, y: number }): number {
  const square = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
  const t = square === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / square))
  return Math.hypot(p.x - a.x - t * (b.x - a.x), p.y - a.y - t * (b.y - a.y))
}

describe('routeShare', () => {
  test('agrees with walking the route in small steps', () => {
    fc.assert(fc.property(line, pieces, fc.integer({ min: 1, max: 120 }), (route, track, corridor) => {
      let length = 0
      let covered = 0
      for (let k = 1; k < route.length; k++) {
        const [a, b] = [route[k - 1]!, route[k]!]
        const segment = Math.hypot(b.x - a.x, b.y - a.y)
        length += segment
        for (let step = 0; step < 200; step++) {
          const p = { x: a.x + (b.x - a.x) * (step + 0.5) / 200, y: a.y + (b.y - a.y) * (step + 0.5) / 200 }
          if (track.some((piece) => piece.some((point, n) => reach(p, piece[n - 1] ?? point, point) <= corridor))) covered += segment / 200
        }
      }
      fc.pre(length > 0)
      expect(Math.abs(routeShare(lonLat(route), track.map(lonLat), corridor) - covered / length)).toBeLessThan(0.02)
    }), { numRuns: 300 })
  })

  test('never falls with a longer track, another piece or a wider corridor', () => {
    fc.assert(fc.property(line, pieces, place, fc.array(place, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 99 }), (route, track, next, piece, corridor) => {
      const share = (more: { x: number, y: number }[][], reach_m: number): number => routeShare(lonLat(route), more.map(lonLat), reach_m)
      const before = share(track, corridor) - 1e-9
      expect(share([...track, piece], corridor)).toBeGreaterThanOrEqual(before)
      expect(share(track, corridor + 7)).toBeGreaterThanOrEqual(before)
      if (track.length > 0) expect(share([...track.slice(0, -1), [...track.at(-1)!, next]], corridor)).toBeGreaterThanOrEqual(before)
    }))
  })

  test('does not bridge a gap', () => {
    const route = [at(0, 0), at(1000, 0)]
    expect(routeShare(route, [[at(0, 0), at(1000, 0)]], 30)).toBe(1)
    expect(routeShare(route, [[at(0, 0), at(100, 0)], [at(900, 0), at(1000, 0)]], 30)).toBeCloseTo(0.26, 3)
    expect(routeShare(route, [], 30)).toBe(0)
  })

  test('knows a route without length', () => {
    expect(routeShare([at(0, 0), at(0, 0)], [[at(5, 0)]], 30)).toBe(1)
    expect(routeShare([at(0, 0), at(0, 0)], [[at(50, 0)]], 30)).toBe(0)
    expect(() => routeShare([at(0, 0)], [], 30)).toThrow(expect.objectContaining({ code: 'route.too_short' }))
  })
})

describe('routeMissing', () => {
  const length_m = (points: { lon: number, lat: number }[]): number =>
    points.slice(1).reduce((sum, p, k) => sum + Math.hypot(plane.x_m(p.lon) - plane.x_m(points[k]!.lon), plane.y_m(p.lat) - plane.y_m(points[k]!.lat)), 0)

  test('is as long as what the share leaves, in lines that were never walked', () => {
    fc.assert(fc.property(line, pieces, fc.integer({ min: 1, max: 120 }), (route, track, corridor) => {
      const whole = length_m(lonLat(route))
      fc.pre(whole > 0)
      const missing = routeMissing(lonLat(route), track.map(lonLat), corridor)
      const left = missing.reduce((sum, part) => sum + length_m(part), 0)
      expect(left / whole).toBeCloseTo(1 - routeShare(lonLat(route), track.map(lonLat), corridor), 4)
      for (const part of missing) expect(part.length).toBeGreaterThanOrEqual(2)
    }))
  })

  test('goes around corners in one line and breaks where the way was walked', () => {
    const route = [at(0, 0), at(500, 0), at(500, 500)]
    expect(routeMissing(route, [], 30)).toHaveLength(1)
    expect(routeMissing(route, [], 30)[0]).toHaveLength(3)
    expect(routeMissing(route, [[at(500, 0)]], 30).map((part) => Math.round(length_m(part)))).toEqual([470, 470])
    expect(routeMissing(route, [route], 30)).toEqual([])
  })
})
