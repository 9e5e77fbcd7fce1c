/** What a page costs the server: processor time of this process and of the database's backends, and the blocks that the backends touched. */
import { existsSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { App } from '../../server/main.ts'
import { median } from '../measure/turns.ts'

export interface Cost { cpu_ms: number; database_ms: number; buffers: number }

const POOL = 16
const ROUNDS = 3
const ROUND_MS = 100
const REPEATS_MAX = 40

/** Last reading by backend: the pool closes connections that were idle, and their time counts all the same. */
const readings = new Map<number, number>()

/** Nanoseconds on a processor of all the database's backends so far, of the kernel's scheduler; finer than the ticks of /proc/PID/stat. */
async function spent_ns(app: App): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`.execute(app.db)
  for (const { pid } of rows) {
    const file = `/proc/${pid}/schedstat`
    if (existsSync(file)) readings.set(pid, Number(readFileSync(file, 'utf8').split(' ')[0]))
  }
  return [...readings.values()].reduce((sum, ns) => sum + ns, 0)
}

/** Blocks found in memory or read, as the server counts them once each backend has reported. */
async function touched(app: App): Promise<number> {
  await Promise.all(Array.from({ length: POOL }, () => sql`select pg_stat_force_next_flush(), pg_sleep(0.05)`.execute(app.db)))
  const { rows } = await sql<{ blocks: number }>`select (blks_hit + blks_read)::float8 as blocks from pg_stat_database where datname = current_database()`.execute(app.db)
  return rows[0]?.blocks ?? 0
}

/** The median of three rounds after a warm one. Blocks are the mean of all rounds, less what the counting itself touches. */
export async function measurer(app: App): Promise<(visit: () => Promise<void>) => Promise<Cost>> {
  await touched(app)
  const idle = await touched(app)
  const counting = (await touched(app)) - idle
  return async (visit) => {
    const warm = performance.now()
    // The pool is full again, so that no connection begins within a round.
    await touched(app)
    await visit()
    const first_ms = performance.now() - warm
    if (first_ms < 1000) await visit()
    const repeats = Math.max(1, Math.min(REPEATS_MAX, Math.round(ROUND_MS / Math.max(1, first_ms))))
    const rounds: { cpu_ms: number; database_ms: number }[] = []
    const before = await touched(app)
    for (let round = 0; round < (first_ms > 1500 ? 1 : ROUNDS); round++) {
      const theirs = await spent_ns(app)
      const own = process.cpuUsage()
      for (let i = 0; i < repeats; i++) await visit()
      const spent = process.cpuUsage(own)
      const database_ms = (await spent_ns(app) - theirs) / 1e6 / repeats
      rounds.push({ cpu_ms: (spent.user + spent.system) / 1000 / repeats + database_ms, database_ms })
    }
    const blocks = Math.max(0, (await touched(app)) - before - counting) / (rounds.length * repeats)
    return { cpu_ms: median(rounds.map((r) => r.cpu_ms)), database_ms: median(rounds.map((r) => r.database_ms)), buffers: Math.round(blocks) }
  }
}
