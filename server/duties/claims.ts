import { agreed, regionScopes, requireScopes, signedIn, withinScopes, type Actor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { inTransaction, type Database } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { boxAround, distance_m } from '../platform/geo.ts'
import { refuse as refuseCommon, refuser } from '../platform/problem.ts'
import { id, type Position } from '../platform/shapes.ts'
import { dutyProblems, inOrder, type Attendance, type Claim, type NearbyOrder, type OfferedPatrol, type PatrolSeat } from './contract.ts'
import { claimRefusal, freeSeats, noSeatCode, type Candidate } from './eligibility.ts'
import type { StandingPolicy } from './policy/standing-policy.ts'
import type { DutyPeople, DutyPlaces } from './ports.ts'
import { presentAttendance, presentOffer, publisherOf, seatReleasableUntil, shapeOf, type OwnAssignment } from './presenters.ts'
import { Pace } from './seats/pace.ts'
import type { SeatRush } from './seats/rush.ts'
import { attendancesOfPatrol, openAttendanceOf } from './store/attendances.ts'
import { claimsOfPatrol, findStandingClaim, giveSeatBack, myClaimsAmong, setClaimState, standingClaims, upcomingOf, type ClaimRow } from './store/claims.ts'
import { findPatrol, lockPatrols, openPatrolsInBox, type PatrolRow } from './store/patrols.ts'
import { acknowledgeAssignment, assignmentsOfClaims, endAssignments, moveSeats } from './store/reservations.ts'

const refuse = refuser(dutyProblems)
const NEARBY_MAX = 200
const CLAIMS_PER_WINDOW = 30
const CLAIM_WINDOW_S = 10

interface Deps {
  db: Database
  clock: Clock
  people: DutyPeople
  places: DutyPlaces
  rush: SeatRush
  policies: StandingPolicy
}

/** What volunteers do with seats: see what is near, claim, release or decline, see their own. */
export function createClaims({ db, clock, people, places, rush, policies }: Deps) {
  /** Open patrols near a position, the first so many of the order. Guests and residents see them too, with what a claim would meet. */
  async function nearby(actor: Actor | null, query: Position & { radius_m: number; order?: NearbyOrder }): Promise<OfferedPatrol[]> {
    const { order = 'soonest' } = query
    const rows = await openPatrolsInBox(db, boxAround(query, query.radius_m), clock.now(), { limit: NEARBY_MAX, nearest: order === 'nearest' ? query : null })
    const near = rows.map((row) => ({ row, away_m: distance_m(query, { lon: row.meeting_lon, lat: row.meeting_lat }) })).filter(({ away_m }) => away_m <= query.radius_m)
    return inOrder(await offer(actor, near.map(({ row }) => row), (row) => near.find((n) => n.row === row)?.away_m ?? null), order)
  }

  async function offer(actor: Actor | null, rows: readonly PatrolRow[], away: (row: PatrolRow) => number | null): Promise<OfferedPatrol[]> {
    const personId = actor?.personId
    const mine = personId && rows.length > 0 ? await myClaimsAmong(db, personId, rows.map((row) => row.id)) : []
    const busy = personId ? await standingClaims(db, [personId], clock.now()) : []
    const me = personId ? (await people.people(db, [personId])).get(personId) : undefined
    const assigned = await assignments(mine)
    const opens = await checkInTimes(rows)
    return rows.map((row) => {
      const claim = mine.find((c) => c.patrol_id === row.id)
      const candidate = { realName: actor?.realName ?? 'unverified', age: me?.ageAt(row.starts_at) ?? null, skills: me?.skills ?? [] }
      return presentOffer(places, row, { distance_m: away(row), checkInFrom: opens(row), claim, assignment: claim && assigned.get(claim.id), refusal: actor ? refusalOf(row, candidate, actor.termsDue !== null, claim, busy) : 'sign-in-required' })
    })
  }

  /** When check-in opens, under the policy that holds now; who begins later begins under what holds then. */
  async function checkInTimes(rows: readonly PatrolRow[]): Promise<(row: PatrolRow) => Date> {
    const holding = await policies.holdingIn(db, rows.map((row) => row.region_path), clock.now())
    return (row) => new Date(row.starts_at.getTime() - (holding.get(row.region_path)?.earlyMinutes ?? 0) * 60_000)
  }

  /** Which of one's seats a unit put one on, and who did it. */
  async function assignments(claims: readonly ClaimRow[]): Promise<Map<string, OwnAssignment>> {
    const rows = claims.length > 0 ? await assignmentsOfClaims(db, claims.map((one) => one.id)) : []
    const liaisons = rows.length > 0 ? await people.people(db, [...new Set(rows.map((row) => row.assigned_by))]) : new Map<string, never>()
    return new Map(rows.map((row) => [row.claim_id, { organisationName: row.organisation_name, byName: liaisons.get(row.assigned_by)?.displayName ?? '', acknowledged: row.acknowledged_at !== null }]))
  }

  /** The same order of reasons as a claim would meet. */
  function refusalOf(row: PatrolRow, candidate: Candidate, termsDue: boolean, claim: ClaimRow | undefined, busy: readonly ClaimRow[]): string | null {
    if (claim) return 'already-claimed'
    if (termsDue) return 'terms-needed'
    const code = claimRefusal(row, candidate, clock.now())
    if (code) return code
    const window = `[${row.starts_at.toISOString()},${row.ends_at.toISOString()})`
    if (busy.some((c) => overlaps(c.window_at, window))) return 'overlapping-duty'
    return freeSeats(row) <= 0 ? noSeatCode(row) : null
  }

  /** A published patrol is for everyone; a draft exists only for officers of its region. */
  async function one(actor: Actor | null, patrolId: string): Promise<OfferedPatrol> {
    const row = await findPatrol(db, patrolId)
    const visible = row && (['open', 'finished', 'cancelled'].includes(row.state) || withinScopes(row.region_path, regionScopes(actor, 'officer', 'police')))
    if (!row || !visible) throw refuseCommon('not-found')
    const [offered] = await offer(actor, [row], () => null)
    return offered as OfferedPatrol
  }

  /** Someone who hammers the button waits; nobody else does. */
  const pace = new Pace(CLAIMS_PER_WINDOW, CLAIM_WINDOW_S * 1000)

  async function claim(actor: Actor | null, patrolId: string): Promise<Claim> {
    const me = agreed(actor)
    // Over the socket no shape was checked, and one broken id would make its whole batch be settled one by one.
    if (!id.safeParse(patrolId).success) throw refuseCommon('not-found')
    const wait_ms = pace.wait_ms(me.personId)
    if (wait_ms > 0) throw refuseCommon('too-many-requests', { retryAfter_s: Math.ceil(wait_ms / 1000) })
    return rush.claim(patrolId, me)
  }

  async function release(actor: Actor | null, patrolId: string): Promise<{ released: true }> {
    const { personId } = signedIn(actor)
    await inTransaction(db, async (tx) => {
      const [patrol] = await lockPatrols(tx, [patrolId])
      const standing = patrol && (await findStandingClaim(tx, patrolId, personId))
      if (!patrol || !standing) throw refuse('no-claim')
      const now = clock.now()
      const [assignment] = await assignmentsOfClaims(tx, [standing.id])
      const until = seatReleasableUntil(patrol, standing, assignment !== undefined)
      if (standing.state !== 'claimed') throw refuse('already-checked-in')
      if (now > until) throw refuse('release-deadline-passed', { until: until.toISOString(), publisher: publisherOf(places, patrol) })
      await setClaimState(tx, { ...standing, claim_id: standing.id }, 'released', now)
      if (assignment) {
        await endAssignments(tx, [standing.id], 'declined', now)
        await moveSeats(tx, patrolId, { taken: -1, kept: assignment.reservation_state === 'standing' ? 1 : 0 })
      } else await giveSeatBack(tx, patrolId)
      const unit = assignment ? { organisationId: assignment.organisation_id, because: 'declined' } : {}
      await emit(tx, { type: 'duties.seat-released', actor: personId, subject: `patrol:${patrolId}`, at: now, payload: { patrolId, personId, ...unit } })
    })
    rush.reopen(patrolId)
    return { released: true }
  }

  /** A member says that they have seen the seat their unit put them on. */
  async function acknowledge(actor: Actor | null, patrolId: string): Promise<{ acknowledged: true }> {
    const { personId } = signedIn(actor)
    await inTransaction(db, async (tx) => {
      const standing = await findStandingClaim(tx, patrolId, personId)
      if (!standing || !(await acknowledgeAssignment(tx, standing.id, clock.now()))) throw refuse('no-claim')
    })
    return { acknowledged: true }
  }

  async function mine(actor: Actor | null): Promise<{ current: Attendance | null; upcoming: OfferedPatrol[] }> {
    const me = signedIn(actor)
    const open = await openAttendanceOf(db, me.personId)
    const patrol = open?.patrol_id ? await findPatrol(db, open.patrol_id) : undefined
    const upcoming = await upcomingOf(db, me.personId, clock.now())
    const assigned = await assignments(upcoming.map(({ claim: c }) => c))
    const opens = await checkInTimes(upcoming.map(({ patrol: row }) => row))
    return {
      current: open ? presentAttendance(places, open, patrol ? shapeOf(patrol) : null) : null,
      upcoming: upcoming.map(({ claim: c, patrol: row }) => presentOffer(places, row, { distance_m: null, checkInFrom: opens(row), claim: c, assignment: assigned.get(c.id), refusal: 'already-claimed' })),
    }
  }

  async function ofPatrol(actor: Actor | null, patrolId: string): Promise<PatrolSeat[]> {
    const scopes = requireScopes(actor, 'officer', 'police')
    const patrol = await findPatrol(db, patrolId)
    if (!patrol || !withinScopes(patrol.region_path, scopes)) throw refuseCommon('not-found')
    const [claims, attendances] = [await claimsOfPatrol(db, patrolId), await attendancesOfPatrol(db, patrolId)]
    const persons = await people.people(db, claims.map((c) => c.person_id))
    return claims.map((row) => {
      const walk = attendances.find((a) => a.claim_id === row.id)
      return {
        claim: { id: row.id, patrolId, personId: row.person_id, claimedAt: row.claimed_at.toISOString() },
        personName: persons.get(row.person_id)?.displayName ?? '', state: row.state as PatrolSeat['state'], attendance: walk ? presentAttendance(places, walk, shapeOf(patrol)) : null,
      }
    })
  }

  return { nearby, one, claim, release, acknowledge, mine, ofPatrol }
}

/** Half-open ranges as PostgreSQL writes them, `["2026-04-14 11:00:00+00","…")`. */
function overlaps(a: string, b: string): boolean {
  const bounds = (range: string): [number, number] => {
    const [from = '', to = ''] = range.slice(1, -1).split(',').map((part) => part.replaceAll('"', '').replace(/([+-]\d\d)$/, '$1:00'))
    return [Date.parse(from.replace(' ', 'T')), Date.parse(to.replace(' ', 'T'))]
  }
  const [[aFrom, aTo], [bFrom, bTo]] = [bounds(a), bounds(b)]
  return aFrom < bTo && bFrom < aTo
}
