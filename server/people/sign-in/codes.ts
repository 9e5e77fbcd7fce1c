import { randomInt, timingSafeEqual } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { inTransaction, type Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/problem.ts'
import { refusePeople, type Ground, type SignInLimits } from '../ground.ts'
import { maskPhone } from '../identity/masks.ts'
import { startSession, type SignedIn } from './sessions.ts'
import { insertPerson, personByPhone } from '../store/persons.ts'
import { countAttempt, deleteCodesBefore, insertCode, newestCode, useCode } from '../store/sessions.ts'
import { codeHash, newPersonKey, phoneIndex, sealField } from '../identity/vault.ts'

const CODE_LIFE_MS = 10 * 60_000
const ATTEMPTS_MAX = 5
const RESEND_AFTER_S = 60

export const defaultLimits: SignInLimits = { codesPerPhone: 5, codesPerIp: 60, attemptsPerPhone: 15, attemptsPerIp: 200, window_s: 600 }

export interface CodeSent { expiresAt: string, resendAfter_s: number, demoCode?: string }

/** Sign-in by phone and one-time code. Nothing here tells a known phone from an unknown one. */
export function createSignIn(ground: Ground) {
  const { db, clock, keys, sms, demo, limits } = ground
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: limits.window_s })
  const gates = { codePhone: limiter(limits.codesPerPhone), codeIp: limiter(limits.codesPerIp), attemptPhone: limiter(limits.attemptsPerPhone), attemptIp: limiter(limits.attemptsPerIp) }

  /** Sends a code that lives ten minutes; an earlier one no longer counts. 429 past the limits, 503 when the message cannot be sent. */
  async function requestCode(input: { phone: string }, ip: string): Promise<CodeSent> {
    const index = phoneIndex(keys, input.phone)
    await pass(gates.codeIp, ip)
    await pass(gates.codePhone, index)
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const now = clock.now()
    const expiresAt = new Date(now.getTime() + CODE_LIFE_MS)
    const id = newId()
    await deleteCodesBefore(db, now)
    await insertCode(db, { id, phone_index: index, code_hash: codeHash(keys, id, code), created_at: now, expires_at: expiresAt })
    await sms.send(input.phone, `【${ground.platformName()}】验证码 ${code}，10分钟内有效。请勿告诉他人。`).catch(() => { throw refuse('unavailable', { gateway: 'sms' }) })
    return { expiresAt: expiresAt.toISOString(), resendAfter_s: RESEND_AFTER_S, ...(demo ? { demoCode: code } : {}) }
  }

  /** Opens a session; makes the person at the first sign-in. Refuses `code-wrong` for every cause alike. */
  async function signIn(input: { phone: string, code: string, device: string }, ip: string): Promise<SignedIn> {
    const index = phoneIndex(keys, input.phone)
    await pass(gates.attemptIp, ip)
    await pass(gates.attemptPhone, index)
    // A wrong attempt must be counted, so the refusal comes after the commit.
    const signedIn = await inTransaction(db, async (tx) => {
      if (!(await takeCode(tx, index, input.code))) return null
      const personId = await findOrMakePerson(tx, input.phone, index)
      return startSession(ground, tx, personId, input.device, ip)
    })
    if (signedIn === null) throw refusePeople('code-wrong')
    await gates.attemptPhone.delete(index)
    return signedIn
  }

  /** Spends the newest code of the phone; false when it is wrong, late, used or tried too often. */
  async function takeCode(tx: Tx, index: string, code: string): Promise<boolean> {
    const row = await newestCode(tx, index)
    const now = clock.now()
    if (row === undefined || row.used_at !== null || row.expires_at <= now || row.attempts >= ATTEMPTS_MAX) return false
    await countAttempt(tx, row.id)
    if (!timingSafeEqual(Buffer.from(row.code_hash), Buffer.from(codeHash(keys, row.id, code)))) return false
    await useCode(tx, row.id, now)
    return true
  }

  async function findOrMakePerson(tx: Tx, phone: string, index: string): Promise<string> {
    const known = await personByPhone(tx, index)
    if (known !== undefined) return known.id
    const id = newId()
    const holder = { id, key_sealed: newPersonKey(keys, id) }
    const at = clock.now()
    await insertPerson(tx, { ...holder, phone_sealed: sealField(keys, holder, 'phone', phone), phone_index: index, phone_mask: maskPhone(phone), created_at: at })
    await emit(tx, { type: 'people.joined', actor: id, subject: `person:${id}`, at, payload: { personId: id } })
    return id
  }

  return { requestCode, signIn, takeCode }
}

export type SignIn = ReturnType<typeof createSignIn>

async function pass(gate: RateLimiterMemory, key: string): Promise<void> {
  try {
    await gate.consume(key)
  } catch (fault) {
    if (!(fault instanceof RateLimiterRes)) throw fault
    throw refuse('too-many-requests', { retryAfter_s: Math.max(1, Math.ceil(fault.msBeforeNext / 1000)) })
  }
}
