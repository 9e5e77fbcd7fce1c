/** Walking along a line as a phone would see it: steady pace, noisy fixes. Pure and deterministic by seed. */
import { distance_m } from '../server/platform/geo.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import type { Fix } from '../server/tracking/live/frames.ts'
import { chance } from './city/random.ts'

/** Where someone is after `walked_m` metres to and fro on the line. */
export function alongLine(line: readonly Coordinate[], walked_m: number): Coordinate {
  const steps = line.slice(1).map((to, i) => ({ from: line[i] as Coordinate, to, length_m: distance_m(position(line[i] as Coordinate), position(to)) }))
  const total_m = steps.reduce((sum, step) => sum + step.length_m, 0)
  if (total_m === 0) return line[0] as Coordinate
  const lap = walked_m % (2 * total_m)
  let left_m = lap <= total_m ? lap : 2 * total_m - lap
  for (const { from, to, length_m } of steps) {
    if (left_m <= length_m && length_m > 0) return [from[0] + ((to[0] - from[0]) * left_m) / length_m, from[1] + ((to[1] - from[1]) * left_m) / length_m]
    left_m -= length_m
  }
  return line.at(-1) as Coordinate
}
const position = ([lon, lat]: Coordinate) => ({ lon, lat })

const METRE_DEGREES = 1 / 111_195
const PACE_MPS = 1.3

/** Fixes of a walk between two moments, every `every_s` seconds, with some metres of noise; sequences from 1. */
export function fixesAlong(line: readonly Coordinate[], from: Date, to: Date, every_s: number, seed: number): Fix[] {
  const random = chance(seed)
  const count = Math.floor((to.getTime() - from.getTime()) / (every_s * 1000))
  return Array.from({ length: count }, (_, i) => {
    const [lon, lat] = alongLine(line, i * every_s * PACE_MPS)
    return {
      sequence: i + 1, time_ms: from.getTime() + i * every_s * 1000,
      lon_e7: Math.round((lon + random.between(-4, 4) * METRE_DEGREES) * 1e7), lat_e7: Math.round((lat + random.between(-4, 4) * METRE_DEGREES) * 1e7),
      accuracy_m: Math.round(random.between(5, 12)), speed_mps: PACE_MPS, mock: false,
    }
  })
}
