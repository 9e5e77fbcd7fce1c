import { narrowScopes, requireScopes, signedIn, SYSTEM, withinScopes, type Actor, type Role } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { secretHash } from '../platform/crypto.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { newId, newSecret } from '../platform/ids.ts'
import { refuse } from '../platform/problem.ts'
import { knownRegion, refusePeople, regionNameOr, type Ground, type Regions } from './ground.ts'
import { displayName, ageOf } from './persons.ts'
import type { GrantView } from './contract.ts'
import { anyOfficer, grantById, grantsInScopes, grantsOf, grantsOfRegion, insertGrant, replaceFirstOfficerToken, revokeGrant, takeFirstOfficerToken, type GrantRow } from './store/grants.ts'
import { withdrawInvitationsTo } from './store/joining.ts'
import { organisationById } from './store/organisations.ts'
import { personForUpdate, personInScopes, type PersonRow } from './store/persons.ts'

/** Nobody under 18 holds an office over others. */
const OFFICE_AGE_MIN = 18

/** Where a role shall hold: exactly one of the two. */
export interface GrantPlace { regionCode?: string | undefined, regionPath?: string | undefined, organisationId?: string | undefined }
type GrantedRole = Exclude<Role, 'leader'>
type GrantInput = { personId: string, role: GrantedRole, regionCode?: string | undefined, organisationId?: string | undefined }

export const grantView = (regions: Regions, row: GrantRow): GrantView => ({
  id: row.id, role: row.role, personId: row.person_id, displayName: displayName(row), regionCode: row.region_code, regionName: regionNameOr(regions, row.region_code),
  organisationId: row.organisation_id, organisationName: row.organisation_name, teamId: row.team_id, teamName: row.team_name, grantedAt: row.granted_at.toISOString(),
})

/** Resolves where a role shall hold and checks that the granting officer reaches it, as it lies now and until the transaction ends. Outside the scopes it does not exist. */
export async function reachablePlace(tx: Tx, regions: Regions, scopes: readonly string[], role: GrantedRole, place: GrantPlace): Promise<GrantPlace> {
  if (role === 'liaison') {
    const organisation = place.organisationId === undefined ? undefined : await organisationById(tx, place.organisationId)
    if (organisation === undefined || !withinScopes(organisation.region_path, scopes)) throw refuse('not-found', { of: 'organisation' })
    return { organisationId: organisation.id }
  }
  if (place.regionCode === undefined) throw refuse('invalid-input', {}, [{ path: 'regionCode', code: 'required', message: 'needed for this role' }])
  const { code } = knownRegion(regions, place.regionCode)
  const path = await regions.pathHeld(tx, code)
  if (path === undefined) throw refusePeople('region-unknown', { code })
  if (!withinScopes(path, scopes)) throw refuse('not-found', { of: 'region' })
  return { regionCode: code, regionPath: path }
}

/** Writes a grant with its event and audit line. The person must be verified and, for offices, of age. */
export async function writeGrant(ground: Ground, tx: Tx, person: PersonRow, role: GrantedRole, place: GrantPlace, by: string): Promise<string> {
  const at = ground.clock.now()
  if (person.real_name !== 'verified' || (ageOf(ground.keys, person, at) ?? 0) < OFFICE_AGE_MIN) throw refusePeople('real-name-needed')
  return insertRole(ground, tx, person.id, role, place, by)
}

async function insertRole({ clock, regions }: Ground, tx: Tx, personId: string, role: GrantedRole, place: GrantPlace, by: string): Promise<string> {
  const at = clock.now()
  const id = newId()
  const regionPath = place.regionCode === undefined ? null : await regions.pathHeld(tx, place.regionCode)
  if (regionPath === undefined) throw refusePeople('region-unknown', { code: place.regionCode })
  const row = { id, person_id: personId, role, region_code: place.regionCode ?? null, region_path: regionPath, organisation_id: place.organisationId ?? null, granted_at: at, granted_by: by }
  if (!(await insertGrant(tx, row))) throw refusePeople('already-granted')
  const payload = { grantId: id, personId, role, regionPath: row.region_path, organisationId: row.organisation_id }
  await emit(tx, { type: 'people.role-granted', actor: by, subject: `person:${personId}`, at, payload })
  await audit(tx, { now: () => at }, { actor: by, action: 'people.role-granted', subject: `person:${personId}`, regionPath: row.region_path, details: { role, regionCode: row.region_code, organisationId: row.organisation_id } })
  return id
}

