import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database } from '../db.ts'
import type { DomainEvent, Reaction } from '../events.ts'
import { Horizon, lastPosition } from './horizon.ts'

const BATCH = 100
const PRUNE_BATCH = 5000
const TURN_MS = 200
const HELD_MS = 20
/** Looking again after the database could not be asked. */
const TURN_AFTER_FAULT_MS = 5000
const DAY_MS = 86_400_000
/** Long enough to look into what went wrong last month. */
const KEPT_DAYS = 30
/** After failures in a row a reaction waits 1, 2, 4 … and at most 2 to this power seconds (8.5 minutes). */
const RETRY_POWER_MAX = 9

/** An event that its reaction could not take; `before` events of the batch came before it. */
class NotTaken extends Error {
  readonly event: DomainEvent
  readonly before: number
  constructor(event: DomainEvent, before: number, cause: unknown) {
    super(event.type, { cause })
    this.event = event
    this.before = before
  }
}

/**
 * Delivers outbox events to reactions: at least once, in order, each reaction with its own cursor and its own pace. One that
 * fails or is slow holds up nobody else.
 */
export class EventPump {
  readonly #db: Database
  readonly #clock: Clock
  readonly #reactions: readonly Reaction[]
  readonly #report: (error: unknown, where: string) => void
  readonly #horizon: Horizon
  /** Reactions at work; true when something was delivered. */
  readonly #running = new Map<string, Promise<boolean>>()
  #timer: NodeJS.Timeout | undefined
  #turning: Promise<void> = Promise.resolve()
  #stopped = true

  private constructor(db: Database, clock: Clock, report: (error: unknown, where: string) => void, reactions: readonly Reaction[]) {
    this.#db = db
    this.#clock = clock
    this.#report = report
    this.#reactions = reactions
    this.#horizon = new Horizon(db)
  }

  /** Registers the reactions that are new: from now on nothing that is told escapes them, whether the pump runs or not. */
  static async open(db: Database, clock: Clock, report: (error: unknown, where: string) => void, reactions: readonly Reaction[]): Promise<EventPump> {
    const now = await lastPosition(db)
    const rows = reactions.map(({ name, from }) => ({ name, position: from === 'beginning' ? 0 : now }))
    await db.insertInto('platform.consumer').values(rows).onConflict((c) => c.doNothing()).execute()
    return new EventPump(db, clock, report, reactions)
  }

