import { sql } from 'kysely'
import type { Role } from '../../platform/actor.ts'
import type { Database, Tx } from '../../platform/db.ts'
import type { RealNameStatus } from '../contract.ts'

/** Teams a person belongs to now, and whether they lead them. */
export const teamsOf = (db: Database | Tx, personId: string): Promise<{ id: string, name: string, leader: boolean }[]> =>
  db.selectFrom('people.membership as m').innerJoin('people.team as t', 't.id', 'm.team_id').where('m.person_id', '=', personId).where('m.left_at', 'is', null)
    .select(['t.id', 't.name']).select(sql<boolean>`exists (select 1 from people.role_grant g where g.team_id = t.id and g.person_id = m.person_id and g.role = 'leader' and g.revoked_at is null)`.as('leader'))
    .orderBy('m.joined_at').orderBy('m.id').execute()

export type RequestState = 'pending' | 'approved' | 'refused' | 'withdrawn'

const requests = (db: Database | Tx) => db.selectFrom('people.join_request as r').innerJoin('people.team as t', 't.id', 'r.team_id').innerJoin('people.person as p', 'p.id', 'r.person_id')
  .select(['r.id', 'r.team_id', 't.name as team_name', 'r.person_id', 'p.name_mask', 'p.phone_mask', 'p.real_name', 'r.message', 'r.state', 'r.created_at', 'r.decided_at', 'r.reason'])
  .$narrowType<{ state: RequestState, real_name: RealNameStatus }>()

export type RequestRow = Awaited<ReturnType<typeof requestsOf>>[number]

export const requestsOf = (db: Database | Tx, personId: string) => requests(db).where('r.person_id', '=', personId).orderBy('r.id', 'desc').limit(50).execute()
export const requestById = (db: Database | Tx, id: string): Promise<RequestRow | undefined> => requests(db).where('r.id', '=', id).executeTakeFirst()

/** Which teams someone decides for: by region, by leading, by organisation. */
export interface Oversight { scopes: readonly string[], teamIds: readonly string[], organisationIds: readonly string[] }

export const pendingRequests = (db: Database, oversight: Oversight, filter: { teamId: string | undefined, after: string | undefined, limit: number }): Promise<RequestRow[]> =>
  requests(db).where('r.state', '=', 'pending')
    .where(sql<boolean>`(t.region_path <@ any(${oversight.scopes}::ltree[]) or t.id = any(${oversight.teamIds}::uuid[]) or t.organisation_id = any(${oversight.organisationIds}::uuid[]))`)
    .$if(filter.teamId !== undefined, (q) => q.where('r.team_id', '=', filter.teamId as string))
    .$if(filter.after !== undefined, (q) => q.where('r.id', '>', filter.after as string))
    .orderBy('r.id').limit(filter.limit).execute()

/** Answers false when a request is pending already. */
export const insertRequest = async (tx: Tx, row: { id: string, team_id: string, person_id: string, message: string, created_at: Date }): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await tx.insertInto('people.join_request').values({ ...row, state: 'pending' }).onConflict((c) => c.doNothing()).executeTakeFirst()
  return Number(numInsertedOrUpdatedRows) === 1
}

