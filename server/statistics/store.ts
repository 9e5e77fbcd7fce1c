import { sql } from 'kysely'
import { beneath, type Database } from '../platform/db.ts'

/** A subtree of regions and a span of time; the end is outside. */
export interface Span { path: string; from: Date; to: Date }

/** Attendances and records have indexes by county and town; patrols by community too. */
const TOWN = 3
const within = (path: string, deepest?: number) => beneath('region_path', path, deepest)
const during = (column: 'starts_at' | 'started_at' | 'reported_at', { from, to }: Pick<Span, 'from' | 'to'>) => sql<boolean>`${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to}`
const first = async <T>(rows: Promise<{ rows: T[] }>): Promise<T> => (await rows).rows[0] as T

/** Reads by started_at; O(rows of the period). */
export const countPatrols = (db: Database, span: Span) =>
  first(sql<{ patrols: number }>`select count(*)::int as patrols from duties.patrol_v1 where ${within(span.path)} and ${during('starts_at', span)} and published_at is not null and state <> 'cancelled'`.execute(db))

/** By person first, because counting different values would sort all rows. */
export const countAttendances = (db: Database, span: Span) =>
  first(sql<{ participations: number; self: number; participants: number }>`select coalesce(sum(n), 0)::int as participations, coalesce(sum(self), 0)::int as self, count(*)::int as participants
    from (select count(*) as n, count(*) filter (where patrol_id is null) as self from duties.attendance_v1 where ${within(span.path, TOWN)} and ${during('started_at', span)} group by person_id) a`.execute(db))

export const sumRecords = (db: Database, span: Span) =>
  first(sql<{ minutes: number; points: number }>`select coalesce(sum(minutes), 0)::float8 as minutes, coalesce(sum(points), 0)::float8 as points
    from duties.service_record_v1 where ${within(span.path, TOWN)} and ${during('started_at', span)} and state = 'confirmed'`.execute(db))

/** in_time is null for withdrawn, merged and open cases; an open one past its deadline counts against the share. */
export const countCases = (db: Database, span: Span, now: Date) =>
  first(sql<{ reported: number; handled: number; closed: number; in_time: number; overdue: number }>`select count(*)::int as reported,
      count(*) filter (where handled_at is not null or closed_at is not null)::int as handled,
      count(*) filter (where in_time is not null)::int as closed, count(*) filter (where in_time)::int as in_time,
      count(*) filter (where closed_at is null and handled_at is null and due_at < ${now})::int as overdue
    from cases.case_v1 where region_path <@ ${span.path}::ltree and ${during('reported_at', span)} and coalesce(outcome, '') not in ('withdrawn', 'duplicate')`.execute(db))

/** Highest of the days' peaks, the earliest of equals. */
export const highestPeak = (db: Database, regionCode: string, from: string, to: string) =>
  first(sql<{ peak: number; at: Date } | undefined>`select peak, at from statistics.online_peak where region_code = ${regionCode} and day between ${from}::date and ${to}::date order by peak desc, at limit 1`.execute(db))

export interface DayRow { day: string; patrols: number; participations: number; peak: number | null }

/** One row a day from `from` to `to`, both inside, days as the city's clocks count them. */
export const readDays = async (db: Database, { path, regionCode, from, to, zone }: { path: string; regionCode: string; from: string; to: string; zone: string }): Promise<DayRow[]> =>
  (await sql<DayRow>`with day as (select generate_series(${from}::date, ${to}::date, interval '1 day')::date as day),
    span as (select (${from}::date)::timestamp at time zone ${zone} as low, (${to}::date + 1)::timestamp at time zone ${zone} as high),
    held as (select (starts_at at time zone ${zone})::date as day, count(*)::int as n from duties.patrol_v1, span where ${within(path)} and starts_at >= low and starts_at < high and published_at is not null and state <> 'cancelled' group by 1),
    walked as (select (started_at at time zone ${zone})::date as day, count(*)::int as n, count(*) filter (where patrol_id is null)::int as self from duties.attendance_v1, span where ${within(path, TOWN)} and started_at >= low and started_at < high group by 1)
    select to_char(day.day, 'YYYY-MM-DD') as day, coalesce(held.n, 0) + coalesce(walked.self, 0) as patrols, coalesce(walked.n, 0) as participations, p.peak
    from day left join held using (day) left join walked using (day) left join statistics.online_peak p on p.region_code = ${regionCode} and p.day = day.day order by day.day`.execute(db)).rows

export interface TeamRow { team_id: string; name: string; kind: string; region_code: string; members: number; active: number }

/**
 * Teams in force with how many of their members have a confirmed record since. Members are looked up one by one in a small region;
 * in a large one all records of the time are read once.
 */
export const readTeams = async (db: Database, path: string, since: Date): Promise<TeamRow[]> =>
  (await sql<TeamRow>`with held as (select team_id, name, kind, region_code from people.team_register_v1 where region_path <@ ${path}::ltree and closed_at is null),
    counted as (select m.team_id, count(*)::int as n from people.membership_v1 m join held using (team_id) where m.left_at is null group by 1),
    busy as (select m.team_id, count(*)::int as n from people.membership_v1 m join held using (team_id) where m.left_at is null
      and exists (select 1 from duties.service_record_v1 r where r.person_id = m.person_id and r.state = 'confirmed' and r.started_at >= ${since}) group by 1)
    select held.*, coalesce(counted.n, 0) as members, coalesce(busy.n, 0) as active
    from held left join counted using (team_id) left join busy using (team_id) order by members desc, held.name, held.team_id`.execute(db)).rows

/** Raises the peaks of the day; a lower sample changes nothing. */
export async function raisePeaks(db: Database, day: string, counts: ReadonlyMap<string, number>, at: Date): Promise<void> {
  if (counts.size === 0) return
  await sql`insert into statistics.online_peak (day, region_code, peak, at)
    select ${day}::date, code, peak, ${at} from unnest(${sql.val([...counts.keys()])}::text[], ${sql.val([...counts.values()])}::int[]) as s (code, peak)
    on conflict (region_code, day) do update set peak = excluded.peak, at = excluded.at where online_peak.peak < excluded.peak`.execute(db)
}
