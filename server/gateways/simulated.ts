/** What the simulators of outside desks share: one ticket per leg, kept, and answers that come later. */
import { inTransaction, type Database } from '../platform/db.ts'
import type { Clock } from '../platform/clock.ts'
import { enqueue } from '../platform/jobs.ts'
import type { OutgoingLeg, OutsideDesk, OutsideReply, ReplyResult } from '../cases/cases.ts'
import { findTicket, keepTicket, type Ticket } from './store.ts'

export interface SimulatorSettings {
  /** Seconds from the ticket to its acceptance, and again from there to the answer. */
  answerAfter_s: number
  /** How many tries of each leg fail before one is taken. */
  failTimes: number
}

export interface SimulatedDeskOptions {
  db: Database
  clock: Clock
  /** The city's day of an instant. */
  dayOf: (instant: Date) => string
  /** Where answers go: the same callback that a real gateway calls. */
  deliver: (reply: OutsideReply) => Promise<ReplyResult>
  /** Read at every use, so that it may change while running. */
  settings: SimulatorSettings
}

/** What makes one outside desk differ from another. */
export interface SimulatedDesk {
  channel: string
  /** From the count of all tickets and the city's day, `YYYY-MM-DD`. */
  numberOf(count: number, day: string): string
  /** The public answer for a category. */
  answerOf(category: string): string
}

export interface Simulator extends OutsideDesk {
  /** Name of the job that answers, and its handler. */
  job: { name: string; handle: (payload: { legId: string; stage: 'accepted' | 'replied' }) => Promise<void> }
}

/** A stand-in for an outside system: takes a leg once, accepts it after a while, answers after another; survives restarts. */
export function simulate(desk: SimulatedDesk, { db, clock, dayOf, deliver, settings }: SimulatedDeskOptions): Simulator {
  const name = `gateways.${desk.channel}-answer`

  async function send(leg: OutgoingLeg): Promise<{ number: string }> {
    if (leg.attempt <= settings.failTimes) throw new Error(`${desk.channel} does not answer (simulated, try ${leg.attempt})`)
    return inTransaction(db, async (tx) => {
      const at = clock.now()
      const { ticket, fresh } = await keepTicket(tx, { legId: leg.legId, channel: desk.channel, caseNumber: leg.caseNumber, category: leg.category.code, at, numberOf: (count) => desk.numberOf(count, dayOf(at)) })
      if (fresh) await enqueue(tx, { name, payload: { legId: leg.legId, stage: 'accepted' }, runAt: later(), key: `${name}:${leg.legId}` })
      return { number: ticket.number }
    })
  }

  const later = (): Date => new Date(clock.now().getTime() + settings.answerAfter_s * 1000)

  async function handle({ legId, stage }: { legId: string; stage: 'accepted' | 'replied' }): Promise<void> {
    const ticket = await findTicket(db, legId)
    if (!ticket) return
    await deliver({ legId, messageId: `${ticket.number}-${stage}`, kind: stage, number: ticket.number, text: stage === 'replied' ? answer(ticket) : null })
    if (stage === 'accepted') await enqueue(db, { name, payload: { legId, stage: 'replied' }, runAt: later(), key: `${name}-replied:${legId}` })
  }

  const answer = (ticket: Ticket): string => `您反映的事项（工单号 ${ticket.number}）${desk.answerOf(ticket.category)}`

  return { send, job: { name, handle } }
}
