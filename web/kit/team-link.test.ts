import { expect, it } from 'vitest'
import { linkOver, newestOpen } from './team-link.ts'

const link = { revokedAt: null, uses: 3, usesMax: 50, expiresAt: '2026-05-12T10:00:00.000Z' }
const before = new Date('2026-05-12T09:59:59.999Z')

it.each([
  ['holds until the moment it runs out', link, before, false], ['is over from that moment on', link, new Date(link.expiresAt), true],
  ['is over when used up', { ...link, uses: 50 }, before, true], ['is over when ended', { ...link, revokedAt: '2026-05-12T08:00:00.000Z' }, before, true],
])('an invitation to a team %s', (_, given, now, over) => expect(linkOver(given, now)).toBe(over))

it('of several invitations the one that holds longest is shown, and none when all are over', () => {
  const later = { ...link, expiresAt: '2026-05-13T10:00:00.000Z' }
  expect(newestOpen([link, later, { ...later, uses: 50 }], before)).toBe(later)
  expect(newestOpen([link], new Date(link.expiresAt))).toBeUndefined()
})
