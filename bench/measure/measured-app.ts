/** The server side of a yardstick, in a process of its own: the real application on a database server and a folder of its own, asked and stopped by messages. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { createApp, type App } from '../../server/main.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { ephemeralKeyring } from '../../server/platform/crypto.ts'
import { migrate, openDatabase, openPool, type Database } from '../../server/platform/db.ts'
import { startEmbeddedPostgres } from '../../server/platform/start/embedded-postgres.ts'
import { migrateJobs } from '../../server/platform/jobs.ts'

interface Question { ask: string }
export interface MeasuredApp {
  app: App
  pool: pg.Pool
  db: Database
  dir: string
  /** Answers questions of the yardstick by their name until it asks to stop or is gone; then closes what stands beside the application, and everything. */
  answer(questions: Record<string, (question: never) => unknown>, closeBeside: () => unknown): void
}

/** @param connections of the pool that stands beside the application's own */
export async function measuredApp(connections: number): Promise<MeasuredApp> {
  const dir = mkdtempSync(join(tmpdir(), 'redvest-bench-'))
  chmodSync(dir, 0o755)
  const server = await startEmbeddedPostgres(join(dir, 'postgres'))
  const pool = openPool(server.url, connections)
  const db = openDatabase(pool)
  await migrate(db)
  await migrateJobs(pool)
  const app = await createApp({
    databaseUrl: server.url, clock: systemClock, keys: ephemeralKeyring(), dataDir: dir, demo: false, publicUrl: undefined, timeZone: 'Asia/Shanghai', liveLimits: { inAll: Infinity, perAddress: Infinity },
    outsideDesks: { answerAfter_s: 5, failTimes: 0 }, pagesDir: undefined, report: (error) => console.error(error), say: () => {},
  })
  const answer: MeasuredApp['answer'] = (questions, closeBeside) => {
    const stop = async (): Promise<void> => {
      await app.stop()
      await closeBeside()
      await db.destroy()
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
      process.exit(0)
    }
    // The yardstick was stopped: nothing may be left running.
    process.once('disconnect', () => void stop())
    process.on('message', async (question: Question) => {
      if (question.ask === 'stop') return void stop()
      process.send?.(await questions[question.ask]?.(question as never))
    })
  }
  return { app, pool, db, dir, answer }
}

export const portOf = (http: { server: { address(): unknown } }): number => (http.server.address() as { port: number }).port
