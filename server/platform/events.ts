import { sql, type RawBuilder } from 'kysely'
import type { Tx } from './db.ts'
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
  /** A reaction that is new begins with what is told from now on; a read model may want all that is still kept. */
  from?: 'beginning'
  /** How many events one transaction takes, a hundred when left out; one where others wait for the locks of each. */
  atOnce?: number
  /** Runs inside a transaction together with the cursor's move; may run again after a crash before commit, so no outside effect here. */
  handle(tx: Tx, event: DomainEvent): Promise<void>
}
