/** `npm run backup -- FOLDER [--keys FILE]`: backs the data folder up while the platform runs, or when it does not. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { copySynced } from '../../server/platform/start/copies.ts'
import { readConfig } from '../../server/platform/start/config.ts'
import { backUp, BackupRefusal } from './backup-folder.ts'

const HELP = `npm run backup -- FOLDER [--keys FILE]

Backs up the data folder of REDVEST_DATA into FOLDER, which must not exist yet. The platform may be running.
  --keys FILE   also copies the keys to FILE. Keep that elsewhere: whoever has both can read every name and ID number.`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { keys: { type: 'string' }, help: { type: 'boolean', default: false } } })
  const [folder] = positionals
  if (values.help || folder === undefined || positionals.length > 1) return console.log(HELP)
  const { dataDir, databaseUrl } = readConfig(process.env)
  if (databaseUrl !== undefined) throw new BackupRefusal('DATABASE_URL is set: back that database up with its own tools (docs/operations.md).')
  if (values.keys !== undefined && existsSync(values.keys)) throw new BackupRefusal(`${values.keys} exists already.`)
  const { startedAt, endedAt } = await backUp(dataDir, resolve(folder))
  if (values.keys !== undefined) await copySynced(resolve(dataDir, 'keys.json'), resolve(values.keys))
  console.log(`Backed up to ${resolve(folder)}: everything acknowledged before ${startedAt}, made until ${endedAt}.`)
  console.log(values.keys === undefined ? `The keys are not in it. Keep a copy of ${resolve(dataDir, 'keys.json')} in another place.` : `The keys are in ${resolve(values.keys)}. Keep them in another place.`)
}

await main().catch((error: unknown) => {
  console.error(error instanceof BackupRefusal ? error.message : error)
  process.exitCode = 1
})
