import { sql, type Selectable } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import type { DutiesAssignment, DutiesReservation } from '../../platform/schema.ts'
import type { AssignmentState } from '../shapes.ts'
import type { ReservationState } from '../steps.ts'
import { claimsFrom } from './claims.ts'
import type { PatrolRow } from './patrols.ts'

export type ReservationRow = Selectable<DutiesReservation>
/** A seat that a unit put a member on, with the state of the member's claim. */
export type AssignedSeat = Selectable<DutiesAssignment> & { claim_state: string }
type EndedBecause = Extract<AssignmentState, 'declined' | 'taken-off' | 'replaced' | 'returned' | 'cancelled'>

const IN_FORCE: readonly ReservationState[] = ['standing', 'released']

/** The unit's reservation that is in force. All its changes happen under the patrol's row lock, so it needs none of its own. */
export const findReservation = (db: Tx | Database, patrolId: string, organisationId: string): Promise<ReservationRow | undefined> =>
  db.selectFrom('duties.reservation').selectAll().where('patrol_id', '=', patrolId).where('organisation_id', '=', organisationId).where('state', 'in', IN_FORCE).executeTakeFirst()

export const reservationsOfPatrols = (db: Tx | Database, patrolIds: readonly string[]): Promise<ReservationRow[]> =>
  db.selectFrom('duties.reservation').selectAll().where('patrol_id', '=', sql<string>`any(${sql.val(patrolIds)}::uuid[])`).orderBy('reserved_at').orderBy('id').execute()

/** Keyset page by id (UUIDv7, so by time), newest first. */
export const reservationsOfUnit = (db: Database, organisationId: string, page: { after?: string | undefined; limit: number }): Promise<ReservationRow[]> =>
  db.selectFrom('duties.reservation').selectAll().where('organisation_id', '=', organisationId)
    .$if(page.after !== undefined, (q) => q.where('id', '<', page.after as string)).orderBy('id', 'desc').limit(page.limit).execute()

export const insertReservation = (tx: Tx, row: ReservationRow): Promise<ReservationRow> =>
  tx.insertInto('duties.reservation').values(row).returningAll().executeTakeFirstOrThrow()

export const updateReservation = (tx: Tx, id: string, change: Partial<ReservationRow>): Promise<ReservationRow> =>
  tx.updateTable('duties.reservation').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow()

/** Ends the reservations of a patrol that are in force, and tells which. */
export const endReservations = (tx: Tx, patrolId: string, state: 'released' | 'cancelled', at: Date): Promise<ReservationRow[]> =>
  tx.updateTable('duties.reservation').set({ state, ended_at: at }).where('patrol_id', '=', patrolId).where('state', 'in', state === 'cancelled' ? IN_FORCE : ['standing']).returningAll().execute()

/** Seats of a patrol that units hold. */
export async function seatsReserved(tx: Tx, patrolId: string): Promise<number> {
  const { seats } = await tx.selectFrom('duties.reservation').select(sql<number>`coalesce(sum(seats), 0)::int`.as('seats')).where('patrol_id', '=', patrolId).where('state', '=', 'standing').executeTakeFirstOrThrow()
  return seats
}

/** Moves seats between taken and kept; negative numbers give them back. */
export const moveSeats = async (tx: Tx, patrolId: string, move: { taken: number; kept: number }): Promise<void> =>
  void (await tx.updateTable('duties.patrol').set({ seats_taken: sql`seats_taken + ${move.taken}`, seats_kept: sql`seats_kept + ${move.kept}` }).where('id', '=', patrolId).execute())

/**
 * Gives a seat of the patrol to each of these people and returns the ids of the claims that came to be; who already has a seat there or
 * another duty in that window is left out. Call `takeTurn` before. A person may be in it once.
 */
