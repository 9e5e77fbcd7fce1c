/** The whole server on a folder, in a process that a test may kill: settles the small city the first time, says when it is ready. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '../../server/main.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { openKeyring } from '../../server/platform/crypto.ts'
import { migrate, openDatabase, openPool } from '../../server/platform/db.ts'
import { migrateJobs } from '../../server/platform/jobs.ts'
import { takeDataFolder } from '../../server/platform/start/data-folder.ts'
import { startEmbeddedPostgres } from '../../server/platform/start/embedded-postgres.ts'
import { settleSmallCity, type SmallCity } from './small-city.ts'

export interface Ready { port: number; databaseUrl: string; city: SmallCity }

const [dir, volunteers] = [process.argv[2] as string, Number(process.argv[3])]
takeDataFolder(dir)
const postgres = await startEmbeddedPostgres(join(dir, 'postgres'))
const pool = openPool(postgres.url, 2)
const db = openDatabase(pool)
await migrate(db)
await migrateJobs(pool)
await db.destroy()
const app = await createApp({
  databaseUrl: postgres.url, clock: systemClock, keys: await openKeyring(join(dir, 'keys.json')), dataDir: dir, demo: true, publicUrl: undefined, timeZone: 'Asia/Shanghai',
  outsideDesks: { answerAfter_s: 1, failTimes: 0 }, pagesDir: undefined, report: (error, where) => console.error(where, error), say: () => {},
})
const file = join(dir, 'city.json')
const city = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SmallCity) : await settleSmallCity(app, volunteers)
writeFileSync(file, JSON.stringify(city))
await app.http.listen({ port: 0, host: '127.0.0.1' })
await app.start()
process.send?.({ port: (app.http.server.address() as { port: number }).port, databaseUrl: postgres.url, city } satisfies Ready)
