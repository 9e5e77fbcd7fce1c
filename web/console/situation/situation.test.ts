import { expect, it } from 'vitest'
import type { Patrol } from '../../../server/duties/contract.ts'
import { boxText, readBox } from './box.ts'
import { hiddenLayers, patrolTone, seatsFree, switched } from './layers.ts'
import { cellFeatures, fixAge, walkerFeatures } from './walker-features.ts'

const words = { name: (walker: number) => (walker === 1 ? '张*' : undefined), age: (minutes: number) => `${minutes} min`, kind: (self: boolean) => (self ? 'self' : 'patrol') }
const point = (walker: number, fix_ms: number, lon = 117.65) => ({ walker, lon, lat: 24.5, look: 1, fix_ms })

it('names the age of a fix', () => {
  expect([0, 19, 20, 59, 60, 299, 300].map(fixAge)).toEqual(['fresh', 'fresh', 'recent', 'recent', 'stale', 'stale', 'lost'])
})

it('draws a ring with the age in words where someone was, a dot where someone is', () => {
  const [now, before] = walkerFeatures(new Map(), [point(1, 1_000_000), point(2, 850_000)], 1_000_000, 1, words)
  expect(now?.properties).toMatchObject({ id: '1', tone: 'trace', label: '张*', mark: '●' })
  expect(before?.properties).toMatchObject({ id: '2', tone: 'late', hollow: true, label: '2 min' })
})

it('keeps the object of a walker who did not change, and forgets who left', () => {
  const known = new Map()
  const first = walkerFeatures(known, [point(1, 1_000_000), point(2, 1_000_000)], 1_000_000, undefined, words)
  const second = walkerFeatures(known, [point(1, 1_000_000), point(2, 1_000_000, 117.66)], 1_001_000, undefined, words)
  expect([second[0] === first[0], second[1] === first[1]]).toEqual([true, false])
  walkerFeatures(known, [point(1, 1_000_000)], 1_002_000, undefined, words)
  expect([...known.keys()]).toEqual([1])
})

it('puts the count of a cell in its middle, the fullest largest', () => {
  const [small, large] = cellFeatures([{ west: 117, south: 24, size: 0.1, count: 4 }, { west: 118, south: 24, size: 0.1, count: 16 }], String)
  expect([small?.properties.mark, small?.properties.weight, large?.properties.weight, small?.geometry]).toEqual(['4', 0.5, 1, { type: 'Point', coordinates: [117.05, 24.05] }])
})

it('reads only boxes that are boxes', () => {
  expect(readBox(boxText([117.61234, 24.4, 117.7, 24.6]))).toEqual([117.6123, 24.4, 117.7, 24.6])
  for (const text of [undefined, '', '1,2,3', '2,1,1,2', '1,2,3,x', '1,,3,4', '-190,0,1,1']) expect(readBox(text)).toBeNull()
})

it('keeps hidden layers in the address and leaves out what it does not know', () => {
  expect(switched(undefined, 'cases')).toBe('cases')
  expect(switched('cases', 'walkers')).toBe('walkers,cases')
  expect(switched('cases', 'cases')).toBeUndefined()
  expect([...hiddenLayers('cases,rain')]).toEqual(['cases'])
})

it('wants people only while a published patrol has seats and is not over', () => {
  const at = Date.parse('2026-11-24T19:30:00+08:00')
  const patrol = { state: 'open', startsAt: '2026-11-24T11:00:00Z', endsAt: '2026-11-24T13:00:00Z', seats: 4, seatsTaken: 1, seatsKept: 0 } as Patrol
  const full = { ...patrol, seatsTaken: 4 }
  expect([patrol, full, { ...full, startsAt: '2026-11-24T12:00:00Z' }, { ...patrol, endsAt: '2026-11-24T11:20:00Z' }, { ...patrol, state: 'cancelled' as const }].map((one) => patrolTone(one, at))).toEqual(['need', 'running', 'waiting', 'done', 'off'])
  expect(seatsFree([patrol, full, { ...patrol, state: 'draft' }, { ...patrol, endsAt: '2026-11-24T11:20:00Z' }], at)).toBe(3)
})