export async function seatMembers(tx: Tx, patrolId: string, members: readonly { claimId: string; personId: string }[], at: Date): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with member as (
      select m.id, p.id as patrol_id, m.person_id, p.starts_at, p.ends_at
      from unnest(${members.map((m) => m.claimId)}::uuid[], ${members.map((m) => m.personId)}::uuid[]) as m (id, person_id) join duties.patrol p on p.id = ${patrolId}::uuid
      where not exists (select 1 from duties.claim s where s.person_id = m.person_id and s.state in ('claimed', 'attended')
        and (s.patrol_id = p.id or upper(s.window_at) > p.starts_at and lower(s.window_at) < p.ends_at))
    ) ${claimsFrom('member', at)} on conflict do nothing returning id`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

export const insertAssignments = async (tx: Tx, rows: readonly Pick<AssignedSeat, 'claim_id' | 'patrol_id' | 'reservation_id' | 'person_id' | 'assigned_by' | 'assigned_at'>[]): Promise<void> =>
  void (await tx.insertInto('duties.assignment').values([...rows]).execute())

/** Everyone who was ever put on these reservations' seats, in that order. */
export const assignedSeats = (db: Tx | Database, reservationIds: readonly string[]): Promise<AssignedSeat[]> =>
  db.selectFrom('duties.assignment as a').innerJoin('duties.claim as c', (on) => on.onRef('c.patrol_id', '=', 'a.patrol_id').onRef('c.person_id', '=', 'a.person_id').onRef('c.id', '=', 'a.claim_id')).selectAll('a').select('c.state as claim_state')
    .where('a.reservation_id', '=', sql<string>`any(${sql.val(reservationIds)}::uuid[])`).orderBy('a.assigned_at').orderBy('a.claim_id').execute()

/** Those of these people who declined a seat of this patrol that the unit put them on, under whichever reservation. */
export async function declinedAmong(db: Tx | Database, patrolId: string, organisationId: string, personIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.selectFrom('duties.assignment as a').innerJoin('duties.reservation as r', 'r.id', 'a.reservation_id').select('a.person_id')
    .where('r.patrol_id', '=', patrolId).where('r.organisation_id', '=', organisationId).where('a.ended_because', '=', 'declined')
    .where('a.person_id', '=', sql<string>`any(${sql.val(personIds)}::uuid[])`).execute()
  return new Set(rows.map((row) => row.person_id))
}

/** The assignments behind these claims, with the unit's name and whether its reservation still stands. */
export const assignmentsOfClaims = (db: Tx | Database, claimIds: readonly string[]) =>
  db.selectFrom('duties.assignment as a').innerJoin('duties.reservation as r', 'r.id', 'a.reservation_id')
    .select(['a.claim_id', 'a.assigned_by', 'a.acknowledged_at', 'r.organisation_id', 'r.organisation_name', 'r.state as reservation_state'])
    .where('a.claim_id', '=', sql<string>`any(${sql.val(claimIds)}::uuid[])`).execute()

export const acknowledgeAssignment = async (tx: Tx, claimId: string, at: Date): Promise<boolean> => {
  const { numUpdatedRows } = await tx.updateTable('duties.assignment').set({ acknowledged_at: sql`coalesce(acknowledged_at, ${at}::timestamptz)` }).where('claim_id', '=', claimId).where('ended_at', 'is', null).executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

export const endAssignments = async (tx: Tx, claimIds: readonly string[], because: EndedBecause, at: Date): Promise<void> =>
  void (await tx.updateTable('duties.assignment').set({ ended_at: at, ended_because: because }).where('claim_id', '=', sql<string>`any(${sql.val(claimIds)}::uuid[])`).where('ended_at', 'is', null).execute())

/** The patrol is cancelled, and with it what units put people on. */
export const endAssignmentsOfPatrol = async (tx: Tx, patrolId: string, at: Date): Promise<void> =>
  void (await tx.updateTable('duties.assignment').set({ ended_at: at, ended_because: 'cancelled' }).where('ended_at', 'is', null)
    .where('reservation_id', 'in', tx.selectFrom('duties.reservation').select('id').where('patrol_id', '=', patrolId)).execute())

/** Open patrols with seats for units whose release time lies ahead, in the regions or above one of them, soonest first. */
export const patrolsForUnits = (db: Database, fitting: { under: string; above: string }, now: Date, limit: number): Promise<PatrolRow[]> =>
  db.selectFrom('duties.patrol').selectAll().where('state', '=', 'open').where('seats_for_units', '>', 0).where('units_until', '>', now)
    .where(sql<boolean>`(region_path <@ ${fitting.under}::ltree or region_path @> ${fitting.above}::ltree)`).orderBy('starts_at').orderBy('id').limit(limit).execute()

export const patrolsByIds = (db: Database, ids: readonly string[]): Promise<PatrolRow[]> =>
  db.selectFrom('duties.patrol').selectAll().where('id', '=', sql<string>`any(${sql.val(ids)}::uuid[])`).execute()
