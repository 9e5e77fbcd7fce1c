import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BoundaryGeometry } from './contract.ts'
import { contains, innerPoint } from './geometry.ts'
import { PreparedBoundary } from './prepared-boundary.ts'

/** Star-shaped rings on a coarse lattice, so that points on edges and corners come up often. */
const star = fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 5, maxLength: 40 }).map((radii): BoundaryGeometry => {
  const points = radii.map((radius, i) => [Math.round(radius * Math.cos((2 * Math.PI * i) / radii.length)), Math.round(radius * Math.sin((2 * Math.PI * i) / radii.length))])
  return { type: 'Polygon', coordinates: [[...points, points[0] as number[]]] }
})
const spot = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })).map(([x, y]): [number, number] => [x / 2, y / 2])

const frame: BoundaryGeometry = { type: 'MultiPolygon', coordinates: [
  [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [1, 3], [3, 3], [3, 1], [1, 1]]],
  [[[6, 0], [7, 0], [7, 1], [6, 0]]],
] }

describe('a boundary', () => {
  test.each([
    ['between outer ring and hole', 0.5, 2, true], ['in the hole', 2, 2, false], ['on the border of the hole', 1, 2, true], ['on a corner', 4, 4, true],
    ['on the upper side', 2, 4, true], ['in the second part', 6.8, 0.5, true], ['between the parts', 5, 0, false], ['in line with a side but beyond it', 5, 4, false],
  ])('%s: [%d, %d] is %s', (_, x, y, inside) => {
    expect(contains(frame, [x, y])).toBe(inside)
    expect(new PreparedBoundary(frame).contains(x, y)).toBe(inside)
  })

  test('gives the same answer prepared and plain', () => {
    fc.assert(fc.property(star, fc.array(spot, { minLength: 1, maxLength: 50 }), (boundary, spots) => {
      const prepared = new PreparedBoundary(boundary)
      for (const [x, y] of spots) expect(prepared.contains(x, y)).toBe(contains(boundary, [x, y]))
    }))
  })

  test('has an inner point even where it is bent around its middle', () => {
    const bent: BoundaryGeometry = { type: 'Polygon', coordinates: [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 8], [8, 8], [8, 1], [0, 1], [0, 0]]] }
    expect(contains(bent, innerPoint(bent))).toBe(true)
    expect(contains(frame, innerPoint(frame))).toBe(true)
  })
})
