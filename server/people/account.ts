import { signedIn, type Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { refuse } from '../platform/problem.ts'
import { refusePeople, type Ground } from './ground.ts'
import { createIdentity, noIdentity } from './identity/identity.ts'
import type { createSignIn } from './sign-in/codes.ts'
import { endSessions } from './sign-in/sessions.ts'
import { linesAbout } from './store/audit.ts'
import { allConsents, clearConsentAddresses } from './store/consents.ts'
import { grantsOf, revokeGrantsOf } from './store/grants.ts'
import { applicationsOf, closePendingApplications } from './store/identities.ts'
import { requestsOf, settleRequestsOf } from './store/joining.ts'
import { deleteNoticesOf, noticesOf } from './store/notices.ts'
import { personById, personForUpdate, updatePerson, type PersonRow } from './store/persons.ts'
import { deleteCodesOf, deleteSessionsOf, openSessionsOf } from './store/sessions.ts'
import { endMembershipsOf, membershipsOf } from './store/teams.ts'

/** The rights over one's own data: a copy of it, and deletion. */
export function createAccount(ground: Ground, takeCode: ReturnType<typeof createSignIn>['takeCode']) {
  const { db, clock, wordsElsewhere } = ground
  const { openIdentity } = createIdentity(ground)

  /** Everything people holds about the actor, opened, with who read or changed it, and what they said elsewhere. */
  async function myCopy(asker: Actor | null): Promise<Record<string, unknown>> {
    const { personId } = signedIn(asker)
    const row = await personById(db, personId)
    if (row === undefined) throw refuse('sign-in-required')
    const [consents, applications, memberships, requests, grants, sessions, readings, notices, elsewhere] = await Promise.all([
      allConsents(db, personId), applicationsOf(db, personId), membershipsOf(db, personId), requestsOf(db, personId), grantsOf(db, personId), openSessionsOf(db, personId, clock.now()), linesAbout(db, `person:${personId}`), noticesOf(db, personId, {}), wordsElsewhere(personId),
    ])
    await audit(db, clock, { actor: personId, action: 'people.copy-taken', subject: `person:${personId}`, regionPath: row.region_path })
    return {
      madeAt: clock.now().toISOString(), id: row.id, ...openIdentity(row), realName: row.real_name, joinedAt: row.created_at.toISOString(),
      profile: { regionCode: row.region_code, skills: row.skills, language: row.language, bigLetters: row.big_letters, textNotices: row.text_notices },
      consents: consents.map(({ purpose, version, given_at, withdrawn_at, ip }) => ({ purpose, version, givenAt: given_at, withdrawnAt: withdrawn_at, ip })),
      realNameChecks: applications.map(({ state, submitted_at, decided_at, reason }) => ({ state, submittedAt: submitted_at, decidedAt: decided_at, reason })),
      teams: memberships, joinRequests: requests.map(({ team_name, message, state, created_at }) => ({ team: team_name, message, state, createdAt: created_at })),
      roles: grants.map(({ role, region_code, organisation_name, team_name, granted_at }) => ({ role, regionCode: region_code, organisation: organisation_name, team: team_name, grantedAt: granted_at })),
      sessions: sessions.map(({ device, ip, created_at, last_seen_at }) => ({ device, ip, createdAt: created_at, lastSeenAt: last_seen_at })),
      notices: notices.map(({ kind, subject, params, at, read_at, texted_at }) => ({ kind, subject, params, at, readAt: read_at, textedAt: texted_at })),
      readings, ...elsewhere,
    }
  }

  /**
   * Deletes the account: the personal key goes, so whatever was sealed under it anywhere stays closed for good; what identifies in the row goes too.
   * Ids stay, so that histories still add up. Needs a fresh code; leaders hand their team over first.
   */
  async function deleteMe(asker: Actor | null, input: { code: string }): Promise<void> {
    const { personId } = signedIn(asker)
    const gone = await inTransaction(db, async (tx) => {
      const row = await personForUpdate(tx, personId)
      if (row === undefined) throw refuse('sign-in-required')
      if ((await grantsOf(tx, personId)).some((grant) => grant.role === 'leader')) throw refusePeople('leader-stays')
      // The attempt counts even when it fails, so no throw before the commit.
      if (!(await takeCode(tx, row.phone_index ?? '', input.code))) return false
      await erase(tx, row)
      return true
    })
    if (!gone) throw refusePeople('code-wrong')
  }

  async function erase(tx: Tx, row: PersonRow): Promise<void> {
    const at = clock.now()
    const open = await openSessionsOf(tx, row.id, at)
    await endSessions(ground, tx, row.id, open.map((session) => session.id))
    await deleteSessionsOf(tx, row.id)
    await deleteNoticesOf(tx, row.id)
    await deleteCodesOf(tx, row.phone_index ?? '')
    await revokeGrantsOf(tx, row.id, row.id, at)
    await endMembershipsOf(tx, row.id, at, 'deleted')
    await settleRequestsOf(tx, row.id, 'all', 'withdrawn', at, row.id)
    await closePendingApplications(tx, row.id, at)
    await clearConsentAddresses(tx, row.id)
    await updatePerson(tx, row.id, { ...noIdentity, key_sealed: null, phone_sealed: null, phone_index: null, phone_mask: '', real_name: 'unverified', skills: [], region_code: null, region_path: null, deleted_at: at })
    await emit(tx, { type: 'people.deleted', actor: row.id, subject: `person:${row.id}`, at, payload: { personId: row.id } })
    await audit(tx, clock, { actor: row.id, action: 'people.deleted', subject: `person:${row.id}`, regionPath: row.region_path })
  }

  return { myCopy, deleteMe }
}
