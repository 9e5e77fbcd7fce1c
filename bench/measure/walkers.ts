/** Walkers for the yardsticks of the live plane: where people are in a city, how they walk, what a receiver makes of it. */
import type { TrackPoints } from '../../server/tracking/live/track-codec.ts'
import { randomFrom } from './turns.ts'

/** Units of 10^-7 degrees a metre has at latitude 24.5°. */
const UNITS_EAST = 98.7
const UNITS_NORTH = 89.9

export interface Crowd {
  lon_e7: Int32Array
  lat_e7: Int32Array
  /** Where each is going, radians. */
  heading: Float32Array
}

/** `count` people in 200 neighbourhoods of very different size over some 50 × 45 km. */
export function crowd(count: number, seed: number): Crowd {
  const random = randomFrom(seed)
  const people = { lon_e7: new Int32Array(count), lat_e7: new Int32Array(count), heading: new Float32Array(count) }
  for (let i = 0; i < count; i++) {
    const neighbourhood = Math.floor(random() * random() * 200)
    const spread = (): number => (random() + random() + random() - 1.5) * 2000
    people.lon_e7[i] = 1_174_000_000 + (neighbourhood % 20) * 250_000 + spread() * UNITS_EAST
    people.lat_e7[i] = 243_000_000 + Math.floor(neighbourhood / 20) * 400_000 + spread() * UNITS_NORTH
    people.heading[i] = random() * 2 * Math.PI
  }
  return people
}

/** One second of walking at 1.3 m/s with a receiver that jitters by a metre and a half. */
export function walk(people: Crowd, random: () => number): void {
  for (let i = 0; i < people.lon_e7.length; i++) {
    people.heading[i]! += (random() - 0.5) * 0.4
    people.lon_e7[i]! += (1.3 * Math.cos(people.heading[i]!) + 1.5 * normal(random)) * UNITS_EAST
    people.lat_e7[i]! += (1.3 * Math.sin(people.heading[i]!) + 1.5 * normal(random)) * UNITS_NORTH
  }
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/**
 * A patrol on foot, one fix a second, as a phone records it: the receiver's error is a slow drift (AR(1), 4 m, a
 * minute long) with jitter of `jitter_m`, now and then an outlier of 30 m, a gap of a minute, a stop.
 */
export function patrol(count: number, seed: number, jitter_m: number): TrackPoints {
  const random = randomFrom(seed)
  const noise = (): number => normal(random)
  const points = {
    time_ms: new Float64Array(count), lon_e7: new Int32Array(count), lat_e7: new Int32Array(count),
    accuracy_m: new Float32Array(count), speed_mps: new Float32Array(count),
  }
  let [east, north, driftEast, driftNorth, heading, radius, stop] = [0, 0, 0, 0, 0, 6, 0]
  let time_ms = 1_793_102_400_000 + Math.floor(random() * 3_600_000)
  for (let i = 0; i < count; i++) {
    stop = stop > 0 ? stop - 1 : random() < 0.003 ? 60 : 0
    const speed = stop > 0 ? 0 : Math.max(0, 1.3 + 0.2 * noise())
    heading += random() < 0.01 ? (random() - 0.5) * Math.PI : 0.03 * noise()
    east += speed * Math.cos(heading)
    north += speed * Math.sin(heading)
    driftEast = 0.983 * driftEast + 0.73 * noise()
    driftNorth = 0.983 * driftNorth + 0.73 * noise()
    radius = Math.max(3, radius + 0.05 * (6 - radius) + 0.4 * noise())
    const jump_m = random() < 0.002 ? 30 : 0
    time_ms += 1000 + (random() < 0.001 ? 60_000 : 0)
    points.time_ms[i] = time_ms + Math.floor(random() * 40)
    points.lon_e7[i] = 1_176_500_000 + (east + driftEast + (jitter_m + jump_m) * noise()) * UNITS_EAST
    points.lat_e7[i] = 245_000_000 + (north + driftNorth + (jitter_m + jump_m) * noise()) * UNITS_NORTH
    points.accuracy_m[i] = radius
    points.speed_mps[i] = Math.max(0, speed + 0.15 * noise())
  }
  return points
}
