/**
 * Fills a new database with the demo city; `npm start` runs it in a process of its own, so that what drawing a city takes
 * is given back before the server settles. Reads DATABASE_URL and REDVEST_DATA.
 */
import { join } from 'node:path'
import { systemClock } from '../server/platform/clock.ts'
import { openKeyring } from '../server/platform/crypto.ts'
import { readConfig } from '../server/platform/start/config.ts'
import { seedDemo } from '../world/seed.ts'

// Whoever started this is gone: half a city must not go on growing beside the next start.
process.on('disconnect', () => process.exit(1))
const { databaseUrl, dataDir } = readConfig(process.env)
if (databaseUrl === undefined) throw new Error('DATABASE_URL is needed: npm start fills a new data folder by itself.')
await seedDemo({ databaseUrl, dataDir, keys: await openKeyring(join(dataDir, 'keys.json')), now: systemClock.now(), say: console.log })
process.exit(0)
