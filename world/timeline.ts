/** The demo's past as a list of acts, whoever's story they belong to. */
import { startOfDay, chineseCalendar } from '../server/platform/calendar.ts'
import type { ManualClock } from '../server/platform/clock.ts'

export const TIME_ZONE = 'Asia/Shanghai'
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
const OPENS_HOUR = 8
const CLOSES_HOUR = 21
const { dayOf } = chineseCalendar(TIME_ZONE)

export interface Act {
  at: Date
  act: () => Promise<unknown>
}

/**
 * Does the acts in the order of time and sets the clock for each; those of one moment in the order they are listed. Ids, positions of
 * events and running balances grow with time then, as they do in life; told story by story, notices and accounts would jump to and fro.
 */
export async function play(clock: ManualClock, acts: readonly Act[]): Promise<void> {
  for (const { at, act } of acts.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    clock.set(at)
    await act()
  }
}

/** A clock time of the city, on the day of a moment. */
export const cityHour = (of: Date, hour: number): Date => new Date(startOfDay(dayOf(of), TIME_ZONE).getTime() + hour * HOUR_MS)

/** The same moment, or eight in the morning after it: nobody sits at a desk at night. */
export function whenDeskOpens(at: Date): Date {
  if (at < cityHour(at, OPENS_HOUR)) return cityHour(at, OPENS_HOUR)
  return at < cityHour(at, CLOSES_HOUR) ? at : cityHour(at, 24 + OPENS_HOUR)
}

/** The same moment, or the evening before it, when the desk was still open. */
export function beforeDeskCloses(at: Date): Date {
  if (at < cityHour(at, OPENS_HOUR)) return cityHour(at, CLOSES_HOUR - 24)
  return at < cityHour(at, CLOSES_HOUR) ? at : cityHour(at, CLOSES_HOUR)
}
