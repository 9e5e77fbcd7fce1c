import { sql } from 'kysely'
import type { Role } from '../../platform/actor.ts'
import type { Database, Tx } from '../../platform/db.ts'

export interface NewGrant { id: string, person_id: string, role: Role, region_code?: string | null, region_path?: string | null, organisation_id?: string | null, team_id?: string | null, granted_at: Date, granted_by: string }

/** Answers false when the person already holds exactly this. */
export async function insertGrant(tx: Tx, row: NewGrant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.insertInto('people.role_grant').values(row).onConflict((c) => c.doNothing()).executeTakeFirst()
  return Number(numInsertedOrUpdatedRows) === 1
}

// Where a grant lies: its own region, or that of its organisation or team.
const select = (db: Database | Tx) => db.selectFrom('people.role_grant as g').innerJoin('people.person as p', 'p.id', 'g.person_id')
  .leftJoin('people.organisation as o', 'o.id', 'g.organisation_id').leftJoin('people.team as t', 't.id', 'g.team_id')
  .where('g.revoked_at', 'is', null)
  .select(['g.id', 'g.person_id', 'g.role', 'g.region_code', 'g.region_path', 'g.organisation_id', 'g.team_id', 'g.granted_at', 'p.name_mask', 'p.phone_mask', 'o.name as organisation_name', 't.name as team_name'])
  .select(sql<string>`coalesce(g.region_path, o.region_path, t.region_path)`.as('scope_path')).$narrowType<{ role: Role }>()

export type GrantRow = Awaited<ReturnType<typeof grantsOf>>[number]

export const grantsOf = (db: Database | Tx, personId: string) => select(db).where('g.person_id', '=', personId).orderBy('g.id').execute()
export const grantById = (db: Database | Tx, id: string): Promise<GrantRow | undefined> => select(db).where('g.id', '=', id).executeTakeFirst()

/** Of exactly this region, not of those below it. */
export const grantsOfRegion = (tx: Tx, regionCode: string): Promise<GrantRow[]> => select(tx).where('g.region_code', '=', regionCode).orderBy('g.id').execute()

export const grantsInScopes = (db: Database, scopes: readonly string[], filter: { role: string | undefined, after: string | undefined, limit: number }): Promise<GrantRow[]> =>
  select(db).where(sql<boolean>`coalesce(g.region_path, o.region_path, t.region_path) <@ any(${scopes}::ltree[])`)
    .$if(filter.role !== undefined, (q) => q.where('g.role', '=', filter.role as Role))
    .$if(filter.after !== undefined, (q) => q.where('g.id', '<', filter.after as string))
    .orderBy('g.id', 'desc').limit(filter.limit).execute()

export const revokeGrant = async (tx: Tx, id: string, by: string, at: Date): Promise<boolean> => {
  const { numUpdatedRows } = await tx.updateTable('people.role_grant').set({ revoked_at: at, revoked_by: by }).where('id', '=', id).where('revoked_at', 'is', null).executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

export const revokeGrantsOf = (tx: Tx, personId: string, by: string, at: Date): Promise<unknown> =>
  tx.updateTable('people.role_grant').set({ revoked_at: at, revoked_by: by }).where('person_id', '=', personId).where('revoked_at', 'is', null).execute()

export const leaderGrant = (db: Database | Tx, teamId: string) =>
  db.selectFrom('people.role_grant').select(['id', 'person_id']).where('team_id', '=', teamId).where('role', '=', 'leader').where('revoked_at', 'is', null).executeTakeFirst()

export const anyOfficer = async (db: Database | Tx): Promise<boolean> =>
  (await db.selectFrom('people.role_grant').select('id').where('role', '=', 'officer').where('revoked_at', 'is', null).limit(1).executeTakeFirst()) !== undefined

export const replaceFirstOfficerToken = async (tx: Tx, hash: string, at: Date): Promise<void> => {
  await tx.deleteFrom('people.first_officer_token').execute()
  await tx.insertInto('people.first_officer_token').values({ token_hash: hash, created_at: at }).execute()
}

/** Takes the token away; true when it was there. Two who come at once queue on its row. */
export const takeFirstOfficerToken = async (tx: Tx, hash: string): Promise<boolean> =>
  (await tx.deleteFrom('people.first_officer_token').where('token_hash', '=', hash).returning('token_hash').executeTakeFirst()) !== undefined
