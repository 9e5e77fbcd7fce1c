/** SQL of the lists: the desk, what is mine, what is near. */
import { sql, type RawBuilder } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import { openStates, type CaseState } from '../steps.ts'
import type { CaseRow } from './cases.ts'

/** Region paths under which the reader may look, by role. */
export interface Sight { officer: readonly string[]; police: readonly string[] }

export type ListRow = CaseRow & { cover: string | null; followers: number }
/** Where the page before ended: the sort value as ISO and the id. */
export interface Keyset { at: string; id: string }

export interface DeskFilter {
  state: CaseState | 'open' | 'all'
  category?: string | undefined
  regionPath?: string | undefined
  overdueAt?: Date | undefined
  handlerId?: string | undefined
  text?: string | undefined
  sort: 'newest' | 'due'
  after: Keyset | null
  limit: number
}

const columns = sql`c.*, (select p.file_id from cases.photo p where p.case_id = c.id and p.seq = 1 order by p.ordinal limit 1) as cover,
  (select count(*)::int from cases.follower f where f.case_id = c.id) as followers`

const beneath = (paths: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`(c.region_path <@ ${[...paths]}::ltree[] or c.desk_path <@ ${[...paths]}::ltree[])`

/** A sensitive case is seen by the role that works its desk alone. */
export const visible = (sight: Sight): RawBuilder<boolean> =>
  sql<boolean>`case when not c.sensitive then ${beneath([...sight.officer, ...sight.police])}
    when c.desk_kind = 'police' then ${beneath(sight.police)} else ${beneath(sight.officer)} end`

const all = (parts: Array<RawBuilder<boolean>>): RawBuilder<boolean> => sql<boolean>`${sql.join(parts, sql` and `)}`

function conditionsOf(filter: DeskFilter): Array<RawBuilder<boolean>> {
  const parts: Array<RawBuilder<boolean>> = []
  if (filter.state === 'open') parts.push(sql`c.closed_at is null and c.state = any(${[...openStates]})`)
  else if (filter.state !== 'all') parts.push(sql`c.state = ${filter.state}`)
  if (filter.category !== undefined) parts.push(sql`c.category = ${filter.category}`)
  if (filter.regionPath !== undefined) parts.push(sql`(c.region_path <@ ${filter.regionPath}::ltree or c.desk_path <@ ${filter.regionPath}::ltree)`)
  if (filter.overdueAt !== undefined) parts.push(sql`c.closed_at is null and c.handled_at is null and c.due_at < ${filter.overdueAt}`)
  if (filter.handlerId !== undefined) parts.push(sql`c.handler_id = ${filter.handlerId}`)
  if (filter.text !== undefined) {
    const like = `%${filter.text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
    parts.push(sql`(c.number like ${like} or c.words ilike ${like} or c.address ilike ${like} or c.region_name ilike ${like})`)
  }
  return parts
}

/** One page of the desk within the sight. By age: newest first; by deadline: nearest first, only what has one. */
export async function deskPage(db: Database, sight: Sight, filter: DeskFilter): Promise<ListRow[]> {
  // Said apart, because the indexes cannot see into the rule for sensitive cases.
  const parts = [beneath([...sight.officer, ...sight.police]), visible(sight), ...conditionsOf(filter)]
  if (filter.sort === 'due') parts.push(sql`c.due_at is not null`)
  if (filter.after) {
    parts.push(filter.sort === 'due' ? sql`(c.due_at, c.id) > (${filter.after.at}::timestamptz, ${filter.after.id}::uuid)`
      : sql`(c.reported_at, c.id) < (${filter.after.at}::timestamptz, ${filter.after.id}::uuid)`)
  }
  const order = filter.sort === 'due' ? sql`c.due_at, c.id` : sql`c.reported_at desc, c.id desc`
  const { rows } = await sql<ListRow>`select ${columns} from cases."case" c where ${all(parts)} order by ${order} limit ${filter.limit}`.execute(db)
  return rows
}

/** Reported or followed by the person, newest first. */
export async function minePage(db: Database, personId: string, after: Keyset | null, limit: number): Promise<ListRow[]> {
  const parts = [sql<boolean>`c.id in (select id from cases."case" where reporter_id = ${personId} union all select case_id from cases.follower where person_id = ${personId})`]
  if (after) parts.push(sql`(c.reported_at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  const { rows } = await sql<ListRow>`select ${columns} from cases."case" c where ${all(parts)} order by c.reported_at desc, c.id desc limit ${limit}`.execute(db)
  return rows
}

export async function listRow(db: Database | Tx, id: string): Promise<ListRow | undefined> {
  const { rows } = await sql<ListRow>`select ${columns} from cases."case" c where c.id = ${id}`.execute(db)
  return rows[0]
}

export interface DeskCounts { byState: Record<string, number>; overdue: number; closed: number; closedInTime: number; openOverdue: number }

/** Open cases by state and overdue; closed and in time among what was reported since `since`. */
export async function deskCounts(db: Database, sight: Sight, regionPath: string | undefined, now: Date, since: Date): Promise<DeskCounts> {
  const seen = all([beneath([...sight.officer, ...sight.police]), visible(sight), ...(regionPath === undefined ? [] : [sql<boolean>`(c.region_path <@ ${regionPath}::ltree or c.desk_path <@ ${regionPath}::ltree)`])])
  const overdue = sql`(c.handled_at is null and c.due_at < ${now})`
  const open = await sql<{ state: string; n: number; overdue: number; recent: number }>`
    select c.state, count(*)::int as n, count(*) filter (where ${overdue})::int as overdue,
      count(*) filter (where ${overdue} and c.reported_at >= ${since})::int as recent
    from cases."case" c where c.closed_at is null and ${seen} group by c.state`.execute(db)
  const done = await sql<{ closed: number; in_time: number }>`
    select count(*)::int as closed, count(*) filter (where c.due_at is null or c.handled_at <= c.due_at)::int as in_time
    from cases."case" c where c.closed_at is not null and c.reported_at >= ${since} and c.outcome not in ('withdrawn', 'duplicate') and ${seen}`.execute(db)
  const { closed, in_time } = done.rows[0] as { closed: number; in_time: number }
  const sum = (key: 'overdue' | 'recent'): number => open.rows.reduce((total, row) => total + row[key], 0)
  return { byState: Object.fromEntries(open.rows.map((row) => [row.state, row.n])), overdue: sum('overdue'), closed, closedInTime: in_time, openOverdue: sum('recent') }
}

/** Open cases of a category inside a box of degrees; the caller measures the distance. */
export async function nearbyOpen(db: Database | Tx, query: { category: string; west: number; south: number; east: number; north: number; since: Date }): Promise<ListRow[]> {
  const { rows } = await sql<ListRow>`select ${columns} from cases."case" c
    where c.closed_at is null and not c.sensitive and c.category = ${query.category} and c.lat between ${query.south} and ${query.north}
      and c.lon between ${query.west} and ${query.east} and c.reported_at >= ${query.since} limit 200`.execute(db)
  return rows
}
