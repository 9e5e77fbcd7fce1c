/** A backup: a folder with everything a data folder holds but the keys, which are kept apart. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { copyRunningCluster } from '../../server/platform/start/cluster-backup.ts'
import { copySynced, copyTree, sync } from '../../server/platform/start/copies.ts'
import { giveToPostgres, runningPostgres, startEmbeddedPostgres } from '../../server/platform/start/embedded-postgres.ts'
import { takeDataFolder } from '../../server/platform/start/data-folder.ts'
import { copyJournal } from '../../server/tracking/journal/journal-copy.ts'

/** Written last: a folder without it is no backup. */
const MANIFEST = 'backup.json'
const manifest = z.object({ format: z.literal(1), startedAt: z.iso.datetime(), endedAt: z.iso.datetime(), keysSha256: z.string() })
export type Manifest = z.infer<typeof manifest>

/** What stands in the way, in words for whoever runs the command. */
export class BackupRefusal extends Error {}

/**
 * Backs up a data folder, whether the platform runs on it or not, without holding it up. The backup holds everything that was
 * acknowledged before it began and, of what came meanwhile, what the database had at its end. O(bytes of the data folder).
 * @param target a folder that does not exist yet
 */
export async function backUp(dataDir: string, target: string, now: () => Date = () => new Date()): Promise<Manifest> {
  if (existsSync(target)) throw new BackupRefusal(`${target} exists already. Each backup is a folder of its own: name another.`)
  if (!existsSync(join(dataDir, 'postgres'))) throw new BackupRefusal(`${dataDir} holds no embedded database. Set REDVEST_DATA to the data folder; a PostgreSQL of your own is backed up with its own tools.`)
  const startedAt = now().toISOString()
  const part = join(dirname(target), `.${basename(target)}.part`)
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true, mode: 0o700 })
  const server = await reach(dataDir)
  try {
    // Before the database: what the journal no longer holds by then, the database has at its end.
    await copyJournal(join(dataDir, 'journal'), join(part, 'journal'))
    await copyRunningCluster(server.url, join(dataDir, 'postgres'), join(part, 'postgres'))
    // After it: bytes are written before the rows that name them.
    if (existsSync(join(dataDir, 'files'))) await copyTree(join(dataDir, 'files'), join(part, 'files'), (path) => !path.includes('.'))
    await copySynced(join(dataDir, 'postgres.secret'), join(part, 'postgres.secret'))
  } finally {
    await server.leave()
  }
  const made: Manifest = { format: 1, startedAt, endedAt: now().toISOString(), keysSha256: await fingerprint(join(dataDir, 'keys.json')) }
  await writeFile(join(part, MANIFEST), `${JSON.stringify(made, null, 2)}\n`, { flush: true })
  await sync(part)
  await rename(part, target)
  await sync(dirname(target))
  return made
}

/** The database server that runs already, or one of our own for as long as it takes. */
async function reach(dataDir: string): Promise<{ url: string; leave: () => Promise<void> }> {
  const url = runningPostgres(join(dataDir, 'postgres'))
  if (url !== null) return { url, leave: async () => {} }
  const release = takeDataFolder(dataDir)
  const server = await startEmbeddedPostgres(join(dataDir, 'postgres'))
  return { url: server.url, leave: async () => { await server.stop(); release() } }
}

/**
 * Makes a data folder out of a backup and the keys that belong to it. The first start on it lets the database recover.
 * @param dataDir a folder that does not exist yet, or is empty
 */
export async function restore(backup: string, keysFile: string, dataDir: string): Promise<Manifest> {
  const made = await readManifest(backup)
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) throw new BackupRefusal(`${dataDir} is not empty. Restore into a new folder; nothing was changed.`)
  if (!existsSync(keysFile)) throw new BackupRefusal(`There are no keys at ${keysFile}. Without the keys.json of that platform no name, phone or ID number can be read.`)
  if ((await fingerprint(keysFile)) !== made.keysSha256) throw new BackupRefusal(`${keysFile} holds other keys than those this backup was made with.`)
  const part = join(dirname(dataDir), `.${basename(dataDir)}.part`)
  await rm(part, { recursive: true, force: true })
  await copyTree(backup, part, (path) => path !== MANIFEST)
  await copySynced(keysFile, join(part, 'keys.json'))
  giveToPostgres(join(part, 'postgres'))
  // The database server may be another user, who has to enter.
  await chmod(part, 0o755)
  await rm(dataDir, { recursive: true, force: true })
  await rename(part, dataDir)
  await sync(dirname(dataDir))
  return made
}

async function readManifest(backup: string): Promise<Manifest> {
  const text = await readFile(join(backup, MANIFEST), 'utf8').catch(() => null)
  const read = text === null ? null : manifest.safeParse(JSON.parse(text))
  if (!read?.success) throw new BackupRefusal(`${backup} is no complete backup: its ${MANIFEST} is missing or of another version.`)
  return read.data
}

/** Tells keys apart without telling anything about them. */
const fingerprint = async (keysFile: string): Promise<string> => createHash('sha256').update(await readFile(keysFile)).digest('hex')
