import type { z } from 'zod'
import { regionScopes, signedIn, type Actor } from '../../platform/actor.ts'
import { audit } from '../../platform/audit.ts'
import { decrypt, encrypt, secretHash } from '../../platform/crypto.ts'
import { inTransaction } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId, newSecret } from '../../platform/ids.ts'
import { refuse } from '../../platform/problem.ts'
import { requireConsents } from '../consents.ts'
import { refusePeople, type Ground } from '../ground.ts'
import { displayName } from '../persons.ts'
import type { joinRequest, teamLink, TeamCard } from '../contract.ts'
import { insertLink, insertRequest, linkById, linkByToken, linksOf, pendingRequests, requestById, requestsOf, revokeLink, settleRequest, useLink, type RequestRow } from '../store/joining.ts'
import { isMember, lockTeam } from '../store/teams.ts'
import { addMember, createTeams, requireOversight, teamToLead } from './teams.ts'

export type JoinRequestView = z.infer<typeof joinRequest>
export type TeamLinkView = z.infer<typeof teamLink>

const linkContext = (id: string): string => `people.team-link:${id}`

/** Ways into a team: a request that its leader or an officer decides, or a QR invitation. */
export function createJoining(ground: Ground) {
  const { db, clock, keys } = ground
  const { team } = createTeams(ground)

  const view = (row: RequestRow): JoinRequestView => ({
    id: row.id, teamId: row.team_id, teamName: row.team_name, personId: row.person_id, displayName: displayName(row), realName: row.real_name, message: row.message, state: row.state,
    createdAt: row.created_at.toISOString(), decidedAt: row.decided_at?.toISOString() ?? null, reason: row.reason,
  })

  async function requestToJoin(asker: Actor | null, input: { id: string, message: string }): Promise<JoinRequestView> {
    const { personId } = signedIn(asker)
    const requestId = newId()
    await inTransaction(db, async (tx) => {
      const found = await lockTeam(tx, input.id)
      if (found === undefined) throw refuse('not-found')
      if (found.closed_at !== null) throw refusePeople('team-closed')
      await requireConsents(tx, personId, 'service-terms', 'privacy')
      if (await isMember(tx, input.id, personId)) throw refusePeople('already-member')
      if (!(await insertRequest(tx, { id: requestId, team_id: input.id, person_id: personId, message: input.message, created_at: clock.now() }))) throw refusePeople('already-requested')
      await emit(tx, { type: 'people.join-requested', actor: personId, subject: `team:${input.id}`, at: clock.now(), payload: { teamId: input.id, personId, requestId } })
    })
    return view(await requestById(db, requestId) as RequestRow)
  }

  const myJoinRequests = async (asker: Actor | null): Promise<JoinRequestView[]> => (await requestsOf(db, signedIn(asker).personId)).map(view)

  /** Pending requests of the teams the actor leads, speaks for or oversees, oldest first. */
  async function joinRequests(asker: Actor | null, input: { teamId?: string | undefined, after?: string | undefined, limit: number }): Promise<{ items: JoinRequestView[], next: string | null }> {
    const actor = signedIn(asker)
    if (actor.grants.length === 0) throw refuse('not-allowed')
    const oversight = { scopes: regionScopes(actor, 'officer'), teamIds: actor.grants.flatMap((grant) => grant.teamId ?? []), organisationIds: actor.grants.flatMap((grant) => grant.organisationId ?? []) }
    const rows = await pendingRequests(db, oversight, { teamId: input.teamId, after: input.after, limit: input.limit + 1 })
    const items = rows.slice(0, input.limit).map(view)
    return { items, next: rows.length > input.limit ? items.at(-1)?.id ?? null : null }
  }

  async function decideJoinRequest(asker: Actor | null, input: { id: string, verdict: 'approved' | 'refused', reason: string }): Promise<JoinRequestView> {
    const actor = signedIn(asker)
    const request = await requestById(db, input.id)
    if (request === undefined) throw refuse('not-found')
    await inTransaction(db, async (tx) => {
      const found = await teamToLead(tx, actor, request.team_id)
      if (request.person_id === actor.personId) throw refusePeople('own-rights')
      const at = clock.now()
      if (!(await settleRequest(tx, input.id, { state: input.verdict, decided_at: at, decided_by: actor.personId, reason: input.reason || null }))) throw refuse('wrong-state', { state: request.state })
      if (input.verdict === 'approved') await addMember(ground, tx, request.team_id, request.person_id, 'request', actor.personId)
      await emit(tx, { type: `people.join-${input.verdict}`, actor: actor.personId, subject: `team:${request.team_id}`, at, payload: { teamId: request.team_id, personId: request.person_id, requestId: input.id, team: request.team_name } })
      await audit(tx, clock, { actor: actor.personId, action: `people.join-${input.verdict}`, subject: `person:${request.person_id}`, regionPath: found.region_path, reason: input.reason || null, details: { teamId: request.team_id } })
    })
    return view(await requestById(db, input.id) as RequestRow)
  }

  async function withdrawJoinRequest(asker: Actor | null, id: string): Promise<void> {
    const { personId } = signedIn(asker)
    const request = await requestById(db, id)
    if (request === undefined || request.person_id !== personId) throw refuse('not-found')
    const settled = await inTransaction(db, (tx) => settleRequest(tx, id, { state: 'withdrawn', decided_at: clock.now(), decided_by: personId, reason: null }))
    if (!settled) throw refuse('wrong-state', { state: request.state })
  }

  type LinkRow = Awaited<ReturnType<typeof linksOf>>[number]
  const linkView = (row: LinkRow): TeamLinkView => ({
    id: row.id, teamId: row.team_id, path: `/m/join/${decrypt(keys, linkContext(row.id), row.token_sealed)}`, createdAt: row.created_at.toISOString(), expiresAt: row.expires_at.toISOString(),
    usesMax: row.uses_max, uses: row.uses, revokedAt: row.revoked_at?.toISOString() ?? null,
  })

  async function teamLinks(asker: Actor | null, id: string): Promise<TeamLinkView[]> {
    const actor = signedIn(asker)
    await inTransaction(db, async (tx) => requireOversight(actor, await lockTeam(tx, id)))
    return (await linksOf(db, id)).map(linkView)
  }

  async function createTeamLink(asker: Actor | null, input: { id: string, days: number, usesMax: number }): Promise<TeamLinkView> {
    const actor = signedIn(asker)
    const linkId = newId()
    const token = newSecret()
    const now = clock.now()
    await inTransaction(db, async (tx) => {
      const found = await teamToLead(tx, actor, input.id)
      await insertLink(tx, {
        id: linkId, team_id: input.id, token_hash: secretHash(token), token_sealed: encrypt(keys, linkContext(linkId), token),
        created_at: now, created_by: actor.personId, expires_at: new Date(now.getTime() + input.days * 24 * 3600_000), uses_max: input.usesMax,
      })
      await audit(tx, clock, { actor: actor.personId, action: 'people.team-link-made', subject: `team:${input.id}`, regionPath: found.region_path, details: { linkId, days: input.days, usesMax: input.usesMax } })
    })
    return linkView(await linkById(db, linkId) as LinkRow)
  }

  async function revokeTeamLink(asker: Actor | null, id: string): Promise<void> {
    const actor = signedIn(asker)
    const link = await linkById(db, id)
    if (link === undefined) throw refuse('not-found')
    await inTransaction(db, async (tx) => {
      const found = await teamToLead(tx, actor, link.team_id)
      await revokeLink(tx, id, clock.now())
      await audit(tx, clock, { actor: actor.personId, action: 'people.team-link-revoked', subject: `team:${link.team_id}`, regionPath: found.region_path, details: { linkId: id } })
    })
  }

  async function linkOf(token: string): Promise<LinkRow> {
    const link = await linkByToken(db, secretHash(token))
    if (link === undefined) throw refuse('not-found')
    if (link.revoked_at !== null || link.expires_at <= clock.now() || link.uses >= link.uses_max) throw refusePeople('invitation-over')
    return link
  }

  const readTeamLink = async (asker: Actor | null, token: string): Promise<TeamCard> => {
    signedIn(asker)
    return team(asker, (await linkOf(token)).team_id)
  }

  /** Joins by QR invitation; following it again changes nothing and costs no use. */
  async function followTeamLink(asker: Actor | null, token: string): Promise<TeamCard> {
    const { personId } = signedIn(asker)
    const link = await linkOf(token)
    await inTransaction(db, async (tx) => {
      const found = await lockTeam(tx, link.team_id)
      if (found === undefined || found.closed_at !== null) throw refusePeople('team-closed')
      await requireConsents(tx, personId, 'service-terms', 'privacy')
      if (await isMember(tx, link.team_id, personId)) return
      if (!(await useLink(tx, link.id, clock.now()))) throw refusePeople('invitation-over')
      await addMember(ground, tx, link.team_id, personId, 'link', personId)
    })
    return team(asker, link.team_id)
  }

  return { requestToJoin, myJoinRequests, joinRequests, decideJoinRequest, withdrawJoinRequest, teamLinks, createTeamLink, revokeTeamLink, readTeamLink, followTeamLink }
}
