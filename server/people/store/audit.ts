import { sql } from 'kysely'
import { acrossScopes, beneath, newerId, type Database } from '../../platform/db.ts'

export interface AuditFilter { action?: string | undefined, actor?: string | undefined, subject?: string | undefined, from?: string | undefined, to?: string | undefined, after?: string | undefined, limit: number }

/** Audit lines of the scopes, newest first; ids are made in time's order. An action filter ending in `.` takes a whole module. */
export const auditLinesIn = (db: Database, scopes: readonly string[], filter: AuditFilter) => acrossScopes(scopes, filter.limit, (scope) =>
  db.selectFrom('platform.audit').selectAll().where(beneath('region_path', scope))
    .$if(filter.action !== undefined, (q) => q.where(sql<boolean>`starts_with(action, ${filter.action})`))
    .$if(filter.actor !== undefined, (q) => q.where('actor', '=', filter.actor as string))
    .$if(filter.subject !== undefined, (q) => q.where('subject', '=', filter.subject as string))
    .$if(filter.from !== undefined, (q) => q.where('at', '>=', new Date(filter.from as string)))
    .$if(filter.to !== undefined, (q) => q.where('at', '<', new Date(filter.to as string)))
    .$if(filter.after !== undefined, (q) => q.where('id', '<', filter.after as string))
    .orderBy('id', 'desc').limit(filter.limit).execute(), newerId)

/** What was done to or read of one subject. */
export const linesAbout = (db: Database, subject: string) =>
  db.selectFrom('platform.audit').select(['at', 'action', 'reason']).where('subject', '=', subject).orderBy('at', 'desc').limit(500).execute()
