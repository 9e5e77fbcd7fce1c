import { crc32 as zipCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from './crc32.ts'
import { BLOCK_POINTS, encodeTrack, Track, TrackError } from './track-codec.ts'
import type { TrackPoints } from './track-codec.ts'

interface Step { seconds: number; dx: number; dy: number; accuracy: number; speed: number }

const often = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> => fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: rare })
const step: fc.Arbitrary<Step> = fc.record({
  seconds: often(fc.constant(1), fc.double({ min: 0, max: 20_000, noNaN: true })),
  dx: often(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -2_000_000_000, max: 2_000_000_000 })),
  dy: often(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })),
  accuracy: often(fc.double({ min: 1, max: 60, noNaN: true }), fc.constantFrom(Number.NaN, 0, 1e9)),
  speed: often(fc.double({ min: 0, max: 3, noNaN: true }), fc.constantFrom(Number.NaN, 0, 80, 1e6)),
})
const start = fc.record({ lon: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), lat: fc.integer({ min: -900_000_000, max: 900_000_000 }) })
const tracks = fc.tuple(start, fc.array(step, { maxLength: 900, size: 'max' })).map(([at, steps]) => trackOf(at, steps))

function trackOf(at: { lon: number; lat: number }, steps: Step[]): TrackPoints {
  let time_ms = 1_793_102_400_123
  let { lon, lat } = at
  const rows = steps.map((step) => {
    lon = Math.max(-1_800_000_000, Math.min(1_800_000_000, lon + step.dx))
    lat = Math.max(-900_000_000, Math.min(900_000_000, lat + step.dy))
    return { time_ms: (time_ms += step.seconds * 1000), lon, lat, accuracy: step.accuracy, speed: step.speed }
  })
  return {
    time_ms: Float64Array.from(rows, (row) => row.time_ms), lon_e7: Int32Array.from(rows, (row) => row.lon), lat_e7: Int32Array.from(rows, (row) => row.lat),
    accuracy_m: Float32Array.from(rows, (row) => row.accuracy), speed_mps: Float32Array.from(rows, (row) => row.speed),
  }
}

/** Metres between two positions on the WGS-84 ellipsoid, for short distances. */
function offBy_m(points: TrackPoints, kept: TrackPoints, i: number): number {
  const lat = (points.lat_e7[i]! / 1e7) * (Math.PI / 180)
  const w = Math.sqrt(1 - 0.006_694_38 * Math.sin(lat) ** 2)
  const unit = Math.PI / 180 / 1e7
  const north = (kept.lat_e7[i]! - points.lat_e7[i]!) * unit * ((6_378_137 * (1 - 0.006_694_38)) / w ** 3)
  const east = (kept.lon_e7[i]! - points.lon_e7[i]!) * unit * (6_378_137 / w) * Math.cos(lat)
  return Math.hypot(north, east)
}

function expectWithin(points: TrackPoints, kept: TrackPoints): void {
  expect(kept.time_ms.length).toBe(points.time_ms.length)
  for (let i = 0; i < points.time_ms.length; i++) {
    const sound = Math.abs(kept.time_ms[i]! - points.time_ms[i]!) <= 500 && offBy_m(points, kept, i) <= 1
      && close(points.accuracy_m[i]!, kept.accuracy_m[i]!, 0.5, 65_534) && close(points.speed_mps[i]!, kept.speed_mps[i]!, 0.051, 6553.4)
    if (!sound) expect({ i, ...rowOf(kept, i) }).toEqual({ i, ...rowOf(points, i) })
  }
}

function close(value: number, kept: number, error: number, most: number): boolean {
  return Number.isNaN(value) ? Number.isNaN(kept) : Math.abs(Math.min(value, most) - kept) <= error
}

function rowOf(points: TrackPoints, i: number): Record<string, number> {
  return Object.fromEntries(Object.entries(points).map(([name, column]: [string, ArrayLike<number>]) => [name, column[i]!]))
}

/** A walk with turns and stops, seen by a receiver whose error drifts (AR(1), 4 m) and jitters (1.5 m). */
function noisyWalk(count: number, seed: number): TrackPoints {
  let state = seed
  const uniform = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  let [east, north, drift, sway, heading] = [0, 0, 0, 0, 0]
  const steps = Array.from({ length: count }, () => {
    heading += normal() * 0.05
    const speed = uniform() < 0.02 ? 0 : 1.3 + 0.2 * normal()
    drift = 0.98 * drift + 0.8 * normal()
    sway = 0.98 * sway + 0.8 * normal()
    const [wasEast, wasNorth] = [east, north]
    east += speed * Math.cos(heading)
    north += speed * Math.sin(heading)
    return {
      seconds: 1, speed: Math.max(0, speed), accuracy: 5 + Math.abs(drift),
      dx: Math.round((east - wasEast + 1.5 * normal() + 0.02 * drift) * 98), dy: Math.round((north - wasNorth + 1.5 * normal() + 0.02 * sway) * 90),
    }
  })
  return trackOf({ lon: 1_176_500_000, lat: 245_000_000 }, steps)
}

