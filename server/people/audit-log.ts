import type { z } from 'zod'
import { requireScopes, type Actor } from '../platform/actor.ts'
import type { auditEntry } from './contract.ts'
import type { Ground } from './ground.ts'
import { people } from './persons.ts'
import { auditLinesIn, type AuditFilter } from './store/audit.ts'

export type AuditEntry = z.infer<typeof auditEntry>
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/

export function createAuditLog({ db, keys }: Ground) {
  /** Who did or read what in the officer's regions, newest first; actors under their masked names. */
  async function auditLines(actor: Actor | null, filter: AuditFilter): Promise<{ items: AuditEntry[], next: string | null }> {
    const scopes = requireScopes(actor, 'officer')
    const rows = await auditLinesIn(db, scopes, { ...filter, limit: filter.limit + 1 })
    const shown = rows.slice(0, filter.limit)
    const names = await people(keys, db, [...new Set(shown.map((row) => row.actor).filter((id) => UUID.test(id)))])
    return {
      items: shown.map((row) => ({
        id: row.id, at: row.at.toISOString(), actor: row.actor, actorName: names.get(row.actor)?.displayName ?? null, action: row.action, subject: row.subject, reason: row.reason,
        details: row.details as Record<string, unknown>, ip: row.ip,
      })),
      next: rows.length > filter.limit ? shown.at(-1)?.id ?? null : null,
    }
  }
  return { auditLines }
}
