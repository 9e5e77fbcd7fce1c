import { sql, type Selectable } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import type { TrackingTrack, TrackingWalk } from '../platform/schema.ts'

export type WalkRow = Selectable<TrackingWalk>
export type TrackRow = Selectable<TrackingTrack>

/** A fix as it is stored; times in Unix milliseconds. */
export interface StoredFix {
  attendanceId: string
  sequence: number
  at_ms: number
  lon_e7: number
  lat_e7: number
  accuracy_m: number | null
  speed_mps: number | null
  mock: boolean
  received_ms: number
}

const DAY_MS = 86_400_000
/** Raw fixes are dropped after so many days; the compressed track stays longer, its figures for good. */
export const RAW_DAYS_KEPT = 30
/** The way on the map serves review and dispute for so many days after it was made; then it goes and the figures stay. */
export const WAY_DAYS_KEPT = 180
const WAYS_AT_ONCE = 5000
/** Coarser fixes are kept for the record but do not move the point on the map. */
export const PRESENCE_ACCURACY_M = 150

export const insertWalk = async (tx: Tx, row: Omit<WalkRow, 'shape' | 'ended_at' | 'forgotten_at'> & { shape: string | null }): Promise<void> =>
  void (await tx.insertInto('tracking.walk').values({ ...row, ended_at: null, forgotten_at: null }).onConflict((c) => c.doNothing()).execute())

export const findWalk = (db: Tx | Database, attendanceId: string): Promise<WalkRow | undefined> =>
  db.selectFrom('tracking.walk').selectAll().where('attendance_id', '=', attendanceId).executeTakeFirst()

/** The same, and nobody else changes the walk or makes its track until the transaction ends. */
export const holdWalk = (tx: Tx, attendanceId: string): Promise<WalkRow | undefined> =>
  tx.selectFrom('tracking.walk').selectAll().where('attendance_id', '=', attendanceId).forUpdate().executeTakeFirst()

export const endWalk = async (tx: Tx, attendanceId: string, endedAt: Date): Promise<void> =>
  void (await tx.updateTable('tracking.walk').set({ ended_at: endedAt }).where('attendance_id', '=', attendanceId).execute())

/** Walks that are going on, each with its last known position if any. */
export async function openWalks(db: Database, now: Date): Promise<(WalkRow & { last: { lon_e7: number; lat_e7: number; at: Date } | null })[]> {
  const walks = await db.selectFrom('tracking.walk').selectAll().where('ended_at', 'is', null).where('until', '>', now).execute()
  const { rows } = walks.length === 0 ? { rows: [] } : await sql<{ attendance_id: string; lon_e7: number; lat_e7: number; at: Date }>`
    select distinct on (attendance_id) attendance_id, lon_e7, lat_e7, at from tracking.position
    where attendance_id = any(${walks.map((w) => w.attendance_id)}::uuid[]) and not mock and coalesce(accuracy_m, 0) <= ${PRESENCE_ACCURACY_M}::real and at > ${new Date(now.getTime() - DAY_MS)}::timestamptz
    order by attendance_id, at desc`.execute(db)
  const last = new Map(rows.map((row) => [row.attendance_id, row]))
  return walks.map((walk) => ({ ...walk, last: last.get(walk.attendance_id) ?? null }))
}

