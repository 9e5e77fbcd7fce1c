/**
 * What every page costs in a city of 600,000 people with 20 million records, beside the same pages of the demo city: the demo is seeded
 * into an embedded database, copied, and the copy grown (`city/grow.ts`); then the real application is asked what the pages of console
 * and phone ask (`city/pages.ts`), as the people who see them, in both. `worst_cost_ratio` is the worst page's processor time or blocks
 * at full size over the demo's, with 2 ms and 1,000 blocks as floors on either side.
 * BENCH_CITY_RECORDS sets another size; BENCH_CITY_DIR names a folder where the grown city stays for the next run.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createApp, type App } from '../server/main.ts'
import { systemClock } from '../server/platform/clock.ts'
import { openKeyring, type Keyring } from '../server/platform/crypto.ts'
import { migrate, openDatabase, openPool } from '../server/platform/db.ts'
import { migrateJobs } from '../server/platform/jobs.ts'
import { startEmbeddedPostgres } from '../server/platform/start/embedded-postgres.ts'
import { seedDemo } from '../world/seed.ts'
import { measurer, type Cost } from './city/cost.ts'
import { countRows, FULL_SIZE, growCity, scaled } from './city/grow.ts'
import { ownVolunteer, pagesOf, visit, visitors, type Page } from './city/pages.ts'
import { rounded } from './measure/turns.ts'
import type { Bench, BenchOptions } from './run.ts'

const FLOOR_MS = 2
const FLOOR_BLOCKS = 1000
/** Nothing here has to survive: loading must not wait for the disk. Plans in one process, so that all its time is counted. */
const SERVER = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '8GB', shared_buffers: '2GB', max_parallel_workers_per_gather: '0', autovacuum: 'off' }

interface Ground { keys: Keyring; dir: string }

const other = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

async function bringForward(url: string): Promise<void> {
  const pool = openPool(url, 2)
  const db = openDatabase(pool)
  await migrate(db)
  await migrateJobs(pool)
  await db.destroy()
}

const open = (url: string, { keys, dir }: Ground): Promise<App> => createApp({
  databaseUrl: url, clock: systemClock, keys, dataDir: join(dir, 'files'), demo: true, publicUrl: undefined, timeZone: 'Asia/Shanghai', outsideDesks: { answerAfter_s: 5, failTimes: 0 }, pagesDir: undefined,
  report: (error) => console.error(error), say: () => {},
})

/** What each page costs on one database. */
async function costs(url: string, own: string, ground: Ground, say: BenchOptions['say']): Promise<Map<string, Cost & { page: Page }>> {
  const app = await open(url, ground)
  const { cookies, ids } = await visitors(app, own)
  const measure = await measurer(app)
  const found = new Map<string, Cost & { page: Page }>()
  for (const page of pagesOf(ids)) {
    if (process.env['BENCH_CITY_PAGE'] !== undefined && !page.name.includes(process.env['BENCH_CITY_PAGE'])) continue
    const cost = await measure(() => visit(app, page, cookies.get(page.as) ?? ''))
    found.set(`${page.name} · ${page.as}`, { ...cost, page })
    say(`  ${page.name} · ${page.as}: ${cost.cpu_ms.toFixed(1)} ms (database ${cost.database_ms.toFixed(1)}), ${cost.buffers} blocks`)
  }
  await app.stop()
  return found
}

/** The demo in one database, the grown city in another; made once where the folder stays. */
async function prepare(server: { url: string }, ground: Ground, say: BenchOptions['say']): Promise<{ demo: string; city: string; own: string }> {
  const [demo, city, marker] = [server.url, other(server.url, 'city'), join(ground.dir, 'grown.json')]
  const size = scaled(Number(process.env['BENCH_CITY_RECORDS'] ?? FULL_SIZE.records))
  if (!existsSync(marker)) {
    await bringForward(demo)
    await seedDemo({ databaseUrl: demo, keys: ground.keys, dataDir: join(ground.dir, 'files'), now: new Date(), say })
    const app = await open(demo, ground)
    const own = await ownVolunteer(app)
    await app.stop()
    await administer(demo, 'vacuum analyze')
    await administer(other(demo, 'postgres'), 'create database city template redvest')
    const began = performance.now()
    await growCity(city, size, { now: new Date(), ownId: own }, say)
    say(`Grown in ${Math.round((performance.now() - began) / 1000)} s.`)
    writeFileSync(marker, JSON.stringify({ own, ...size }))
  }
  await bringForward(demo)
  await bringForward(city)
  return { demo, city, own: (JSON.parse(readFileSync(marker, 'utf8')) as { own: string }).own }
}

const ratio = (full: number, demo: number, floor: number): number => Math.max(full, floor) / Math.max(demo, floor)

const bench: Bench = async ({ say }) => {
  const kept = process.env['BENCH_CITY_DIR']
  const dir = kept ?? mkdtempSync(join(tmpdir(), 'redvest-city-'))
  mkdirSync(dir, { recursive: true })
  chmodSync(dir, 0o755)
  const server = await startEmbeddedPostgres(join(dir, 'postgres'), SERVER)
  try {
    const ground = { keys: await openKeyring(join(dir, 'keys.json')), dir }
    const { demo, city, own } = await prepare(server, ground, say)
    say('The demo:')
    const small = await costs(demo, own, ground, say)
    say('At full size:')
    const full = await costs(city, own, ground, say)
    const pages = [...full].map(([name, cost]) => {
      const before = small.get(name) as Cost
      const [cpu, blocks] = [ratio(cost.cpu_ms, before.cpu_ms, FLOOR_MS), ratio(cost.buffers, before.buffers, FLOOR_BLOCKS)]
      return { page: name, demo_ms: rounded(before.cpu_ms, 1), full_ms: rounded(cost.cpu_ms, 1), demo_buffers: before.buffers, full_buffers: cost.buffers, cpu_ratio: rounded(cpu, 2), buffers_ratio: rounded(blocks, 2), cost_ratio: rounded(Math.max(cpu, blocks), 2) }
    }).toSorted((a, b) => b.cost_ratio - a.cost_ratio)
    const { people, patrols, records, cases } = JSON.parse(readFileSync(join(dir, 'grown.json'), 'utf8')) as typeof FULL_SIZE
    return { rows: await countRows(city), people, patrols, records, cases, pages: pages.length, worst_page: pages[0]?.page, worst_cost_ratio: pages[0]?.cost_ratio, load: rounded(loadavg()[0] ?? 0, 1), costs: pages }
  } finally {
    await server.stop()
    if (kept === undefined) rmSync(dir, { recursive: true, force: true })
  }
}
export default bench
