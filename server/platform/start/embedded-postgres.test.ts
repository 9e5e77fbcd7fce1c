import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runningPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

let ground: string
beforeEach(() => {
  ground = mkdtempSync(join(tmpdir(), 'rv-pg-'))
  chmodSync(ground, 0o755)
})
afterEach(() => rmSync(ground, { recursive: true, force: true }))

async function answers(url: string): Promise<{ version: number; over: 'socket' | 'loopback' }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows: [row] } = await client.query<{ version: number; address: string | null }>("select current_setting('server_version_num')::int as version, inet_server_addr()::text as address")
  await client.end()
  return { version: row?.version ?? 0, over: row?.address === null ? 'socket' : 'loopback' }
}

describe.skipIf(process.platform === 'win32')('the embedded database', () => {
  it('is reached over a socket beside its folder, by others over the loopback, and sweeps out what a killed one left', async () => {
    const dir = join(ground, 'postgres')
    mkdirSync(`${dir}.sockets`)
    writeFileSync(join(`${dir}.sockets`, '.s.PGSQL.1.lock'), 'left behind')
    const server = await startEmbeddedPostgres(dir, { fsync: 'off' })
    expect(await answers(server.url)).toMatchObject({ over: 'socket', version: expect.any(Number) })
    expect(await answers(runningPostgres(dir) as string)).toMatchObject({ over: 'loopback' })
    expect(readdirSync(`${dir}.sockets`)).toHaveLength(2)
    await server.clear()
    await server.stop()
    expect(readdirSync(`${dir}.sockets`)).toEqual([])
  })

  it('is reached over the loopback where the path is too long for a socket', async () => {
    const dir = join(ground, 'x'.repeat(90), 'postgres')
    const server = await startEmbeddedPostgres(dir, { fsync: 'off' })
    expect(await answers(server.url)).toMatchObject({ over: 'loopback' })
    expect(existsSync(`${dir}.sockets`)).toBe(false)
    await server.stop()
  })

  it('is reached over the loopback where the system grants it no socket', async () => {
    const dir = join(ground, 'postgres')
    const server = await startEmbeddedPostgres(dir, { fsync: 'off', unix_socket_permissions: '0777', unix_socket_group: 'no-such-group-here' })
    expect(await answers(server.url)).toMatchObject({ over: 'loopback' })
    await server.stop()
  })
})
