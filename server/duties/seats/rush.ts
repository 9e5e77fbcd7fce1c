import type { Clock } from '../../platform/clock.ts'
import { inTransaction, type Database } from '../../platform/db.ts'
import { Problem } from '../../platform/problem.ts'
import type { Claim } from '../contract.ts'
import type { DutyPeople } from '../ports.ts'
import { noSeat, seatAll, type Full, type SeatRequest } from './seating.ts'

const BATCH_MAX = 4000
const FULL_TRUSTED_MS = 1000

interface Waiting extends SeatRequest {
  resolve: (claim: Claim) => void
  reject: (reason: unknown) => void
}

/**
 * Claims on seats, coalesced: all that arrive while one batch is being committed become the next, decided by a handful of
 * statements however many they are. PostgreSQL stays the truth; only "full" is answered from memory, for at most a second
 * or until a seat comes back here. Every answer is given after the commit.
 */
export class SeatRush {
  readonly #db: Database
  readonly #clock: Clock
  readonly #people: DutyPeople
  #queue: Waiting[] = []
  #running = false
  readonly #full = new Map<string, Full & { trustedUntil: number }>()

  constructor(db: Database, clock: Clock, people: DutyPeople) {
    this.#db = db
    this.#clock = clock
    this.#people = people
  }

  /** Takes a seat, or rejects with the Problem that says why not. */
  claim(patrolId: string, person: SeatRequest['person']): Promise<Claim> {
    const full = this.#full.get(patrolId)
    if (full && full.trustedUntil > performance.now()) return Promise.reject(noSeat(full, person.personId))
    return new Promise((resolve, reject) => {
      this.#queue.push({ patrolId, person, resolve, reject })
      if (!this.#running) void this.#run()
    })
  }

  /** A seat came back: what was full is asked again. */
  reopen(patrolId: string): void {
    this.#full.delete(patrolId)
  }

  async #run(): Promise<void> {
    this.#running = true
    // The claims of this tick gather before the first batch is cut.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) await this.#settle(this.#queue.splice(0, BATCH_MAX))
    this.#running = false
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const { answers, full } = await inTransaction(this.#db, (tx) => seatAll(tx, this.#people, batch, this.#clock.now()))
      for (const [patrolId, one] of full) this.#full.set(patrolId, { ...one, trustedUntil: performance.now() + FULL_TRUSTED_MS })
      batch.forEach((one, i) => {
        const answer = answers[i] as Claim | Problem
        if (answer instanceof Problem) one.reject(answer)
        else one.resolve(answer)
      })
    } catch (error) {
      // Nothing was committed. One claim must not fail its neighbours, so each is tried alone.
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const one of batch) await this.#settle([one])
    }
  }
}
