import { sql, type RawBuilder, type Selectable } from 'kysely'
import { inOneTrip, type Database, type Tx } from '../../platform/db.ts'
import { emitFrom } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import type { DutiesClaim } from '../../platform/schema.ts'
import type { PatrolRow } from './patrols.ts'

export type ClaimRow = Selectable<DutiesClaim>
/** A seat that a person may have if one is left. `version` is that of the patrol by which the person was judged. */
export interface SeatWish {
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
 * A person may wish once. Nearly all are seated in a rush, so those who are not come back: their place in the list and why.
 */
export async function takeSeats(db: Database, wishes: readonly SeatWish[], at: Date): Promise<{ index: number; reason: SeatRefusal }[]> {
  const patrols = [...new Map(wishes.map((wish) => [wish.patrolId, wish])).values()].toSorted((a, b) => (a.patrolId < b.patrolId ? -1 : 1))
  const lock = sql`select from duties.patrol where id = any(${patrols.map((p) => p.patrolId)}::uuid[]) order by id for update`
  const [, , refused] = await inOneTrip(db, [turn, lock, seating(wishes, patrols, at)])
  return refused as { index: number; reason: SeatRefusal }[]
}

/** The one way a claim comes to be, as a part of a larger statement: one for each row of `source`, which has id, patrol_id, person_id and the patrol's starts_at and ends_at. */
export const claimsFrom = (source: string, at: Date): RawBuilder<unknown> => sql`
      insert into duties.claim (id, patrol_id, person_id, window_at, state, claimed_at)
      select id, patrol_id, person_id, tstzrange(starts_at, ends_at), 'claimed', ${at}::timestamptz from ${sql.table(source)}`

/** An array of ids or numbers as PostgreSQL reads it; the driver would look at each for what must be quoted. */
const array = (values: readonly unknown[]): string => `{${values.join()}}`

function seating(wishes: readonly SeatWish[], patrols: readonly SeatWish[], at: Date): RawBuilder<unknown> {
  const number = new Map(patrols.map((p, i) => [p.patrolId, i + 1]))
  return sql`
    with wish as materialized (
      select w.index, w.id, w.person_id, p.id as patrol_id, t.event_id, p.starts_at, p.ends_at, p.seats - p.seats_taken - p.seats_kept as free, p.seats_kept > 0 as kept, p.version = t.version as same, p.starts_at < ${at}::timestamptz + interval '1 day' as soon
      from unnest(${array(wishes.map((w) => w.id))}::uuid[], ${array(wishes.map((w) => w.personId))}::uuid[], ${array(wishes.map((w) => number.get(w.patrolId)))}::int[]) with ordinality as w (id, person_id, patrol, index)
      join unnest(${patrols.map((p) => p.patrolId)}::uuid[], ${patrols.map((p) => p.version)}::int[], ${patrols.map(() => newId())}::uuid[]) with ordinality as t (id, version, event_id, number) on t.number = w.patrol
      join duties.patrol p on p.id = t.id
    ), busy as materialized (
      select index, bool_or(here) as here from (
        select w.index, s.patrol_id = w.patrol_id as here from wish w join duties.claim s on s.person_id = w.person_id and s.state in ('claimed', 'attended')
          and upper(s.window_at) > w.starts_at and lower(s.window_at) < w.ends_at
        -- Who has gone early holds a seat whose window is shorter than the patrol's; nobody goes before it is soon.
        union all select w.index, true from wish w join duties.claim s on s.patrol_id = w.patrol_id and s.person_id = w.person_id and s.state = 'attended' where w.soon
      ) found group by index
    ), seated as materialized (
      select * from (select *, row_number() over (partition by patrol_id order by index) as place from wish where same and index not in (select index from busy)) ranked where place <= free
    ), taken as (
      ${claimsFrom('seated', at)}
    ), counted as (
      update duties.patrol p set seats_taken = p.seats_taken + s.n from (select patrol_id, count(*)::int as n from seated group by patrol_id) s where p.id = s.patrol_id
    ), news as (
      select event_id as id, case when count(*) = 1 then min(person_id::text) else 'system' end as actor, 'patrol:' || patrol_id as subject,
        jsonb_build_object('patrolId', patrol_id, 'seats', count(*)) as payload from seated group by patrol_id, event_id
    ), told as (${emitFrom('news', { type: SEATS_CLAIMED, at })})
    select (w.index - 1)::int as index, case when not w.same then 'patrol-changed' when b.here then 'already-claimed' when b.here is not null then 'overlapping-duty' when w.kept then 'kept-for-units' else 'patrol-full' end as reason
    from wish w left join busy b using (index) where w.index not in (select index from seated)`
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
    .where((e) => e.or([e('state', '=', 'claimed'), e('state', '=', 'no-show'), e('state', '=', 'cancelled')])).orderBy('claimed_at', 'desc').limit(1).forUpdate().executeTakeFirst()

/** Call `takeTurn` before. */
export async function overlapsStanding(tx: Tx, claim: ClaimRow): Promise<boolean> {
  const row = await tx.selectFrom('duties.claim').select('id').where('person_id', '=', claim.person_id).where('state', 'in', ['claimed', 'attended'])
    .where(sql<boolean>`window_at && ${claim.window_at}::tstzrange`).limit(1).executeTakeFirst()
  return row !== undefined
}

export const claimsOfPatrol = (db: Tx | Database, patrolId: string): Promise<ClaimRow[]> =>
  db.selectFrom('duties.claim').selectAll().where('patrol_id', '=', patrolId)
    // Two arms, one for each partial index.
    .where((e) => e.or([e('state', 'in', ['claimed', 'attended']), e('state', '=', 'no-show')])).orderBy('claimed_at').execute()

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

export const setClaimState = async (tx: Tx, id: string, state: 'attended' | 'released' | 'cancelled' | 'no-show', at: Date): Promise<void> =>
  void (await tx.updateTable('duties.claim').set({ state, ended_at: state === 'attended' ? null : at }).where('id', '=', id).execute())

/** The person left early: the rest of the window is free for another duty. */
export const shortenClaim = async (tx: Tx, id: string, endedAt: Date): Promise<void> =>
  void (await tx.updateTable('duties.claim').set({ window_at: sql`tstzrange(lower(window_at), greatest(lower(window_at), least(upper(window_at), ${endedAt}::timestamptz)))` }).where('id', '=', id).execute())

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
