import type { client } from './client.ts'

export type TeamLink = Awaited<ReturnType<typeof client.people.teamLinks>>[number]

/** True when nobody can join by the link any more: ended, used up or run out. */
export const linkOver = ({ revokedAt, uses, usesMax, expiresAt }: Pick<TeamLink, 'revokedAt' | 'uses' | 'usesMax' | 'expiresAt'>, now: Date): boolean =>
  revokedAt !== null || uses >= usesMax || new Date(expiresAt) <= now

/** Of those by which one can still join, the one that holds longest. */
export const newestOpen = <Link extends Parameters<typeof linkOver>[0]>(links: readonly Link[], now: Date): Link | undefined =>
  links.filter((link) => !linkOver(link, now)).toSorted((a, b) => b.expiresAt.localeCompare(a.expiresAt))[0]

/** Where a phone that scans the code is led. */
export const linkAddress = ({ path }: Pick<TeamLink, 'path'>): string => new URL(path, location.origin).href
