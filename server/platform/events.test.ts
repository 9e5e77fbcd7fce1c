import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ManualClock } from './clock.ts'
import { inTransaction } from './db.ts'
import { emit, EventPump } from './events.ts'
import { freshDatabase, type TestDatabase } from './testing.ts'

let t: TestDatabase
const clock = new ManualClock('2026-04-14T11:00:00Z')
beforeAll(async () => { t = await freshDatabase() })
afterAll(() => t.drop())

const tell = (subject: string) => inTransaction(t.db, (tx) => emit(tx, { type: 'test.told', actor: 'system', subject, at: clock.now(), payload: { subject } }))

/** Transactions of other databases on this server hold events back for a moment, as running ones always do. */
const drained = async (pump: EventPump, done: () => boolean): Promise<void> => await expect.poll(async () => {
  await pump.drain()
  return done()
}).toBe(true)

describe('the event pump', () => {
  it('delivers each committed event once and in order, also across restarts', async () => {
    const heard: string[] = []
    const start = () => {
      const pump = new EventPump(t.db, clock, (error) => { throw error })
      pump.add({ name: 'test.order', types: ['test.told'], handle: async (_, event) => void heard.push(event.subject) })
      return pump
    }
    await tell('a')
    await tell('b')
    await drained(start(), () => heard.length >= 2)
    await tell('c')
    await drained(start(), () => heard.length >= 3)
    await start().drain()
    expect(heard).toEqual(['a', 'b', 'c'])
  })

  it('delivers in the same turn what a reaction tells, also to one that came before it', async () => {
    const heard: string[] = []
    const pump = new EventPump(t.db, clock, (error) => { throw error })
    pump.add({ name: 'test.second', types: ['test.told-again'], handle: async () => void heard.push('again') },
      { name: 'test.first', types: ['test.told'], handle: (tx, event) => emit(tx, { type: 'test.told-again', actor: 'system', subject: event.subject, at: clock.now(), payload: {} }) })
    await tell('before')
    await drained(pump, () => heard.length > 0)
    await pump.drain()
    heard.length = 0
    await tell('once')
    await drained(pump, () => heard.length > 0)
    expect(new Set(heard)).toEqual(new Set(['again']))
  })

  it('writes nothing while nothing is told', async () => {
    const pump = new EventPump(t.db, clock, (error) => { throw error })
    pump.add({ name: 'test.idle', types: ['test.told'], handle: async () => {} })
    const cursor = async () => (await sql<{ xmin: string; xmax: string }>`select xmin::text, xmax::text from platform.consumer where name = 'test.idle'`.execute(t.db)).rows
    let heard = 0
    pump.add({ name: 'test.idle-heard', types: ['test.told'], handle: async () => void heard++ })
    await tell('a')
    await drained(pump, () => heard > 0)
    await pump.drain()
    const before = await cursor()
    for (let turn = 0; turn < 5; turn++) await pump.drain()
    expect(before).toHaveLength(1)
    expect(await cursor()).toEqual(before)
  })

  it('does not skip an event whose transaction commits after a later one', async () => {
    const heard: string[] = []
    const pump = new EventPump(t.db, clock, (error) => { throw error })
    pump.add({ name: 'test.late', types: ['test.told'], handle: async (_, event) => void heard.push(event.subject) })
    let release: () => void = () => {}
    const slow = inTransaction(t.db, async (tx) => {
      await emit(tx, { type: 'test.told', actor: 'system', subject: 'slow', at: clock.now(), payload: {} })
      await new Promise<void>((resolve) => { release = resolve })
    })
    while (!(await t.db.selectFrom('platform.event').select('id').execute())) { /* the slow one has its number */ }
    await tell('quick')
    await pump.drain()
    release()
    await slow
    await drained(pump, () => heard.includes('slow') && heard.includes('quick'))
    expect(heard.filter((subject) => subject === 'quick')).toHaveLength(1)
  })

  it('stops at an event that a reaction cannot take and tries it again', async () => {
    const faults: unknown[] = []
    let broken = true
    const heard: string[] = []
    const pump = new EventPump(t.db, clock, (error) => faults.push(error))
    pump.add({ name: 'test.fault', types: ['test.told'], handle: async (_, event) => {
      if (broken && event.subject === 'bad') throw new Error('cannot')
      heard.push(event.subject)
    } })
    await tell('bad')
    await tell('good')
    await drained(pump, () => faults.length > 0)
    expect(heard, 'nothing overtakes it').not.toContain('good')
    broken = false
    await drained(pump, () => heard.includes('good'))
    expect(heard.slice(-2)).toEqual(['bad', 'good'])
  })
})
