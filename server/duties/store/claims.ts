import { sql, type RawBuilder, type Selectable, type UpdateObject } from 'kysely'
import { inOneTrip, intArray, uuidArray, type Database, type Tx } from '../../platform/db.ts'
import { emitFrom } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import type { DB, DutiesClaim } from '../../platform/schema.ts'
import type { PatrolRow } from './patrols.ts'

export type ClaimRow = Selectable<DutiesClaim>
/** A seat that a person may have if one is left. `version` is that of the patrol by which the person was judged. */
export interface SeatWish {
  /** What the caller knows the wish by. */
  index: number
  id: string
  patrolId: string
  personId: string
  version: number
}

/** Told for every batch of claims and for every assignment: seats of a patrol were taken, by whichever channel. */
export const SEATS_CLAIMED = 'duties.seats-claimed'
export interface SeatsClaimed { patrolId: string; seats: number }

const turn = sql`select pg_advisory_xact_lock(hashtext('duties.seats'))`
/** Batches of claims go one after the other, also those of other processes; each is one commit, so nothing is lost by it. */
export const takeTurn = async (tx: Tx): Promise<void> => void (await turn.execute(tx))

export type SeatRefusal = 'already-claimed' | 'overlapping-duty' | 'patrol-full' | 'kept-for-units' | 'patrol-changed'

/**
 * Gives seats in the order of the wishes: in one transaction and one trip it waits for its turn, locks the patrols, passes over who
 * already has a seat or another duty in that window, seats the others as far as the seats go, counts them and tells it.
 * A person may wish once. Nearly all are seated in a rush, so those who are not come back, and why.
 */
export async function takeSeats(db: Database, wishes: readonly SeatWish[], at: Date): Promise<{ index: number; reason: SeatRefusal }[]> {
  const patrols = [...new Map(wishes.map((wish) => [wish.patrolId, wish])).values()].toSorted((a, b) => (a.patrolId < b.patrolId ? -1 : 1))
  const lock = sql`select from duties.patrol where id = any(${uuidArray(patrols.map((p) => p.patrolId))}::uuid[]) order by id for update`
  const [, , refused] = await inOneTrip(db, [turn, lock, seating(wishes, patrols, at)])
  return (refused as { place: number; reason: SeatRefusal }[]).map(({ place, reason }) => ({ index: (wishes[place] as SeatWish).index, reason }))
}

/** The one way a claim comes to be, as a part of a larger statement: one for each row of `source`, which has id, patrol_id, person_id and the patrol's starts_at and ends_at. */
export const claimsFrom = (source: string, at: Date): RawBuilder<unknown> => sql`
      insert into duties.claim (id, patrol_id, person_id, window_at, state, claimed_at)
      select id, patrol_id, person_id, tstzrange(starts_at, ends_at), 'claimed', ${at}::timestamptz from ${sql.table(source)}`

