/** The outside part of a case: handing it to 12345 or 110, trying again, and taking in what comes back. */
import { SYSTEM } from '../platform/actor.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { enqueue } from '../platform/jobs.ts'
import { refuse } from '../platform/problem.ts'
import { categoryOf, type CasesGround, type OutgoingLeg, type OutsideReply, type ReplyResult } from './ground.ts'
import { advance } from './progress.ts'
import type { Channel } from './steps.ts'
import { lockCases, type CaseRow } from './store/cases.ts'
import * as store from './store/legs.ts'

export const SEND_JOB = 'cases.send-leg'
/** Waits before the second, third … try; after the last the leg stands still until the desk sends it again. */
const retryDelays_s = [30, 120, 300, 900, 1800, 3600, 7200]
const mayBeSent: readonly string[] = ['to-send', 'failed']

/** Opens a leg and queues its sending in the caller's transaction. */
export async function openLeg(ground: CasesGround, tx: Tx, row: CaseRow, channel: Channel, note: string | null): Promise<string> {
  const id = newId()
  await store.insertLeg(tx, { id, case_id: row.id, channel, state: 'to-send', note, created_at: ground.clock.now() })
  await queueSending(tx, id, ground.clock.now())
  return id
}

/** Sets a leg that stands still going again, from the first delay on. */
export async function resumeLeg(ground: CasesGround, tx: Tx, legId: string): Promise<void> {
  await store.updateLeg(tx, legId, { state: 'to-send', attempts: 0, next_try_at: null, last_error: null })
  await queueSending(tx, legId, ground.clock.now())
}

export const recallLeg = (ground: CasesGround, tx: Tx, legId: string): Promise<void> =>
  store.updateLeg(tx, legId, { state: 'recalled', ended_at: ground.clock.now(), next_try_at: null })

const queueSending = (tx: Tx, legId: string, runAt: Date): Promise<void> => enqueue(tx, { name: SEND_JOB, payload: { legId }, runAt, key: `${SEND_JOB}:${legId}` })

/** Locks the case before its leg, everywhere in this order; undefined for an unknown leg. */
async function lockLeg(ground: CasesGround, tx: Tx, legId: string): Promise<{ row: CaseRow; leg: store.LegRow } | undefined> {
  const found = await store.findLeg(tx, legId)
  if (!found) return undefined
  const [row] = await lockCases(tx, [found.case_id])
  return { row: row as CaseRow, leg: await store.findLeg(tx, legId) as store.LegRow }
}

/** The job: one try. What fails is tried again later by a new job; what was sent, answered or recalled is left alone. */
export async function sendLeg(ground: CasesGround, legId: string): Promise<void> {
  const begun = await inTransaction(ground.db, async (tx) => {
    const locked = await lockLeg(ground, tx, legId)
    if (!locked || locked.leg.ended_at !== null || !mayBeSent.includes(locked.leg.state)) return undefined
    const attempt = locked.leg.attempts + 1
    await store.updateLeg(tx, legId, { attempts: attempt, next_try_at: null })
    return { ...locked, attempt }
  })
  if (!begun) return
  const desk = ground.outside[begun.leg.channel as Channel]
  const result = await desk.send(outgoing(ground, begun.row, begun.leg, begun.attempt)).then((sent) => ({ sent }), (error: unknown) => ({ error }))
  await inTransaction(ground.db, async (tx) => {
    const locked = await lockLeg(ground, tx, legId)
    // An answer may have overtaken the receipt.
    if (!locked || locked.leg.ended_at !== null || !mayBeSent.includes(locked.leg.state)) return
    if ('sent' in result) await noteSent(ground, tx, locked, result.sent.number)
    else await noteFailed(ground, tx, locked, result.error)
  })
}

function outgoing(ground: CasesGround, row: CaseRow, leg: store.LegRow, attempt: number): OutgoingLeg {
  return {
    legId: leg.id, attempt, caseNumber: row.number, category: { code: row.category, zh: categoryOf(ground, row.category)?.zh ?? row.category },
    words: row.words, note: leg.note, position: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat }, address: row.address,
    region: { code: row.region_code, name: row.region_name }, reportedAt: row.reported_at.toISOString(), dueAt: row.due_at?.toISOString() ?? null,
  }
}

type Locked = { row: CaseRow; leg: store.LegRow }

async function noteSent(ground: CasesGround, tx: Tx, { row, leg }: Locked, number: string): Promise<CaseRow> {
  await store.updateLeg(tx, leg.id, { state: 'sent', number, sent_at: ground.clock.now(), next_try_at: null, last_error: null })
  return advance(ground, tx, row, { step: 'leg-sent', party: 'system', actor: SYSTEM, details: { channel: leg.channel, number } })
}

async function noteFailed(ground: CasesGround, tx: Tx, { row, leg }: Locked, error: unknown): Promise<void> {
  const delay_s = retryDelays_s[leg.attempts - 1]
  const nextTryAt = delay_s === undefined ? null : new Date(ground.clock.now().getTime() + delay_s * 1000)
  const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 200)
  await store.updateLeg(tx, leg.id, { state: 'failed', last_error: lastError, next_try_at: nextTryAt })
  if (nextTryAt) await queueSending(tx, leg.id, nextTryAt)
  await advance(ground, tx, row, { step: 'leg-failed', party: 'system', actor: SYSTEM, details: { channel: leg.channel, attempt: leg.attempts, nextTryAt: nextTryAt?.toISOString() ?? null } })
}

/**
 * Takes in what an outside desk says about a leg, once: callers may repeat a message freely. An answer that arrives
 * before our own receipt of the sending counts as that receipt. Throws `not-found` for an unknown leg.
 */
export function onOutsideReply(ground: CasesGround, reply: OutsideReply): Promise<ReplyResult> {
  return inTransaction(ground.db, async (tx): Promise<ReplyResult> => {
    const locked = await lockLeg(ground, tx, reply.legId)
    if (!locked) throw refuse('not-found')
    const fresh = await store.rememberMessage(tx, { legId: reply.legId, messageId: reply.messageId, kind: reply.kind, at: ground.clock.now() })
    if (!fresh) return 'repeated'
    if (locked.leg.ended_at !== null) return 'late'
    if (reply.kind === 'accepted' && locked.leg.state === 'accepted') return 'repeated'
    const row = mayBeSent.includes(locked.leg.state) ? await noteSent(ground, tx, locked, reply.number) : locked.row
    await takeIn(ground, tx, { row, leg: locked.leg }, reply)
    return 'taken'
  })
}

async function takeIn(ground: CasesGround, tx: Tx, { row, leg }: Locked, reply: OutsideReply): Promise<void> {
  const ended = reply.kind === 'accepted' ? {} : { ended_at: ground.clock.now() }
  await store.updateLeg(tx, leg.id, { state: reply.kind, number: reply.number, ...ended })
  const channel = leg.channel as Channel
  await advance(ground, tx, row, {
    step: `outside-${reply.kind}`, party: 'outside', actor: channel, note: reply.text, details: { channel, number: reply.number },
  })
}