  start(): void {
    this.#stopped = false
    this.#schedule(0)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turning
    await Promise.all(this.#running.values())
  }

  /**
   * Delivers everything that is committed now, and what that tells; waits for transactions that told something before it and
   * are not over. A reaction that failed is left alone until its time.
   */
  async drain(): Promise<void> {
    for (;;) {
      const { begun, held } = await this.#begin()
      const delivered = (await Promise.all(begun)).includes(true)
      if (delivered) continue
      if (!held) return
      await sleep(HELD_MS)
    }
  }

  /**
   * Deletes events older than so many days that no reaction here still waits for. A reaction that no longer exists holds
   * nothing: its cursor stays, and should it come back under its name it goes on with what is still kept.
   */
  async prune(keptDays = KEPT_DAYS): Promise<void> {
    const cutoff = new Date(this.#clock.now().getTime() - keptDays * DAY_MS)
    const { names, types } = this.#wanted()
    for (let pruned = PRUNE_BATCH; pruned === PRUNE_BATCH;) {
      const { numAffectedRows } = await sql`delete from platform.event where position in (select e.position from platform.event e where e.at < ${cutoff}
        and not exists (select from unnest(${names}::text[], ${types}::text[]) as w (name, type) join platform.consumer c on c.name = w.name where w.type = e.type and c.position < e.position)
        order by e.position limit ${PRUNE_BATCH})`.execute(this.#db)
      pruned = Number(numAffectedRows)
    }
  }

  #schedule(after_ms: number): void {
    clearTimeout(this.#timer)
    if (!this.#stopped) this.#timer = setTimeout(() => { this.#turning = this.#turn() }, after_ms)
  }

  async #turn(): Promise<void> {
    try {
      const { begun } = await this.#begin()
      this.#schedule(TURN_MS)
      // What a reaction told is looked for at once.
      for (const work of begun) void work.then((delivered) => { if (delivered) this.#schedule(0) })
    } catch (error) {
      this.#report(error, 'events')
      this.#schedule(TURN_AFTER_FAULT_MS)
    }
  }

  /** Sets every reaction to work that something waits for; one that is at work already goes on with that. `held` when something waits behind a transaction that is not over. */
  async #begin(): Promise<{ begun: Promise<boolean>[]; held: boolean }> {
    const waiting = await this.#firstWaiting()
    if (waiting.size === 0) return { begun: [], held: false }
    const horizon = await this.#horizon.read()
    const ready = this.#reactions.filter(({ name }) => (waiting.get(name) ?? Infinity) <= horizon)
    return { begun: ready.map((reaction) => this.#running.get(reaction.name) ?? this.#run(reaction, horizon)), held: ready.length < waiting.size }
  }

  #run(reaction: Reaction, horizon: number): Promise<boolean> {
    const work = this.#deliverAll(reaction, horizon).catch((error: unknown) => {
      this.#report(error, reaction.name)
      return false
    }).finally(() => this.#running.delete(reaction.name))
    this.#running.set(reaction.name, work)
    return work
  }

  #wanted(): { names: string[]; types: string[] } {
    const pairs = this.#reactions.flatMap(({ name, types }) => types.map((type) => ({ name, type })))
    return { names: pairs.map(({ name }) => name), types: pairs.map(({ type }) => type) }
  }

  /**
   * The reactions that something waits for and whose time has come, each with its first event. Read only: looking five times a second must not write (a
   * locked cursor is a transaction id and a synced commit each time). One look into the index for each type: with `type =` in place of
   * the comparison of pairs, PostgreSQL walks through everything that others wait for.
   */
  async #firstWaiting(): Promise<Map<string, number>> {
    const { names, types } = this.#wanted()
    const { rows } = await sql<{ name: string; position: number }>`select c.name, min(e.position) as position from unnest(${names}::text[], ${types}::text[]) as w (name, type) join platform.consumer c on c.name = w.name
      cross join lateral (select type, position from platform.event where (type, position) > (w.type, c.position) order by type, position limit 1) e
      where e.type = w.type and (c.retry_at is null or c.retry_at <= ${this.#clock.now()}) group by c.name`.execute(this.#db)
    return new Map(rows.map((row) => [row.name, row.position]))
  }

  async #deliverAll(reaction: Reaction, horizon: number): Promise<boolean> {
    let total = 0
    try {
      const most = reaction.atOnce ?? BATCH
      for (let count = most; count === most; total += count) count = await this.#deliverBatch(reaction, horizon, most)
    } catch (error) {
      // What came before the bad event in its batch must not wait for it.
      if (error instanceof NotTaken && error.before > 0) total += await this.#deliverBatch(reaction, horizon, error.before).catch(() => 0)
      await this.#hold(reaction.name, error)
    }
    return total > 0
  }

  async #deliverBatch(reaction: Reaction, horizon: number, limit: number): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      const cursor = await tx.selectFrom('platform.consumer').select('position').where('name', '=', reaction.name).forUpdate().skipLocked().executeTakeFirst()
      if (!cursor) return 0
      const events = await tx.selectFrom('platform.event').selectAll().where('type', 'in', [...reaction.types])
        .where('position', '>', cursor.position).where('position', '<=', horizon).orderBy('position').limit(limit).execute()
      const last = events.at(-1)
      if (!last) return 0
      for (const [before, { position: _, ...event }] of events.entries()) await take(reaction, tx, { ...event, payload: event.payload as Record<string, unknown> }, before)
      await tx.updateTable('platform.consumer').set({ position: events.length < limit ? horizon : last.position, failures: 0, last_error: null, retry_at: null })
        .where('name', '=', reaction.name).execute()
      return events.length
    })
  }

  /** Notes the failure and when to try again; each is reported once. */
  async #hold(name: string, error: unknown): Promise<void> {
    const [cause, told] = error instanceof NotTaken ? [error.cause, ` at ${error.event.type} ${error.event.id}`] : [error, '']
    const now = this.#clock.now()
    const held = await this.#db.updateTable('platform.consumer').set({
      failures: sql<number>`failures + 1`, last_error: `${now.toISOString()}${told} ${String(cause)}`.slice(0, 2000),
      retry_at: sql<Date>`${now}::timestamptz + 2 ^ least(failures, ${RETRY_POWER_MAX}::int) * interval '1 second'`,
    }).where('name', '=', name).returning(['failures', 'retry_at']).executeTakeFirstOrThrow()
    this.#report(cause, `${name}${told}, failure ${held.failures}, tries again at ${held.retry_at?.toISOString()}`)
  }
}

async function take(reaction: Reaction, tx: Parameters<Reaction['handle']>[0], event: DomainEvent, before: number): Promise<void> {
  try {
    await reaction.handle(tx, event)
  } catch (error) {
    throw new NotTaken(event, before, error)
  }
}
