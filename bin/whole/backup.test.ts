import { execFile, fork, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runningPostgres, startEmbeddedPostgres } from '../../server/platform/start/embedded-postgres.ts'
import { restore } from '../backup/backup-folder.ts'
import { Acknowledged, citizens } from './citizens.ts'
import { ask, expectKept, expectSound } from './kept.ts'
import type { Ready } from './server-process.ts'

let dir: string
const at = (name: string): string => join(dir, name)
const served: Served[] = []

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redvest-backup-'))
  chmodSync(dir, 0o755)
})
afterEach(async () => { for (const each of served.splice(0)) await stop(each) })
afterAll(() => rmSync(dir, { recursive: true, force: true }))

interface Served { child: ChildProcess; dataDir: string }

async function serve(dataDir: string): Promise<Ready & Served> {
  const child = fork(join(import.meta.dirname, 'server-process.ts'), [dataDir, '30'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  served.push({ child, dataDir })
  const words: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => words.push(chunk.toString()))
  const ended = once(child, 'exit').then(() => { throw new Error(`the server did not start:\n${words.join('')}`) })
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [Ready]
  ended.catch(() => {})
  return { ...ready, child, dataDir }
}

/** Both the platform and its database server, without a word of goodbye. */
async function stop({ child, dataDir }: Served): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  const url = runningPostgres(join(dataDir, 'postgres'))
  process.kill(Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10), 'SIGQUIT')
  await expect.poll(() => ask(url as string, 'select 1').then(() => 'runs', () => 'gone'), { timeout: 20_000 }).toBe('gone')
}

async function run(script: string, dataDir: string, ...args: string[]): Promise<{ code: number; words: string }> {
  const { DATABASE_URL: _, ...env } = process.env
  return promisify(execFile)(process.execPath, [join(import.meta.dirname, '../backup', script), ...args], { env: { ...env, REDVEST_DATA: dataDir } })
    .then(({ stdout }) => ({ code: 0, words: stdout }), (error: { code: number; stderr: string }) => ({ code: error.code, words: error.stderr }))
}

const tablesOf = async (url: string): Promise<unknown[]> => ask(url, `select table_schema || '.' || table_name as name,
  (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', table_schema, table_name), false, true, '')))[1]::text as rows
  from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`)

/** Every photo that the database names lies in the folder as it was. */
async function expectPhotos(url: string, dataDir: string): Promise<number> {
  const photos = await ask<{ sha256: string }>(url, 'select distinct sha256 from platform.file')
  for (const { sha256 } of photos) expect(createHash('sha256').update(readFileSync(join(dataDir, 'files', sha256.slice(0, 2), sha256))).digest('hex')).toBe(sha256)
  return photos.length
}

describe('a backup', { timeout: 240_000 }, () => {
  it('made while the platform is in full use holds everything acknowledged before it began, sound and usable', async () => {
    const said = new Acknowledged()
    const ready = await serve(at('city'))
    const busy = citizens(ready, said, 0)
    await expect.poll(() => Math.min(said.claims.size, said.checkOuts.size, said.cases.size, said.credits.size), { timeout: 120_000, interval: 50 }).toBeGreaterThan(3)
    const before = said.copy()
    const made = await run('backup.ts', at('city'), at('backup'), '--keys', at('keys-elsewhere.json'))
    expect(made, made.words).toMatchObject({ code: 0 })
    expect(said.count, 'they went on meanwhile').toBeGreaterThan(before.count)
    busy.stop()
    await stop(ready)
    await busy.done
    rmSync(at('city'), { recursive: true })

    expect(existsSync(join(at('backup'), 'keys.json')), 'the keys are kept apart').toBe(false)
    expect(await run('restore.ts', at('again'), at('backup'), '--keys', at('keys-elsewhere.json'))).toMatchObject({ code: 0 })
    writeFileSync(join(at('again'), 'city.json'), JSON.stringify(ready.city))
    const again = await serve(at('again'))
    await expectKept(again.databaseUrl, before)
    await expectSound(again.databaseUrl)
    expect(await expectPhotos(again.databaseUrl, at('again'))).toBeGreaterThan(0)
    // Walks that were going on are ended, with the token that only the right keys give; new ones begin.
    const later = new Acknowledged()
    const goOn = citizens(again, later, 1)
    await expect.poll(() => Math.min(later.claims.size, later.checkIns.size, later.checkOuts.size, later.cases.size), { timeout: 120_000, interval: 50 }).toBeGreaterThan(0)
    goOn.stop()
    await stop(again)
    await goOn.done
  })

  it('made of a stopped platform is the same to the row', async () => {
    await stop(await serve(at('again')))
    expect(await run('backup.ts', at('again'), at('still'))).toMatchObject({ code: 0 })
    await restore(at('still'), join(at('again'), 'keys.json'), at('copy'))
    for (const folder of ['again', 'copy']) cpSync(at('keys-elsewhere.json'), join(at(folder), 'keys.json'))
    writeFileSync(join(at('copy'), 'city.json'), readFileSync(join(at('again'), 'city.json')))
    // Without the platform, which would go on telling what was not told when it was stopped.
    const [one, two] = await Promise.all(['again', 'copy'].map(async (folder) => {
      const { url, stop } = await startEmbeddedPostgres(join(at(folder), 'postgres'))
      return tablesOf(url).finally(stop)
    })) as [unknown[], unknown[]]
    expect(one.length).toBeGreaterThan(20)
    expect(two).toEqual(one)
    await serve(at('copy'))
  })

  it('is refused where one lies already, and restored neither from half of one, nor with other keys, nor over anything', async () => {
    expect(await run('backup.ts', at('copy'), at('still'))).toEqual({ code: 1, words: expect.stringContaining('exists already') })
    expect(await run('backup.ts', at('nowhere'), at('new'))).toEqual({ code: 1, words: expect.stringContaining('no embedded database') })
    cpSync(at('still'), at('half'), { recursive: true })
    rmSync(join(at('half'), 'backup.json'))
    expect(await run('restore.ts', at('new'), at('half'), '--keys', at('keys-elsewhere.json'))).toEqual({ code: 1, words: expect.stringContaining('no complete backup') })
    writeFileSync(at('other-keys.json'), '{}')
    expect(await run('restore.ts', at('new'), at('still'), '--keys', at('other-keys.json'))).toEqual({ code: 1, words: expect.stringContaining('other keys') })
    expect(await run('restore.ts', at('new'), at('still'), '--keys', at('no-keys.json'))).toEqual({ code: 1, words: expect.stringContaining('no keys') })
    expect(await run('restore.ts', at('copy'), at('still'), '--keys', at('keys-elsewhere.json'))).toEqual({ code: 1, words: expect.stringContaining('not empty') })
    expect(existsSync(at('new'))).toBe(false)
  })
})
