/**
 * The server side of the positions yardstick, in a process of its own: the real application with walks going on, and
 * in the same process a Fastify route that takes one fix a POST and writes it into a journal of the same kind.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { sql } from 'kysely'
import { createApp } from '../../server/main.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { ephemeralKeyring } from '../../server/platform/crypto.ts'
import { migrate, openDatabase, openPool } from '../../server/platform/db.ts'
import { newId } from '../../server/platform/ids.ts'
import { migrateJobs } from '../../server/platform/jobs.ts'
import { startEmbeddedPostgres } from '../../server/platform/start/embedded-postgres.ts'
import { encodeFixes } from '../../server/tracking/live/frames.ts'
import { Journal } from '../../server/tracking/journal/journal.ts'

const phones = Number(process.argv[2])
const dir = mkdtempSync(join(tmpdir(), 'redvest-positions-'))
chmodSync(dir, 0o755)
const server = await startEmbeddedPostgres(join(dir, 'postgres'))
const pool = openPool(server.url, 4)
const db = openDatabase(pool)
await migrate(db)
await migrateJobs(pool)
const app = await createApp({ databaseUrl: server.url, clock: systemClock, keys: ephemeralKeyring(), dataDir: dir, demo: false, publicUrl: undefined, timeZone: 'Asia/Shanghai', liveLimits: { inAll: Infinity, perAddress: Infinity }, outsideDesks: { answerAfter_s: 5, failTimes: 0 }, pagesDir: undefined, report: (error) => console.error(error), say: () => {} })
const now_ms = Date.now()
const attendances = Array.from({ length: phones }, () => newId())
await sql`insert into tracking.walk (attendance_id, person_id, region_path, started_at, until)
  select id, id, '3506', ${new Date(now_ms - 3_600_000)}::timestamptz, ${new Date(now_ms + 7_200_000)}::timestamptz from unnest(${attendances}::uuid[]) as t (id)`.execute(db)
const walks = attendances.map((id) => ({ id, token: app.tracking.tokenOf(id) }))
await app.http.listen({ port: 0, host: '127.0.0.1' })

const journal = await Journal.open(join(dir, 'peer-journal'))
const peer = Fastify({ forceCloseConnections: true })
peer.post('/fixes', async (request, reply) => {
  const { attendance, fix } = request.body as { attendance: string; fix: Parameters<typeof encodeFixes>[0]['fixes'][number] }
  await journal.append(encodeFixes({ attendance, token: '', fixes: [fix] }))
  return reply.send({ sequence: fix.sequence })
})
await peer.listen({ port: 0, host: '127.0.0.1' })

const portOf = (http: { server: { address(): unknown } }): number => (http.server.address() as { port: number }).port

/** Fixes in the database, after everything that was acknowledged had its turn. */
async function stored(): Promise<number> {
  await app.tracking.flush()
  const { rows } = await sql<{ count: number }>`select count(*) as count from tracking.position`.execute(db)
  return rows[0]?.count ?? 0
}

async function stop(): Promise<void> {
  await app.stop()
  await peer.close()
  await journal.close()
  await db.destroy()
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
  process.exit(0)
}

// The yardstick was stopped: nothing may be left running.
process.once('disconnect', () => void stop())
process.on('message', (message: { ask: 'cpu' | 'stored' | 'stop' }) => {
  if (message.ask === 'cpu') process.send?.(process.cpuUsage())
  else if (message.ask === 'stored') void stored().then((count) => process.send?.({ count }))
  else void stop()
})
process.send?.({ port: portOf(app.http), peerPort: portOf(peer), walks })
