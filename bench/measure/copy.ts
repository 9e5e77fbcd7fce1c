/** PostgreSQL's COPY as a peer, through pg. */
import pg from 'pg'

interface CopyConnection { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

/** COPY … FROM STDIN whose rows are made while they are sent; pg's own query refuses to be given any. */
class CopyIn extends pg.Query {
  readonly #chunks: Iterable<Buffer>

  constructor(text: string, chunks: Iterable<Buffer>) {
    super(text)
    this.#chunks = chunks
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (const chunk of this.#chunks) connection.sendCopyFromChunk(chunk)
    connection.endCopyFrom()
  }
}

/** Connects to DATABASE_URL or a local server with database `test`; null when none answers. */
export async function openPostgres(): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/test', connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch {
    return null
  }
}

/** Runs a COPY statement; resolves when it is committed. */
export function copyIn(client: pg.Client, text: string, chunks: Iterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(Object.assign(new CopyIn(text, chunks), { callback: (fault: Error | null) => fault ? reject(fault) : resolve() }))
  })
}
