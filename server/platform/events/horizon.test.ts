import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../db.ts'
import { emit } from '../events.ts'
import { freshDatabase, type TestDatabase } from '../testing.ts'
import { Horizon, lastPosition } from './horizon.ts'

let t: TestDatabase
beforeAll(async () => { t = await freshDatabase() })
afterAll(() => t.drop())

const event = (subject: string) => ({ type: 'test.told', actor: 'system', subject, at: new Date('2026-04-14T11:00:00Z'), payload: {} })
const tell = async (subject: string): Promise<number> => {
  await inTransaction(t.db, (tx) => emit(tx, event(subject)))
  return positionOf(subject)
}
const positionOf = async (subject: string): Promise<number> => (await t.db.selectFrom('platform.event').select('position').where('subject', '=', subject).executeTakeFirstOrThrow()).position

/** A transaction that has told something and is not over until `end`. */
/** A transaction that has told something and is not over until `end`. */
async function telling(subject: string): Promise<{ end: (how?: 'commit' | 'rollback') => Promise<void> }> {
  const told = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  const work = inTransaction(t.db, async (tx) => {
    await emit(tx, event(subject))
    told.resolve()
    await over.promise
  })
  await told.promise
  return {
    async end(how = 'commit') {
      if (how === 'commit') over.resolve()
      else over.reject(new Error('given up'))
      await work.catch(() => {})
    },
  }
}

describe('the horizon of complete positions', () => {
  it('is the last position while nobody is telling', async () => {
    const position = await tell('a')
    expect(await new Horizon(t.db).read()).toBe(position)
  })

  it('does not pass a position whose transaction is not over, and passes it afterwards', async () => {
    const horizon = new Horizon(t.db)
    const slow = await telling('slow')
    const quick = await tell('quick')
    expect(await horizon.read()).toBeLessThan(quick - 1)
    expect(await new Horizon(t.db).read(), 'nor does one that looks for the first time').toBeLessThan(quick - 1)
    await slow.end()
    expect(await horizon.read()).toBe(quick)
    expect(await positionOf('slow')).toBe(quick - 1)
  })

  it('passes the positions of transactions that were given up', async () => {
    const horizon = new Horizon(t.db)
    const given = await telling('never')
    const position = await tell('kept')
    await given.end('rollback')
    expect(await horizon.read()).toBe(position)
  })

  it('moves on while there is always some transaction that tells', async () => {
    const horizon = new Horizon(t.db)
    let running = await telling('0')
    for (let n = 1; n <= 5; n++) {
      await horizon.read()
      const next = await telling(String(n))
      await running.end()
      running = next
      if (n > 1) expect(await horizon.read()).toBeGreaterThanOrEqual(await positionOf(String(n - 2)))
    }
    await running.end()
    expect(await horizon.read()).toBe(await lastPosition(t.db))
  })
})
