import { signedIn, withinScopes, type Actor } from '../../platform/actor.ts'
import type { Clock } from '../../platform/clock.ts'
import { inTransaction, type Database, type Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { refuse as refuseCommon, refuser } from '../../platform/problem.ts'
import { dutyProblems, reservationSteps, stepAllowed, type Reservation } from '../contract.ts'
import type { DutyPeople, DutyPlaces, DutyUnit } from '../ports.ts'
import { presentReservation } from '../presenters.ts'
import type { SeatRush } from '../seats/rush.ts'
import { takeTurn } from '../store/claims.ts'
import { lockPatrols, type PatrolRow } from '../store/patrols.ts'
import { assignedSeats, findReservation, type AssignedSeat, type ReservationRow } from '../store/reservations.ts'

export const refuse = refuser(dutyProblems)

export interface ReservationDeps {
  db: Database
  clock: Clock
  people: DutyPeople
  places: DutyPlaces
  rush: SeatRush
}
export interface OfUnit {
  /** The patrol. */
  id: string
  organisationId: string
}
/** A reservation under its patrol's row lock, and everyone who was ever put on its seats. */
export interface Held {
  unit: DutyUnit
  liaisonId: string
  patrol: PatrolRow
  row: ReservationRow
  seats: AssignedSeat[]
}

/** Units serve their own county, and patrols of the regions that they lie in: `under` and above. */
export const fittingRegions = (unit: DutyUnit): { under: string; above: string } => ({ under: unit.regionPath.split('.').slice(0, 2).join('.'), above: unit.regionPath })
export function fits(patrol: PatrolRow, unit: DutyUnit): boolean {
  const { under, above } = fittingRegions(unit)
  return withinScopes(patrol.region_path, [under]) || withinScopes(above, [patrol.region_path])
}

/** How a liaison reaches the own unit's reservations; everything below goes through it. */
export function createUnitScope({ db, clock, people }: ReservationDeps) {
  /** The unit that the actor speaks for: nobody else's exists for a liaison, and who is none has no such role. */
  async function unitOf(actor: Actor | null, organisationId: string): Promise<{ unit: DutyUnit; liaisonId: string }> {
    const { grants, personId } = signedIn(actor)
    const own = grants.filter((grant) => grant.role === 'liaison')
    if (own.length === 0) throw refuseCommon('not-allowed')
    const unit = own.some((grant) => grant.organisationId === organisationId) ? await people.organisation(db, organisationId) : undefined
    if (unit === undefined) throw refuseCommon('not-found')
    return { unit, liaisonId: personId }
  }

  /** Locks a patrol that the unit may see; published ones of fitting regions. */
  async function lockFitting(tx: Tx, patrolId: string, unit: DutyUnit): Promise<PatrolRow> {
    const [patrol] = await lockPatrols(tx, [patrolId])
    if (!patrol || patrol.state === 'draft' || patrol.state === 'scheduled' || !fits(patrol, unit)) throw refuseCommon('not-found')
    return patrol
  }

  /** Looks the unit's reservation up, checks the step and does it, all under the patrol's lock. Steps that seat people wait for their turn among the claims. */
  async function change(actor: Actor | null, input: OfUnit, step: keyof typeof reservationSteps, work: (tx: Tx, held: Held) => Promise<ReservationRow>): Promise<Reservation> {
    const { unit, liaisonId } = await unitOf(actor, input.organisationId)
    return inTransaction(db, async (tx) => {
      if (step === 'assign' || step === 'replace') await takeTurn(tx)
      const patrol = await lockFitting(tx, input.id, unit)
      const row = await findReservation(tx, patrol.id, unit.id)
      if (!row) throw refuse('no-reservation')
      requireStep(patrol, row, step)
      const after = await work(tx, { unit, liaisonId, patrol, row, seats: await assignedSeats(tx, [row.id]) })
      return present(tx, after)
    })
  }

  function requireStep(patrol: PatrolRow, row: ReservationRow, step: keyof typeof reservationSteps): void {
    const now = clock.now()
    if (patrol.state !== 'open') throw refuse('patrol-not-open')
    if (patrol.starts_at <= now) throw refuse('patrol-begun')
    const untilRelease = !(reservationSteps[step] as readonly string[]).includes('released')
    if (!stepAllowed(reservationSteps[step], row.state) || (untilRelease && isReleased(patrol, now))) throw refuse('units-time-over')
  }

  async function present(on: Tx | Database, row: ReservationRow): Promise<Reservation> {
    return (await presentAll(on, [row]))[0] as Reservation
  }

  /** Two queries however many they are, and one for each unit among them. */
  async function presentAll(on: Tx | Database, rows: readonly ReservationRow[]): Promise<Reservation[]> {
    if (rows.length === 0) return []
    const seats = await assignedSeats(on, rows.map((row) => row.id))
    const ids = [...new Set(seats.map((seat) => seat.person_id))]
    const persons = await people.people(on, ids)
    const phones = new Map<string, string>()
    for (const unitId of ids.length === 0 ? [] : new Set(rows.map((row) => row.organisation_id))) {
      for (const member of await people.organisationMembers(on, unitId, { ids, limit: ids.length })) phones.set(member.personId, member.phone)
    }
    return rows.map((row) => presentReservation(row, seats, (personId) => ({ displayName: persons.get(personId)?.displayName ?? '', phone: phones.get(personId) ?? '' })))
  }

  const tell = (tx: Tx, type: string, { unit, liaisonId, patrol }: Pick<Held, 'unit' | 'liaisonId' | 'patrol'>, payload: Record<string, unknown>): Promise<unknown> =>
    emit(tx, { type: `duties.${type}`, actor: liaisonId, subject: `patrol:${patrol.id}`, at: clock.now(), payload: { patrolId: patrol.id, organisationId: unit.id, unit: unit.name, name: patrol.name, startsAt: patrol.starts_at.toISOString(), ...payload } })

  return { unitOf, lockFitting, change, present, presentAll, tell }
}
export type UnitScope = ReturnType<typeof createUnitScope>

/** The clock decides also when the job that lets the seats go is late. */
export const isReleased = (patrol: PatrolRow, now: Date): boolean => patrol.units_until === null || patrol.units_until <= now
