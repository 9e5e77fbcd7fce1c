import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inOneTrip, intArray, uuidArray } from './db.ts'
import { newId } from './ids.ts'
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

  it('sends again what failed to be prepared', async () => {
    const late = sql`select n from made_later`
    await expect(inOneTrip(t.db, [late])).rejects.toThrow(/made_later/)
    await sql`create table made_later (n int)`.execute(t.db)
    for (let i = 0; i < 20; i++) expect(await inOneTrip(t.db, [late])).toEqual([[]])
  })
})

describe('a plan that is kept', () => {
  it('goes by the index though the table is small when it is made', async () => {
    await sql`create table small (n int primary key, word text)`.execute(t.db)
    await sql`insert into small select n, 'word' from generate_series(1, 20) n`.execute(t.db)
    await sql`analyze small`.execute(t.db)
    const look = sql`explain (costs off) select word from small where n = any(${[3, 4]}::int[])`
    expect(JSON.stringify((await look.execute(t.db)).rows)).toContain('Seq Scan')
    expect(JSON.stringify(await inOneTrip(t.db, [look]))).not.toContain('Seq Scan')
  })
})

describe('arrays in bytes', () => {
  it('arrive as what they were', async () => {
    const ids = [...Array.from({ length: 300 }, newId), '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-4fff-bfff-ffffffffffff']
    const numbers = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]
    const { rows } = await sql<{ ids: string[]; numbers: number[]; none: string[] }>`select ${uuidArray(ids)}::uuid[]::text[] as ids, ${intArray(numbers)}::int[] as numbers, ${uuidArray([])}::uuid[]::text[] as none`.execute(t.db)
    expect(rows).toEqual([{ ids, numbers, none: [] }])
  })

  it('take ids however they are written, and nothing else', async () => {
    const { rows } = await sql<{ ids: string[] }>`select ${uuidArray(['0190A5E4-7C1B-7ABC-8DEF-0123456789AB'])}::uuid[]::text[] as ids`.execute(t.db)
    expect(rows[0]?.ids).toEqual(['0190a5e4-7c1b-7abc-8def-0123456789ab'])
    for (const broken of ['', '0190a5e4-7c1b-7abc-8def-0123456789a', '0190a5e4-7c1b-7abc-8def-0123456789ag', '0190a5e4-7c1b-7abc-8def-0123456789é0', '0190a5e4-7c1b-7abc-8def-0123456789ab0']) expect(() => uuidArray([broken])).toThrow('not an id')
  })
})
