import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ManualClock } from '../clock.ts'
import { inTransaction } from '../db.ts'
import { emit, type DomainEvent, type Reaction } from '../events.ts'
import { freshDatabase, type TestDatabase } from '../testing.ts'
import { EventPump } from './pump.ts'

let t: TestDatabase
const clock = new ManualClock('2026-04-14T11:00:00Z')
beforeAll(async () => { t = await freshDatabase() })
afterAll(() => t.drop())

const tell = (subject: string, type = 'test.told') => inTransaction(t.db, (tx) => emit(tx, { type, actor: 'system', subject, at: clock.now(), payload: { subject } }))
const open = (...reactions: Reaction[]) => EventPump.open(t.db, clock, (error) => { throw error }, reactions)

/** A reaction that notes what it hears. */
const listener = (name: string, change: Partial<Reaction> = {}): Reaction & { heard: string[] } => {
  const heard: string[] = []
  return { name, types: ['test.told'], heard, handle: async (_, event) => void heard.push(event.subject), ...change }
}
const cursorOf = (name: string) => t.db.selectFrom('platform.consumer').selectAll().where('name', '=', name).executeTakeFirstOrThrow()

describe('the event pump', () => {
  it('delivers each committed event once and in order, also across restarts', async () => {
    const order = listener('test.order')
    const first = await open(order)
    await tell('a')
    await tell('b')
    await first.drain()
    await tell('c')
    await (await open(order)).drain()
    await (await open(order)).drain()
    expect(order.heard).toEqual(['a', 'b', 'c'])
  })

  it('delivers more than a batch, and of it only what a reaction asks for', async () => {
    const rare = listener('test.rare', { types: ['test.rare', 'test.rarer'] })
    const all = listener('test.all', { types: ['test.rare', 'test.told', 'test.rarer'] })
    const pump = await open(rare, all)
    const told = Array.from({ length: 250 }, (_, i) => `m${i}`)
    for (const [i, subject] of told.entries()) await tell(subject, i === 7 ? 'test.rare' : i === 201 ? 'test.rarer' : 'test.told')
    await pump.drain()
    expect(all.heard).toEqual(told)
    expect(rare.heard).toEqual(['m7', 'm201'])
    expect((await cursorOf('test.rare')).position, 'what it did not ask for is behind it').toBe((await cursorOf('test.all')).position)
  })

  it('gives a reaction each event in a transaction of its own when it asks for one at once', async () => {
    const transactions = { 'test.single': new Set<unknown>(), 'test.together': new Set<unknown>() }
    const noting = (name: keyof typeof transactions, change: Partial<Reaction>) => listener(name, {
      ...change, handle: async (tx) => void transactions[name].add((await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(tx)).rows[0]?.id),
    })
    const pump = await open(noting('test.single', { atOnce: 1 }), noting('test.together', {}))
    for (const subject of ['a', 'b', 'c']) await tell(subject)
    await pump.drain()
    expect([transactions['test.single'].size, transactions['test.together'].size]).toEqual([3, 1])
  })

  it('delivers in the same drain what a reaction tells, also to one that came before it', async () => {
    const second = listener('test.second', { types: ['test.told-again'] })
    const first = listener('test.first', { handle: (tx, event) => emit(tx, { type: 'test.told-again', actor: 'system', subject: event.subject, at: clock.now(), payload: {} }) })
    const pump = await open(second, first)
    await tell('once')
    await pump.drain()
    expect(second.heard).toEqual(['once'])
  })

  it('delivers by itself while it runs, and nothing after it was stopped', async () => {
    const running = listener('test.running')
    const pump = await open(running)
    pump.start()
    await tell('a')
    await expect.poll(() => running.heard, { timeout: 20_000 }).toEqual(['a'])
    await pump.stop()
    await tell('b')
    expect(running.heard).toEqual(['a'])
  })

  it('writes nothing while nothing is told', async () => {
    const pump = await open(listener('test.idle'))
    await tell('a')
    await pump.drain()
    const cursor = async () => (await sql<{ xmin: string; xmax: string }>`select xmin::text, xmax::text from platform.consumer where name = 'test.idle'`.execute(t.db)).rows
    const before = await cursor()
    for (let turn = 0; turn < 5; turn++) await pump.drain()
    expect(before).toHaveLength(1)
    expect(await cursor()).toEqual(before)
  })
})

describe('a reaction that is new', () => {
  it('begins with what is told after it was registered, even before the pump first turns', async () => {
    await tell('history')
    const late = listener('test.newcomer')
    const pump = await open(late)
    await tell('news')
    await pump.drain()
    expect(late.heard).toEqual(['news'])
  })

  it('gets all that is still kept when it says so', async () => {
    const model = listener('test.read-model', { from: 'beginning' })
    await tell('last')
    await (await open(model)).drain()
    expect(model.heard).toEqual((await t.db.selectFrom('platform.event').select('subject').where('type', '=', 'test.told').orderBy('position').execute()).map((row) => row.subject))
    expect(model.heard.length).toBeGreaterThan(1)
  })

  it('hears in a new database what is told before anything else runs', async () => {
    const fresh = await freshDatabase()
    try {
      const first = listener('test.first-of-all')
      const pump = await EventPump.open(fresh.db, clock, (error) => { throw error }, [first])
      await inTransaction(fresh.db, (tx) => emit(tx, { type: 'test.told', actor: 'system', subject: 'the very first', at: clock.now(), payload: {} }))
      await pump.drain()
      expect(first.heard).toEqual(['the very first'])
    } finally {
      await fresh.drop()
    }
  })
})

