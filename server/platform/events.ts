import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type RawBuilder } from 'kysely'
import type { Clock } from './clock.ts'
import type { Database, Tx } from './db.ts'
import { newId } from './ids.ts'

/** A fact that a module tells. `payload` changes only by additions; `version` rises when a meaning changes. */
export interface DomainEvent {
  id: string
  type: string
  version: number
  at: Date
  actor: string
  subject: string
  payload: Record<string, unknown>
}

export type NewEvent = Pick<DomainEvent, 'type' | 'actor' | 'subject' | 'at' | 'payload'> & { version?: number }

/** Writes the event into the outbox in the caller's transaction: it is told exactly when the change is kept. */
export async function emit(tx: Tx, event: NewEvent): Promise<void> {
  await tx.insertInto('platform.event').values({ id: newId(), version: 1, ...event, payload: JSON.stringify(event.payload) }).execute()
}

/** The same as a part of a larger statement (`with …, told as (${emitFrom(…)})`): one event a row of `source`, which has id, actor, subject and payload. */
export const emitFrom = (source: string, { type, at, version = 1 }: Pick<NewEvent, 'type' | 'at' | 'version'>): RawBuilder<unknown> =>
  sql`insert into platform.event (id, type, version, at, actor, subject, payload) select id, ${type}, ${version}::int, ${at}::timestamptz, actor, subject, payload from ${sql.table(source)}`

export interface Reaction {
  /** Names the cursor; stable, for example `duties.on-region-moved`. */
  name: string
  types: readonly string[]
  /** Runs inside a transaction together with the cursor's move; may run again after a crash before commit, so no outside effect here. */
  handle(tx: Tx, event: DomainEvent): Promise<void>
}

const BATCH = 100

/** Delivers outbox events to reactions: at least once, in order, each reaction with its own cursor. */
export class EventPump {
  readonly #db: Database
  readonly #clock: Clock
  readonly #reactions: Reaction[] = []
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #stopped = false
  readonly #report: (error: unknown, reaction: string) => void

  constructor(db: Database, clock: Clock, report: (error: unknown, reaction: string) => void) {
    this.#db = db
    this.#clock = clock
    this.#report = report
  }

  add(...reactions: Reaction[]): void {
    this.#reactions.push(...reactions)
  }

  start(interval_ms = 200): void {
    this.#stopped = false
    const turn = (): void => {
      this.#running = this.drain().catch((error: unknown) => this.#report(error, 'pump'))
      void this.#running.then(() => {
        if (!this.#stopped) this.#timer = setTimeout(turn, interval_ms)
      })
    }
    turn()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  /** Delivers everything that is committed now; tests call it instead of waiting. */
  async drain(): Promise<void> {
    for (let delivered = true; delivered;) {
      delivered = false
      const waiting = await this.#withEvents()
      for (const reaction of this.#reactions.filter(({ name }) => waiting.has(name))) {
        if (await this.#deliverAll(reaction)) delivered = true
      }
    }
  }

  /**
   * Delivers until nothing that is committed waits. Any transaction that runs on the database server, also in another
   * database, holds events back for a moment; the seed and tests must not miss those.
   */
  async settle(patience_ms = 20_000): Promise<void> {
    for (const until = performance.now() + patience_ms; performance.now() < until;) {
      await this.drain()
      const { rows } = await sql<{ left: boolean }>`select exists (select 1 from platform.consumer c join platform.event e
        on (e.transaction_id, e.position) > (c.transaction_id, c.position) where c.name = any(${this.#reactions.map((r) => r.name)}::text[])) as left`.execute(this.#db)
      if (rows[0]?.left !== true) return
      await sleep(20)
    }
  }

  async #deliverAll(reaction: Reaction): Promise<boolean> {
    let total = 0
    try {
      for (let count = BATCH; count === BATCH; total += count) count = await this.#deliverBatch(reaction)
    } catch (error) {
      this.#report(error, reaction.name)
      await this.#recordFailure(reaction.name, error)
    }
    return total > 0
  }

  /**
   * The reactions that something waits for. Read only: looking five times a second must not write (a locked cursor is a
   * transaction id and a synced commit each time).
   */
  async #withEvents(): Promise<Set<string>> {
    const { rows } = await sql<{ name: string }>`select r.name from unnest(${this.#reactions.map((r) => r.name)}::text[]) as r (name)
      left join platform.consumer c on c.name = r.name
      where c.name is null or exists (select 1 from platform.event e
        where (e.transaction_id, e.position) > (c.transaction_id, c.position) and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot()))`.execute(this.#db)
    return new Set(rows.map((row) => row.name))
  }

  async #deliverBatch(reaction: Reaction): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      await tx.insertInto('platform.consumer').values({ name: reaction.name }).onConflict((c) => c.doNothing()).execute()
      const cursor = await tx.selectFrom('platform.consumer').selectAll().where('name', '=', reaction.name).forUpdate().skipLocked().executeTakeFirst()
      if (!cursor) return 0
      const events = await tx.selectFrom('platform.event').selectAll()
        .where(sql<boolean>`(transaction_id, position) > (${cursor.transaction_id}::xid8, ${cursor.position}::bigint)`)
        .where(sql<boolean>`transaction_id < pg_snapshot_xmin(pg_current_snapshot())`)
        .orderBy('transaction_id').orderBy('position').limit(BATCH).execute()
      const last = events.at(-1)
      if (!last) return 0
      for (const event of events) {
        if (reaction.types.includes(event.type)) await reaction.handle(tx, { ...event, payload: event.payload as Record<string, unknown> })
      }
      await tx.updateTable('platform.consumer').set({ transaction_id: last.transaction_id, position: last.position, failures: 0, last_error: null })
        .where('name', '=', reaction.name).execute()
      return events.length
    })
  }

  async #recordFailure(name: string, error: unknown): Promise<void> {
    await this.#db.updateTable('platform.consumer')
      .set({ failures: sql`failures + 1`, last_error: `${this.#clock.now().toISOString()} ${String(error)}`.slice(0, 2000) })
      .where('name', '=', name).execute()
  }
}
