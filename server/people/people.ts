import { createAccount } from './account.ts'
import { createAuditLog } from './audit-log.ts'
import { agreeing, consenting, createConsents, hasConsent } from './consents.ts'
import { createGrants } from './grants.ts'
import type { Ground, SignInLimits } from './ground.ts'
import { createIdentity } from './identity/identity.ts'
import { createMe } from './me.ts'
import { createNotices } from './notices/notices.ts'
import { noticesReaction } from './notices/telling.ts'
import { createTexts, TEXT_JOB } from './notices/texts.ts'
import { people, person } from './persons.ts'
import { createRegister } from './register.ts'
import { createSignIn, defaultLimits } from './sign-in/codes.ts'
import { createSessions } from './sign-in/sessions.ts'
import { createInvitations } from './teams/invitations.ts'
import { createJoining } from './teams/joining.ts'
import { createOrganisations } from './teams/organisations.ts'
import { createTeams } from './teams/teams.ts'

/** The face of people: what routes and other modules may call. Verbs for people take the actor first, functions for modules a database or transaction. */
export function createPeople(deps: Omit<Ground, 'limits'> & { limits?: Partial<SignInLimits> }) {
  const ground: Ground = { ...deps, limits: { ...defaultLimits, ...deps.limits } }
  const signIn = createSignIn(ground)
  const { textNotice } = createTexts(ground)
  return {
    ...signIn, ...createSessions(ground), ...createMe(ground), ...createNotices(ground), ...createAccount(ground, signIn.takeCode), ...createConsents(ground), ...createIdentity(ground),
    ...createGrants(ground), ...createRegister(ground), ...createAuditLog(ground), ...createOrganisations(ground), ...createTeams(ground), ...createJoining(ground), ...createInvitations(ground),
    person: person.bind(null, ground.keys), people: people.bind(null, ground.keys), hasConsent, consenting, agreeing,
    noticesReaction: noticesReaction(ground),
    /** Handlers of the jobs this module queues. */
    jobs: { [TEXT_JOB]: textNotice },
  }
}

export type People = ReturnType<typeof createPeople>
