/**
 * `npm start [-- --empty]`: everything on one port. Starts or finds the database, brings it up to date, builds the pages,
 * loads the demo city into a new embedded database, serves, and stops cleanly on Ctrl-C.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp, type App } from '../server/main.ts'
import { systemClock } from '../server/platform/clock.ts'
import { readConfig, type Config } from '../server/platform/start/config.ts'
import { openKeyring } from '../server/platform/crypto.ts'
import { FolderInUse, takeDataFolder } from '../server/platform/start/data-folder.ts'
import { migrate, openDatabase, openPool } from '../server/platform/db.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../server/platform/start/embedded-postgres.ts'
import { migrateJobs, releaseDeadWorkers } from '../server/platform/jobs.ts'
import { readMode, writeMode, type Mode } from '../server/platform/start/mode.ts'
import { signIns } from '../world/people.ts'
import { Walkers } from '../world/walkers.ts'
import { isBuilt } from './build.ts'

const { values: flags } = parseArgs({ options: { empty: { type: 'boolean', default: false }, walkers: { type: 'string', default: '40' } } })
const say = (line: string): void => console.log(line)
const closers: (() => Promise<void> | void)[] = []
let stopping = false

async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  for (const close of closers.toReversed()) await Promise.resolve(close()).catch((error: unknown) => console.error(error))
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {
  say('\nStopping …')
  void stop(0)
})

// The stack alone: what a database error says beside it may hold someone's row.
const report = (error: unknown, where: string): void => console.error(`${new Date().toISOString()} ${where}:`, error instanceof Error ? error.stack : error)
process.on('unhandledRejection', (error) => report(error, 'unhandled'))

interface Store { url: string; embedded: EmbeddedPostgres | null }

async function openStore(config: Config): Promise<Store> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, embedded: null }
  say('Starting the database …')
  const server = await startEmbeddedPostgres(join(config.dataDir, 'postgres'))
  closers.push(() => server.stop())
  return { url: server.url, embedded: server }
}

/** Brings the schema forward and says what the installation is for; null when it is new. */
async function bringForward({ url, embedded }: Store): Promise<Mode | null> {
  const pool = openPool(url, 2)
  const db = openDatabase(pool)
  try {
    const applied = await migrate(db)
    if (applied.length > 0) say(`The database is up to date (${applied.length} steps).`)
    await migrateJobs(pool)
    if (embedded) await releaseDeadWorkers(pool)
    return await readMode(db)
  } finally {
    await db.destroy()
  }
}

/** Settles the mode: the demo loads only into a new embedded database, and half a demo is thrown away and loaded anew. */
async function prepare(store: Store): Promise<{ mode: 'demo' | 'city'; seed: boolean }> {
  let mode = await bringForward(store)
  if (mode === 'demo-loading') {
    if (!store.embedded) throw new FolderInUse('The database of DATABASE_URL holds a demo city that was not loaded to the end. Give another one.')
    say('The demo city was not loaded to the end the last time and is thrown away.')
    await store.embedded.clear()
    mode = await bringForward(store)
  }
  if (mode === 'demo' && flags.empty) throw new FolderInUse('This data folder holds the demo city. For an empty city choose another folder: REDVEST_DATA=/some/folder npm start -- --empty')
  if (mode === 'demo' || mode === 'city') return { mode, seed: false }
  const demo = store.embedded !== null && !flags.empty
  const db = openDatabase(openPool(store.url, 1))
  await writeMode(db, demo ? 'demo-loading' : 'city', systemClock.now())
  await db.destroy()
  return { mode: demo ? 'demo' : 'city', seed: demo }
}

/** Runs a script of this folder in a process of its own: building and seeding take memory that the server never needs again. */
async function runApart(script: string, env: Record<string, string> = {}): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script)], { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  closers.push(() => void child.kill())
  const [code] = (await once(child, 'exit')) as [number | null]
  // Being stopped takes the process down with everything else; nothing is left to say.
  if (stopping) await new Promise(() => {})
  if (code !== 0) throw new Error(`bin/${script} ended early (${code ?? 'killed'}).`)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  closers.push(takeDataFolder(config.dataDir))
  const store = await openStore(config)
  const { url } = store
  const { mode, seed } = await prepare(store)
  const keys = await openKeyring(join(config.dataDir, 'keys.json'))
  if (!isBuilt()) await runApart('build.ts')
  if (seed) await runApart('seed.ts', { DATABASE_URL: url, REDVEST_DATA: config.dataDir })
  const app = await createApp({ databaseUrl: url, clock: systemClock, keys, dataDir: config.dataDir, demo: mode === 'demo', publicUrl: config.publicUrl, timeZone: config.timeZone, eventsKeptDays: config.eventsKeptDays, liveLimits: config.liveLimits, outsideDesks: config.outsideDesks, pagesDir: join(import.meta.dirname, '../web/dist'), report, say })
  closers.push(() => app.stop())
  const address = await listen(app, config)
  await app.start()
  if (mode === 'demo') {
    const walkers = new Walkers(app, address, Number(flags.walkers), report)
    closers.push(() => walkers.stop())
    void walkers.start().catch((error: unknown) => report(error, 'walkers'))
  }
  await introduce(app, address, mode)
}

async function listen(app: App, config: Config): Promise<string> {
  try {
    await app.http.listen({ port: config.port, host: config.host })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new FolderInUse(`Port ${config.port} is taken. Choose another: PORT=${config.port + 1} npm start`)
  }
  const { port } = app.http.server.address() as { port: number }
  return `http://localhost:${port}`
}

async function introduce(app: App, address: string, mode: 'demo' | 'city'): Promise<void> {
  say(`\n  Redvest 红马甲 · ${app.places.city().platformName.zh}\n`)
  say(`  Console   ${address}/console/`)
  say(`  Phone     ${address}/m/`)
  say(`  API       ${address}/api/\n`)
  if (mode === 'demo') {
    say('  Demo sign-ins: the phone number, then the code the page shows.\n')
    for (const { phone, zh, en } of signIns) say(`    ${phone}   ${zh}  ${en}`)
  } else {
    if (app.places.city().regionCode === null) say('  This city has no regions yet: its first officer founds it with the names of the national register, npm run import-city brings borders and streets.')
    const token = await app.people.firstOfficerToken()
    if (token !== null) say(`  This city has no officer yet. Create the first one here:\n    ${address}/console/first-run?token=${token}`)
  }
  say('\n  Ctrl-C stops.')
}

await main().catch(async (error: unknown) => {
  if (error instanceof FolderInUse) console.error(`\n${error.message}`)
  else console.error(error instanceof Error && error.message.startsWith('These settings') ? error.message : error)
  await stop(1)
})