/** Those of the walks that are over and have fixes that came after their track was made. */
export async function walksToRevise(db: Database, attendanceIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select w.attendance_id as id from tracking.walk w join tracking.track t using (attendance_id)
    where w.attendance_id = any(${attendanceIds}::uuid[]) and w.ended_at is not null and exists (select from tracking.position p
      where p.attendance_id = w.attendance_id and p.at between w.started_at and w.ended_at and p.received_at > t.made_at)`.execute(db)
  return rows.map((row) => row.id)
}

/** Up to when fixes of these walks may be kept, in Unix milliseconds: none of one that is forgotten; those that go on are left out. */
export async function walksOver(db: Database, attendanceIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; ended_at: Date; forgotten: boolean }>`select attendance_id as id, ended_at, forgotten_at is not null as forgotten from tracking.walk
    where attendance_id = any(${attendanceIds}::uuid[]) and coalesce(forgotten_at, ended_at) is not null`.execute(db)
  return new Map(rows.map((row) => [row.id, row.forgotten ? -Infinity : row.ended_at.getTime()]))
}

/** Nothing stays of where someone was after the walk's end. */
export const dropFixesAfterEnd = async (tx: Tx, walk: Pick<WalkRow, 'attendance_id' | 'until' | 'ended_at'>): Promise<void> =>
  void (await tx.deleteFrom('tracking.position').where('attendance_id', '=', walk.attendance_id).where('at', '>', walk.ended_at ?? walk.until).where('at', '<=', walk.until).execute())

/** Makes the day's partition if it is not there; several processes may ask at once. */
export async function ensurePartition(db: Database | Tx, day: Date): Promise<void> {
  const from = new Date(Math.floor(day.getTime() / DAY_MS) * DAY_MS)
  const name = `position_${from.toISOString().slice(0, 10).replaceAll('-', '')}`
  await sql`select pg_advisory_xact_lock(hashtext('tracking.partition'))`.execute(db)
  await sql`create table if not exists ${sql.table(`tracking.${name}`)} partition of tracking.position
    for values from (${sql.lit(from.toISOString())}) to (${sql.lit(new Date(from.getTime() + DAY_MS).toISOString())})`.execute(db)
}

/** Stores fixes; what is there already stays. One statement however many, in one order so that processes with the same fixes wait for each other instead of crossing. */
export async function insertFixes(db: Database | Tx, fixes: readonly StoredFix[]): Promise<void> {
  // Written as array literals: the driver takes several times as long to write each value by itself.
  const column = (value: (fix: StoredFix) => string | number | boolean | null): string => `{${fixes.map((fix) => value(fix) ?? 'null').join(',')}}`
  await sql`insert into tracking.position (attendance_id, sequence, at, lon_e7, lat_e7, accuracy_m, speed_mps, mock, received_at)
    select id, sequence, to_timestamp(at_ms / 1000), lon, lat, accuracy, speed, mock, to_timestamp(received_ms / 1000)
    from unnest(${column((f) => f.attendanceId)}::uuid[], ${column((f) => f.sequence)}::bigint[], ${column((f) => f.at_ms)}::float8[], ${column((f) => f.lon_e7)}::int[], ${column((f) => f.lat_e7)}::int[],
      ${column((f) => f.accuracy_m)}::real[], ${column((f) => f.speed_mps)}::real[], ${column((f) => f.mock)}::boolean[], ${column((f) => f.received_ms)}::float8[])
      as f (id, sequence, at_ms, lon, lat, accuracy, speed, mock, received_ms)
    order by 1, 2, 3 on conflict do nothing`.execute(db)
}

/** All fixes of one attendance in order of device time. */
export async function fixesOf(db: Database | Tx, walk: Pick<WalkRow, 'attendance_id' | 'started_at' | 'until'>): Promise<StoredFix[]> {
  const rows = await db.selectFrom('tracking.position').selectAll().where('attendance_id', '=', walk.attendance_id)
    .where('at', '>=', walk.started_at).where('at', '<=', walk.until).orderBy('at').execute()
  return rows.map((r) => ({
    attendanceId: r.attendance_id, sequence: r.sequence, at_ms: r.at.getTime(), lon_e7: r.lon_e7, lat_e7: r.lat_e7,
    accuracy_m: r.accuracy_m, speed_mps: r.speed_mps, mock: r.mock, received_ms: r.received_at.getTime(),
  }))
}

export const upsertTrack = async (tx: Tx, row: Omit<TrackRow, 'dropped'> & { dropped: string }): Promise<void> =>
  void (await tx.insertInto('tracking.track').values(row).onConflict((c) => c.column('attendance_id').doUpdateSet(row)).execute())

export const findTrack = (db: Database | Tx, attendanceId: string): Promise<TrackRow | undefined> =>
  db.selectFrom('tracking.track').selectAll().where('attendance_id', '=', attendanceId).executeTakeFirst()

/** Drops ways made before `before`, a few thousand a transaction so that nobody waits. */
export async function dropWays(db: Database, before: Date): Promise<void> {
  for (let dropped = WAYS_AT_ONCE; dropped === WAYS_AT_ONCE;) {
    const { numAffectedRows } = await sql`update tracking.track set line = null where attendance_id in
      (select attendance_id from tracking.track where line is not null and made_at < ${before}::timestamptz order by made_at limit ${WAYS_AT_ONCE})`.execute(db)
    dropped = Number(numAffectedRows)
  }
}

/** No fix of the person's walks is taken from now on, and their ways go; O(walks of the person). */
export async function forgetWalksOf(tx: Tx, personId: string, at: Date): Promise<void> {
  await sql`update tracking.walk set forgotten_at = ${at}::timestamptz where person_id = ${personId}::uuid`.execute(tx)
  await sql`update tracking.track set line = null where attendance_id in (select attendance_id from tracking.walk where person_id = ${personId}::uuid) and line is not null`.execute(tx)
}

/** Nothing stays of where a person walked on walks that are forgotten; O(their fixes). */
export const forgetFixesOf = async (db: Database, personId: string): Promise<void> =>
  void (await sql`delete from tracking.position where attendance_id in (select attendance_id from tracking.walk where person_id = ${personId}::uuid and forgotten_at is not null)`.execute(db))

/** Drops whole days of raw fixes that end before `before`; returns their names. */
export async function dropDays(db: Database, before: Date): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'tracking.position'::regclass and c.relname < ${`position_${before.toISOString().slice(0, 10).replaceAll('-', '')}`}`.execute(db)
  for (const { name } of rows) await sql`drop table ${sql.table(`tracking.${name}`)}`.execute(db)
  return rows.map((row) => row.name)
}

export const moveWalkRegions = async (tx: Tx, oldPath: string, newPath: string): Promise<void> =>
  void (await sql`update tracking.walk set region_path = case when region_path = ${oldPath}::ltree then ${newPath}::ltree
    else ${newPath}::ltree || subpath(region_path, nlevel(${oldPath}::ltree)) end where region_path <@ ${oldPath}::ltree`.execute(tx))
