/** A Redis server as a peer: a pipelining client of the plain protocol (RESP2), nothing more. */
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** A command as it goes over the wire. */
export function command(...words: (string | number)[]): Buffer {
  return Buffer.from(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`)
}

type Reply = string | number | null | Reply[]

export class Redis {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: { left: number; replies: Reply[] | null; last: Reply; resolve: (replies: Reply[]) => void } | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
  }

  /** Connects to a local server (REDIS_PORT, 6379); null when none answers. */
  static open(): Promise<Redis | null> {
    return new Promise((resolve) => {
      const socket = connect(Number(process.env.REDIS_PORT ?? 6379), '127.0.0.1', () => resolve(new Redis(socket.setNoDelay(true))))
      socket.on('error', () => resolve(null))
    })
  }

  /** Sends commands at once and resolves when all have been answered; the replies only if they are wanted. */
  pipeline(commands: Buffer, count: number, wanted = false): Promise<Reply[]> {
    return new Promise((resolve) => {
      this.#waiting = { left: count, replies: wanted ? [] : null, last: null, resolve }
      this.#socket.write(commands)
    })
  }

  async ask(...words: (string | number)[]): Promise<Reply> {
    return (await this.pipeline(command(...words), 1, true))[0]!
  }

  /** CPU seconds that the server has used, in user and system mode. */
  async cpu_s(): Promise<number> {
    const text = String(await this.ask('INFO', 'cpu'))
    return ['used_cpu_user', 'used_cpu_sys'].reduce((sum, name) => sum + Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(text)?.[1]), 0)
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    const waiting = this.#waiting
    if (waiting === null) return
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    let at = 0
    while (waiting.left > 0) {
      const read = readReply(this.#received, at)
      if (read === null) break
      at = read.end
      waiting.replies?.push(read.reply)
      waiting.left--
    }
    this.#received = this.#received.subarray(at)
    if (waiting.left > 0) return
    this.#waiting = null
    waiting.resolve(waiting.replies ?? [])
  }
}

/** One reply beginning at `at`, or null while it is not complete. An error reply is thrown. */
function readReply(bytes: Buffer, at: number): { reply: Reply; end: number } | null {
  const lineEnd = bytes.indexOf(13, at)
  if (lineEnd < 0 || lineEnd + 2 > bytes.length) return null
  const line = bytes.toString('latin1', at + 1, lineEnd)
  const end = lineEnd + 2
  const kind = bytes[at]
  if (kind === 43) return { reply: line, end }
  if (kind === 58) return { reply: Number(line), end }
  if (kind === 36) {
    const length = Number(line)
    if (length < 0) return { reply: null, end }
    return end + length + 2 > bytes.length ? null : { reply: bytes.toString('latin1', end, end + length), end: end + length + 2 }
  }
  if (kind !== 42) throw new Error(`Redis answered: ${line}`)
  const replies: Reply[] = []
  let next = end
  for (let left = Number(line); left > 0; left--) {
    const read = readReply(bytes, next)
    if (read === null) return null
    replies.push(read.reply)
    next = read.end
  }
  return { reply: replies, end: next }
}
