import type { Clock } from './clock.ts'
import type { Database, Tx } from './db.ts'
import { newId } from './ids.ts'

export interface AuditLine {
  actor: string
  /** `<module>.<verb>`, for example `people.identity-read`. */
  action: string
  /** `<kind>:<id>` of what was touched. */
  subject: string
  regionPath?: string | null
  reason?: string | null
  details?: Record<string, unknown>
  ip?: string | null
}

/** Appends who did or read what, in the caller's transaction. */
export async function audit(db: Tx | Database, clock: Clock, line: AuditLine): Promise<void> {
  await db.insertInto('platform.audit').values({
    id: newId(), at: clock.now(), actor: line.actor, action: line.action, subject: line.subject,
    region_path: line.regionPath ?? null, reason: line.reason ?? null, details: JSON.stringify(line.details ?? {}), ip: line.ip ?? null,
  }).execute()
}
