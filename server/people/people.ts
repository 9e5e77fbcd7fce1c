import { createConsents, hasConsent } from './consents.ts'
import { createGrants } from './grants.ts'
import type { Ground, SignInLimits } from './ground.ts'
import { createIdentity } from './identity.ts'
import { createMe } from './me.ts'
import { people, person } from './persons.ts'
import { createSessions } from './sessions.ts'
import { createSignIn, defaultLimits } from './sign-in.ts'

/** The face of people: what routes and other modules may call. Verbs for people take the actor first, functions for modules a database or transaction. */
export function createPeople(deps: Omit<Ground, 'limits'> & { limits?: Partial<SignInLimits> }) {
  const ground: Ground = { ...deps, limits: { ...defaultLimits, ...deps.limits } }
  return {
    ...createSignIn(ground), ...createSessions(ground), ...createMe(ground), ...createConsents(ground), ...createGrants(ground), ...createIdentity(ground),
    person, people, hasConsent,
  }
}

export type People = ReturnType<typeof createPeople>
