/** What a page costs the server: processor time of this process and of the database's backends, and the blocks that the backends touched. */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { App } from '../../server/main.ts'
import { median } from '../measure/turns.ts'

export interface Cost { cpu_ms: number; database_ms: number; buffers: number }

const POOL = 16
const ROUNDS = 5
const ROUND_MS = 150
const REPEATS_MAX = 40

/** Opens every connection of the pool, so that none begins within a measurement; their processes. */
async function backends(app: App): Promise<number[]> {
  await Promise.all(Array.from({ length: POOL }, () => sql`select pg_sleep(0.2)`.execute(app.db)))
  const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`.execute(app.db)
  return rows.map((row) => row.pid)
}

/** Nanoseconds on a processor, of the kernel's scheduler; finer than the ticks of /proc/PID/stat. */
const spent_ns = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]), 0)

/** Blocks found in memory or read, as the server counts them once each backend has reported. */
async function touched(app: App): Promise<number> {
  await Promise.all(Array.from({ length: POOL }, () => sql`select pg_stat_force_next_flush(), pg_sleep(0.05)`.execute(app.db)))
  const { rows } = await sql<{ blocks: number }>`select (blks_hit + blks_read)::float8 as blocks from pg_stat_database where datname = current_database()`.execute(app.db)
  return rows[0]?.blocks ?? 0
}

/** The median of five rounds after a warm one. Blocks are the mean of all rounds, less what the counting itself touches. */
export async function measurer(app: App): Promise<(visit: () => Promise<void>) => Promise<Cost>> {
  const pids = await backends(app)
  await touched(app)
  const idle = await touched(app)
  const counting = (await touched(app)) - idle
  return async (visit) => {
    const warm = performance.now()
    await visit()
    const first_ms = performance.now() - warm
    if (first_ms < 1000) await visit()
    const repeats = Math.max(1, Math.min(REPEATS_MAX, Math.round(ROUND_MS / Math.max(1, first_ms))))
    const rounds: { cpu_ms: number; database_ms: number }[] = []
    const before = await touched(app)
    for (let round = 0; round < (first_ms > 3000 ? 1 : ROUNDS); round++) {
      const [own, theirs] = [process.cpuUsage(), spent_ns(pids)]
      for (let i = 0; i < repeats; i++) await visit()
      const [spent, database_ms] = [process.cpuUsage(own), (spent_ns(pids) - theirs) / 1e6 / repeats]
      rounds.push({ cpu_ms: (spent.user + spent.system) / 1000 / repeats + database_ms, database_ms })
    }
    const blocks = Math.max(0, (await touched(app)) - before - counting) / (rounds.length * repeats)
    return { cpu_ms: median(rounds.map((r) => r.cpu_ms)), database_ms: median(rounds.map((r) => r.database_ms)), buffers: Math.round(blocks) }
  }
}
