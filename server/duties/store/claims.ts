import { sql, type Selectable } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import type { DutiesClaim } from '../../platform/schema.ts'
import type { PatrolRow } from './patrols.ts'

export type ClaimRow = Selectable<DutiesClaim>
export interface NewClaim {
  id: string
  patrolId: string
  personId: string
  startsAt: Date
  endsAt: Date
}

/** Batches of claims go one after the other, also those of other processes; each is one commit, so nothing is lost by it. */
export const takeTurn = async (tx: Tx): Promise<void> => void (await sql`select pg_advisory_xact_lock(hashtext('duties.seats'))`.execute(tx))

/**
 * Inserts all at once and returns the ids that went in; who already has a seat or another duty in that window is left out.
 * A person may be in it once. Call `takeTurn` before.
 */
export async function insertClaims(tx: Tx, claims: readonly NewClaim[], at: Date): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into duties.claim (id, patrol_id, person_id, window_at, state, claimed_at)
    select id, patrol_id, person_id, tstzrange(starts_at, ends_at), 'claimed', ${at}::timestamptz
    from unnest(${claims.map((c) => c.id)}::uuid[], ${claims.map((c) => c.patrolId)}::uuid[], ${claims.map((c) => c.personId)}::uuid[],
      ${claims.map((c) => c.startsAt)}::timestamptz[], ${claims.map((c) => c.endsAt)}::timestamptz[]) as c (id, patrol_id, person_id, starts_at, ends_at)
    where not exists (select 1 from duties.claim s where s.person_id = c.person_id and s.state in ('claimed', 'attended')
      and upper(s.window_at) > c.starts_at and lower(s.window_at) < c.ends_at)
    on conflict do nothing returning id`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

export async function addTakenSeats(tx: Tx, taken: ReadonlyMap<string, number>): Promise<void> {
  if (taken.size === 0) return
  await sql`update duties.patrol p set seats_taken = p.seats_taken + t.n
    from unnest(${[...taken.keys()]}::uuid[], ${[...taken.values()]}::int[]) as t (id, n) where p.id = t.id`.execute(tx)
}

/** Claims of these people that stand and end after a moment. */
export const standingClaims = (db: Tx | Database, personIds: readonly string[], endingAfter: Date): Promise<ClaimRow[]> =>
  db.selectFrom('duties.claim').selectAll().where('person_id', '=', sql<string>`any(${sql.val(personIds)}::uuid[])`).where('state', 'in', ['claimed', 'attended'])
    .where(sql<boolean>`upper(window_at) > ${endingAfter}::timestamptz`).execute()

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

export const giveSeatBack = async (tx: Tx, patrolId: string): Promise<void> =>
  void (await tx.updateTable('duties.patrol').set({ seats_taken: sql`seats_taken - 1` }).where('id', '=', patrolId).execute())
