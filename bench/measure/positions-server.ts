/**
 * The server side of the positions yardstick, in a process of its own: the real application with walks going on, and
 * in the same process a Fastify route that takes one fix a POST and writes it into a journal of the same kind.
 */
import { join } from 'node:path'
import Fastify from 'fastify'
import { sql } from 'kysely'
import { newId } from '../../server/platform/ids.ts'
import { encodeFixes } from '../../server/tracking/live/frames.ts'
import { Journal } from '../../server/tracking/journal/journal.ts'
import { measuredApp, portOf } from './measured-app.ts'

const phones = Number(process.argv[2])
const { app, db, dir, answer } = await measuredApp(4)
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

/** Fixes in the database, after everything that was acknowledged had its turn. */
async function stored(): Promise<number> {
  await app.tracking.flush()
  const { rows } = await sql<{ count: number }>`select count(*) as count from tracking.position`.execute(db)
  return rows[0]?.count ?? 0
}

answer({ cpu: () => process.cpuUsage(), stored: async () => ({ count: await stored() }) }, async () => {
  await peer.close()
  await journal.close()
})
process.send?.({ port: portOf(app.http), peerPort: portOf(peer), walks })
