import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db.ts'
import { Problem, refuser } from '../../platform/problem.ts'
import { dutyProblems, type Claim } from '../contract.ts'
import type { DutyPeople } from '../ports.ts'
import { holdersOf } from '../store/claims.ts'
import type { PatrolRow } from '../store/patrols.ts'
import { seatAll, type Answer, type SeatRequest } from './seating.ts'

const refuse = refuser(dutyProblems)
const BATCH_MAX = 2000
/** More would only wait in the database. */
const BATCHES_BEGUN = 3
const ANSWERED_AT_ONCE = 250
const FULL_TRUSTED_MS = 1000
const PATROLS_TRUSTED_MS = 1000
/** There is no seat to grab: all are taken, or what is left is kept for units. */
const noSeatCodes: ReadonlySet<string> = new Set(['patrol-full', 'kept-for-units'])

interface Waiting extends SeatRequest {
  resolve: (claim: Claim) => void
  reject: (reason: unknown) => void
}
/** What is no claim is why there is none. */
type Outcome = Answer | Error

/**
 * Claims on seats, coalesced: all that arrive in one tick are decided together by one transaction, and while that is under way
 * the next batch is sent behind it. PostgreSQL stays the truth; only "full" is answered from memory, for at most a second
 * or until a seat comes back here. Every answer is given after the commit.
 */
export class SeatRush {
  readonly #db: Database
  readonly #clock: Clock
  readonly #people: DutyPeople
  #queue: Waiting[] = []
  #begun = 0
  #gathering = false
  readonly #full = new Map<string, { until: number; holders: ReadonlySet<string>; refusal: Problem }>()
  /** Patrols as last read. They may be old by a second: who is judged by one that has changed since is judged again. */
  #patrols = new Map<string, PatrolRow>()
  #patrolsUntil = 0

  constructor(db: Database, clock: Clock, people: DutyPeople) {
    this.#db = db
    this.#clock = clock
    this.#people = people
  }

  /** Takes a seat, or rejects with the Problem that says why not. */
  claim(patrolId: string, person: SeatRequest['person']): Promise<Claim> {
    const refusal = this.#rememberedRefusal(patrolId, person.personId)
    if (refusal) return Promise.reject(refusal)
    return new Promise((resolve, reject) => {
      this.#queue.push({ patrolId, person, resolve, reject })
      // While thousands of messages wait to be read, the event loop does not get to its immediates.
      if (this.#queue.length >= BATCH_MAX) this.#begin()
      else this.#gather()
    })
  }

  /** A seat came back: what was full is asked again. */
  reopen(patrolId: string): void {
    this.#full.delete(patrolId)
  }

  #rememberedRefusal(patrolId: string, personId: string): Problem | null {
    const full = this.#full.get(patrolId)
    if (!full || full.until <= performance.now()) return null
    return full.holders.has(personId) ? refuse('already-claimed') : full.refusal
  }

  /** The claims of this tick come together before a batch is cut. */
  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    setImmediate(() => {
      this.#gathering = false
      this.#begin()
    })
  }

  #begin(): void {
    if (this.#begun === BATCHES_BEGUN) return
    const batch = this.#cut()
    if (batch.length === 0) return
    this.#begun++
    void this.#settle(batch).then((outcomes) => {
      this.#begun--
      if (this.#queue.length > 0) this.#gather()
      this.#answer(batch, outcomes, 0)
    })
  }

  /** The next batch of those whom memory cannot answer; empty only when nobody waits. */
  #cut(): Waiting[] {
    const batch: Waiting[] = []
    while (batch.length === 0 && this.#queue.length > 0) {
      for (const one of this.#queue.splice(0, BATCH_MAX)) {
        const refusal = this.#rememberedRefusal(one.patrolId, one.person.personId)
        if (refusal) one.reject(refusal)
        else batch.push(one)
      }
    }
    return batch
  }

  /** In slices, so that thousands of answers do not keep the next claims waiting. */
  #answer(batch: readonly Waiting[], outcomes: readonly Outcome[], from: number): void {
    const to = Math.min(batch.length, from + ANSWERED_AT_ONCE)
    for (let i = from; i < to; i++) {
      const one = batch[i] as Waiting
      const outcome = outcomes[i] as Outcome
      if (outcome instanceof Error) one.reject(outcome)
      else one.resolve(outcome)
    }
    if (to < batch.length) setImmediate(() => this.#answer(batch, outcomes, to))
  }

  async #settle(batch: readonly Waiting[]): Promise<Outcome[]> {
    try {
      const answers = await seatAll(this.#db, this.#people, batch, this.#clock.now(), this.#knownPatrols())
      const refusals = new Map<string, Problem>()
      answers.forEach((answer, i) => {
        if (answer instanceof Problem && noSeatCodes.has(answer.code)) refusals.set((batch[i] as Waiting).patrolId, answer)
      })
      await this.#rememberFull(refusals)
      return answers
    } catch (error) {
      // Nothing was committed. One claim must not fail its neighbours, so each is tried alone.
      if (batch.length === 1) return [error as Error]
      const outcomes: Outcome[] = []
      for (const one of batch) outcomes.push(...await this.#settle([one]))
      return outcomes
    }
  }

  #knownPatrols(): Map<string, PatrolRow> {
    const now = performance.now()
    if (now >= this.#patrolsUntil) {
      this.#patrols = new Map()
      this.#patrolsUntil = now + PATROLS_TRUSTED_MS
    }
    return this.#patrols
  }

  async #rememberFull(refusals: ReadonlyMap<string, Problem>): Promise<void> {
    if (refusals.size === 0) return
    for (const [patrolId, holders] of await holdersOf(this.#db, [...refusals.keys()])) this.#full.set(patrolId, { until: performance.now() + FULL_TRUSTED_MS, holders, refusal: refusals.get(patrolId) as Problem })
  }
}