/** The look for other duties is a subquery, so that it is one look by the person however many wish: the plan is made when there may be no claims yet, and kept. */
function seating(wishes: readonly SeatWish[], patrols: readonly SeatWish[], at: Date): RawBuilder<unknown> {
  const number = new Map(patrols.map((p, i) => [p.patrolId, i + 1]))
  return sql`
    with patrol as materialized (
      select t.number, t.event_id, p.id as patrol_id, p.starts_at, p.ends_at, p.seats - p.seats_taken - p.seats_kept as free, p.seats_kept > 0 as kept, p.version = t.version as same, p.starts_at < ${at}::timestamptz + interval '1 day' as soon
      from unnest(${uuidArray(patrols.map((p) => p.patrolId))}::uuid[], ${intArray(patrols.map((p) => p.version))}::int[], ${uuidArray(patrols.map(() => newId()))}::uuid[]) with ordinality as t (id, version, event_id, number)
      join duties.patrol p on p.id = t.id
    ), judged as materialized (
      select *, same and here is null and count(*) filter (where same and here is null) over (partition by number order by index rows unbounded preceding) <= free as seated from (
        select w.index, w.id, w.person_id, p.*, coalesce((
          select bool_or(s.patrol_id = p.patrol_id) from duties.claim s where s.person_id = w.person_id and s.state in ('claimed', 'attended') and upper(s.window_at) > p.starts_at and lower(s.window_at) < p.ends_at
        -- Who has gone early holds a seat whose window is shorter than the patrol's; nobody goes before it is soon.
        ), case when p.soon then (select true from duties.claim s where s.patrol_id = p.patrol_id and s.person_id = w.person_id and s.state = 'attended') end) as here
        from unnest(${uuidArray(wishes.map((w) => w.id))}::uuid[], ${uuidArray(wishes.map((w) => w.personId))}::uuid[], ${intArray(wishes.map((w) => number.get(w.patrolId) as number))}::int[]) with ordinality as w (id, person_id, patrol, index)
        join patrol p on p.number = w.patrol
        offset 0 -- or the look is done again wherever its answer stands
      ) wish
    ), seated as not materialized (
      select * from judged where seated
    ), taken as (
      ${claimsFrom('seated', at)}
    ), filled as materialized (
      select number, count(*)::int as seats, (array_agg(person_id))[1]::text as someone from seated group by number
    ), counted as (
      update duties.patrol p set seats_taken = p.seats_taken + f.seats from filled f join patrol t using (number) where p.id = t.patrol_id
    ), news as (
      select event_id as id, case when seats = 1 then someone else 'system' end as actor, 'patrol:' || patrol_id as subject, jsonb_build_object('patrolId', patrol_id, 'seats', seats) as payload from filled join patrol using (number)
    ), told as (${emitFrom('news', { type: SEATS_CLAIMED, at })})
    select (index - 1)::int as place, case when not same then 'patrol-changed' when here then 'already-claimed' when here is not null then 'overlapping-duty' when kept then 'kept-for-units' else 'patrol-full' end as reason
    from judged where not seated`
}

/** Claims of these people that stand, end after a moment and, if asked, begin before another. */
export const standingClaims = (db: Tx | Database, personIds: readonly string[], endingAfter: Date, beginningBefore?: Date): Promise<ClaimRow[]> =>
  db.selectFrom('duties.claim').selectAll().where('person_id', '=', sql<string>`any(${sql.val(personIds)}::uuid[])`).where('state', 'in', ['claimed', 'attended'])
    .where(sql<boolean>`upper(window_at) > ${endingAfter}::timestamptz`)
    .$if(beginningBefore !== undefined, (q) => q.where(sql<boolean>`lower(window_at) < ${beginningBefore}::timestamptz`)).execute()

/** Who has the seats of these patrols. */
export async function holdersOf(db: Tx | Database, patrolIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const rows = await db.selectFrom('duties.claim').select(['patrol_id', 'person_id']).where('patrol_id', '=', sql<string>`any(${sql.val(patrolIds)}::uuid[])`)
    .where('state', 'in', ['claimed', 'attended']).execute()
  const holders = new Map(patrolIds.map((id) => [id, new Set<string>()]))
  for (const row of rows) holders.get(row.patrol_id)?.add(row.person_id)
  return holders
}

export const findStandingClaim = (db: Tx | Database, patrolId: string, personId: string): Promise<ClaimRow | undefined> =>
  db.selectFrom('duties.claim').selectAll().where('patrol_id', '=', patrolId).where('person_id', '=', personId).where('state', 'in', ['claimed', 'attended']).executeTakeFirst()

/** The claim a check-in stands on; one that became a no-show or was cancelled with its patrol counts, for the phone may have been offline. */
export const findClaimToAttend = (tx: Tx, patrolId: string, personId: string): Promise<ClaimRow | undefined> =>
  tx.selectFrom('duties.claim').selectAll().where('patrol_id', '=', patrolId).where('person_id', '=', personId)
    .where('state', 'in', ['claimed', 'no-show', 'cancelled']).orderBy('claimed_at', 'desc').limit(1).forUpdate().executeTakeFirst()

