import { describe, expect, it } from 'vitest'
import { inOrder, releasableUntil, releaseRules } from './steps.ts'

const at = (time: string): number => Date.parse(`2026-04-14T${time}:00Z`)
/** A patrol that begins at 11:00, whose seats may be given back until so many minutes before. */
const table: [what: string, deadlineMinutes: number, claimedAt: string, assigned: boolean, until: string][] = [
  ['grabbed long before: until the deadline', 30, '08:00', false, '10:30'],
  ['grabbed a moment before the deadline: ten minutes to think again', 30, '10:25', false, '10:35'],
  ['grabbed inside the deadline, as when it was published there: ten minutes to think again', 120, '10:40', false, '10:50'],
  ['grabbed just before it begins: until it begins', 120, '10:55', false, '11:00'],
  ['grabbed after it began: not at all', 120, '11:05', false, '11:00'],
  ['without a deadline: until it begins', 0, '08:00', false, '11:00'],
  ['put on it by the unit: until it begins', 120, '08:00', true, '11:00'],
]
describe('until when a seat may be given back', () => {
  it.each(table)('%s', (_, deadlineMinutes, claimedAt, assigned, until) => {
    expect(releasableUntil({ startsAt: at('11:00'), deadlineMinutes, claimedAt: at(claimedAt), assigned })).toBe(at(until))
  })

  it('is about ten minutes, which pages say', () => expect(releaseRules.reconsiderMinutes).toBe(10))
})

it('orders what is near by start or by distance, and settles equals by the other', () => {
  const [a, b, c] = [{ startsAt: '2026-04-14T11:00:00.000Z', distance_m: 900 }, { startsAt: '2026-04-14T11:00:00.000Z', distance_m: 300 }, { startsAt: '2026-04-14T12:00:00.000Z', distance_m: 300 }]
  expect(inOrder([a, c, b], 'soonest')).toEqual([b, a, c])
  expect(inOrder([a, c, b], 'nearest')).toEqual([b, c, a])
})
