import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Acknowledged, citizens } from './citizens.ts'
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

async function ask<T extends object>(url: string, query: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(query, values)).rows
  } finally {
    await client.end()
  }
}

/** Everything that was acknowledged, looked for after the restart. */
async function expectKept(url: string, said: Acknowledged): Promise<void> {
  const claims = await ask<{ key: string }>(url, `select patrol_id || ' ' || person_id as key from duties.claim where state <> 'released'`)
  expect([...said.claims].filter((key) => !claims.some((row) => row.key === key)), 'claims').toEqual([])
  const walks = await ask<{ id: string; ended: boolean }>(url, 'select id, ended_at is not null as ended from duties.attendance')
  expect([...said.checkIns].filter((id) => !walks.some((row) => row.id === id)), 'check-ins').toEqual([])
  expect([...said.checkOuts].filter((id) => !walks.some((row) => row.id === id && row.ended)), 'check-outs').toEqual([])
  const positions = await ask<{ id: string; sequences: number[] }>(url, 'select attendance_id as id, array_agg(distinct sequence::int) as sequences from tracking.position group by 1')
  for (const [id, upTo] of said.positions) {
    const kept = new Set(positions.find((row) => row.id === id)?.sequences)
    expect(Array.from({ length: upTo }, (_, i) => i + 1).filter((sequence) => !kept.has(sequence)), `positions of ${id}`).toEqual([])
  }
  const cases = await ask<{ key: string }>(url, `select id || ' ' || number as key from cases."case"`)
  expect([...said.cases].filter((key) => !cases.some((row) => row.key === key)), 'cases').toEqual([])
  const credits = await ask<{ key: string }>(url, `select subject || ' ' || currency || ' ' || amount as key from ledger.transfer`)
  expect([...said.credits].filter((key) => !credits.some((row) => row.key === key)), 'credits').toEqual([])
}

/** What must hold whatever was acknowledged. */
async function expectSound(url: string): Promise<void> {
  const oversold = await ask(url, `select p.id from duties.patrol p join duties.claim c on c.patrol_id = p.id and c.state <> 'released' group by p.id, p.seats, p.seats_taken having count(*) > p.seats or count(*) <> p.seats_taken`)
  expect(oversold, 'seats').toEqual([])
  const doubles = await ask(url, `select patrol_id, person_id from duties.claim where state <> 'released' group by 1, 2 having count(*) > 1`)
  expect(doubles, 'double seats').toEqual([])
  const unbalanced = await ask(url, `select a.id from ledger.account a where a.owner like 'person:%' and a.balance <> (select coalesce(sum(case when t.credit = a.id then t.amount else -t.amount end), 0) from ledger.transfer t where a.id in (t.credit, t.debit))`)
  expect(unbalanced, 'balances').toEqual([])
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
    await sleep(Math.random() * 700)
    left = databaseServer()
    await kill(round % 2 === 1)
    busy.stop()
    expect(await Promise.race([busy.done.then(() => 'all stopped'), sleep(20_000, 'somebody waits for ever', { ref: false })])).toBe('all stopped')
  }
  for (const kind of ['claims', 'checkIns', 'checkOuts', 'positions', 'cases', 'credits'] as const) expect(said[kind].size, kind).toBeGreaterThan(0)
})
