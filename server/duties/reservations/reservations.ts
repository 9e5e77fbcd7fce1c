import { requireScopes, withinScopes, type Actor } from '../../platform/actor.ts'
import { audit } from '../../platform/audit.ts'
import { inTransaction, type Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { refuse as refuseCommon } from '../../platform/problem.ts'
import type { Patrol, Reservation } from '../contract.ts'
import { holdsSeat, presentPatrol } from '../presenters.ts'
import { setClaimState } from '../store/claims.ts'
import { findPatrol, lockPatrols, updatePatrol, type PatrolRow } from '../store/patrols.ts'
import { endAssignments, endAssignmentsOfPatrol, endReservations, findReservation, insertReservation, moveSeats, patrolsByIds, patrolsForUnits, reservationsOfPatrols, reservationsOfUnit, seatsReserved, updateReservation, assignedSeats } from '../store/reservations.ts'
import { fittingRegions, isReleased, refuse, type OfUnit, type ReservationDeps, type UnitScope } from './unit-scope.ts'

const SHOWN_MAX = 200

/**
 * Seats that an officer keeps for units (单位预约), the second channel of the one inventory: a unit reserves some of them, puts its
 * members on them, and at the release time the rest falls to everyone (抢单). A member on a seat has an ordinary claim.
 */
export function createReservations(deps: ReservationDeps, scope: UnitScope) {
  const { db, clock, places, rush } = deps

  /** What the unit may still reserve, soonest first, with its own reservation beside. */
  async function reservable(actor: Actor | null, input: { organisationId: string }): Promise<{ patrol: Patrol; left: number; reservation: Reservation | null }[]> {
    const { unit } = await scope.unitOf(actor, input.organisationId)
    const rows = await patrolsForUnits(db, fittingRegions(unit), clock.now(), SHOWN_MAX)
    const all = await reservationsOfPatrols(db, rows.map((row) => row.id))
    const own = await scope.presentAll(db, all.filter((one) => one.organisation_id === unit.id && one.state === 'standing'))
    return rows.map((row) => ({
      patrol: presentPatrol(places, row), reservation: own.find((one) => one.patrolId === row.id) ?? null,
      left: row.seats_for_units - all.filter((one) => one.patrol_id === row.id && one.state === 'standing').reduce((sum, one) => sum + one.seats, 0),
    }))
  }

  async function ofUnit(actor: Actor | null, input: { organisationId: string; after?: string | undefined; limit: number }): Promise<{ items: { patrol: Patrol; reservation: Reservation }[]; next: string | null }> {
    const { unit } = await scope.unitOf(actor, input.organisationId)
    const rows = await reservationsOfUnit(db, unit.id, input)
    const patrols = new Map((await patrolsByIds(db, rows.map((row) => row.patrol_id))).map((row) => [row.id, presentPatrol(places, row)]))
    const items = (await scope.presentAll(db, rows)).map((reservation) => ({ reservation, patrol: patrols.get(reservation.patrolId) as Patrol }))
    return { items, next: rows.length === input.limit ? (rows.at(-1)?.id ?? null) : null }
  }

  /** Every unit's reservation on a patrol, for officers of its region. */
  async function ofPatrol(actor: Actor | null, patrolId: string): Promise<Reservation[]> {
    const scopes = requireScopes(actor, 'officer', 'police')
    const patrol = await findPatrol(db, patrolId)
    if (!patrol || !withinScopes(patrol.region_path, scopes)) throw refuseCommon('not-found')
    return scope.presentAll(db, await reservationsOfPatrols(db, [patrolId]))
  }

  /** Reserves, or changes how many: never more than are kept and left by other units, never fewer than members are on it. */
  async function reserve(actor: Actor | null, input: OfUnit & { seats: number }): Promise<Reservation> {
    const { unit, liaisonId } = await scope.unitOf(actor, input.organisationId)
    return inTransaction(db, async (tx) => {
      const patrol = await scope.lockFitting(tx, input.id, unit)
      const now = clock.now()
      if (patrol.state !== 'open') throw refuse('patrol-not-open')
      if (isReleased(patrol, now)) throw refuse('units-time-over')
      const row = await findReservation(tx, patrol.id, unit.id)
      const left = patrol.seats_for_units - (await seatsReserved(tx, patrol.id)) + (row?.seats ?? 0)
      if (input.seats > left) throw refuse('not-enough-kept', { left })
      if (row?.seats === input.seats) return scope.present(tx, row)
      const assigned = row ? (await assignedSeats(tx, [row.id])).filter(holdsSeat).length : 0
      if (input.seats < assigned) throw refuse('seats-in-use', { assigned })
      const after = row
        ? await updateReservation(tx, row.id, { seats: input.seats })
        : await insertReservation(tx, { id: newId(), patrol_id: patrol.id, organisation_id: unit.id, organisation_name: unit.name, seats: input.seats, state: 'standing', reserved_by: liaisonId, reserved_at: now, ended_at: null })
      await scope.tell(tx, 'seats-reserved', { unit, liaisonId, patrol }, { reservationId: after.id, seats: input.seats, before: row?.seats ?? 0 })
      await audit(tx, clock, { actor: liaisonId, action: 'duties.seats-reserved', subject: `patrol:${patrol.id}`, regionPath: patrol.region_path, details: { organisation: unit.name, seats: input.seats, before: row?.seats ?? 0 } })
      return scope.present(tx, after)
    })
  }

  /** Gives everything back before the release time; other units may reserve it. Members on the seats are let go unless one has checked in. */
  const giveBack = (actor: Actor | null, input: OfUnit): Promise<Reservation> => scope.change(actor, input, 'return', async (tx, held) => {
    const { patrol, row, seats, liaisonId } = held
    const now = clock.now()
    if (seats.some((seat) => seat.claim_state === 'attended')) throw refuse('member-on-duty')
    const standing = seats.filter(holdsSeat)
    for (const seat of standing) await setClaimState(tx, seat, 'released', now)
    await endAssignments(tx, standing.map((seat) => seat.claim_id), 'returned', now)
    await moveSeats(tx, patrol.id, { taken: -standing.length, kept: standing.length })
    const after = await updateReservation(tx, row.id, { state: 'returned', ended_at: now })
    await scope.tell(tx, 'seats-returned', held, { reservationId: row.id, seats: row.seats, personIds: standing.map((seat) => seat.person_id) })
    await audit(tx, clock, { actor: liaisonId, action: 'duties.seats-returned', subject: `patrol:${patrol.id}`, regionPath: patrol.region_path, details: { organisation: row.organisation_name, seats: row.seats } })
    return after
  })

  /** Job: the release time has come. What no member has been put on is anyone's; the second time there is nothing left to let go. */
  async function releaseDue(patrolId: string): Promise<void> {
    await inTransaction(db, async (tx) => {
      const [patrol] = await lockPatrols(tx, [patrolId])
      if (patrol?.state !== 'open') return
      const ended = await endReservations(tx, patrolId, 'released', clock.now())
      if (patrol.seats_kept === 0 && ended.length === 0) return
      // The job keeps the database's time. Where that runs ahead of ours, the seats are let go now, and nothing may be reserved any more.
      const at = patrol.units_until !== null && patrol.units_until > clock.now() ? clock.now() : patrol.units_until
      await updatePatrol(tx, patrolId, { seats_kept: 0, units_until: at })
      await emit(tx, { type: 'duties.seats-opened', actor: 'system', subject: `patrol:${patrolId}`, at: clock.now(), payload: { patrolId, regionPath: patrol.region_path, seats: patrol.seats_kept } })
    })
    rush.reopen(patrolId)
  }

  return { reservable, ofUnit, ofPatrol, reserve, giveBack, releaseDue }
}

/** The patrol is cancelled: units hold nothing of it any more. The claims are ended by the caller. */
export async function letGoOfUnits(tx: Tx, patrol: PatrolRow, now: Date): Promise<void> {
  if (patrol.seats_for_units === 0) return
  await endAssignmentsOfPatrol(tx, patrol.id, now)
  await endReservations(tx, patrol.id, 'cancelled', now)
}
