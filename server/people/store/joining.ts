import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'

/** Teams a person belongs to now, and whether they lead them. */
export const teamsOf = (db: Database | Tx, personId: string): Promise<{ id: string, name: string, leader: boolean }[]> =>
  db.selectFrom('people.membership as m').innerJoin('people.team as t', 't.id', 'm.team_id').where('m.person_id', '=', personId).where('m.left_at', 'is', null).where('t.closed_at', 'is', null)
    .select(['t.id', 't.name']).select(sql<boolean>`exists (select 1 from people.role_grant g where g.team_id = t.id and g.person_id = m.person_id and g.role = 'leader' and g.revoked_at is null)`.as('leader'))
    .orderBy('m.joined_at').orderBy('m.id').execute()

export const countOpenInvitations = async (db: Database | Tx, phoneIndex: string, now: Date): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from people.invitation where phone_index = ${phoneIndex} and state = 'open' and expires_at > ${now}`.execute(db)
  return rows[0]?.n ?? 0
}
