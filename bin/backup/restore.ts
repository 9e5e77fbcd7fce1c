/** `npm run restore -- FOLDER --keys FILE`: makes the data folder of REDVEST_DATA out of a backup and its keys. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../server/platform/start/config.ts'
import { BackupRefusal, restore } from './backup-folder.ts'

const HELP = `npm run restore -- FOLDER --keys FILE

Makes the data folder REDVEST_DATA, which must not exist or be empty, out of the backup in FOLDER and the keys in FILE.`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { keys: { type: 'string' }, help: { type: 'boolean', default: false } } })
  const [folder] = positionals
  if (values.help || folder === undefined || values.keys === undefined || positionals.length > 1) return console.log(HELP)
  const { dataDir } = readConfig(process.env)
  const { startedAt } = await restore(resolve(folder), resolve(values.keys), dataDir)
  console.log(`Restored into ${dataDir}: everything acknowledged before ${startedAt}. Start it: REDVEST_DATA=${dataDir} npm start`)
}

await main().catch((error: unknown) => {
  console.error(error instanceof BackupRefusal ? error.message : error)
  process.exitCode = 1
})