describe('track codec', () => {
  it('keeps every point within a metre and half a second, anywhere on earth', () => {
    fc.assert(fc.property(tracks, (points) => {
      const track = new Track(encodeTrack(points))
      expect(track.count).toBe(points.time_ms.length)
      expectWithin(points, track.read())
    }), { numRuns: 150 })
  })

  it('needs at most six bytes a point on a noisy walk', () => {
    const points = noisyWalk(7200, 5)
    const bytes = encodeTrack(points)
    expectWithin(points, new Track(bytes).read())
    expect(bytes.length / 7200).toBeLessThanOrEqual(6)
  })

  it('reads any stretch of time as if all had been read and the rest left out', () => {
    fc.assert(fc.property(tracks, fc.integer({ min: -5, max: 4000 }), fc.integer({ min: -5, max: 4000 }), (points, from_s, to_s) => {
      const track = new Track(encodeTrack(points))
      const start_ms = points.time_ms[0] ?? 0
      const all = track.read()
      const part = track.read(start_ms + from_s * 1000, start_ms + to_s * 1000)
      const inside = [...all.time_ms.keys()].filter((i) => all.time_ms[i]! >= start_ms + from_s * 1000 && all.time_ms[i]! <= start_ms + to_s * 1000)
      expect([...part.time_ms.keys()].map((i) => rowOf(part, i))).toEqual(inside.map((i) => rowOf(all, i)))
    }), { numRuns: 150 })
  })

  it('reads a track from the midst of other bytes, as files and databases give it', () => {
    const points = noisyWalk(2 * BLOCK_POINTS + 9, 9)
    const stored = Buffer.concat([Buffer.of(1, 2, 3), encodeTrack(points), Buffer.of(4)])
    expectWithin(points, new Track(stored.subarray(3, -1)).read())
  })

  it('reads a stretch although another block is damaged', () => {
    const bytes = encodeTrack(noisyWalk(3 * BLOCK_POINTS, 6))
    bytes[bytes.length - 3]! ^= 0x10
    const track = new Track(bytes)
    const start_ms = 1_793_102_401_000
    expect(track.read(start_ms, start_ms + 60_000).time_ms.length).toBe(61)
    expect(() => track.read()).toThrow(TrackError)
  })

  it('refuses a track with any bit flipped, any part cut off or anything added', () => {
    const bytes = encodeTrack(noisyWalk(BLOCK_POINTS + 40, 7))
    for (let i = 0; i < bytes.length; i++) {
      const flipped = bytes.slice()
      flipped[i]! ^= 1 << (i % 8)
      expect(() => new Track(flipped).read()).toThrow(TrackError)
      expect(() => new Track(bytes.subarray(0, i)).read()).toThrow(TrackError)
    }
    expect(() => new Track(Uint8Array.of(...bytes, 0))).toThrow(TrackError)
  })

  it('answers any bytes with points or a TrackError', () => {
    const sound = encodeTrack(noisyWalk(20, 8))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: sound.length }), (junk, kept) => {
      for (const bytes of [junk, Uint8Array.of(...sound.subarray(0, kept), ...junk)]) {
        try {
          new Track(bytes).read()
        } catch (fault) {
          expect(fault).toBeInstanceOf(TrackError)
        }
      }
    }), { numRuns: 2000 })
  })

  it.each([
    ['time that goes backwards', { time_ms: Float64Array.of(5000, 4000) }, 'track_order'],
    ['a time that is no number', { time_ms: Float64Array.of(5000, Number.NaN) }, 'track_value'],
    ['a latitude beyond the pole', { lat_e7: Int32Array.of(0, 900_000_001) }, 'track_value'],
    ['columns of different length', { speed_mps: Float32Array.of(1) }, 'track_value'],
  ])('refuses %s', (_, wrong, code) => {
    const points = { time_ms: Float64Array.of(1000, 2000), lon_e7: new Int32Array(2), lat_e7: new Int32Array(2), accuracy_m: new Float32Array(2), speed_mps: new Float32Array(2) }
    expect(() => encodeTrack({ ...points, ...wrong })).toThrow(expect.objectContaining({ code }))
  })

  it('has the checksum of zip', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      expect(crc32(bytes)).toBe(zipCrc32(bytes))
    }))
  })
})
