import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Acknowledged, citizens } from './citizens.ts'
import { expectKept, expectSound } from './kept.ts'
import type { Ready } from './server-process.ts'

const full = process.env['REDVEST_FULL'] === '1'
const ROUNDS = full ? 40 : 3
const VOLUNTEERS = 30
/** Linux alone tells the children of a process in one word; elsewhere the whole-tree rounds kill node only. */
const canKillTree = process.platform === 'linux'

let dir: string
let child: ChildProcess | undefined

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redvest-kill-'))
  chmodSync(dir, 0o755)
})
afterAll(async () => {
  await kill(true)
  rmSync(dir, { recursive: true, force: true })
})

async function start(): Promise<Ready> {
  child = fork(join(import.meta.dirname, 'server-process.ts'), [dir, String(VOLUNTEERS)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const words: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => words.push(chunk.toString()))
  const ended = once(child, 'exit').then(() => { throw new Error(`the server did not start:\n${words.join('')}`) })
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [Ready]
  ended.catch(() => {})
  return ready
}

const KINDS = ['claims', 'checkIns', 'checkOuts', 'positions', 'cases', 'credits'] as const
const databaseServer = (): number => Number(readFileSync(join(dir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
const alive = (pid: number): boolean => spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim().replace(/^Z.*/, '') !== ''

/** SIGKILL to node; with `tree` also to the database server and everything it started. Nothing gets to say goodbye. */
async function kill(tree: boolean): Promise<void> {
  if (child?.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    if (tree && canKillTree) {
      const postmaster = databaseServer()
      const backends = spawnSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' }).stdout.split('\n').map(Number).filter((pid) => pid > 0)
      for (const pid of [postmaster, ...backends]) {
        try { process.kill(pid, 'SIGKILL') } catch { /* gone by itself */ }
      }
    }
    await gone
  }
}

it(`loses nothing acknowledged in ${ROUNDS} rounds of kill -9`, { timeout: full ? 900_000 : 180_000 }, async () => {
  const said = new Acknowledged()
  let left: number | undefined
  for (let round = 0; round <= ROUNDS; round++) {
    const ready = await start()
    if (left !== undefined) {
      expect(databaseServer(), 'a database server of this start').not.toBe(left)
      expect(alive(left), 'the orphan is gone').toBe(false)
    }
    await expectKept(ready.databaseUrl, said)
    await expectSound(ready.databaseUrl)
    if (round === ROUNDS) break
    const busy = citizens(ready, said, round)
    // Never before the first acknowledgement of the round, else there would be nothing to lose.
    const before = said.count
    for (let waited = 0; said.count < before + 5 && waited < 400; waited++) await sleep(25)
    // By the end something of every kind was acknowledged, or the rounds would show less than they say; a busy machine takes its time.
    if (round === ROUNDS - 1) for (let waited = 0; KINDS.some((kind) => said[kind].size === 0) && waited < 2400; waited++) await sleep(25)
    await sleep(Math.random() * 700)
    left = databaseServer()
    await kill(round % 2 === 1)
    busy.stop()
    expect(await Promise.race([busy.done.then(() => 'all stopped'), sleep(20_000, 'somebody waits for ever', { ref: false })])).toBe('all stopped')
  }
  for (const kind of KINDS) expect(said[kind].size, kind).toBeGreaterThan(0)
})
