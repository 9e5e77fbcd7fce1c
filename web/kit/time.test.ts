import { afterEach, describe, expect, it } from 'vitest'
import { clockTime, dateTime, dayWords, duration, relativeTime, setCityZone, stopwatch, windowWords } from './time.ts'

const now = new Date('2026-11-24T11:00:00Z')
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)
afterEach(() => setCityZone('Asia/Shanghai'))

describe('time words', () => {
  it.each([
    [0, '刚刚', 'just now'], [-4, '4 秒前', '4 seconds ago'], [-59, '59 秒前', '59 seconds ago'], [-60, '1 分钟前', '1 minute ago'], [-7 * 60 - 50, '7 分钟前', '7 minutes ago'],
    [2 * 3600, '2 小时后', 'in 2 hours'], [-3 * 86_400, '3 天前', '3 days ago'], [-400 * 86_400, '1 年前', '1 year ago'],
  ])('says how far away %i seconds are', (seconds, zh, en) => {
    expect(relativeTime(later(seconds), now, 'zh')).toBe(zh)
    expect(relativeTime(later(seconds).toISOString(), now, 'en')).toBe(en)
  })

  it.each([[42, '00:42'], [2520, '42:00'], [11_109, '3:05:09'], [-5, '00:00']])('counts %i seconds like a stopwatch', (seconds, words) => expect(stopwatch(seconds)).toBe(words))

  it.each([[3124, '2 天 4 时', '2 d 4 h'], [35, '35 分', '35 min'], [0, '0 分', '0 min'], [1441, '1 天 1 分', '1 d 1 min']])('says %i minutes with at most two parts', (minutes, zh, en) => {
    expect(duration(minutes, 'zh')).toBe(zh)
    expect(duration(minutes, 'en')).toBe(en)
  })

  it('shows the city clock, whatever the zone of the device', () => {
    expect(clockTime(now, 'zh')).toBe('19:00')
    expect(dayWords(now, 'zh')).toBe('11月24日 周二')
    expect(dayWords(now, 'en')).toBe('Tue 24 Nov')
    expect(dateTime(now)).toBe('2026-11-24 19:00')
    setCityZone('UTC')
    expect(clockTime(now, 'en')).toBe('11:00')
  })

  it('names the day of the end only when it is another day', () => {
    expect(windowWords(now, later(7200), 'zh')).toBe('11月24日 周二 19:00–21:00')
    expect(windowWords(now, later(6 * 3600), 'zh', false)).toBe('19:00–次日 01:00')
    expect(windowWords(now, later(6 * 3600), 'en', false)).toBe('19:00–01:00 next day')
    expect(windowWords(now, later(30 * 3600), 'zh', false)).toBe('19:00–11月26日 周四 01:00')
  })

  it('refuses a zone that does not exist', () => {
    expect(() => setCityZone('Mars/Olympus')).toThrow(RangeError)
  })
})
