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

const poolOf = new WeakMap<Database, pg.Pool>()

export function openDatabase(pool: pg.Pool): Database {
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  poolOf.set(db, pool)
  return db
}

/** Runs `work` in one transaction: the state change, its events and its audit line stand or fall together. */
export const inTransaction = <T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> => db.transaction().execute(work)

/** A plan is made once and kept: not while a table is so small that reading all of it is the cheapest way. */
const begin = 'begin; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off'

/** Statements that were ever sent in one trip, by their text; a name is what a connection prepares them under. */
const preparedAs = new Map<string, string>()

function nameOf(text: string): string {
  const name = preparedAs.get(text) ?? `one_trip_${preparedAs.size}`
  preparedAs.set(text, name)
  return name
}

/**
 * One transaction whose statements are all sent at once and answered in one trip (PostgreSQL's pipelining): for hot paths,
 * where a busy event loop makes each trip dear. No statement can depend on another's rows. Each is read and planned once a
 * connection, for any values and any number of rows, by indexes wherever there is one: texts must be few. Resolves with the rows of
 * each after the commit; rejects with the first failure, and then nothing is kept.
 */
export async function inOneTrip(db: Database, statements: readonly RawBuilder<unknown>[]): Promise<unknown[][]> {
  const compiled = statements.map((statement) => statement.compile(db))
  const client = await (poolOf.get(db) as pg.Pool).connect()
  const sent = [client.query(begin), ...compiled.map(({ sql: text, parameters }) => client.query<object>({ name: nameOf(text), text, values: [...parameters] })), client.query('commit')]
  const answers = await Promise.allSettled(sent)
  client.release()
  const failed = answers.find((answer) => answer.status === 'rejected')
  // After a failed statement PostgreSQL answers the commit with a rollback.
  if (failed) throw failed.reason
  return answers.slice(1, -1).map((answer) => (answer as PromiseFulfilledResult<pg.QueryResult<object>>).value.rows)
}

/** An array of ids as PostgreSQL's own bytes (`array_recv` and `uuid_recv`), a parameter to be cast to `uuid[]`: reading the text of thousands costs the database more than storing some of them. */
export function uuidArray(ids: readonly string[]): Buffer {
  return binaryArray(ids.length, pg.types.builtins.UUID, 16, (bytes, at, i) => {
    const id = ids[i] as string
    if (id.length !== 36) throw new Error('not an id')
    for (let from = 0; from < 36; from += 2) {
      if (id[from] === '-') from++
      bytes[at++] = hexDigit(id, from) << 4 | hexDigit(id, from + 1)
    }
  })
}

/** Whole numbers of 32 bits, a parameter to be cast to `int[]`. */
export const intArray = (values: readonly number[]): Buffer =>
  binaryArray(values.length, pg.types.builtins.INT4, 4, (bytes, at, i) => bytes.writeInt32BE(values[i] as number, at))

const hexValues = new Uint8Array(128).fill(255)
for (let value = 0; value < 16; value++) for (const digit of [value.toString(16), value.toString(16).toUpperCase()]) hexValues[digit.charCodeAt(0)] = value

function hexDigit(text: string, at: number): number {
  const value = hexValues[text.charCodeAt(at)] ?? 255
  if (value === 255) throw new Error('not an id')
  return value
}

function binaryArray(length: number, oid: number, size: number, write: (bytes: Buffer, at: number, i: number) => void): Buffer {
  const head = length === 0 ? [0, 0, oid] : [1, 0, oid, length, 1]
  const bytes = Buffer.allocUnsafe(head.length * 4 + length * (4 + size))
  let at = 0
  for (const word of head) at = bytes.writeInt32BE(word, at)
  for (let i = 0; i < length; i++, at += size) {
    at = bytes.writeInt32BE(size, at)
    write(bytes, at, i)
  }
  return bytes
}

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
