import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }

/** Days are local calendar days `YYYY-MM-DD` of one time zone. */
export interface WorkCalendar {
  timeZone: string
  /** The last day whose holidays are published; later ones are judged by the weekday alone. */
  knownThrough: string
  /** The local day on which the instant falls. */
  dayOf(instant: Date): string
  isWorkingDay(day: string): boolean
  /**
   * The last second of the `days`-th working day after the local day of `from`; that day itself never counts, so what
   * arrives at 23:50 has as long as what arrives at 08:00. `days` ≥ 1. Walks day by day.
   */
  workingDaysAfter(from: Date, days: number): Date
}

const DAY_MS = 86_400_000
const holidays = published.holidays as Record<string, string>
const shiftedWorkdays = published.workdays as Record<string, string>
const lastKnownYear = Object.keys(holidays).reduce((latest, day) => (day > latest ? day : latest), '').slice(0, 4)

/**
 * The working days of mainland China: weekends, public holidays and the weekend days worked in exchange for them (调休).
 * Source: the State Council's yearly notices on public holidays as carried by the npm package chinese-days; a new
 * year arrives with an update of that package.
 */
export function chineseCalendar(timeZone: string): WorkCalendar {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const dayOf = (instant: Date): string => format.format(instant)
  return {
    timeZone, knownThrough: `${lastKnownYear}-12-31`, dayOf, isWorkingDay,
    workingDaysAfter(from, days) {
      let day = dayOf(from)
      for (let left = days; left > 0;) {
        day = nextDay(day)
        if (isWorkingDay(day)) left--
      }
      return new Date(startOfDay(nextDay(day), timeZone).getTime() - 1000)
    },
  }
}

function isWorkingDay(day: string): boolean {
  if (day in shiftedWorkdays) return true
  if (day in holidays) return false
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)

/** The instant at which a local day begins. Twice, because the offset at UTC midnight may differ from that at local midnight. */
export function startOfDay(day: string, timeZone: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`)
  const near = utc - offset_ms(new Date(utc), timeZone)
  return new Date(utc - offset_ms(new Date(near), timeZone))
}

function offset_ms(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
    .formatToParts(instant)
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(instant.getTime() / 1000) * 1000
}