/** Call `takeTurn` before. */
export async function overlapsStanding(tx: Tx, claim: ClaimRow): Promise<boolean> {
  const row = await tx.selectFrom('duties.claim').select('id').where('person_id', '=', claim.person_id).where('state', 'in', ['claimed', 'attended'])
    .where(sql<boolean>`window_at && ${claim.window_at}::tstzrange`).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Who has a seat or did not come for it, and whose seat ended with the patrol's cancellation; who gave it back is not among them. */
export const claimsOfPatrol = (db: Tx | Database, patrolId: string): Promise<ClaimRow[]> =>
  db.selectFrom('duties.claim').selectAll().where('patrol_id', '=', patrolId)
    .where('state', 'in', ['claimed', 'attended', 'no-show', 'cancelled']).orderBy('claimed_at').orderBy('id').execute()

/** Standing claims of a person that are not over, with their patrols. */
export async function upcomingOf(db: Database, personId: string, now: Date): Promise<{ claim: ClaimRow; patrol: PatrolRow }[]> {
  const claims = await db.selectFrom('duties.claim').selectAll().where('person_id', '=', personId).where('state', '=', 'claimed')
    .where(sql<boolean>`upper(window_at) > ${now}::timestamptz`).orderBy(sql`upper(window_at)`).limit(50).execute()
  if (claims.length === 0) return []
  const patrols = await db.selectFrom('duties.patrol').selectAll().where('id', 'in', claims.map((c) => c.patrol_id)).execute()
  const byId = new Map(patrols.map((p) => [p.id, p]))
  return claims.flatMap((claim) => {
    const patrol = byId.get(claim.patrol_id)
    return patrol ? [{ claim, patrol }] : []
  })
}

export const myClaimsAmong = (db: Database, personId: string, patrolIds: readonly string[]): Promise<ClaimRow[]> =>
  db.selectFrom('duties.claim').selectAll().where('person_id', '=', personId).where('state', 'in', ['claimed', 'attended'])
    .where('patrol_id', '=', sql<string>`any(${sql.val(patrolIds)}::uuid[])`).execute()

/** Names a claim, as a row of attendance or assignment does; the attendance of whoever set out alone names none, and nothing is asked. */
type OfClaim = { patrol_id: string | null; person_id: string; claim_id: string | null }

async function updateClaim(tx: Tx, { patrol_id, person_id, claim_id }: OfClaim, change: UpdateObject<DB, 'duties.claim'>): Promise<void> {
  if (patrol_id === null || claim_id === null) return
  await tx.updateTable('duties.claim').set(change).where('patrol_id', '=', patrol_id).where('person_id', '=', person_id).where('id', '=', claim_id).execute()
}

export const setClaimState = (tx: Tx, claim: OfClaim, state: 'attended' | 'released' | 'cancelled' | 'no-show', at: Date): Promise<void> =>
  updateClaim(tx, claim, { state, ended_at: state === 'attended' ? null : at })

/** The person left early: the rest of the window is free for another duty. */
export const shortenClaim = (tx: Tx, claim: OfClaim, endedAt: Date): Promise<void> =>
  updateClaim(tx, claim, { window_at: sql`tstzrange(lower(window_at), greatest(lower(window_at), least(upper(window_at), ${endedAt}::timestamptz)))` })

/** Ends all standing claims of a patrol in one statement; returns the people concerned. */
export async function endClaims(tx: Tx, patrolId: string, state: 'cancelled' | 'no-show', at: Date): Promise<string[]> {
  const rows = await tx.updateTable('duties.claim').set({ state, ended_at: at }).where('patrol_id', '=', patrolId).where('state', '=', 'claimed').returning('person_id').execute()
  return rows.map((row) => row.person_id)
}

/** Who has checked in for this patrol and whose time on it is not over. */
export async function walkingOn(tx: Tx, patrolId: string, now: Date): Promise<string[]> {
  const rows = await tx.selectFrom('duties.claim').select('person_id').where('patrol_id', '=', patrolId).where('state', '=', 'attended').where(sql<boolean>`upper(window_at) > ${now}::timestamptz`).execute()
  return rows.map((row) => row.person_id)
}

export const giveSeatBack = async (tx: Tx, patrolId: string): Promise<void> =>
  void (await tx.updateTable('duties.patrol').set({ seats_taken: sql`seats_taken - 1` }).where('id', '=', patrolId).execute())
