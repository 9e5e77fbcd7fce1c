import type { Selectable } from 'kysely'
import { acrossScopes, beneath, newerId, type Database, type Tx } from '../../platform/db.ts'
import type { DutiesAttendance, DutiesServiceRecord } from '../../platform/schema.ts'
import type { Policy, RecordState } from '../contract.ts'

export type AttendanceRow = Selectable<DutiesAttendance>
export type RecordRow = Selectable<DutiesServiceRecord>

export const findAttendance = (db: Tx | Database, id: string): Promise<AttendanceRow | undefined> =>
  db.selectFrom('duties.attendance').selectAll().where('id', '=', id).executeTakeFirst()

export const lockAttendance = (tx: Tx, id: string): Promise<AttendanceRow | undefined> =>
  tx.selectFrom('duties.attendance').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export const openAttendanceOf = (db: Tx | Database, personId: string): Promise<AttendanceRow | undefined> =>
  db.selectFrom('duties.attendance').selectAll().where('person_id', '=', personId).where('ended_at', 'is', null).executeTakeFirst()

export const attendancesOfPatrol = (db: Database, patrolId: string): Promise<AttendanceRow[]> =>
  db.selectFrom('duties.attendance').selectAll().where('patrol_id', '=', patrolId).execute()

/** False when the person already has an open attendance or the id exists. */
export async function insertAttendance(tx: Tx, row: Omit<AttendanceRow, 'proofs' | 'policy'> & { proofs: string; policy: Policy }): Promise<boolean> {
  const result = await tx.insertInto('duties.attendance').values({ ...row, policy: JSON.stringify(row.policy) }).onConflict((c) => c.doNothing()).executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) === 1
}

export const updateAttendance = (tx: Tx, id: string, change: Partial<Omit<AttendanceRow, 'proofs' | 'policy'>> & { proofs?: string }): Promise<AttendanceRow> =>
  tx.updateTable('duties.attendance').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow()

export const insertRecord = (tx: Tx, row: Omit<RecordRow, 'proofs'> & { proofs: string }): Promise<RecordRow> =>
  tx.insertInto('duties.service_record').values(row).returningAll().executeTakeFirstOrThrow()

export const findRecord = (db: Tx | Database, id: string): Promise<RecordRow | undefined> =>
  db.selectFrom('duties.service_record').selectAll().where('id', '=', id).executeTakeFirst()

export const lockRecord = (tx: Tx, id: string): Promise<RecordRow | undefined> =>
  tx.selectFrom('duties.service_record').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export const recordOfAttendance = (db: Tx | Database, attendanceId: string): Promise<RecordRow | undefined> =>
  db.selectFrom('duties.service_record').selectAll().where('attendance_id', '=', attendanceId).executeTakeFirst()

export const lockRecordOfAttendance = (tx: Tx, attendanceId: string): Promise<RecordRow | undefined> =>
  tx.selectFrom('duties.service_record').selectAll().where('attendance_id', '=', attendanceId).forUpdate().executeTakeFirst()

export const updateRecord = (tx: Tx, id: string, change: Partial<Omit<RecordRow, 'proofs'>> & { proofs?: string }): Promise<RecordRow> =>
  tx.updateTable('duties.service_record').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow()

/** Records that the person called wrong at some time, oldest first. */
export const disputedRecordsOf = (db: Database, personId: string): Promise<RecordRow[]> =>
  db.selectFrom('duties.service_record').selectAll().where('person_id', '=', personId).where('dispute_reason', 'is not', null).orderBy('id').execute()

/** Where the person checked in and out goes with the account; when they did stays. */
export const forgetPlaces = async (tx: Tx, personId: string): Promise<void> =>
  void (await tx.updateTable('duties.attendance').set({ started_lon: null, started_lat: null, ended_lon: null, ended_lat: null }).where('person_id', '=', personId).execute())

/** The person's own words against records go with the account; that there was a dispute stays. */
export const forgetDisputes = async (tx: Tx, personId: string): Promise<void> =>
  void (await tx.updateTable('duties.service_record').set({ dispute_reason: '' }).where('person_id', '=', personId).where('dispute_reason', 'is not', null).execute())

export interface RecordFilter {
  personId?: string
  scopes?: readonly string[]
  state?: RecordState | undefined
  after?: string | undefined
  limit: number
}

/** Keyset page by id (UUIDv7, so by time), newest first: of one person, or within regions. */
export function listRecords(db: Database, f: RecordFilter): Promise<RecordRow[]> {
  const page = (scope?: string): Promise<RecordRow[]> => db.selectFrom('duties.service_record').selectAll()
    .$if(f.personId !== undefined, (q) => q.where('person_id', '=', f.personId as string))
    .$if(scope !== undefined, (q) => q.where(beneath('region_path', scope as string)))
    .$if(f.state !== undefined, (q) => q.where('state', '=', f.state as string))
    .$if(f.after !== undefined, (q) => q.where('id', '<', f.after as string))
    .orderBy('id', 'desc').limit(f.limit).execute()
  return f.scopes === undefined ? page() : acrossScopes(f.scopes, f.limit, page, newerId)
}
