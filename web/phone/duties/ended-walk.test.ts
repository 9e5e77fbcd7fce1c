import { expect, it } from 'vitest'
import { awaitsReading, isForeign } from './ended-walk.ts'

const ended = { endedAt: '2026-11-24T12:00:00Z' }
const at = (hours: number): Date => new Date(Date.parse(ended.endedAt) + hours * 3_600_000)

it.each([
  ['the walk goes on', { endedAt: null }, { state: null, refused: false, now: at(1) }, false],
  ['nothing is sent yet', ended, { state: null, refused: false, now: at(1) }, true],
  ['its record waits for an officer', ended, { state: 'pending', refused: false, now: at(23) }, true],
  ['its record is confirmed', ended, { state: 'confirmed', refused: false, now: at(1) }, false],
  ['a day has gone', ended, { state: 'pending', refused: false, now: at(24) }, false],
  ['its check-out was refused, days ago', ended, { state: null, refused: true, now: at(80) }, true],
] as const)('a summary when %s', (_, walk, how, waits) => expect(awaitsReading(walk, how)).toBe(waits))

it('is nobody else\'s', () => {
  expect([isForeign({ personId: 'lin' }, { id: 'chen' }), isForeign({ personId: 'lin' }, { id: 'lin' }), isForeign({ personId: null }, { id: 'lin' }), isForeign({ personId: 'lin' }, null)]).toEqual([true, false, false, false])
})
