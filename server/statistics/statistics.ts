import { narrowScopes, requireScopes, withinScopes, type Actor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db.ts'
import { nameOfRegion } from '../platform/shapes.ts'
import type { Headline, StatisticsDay, TeamFigures } from './contract.ts'
import { dayOf, midnight, shifted } from './days.ts'
import { countAttendances, countCases, countPatrols, highestPeak, raisePeaks, readDays, readTeams, sumRecords, type TeamRow } from './store.ts'

/** A member counts as active with a confirmed record begun within so many days. */
export const ACTIVE_DAYS = 30
const DAY_MS = 86_400_000

interface Region { code: string; path: string; name: string; nameEn: string | null }

export interface StatisticsDeps {
  db: Database
  clock: Clock
  /** Zone in which days begin and end. */
  timeZone: string
  places: { region(code: string): Region | null }
  /** Region paths of the people on duty now, one each. */
  onDuty: () => Iterable<string>
}

/** Figures over what the modules below publish as views; reads nothing else. */
export function createStatistics({ db, clock, timeZone, places, onDuty }: StatisticsDeps) {
  /** The region asked for inside the officer's own ones; the first of those when none is named. 404 outside. */
  function regionOf(actor: Actor | null, code: string | undefined): Region {
    const scopes = requireScopes(actor, 'officer', 'police')
    const chosen = code ?? (scopes[0] as string).split('.').at(-1) as string
    narrowScopes(scopes, chosen, places)
    return places.region(chosen) as Region
  }

  const onlineIn = (path: string): number => [...onDuty()].filter((one) => withinScopes(one, [path])).length

  async function headline(actor: Actor | null, input: { regionCode?: string | undefined; from: string; to: string }): Promise<Headline> {
    const region = regionOf(actor, input.regionCode)
    const now = clock.now()
    const span = { path: region.path, from: midnight(input.from, timeZone), to: midnight(shifted(input.to, 1), timeZone) }
    const [patrols, walked, records, cases, peak, teams] = await Promise.all([
      countPatrols(db, span), countAttendances(db, span), sumRecords(db, span), countCases(db, span, now), highestPeak(db, region.code, input.from, input.to), readTeams(db, region.path, activeSince(now)),
    ])
    const [online, today] = [onlineIn(region.path), dayOf(now, timeZone)]
    // Whoever is on duty before the minute's next sample counts already.
    const risen = online > (peak?.peak ?? 0) && input.from <= today && today <= input.to
    const [members, membersActive] = [sum(teams, 'members'), sum(teams, 'active')]
    return {
      region: { code: region.code, name: nameOfRegion(places, region.code) }, from: input.from, to: input.to, madeAt: now.toISOString(),
      patrols: patrols.patrols + walked.self, patrolsSelfStarted: walked.self, participations: walked.participations, participants: walked.participants,
      online, onlinePeak: risen ? { count: online, at: now.toISOString() } : peak === undefined ? null : { count: peak.peak, at: peak.at.toISOString() },
      reported: cases.reported, handled: cases.handled, handledShare: share(cases.handled, cases.reported),
      closed: cases.closed, closedInTime: cases.in_time, openOverdue: cases.overdue, onTimeShare: share(cases.in_time, cases.closed + cases.overdue),
      minutes: records.minutes, points: records.points, teams: teams.length, members, membersActive, activeShare: share(membersActive, members),
    }
  }

  async function days(actor: Actor | null, input: { regionCode?: string | undefined; days: number }): Promise<StatisticsDay[]> {
    const region = regionOf(actor, input.regionCode)
    const to = dayOf(clock.now(), timeZone)
    const rows = await readDays(db, { path: region.path, regionCode: region.code, from: shifted(to, 1 - input.days), to, zone: timeZone })
    return rows.map(({ peak, ...row }) => ({ ...row, onlinePeak: peak }))
  }

  async function teams(actor: Actor | null, input: { regionCode?: string | undefined; limit: number }): Promise<TeamFigures[]> {
    const region = regionOf(actor, input.regionCode)
    const rows = await readTeams(db, region.path, activeSince(clock.now()))
    return rows.slice(0, input.limit).map((row) => ({
      teamId: row.team_id, name: row.name, kind: row.kind, regionName: nameOfRegion(places, row.region_code), members: row.members, membersActive: row.active, activeShare: share(row.active, row.members),
    }))
  }

  /** Each minute: how many are on duty in every region that holds anyone, its parents included. O(people × depth). */
  async function sample(): Promise<void> {
    const now = clock.now()
    await raisePeaks(db, dayOf(now, timeZone), countsByRegion(onDuty()), now)
  }

  return { headline, days, teams, sample }
}
export type Statistics = ReturnType<typeof createStatistics>

const activeSince = (now: Date): Date => new Date(now.getTime() - ACTIVE_DAYS * DAY_MS)
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
const sum = (rows: readonly TeamRow[], column: 'members' | 'active'): number => rows.reduce((total, row) => total + row[column], 0)

/** Region codes are the parts of a path, so each person counts in every region above. */
export function countsByRegion(paths: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const path of paths) for (const code of path.split('.')) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}
