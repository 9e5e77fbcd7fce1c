import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inOneTrip } from './db.ts'
import { freshDatabase, type TestDatabase } from './testing.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await freshDatabase()
  await sql`create table kept (n int primary key)`.execute(t.db)
})
afterAll(() => t.drop())

const all = async () => (await sql<{ n: number }>`select n from kept order by n`.execute(t.db)).rows.map((row) => row.n)
const put = (n: number) => sql`insert into kept values (${n}) returning n`

describe('one trip', () => {
  it('keeps all statements and answers each with its rows', async () => {
    expect(await inOneTrip(t.db, [put(1), sql`select`, put(2)])).toEqual([[{ n: 1 }], [{}], [{ n: 2 }]])
    expect(await all()).toEqual([1, 2])
  })

  it('keeps nothing when one fails, and leaves the connection fit for the next', async () => {
    await expect(inOneTrip(t.db, [put(3), put(1), put(4)])).rejects.toThrow(/duplicate key/)
    expect(await all()).toEqual([1, 2])
    await inOneTrip(t.db, [put(5)])
    expect(await all()).toEqual([1, 2, 5])
  })

  it('lets many go at once without mixing their answers', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => inOneTrip(t.db, [put(100 + i)])))
    expect(answers).toEqual(Array.from({ length: 50 }, (_, i) => [[{ n: 100 + i }]]))
  })
})
