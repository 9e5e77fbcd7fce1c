/**
 * What a position costs the server: phones that each send one fix a frame over their socket and wait for the ack, against
 * the same phones that POST one fix each to a bare Fastify route in the same process. Counted is the server process's user
 * and system CPU. Ours does more for it: it matches the walk, judges the fix, moves the point on the map and stores it in the database.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import WebSocket from 'ws'
import { LIVE_PATH, LIVE_PROTOCOL } from '../server/platform/live-sockets.ts'
import { decodeServerFrame, encodeFixes, type Fix } from '../server/tracking/live/frames.ts'
import { median, rounded } from './measure/turns.ts'
import type { Bench } from './run.ts'

const PHONES = 1000
const ROUNDS = 12
const TURNS = 3

interface Ready { port: number; peerPort: number; walks: { id: string; token: string }[] }

async function ask<T>(server: ChildProcess, message: object): Promise<T> {
  const answer = once(server, 'message')
  server.send(message)
  return (await answer)[0] as T
}

const cpu_s = async (server: ChildProcess): Promise<number> => {
  const { user, system } = await ask<NodeJS.CpuUsage>(server, { ask: 'cpu' })
  return (user + system) / 1e6
}

const fixOf = (phone: number, sequence: number): Fix =>
  ({ sequence, time_ms: Date.now(), lon_e7: 1_176_000_000 + phone * 100 + sequence * 10, lat_e7: 245_000_000, accuracy_m: 5, speed_mps: 1.4, mock: false })

/** One phone's turn: frame after frame, each when the one before is acknowledged. Answers how many were. */
async function overSocket(socket: WebSocket, { id, token }: Ready['walks'][number], phone: number, from: number): Promise<number> {
  let acknowledged = 0
  for (let sequence = from; sequence < from + ROUNDS; sequence++) {
    const answer = once(socket, 'message') as Promise<[Buffer]>
    socket.send(encodeFixes({ attendance: id, token, fixes: [fixOf(phone, sequence)] }))
    const frame = decodeServerFrame((await answer)[0])
    if (frame.kind === 'ack' && frame.sequence === sequence && frame.refusals.length === 0) acknowledged++
  }
  return acknowledged
}

const post = (agent: Agent, port: number, body: string): Promise<void> => new Promise((resolve, reject) => {
  const sent = request({ agent, port, host: '127.0.0.1', path: '/fixes', method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (answer) => {
    answer.resume()
    answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`The peer answered ${answer.statusCode}`))))
  })
  sent.on('error', reject)
  sent.end(body)
})

async function overHttp(agent: Agent, port: number, attendance: string, phone: number): Promise<void> {
  for (let sequence = 1; sequence <= ROUNDS; sequence++) await post(agent, port, JSON.stringify({ attendance, fix: fixOf(phone, sequence) }))
}

const bench: Bench = async ({ say }) => {
  const server = fork(new URL('./measure/positions-server.ts', import.meta.url), [String(PHONES)])
  const [{ port, peerPort, walks }] = (await once(server, 'message')) as [Ready]
  const sockets = await Promise.all(walks.map(async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, LIVE_PROTOCOL, { perMessageDeflate: false })
    await once(socket, 'open')
    return socket
  }))
  const agent = new Agent({ keepAlive: true, maxSockets: PHONES })
  const [ours, peers]: [number[], number[]] = [[], []]
  let acknowledged = 0
  // The turn before the first warms both up and is not counted.
  for (let turn = 0; turn <= TURNS; turn++) {
    const started_s = await cpu_s(server)
    const taken = await Promise.all(walks.map((walk, phone) => overSocket(sockets[phone] as WebSocket, walk, phone, turn * ROUNDS + 1)))
    const between_s = await cpu_s(server)
    await Promise.all(walks.map(({ id }, phone) => overHttp(agent, peerPort, id, phone)))
    const ended_s = await cpu_s(server)
    acknowledged += taken.reduce((sum, count) => sum + count, 0)
    if (turn === 0) continue
    ours.push((PHONES * ROUNDS) / (between_s - started_s))
    peers.push((PHONES * ROUNDS) / (ended_s - between_s))
    say(`socket ${Math.round(ours.at(-1) as number)} fixes a CPU second, POST ${Math.round(peers.at(-1) as number)}`)
  }
  const { count } = await ask<{ count: number }>(server, { ask: 'stored' })
  agent.destroy()
  for (const socket of sockets) socket.terminate()
  const gone = once(server, 'exit')
  server.send({ ask: 'stop' })
  await gone
  const sent = PHONES * ROUNDS * (TURNS + 1)
  return {
    phones: PHONES, pings_per_cpu_s: Math.round(median(ours)), post_pings_per_cpu_s: Math.round(median(peers)), cpu_vs_http_post: rounded(median(ours) / median(peers), 2),
    acknowledged, unacknowledged: sent - acknowledged, lost: Math.max(0, acknowledged - count),
  }
}
export default bench