export function createGrants(ground: Ground) {
  const { db, clock, regions } = ground

  async function grants(actor: Actor | null, input: { role?: Role | undefined, regionCode?: string | undefined, after?: string | undefined, limit: number }): Promise<{ items: GrantView[], next: string | null }> {
    const scopes = narrowScopes(requireScopes(actor, 'officer'), input.regionCode, regions)
    const rows = await grantsInScopes(db, scopes, { role: input.role, after: input.after, limit: input.limit + 1 })
    const items = rows.slice(0, input.limit).map((row) => grantView(regions, row))
    return { items, next: rows.length > input.limit ? items.at(-1)?.id ?? null : null }
  }

  async function grantRole(asker: Actor | null, input: GrantInput): Promise<GrantView> {
    const scopes = requireScopes(asker, 'officer')
    const actor = signedIn(asker)
    if (input.personId === actor.personId) throw refusePeople('own-rights')
    const id = await inTransaction(db, async (tx) => {
      const place = await reachablePlace(tx, regions, scopes, input.role, input)
      const person = await personInScopes(tx, input.personId, scopes)
      if (person === undefined) throw refuse('not-found', { of: 'person' })
      return writeGrant(ground, tx, person, input.role, place, actor.personId)
    })
    return grantView(regions, await grantById(db, id) as GrantRow)
  }

  /** Takes a role back: an officer who reaches it, or the holder who resigns. A leader is changed by handing the team over. */
  async function revoke(asker: Actor | null, input: { id: string, reason: string }): Promise<void> {
    const actor = signedIn(asker)
    await inTransaction(db, async (tx) => {
      const row = await grantById(tx, input.id)
      const own = row?.person_id === actor.personId
      if (row === undefined || (!own && !withinScopes(row.scope_path, requireScopes(actor, 'officer')))) throw refuse('not-found')
      if (row.role === 'leader') throw refusePeople('leader-stays')
      await end(tx, row, actor.personId, { reason: input.reason })
    })
  }

  async function end(tx: Tx, row: GrantRow, by: string, { reason = null, details = {} }: { reason?: string | null, details?: Record<string, unknown> }): Promise<void> {
    if (!(await revokeGrant(tx, row.id, by, clock.now()))) return
    await emit(tx, { type: 'people.role-revoked', actor: by, subject: `person:${row.person_id}`, at: clock.now(), payload: { grantId: row.id, personId: row.person_id, role: row.role } })
    await audit(tx, clock, { actor: by, action: 'people.role-revoked', subject: `person:${row.person_id}`, regionPath: row.scope_path, reason, details: { role: row.role, ...details } })
  }

  /** The region is dissolved: the roles given for it end in the same transaction, each as one that is taken back, and nobody can accept one any more. Answers how many ended. */
  async function endRolesIn(tx: Tx, regionCode: string, by: string): Promise<number> {
    const rows = await grantsOfRegion(tx, regionCode)
    for (const row of rows) await end(tx, row, by, { details: { regionCode, because: 'zone-removed' } })
    for (const invitation of await withdrawInvitationsTo(tx, regionCode, by, clock.now())) {
      await audit(tx, clock, { actor: by, action: 'people.invitation-withdrawn', subject: `invitation:${invitation.id}`, regionPath: invitation.region_path, details: { role: invitation.role, regionCode, because: 'zone-removed' } })
    }
    return rows.length
  }

  /** On a city without officers, makes a one-time token (an earlier one ends) and answers it; otherwise null. */
  async function firstOfficerToken(): Promise<string | null> {
    return inTransaction(db, async (tx) => {
      if (await anyOfficer(tx)) return null
      const token = newSecret()
      await replaceFirstOfficerToken(tx, secretHash(token), clock.now())
      return token
    })
  }

  /** Of an empty city too: with `center` it is founded from the national register. */
  async function becomeFirstOfficer(asker: Actor | null, input: { token: string, regionCode: string, center?: [number, number] | undefined }): Promise<void> {
    const { personId } = signedIn(asker)
    await inTransaction(db, async (tx) => {
      if (await anyOfficer(tx)) throw refusePeople('first-officer-closed')
      if (!(await takeFirstOfficerToken(tx, secretHash(input.token)))) throw refusePeople('token-wrong')
      const region = input.center === undefined ? knownRegion(regions, input.regionCode) : await regions.found(tx, { code: input.regionCode, center: input.center })
      await personForUpdate(tx, personId)
      await insertRole(ground, tx, personId, 'officer', { regionCode: region.code, regionPath: region.path }, personId)
    })
    if (input.center !== undefined) await regions.load()
  }

  /** For seeding: appoints in the system's name. The person must be verified and of age. */
  async function appointBySystem(personId: string, input: { role: GrantedRole, regionCode?: string, organisationId?: string }): Promise<string> {
    return inTransaction(db, async (tx) => {
      const person = await personForUpdate(tx, personId)
      if (person === undefined) throw refuse('not-found', { of: 'person' })
      const region = input.regionCode === undefined ? undefined : knownRegion(regions, input.regionCode)
      return writeGrant(ground, tx, person, input.role, { ...input, regionPath: region?.path }, SYSTEM)
    })
  }

  /** Grants in force of one person, with the names of where they hold. */
  const grantsOfPerson = async (personId: string): Promise<GrantView[]> => (await grantsOf(db, personId)).map((row) => grantView(regions, row))

  return { grants, grantRole, revokeGrant: revoke, endRolesIn, appointBySystem, firstOfficerToken, becomeFirstOfficer, grantsOfPerson, firstOfficerOpen: async () => ({ open: !(await anyOfficer(db)) }) }
}
