/**
 * Seat rushes over the real server: 10,000 people, each on a socket of their own with a session of their own, claim at
 * once, for 100 seats (a rush) and for 10,000 (all win). Beside it, on the same sockets of the same process: a row lock per
 * claim on the same database, and Redis Lua. Throughput is claims answered a second from the first sent to the last answered.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import WebSocket from 'ws'
import { LIVE_PATH, LIVE_PROTOCOL } from '../server/platform/live-sockets.ts'
import { median, rounded } from './measure/turns.ts'
import type { Bench } from './run.ts'

const CLAIMANTS = 10_000
/** Without the first, which is not counted: the code is not warm and its tables are new. */
const TURNS = 11
/** One of its turns takes half a minute. */
const ROW_LOCK_TURNS = 3
const CONNECT_AT_ONCE = 200

interface Turn { claims_per_s: number; p99_ms: number; won: number; given: number; doubles: number }

/** All claim one patrol at once; resolves when the last is answered. */
async function rush(sockets: readonly WebSocket[], patrolId: string, command: string): Promise<Omit<Turn, 'given' | 'doubles'>> {
  const message = JSON.stringify({ ref: 1, do: command, patrolId })
  const waits_ms = new Float64Array(sockets.length)
  let won = 0
  let answered = 0
  const started = performance.now()
  await new Promise<void>((resolve) => {
    sockets.forEach((socket, i) => {
      const sent = performance.now()
      socket.once('message', (data: Buffer) => {
        waits_ms[i] = performance.now() - sent
        if (data.includes('"done"')) won++
        if (++answered === sockets.length) resolve()
      })
      socket.send(message)
    })
  })
  const took_s = (performance.now() - started) / 1000
  return { claims_per_s: sockets.length / took_s, p99_ms: waits_ms.sort()[Math.floor(sockets.length * 0.99)] ?? 0, won }
}

async function connectAll(port: number, tokens: readonly string[]): Promise<WebSocket[]> {
  const sockets: WebSocket[] = []
  for (let from = 0; from < tokens.length; from += CONNECT_AT_ONCE) {
    sockets.push(...await Promise.all(tokens.slice(from, from + CONNECT_AT_ONCE).map(async (token) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, LIVE_PROTOCOL, { headers: { cookie: `rv_session=${token}` }, perMessageDeflate: false })
      await once(socket, 'open')
      return socket
    })))
  }
  return sockets
}

async function ask<T>(server: ChildProcess, message: object): Promise<T> {
  const answer = once(server, 'message')
  server.send(message)
  return (await answer)[0] as T
}

const bench: Bench = async ({ say }) => {
  const server = fork(new URL('./measure/claims-server.ts', import.meta.url), [String(CLAIMANTS)])
  const [ready] = (await once(server, 'message')) as [{ port: number; tokens: string[]; redis: boolean }]
  say(`connecting ${CLAIMANTS} people …`)
  const sockets = await connectAll(ready.port, ready.tokens)
  const contenders = ['claim', 'claim-row-lock', ...(ready.redis ? ['claim-redis-lua'] : [])]
  const results = new Map<string, Turn[]>()
  for (let turn = 0; turn <= TURNS; turn++) {
    for (const [mode, seats] of [['rush', 100], ['all_win', CLAIMANTS]] as const) {
      // Who comes after whom changes, so that what one leaves behind burdens the others alike.
      for (const contender of turn % 2 === 0 ? contenders : contenders.toReversed()) {
        if (contender === 'claim-row-lock' && (turn === 0 || turn > ROW_LOCK_TURNS)) continue
        const { id } = await ask<{ id: string }>(server, { ask: 'patrol', seats })
        const measured = await rush(sockets, id, contender)
        const audit = contender === 'claim-redis-lua' ? { given: measured.won, doubles: 0 } : await ask<{ given: number; doubles: number }>(server, { ask: 'audit', id })
        say(`${mode} ${contender}: ${Math.round(measured.claims_per_s)} claims/s, p99 ${Math.round(measured.p99_ms)} ms, ${measured.won} won`)
        if (measured.won !== seats) throw new Error(`${contender} gave ${measured.won} of ${seats} seats`)
        if (turn > 0) results.set(`${mode} ${contender}`, [...(results.get(`${mode} ${contender}`) ?? []), { ...measured, ...audit }])
      }
    }
  }
  for (const socket of sockets) socket.terminate()
  server.send({ ask: 'stop' })
  await once(server, 'exit')
  return figures(results)
}
export default bench

function figures(results: ReadonlyMap<string, Turn[]>): Record<string, unknown> {
  const speed = (key: string): number | null => {
    const turns = results.get(key)
    return turns ? median(turns.map((turn) => turn.claims_per_s)) : null
  }
  const against = (mode: string, peer: string): number | null => {
    const [ours, theirs] = [speed(`${mode} claim`), speed(`${mode} ${peer}`)]
    return ours && theirs ? rounded(ours / theirs, 2) : null
  }
  const own = ['rush', 'all_win'].flatMap((mode) => (results.get(`${mode} claim`) ?? []).map((turn) => ({ ...turn, seats: mode === 'rush' ? 100 : CLAIMANTS })))
  return {
    claimants: CLAIMANTS,
    rush_claims_per_s: Math.round(speed('rush claim') ?? 0), all_win_claims_per_s: Math.round(speed('all_win claim') ?? 0),
    rush_p99_ms: Math.round(median((results.get('rush claim') ?? []).map((t) => t.p99_ms))), all_win_p99_ms: Math.round(median((results.get('all_win claim') ?? []).map((t) => t.p99_ms))),
    rush_vs_row_lock: against('rush', 'claim-row-lock'), all_win_vs_row_lock: against('all_win', 'claim-row-lock'),
    rush_vs_redis_lua: against('rush', 'claim-redis-lua'), all_win_vs_redis_lua: against('all_win', 'claim-redis-lua'),
    oversold: own.reduce((sum, turn) => sum + Math.max(0, turn.given - turn.seats), 0), doubles: own.reduce((sum, turn) => sum + turn.doubles, 0),
  }
}
