import { fromLocalText, localText } from '../kit/time.ts'

const DAY_MS = 86_400_000

/** The city's day that holds `at`, moved by whole days: from its first minute to the next day's, as instants. */
export function dayWindow(at: Date, days = 0, length_days = 1): { from: string; to: string } {
  const noon = new Date(Date.parse(`${localText(at).slice(0, 10)}T12:00:00Z`) + days * DAY_MS)
  const midnight = (day: Date): string => (fromLocalText(`${day.toISOString().slice(0, 10)}T00:00`) as Date).toISOString()
  return { from: midnight(noon), to: midnight(new Date(noon.getTime() + length_days * DAY_MS)) }
}

/** Today in the city. */
export const todayWindow = (now: Date): { from: string; to: string } => dayWindow(now)
