import type { PatrolShape } from '../../../server/duties/contract.ts'
import { boundsOf, type Bounds } from '../../kit/map/features.ts'
import { distanceBetween_m } from '../../kit/map/drawing.ts'
import { phonePath } from '../../kit/paths.ts'
import { dayWords, relativeTime, windowWords, type Language } from '../../kit/time.ts'
import type { Say } from '../../kit/words.ts'

const DAY_MS = 86_400_000

/** "今天 19:00–21:00": the window of a duty with its day said as people say it. */
export function whenWords({ startsAt, endsAt }: { startsAt: string; endsAt: string }, now: Date, language: Language, say: Say): string {
  const day = dayWords(startsAt, language)
  const named = day === dayWords(now, language) ? say('day.today') : day === dayWords(new Date(now.getTime() + DAY_MS), language) ? say('day.tomorrow') : null
  return named === null ? windowWords(startsAt, endsAt, language) : `${named} ${windowWords(startsAt, endsAt, language, false)}`
}

/** "明天 08:15". */
export function momentWords(at: string, now: Date, language: Language, say: Say): string {
  const words = whenWords({ startsAt: at, endsAt: at }, now, language, say)
  return words.slice(0, words.lastIndexOf('–'))
}

/** "2 小时后开始", or that it is going on. */
export const soonWords = ({ startsAt }: { startsAt: string }, now: Date, language: Language, say: Say): string =>
  Date.parse(startsAt) <= now.getTime() ? say('list.running') : say('list.soon', { time: relativeTime(startsAt, now, language) })

/** Whether the check-in window of a duty is open. */
export const mayCheckIn = ({ checkInFrom, endsAt }: { checkInFrom: string; endsAt: string }, now: Date): boolean =>
  now.getTime() >= Date.parse(checkInFrom) && now.getTime() < Date.parse(endsAt)

/** Seats that can be grabbed now: all − taken − kept for units. */
export const seatsLeft = ({ seats, seatsTaken, seatsKept }: { seats: number; seatsTaken: number; seatsKept: number }): number => Math.max(0, seats - seatsTaken - seatsKept)

/** Points of the whole window: hours × points an hour, whole points, rounded down. */
export const pointsOfWindow = ({ startsAt, endsAt, pointsPerHour }: { startsAt: string; endsAt: string; pointsPerHour: number }): number =>
  Math.floor(((Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000) * pointsPerHour)

/** Where a refusal is put right: a page of this app, or null where only words help. */
export function remedyPath(code: string, here: string): string | null {
  switch (code) {
    case 'sign-in-required': return phonePath.signIn(here)
    case 'real-name-required': return phonePath.realName()
    case 'consent-needed': case 'terms-needed': return phonePath.consents(here)
    case 'overlapping-duty': case 'already-claimed': return phonePath.duties({ of: 'mine' })
    case 'already-on-duty': return phonePath.patrol()
    case 'patrol-full': case 'patrol-over': case 'patrol-cancelled': case 'patrol-not-open': case 'age-not-suitable': case 'skill-missing': case 'no-claim': case 'kept-for-units': return phonePath.duties()
    default: return null
  }
}

/** The box around a shape with a little air, so that a short route is not a dot. Degrees. */
export function boundsOfShape(shape: PatrolShape): Bounds {
  const [west, south, east, north] = boundsOf([shape]) as Bounds
  const air = 0.0015
  return [west - air, south - air, east + air, north + air]
}

/** Length of a route in metres; null for an area. */
export const routeLength_m = (shape: PatrolShape): number | null =>
  shape.type === 'LineString' ? shape.coordinates.slice(1).reduce((sum, point, at) => sum + distanceBetween_m(shape.coordinates[at] as [number, number], point), 0) : null
