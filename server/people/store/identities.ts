import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'

export type ApplicationState = 'pending' | 'verified' | 'rejected'

export const newestApplication = (db: Database | Tx, personId: string) =>
  db.selectFrom('people.real_name_application').selectAll().where('person_id', '=', personId).orderBy('id', 'desc').limit(1).executeTakeFirst()

export const applicationsOf = (db: Database | Tx, personId: string) =>
  db.selectFrom('people.real_name_application').selectAll().where('person_id', '=', personId).orderBy('id').execute()

export const insertApplication = (tx: Tx, row: { id: string, person_id: string, submitted_at: Date }): Promise<unknown> =>
  tx.insertInto('people.real_name_application').values({ ...row, state: 'pending' }).execute()

const queue = (db: Database | Tx, scopes: readonly string[]) =>
  db.selectFrom('people.real_name_application as a').innerJoin('people.person as p', 'p.id', 'a.person_id')
    .where('p.deleted_at', 'is', null).where(sql<boolean>`p.region_path <@ any(${scopes}::ltree[])`)
    .select(['a.id', 'a.person_id', 'a.state', 'a.submitted_at', 'a.decided_at', 'a.reason', 'p.name_mask', 'p.phone_mask', 'p.id_number_mask', 'p.id_number_sealed', 'p.key_sealed', 'p.region_code', 'p.region_path']).$narrowType<{ state: ApplicationState }>()

export type ApplicationRow = NonNullable<Awaited<ReturnType<typeof applicationInScopes>>>

/** The queue oldest first, so that nobody waits behind newcomers. */
export const applicationsInScopes = (db: Database, scopes: readonly string[], filter: { state: ApplicationState, after: string | undefined, limit: number }): Promise<ApplicationRow[]> =>
  queue(db, scopes).where('a.state', '=', filter.state)
    // Said of the person too, so that a small region begins with its own people.
    .$if(filter.state === 'pending', (q) => q.where('p.real_name', '=', 'pending'))
    .$if(filter.after !== undefined, (q) => q.where('a.id', '>', filter.after as string)).orderBy('a.id').limit(filter.limit).execute()

export const applicationInScopes = (db: Database | Tx, id: string, scopes: readonly string[]) => queue(db, scopes).where('a.id', '=', id).executeTakeFirst()

export const decideApplication = (tx: Tx, id: string, decision: { state: ApplicationState, decided_at: Date, decided_by: string, reason: string | null }): Promise<unknown> =>
  tx.updateTable('people.real_name_application').set(decision).where('id', '=', id).execute()

/** Whose checked or pending ID number this is; undefined when free. */
export const holderOfIdNumber = (tx: Tx, index: string) => tx.selectFrom('people.person').select('id').where('id_number_index', '=', index).executeTakeFirst()

export const closePendingApplications = (tx: Tx, personId: string, at: Date): Promise<unknown> =>
  tx.updateTable('people.real_name_application').set({ state: 'rejected', decided_at: at, reason: null }).where('person_id', '=', personId).where('state', '=', 'pending').execute()
