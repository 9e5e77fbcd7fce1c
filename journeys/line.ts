/** The network between a phone and the city, as a wire that can be cut: what browsers call offline leaves open sockets open. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Line {
  /** The city's address through this line. */
  address: string
  /** Breaks every connection and lets none through. */
  cut(): void
  mend(): void
  /** The next request that begins like this reaches the city and is answered, but the answer never arrives. */
  loseAnswerTo(request: string): void
  /** Requests whose answer was lost so far. */
  lost: readonly string[]
  close(): Promise<void>
}

export async function layLine(city: string): Promise<Line> {
  const { port } = new URL(city)
  const open = new Set<Socket>()
  const toLose = new Set<string>()
  const lost: string[] = []
  let broken = false
  const server = createServer((phone) => {
    if (broken) return void phone.destroy()
    const far = connect(Number(port), 'localhost')
    let losing = false
    const hangUp = (): void => {
      for (const socket of [phone, far]) socket.destroy()
    }
    for (const socket of [phone, far]) {
      open.add(socket)
      socket.on('error', hangUp)
      socket.on('close', () => { open.delete(socket); hangUp() })
    }
    phone.on('data', (sent) => {
      const request = [...toLose].find((start) => sent.includes(start))
      if (request !== undefined) {
        losing = true
        toLose.delete(request)
        lost.push(request)
      }
      far.write(sent)
    })
    far.on('data', (answer) => (losing ? hangUp() : phone.write(answer)))
  })
  server.listen(0)
  await once(server, 'listening')
  const breakAll = (): void => open.forEach((socket) => socket.destroy())
  return {
    address: `http://localhost:${(server.address() as { port: number }).port}`,
    cut: () => { broken = true; breakAll() },
    mend: () => { broken = false },
    loseAnswerTo: (request) => void toLose.add(request),
    lost,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      breakAll()
      await closed
    },
  }
}