describe('the order of events', () => {
  it('keeps one whose transaction commits after a later one before it', async () => {
    const late = listener('test.late')
    const pump = await open(late)
    const told = Promise.withResolvers<void>()
    const over = Promise.withResolvers<void>()
    const slow = inTransaction(t.db, async (tx) => {
      await emit(tx, { type: 'test.told', actor: 'system', subject: 'slow', at: clock.now(), payload: {} })
      told.resolve()
      await over.promise
    })
    await told.promise
    await tell('quick')
    const drained = pump.drain()
    over.resolve()
    await Promise.all([slow, drained])
    expect(late.heard).toEqual(['slow', 'quick'])
  })

  it('is not held back by long transactions that tell nothing, here or in another database', async () => {
    const other = await freshDatabase()
    const clients = [new pg.Client({ connectionString: t.url }), new pg.Client({ connectionString: other.url })]
    try {
      for (const client of clients) {
        await client.connect()
        await client.query('begin')
        // It has a number and an older one than any event to come.
        await client.query('select pg_current_xact_id()')
      }
      await clients[1]?.query(`insert into platform.event (id, type, version, at, actor, subject, payload) values (gen_random_uuid(), 'test.told', 1, now(), 'x', 'elsewhere', '{}')`)
      const free = listener('test.free')
      const pump = await open(free)
      await tell('at once')
      await pump.drain()
      expect(free.heard).toEqual(['at once'])
    } finally {
      for (const client of clients) await client.end()
      await other.drop()
    }
  })
})

describe('an event that a reaction cannot take', () => {
  const troubled = async (name: string) => {
    const faults: string[] = []
    let broken = true
    const reaction = listener(name)
    const heed = reaction.handle
    reaction.handle = async (tx, event: DomainEvent) => {
      if (broken && event.subject === 'bad') throw new Error('cannot')
      await heed(tx, event)
    }
    const bystander = listener(`${name}-bystander`)
    const reopen = () => EventPump.open(t.db, clock, (error, where) => faults.push(`${where}: ${String(error)}`), [reaction, bystander])
    return { faults, reaction, bystander, reopen, pump: await reopen(), mend: () => { broken = false } }
  }

  it('is not overtaken, holds up neither what came before it nor other reactions, and is taken when it can be', async () => {
    const { faults, reaction, bystander, pump, mend } = await troubled('test.fault')
    for (const subject of ['before', 'bad', 'good']) await tell(subject)
    await pump.drain()
    expect(reaction.heard, 'the one before it was rolled back and came again').toEqual(['before', 'before'])
    expect((await cursorOf('test.fault')).failures).toBe(1)
    expect(bystander.heard).toEqual(['before', 'bad', 'good'])
    expect(faults).toEqual([expect.stringMatching(/^test\.fault at test\.told [0-9a-f-]{36}, failure 1, tries again at 2026-04-14T11:00:01\.000Z: Error: cannot$/)])
    mend()
    clock.advance({ seconds: 1 })
    await pump.drain()
    expect(reaction.heard).toEqual(['before', 'before', 'bad', 'good'])
    expect(await cursorOf('test.fault')).toMatchObject({ failures: 0, last_error: null, retry_at: null })
  })

  it('is tried again after 1, 2, 4 … seconds, at most 512, also across restarts', async () => {
    const { faults, reopen } = await troubled('test.backoff')
    await tell('bad')
    const waits: number[] = []
    for (let failure = 1; failure <= 12; failure++) {
      await (await reopen()).drain()
      expect(faults, 'tried exactly when its time had come').toHaveLength(failure)
      await (await reopen()).drain()
      expect(faults).toHaveLength(failure)
      const { retry_at } = await cursorOf('test.backoff')
      waits.push(((retry_at as Date).getTime() - clock.now().getTime()) / 1000)
      clock.set(retry_at as Date)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512])
  })

  it('does not keep a reaction that hangs from holding up the others', async () => {
    const hanging = Promise.withResolvers<void>()
    const stuck = listener('test.stuck', { handle: () => hanging.promise })
    const lively = listener('test.lively')
    const pump = await open(stuck, lively)
    pump.start()
    await tell('one')
    await expect.poll(() => lively.heard, { timeout: 20_000 }).toEqual(['one'])
    await tell('two')
    await expect.poll(() => lively.heard, { timeout: 20_000 }).toEqual(['one', 'two'])
    hanging.resolve()
    await pump.stop()
  })
})

describe('old events', () => {
  it('are deleted when they are past their time and no reaction that exists waits for them', async () => {
    const fresh = await freshDatabase()
    const tellThere = (subject: string, type: string) => inTransaction(fresh.db, (tx) => emit(tx, { type, actor: 'system', subject, at: clock.now(), payload: {} }))
    const openThere = (...reactions: Reaction[]) => EventPump.open(fresh.db, clock, () => {}, reactions)
    try {
      await openThere(listener('test.gone'))
      const failing = listener('test.failing', { types: ['test.hard'], handle: () => Promise.reject(new Error('cannot')) })
      const pump = await openThere(listener('test.here'), failing)
      await tellThere('old', 'test.told')
      await tellThere('nobody’s', 'test.unheard')
      await tellThere('waited for', 'test.hard')
      clock.advance({ days: 29 })
      await tellThere('young', 'test.told')
      await pump.drain()
      await pump.prune(30)
      const subjects = async () => (await fresh.db.selectFrom('platform.event').select('subject').orderBy('position').execute()).map((row) => row.subject)
      expect(await subjects()).toEqual(['old', 'nobody’s', 'waited for', 'young'])
      clock.advance({ days: 2 })
      await tellThere('not delivered yet', 'test.told')
      await pump.prune(30)
      expect(await subjects()).toEqual(['waited for', 'young', 'not delivered yet'])
      clock.advance({ days: 60 })
      await pump.prune(30)
      expect(await subjects()).toEqual(['waited for', 'not delivered yet'])
    } finally {
      await fresh.drop()
    }
  })
})
