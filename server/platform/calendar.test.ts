import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chineseCalendar, startOfDay } from './calendar.ts'

const calendar = chineseCalendar('Asia/Shanghai')

describe('the working days of China', () => {
  it.each([
    ['2026-02-14', true, 'Saturday worked for the Spring Festival'],
    ['2026-02-16', false, 'Spring Festival on a Monday'],
    ['2026-02-23', false, 'last day of the Spring Festival'],
    ['2026-02-24', true, 'first day back'],
    ['2026-04-06', false, 'Qingming on a Monday'],
    ['2026-05-05', false, 'Labour Day on a Tuesday'],
    ['2026-05-09', true, 'Saturday worked for Labour Day'],
    ['2026-09-20', true, 'Sunday worked for the National Day'],
    ['2026-10-07', false, 'National Day on a Wednesday'],
    ['2026-04-11', false, 'plain Saturday'],
    ['2026-04-14', true, 'plain Tuesday'],
  ])('%s works: %s (%s)', (day, works) => expect(calendar.isWorkingDay(day)).toBe(works))

  it.each([
    ['a Tuesday evening and one day', '2026-04-14T11:00:00Z', 1, '2026-04-15T15:59:59.000Z'],
    ['a Friday and one day', '2026-04-17T02:00:00Z', 1, '2026-04-20T15:59:59.000Z'],
    ['across the Spring Festival', '2026-02-13T02:00:00Z', 2, '2026-02-24T15:59:59.000Z'],
    ['late at night in UTC, already the next day in the city', '2026-04-14T16:30:00Z', 1, '2026-04-16T15:59:59.000Z'],
  ])('%s', (_, from, days, due) => expect(calendar.workingDaysAfter(new Date(from), days).toISOString()).toBe(due))

  it('ends deadlines on working days, later for more days, never before the start', () => {
    const instants = fc.date({ min: new Date('2025-01-01'), max: new Date('2026-12-01'), noInvalidDate: true })
    fc.assert(fc.property(instants, fc.integer({ min: 1, max: 30 }), (from, days) => {
      const due = calendar.workingDaysAfter(from, days)
      const later = calendar.workingDaysAfter(from, days + 1)
      expect(calendar.isWorkingDay(calendar.dayOf(due))).toBe(true)
      expect(due.getTime()).toBeGreaterThan(from.getTime())
      expect(later.getTime()).toBeGreaterThan(due.getTime())
    }))
  })

  it('begins days at local midnight, also where clocks change', () => {
    expect(startOfDay('2026-04-14', 'Asia/Shanghai').toISOString()).toBe('2026-04-13T16:00:00.000Z')
    expect(startOfDay('2026-03-30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T22:00:00.000Z')
    expect(startOfDay('2026-03-29', 'Europe/Berlin').toISOString()).toBe('2026-03-28T23:00:00.000Z')
  })
})
