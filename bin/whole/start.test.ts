import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { build } from '../build.ts'
import { freshDatabase } from '../../server/platform/testing.ts'

const root = join(import.meta.dirname, '../..')
const NOBODY = 65534
const ordinary = { uid: NOBODY, gid: NOBODY }
const folders: string[] = []
const running = new Set<ChildProcess>()

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'redvest-start-'))
  folders.push(dir)
  spawnSync('chmod', ['755', dir])
  return dir
}
afterEach(async () => {
  for (const child of running) child.kill('SIGINT')
  await Promise.all([...running].map((child) => once(child, 'exit')))
})
afterAll(() => { for (const dir of folders) rmSync(dir, { recursive: true, force: true }) })

interface Started { child: ChildProcess; words: () => string; until(pattern: RegExp): Promise<RegExpExecArray>; ended: Promise<number | null> }

/** Runs a script of bin as a person would, and listens to what it prints. */
function run(script: string, args: string[], env: Record<string, string>, as: { uid?: number; gid?: number } = {}): Started {
  const { PATH } = process.env
  const child = spawn(process.execPath, [join(root, 'bin', script), ...args], { cwd: root, env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'], ...as })
  running.add(child)
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { words += chunk.toString() })
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return code as number | null
  })
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(words)
      if (found) return found
      if (!running.has(child)) throw new Error(`ended without ${pattern}:\n${words}`)
      await sleep(50)
    }
  }
  return { child, words: () => words, until, ended }
}

const alive = (pid: number): boolean => spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim().replace(/^Z.*/, '') !== ''
const databaseServer = (dir: string): number => Number(readFileSync(join(dir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
const READY = /Ctrl-C stops\./
const square = { type: 'Polygon', coordinates: [[[117, 24], [118, 24], [118, 25], [117, 25], [117, 24]]] }
const areas = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { code: '3506', name: '漳州市' }, geometry: square }, { type: 'Feature', properties: { code: '350602', name: '芗城区' }, geometry: square }] }

