import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Bounds } from '../../kit/map/features.ts'
import { GAP_S, legFeatures, legsOf, lookAtOf, placeAt } from './replay.ts'

const start = Date.parse('2026-11-24T11:00:00Z')
const at = (seconds: number, lon: number) => ({ at: new Date(start + seconds * 1000).toISOString(), lon, lat: 24.5 })

it('cuts the track where fixes are missing and shows the loss as a leg of its own', () => {
  const legs = legsOf([at(0, 1), at(10, 2), at(200, 3), at(210, 4)])
  expect(legs.map(({ gap, points }) => [gap, points.map(({ lon }) => lon)])).toEqual([[false, [1, 2]], [true, [2, 3]], [false, [3, 4]]])
  expect(legFeatures(legs, (gap_s) => `${gap_s} s`).map(({ properties: { tone, label } }) => [tone, label])).toEqual([['trace', ''], ['off', '190 s'], ['trace', '']])
})

it('goes straight between two fixes and stands still, unsure, in a gap', () => {
  const points = [at(0, 1), at(10, 2), at(200, 3)]
  expect(placeAt(points, start + 5000)).toEqual({ lon: 1.5, lat: 24.5, gap_s: 0 })
  expect(placeAt(points, start + 100_000)).toEqual({ lon: 2, lat: 24.5, gap_s: 190 })
  expect(placeAt(points, start - 5000)?.lon).toBe(1)
  expect(placeAt(points, start + 900_000)?.lon).toBe(3)
  expect(placeAt([], start)).toBeNull()
})

it('keeps every fix in a walked leg, in order', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 3 * GAP_S }), { maxLength: 60 }), (steps) => {
    let seconds = 0
    const points = steps.map((step, index) => at((seconds += step), index))
    const legs = legsOf(points)
    expect(legs.filter(({ gap }) => !gap).flatMap((leg) => leg.points)).toEqual(points)
    for (const leg of legs) for (let i = 1; i < leg.points.length; i++) expect((Date.parse(leg.points[i]!.at) - Date.parse(leg.points[i - 1]!.at)) / 1000 > GAP_S).toBe(leg.gap)
  }))
})

it.each<[what: string, shown: Bounds | null, coming: boolean, looks: Bounds | null]>([
  ['a track is shown: at it', [1, 1, 2, 2], false, [1, 1, 2, 2]],
  ['the route is there and the track on its way: at the route', [1, 1, 2, 2], true, [1, 1, 2, 2]],
  ['a record was chosen and nothing of it is there yet: where it looked before', null, true, null],
  ['no record is chosen, or it has neither: at the region', null, false, [0, 0, 9, 9]],
])('looks, when %s', (_, shown, coming, looks) => expect(lookAtOf({ shown, coming, region: [0, 0, 9, 9] })).toEqual(looks))
