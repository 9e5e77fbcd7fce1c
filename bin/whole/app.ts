/** The whole server on a free port in the test's own process, with the small city. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../server/main.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { ephemeralKeyring } from '../../server/platform/crypto.ts'
import { freshDatabase, type TestDatabase } from '../../server/platform/testing.ts'
import { settleSmallCity, type SmallCity } from './small-city.ts'

export interface Served { app: App; city: SmallCity; address: string; database: TestDatabase; reported: string[]; stop(): Promise<void> }

export async function serveSmallCity(volunteers: number): Promise<Served> {
  const database = await freshDatabase()
  const dir = mkdtempSync(join(tmpdir(), 'redvest-whole-'))
  const reported: string[] = []
  const app = await createApp({
    databaseUrl: database.url, clock: systemClock, keys: ephemeralKeyring(), dataDir: dir, demo: true, publicUrl: undefined, timeZone: 'Asia/Shanghai', outsideDesks: { answerAfter_s: 1, failTimes: 0 },
    pagesDir: undefined, report: (error, where) => reported.push(`${where} ${String(error)}`), say: (line) => reported.push(line),
  })
  const city = await settleSmallCity(app, volunteers)
  await app.http.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.http.server.address() as { port: number }
  return {
    app, city, database, reported, address: `http://127.0.0.1:${port}`,
    async stop() {
      await app.stop()
      await database.drop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
