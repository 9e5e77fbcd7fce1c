import { sql, type Selectable } from 'kysely'
import { acrossScopes, beneath, newerId, type Database, type Tx } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { RealNameStatus } from '../contract.ts'

export type PersonRow = Omit<Selectable<DB['people.person']>, 'real_name'> & { real_name: RealNameStatus }

const select = (db: Database | Tx) => db.selectFrom('people.person').selectAll().$castTo<PersonRow>()

export const insertPerson = (tx: Tx, row: { id: string, key_sealed: string, phone_sealed: string, phone_index: string, phone_mask: string, created_at: Date }): Promise<unknown> =>
  tx.insertInto('people.person').values(row).execute()

export const personById = (db: Database | Tx, id: string): Promise<PersonRow | undefined> =>
  select(db).where('id', '=', id).where('deleted_at', 'is', null).executeTakeFirst()

/** Locks the row until the transaction ends. */
export const personForUpdate = (tx: Tx, id: string): Promise<PersonRow | undefined> =>
  select(tx).where('id', '=', id).where('deleted_at', 'is', null).forUpdate().executeTakeFirst()

export const personByPhone = (db: Database | Tx, index: string): Promise<PersonRow | undefined> => select(db).where('phone_index', '=', index).executeTakeFirst()

export const personsByIds = (db: Database | Tx, ids: readonly string[]): Promise<PersonRow[]> => ids.length === 0 ? Promise.resolve([]) : select(db).where('id', 'in', ids).execute()

export const teamIdsOf = async (db: Database | Tx, ids: readonly string[]): Promise<Map<string, string[]>> => {
  const rows = ids.length === 0 ? [] : await db.selectFrom('people.membership').select(['person_id', 'team_id']).where('person_id', 'in', ids).where('left_at', 'is', null).orderBy('joined_at').execute()
  const byPerson = new Map<string, string[]>()
  for (const row of rows) byPerson.set(row.person_id, [...(byPerson.get(row.person_id) ?? []), row.team_id])
  return byPerson
}

export const updatePerson = (tx: Tx, id: string, change: Partial<Omit<PersonRow, 'id'>>): Promise<unknown> =>
  tx.updateTable('people.person').set(change).where('id', '=', id).execute()

export interface PersonSearch {
  scopes: readonly string[]
  status: string | undefined
  nameIndex: string | undefined
  phoneIndex: string | undefined
  teamId: string | undefined
  after: string | undefined
  limit: number
}

/** People of the scopes, newest first. */
export const searchPersons = (db: Database | Tx, search: PersonSearch): Promise<PersonRow[]> => acrossScopes(search.scopes, search.limit, (scope) =>
  select(db).where('deleted_at', 'is', null).where(beneath('region_path', scope))
    .$if(search.status !== undefined, (q) => q.where('real_name', '=', search.status as string))
    .$if(search.nameIndex !== undefined, (q) => q.where('name_index', '=', search.nameIndex as string))
    .$if(search.phoneIndex !== undefined, (q) => q.where('phone_index', '=', search.phoneIndex as string))
    .$if(search.teamId !== undefined, (q) => q.where('id', 'in', db.selectFrom('people.membership').select('person_id').where('team_id', '=', search.teamId as string).where('left_at', 'is', null)))
    .$if(search.after !== undefined, (q) => q.where('id', '<', search.after as string))
    .orderBy('id', 'desc').limit(search.limit).execute(), newerId)

export const personInScopes = (db: Database | Tx, id: string, scopes: readonly string[]): Promise<PersonRow | undefined> =>
  select(db).where('id', '=', id).where('deleted_at', 'is', null).where(sql<boolean>`region_path <@ any(${scopes}::ltree[])`).executeTakeFirst()
