import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDatabase, openPool, type Database } from './db.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrative connection to the test server; its database `redvest_template` holds the migrated schema. */
    databaseUrl: string
  }
}

export interface TestDatabase {
  db: Database
  pool: pg.Pool
  url: string
  drop(): Promise<void>
}

/** A database of its own for one test file, cloned from the migrated template. Call `drop` in afterAll. */
export async function freshDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('databaseUrl')
  const name = `t_${randomBytes(6).toString('hex')}`
  await administer(serverUrl, `create database ${name} template redvest_template`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const pool = openPool(url.href, 8)
  const db = openDatabase(pool)
  return {
    db, pool, url: url.href,
    async drop() {
      await db.destroy()
      await administer(serverUrl, `drop database if exists ${name} with (force)`)
    },
  }
}

/** `create database` from a template fails while another session clones it; tries again until its turn comes. */
export async function administer(serverUrl: string, statement: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: serverUrl })
    client.on('error', () => {})
    await client.connect()
    try {
      await client.query(statement)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    } finally {
      await client.end()
    }
  }
}
