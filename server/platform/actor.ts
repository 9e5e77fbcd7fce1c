import { refuse } from './problem.ts'

/** What a grant lets a person do for one region or organisation and below. Levels come from the region, not from the role. */
export type Role = 'officer' | 'police' | 'liaison' | 'leader'

export interface Grant {
  role: Role
  /** ltree path of the region the grant reaches, itself and everything below; null for organisation and team grants. */
  regionPath: string | null
  organisationId: string | null
  teamId: string | null
}

/** Who is asking. A guest is null. */
export interface Actor {
  personId: string
  sessionId: string
  realName: 'unverified' | 'pending' | 'verified' | 'rejected'
  grants: readonly Grant[]
  /** The first purpose whose newest text the person must agree to before serving; null when none is due. */
  termsDue: string | null
}

/** Events and audit lines of the system itself (jobs, gateways) carry this actor id. */
export const SYSTEM = 'system'

export function signedIn(actor: Actor | null): Actor {
  if (actor === null) throw refuse('sign-in-required')
  return actor
}

/** The signed-in actor who has agreed to what serving needs; refuses `terms-needed` with the purpose. Asks nothing of the database. */
export function agreed(actor: Actor | null): Actor {
  const me = signedIn(actor)
  if (me.termsDue !== null) throw refuse('terms-needed', { purpose: me.termsDue })
  return me
}

/** Region paths that the actor reaches under any of the roles; empty when none. */
export const regionScopes = (actor: Actor | null, ...roles: Role[]): string[] =>
  (actor?.grants ?? []).filter((g) => roles.includes(g.role) && g.regionPath !== null).map((g) => g.regionPath as string)

/** True when `path` is one of the scopes or lies below one. */
export const withinScopes = (path: string, scopes: readonly string[]): boolean =>
  scopes.some((scope) => path === scope || path.startsWith(`${scope}.`))

/** What knows where a region lies. */
interface RegionPaths { region(code: string): { path: string } | null }

/**
 * The one rule of everything that can be asked for one region: without a code all of the scopes; with one just that region, and
 * 404 when there is none of the code or it is not inside the scopes, so that nobody learns what lies elsewhere.
 */
export function narrowScopes(scopes: string[], code: string | undefined, regions: RegionPaths): string[] {
  if (code === undefined) return scopes
  const path = regions.region(code)?.path
  if (path === undefined || !withinScopes(path, scopes)) throw refuse('not-found', { of: 'region' })
  return [path]
}

/**
 * Region scopes under the roles, or a refusal: guests must sign in, people without any such role get 403.
 * What lies outside the scopes is then answered 404 by looking it up inside them.
 */
export function requireScopes(actor: Actor | null, ...roles: Role[]): string[] {
  const scopes = regionScopes(signedIn(actor), ...roles)
  if (scopes.length === 0) throw refuse('not-allowed')
  return scopes
}
