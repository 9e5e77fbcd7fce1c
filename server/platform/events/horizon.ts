import { sql } from 'kysely'
import type { Database } from '../db.ts'

/**
 * Up to which position the outbox is complete. Positions are drawn before their transactions commit, so a later one can be
 * visible while an earlier one is not; a reader that went on would skip it for ever. Whoever draws a position holds the
 * table's ROW EXCLUSIVE lock from before the draw until after its commit is visible. So: note the last position drawn, then
 * who holds the lock; once none of those do any more, everything up to that position is visible or was given up.
 */
export class Horizon {
  readonly #db: Database
  #complete = 0
  /** Writers that were at work when `position` was the last one drawn. */
  #fence: { position: number; writers: readonly string[] } | undefined

  constructor(db: Database) {
    this.#db = db
  }

  /** The highest position known to be complete. Read events in a statement of its own afterwards. */
  async read(): Promise<number> {
    const position = await lastPosition(this.#db)
    const writers = await writersAtWork(this.#db)
    if (writers.size === 0) this.#passed(position)
    else if (this.#fence?.writers.every((writer) => !writers.has(writer))) this.#passed(this.#fence.position)
    if (writers.size > 0) this.#fence ??= { position, writers: [...writers] }
    return this.#complete
  }

  #passed(position: number): void {
    this.#complete = Math.max(this.#complete, position)
    this.#fence = undefined
  }
}

/** The last position that anyone drew, committed or not; 0 before the first. */
export async function lastPosition(db: Database): Promise<number> {
  const { rows } = await sql<{ position: number }>`select coalesce(pg_sequence_last_value('platform.event_position_seq'), 0) as position`.execute(db)
  return rows[0]?.position ?? 0
}

async function writersAtWork(db: Database): Promise<Set<string>> {
  const { rows } = await sql<{ writer: string }>`select virtualtransaction as writer from pg_locks where locktype = 'relation' and mode = 'RowExclusiveLock'
    and relation = 'platform.event'::regclass and database = (select oid from pg_database where datname = current_database())`.execute(db)
  return new Set(rows.map((row) => row.writer))
}
