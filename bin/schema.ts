/** `npm run schema`: migrates an empty throw-away database and writes the types of its tables to server/platform/schema.ts. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase, openPool } from '../server/platform/db.ts'
import { startEmbeddedPostgres } from '../server/platform/start/embedded-postgres.ts'

const dir = mkdtempSync(join(tmpdir(), 'redvest-schema-'))
chmodSync(dir, 0o755)
const server = await startEmbeddedPostgres(join(dir, 'postgres'))
const db = openDatabase(openPool(server.url, 2))
await migrate(db)
execFileSync(process.execPath, ['node_modules/kysely-codegen/dist/cli/bin.js', '--dialect', 'postgres', '--url', server.url, '--out-file', 'server/platform/schema.ts', '--numeric-parser', 'number'], { stdio: 'inherit' })
// server/platform/db.ts reads bigint as a number.
const out = 'server/platform/schema.ts'
writeFileSync(out, readFileSync(out, 'utf8').replace(/export type Int8 = .*;/, 'export type Int8 = number;').replace(/export type Numeric = .*;/, 'export type Numeric = number;'))
await db.destroy()
await server.stop()
rmSync(dir, { recursive: true, force: true })
