import type { client } from './client.ts'

export type TeamLink = Awaited<ReturnType<typeof client.people.teamLinks>>[number]

/** True when nobody can join by the link any more: ended, used up or run out. */
export const linkOver = ({ revokedAt, uses, usesMax, expiresAt }: Pick<TeamLink, 'revokedAt' | 'uses' | 'usesMax' | 'expiresAt'>, now: Date): boolean =>
  revokedAt !== null || uses >= usesMax || new Date(expiresAt) <= now

/** Where a phone that scans the code is led. */
export const linkAddress = ({ path }: Pick<TeamLink, 'path'>): string => new URL(path, location.origin).href
