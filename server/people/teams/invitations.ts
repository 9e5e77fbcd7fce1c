import type { z } from 'zod'
import { requireScopes, signedIn, type Actor, type Role } from '../../platform/actor.ts'
import { audit } from '../../platform/audit.ts'
import { inTransaction, type Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/problem.ts'
import { requireConsents } from '../consents.ts'
import { reachablePlace, writeGrant, type GrantPlace } from '../grants.ts'
import { refusePeople, regionNameOr, type Ground } from '../ground.ts'
import { maskPhone } from '../identity/masks.ts'
import { displayName } from '../persons.ts'
import type { invitation } from '../contract.ts'
import { grantsOf } from '../store/grants.ts'
import { insertInvitation, invitationById, invitationsBy, openInvitationsFor, settleInvitation, type InvitationRow } from '../store/joining.ts'
import { personForUpdate, personById, type PersonRow } from '../store/persons.ts'
import { lockTeam } from '../store/teams.ts'
import { phoneIndex } from '../identity/vault.ts'
import { addMember, teamToLead } from './teams.ts'

export type InvitationView = z.infer<typeof invitation>
export interface InvitationDraft { phone: string, teamId?: string | undefined, role?: Exclude<Role, 'leader'> | undefined, regionCode?: string | undefined, organisationId?: string | undefined }

const LIFE_MS = 14 * 24 * 3600_000

/** Invitations by phone. They answer alike whether the phone is known, and hold nothing until its owner signs in and accepts. */
export function createInvitations(ground: Ground) {
  const { db, clock, keys, regions, sms } = ground

  const view = (row: InvitationRow): InvitationView => ({
    id: row.id, phone: row.phone_mask, role: row.role, regionName: regionNameOr(regions, row.region_code), organisationName: row.organisation_name, teamName: row.team_name,
    invitedBy: displayName({ name_mask: row.inviter_mask, phone_mask: row.inviter_phone }), state: row.state === 'open' && row.expires_at <= clock.now() ? 'expired' : row.state,
    createdAt: row.created_at.toISOString(), expiresAt: row.expires_at.toISOString(),
  })

  async function invite(asker: Actor | null, input: InvitationDraft): Promise<InvitationView> {
    const actor = signedIn(asker)
    const id = newId()
    const now = clock.now()
    await inTransaction(db, async (tx) => {
      const team = input.teamId === undefined ? null : await teamToLead(tx, actor, input.teamId)
      const place = input.role === undefined ? {} : await reachablePlace(tx, regions, requireScopes(actor, 'officer'), input.role, input)
      const index = phoneIndex(keys, input.phone)
      if ((await personById(tx, actor.personId))?.phone_index === index) throw refusePeople('own-rights')
      await insertInvitation(tx, {
        id, phone_index: index, phone_mask: maskPhone(input.phone), team_id: team?.id ?? null, role: input.role ?? null, region_code: place.regionCode ?? null, region_path: place.regionPath ?? null,
        organisation_id: place.organisationId ?? null, invited_by: actor.personId, created_at: now, expires_at: new Date(now.getTime() + LIFE_MS),
      })
      await emit(tx, { type: 'people.invited', actor: actor.personId, subject: `invitation:${id}`, at: now, payload: { invitationId: id, teamId: team?.id ?? null, role: input.role ?? null } })
      await audit(tx, clock, { actor: actor.personId, action: 'people.invited', subject: `invitation:${id}`, regionPath: team?.region_path ?? place.regionPath ?? null, details: { teamId: team?.id ?? null, role: input.role ?? null, regionCode: place.regionCode ?? null } })
    })
    await sms.send(input.phone, `【${ground.platformName()}】邀请您加入平安志愿服务，请用本手机号登录后在“我的”中确认。未经您确认不会登记。`).catch(() => { throw refuse('unavailable', { gateway: 'sms', invitationId: id }) })
    return view(await invitationById(db, id) as InvitationRow)
  }

  async function invitations(asker: Actor | null, input: { after?: string | undefined, limit: number }): Promise<{ items: InvitationView[], next: string | null }> {
    const rows = await invitationsBy(db, signedIn(asker).personId, input.after, input.limit + 1)
    const items = rows.slice(0, input.limit).map(view)
    return { items, next: rows.length > input.limit ? items.at(-1)?.id ?? null : null }
  }

  async function withdrawInvitation(asker: Actor | null, id: string): Promise<void> {
    const { personId } = signedIn(asker)
    const row = await invitationById(db, id)
    if (row === undefined || row.invited_by !== personId) throw refuse('not-found')
    const settled = await inTransaction(db, async (tx) => {
      if (!(await settleInvitation(tx, id, { state: 'withdrawn', answered_at: clock.now(), answered_by: personId }))) return false
      const team = row.team_id === null ? undefined : await lockTeam(tx, row.team_id)
      await audit(tx, clock, { actor: personId, action: 'people.invitation-withdrawn', subject: `invitation:${id}`, regionPath: team?.region_path ?? row.region_path, details: { teamId: row.team_id, role: row.role, regionCode: row.region_code } })
      return true
    })
    if (!settled) throw refuse('wrong-state', { state: row.state })
  }

  async function myInvitations(asker: Actor | null): Promise<InvitationView[]> {
    const own = await personById(db, signedIn(asker).personId)
    return own === undefined || own.phone_index === null ? [] : (await openInvitationsFor(db, own.phone_index, clock.now())).map(view)
  }

  /** The owner of the phone accepts or refuses. Accepting checks again that the inviter may still give what was offered. */
  async function answerInvitation(asker: Actor | null, input: { id: string, accept: boolean }): Promise<void> {
    const { personId } = signedIn(asker)
    await inTransaction(db, async (tx) => {
      const own = await personForUpdate(tx, personId)
      const row = await invitationById(tx, input.id)
      if (own === undefined || row === undefined || row.phone_index !== own.phone_index) throw refuse('not-found')
      if (row.expires_at <= clock.now() || row.state !== 'open') throw refusePeople('invitation-over')
      if (input.accept) await accept(tx, own, row)
      if (!(await settleInvitation(tx, row.id, { state: input.accept ? 'accepted' : 'refused', answered_at: clock.now(), answered_by: personId }))) throw refusePeople('invitation-over')
      await emit(tx, { type: input.accept ? 'people.invitation-accepted' : 'people.invitation-refused', actor: personId, subject: `invitation:${row.id}`, at: clock.now(), payload: { invitationId: row.id, personId } })
    })
  }

  async function accept(tx: Tx, own: PersonRow, row: InvitationRow): Promise<void> {
    await requireConsents(tx, own.id, 'service-terms', 'privacy')
    if (row.team_id !== null) {
      const team = await lockTeam(tx, row.team_id)
      if (team === undefined || team.closed_at !== null) throw refusePeople('team-closed')
      return addMember(ground, tx, row.team_id, own.id, 'invitation', own.id)
    }
    const scopes = (await grantsOf(tx, row.invited_by)).flatMap((grant) => grant.role === 'officer' ? grant.region_path ?? [] : [])
    const role = row.role as Exclude<Role, 'leader'>
    const place: GrantPlace = { regionCode: row.region_code ?? undefined, organisationId: row.organisation_id ?? undefined }
    if (!(await reachablePlace(tx, regions, scopes, role, place).then(() => true, () => false))) throw refusePeople('invitation-over')
    await writeGrant(ground, tx, own, role, place, row.invited_by)
  }

  return { invite, invitations, withdrawInvitation, myInvitations, answerInvitation }
}
