import { sql } from 'kysely'
import type { Grant, Role } from '../../platform/actor.ts'
import type { Database, Tx } from '../../platform/db.ts'
import type { Purpose, RealNameStatus } from '../contract.ts'

export const insertCode = (tx: Database | Tx, row: { id: string, phone_index: string, code_hash: string, created_at: Date, expires_at: Date }): Promise<unknown> =>
  tx.insertInto('people.sign_in_code').values(row).execute()

/** The newest code of a phone, locked; older ones no longer count. */
export const newestCode = (tx: Tx, phoneIndex: string) =>
  tx.selectFrom('people.sign_in_code').selectAll().where('phone_index', '=', phoneIndex).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(1).forUpdate().executeTakeFirst()

export const countAttempt = (tx: Tx, id: string): Promise<unknown> => tx.updateTable('people.sign_in_code').set({ attempts: sql`attempts + 1` }).where('id', '=', id).execute()
export const useCode = (tx: Tx, id: string, at: Date): Promise<unknown> => tx.updateTable('people.sign_in_code').set({ used_at: at }).where('id', '=', id).execute()
export const deleteCodesBefore = (db: Database | Tx, at: Date): Promise<unknown> => db.deleteFrom('people.sign_in_code').where('expires_at', '<', at).execute()
export const deleteCodesOf = (tx: Tx, phoneIndex: string): Promise<unknown> => tx.deleteFrom('people.sign_in_code').where('phone_index', '=', phoneIndex).execute()

export interface NewSession { id: string, person_id: string, token_hash: string, created_at: Date, last_seen_at: Date, expires_at: Date, device: string, ip: string }
export const insertSession = (tx: Tx, row: NewSession): Promise<unknown> => tx.insertInto('people.session').values(row).execute()

export interface OpenSession { id: string, person_id: string, last_seen_at: Date, real_name: RealNameStatus, grants: Grant[], terms_due: Purpose | null }

/** Session, person, grants and the first of the needed texts that is not agreed to, in one query: it runs with every request. */
export async function openSession(db: Database, tokenHash: string, now: Date, needed: readonly { purpose: Purpose, version: number }[]): Promise<OpenSession | undefined> {
  const { rows } = await sql<OpenSession>`
    select s.id, s.person_id, s.last_seen_at, p.real_name, coalesce((
      select json_agg(json_build_object('role', g.role, 'regionPath', g.region_path, 'organisationId', g.organisation_id, 'teamId', g.team_id))
      from people.role_grant g where g.person_id = p.id and g.revoked_at is null), '[]') as grants, (
      select needed.purpose from unnest(${needed.map(({ purpose }) => purpose)}::text[], ${needed.map(({ version }) => version)}::int[]) with ordinality as needed (purpose, version, place)
      where not exists (select from people.consent c where c.person_id = p.id and c.purpose = needed.purpose and c.version >= needed.version and c.withdrawn_at is null)
      order by needed.place limit 1) as terms_due
    from people.session s join people.person p on p.id = s.person_id
    where s.token_hash = ${tokenHash} and s.revoked_at is null and s.expires_at > ${now} and p.deleted_at is null`.execute(db)
  return rows[0]
}

/** Those of the sessions that are neither ended nor too old. */
export async function openAmong(db: Database, ids: readonly string[], offices: readonly Role[], now: Date): Promise<{ id: string, last_seen_at: Date, holds_office: boolean }[]> {
  const { rows } = await sql<{ id: string, last_seen_at: Date, holds_office: boolean }>`
    select s.id, s.last_seen_at, exists (select from people.role_grant g where g.person_id = p.id and g.revoked_at is null and g.role = any(${offices}::text[])) as holds_office
    from people.session s join people.person p on p.id = s.person_id
    where s.id = any(${ids}::uuid[]) and s.revoked_at is null and s.expires_at > ${now} and p.deleted_at is null`.execute(db)
  return rows
}

export const touchSession = (db: Database, id: string, at: Date): Promise<unknown> => db.updateTable('people.session').set({ last_seen_at: at }).where('id', '=', id).execute()

export const openSessionsOf = (db: Database | Tx, personId: string, now: Date) =>
  db.selectFrom('people.session').selectAll().where('person_id', '=', personId).where('revoked_at', 'is', null).where('expires_at', '>', now).orderBy('last_seen_at', 'desc').orderBy('id', 'desc').execute()

/** Ends sessions of one person; answers how many were open. */
export async function revokeSessions(tx: Database | Tx, personId: string, ids: readonly string[] | 'all', at: Date): Promise<number> {
  const { numUpdatedRows } = await tx.updateTable('people.session').set({ revoked_at: at }).where('person_id', '=', personId).where('revoked_at', 'is', null)
    .$if(ids !== 'all', (q) => q.where('id', 'in', ids === 'all' ? [] : [...ids])).executeTakeFirst()
  return Number(numUpdatedRows)
}

export const deleteSessionsOf = (tx: Tx, personId: string): Promise<unknown> => tx.deleteFrom('people.session').where('person_id', '=', personId).execute()
