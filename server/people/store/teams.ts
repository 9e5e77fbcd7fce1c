import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import type { RealNameStatus, TeamCard, TeamKind } from '../contract.ts'

const select = (db: Database | Tx, askerId: string) => db.selectFrom('people.team as t').leftJoin('people.organisation as o', 'o.id', 't.organisation_id')
  .leftJoin('people.role_grant as g', (join) => join.onRef('g.team_id', '=', 't.id').on('g.role', '=', 'leader').on('g.revoked_at', 'is', null))
  .leftJoin('people.person as p', 'p.id', 'g.person_id')
  .select(['t.id', 't.name', 't.kind', 't.about', 't.region_code', 't.region_path', 't.organisation_id', 't.closed_at', 'o.name as organisation_name', 'g.person_id as leader_id', 'p.name_mask', 'p.phone_mask'])
  .select(sql<number>`(select count(*)::int from people.membership m where m.team_id = t.id and m.left_at is null)`.as('members'))
  .select(sql<TeamCard['standing']>`case when g.person_id = ${askerId}::uuid then 'leader'
    when exists (select 1 from people.membership m where m.team_id = t.id and m.person_id = ${askerId}::uuid and m.left_at is null) then 'member'
    when exists (select 1 from people.join_request r where r.team_id = t.id and r.person_id = ${askerId}::uuid and r.state = 'pending') then 'requested' else 'none' end`.as('standing'))
  .$narrowType<{ kind: TeamKind }>()

export type TeamRow = NonNullable<Awaited<ReturnType<typeof teamById>>>

export const teamById = (db: Database | Tx, id: string, askerId: string) => select(db, askerId).where('t.id', '=', id).executeTakeFirst()

/** Locks the team: joins, leaves and hand-overs of one team go one after the other. */
export const lockTeam = (tx: Tx, id: string) => tx.selectFrom('people.team').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export interface TeamSearch { askerId: string, path: string | undefined, kind: string | undefined, name: string | undefined, mine: boolean, after: string | undefined, limit: number }

/** Open teams of the register, newest first. */
export const searchTeams = (db: Database, search: TeamSearch): Promise<TeamRow[]> =>
  select(db, search.askerId).where('t.closed_at', 'is', null)
    .$if(search.path !== undefined, (q) => q.where(sql<boolean>`t.region_path <@ ${search.path}::ltree`))
    .$if(search.kind !== undefined, (q) => q.where('t.kind', '=', search.kind as TeamKind))
    .$if(search.name !== undefined, (q) => q.where(sql<boolean>`strpos(t.name, ${search.name}) > 0`))
    .$if(search.mine, (q) => q.where('t.id', 'in', db.selectFrom('people.membership').select('team_id').where('person_id', '=', search.askerId).where('left_at', 'is', null)))
    .$if(search.after !== undefined, (q) => q.where('t.id', '<', search.after as string))
    .orderBy('t.id', 'desc').limit(search.limit).execute()

export interface NewTeam { id: string, name: string, kind: string, about: string, organisation_id: string | null, region_code: string, region_path: string, created_at: Date, created_by: string }
export const insertTeam = (tx: Tx, row: NewTeam): Promise<unknown> => tx.insertInto('people.team').values(row).execute()
export const updateTeam = (tx: Tx, id: string, change: Partial<{ name: string, kind: string, about: string, closed_at: Date }>): Promise<unknown> => tx.updateTable('people.team').set(change).where('id', '=', id).execute()

/** Answers false when the person is a member already. */
export const insertMembership = async (tx: Tx, row: { id: string, team_id: string, person_id: string, joined_at: Date, joined_by: string }): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await tx.insertInto('people.membership').values(row).onConflict((c) => c.doNothing()).executeTakeFirst()
  return Number(numInsertedOrUpdatedRows) === 1
}

export const endMembership = async (tx: Tx, teamId: string, personId: string, at: Date, because: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx.updateTable('people.membership').set({ left_at: at, left_because: because }).where('team_id', '=', teamId).where('person_id', '=', personId).where('left_at', 'is', null).executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

export const endAllMemberships = (tx: Tx, teamId: string, at: Date, because: string): Promise<unknown> =>
  tx.updateTable('people.membership').set({ left_at: at, left_because: because }).where('team_id', '=', teamId).where('left_at', 'is', null).execute()

export const isMember = async (db: Database | Tx, teamId: string, personId: string): Promise<boolean> =>
  (await db.selectFrom('people.membership').select('id').where('team_id', '=', teamId).where('person_id', '=', personId).where('left_at', 'is', null).executeTakeFirst()) !== undefined

/** Members in the order they joined. */
export const membersOf = (db: Database | Tx, teamId: string, after: string | undefined, limit: number) =>
  db.selectFrom('people.membership as m').innerJoin('people.person as p', 'p.id', 'm.person_id').where('m.team_id', '=', teamId).where('m.left_at', 'is', null)
    .$if(after !== undefined, (q) => q.where('m.id', '>', after as string))
    .select(['m.id', 'm.person_id', 'm.joined_at', 'p.name_mask', 'p.phone_mask', 'p.real_name']).$narrowType<{ real_name: RealNameStatus }>().orderBy('m.id').limit(limit).execute()

export const membershipsOf = (db: Database | Tx, personId: string) =>
  db.selectFrom('people.membership as m').innerJoin('people.team as t', 't.id', 'm.team_id').where('m.person_id', '=', personId)
    .select(['t.id as team_id', 't.name as team_name', 'm.joined_at', 'm.joined_by', 'm.left_at', 'm.left_because']).orderBy('m.id').execute()

export const endMembershipsOf = (tx: Tx, personId: string, at: Date, because: string): Promise<unknown> =>
  tx.updateTable('people.membership').set({ left_at: at, left_because: because }).where('person_id', '=', personId).where('left_at', 'is', null).execute()
