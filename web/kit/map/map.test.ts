import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addPoint, distanceBetween_m, drawingFeatures, length_m, metresWords, pointsMissing, ringOf, undoPoint, type Drawing } from './drawing.ts'
import { boundsOf, featureChanges, type MapFeature } from './features.ts'

const at = (id: string, lon: number, lat: number): MapFeature => ({ type: 'Feature', properties: { id }, geometry: { type: 'Point', coordinates: [lon, lat] } })

describe('feature changes', () => {
  it('sends only what is new, moved or gone', () => {
    const [a, b, c] = [at('a', 1, 1), at('b', 2, 2), at('c', 3, 3)]
    const moved = at('b', 2.1, 2)
    expect(featureChanges([a, b], [a, moved, c])).toEqual({ remove: [], add: [moved, c] })
    expect(featureChanges([a, b], [b])).toEqual({ remove: ['a'], add: [] })
    expect(featureChanges([a, b], [b, a])).toBeNull()
  })

  it('leads from any list to any other', () => {
    const list = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 5 })), { selector: ([id]) => id }).map((pairs) => pairs.map(([id, lon]) => at(String(id), lon, 0)))
    fc.assert(fc.property(list, list, (before, after) => {
      const shown = new Map(before.map((feature) => [feature.properties.id, feature]))
      const diff = featureChanges(before, after)
      for (const id of diff?.remove ?? []) shown.delete(String(id))
      for (const feature of (diff?.add ?? []) as MapFeature[]) shown.set(feature.properties.id, feature)
      expect([...shown.values()].map((f) => JSON.stringify(f)).sort()).toEqual(after.map((f) => JSON.stringify(f)).sort())
    }))
  })

  it('finds the box around everything, and none around nothing', () => {
    expect(boundsOf([at('a', 117.6, 24.5).geometry, { type: 'Polygon', coordinates: [[[117, 24], [118, 24], [118, 25], [117, 24]]] }])).toEqual([117, 24, 118, 25])
    expect(boundsOf([])).toBeNull()
  })
})

describe('drawing', () => {
  const empty: Drawing = { kind: 'area', points: [] }
  const triangle = [[117.65, 24.51], [117.66, 24.51], [117.66, 24.52]].reduce<Drawing>((drawing, point) => addPoint(drawing, point as [number, number]), empty)

  it('closes an area by repeating its first point, once there are three', () => {
    expect(ringOf(undoPoint(triangle))).toBeNull()
    expect(pointsMissing(undoPoint(triangle))).toBe(1)
    expect(ringOf(triangle)).toEqual([...triangle.points, triangle.points[0]])
  })

  it('never makes a ring of a route', () => expect(ringOf({ ...triangle, kind: 'route' })).toBeNull())

  it('undoes to nothing and stays there', () => {
    const undone = undoPoint(undoPoint(undoPoint(undoPoint(triangle))))
    expect(undone.points).toEqual([])
    expect(drawingFeatures(undone)).toEqual({ shape: [], corners: [] })
  })

  it('measures a degree of latitude as 111.195 km, and the way around an area back to its start', () => {
    expect(distanceBetween_m([117, 24], [117, 25])).toBeCloseTo(111_195, -1)
    const [a, b, c] = triangle.points as [[number, number], [number, number], [number, number]]
    expect(length_m(triangle)).toBeCloseTo(distanceBetween_m(a, b) + distanceBetween_m(b, c) + distanceBetween_m(c, a), 6)
  })

  it.each([[0, '0 m'], [849.6, '850 m'], [2100, '2.1 km']])('says %d metres as %s', (metres, words) => expect(metresWords(metres)).toBe(words))
})
