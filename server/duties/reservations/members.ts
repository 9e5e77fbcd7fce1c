import type { Actor } from '../../platform/actor.ts'
import { audit } from '../../platform/audit.ts'
import type { Database, Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { refuse as refuseCommon } from '../../platform/problem.ts'
import type { AssignmentOutcome, dutyProblems, Reservation, UnitMember } from '../contract.ts'
import { claimRefusal } from '../eligibility.ts'
import { holdsSeat } from '../presenters.ts'
import { SEATS_CLAIMED, setClaimState, standingClaims, type SeatsClaimed } from '../store/claims.ts'
import { findPatrol, type PatrolRow } from '../store/patrols.ts'
import { declinedAmong, endAssignments, insertAssignments, moveSeats, seatMembers, type AssignedSeat } from '../store/reservations.ts'
import { fits, refuse, type Held, type OfUnit, type ReservationDeps, type UnitScope } from './unit-scope.ts'

type DutyCode = Extract<keyof typeof dutyProblems, string>

/** Who of a unit goes: its liaison puts members on the reserved seats, under the conditions that a claim of their own would meet. */
export function createUnitMembers({ db, clock, people, rush }: ReservationDeps, scope: UnitScope) {
  /**
   * What speaks against putting each of these people on, in the order a claim would meet it; null when nothing does.
   * Seats that they have elsewhere are left to `seat`, which alone can tell under the lock.
   */
  async function refusals(on: Tx | Database, { patrol, unit }: Pick<Held, 'patrol' | 'unit'>, personIds: readonly string[]): Promise<Map<string, DutyCode | null>> {
    const [persons, agreeing, consenting, declined, members] = [
      await people.people(on, personIds), await people.agreeing(on, personIds), await people.consenting(on, personIds, 'location-tracking'), await declinedAmong(on, patrol.id, unit.id, personIds),
      new Set((await people.organisationMembers(on, unit.id, { ids: personIds, limit: personIds.length })).map((member) => member.personId)),
    ]
    return new Map(personIds.map((personId): [string, DutyCode | null] => {
      const person = persons.get(personId)
      if (!person || !members.has(personId)) return [personId, 'not-of-unit']
      if (!agreeing.has(personId)) return [personId, 'terms-needed']
      const code = claimRefusal(patrol, { realName: person.realName, age: person.ageAt(patrol.starts_at), skills: person.skills }, clock.now())
      if (code) return [personId, code]
      if (!consenting.has(personId)) return [personId, 'consent-needed']
      return [personId, declined.has(personId) ? 'declined-before' : null]
    }))
  }

  /** Gives seats to those who may have one, in this order, as long as there are some; returns who was left out and why. Writes claims and assignments. */
  async function seat(tx: Tx, held: Held, personIds: readonly string[], free: number): Promise<{ seated: string[]; refused: Map<string, DutyCode> }> {
    const { patrol, row, liaisonId } = held
    const now = clock.now()
    const judged = await refusals(tx, held, personIds)
    const refused = new Map([...judged].flatMap(([personId, code]): [string, DutyCode][] => (code ? [[personId, code]] : [])))
    const seated: { claimId: string; personId: string }[] = []
    let waiting = personIds.filter((personId) => !refused.has(personId)).map((personId) => ({ claimId: newId(), personId }))
    // Whoever has another duty leaves the seat to the next in the list.
    while (waiting.length > 0 && seated.length < free) {
      const round = waiting.slice(0, free - seated.length)
      waiting = waiting.slice(round.length)
      const inserted = await seatMembers(tx, patrol.id, round, now)
      seated.push(...round.filter(({ claimId }) => inserted.has(claimId)))
      const busy = round.filter(({ claimId }) => !inserted.has(claimId))
      const standing = busy.length > 0 ? await standingClaims(tx, busy.map(({ personId }) => personId), patrol.starts_at) : []
      for (const { personId } of busy) refused.set(personId, standing.some((claim) => claim.person_id === personId && claim.patrol_id === patrol.id) ? 'already-claimed' : 'overlapping-duty')
    }
    for (const { personId } of waiting) refused.set(personId, 'reservation-full')
    if (seated.length > 0) {
      await insertAssignments(tx, seated.map(({ claimId, personId }) => ({ claim_id: claimId, patrol_id: patrol.id, reservation_id: row.id, person_id: personId, assigned_by: liaisonId, assigned_at: now })))
      await emit(tx, { type: SEATS_CLAIMED, actor: liaisonId, subject: `patrol:${patrol.id}`, at: now, payload: { patrolId: patrol.id, seats: seated.length } satisfies SeatsClaimed })
      await scope.tell(tx, 'members-assigned', held, { personIds: seated.map(({ personId }) => personId) })
      await note(tx, held, 'members-assigned', seated.map(({ personId }) => personId))
    }
    return { seated: seated.map(({ personId }) => personId), refused }
  }

  const note = (tx: Tx, { patrol, row, liaisonId }: Held, what: string, personIds: readonly string[]): Promise<void> =>
    audit(tx, clock, { actor: liaisonId, action: `duties.${what}`, subject: `patrol:${patrol.id}`, regionPath: patrol.region_path, details: { organisation: row.organisation_name, personIds } })

  /** Who has a seat of the unit's already stays as they are, so that repeating it is harmless. */
  async function assign(actor: Actor | null, input: OfUnit & { personIds: readonly string[] }): Promise<AssignmentOutcome> {
    let refused = new Map<string, DutyCode>()
    const reservation = await scope.change(actor, input, 'assign', async (tx, held) => {
      const on = new Set(held.seats.filter(holdsSeat).map((one) => one.person_id))
      const asked = [...new Set(input.personIds)].filter((personId) => !on.has(personId))
      const outcome = await seat(tx, held, asked, held.row.seats - on.size)
      refused = outcome.refused
      await moveSeats(tx, held.patrol.id, { taken: outcome.seated.length, kept: -outcome.seated.length })
      return held.row
    })
    // Names of the unit's own members only: an id says nothing about anyone else.
    const persons = await people.people(db, [...refused].flatMap(([personId, code]) => (code === 'not-of-unit' ? [] : [personId])))
    return { reservation, refused: [...refused].map(([personId, code]) => ({ personId, displayName: persons.get(personId)?.displayName ?? '', code })) }
  }

  /** The seat goes from one member to another and is nobody's in between; also after the release time. */
  const replace = (actor: Actor | null, input: OfUnit & { personId: string; by: string }): Promise<Reservation> =>
    scope.change(actor, input, 'replace', async (tx, held) => {
      if (input.by === input.personId) throw refuse('already-claimed')
      const leaving = seatToLeave(held.seats, input.personId)
      await setClaimState(tx, leaving, 'released', clock.now())
      await endAssignments(tx, [leaving.claim_id], 'replaced', clock.now())
      await scope.tell(tx, 'seat-released', held, { personId: input.personId, because: 'replaced' })
      const { refused } = await seat(tx, held, [input.by], 1)
      const code = refused.get(input.by)
      if (code) throw refuse(code)
      await note(tx, held, 'member-replaced', [input.personId])
      return held.row
    })

  /** Before the release time the seat stays with the unit, afterwards it is anyone's. */
  async function takeOff(actor: Actor | null, input: OfUnit & { personId: string }): Promise<Reservation> {
    const reservation = await scope.change(actor, input, 'takeOff', async (tx, held) => {
      const leaving = seatToLeave(held.seats, input.personId)
      await setClaimState(tx, leaving, 'released', clock.now())
      await endAssignments(tx, [leaving.claim_id], 'taken-off', clock.now())
      await moveSeats(tx, held.patrol.id, { taken: -1, kept: held.row.state === 'standing' ? 1 : 0 })
      await scope.tell(tx, 'seat-released', held, { personId: input.personId, because: 'taken-off' })
      await note(tx, held, 'member-taken-off', [input.personId])
      return held.row
    })
    rush.reopen(input.id)
    return reservation
  }

  function seatToLeave(seats: readonly AssignedSeat[], personId: string): AssignedSeat {
    const found = seats.find((one) => one.person_id === personId && holdsSeat(one))
    if (!found) throw refuse('not-on-it')
    if (found.claim_state === 'attended') throw refuse('member-on-duty')
    return found
  }

  /** The unit's members with what putting them on would meet now; all, or those of exactly this name. */
  async function find(actor: Actor | null, input: OfUnit & { name?: string | undefined; after?: string | undefined; limit: number }): Promise<{ items: UnitMember[]; next: string | null }> {
    const { unit } = await scope.unitOf(actor, input.organisationId)
    const patrol = await findPatrol(db, input.id)
    if (!patrol || patrol.state === 'draft' || patrol.state === 'scheduled' || !fits(patrol, unit)) throw refuseCommon('not-found')
    const found = await people.organisationMembers(db, unit.id, { name: input.name, after: input.after, limit: input.limit })
    const ids = found.map((member) => member.personId)
    const [codes, persons, busy] = [await refusals(db, { patrol, unit }, ids), await people.people(db, ids), await busyWith(patrol, ids)]
    return {
      items: found.map(({ personId, phone, teams }) => ({ personId, displayName: persons.get(personId)?.displayName ?? '', phone, teams: [...teams], refusal: codes.get(personId) ?? busy.get(personId) ?? null })),
      next: found.length === input.limit ? (ids.at(-1) ?? null) : null,
    }
  }

  /** Seats that these people have on this patrol, or on another at that time. */
  async function busyWith(patrol: PatrolRow, personIds: readonly string[]): Promise<Map<string, DutyCode>> {
    const standing = await standingClaims(db, personIds, patrol.starts_at, patrol.ends_at)
    return new Map(standing.toSorted((a) => (a.patrol_id === patrol.id ? 1 : -1)).map((claim) => [claim.person_id, claim.patrol_id === patrol.id ? 'already-claimed' : 'overlapping-duty']))
  }

  return { assign, replace, takeOff, find }
}
