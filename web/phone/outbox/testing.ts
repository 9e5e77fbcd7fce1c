import 'fake-indexeddb/auto'
import { afterEach } from 'vitest'
import { openOutboxDatabase, type OutboxDatabase } from './database.ts'

/** Import this first: a browser's storage must be there before Dexie is. Opens outboxes of a test file, each of its own unless a name is given again; all are closed after each test. */
export function testOutboxes(of: string): (name?: string) => OutboxDatabase {
  let counter = 0
  const opened: OutboxDatabase[] = []
  afterEach(() => opened.splice(0).forEach((database) => database.close()))
  return (name = `${of}-${(counter += 1)}`) => {
    const database = openOutboxDatabase(name)
    opened.push(database)
    return database
  }
}