/** Moves a pending request on; false when it was decided meanwhile. */
export const settleRequest = async (tx: Tx, id: string, change: { state: RequestState, decided_at: Date, decided_by: string, reason: string | null }): Promise<boolean> => {
  const { numUpdatedRows } = await tx.updateTable('people.join_request').set(change).where('id', '=', id).where('state', '=', 'pending').executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

/** Settles what a person asked of one team, or of all, because the question is gone. */
export const settleRequestsOf = (tx: Tx, personId: string, teamId: string | 'all', state: RequestState, at: Date, by: string): Promise<unknown> =>
  tx.updateTable('people.join_request').set({ state, decided_at: at, decided_by: by }).where('person_id', '=', personId).where('state', '=', 'pending')
    .$if(teamId !== 'all', (q) => q.where('team_id', '=', teamId)).execute()

export const linksOf = (db: Database | Tx, teamId: string) => db.selectFrom('people.team_link').selectAll().where('team_id', '=', teamId).orderBy('id', 'desc').limit(50).execute()
export const linkById = (db: Database | Tx, id: string) => db.selectFrom('people.team_link').selectAll().where('id', '=', id).executeTakeFirst()
export const linkByToken = (db: Database | Tx, hash: string) => db.selectFrom('people.team_link').selectAll().where('token_hash', '=', hash).executeTakeFirst()
export const insertLink = (tx: Tx, row: { id: string, team_id: string, token_hash: string, token_sealed: string, created_at: Date, created_by: string, expires_at: Date, uses_max: number }): Promise<unknown> =>
  tx.insertInto('people.team_link').values(row).execute()
export const revokeLink = (tx: Tx, id: string, at: Date): Promise<unknown> => tx.updateTable('people.team_link').set({ revoked_at: at }).where('id', '=', id).where('revoked_at', 'is', null).execute()

/** Counts one use; false when the link is over. The row's lock keeps the count exact. */
export const useLink = async (tx: Tx, id: string, now: Date): Promise<boolean> => {
  const { numUpdatedRows } = await tx.updateTable('people.team_link').set({ uses: sql`uses + 1` }).where('id', '=', id)
    .where('revoked_at', 'is', null).where('expires_at', '>', now).whereRef('uses', '<', 'uses_max').executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

const invitations = (db: Database | Tx) => db.selectFrom('people.invitation as i').innerJoin('people.person as p', 'p.id', 'i.invited_by')
  .leftJoin('people.team as t', 't.id', 'i.team_id').leftJoin('people.organisation as o', 'o.id', 'i.organisation_id')
  .select(['i.id', 'i.phone_index', 'i.phone_mask', 'i.team_id', 'i.role', 'i.region_code', 'i.region_path', 'i.organisation_id', 'i.invited_by', 'i.state', 'i.created_at', 'i.expires_at', 't.name as team_name', 'o.name as organisation_name', 'p.name_mask as inviter_mask', 'p.phone_mask as inviter_phone'])
  .$narrowType<{ state: 'open' | 'accepted' | 'refused' | 'withdrawn', role: Exclude<Role, 'leader'> | null }>()

export type InvitationRow = Awaited<ReturnType<typeof openInvitationsFor>>[number]

export const openInvitationsFor = (db: Database | Tx, phoneIndex: string, now: Date) =>
  invitations(db).where('i.phone_index', '=', phoneIndex).where('i.state', '=', 'open').where('i.expires_at', '>', now).orderBy('i.id', 'desc').execute()
export const invitationById = (db: Database | Tx, id: string): Promise<InvitationRow | undefined> => invitations(db).where('i.id', '=', id).executeTakeFirst()
export const invitationsBy = (db: Database, personId: string, after: string | undefined, limit: number): Promise<InvitationRow[]> =>
  invitations(db).where('i.invited_by', '=', personId).$if(after !== undefined, (q) => q.where('i.id', '<', after as string)).orderBy('i.id', 'desc').limit(limit).execute()

export interface NewInvitation { id: string, phone_index: string, phone_mask: string, team_id: string | null, role: Role | null, region_code: string | null, region_path: string | null, organisation_id: string | null, invited_by: string, created_at: Date, expires_at: Date }
export const insertInvitation = (tx: Tx, row: NewInvitation): Promise<unknown> => tx.insertInto('people.invitation').values({ ...row, state: 'open' }).execute()

/** Answers an open invitation; false when it was answered meanwhile. */
export const settleInvitation = async (tx: Tx, id: string, change: { state: 'accepted' | 'refused' | 'withdrawn', answered_at: Date, answered_by: string }): Promise<boolean> => {
  const { numUpdatedRows } = await tx.updateTable('people.invitation').set(change).where('id', '=', id).where('state', '=', 'open').executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

/** Nobody can take a role for this region any more; answers what was withdrawn. */
export const withdrawInvitationsTo = (tx: Tx, regionCode: string, by: string, at: Date): Promise<{ id: string, role: string | null, region_path: string | null }[]> =>
  tx.updateTable('people.invitation').set({ state: 'withdrawn', answered_at: at, answered_by: by }).where('region_code', '=', regionCode).where('state', '=', 'open').returning(['id', 'role', 'region_path']).execute()

export const countOpenInvitations = async (db: Database | Tx, phoneIndex: string, now: Date): Promise<number> => (await openInvitationsFor(db, phoneIndex, now)).length
