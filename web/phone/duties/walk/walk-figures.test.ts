import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planeAround } from '../../../../server/platform/geo.ts'
import { pointsFor } from '../../../../server/duties/policy/rules.ts'
import { measure } from '../../../../server/tracking/measure.ts'
import { pointsOf, servedSeconds, walkFigures } from './walk-figures.ts'

const plane = planeAround(117.65, 24.51)
const START_MS = Date.parse('2026-11-24T11:00:00Z')
const [startedAt, now] = [new Date(START_MS).toISOString(), new Date(START_MS + 3_600_000)]
/** As fixes are sent and stored: on the very edge of a filter's threshold a centimetre decides. */
const e7 = (degrees: number): number => Math.round(degrees * 1e7) / 1e7
const fix = (second: number, x_m: number, y_m = 0) => ({ at: new Date(START_MS + second * 1000).toISOString(), lon: e7(plane.lon(x_m)), lat: e7(plane.lat(y_m)), accuracy_m: 5 })
const route = { type: 'LineString' as const, coordinates: [[plane.lon(0), plane.lat(0)], [plane.lon(1000), plane.lat(0)]] as [number, number][] }
const walk = { startedAt, endedAt: null, shape: route }

describe('figures of a walk so far', () => {
  it('knows nothing at the start: all of the route is missing', () => {
    expect(walkFigures([], walk, now)).toMatchObject({ distance_m: 0, coveredShare: 0, gaps: 0, pieces: [], missing: [[{}, {}]] })
  })

  it('counts distance and share, and shows silence as a gap instead of a way', () => {
    const there = Array.from({ length: 21 }, (_, n) => fix(n * 15, n * 20))
    const after = [fix(900, 800), fix(930, 840)]
    const figures = walkFigures([...there, ...after], walk, now)
    expect(figures.distance_m).toBeCloseTo(440, 0)
    expect(figures.coveredShare).toBeCloseTo(0.53, 2)
    expect(figures).toMatchObject({ gaps: 1, gap_s: 600 })
    expect(figures.pieces.map((piece) => piece.length)).toEqual([21, 2])
    expect(figures.missing).toHaveLength(2)
  })

  it('has no share without a route', () => {
    expect(walkFigures([fix(0, 0)], { ...walk, shape: null }, now)).toMatchObject({ coveredShare: null, missing: [] })
  })

  it('says what the server will say of the same fixes', () => {
    fc.assert(fc.property(fc.array(fc.record({ gap_s: fc.integer({ min: 2, max: 200 }), x: fc.integer({ min: -50, max: 1100 }), y: fc.integer({ min: -60, max: 60 }) }), { maxLength: 30 }), (steps) => {
      let second = 0
      const trail = steps.map(({ gap_s, x, y }) => fix((second += gap_s), x, y)).filter(({ at }) => at <= now.toISOString())
      const stored = trail.map(({ at, lon, lat, accuracy_m }, n) => ({ attendanceId: '', sequence: n + 1, at_ms: Date.parse(at), lon_e7: Math.round(lon * 1e7), lat_e7: Math.round(lat * 1e7), accuracy_m, speed_mps: null, mock: false, received_ms: Date.parse(at) }))
      const { figures } = measure({ started_at: new Date(startedAt), until: now, ended_at: now, shape: route, fence_m: 200 }, stored)
      const shown = walkFigures(trail, walk, now)
      expect(shown.distance_m).toBeCloseTo(figures.distance_m, 0)
      expect(shown.coveredShare).toBeCloseTo(figures.coveredShare as number, 2)
      expect(shown.gaps).toBe(figures.gaps)
    }), { numRuns: 50 })
  })

  it('stops the clock with the walk and never counts below nothing', () => {
    expect([servedSeconds({ startedAt, endedAt: null }, now), servedSeconds({ startedAt, endedAt: new Date(START_MS + 90_000).toISOString() }, now), servedSeconds({ startedAt, endedAt: null }, new Date(0))]).toEqual([3600, 90, 0])
  })

  it('reckons points as the server does', () => {
    fc.assert(fc.property(fc.nat(1440), fc.nat(100), (minutes, perHour) => { expect(pointsOf(minutes, perHour)).toBe(pointsFor(minutes, perHour)) }))
  })
})
