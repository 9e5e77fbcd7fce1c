import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'

export interface OrganisationRow { id: string, name: string, kind: string, credit_code: string | null, region_code: string, region_path: string, teams: number, liaisons: { personId: string, name_mask: string | null, phone_mask: string }[] }

const select = (db: Database | Tx) => db.selectFrom('people.organisation as o').select(['o.id', 'o.name', 'o.kind', 'o.credit_code', 'o.region_code', 'o.region_path'])
  .select(sql<number>`(select count(*)::int from people.team t where t.organisation_id = o.id and t.closed_at is null)`.as('teams'))
  .select(sql<OrganisationRow['liaisons']>`coalesce((select json_agg(json_build_object('personId', p.id, 'name_mask', p.name_mask, 'phone_mask', p.phone_mask) order by g.id)
    from people.role_grant g join people.person p on p.id = g.person_id where g.organisation_id = o.id and g.revoked_at is null), '[]')`.as('liaisons'))

export const organisationById = (db: Database | Tx, id: string): Promise<OrganisationRow | undefined> => select(db).where('o.id', '=', id).executeTakeFirst()

export interface OrganisationSearch { scopes: readonly string[], ids: readonly string[], kind: string | undefined, name: string | undefined, after: string | undefined, limit: number }

/** Organisations inside the scopes or among the ids, newest first. */
export const searchOrganisations = (db: Database | Tx, search: OrganisationSearch): Promise<OrganisationRow[]> =>
  select(db).where(sql<boolean>`(o.region_path <@ any(${search.scopes}::ltree[]) or o.id = any(${search.ids}::uuid[]))`)
    .$if(search.kind !== undefined, (q) => q.where('o.kind', '=', search.kind as string))
    .$if(search.name !== undefined, (q) => q.where(sql<boolean>`strpos(o.name, ${search.name}) > 0`))
    .$if(search.after !== undefined, (q) => q.where('o.id', '<', search.after as string))
    .orderBy('o.id', 'desc').limit(search.limit).execute()

export const insertOrganisation = (tx: Tx, row: { id: string, name: string, kind: string, credit_code: string | null, region_code: string, region_path: string, created_at: Date, created_by: string }): Promise<unknown> =>
  tx.insertInto('people.organisation').values(row).execute()

export const updateOrganisation = (tx: Tx, id: string, change: { name: string, kind: string, credit_code: string | null }): Promise<unknown> =>
  tx.updateTable('people.organisation').set(change).where('id', '=', id).execute()

export const creditCodeTaken = async (tx: Tx, code: string, exceptId: string): Promise<boolean> =>
  (await tx.selectFrom('people.organisation').select('id').where('credit_code', '=', code).where('id', '<>', exceptId).executeTakeFirst()) !== undefined

export interface UnitMemberSearch { ids: readonly string[] | undefined, nameIndex: string | undefined, after: string | undefined, limit: number }

/** People in the organisation's open teams, by id; everyone once, with the names of these teams. */
export const organisationMembers = (db: Database | Tx, organisationId: string, search: UnitMemberSearch) =>
  db.selectFrom('people.membership as m').innerJoin('people.team as t', 't.id', 'm.team_id').innerJoin('people.person as p', 'p.id', 'm.person_id')
    .where('t.organisation_id', '=', organisationId).where('t.closed_at', 'is', null).where('m.left_at', 'is', null).where('p.deleted_at', 'is', null)
    .$if(search.ids !== undefined, (q) => q.where(sql<boolean>`p.id = any(${search.ids}::uuid[])`))
    .$if(search.nameIndex !== undefined, (q) => q.where('p.name_index', '=', search.nameIndex as string))
    .$if(search.after !== undefined, (q) => q.where('p.id', '>', search.after as string))
    .groupBy(['p.id', 'p.phone_mask']).select(['p.id', 'p.phone_mask']).select(sql<string[]>`array_agg(t.name order by t.name)`.as('teams')).orderBy('p.id').limit(search.limit).execute()
