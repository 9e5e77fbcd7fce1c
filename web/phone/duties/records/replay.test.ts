import { describe, expect, it } from 'vitest'
import { piecesOf, walkedBy } from './replay.ts'

const START_MS = Date.parse('2026-11-24T11:00:00Z')
const point = (second: number) => ({ at: new Date(START_MS + second * 1000).toISOString(), lon: 117.65, lat: 24.51 + second / 1e6 })
const points = [point(0), point(60), point(120), point(600), point(660)]

describe('replaying a track', () => {
  it('breaks the line where nothing was recorded', () => expect(piecesOf(points).map((piece) => piece.length)).toEqual([3, 2]))
  it('shows what was walked by then, and the last seen place during a gap', () => {
    expect(walkedBy(points, 0)).toMatchObject({ pieces: [[point(0)]], here: point(0) })
    expect(walkedBy(points, 0.5)).toMatchObject({ pieces: [points.slice(0, 3)], here: point(120), at: new Date(START_MS + 330_000) })
    expect(walkedBy(points, 1).pieces).toEqual(piecesOf(points))
    expect(walkedBy(points, 7).here).toEqual(point(660))
  })
  it('knows a track without points', () => expect(walkedBy([], 0.5)).toEqual({ pieces: [], here: null, at: null }))
})