describe('npm start', { timeout: 300_000 }, () => {
  it('serves an empty city, refuses a second start on its folder, stops cleanly, takes a map and then its first officer', async () => {
    await build({ say: () => {} })
    const dir = folder()
    const first = run('start.ts', ['--empty'], { PORT: '0', REDVEST_DATA: dir })
    await first.until(READY)
    expect(first.words()).toContain('This city has no regions yet')
    expect(first.words()).toMatch(/http:\/\/localhost:\d+\/console\/first-run\?token=\S+/)

    const second = run('start.ts', ['--empty'], { PORT: '0', REDVEST_DATA: dir })
    expect(await second.ended).toBe(1)
    expect(second.words()).toContain(`Another Redvest (process ${first.child.pid}) is running on ${dir}. Stop it first, or choose another folder with REDVEST_DATA`)

    const postmaster = databaseServer(dir)
    first.child.kill('SIGINT')
    expect(await first.ended).toBe(0)
    expect(alive(postmaster), 'the database server ends with it').toBe(false)

    writeFileSync(join(dir, 'areas.geojson'), JSON.stringify(areas))
    const imported = run('import-city.ts', ['--boundaries', join(dir, 'areas.geojson')], { REDVEST_DATA: dir })
    expect(await imported.ended, imported.words()).toBe(0)
    const again = run('start.ts', [], { PORT: '0', REDVEST_DATA: dir })
    await again.until(READY)
    await becomeFirstOfficer(again)
    again.child.kill('SIGTERM')
    expect(await again.ended).toBe(0)
  })

  async function foundCity(server: Started): Promise<void> {
    const { address, token, post, cookie } = await signedInAtFirstRun(server)
    const register = (await (await fetch(`${address}/api/register/cities`)).json()) as { code: string; name: string; province: string }[]
    expect(register).toContainEqual({ code: '3506', name: '漳州市', province: '福建省' })
    const found = (code: string): Promise<Response> => post('/first-officer', { token, regionCode: code, center: [117.6471, 24.513] }, cookie)
    expect((await found('9999')).status).toBe(404)
    expect(await (await found('3506')).json()).toMatchObject({ grants: [{ role: 'officer', regionCode: '3506' }] })
    expect(await (await fetch(`${address}/api/city`)).json()).toMatchObject({ regionCode: '3506', name: { zh: '漳州市', en: 'Zhangzhou City' }, center: [117.6471, 24.513] })
    expect(((await (await fetch(`${address}/api/regions?parent=3506`)).json()) as object[]).length).toBe(11)
    expect(await (await fetch(`${address}/api/register/cities`)).json()).toEqual([])
  }

  async function becomeFirstOfficer(server: Started): Promise<void> {
    const { address, token, post, cookie } = await signedInAtFirstRun(server)
    const wrong = await post('/first-officer', { token: 'x', regionCode: '3506' }, cookie)
    expect(await wrong.json()).toMatchObject({ code: 'token-wrong' })
    const again = await post('/first-officer', { token, regionCode: '3506', center: [117, 24] }, cookie)
    expect(await again.json()).toMatchObject({ code: 'city-founded' })
    const officer = await post('/first-officer', { token, regionCode: '3506' }, cookie)
    expect(await officer.json()).toMatchObject({ grants: [{ role: 'officer', regionCode: '3506' }] })
    expect(await (await fetch(`${address}/api/first-officer`)).json()).toEqual({ open: false })
  }

  /** As the page does: a code by text message (printed while no gateway is set), a session, the printed token. */
  async function signedInAtFirstRun(server: Started) {
    const [, address, token] = await server.until(/(http:\/\/localhost:\d+)\/console\/first-run\?token=(\S+)/)
    expect((await fetch(`${address}/console/first-run?token=${token}`)).status).toBe(200)
    const post = (path: string, body: object, cookie = ''): Promise<Response> =>
      fetch(`${address}/api${path}`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) })
    expect((await (await post('/sign-in-codes', { phone: '13800000001' })).json() as object)).not.toHaveProperty('demoCode')
    const [, code] = await server.until(/\D(\d{6})\D/)
    const session = await post('/sessions', { phone: '13800000001', code, device: 'test' })
    const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0]
    return { address: address as string, token: token as string, post, cookie }
  }

  it('throws away a demo that was killed while it loaded, and loads it anew by itself', async () => {
    const dir = folder()
    const killed = run('start.ts', ['--walkers', '2'], { PORT: '0', REDVEST_DATA: dir })
    await killed.until(/Walking a week/)
    killed.child.kill('SIGKILL')
    await killed.ended
    const again = run('start.ts', ['--walkers', '2'], { PORT: '0', REDVEST_DATA: dir })
    await again.until(READY)
    expect(again.words()).toContain('not loaded to the end the last time and is thrown away')
    const [, address] = await again.until(/(http:\/\/localhost:\d+)\/console/)
    expect(await (await fetch(`${address}/api/city`)).json()).toMatchObject({ demo: true, name: { zh: '漳州市' } })
    again.child.kill('SIGINT')
    expect(await again.ended).toBe(0)
  })

  it('starts empty on a database of one’s own, and its first officer founds the city from the national register', async () => {
    const database = await freshDatabase()
    const server = run('start.ts', [], { PORT: '0', REDVEST_DATA: folder(), DATABASE_URL: database.url })
    await server.until(READY)
    expect(server.words()).toContain('first-run?token=')
    expect(server.words()).not.toContain('demo')
    await foundCity(server)
    server.child.kill('SIGINT')
    expect(await server.ended).toBe(0)
    await database.drop()
  })

  it('names the port that is taken and what to do', async () => {
    const database = await freshDatabase()
    const holder = createServer().listen(0, '0.0.0.0')
    await once(holder, 'listening')
    const { port } = holder.address() as { port: number }
    const server = run('start.ts', [], { PORT: String(port), REDVEST_DATA: folder(), DATABASE_URL: database.url })
    expect(await server.ended).toBe(1)
    expect(server.words()).toContain(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`)
    holder.close()
    await database.drop()
  })

  it('names all broken settings together and starts nothing', async () => {
    const server = run('start.ts', [], { PORT: '99999', DATABASE_URL: 'mysql://elsewhere', TZ_CITY: 'Asia/Nowhere', PUBLIC_URL: 'city', REDVEST_DATA: folder() })
    expect(await server.ended).toBe(1)
    expect(server.words()).toMatch(/^These settings are not usable:\n {2}PORT: /)
    for (const name of ['DATABASE_URL', 'TZ_CITY', 'PUBLIC_URL']) expect(server.words()).toContain(`\n  ${name}: `)
    expect(server.words()).not.toContain('    at ')
  })

  const readable = process.getuid?.() === 0 && spawnSync('ls', [join(root, 'bin')], { ...ordinary, stdio: 'ignore' }).status === 0
  it.skipIf(!readable)('runs as an ordinary user too', async () => {
    const dir = folder()
    chownSync(dir, NOBODY, NOBODY)
    const server = run('start.ts', ['--empty'], { PORT: '0', REDVEST_DATA: dir, HOME: dir }, ordinary)
    await server.until(READY)
    const owner = spawnSync('ps', ['-o', 'uid=', '-p', String(databaseServer(dir))], { encoding: 'utf8' }).stdout.trim()
    expect(owner).toBe(String(NOBODY))
    server.child.kill('SIGINT')
    expect(await server.ended).toBe(0)
  })
})
