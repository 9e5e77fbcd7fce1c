import type { z } from 'zod'
import { signedIn, type Actor, type Role } from '../../platform/actor.ts'
import { secretHash } from '../../platform/crypto.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId, newSecret } from '../../platform/ids.ts'
import { refuse } from '../../platform/problem.ts'
import type { Ground } from '../ground.ts'
import { requiredTexts } from '../consent-texts.ts'
import type { session } from '../contract.ts'
import { insertSession, openAmong, openSession, openSessionsOf, revokeSessions, touchSession } from '../store/sessions.ts'

export const SESSION_COOKIE = 'rv_session'
const DAY_MS = 24 * 3600_000
const LIFE_MS = 90 * DAY_MS
const IDLE_MS = 30 * DAY_MS
/** Whoever holds an office over others is signed out sooner. */
const IDLE_OFFICE_MS = 12 * 3600_000
const OFFICES: readonly Role[] = ['officer', 'police']
const TOUCH_MS = 5 * 60_000
const SESSIONS_MAX = 10

export interface SignedIn { actor: Actor, token: string, expiresAt: Date }

/** Opens a session; the oldest beyond ten end. Only the token's hash is kept. */
export async function startSession(ground: Ground, tx: Tx, personId: string, device: string, ip: string): Promise<SignedIn> {
  const now = ground.clock.now()
  const token = newSecret()
  const expiresAt = new Date(now.getTime() + LIFE_MS)
  const id = newId()
  await insertSession(tx, { id, person_id: personId, token_hash: secretHash(token), created_at: now, last_seen_at: now, expires_at: expiresAt, device, ip })
  const surplus = (await openSessionsOf(tx, personId, now)).filter((open) => open.id !== id).slice(SESSIONS_MAX - 1)
  await endSessions(ground, tx, personId, surplus.map((open) => open.id))
  return { actor: { personId, sessionId: id, realName: 'unverified', grants: [], termsDue: requiredTexts[0]?.purpose ?? null }, token, expiresAt }
}

/** Ends sessions and tells it, so that open sockets of theirs are closed. */
export async function endSessions(ground: Ground, tx: Tx, personId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const at = ground.clock.now()
  await revokeSessions(tx, personId, ids, at)
  await emit(tx, { type: 'people.sessions-ended', actor: personId, subject: `person:${personId}`, at, payload: { personId, sessionIds: [...ids] } })
}

export function createSessions(ground: Ground) {
  const { db, clock } = ground

  /** Who sends this Cookie header; null for guests. One query; last use is noted at most every five minutes. */
  async function actorOf(cookieHeader: string | undefined): Promise<Actor | null> {
    const token = tokenOf(cookieHeader)
    if (token === null) return null
    const now = clock.now()
    const open = await openSession(db, secretHash(token), now, requiredTexts)
    if (open === undefined) return null
    if (isIdle(open.last_seen_at, open.grants.some(({ role }) => OFFICES.includes(role)), now)) return null
    if (now.getTime() - open.last_seen_at.getTime() > TOUCH_MS) await touchSession(db, open.id, now)
    return { personId: open.person_id, sessionId: open.id, realName: open.real_name, grants: open.grants, termsDue: open.terms_due }
  }

  /** Which of these sessions are over: ended, too old, or idle for too long. One query; looking is no use of them. */
  async function endedAmong(ids: readonly string[]): Promise<string[]> {
    const now = clock.now()
    const rows = await openAmong(db, ids, OFFICES, now)
    const open = new Set(rows.filter((row) => !isIdle(row.last_seen_at, row.holds_office, now)).map((row) => row.id))
    return ids.filter((id) => !open.has(id))
  }

  async function signOut(actor: Actor | null): Promise<void> {
    if (actor !== null) await db.transaction().execute((tx) => endSessions(ground, tx, actor.personId, [actor.sessionId]))
  }

  async function mySessions(asker: Actor | null): Promise<z.infer<typeof session>[]> {
    const actor = signedIn(asker)
    const rows = await openSessionsOf(db, actor.personId, clock.now())
    return rows.map((row) => ({ id: row.id, createdAt: row.created_at.toISOString(), lastSeenAt: row.last_seen_at.toISOString(), device: row.device, ip: row.ip, current: row.id === actor.sessionId }))
  }

  async function revokeSession(asker: Actor | null, id: string): Promise<void> {
    const actor = signedIn(asker)
    const open = await openSessionsOf(db, actor.personId, clock.now())
    if (!open.some((row) => row.id === id)) throw refuse('not-found')
    await db.transaction().execute((tx) => endSessions(ground, tx, actor.personId, [id]))
  }

  return { actorOf, endedAmong, signOut, mySessions, revokeSession }
}

const isIdle = (lastSeenAt: Date, holdsOffice: boolean, now: Date): boolean => now.getTime() - lastSeenAt.getTime() > (holdsOffice ? IDLE_OFFICE_MS : IDLE_MS)

const tokenOf = (header: string | undefined): string | null => {
  const pair = header?.split(';').map((part) => part.trim()).find((part) => part.startsWith(`${SESSION_COOKIE}=`))
  const token = pair?.slice(SESSION_COOKIE.length + 1)
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : null
}

/** The Set-Cookie value that signs in, or with an empty token signs out. `secure` where the page came over HTTPS. */
export const sessionCookie = (token: string, expiresAt: Date, secure: boolean): string =>
  `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Expires=${expiresAt.toUTCString()}${secure ? '; Secure' : ''}`
