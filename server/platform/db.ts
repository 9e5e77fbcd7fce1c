import { readdir, readFile } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql, type RawBuilder, type Transaction } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import pg from 'pg'
import type { DB } from './schema.ts'

export type Database = Kysely<DB>
export type Tx = Transaction<DB>

// Counts and byte sizes fit in a double here; strings would leak into every sum.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/** @param lockTimeout_ms how long a statement waits for a lock before it fails; for ever when left out */
export function openPool(url: string, max = 16, lockTimeout_ms?: number): pg.Pool {
  // Statements that do not wait for each other go out together; without it the driver sends one and waits.
  const pool = new pg.Pool({ connectionString: url, max, pipeline: true, ...(lockTimeout_ms === undefined ? {} : { lock_timeout: lockTimeout_ms }) })
  // Without a listener a server restart would end the process; the next query reports the fault where it matters.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export const openDatabase = (pool: pg.Pool): Database => new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })

/** Runs `work` in one transaction: the state change, its events and its audit line stand or fall together. */
export const inTransaction = <T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> => db.transaction().execute(work)

/**
 * One transaction whose statements are all sent at once and answered in one trip (PostgreSQL's pipelining): for hot paths,
 * where a busy event loop makes each trip dear. No statement can depend on another's rows. Resolves with the rows of each
 * after the commit; rejects with the first failure, and then nothing is kept.
 */
export const inOneTrip = (db: Database, statements: readonly RawBuilder<unknown>[]): Promise<unknown[][]> =>
  db.getExecutor().provideConnection(async (connection) => {
    const all = [sql`begin`, ...statements, sql`commit`].map((statement) => connection.executeQuery<unknown>(statement.compile(db)))
    const answers = await Promise.allSettled(all)
    const failed = answers.find((answer) => answer.status === 'rejected')
    // After a failed statement PostgreSQL answers the commit with a rollback.
    if (failed) throw failed.reason
    return answers.slice(1, -1).map((answer) => (answer as PromiseFulfilledResult<{ rows: unknown[] }>).value.rows)
  })

const migrationsDir = new URL('../migrations/', import.meta.url)

async function readMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(migrationsDir)).filter((name) => name.endsWith('.sql')).toSorted()
  const entries = names.map(async (name): Promise<[string, Migration]> => {
    const text = await readFile(new URL(name, migrationsDir), 'utf8')
    return [name, { up: async (db) => void (await sql.raw(text).execute(db)) }]
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Brings the schema forward, one process at a time (advisory lock); forward only. Returns the names applied. */
export async function migrate(db: Database): Promise<string[]> {
  const migrator = new Migrator({
    db: db as unknown as Kysely<unknown>,
    provider: { getMigrations: readMigrations },
    migrationTableSchema: 'platform',
    allowUnorderedMigrations: true,
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  const failed = results.find((result) => result.status === 'Error')
  if (error) throw new Error(`The database could not be brought up to date${failed ? ` (${failed.migrationName})` : ''}`, { cause: error })
  return results.filter((result) => result.status === 'Success').map((result) => result.migrationName)
}

/* Lists within regions that read only what they show, however large the table. */

/** Depths of the tree that have an index of their own: county or zone, town, community (migration 0100). */
const DEEPEST = 4

/** Of scopes that lie in one another the outer ones, so that no row is in two of them. */
const outermost = (scopes: readonly string[]): string[] =>
  [...new Set(scopes)].filter((scope) => !scopes.some((other) => other !== scope && (other === '' || scope.startsWith(`${other}.`))))

/**
 * True for rows at or below one region, in the words of the indexes by depth.
 * @param deepest depth of the last index that the table has; what lies deeper is filtered within that region
 */
export function beneath(column: string, scope: string, deepest: number = DEEPEST): RawBuilder<boolean> {
  const path = sql.ref(column)
  const codes = scope.split('.')
  const depth = Math.min(codes.length, deepest)
  if (depth < 2) return sql<boolean>`${path} <@ ${scope}::ltree`
  const within = sql<boolean>`split_part(ltree2text(${path}), '.', ${sql.lit(depth)}) = ${codes[depth - 1]}`
  return codes.length === depth ? within : sql<boolean>`(${within} and ${path} <@ ${scope}::ltree)`
}

/**
 * One page of a keyset list over several regions: each region gives its own first rows, the best of them are the page.
 * @param part one region's page: `limit` rows in the list's order
 * @param before true when the first row stands before the second in that order
 */
export async function acrossScopes<Row>(scopes: readonly string[], limit: number, part: (scope: string) => Promise<Row[]>, before: (a: Row, b: Row) => boolean): Promise<Row[]> {
  const parts = await Promise.all(outermost(scopes).map(part))
  if (parts.length === 1) return parts[0] as Row[]
  return parts.flat().toSorted((a, b) => (before(a, b) ? -1 : 1)).slice(0, limit)
}

/** Ids are made in time's order, and so are their texts. */
export const newerId = (a: { id: string }, b: { id: string }): boolean => a.id > b.id
