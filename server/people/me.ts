import { signedIn, type Actor } from '../platform/actor.ts'
import { inTransaction } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { refuse } from '../platform/problem.ts'
import { consentsDue } from './consents.ts'
import { grantView } from './grants.ts'
import { knownRegion, regionNameOr, type Ground } from './ground.ts'
import { noticeView } from './notices/notices.ts'
import { ageOf, displayName } from './persons.ts'
import type { Me, Skill } from './contract.ts'
import { grantsOf } from './store/grants.ts'
import { newestApplication } from './store/identities.ts'
import { countUnread, newestNeeding } from './store/notices.ts'
import { countOpenInvitations, teamsOf } from './store/joining.ts'
import { personById, personForUpdate, updatePerson } from './store/persons.ts'

export interface Profile { regionCode: string | null, skills: Skill[], language: 'zh' | 'en', bigLetters: boolean, textNotices?: boolean | undefined }

export function createMe(ground: Ground) {
  const { db, clock, keys, regions } = ground

  /** Who the actor is, masked even for themselves: a borrowed phone shows no identity. */
  async function me(asker: Actor | null): Promise<Me> {
    const actor = signedIn(asker)
    const row = await personById(db, actor.personId)
    if (row === undefined) throw refuse('sign-in-required')
    const [grants, teams, due, invitations, application, unread, needing] = await Promise.all([
      grantsOf(db, row.id), teamsOf(db, row.id), consentsDue(db, row.id), countOpenInvitations(db, row.phone_index ?? '', clock.now()), newestApplication(db, row.id),
      countUnread(db, row.id), newestNeeding(db, row.id, clock.now()),
    ])
    return {
      id: row.id, phone: row.phone_mask, displayName: displayName(row), idNumber: row.id_number_mask, realName: row.real_name,
      rejectedBecause: row.real_name === 'rejected' ? application?.reason ?? null : null, age: ageOf(keys, row, clock.now()),
      regionCode: row.region_code, regionName: regionNameOr(regions, row.region_code),
      skills: row.skills as Skill[], language: row.language as 'zh' | 'en', bigLetters: row.big_letters, textNotices: row.text_notices,
      grants: grants.map((grant) => grantView(regions, grant)), teams, consentsDue: due, invitations, sessionId: actor.sessionId,
      notices: { unread, needing: needing === undefined ? null : noticeView(needing) },
    }
  }

  async function setProfile(asker: Actor | null, input: Profile): Promise<Me> {
    const actor = signedIn(asker)
    const region = input.regionCode === null ? null : knownRegion(regions, input.regionCode)
    await inTransaction(db, async (tx) => {
      if ((await personForUpdate(tx, actor.personId)) === undefined) throw refuse('sign-in-required')
      await updatePerson(tx, actor.personId, { region_code: region?.code ?? null, region_path: region?.path ?? null, skills: [...new Set(input.skills)], language: input.language, big_letters: input.bigLetters, ...(input.textNotices === undefined ? {} : { text_notices: input.textNotices }) })
      await emit(tx, { type: 'people.profile-changed', actor: actor.personId, subject: `person:${actor.personId}`, at: clock.now(), payload: { personId: actor.personId, regionPath: region?.path ?? null } })
    })
    return me(asker)
  }

  return { me, setProfile }
}
