import type { z } from 'zod'
import { regionScopes, signedIn, withinScopes, type Actor } from '../../platform/actor.ts'
import { audit } from '../../platform/audit.ts'
import { inTransaction, type Database, type Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/problem.ts'
import { nameOfRegion } from '../../platform/shapes.ts'
import { knownRegion, refusePeople, type Ground } from '../ground.ts'
import { displayName } from '../persons.ts'
import type { member, TeamCard, TeamKind } from '../contract.ts'
import { insertGrant, leaderGrant, revokeGrant } from '../store/grants.ts'
import { settleRequestsOf } from '../store/joining.ts'
import { organisationById } from '../store/organisations.ts'
import { personInScopes } from '../store/persons.ts'
import { endAllMemberships, endMembership, insertMembership, insertTeam, isMember, lockTeam, membersOf, searchTeams, teamById, updateTeam, type TeamRow } from '../store/teams.ts'

export interface TeamDraft { name: string, kind: TeamKind, about: string, regionCode: string, organisationId: string | null, leaderId: string | null }
interface TeamPlace { id: string, region_path: string, organisation_id: string | null }

/** True when the actor decides for the team: its leader, its organisation's liaison, an officer of its region. */
export const overseesTeam = (actor: Actor, team: TeamPlace): boolean =>
  actor.grants.some((grant) => grant.teamId === team.id || (grant.organisationId !== null && grant.organisationId === team.organisation_id)) || withinScopes(team.region_path, regionScopes(actor, 'officer'))

/** Refuses those who do not decide for the team: 404 for holders of a role elsewhere, 403 for police of the region and people without a role. */
export function requireOversight(actor: Actor, team: TeamPlace | undefined): asserts team is TeamPlace {
  if (team === undefined) throw refuse('not-found')
  if (overseesTeam(actor, team)) return
  const inScope = actor.grants.length === 0 || withinScopes(team.region_path, regionScopes(actor, 'police'))
  throw refuse(inScope ? 'not-allowed' : 'not-found')
}

/** The team, locked, for someone who decides for it and while it is open. */
export async function teamToLead(tx: Tx, actor: Actor, id: string): Promise<TeamPlace & { name: string }> {
  const team = await lockTeam(tx, id)
  requireOversight(actor, team)
  if ((team as { closed_at: Date | null }).closed_at !== null) throw refusePeople('team-closed')
  return team as TeamPlace & { name: string }
}

export function createTeams(ground: Ground) {
  const { db, clock, regions } = ground

  const card = (row: TeamRow): TeamCard => ({
    id: row.id, name: row.name, kind: row.kind, about: row.about, regionCode: row.region_code, regionName: nameOfRegion(regions, row.region_code), organisationId: row.organisation_id, organisationName: row.organisation_name,
    leaderId: row.leader_id, leaderName: row.leader_id === null ? null : displayName({ name_mask: row.name_mask, phone_mask: row.phone_mask ?? '' }), members: row.members, closedAt: row.closed_at?.toISOString() ?? null, standing: row.standing,
  })

  /** One team as the asker stands to it; the register of teams is open to everyone who is signed in. */
  async function team(asker: Actor | null, id: string, from: Database | Tx = db): Promise<TeamCard> {
    const row = await teamById(from, id, signedIn(asker).personId)
    if (row === undefined) throw refuse('not-found')
    return card(row)
  }

  async function teams(asker: Actor | null, input: { regionCode?: string | undefined, kind?: string | undefined, name?: string | undefined, mine: boolean, after?: string | undefined, limit: number }): Promise<{ items: TeamCard[], next: string | null }> {
    const askerId = signedIn(asker).personId
    const path = input.regionCode === undefined ? undefined : knownRegion(regions, input.regionCode).path
    const rows = await searchTeams(db, { askerId, path, kind: input.kind, name: input.name, mine: input.mine, after: input.after, limit: input.limit + 1 })
    const items = rows.slice(0, input.limit).map(card)
    return { items, next: rows.length > input.limit ? items.at(-1)?.id ?? null : null }
  }

  /** Founds a team in the officer's region or the liaison's organisation; a named leader becomes its first member. */
  async function createTeam(asker: Actor | null, input: TeamDraft): Promise<TeamCard> {
    const actor = signedIn(asker)
    const region = knownRegion(regions, input.regionCode)
    const id = newId()
    await inTransaction(db, async (tx) => {
      await requireFounding(tx, actor, region.path, input.organisationId)
      await insertTeam(tx, { id, name: input.name, kind: input.kind, about: input.about, organisation_id: input.organisationId, region_code: region.code, region_path: region.path, created_at: clock.now(), created_by: actor.personId })
      await note(tx, actor, 'team-founded', id, region.path, { kind: input.kind })
      if (input.leaderId !== null) {
        if (input.leaderId !== actor.personId && (await personInScopes(tx, input.leaderId, regionScopes(actor, 'officer'))) === undefined) throw refuse('not-found', { of: 'person' })
        await addMember(ground, tx, id, input.leaderId, 'founding', actor.personId)
        await appointLeader(tx, actor, id, input.leaderId)
      }
    })
    return team(asker, id)
  }

  async function requireFounding(tx: Tx, actor: Actor, path: string, organisationId: string | null): Promise<void> {
    const scopes = regionScopes(actor, 'officer')
    const speaksFor = organisationId !== null && actor.grants.some((grant) => grant.role === 'liaison' && grant.organisationId === organisationId)
    const organisation = organisationId === null ? null : await organisationById(tx, organisationId)
    if (organisation === undefined) throw refuse('not-found', { of: 'organisation' })
    if (speaksFor && withinScopes(path, [(organisation as { region_path: string }).region_path])) return
    if (scopes.length === 0) throw refuse('not-allowed')
    if (!withinScopes(path, scopes) || (organisation !== null && !withinScopes(organisation.region_path, scopes))) throw refuse('not-found', { of: 'region' })
  }

  async function editTeam(asker: Actor | null, input: { id: string, name: string, kind: TeamKind, about: string }): Promise<TeamCard> {
    const actor = signedIn(asker)
    await inTransaction(db, async (tx) => {
      const found = await teamToLead(tx, actor, input.id)
      await updateTeam(tx, input.id, { name: input.name, kind: input.kind, about: input.about })
      await note(tx, actor, 'team-changed', input.id, found.region_path)
    })
    return team(asker, input.id)
  }

  /** Closes a team: memberships end, its leader's role with them. */
  async function closeTeam(asker: Actor | null, input: { id: string, reason: string }): Promise<TeamCard> {
    const actor = signedIn(asker)
    await inTransaction(db, async (tx) => {
      const found = await teamToLead(tx, actor, input.id)
      await endLead(tx, actor, await leaderGrant(tx, input.id))
      await endAllMemberships(tx, input.id, clock.now(), 'closed')
      await updateTeam(tx, input.id, { closed_at: clock.now() })
      await note(tx, actor, 'team-closed', input.id, found.region_path, {}, input.reason)
    })
    return team(asker, input.id)
  }

  /** Members, masked; for the team's own people and those who oversee it. */
  async function members(asker: Actor | null, input: { id: string, after?: string | undefined, limit: number }): Promise<{ items: z.infer<typeof member>[], next: string | null }> {
    const actor = signedIn(asker)
    const row = await teamById(db, input.id, actor.personId)
    if (row === undefined) throw refuse('not-found')
    if (row.standing !== 'member') requireOversight(actor, row)
    const rows = await membersOf(db, input.id, input.after, input.limit + 1)
    const shown = rows.slice(0, input.limit)
    return {
      items: shown.map((own) => ({ personId: own.person_id, displayName: displayName(own), realName: own.real_name, joinedAt: own.joined_at.toISOString(), leader: own.person_id === row.leader_id })),
      next: rows.length > input.limit ? shown.at(-1)?.id ?? null : null,
    }
  }

  async function removeMember(asker: Actor | null, input: { id: string, personId: string, reason: string }): Promise<void> {
    const actor = signedIn(asker)
    await inTransaction(db, async (tx) => {
      const found = await teamToLead(tx, actor, input.id)
      await endOne(tx, actor, found, input.personId, 'removed', input.reason)
    })
  }

  async function leaveTeam(asker: Actor | null, id: string): Promise<void> {
    const actor = signedIn(asker)
    await inTransaction(db, async (tx) => {
      const found = await lockTeam(tx, id)
      if (found === undefined) throw refuse('not-found')
      await endOne(tx, actor, found, actor.personId, 'left')
    })
  }

  async function endOne(tx: Tx, actor: Actor, found: TeamPlace, personId: string, because: 'left' | 'removed', reason?: string): Promise<void> {
    if ((await leaderGrant(tx, found.id))?.person_id === personId) throw refusePeople('leader-stays')
    if (!(await endMembership(tx, found.id, personId, clock.now(), because))) throw refusePeople('not-a-member')
    await note(tx, actor, because === 'left' ? 'member-left' : 'member-removed', found.id, found.region_path, { personId }, reason)
  }

  /** Hands the lead to a member: by the leader or whoever oversees the team. */
  async function handOverTeam(asker: Actor | null, input: { id: string, personId: string }): Promise<TeamCard> {
    const actor = signedIn(asker)
    await inTransaction(db, async (tx) => {
      await teamToLead(tx, actor, input.id)
      if (!(await isMember(tx, input.id, input.personId))) throw refusePeople('not-a-member')
      await appointLeader(tx, actor, input.id, input.personId)
    })
    return team(asker, input.id)
  }

  async function appointLeader(tx: Tx, actor: Actor, teamId: string, personId: string): Promise<void> {
    const before = await leaderGrant(tx, teamId)
    if (before?.person_id === personId) return
    const at = clock.now()
    await endLead(tx, actor, before)
    const grantId = newId()
    await insertGrant(tx, { id: grantId, person_id: personId, role: 'leader', team_id: teamId, granted_at: at, granted_by: actor.personId })
    await emit(tx, { type: 'people.role-granted', actor: actor.personId, subject: `person:${personId}`, at, payload: { grantId, personId, role: 'leader', teamId } })
    const found = await lockTeam(tx, teamId)
    await note(tx, actor, 'team-handed-over', teamId, found?.region_path ?? '', { personId, before: before?.person_id ?? null })
  }

  /** Told like every role that ends, so that what its holder has open is looked at anew; the audit has it with the team. */
  async function endLead(tx: Tx, { personId: by }: Actor, lead: Awaited<ReturnType<typeof leaderGrant>>): Promise<void> {
    if (lead === undefined || !(await revokeGrant(tx, lead.id, by, clock.now()))) return
    await emit(tx, { type: 'people.role-revoked', actor: by, subject: `person:${lead.person_id}`, at: clock.now(), payload: { grantId: lead.id, personId: lead.person_id, role: 'leader' } })
  }

  async function note(tx: Tx, actor: Actor, what: string, teamId: string, regionPath: string, details: Record<string, unknown> = {}, reason?: string): Promise<void> {
    await emit(tx, { type: `people.${what}`, actor: actor.personId, subject: `team:${teamId}`, at: clock.now(), payload: { teamId, regionPath, ...details } })
    await audit(tx, clock, { actor: actor.personId, action: `people.${what}`, subject: `team:${teamId}`, regionPath, reason: reason ?? null, details })
  }

  return { team, teams, createTeam, editTeam, closeTeam, members, removeMember, leaveTeam, handOverTeam }
}

/** Enters a membership with its event and settles a waiting request; refuses `already-member`. */
export async function addMember({ clock }: Ground, tx: Tx, teamId: string, personId: string, by: 'request' | 'link' | 'invitation' | 'founding', actor: string): Promise<void> {
  const at = clock.now()
  if (!(await insertMembership(tx, { id: newId(), team_id: teamId, person_id: personId, joined_at: at, joined_by: by }))) throw refusePeople('already-member')
  await settleRequestsOf(tx, personId, teamId, 'approved', at, actor)
  await emit(tx, { type: 'people.member-joined', actor, subject: `team:${teamId}`, at, payload: { teamId, personId, by } })
}
