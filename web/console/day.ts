import { fromLocalText, localText } from '../kit/time.ts'

const DAY_MS = 86_400_000

const moved = (day: string, days: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** "2026-11-24": the day of the city's calendar that holds an instant, moved by whole days. */
export const localDay = (at: Date | string, days = 0): string => moved(localText(at).slice(0, 10), days)

/** The first instant of a day of the city's calendar ("2026-11-24"), moved by whole days. */
export const dayStart = (day: string, days = 0): string => (fromLocalText(`${moved(day, days)}T00:00`) as Date).toISOString()

/** The city's day that holds `at`, moved by whole days: from its first minute to the next day's, as instants. */
export function dayWindow(at: Date, days = 0, length_days = 1): { from: string; to: string } {
  const day = localDay(at)
  return { from: dayStart(day, days), to: dayStart(day, days + length_days) }
}

/** Today in the city. */
export const todayWindow = (now: Date): { from: string; to: string } => dayWindow(now)
