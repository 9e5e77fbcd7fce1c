import { describe, expect, it } from 'vitest'
import { atFour } from './jobs.ts'

/** The UTC minutes from `from` for so many hours at which the night's work would begin. */
function begins(timeZone: string, from: string, hours: number): string[] {
  const matches = atFour(timeZone)
  return Array.from({ length: hours * 60 }, (_, i) => new Date(Date.parse(from) + i * 60_000)).filter((at) =>
    matches({ min: at.getUTCMinutes(), hour: at.getUTCHours(), date: at.getUTCDate(), month: at.getUTCMonth() + 1, dow: at.getUTCDay() })).map((at) => at.toISOString())
}

describe('the nightly work', () => {
  it.each([
    ['Asia/Shanghai', '20:00'], ['Asia/Urumqi', '22:00'], ['Asia/Kathmandu', '22:15'], ['UTC', '04:00'], ['America/Bogota', '09:00'],
  ])('begins at four o’clock in %s, which is %s in UTC', (zone, utc) => {
    const year = new Date().getUTCFullYear()
    expect(begins(zone, `${year}-06-10T00:00:00Z`, 24)).toEqual([`${year}-06-10T${utc}:00.000Z`])
  })

  it.each(['Europe/Helsinki', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Auckland'])('begins once a day also where the clocks of %s change', (zone) => {
    const year = new Date().getUTCFullYear()
    // A whole year, so that it does not matter when they do.
    const all = begins(zone, `${year}-01-03T00:00:00Z`, 360 * 24)
    expect(all.length).toBeGreaterThanOrEqual(360)
    const local = new Intl.DateTimeFormat('en-CA', { timeZone: zone })
    expect(new Set(all.map((at) => local.format(new Date(at)))).size, 'no day twice').toBe(all.length)
    expect(all.length).toBeLessThanOrEqual(361)
  })
})
