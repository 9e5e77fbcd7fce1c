import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, openPool } from '../platform/db.ts'
import { CannotStore, Intake } from './intake.ts'
import { decodeClientFrame } from './live/frames.ts'
import { Journal } from './journal/journal.ts'
import { Presence } from './presence.ts'
import { actor, trackingWorld, type TrackingWorld } from './testing.ts'

let w: TrackingWorld
const folders: string[] = []
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'redvest-intake-'))
  folders.push(made)
  return made
}
beforeAll(async () => { w = await trackingWorld() })
afterAll(async () => {
  await w.drop()
  for (const each of folders) rmSync(each, { recursive: true, force: true })
})

/** An intake alone, on connections that can be cut. */
async function intakeOn(journalDir: string, url = w.url) {
  const pool = openPool(url, 2)
  const db = openDatabase(pool)
  const presence = new Presence()
  const intake = await Intake.open({ db, clock: w.clock, journalDir, presence, report: w.report })
  return { intake, presence, take: (id: string, fixes: ReturnType<TrackingWorld['seconds']>) => intake.take({ kind: 'fixes', attendance: id, token: '', fixes }, () => null), cut: () => pool.end(), stop: async () => { await intake.stop(); if (!pool.ended) await db.destroy() } }
}

describe('a batch', () => {
  test('is in the journal when it is acknowledged', async () => {
    const walk = await w.walk()
    expect(await w.send(w.tracking, walk, w.seconds(0, 30))).toEqual({ attendance: walk.id, sequence: 30, refusals: [] })
    const copy = folder()
    cpSync(w.journalDir, copy, { recursive: true })
    const journal = await Journal.open(copy)
    const sequences: number[] = []
    for await (const { record } of journal.replay()) {
      const frame = decodeClientFrame(record.subarray(8))
      if (frame.kind === 'fixes' && frame.attendance === walk.id) sequences.push(...frame.fixes.map((f) => f.sequence))
    }
    await journal.close()
    expect(sequences).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
  })

  test('is not acknowledged when the disk refuses, and is taken when it can write again', async () => {
    const journalDir = folder()
    const alone = await intakeOn(journalDir)
    const walk = await w.walk()
    renameSync(journalDir, `${journalDir}-away`)
    await expect(alone.take(walk.id, w.seconds(0, 3))).rejects.toBeInstanceOf(CannotStore)
    renameSync(`${journalDir}-away`, journalDir)
    expect(await alone.take(walk.id, w.seconds(0, 3))).toMatchObject({ sequence: 3, refusals: [] })
    await alone.stop()
    expect(await w.stored(walk.id)).toHaveLength(3)
  })

  test('changes nothing when it comes again, also at once and in parts', async () => {
    const walk = await w.walk()
    const batch = w.seconds(0, 20)
    const acks = await Promise.all([w.send(w.tracking, walk, batch), w.send(w.tracking, walk, batch), w.send(w.tracking, walk, batch.slice(5))])
    expect(acks.map((ack) => ack.sequence)).toEqual([20, 20, 20])
    w.clock.advance({ minutes: 1 })
    await w.send(w.tracking, walk, batch)
    expect((await w.end(walk.id)).fixes).toBe(20)
    expect((await w.stored(walk.id)).map((row) => row.sequence)).toEqual(batch.map((f) => f.sequence))
  })

  test('with the highest sequence a frame can hold is stored and stops nobody', async () => {
    const [odd, other] = [await w.walk(), await w.walk()]
    expect(await w.send(w.tracking, odd, [w.fix(0, { sequence: 2 ** 32 - 1 })])).toMatchObject({ refusals: [] })
    await w.send(w.tracking, other, w.seconds(0, 1))
    await w.end(other.id)
    expect(await w.stored(other.id)).toHaveLength(1)
    expect(await w.stored(odd.id)).toMatchObject([{ sequence: 2 ** 32 - 1 }])
  })
})

describe('who speaks for an attendance', () => {
  test.each([
    ['the token of another attendance', 'token_invalid', (other: { token: string }) => ({ token: other.token, by: null })],
    ['a made-up token', 'token_invalid', () => ({ token: 'x', by: null })],
    ['no token and no session', 'attendance_unknown', () => ({ token: '', by: null })],
    ['no token and the session of another person', 'attendance_unknown', () => ({ token: '', by: actor() })],
    ['no token and the session of an officer', 'attendance_unknown', () => ({ token: '', by: actor(['officer', '3506']) })],
  ] as const)('%s is refused with %s', async (_, code, how) => {
    const [walk, other] = [await w.walk(), await w.walk()]
    const { token, by } = how(other)
    expect(await w.send(w.tracking, { id: walk.id, token }, w.seconds(0, 2), by)).toEqual({ attendance: walk.id, sequence: 2, refusals: [{ sequence: 1, code }, { sequence: 2, code }] })
    await w.end(walk.id)
    expect(await w.stored(walk.id)).toEqual([])
  })

  test('the own session is enough, and a wrong token is not mended by it', async () => {
    const walk = await w.walk()
    expect(await w.send(w.tracking, { id: walk.id, token: '' }, w.seconds(0, 1), walk.person)).toMatchObject({ refusals: [] })
    expect(await w.send(w.tracking, { id: walk.id, token: 'x' }, w.seconds(1, 2), walk.person)).toMatchObject({ refusals: [{ code: 'token_invalid' }] })
  })

  test('an attendance that does not exist is unknown, with any token', async () => {
    const { token } = await w.walk()
    expect(await w.send(w.tracking, { id: '01900000-0000-7000-8000-00000000dead', token }, w.seconds(0, 1))).toMatchObject({ refusals: [{ code: 'attendance_unknown' }] })
  })
})

describe('a fix', () => {
  test('that cannot be is refused with its code, and the rest of the batch is kept', async () => {
    const walk = await w.walk()
    w.clock.advance({ minutes: 2 })
    const fixes = [
      w.fix(-121, { sequence: 1 }), w.fix(-120, { sequence: 2 }), w.fix(-60, { sequence: 3, lon_e7: 1_800_000_001 }), w.fix(-60, { sequence: 4, lat_e7: -900_000_001 }),
      w.fix(-30, { sequence: 5, lon_e7: 1_800_000_000, lat_e7: 900_000_000 }), w.fix(121, { sequence: 6 }), w.fix(120, { sequence: 7 }), w.fix(-86_401, { sequence: 8 }), w.fix(0, { sequence: 9 }),
    ]
    expect(await w.send(w.tracking, walk, fixes)).toEqual({
      attendance: walk.id, sequence: 9,
      refusals: [{ sequence: 1, code: 'attendance_closed' }, { sequence: 3, code: 'off_earth' }, { sequence: 4, code: 'off_earth' }, { sequence: 6, code: 'future' }, { sequence: 8, code: 'too_old' }],
    })
    await w.tracking.track(walk.person, walk.id)
    expect((await w.stored(walk.id)).map((row) => row.sequence)).toEqual([2, 5, 7, 9])
  })

  test('after check-out is refused once the end is known, and none of it stays that was stored before', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, w.seconds(0, 40))
    w.clock.advance({ seconds: 20 })
    await w.end(walk.id)
    await w.pump.drain()
    expect(await w.send(w.tracking, walk, [w.fix(0, { sequence: 100 }), w.fix(1, { sequence: 101 })])).toMatchObject({ refusals: [{ sequence: 101, code: 'attendance_closed' }] })
    await w.tracking.reviseLate()
    expect(Math.max(...(await w.stored(walk.id)).map((row) => row.at.getTime()))).toBe(w.clock.now().getTime())
  })
})

describe('what was acknowledged', () => {
  test('survives a crash before it reached the database, once', async () => {
    const journalDir = folder()
    const before = await intakeOn(journalDir)
    const walk = await w.walk()
    await before.take(walk.id, w.seconds(0, 10))
    await before.intake.flush()
    await before.take(walk.id, w.seconds(10, 15))
    await before.cut()
    await before.take(walk.id, w.seconds(15, 25))
    await before.stop()
    const after = await intakeOn(journalDir)
    expect((await w.stored(walk.id)).map((row) => row.sequence)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
    await after.stop()
    await (await intakeOn(journalDir)).stop()
    expect(await w.stored(walk.id)).toHaveLength(25)
  })

  test('waits while the database refuses and goes in when it is back', async () => {
    const walk = await w.walk()
    await sql`alter table tracking.position rename to position_away`.execute(w.db)
    await w.send(w.tracking, walk, w.seconds(0, 5))
    await expect(w.tracking.track(walk.person, walk.id)).rejects.toThrow('tracking.position')
    expect(await w.send(w.tracking, walk, w.seconds(5, 10))).toMatchObject({ sequence: 10, refusals: [] })
    await sql`alter table tracking.position_away rename to position`.execute(w.db)
    await w.tracking.track(walk.person, walk.id)
    expect((await w.stored(walk.id)).map((row) => row.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('by two processes at once is stored once', async () => {
    const [one, two] = [await intakeOn(folder()), await intakeOn(folder())]
    const walks = await Promise.all(Array.from({ length: 20 }, () => w.walk()))
    const batch = w.seconds(0, 50)
    await Promise.all([...walks.map(({ id }) => one.take(id, batch)), ...walks.toReversed().map(({ id }) => two.take(id, batch))])
    await Promise.all([one.intake.flush(), two.intake.flush()])
    for (const { id } of walks) expect(await w.stored(id)).toHaveLength(50)
    await Promise.all([one.stop(), two.stop()])
  })

  test('of a walk that was over is measured after a crash, too', async () => {
    const journalDir = folder()
    const before = await intakeOn(journalDir)
    const walk = await w.walk()
    w.clock.advance({ minutes: 1 })
    await w.end(walk.id)
    w.clock.advance({ minutes: 1 })
    await before.take(walk.id, [w.fix(-90, { sequence: 1 })])
    await before.stop()
    const after = await w.process(journalDir)
    await after.reviseLate()
    expect(await w.events('tracking.track-revised')).toContainEqual(expect.objectContaining({ subject: `attendance:${walk.id}`, payload: expect.objectContaining({ fixes: 1 }) }))
  })
})

describe('days', () => {
  const days = async (): Promise<string[]> => (await sql<{ name: string }>`select c.relname as name from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = 'tracking.position'::regclass order by 1`.execute(w.db)).rows.map((row) => row.name)

  test('are made as fixes need them, by several processes at once, and dropped whole after thirty', async () => {
    w.clock.set('2026-05-01T23:59:00Z')
    const walk = await w.walk()
    w.clock.advance({ minutes: 2 })
    const [one, two] = [await intakeOn(folder()), await intakeOn(folder())]
    const batch = [w.fix(-90, { sequence: 1 }), w.fix(-30, { sequence: 2 })]
    await Promise.all([one.take(walk.id, batch), two.take(walk.id, batch)])
    await Promise.all([one.intake.flush(), two.intake.flush()])
    expect(await days()).toEqual(expect.arrayContaining(['position_20260501', 'position_20260502']))
    await w.end(walk.id)
    w.clock.set('2026-05-31T23:59:00Z')
    expect(await w.tracking.dropOldDays()).not.toContain('position_20260501')
    w.clock.set('2026-06-01T00:00:00Z')
    expect(await w.tracking.dropOldDays()).toEqual(['position_20260501'])
    expect(await days()).not.toContain('position_20260501')
    expect(await w.tracking.track(walk.person, walk.id)).toMatchObject({ live: false, fixes: 2 })
    await Promise.all([one.stop(), two.stop()])
  })

  test('go after thirty days, the way made of them after 180, the figures never', async () => {
    w.clock.set('2026-06-10T12:00:00Z')
    const walk = await w.walk()
    await w.send(w.tracking, walk, w.seconds(0, 30))
    w.clock.advance({ minutes: 1 })
    const figures = await w.end(walk.id)
    w.clock.advance({ days: 180 })
    await w.tracking.dropOldDays()
    expect(await w.tracking.track(walk.person, walk.id)).toMatchObject({ wayKept: true, points: expect.arrayContaining([expect.anything()]) })
    w.clock.advance({ minutes: 1 })
    await w.tracking.dropOldDays()
    expect(await w.tracking.track(walk.person, walk.id)).toMatchObject({ live: false, wayKept: false, points: [], fixes: 30, distance_m: expect.closeTo(figures.distance_m, 3) })
  })

  test('that are dropped do not come back from the journal', async () => {
    const journalDir = folder()
    const before = await intakeOn(journalDir)
    const walk = await w.walk()
    await before.take(walk.id, w.seconds(0, 3))
    await before.stop()
    w.clock.advance({ days: 40 })
    await w.tracking.dropOldDays()
    await (await intakeOn(journalDir)).stop()
    expect(await w.stored(walk.id)).toEqual([])
  })

  test('nor does what came after the end of a walk', async () => {
    const journalDir = folder()
    const before = await intakeOn(journalDir)
    const walk = await w.walk()
    const fixes = w.seconds(0, 30)
    w.clock.advance({ seconds: 20 })
    await before.take(walk.id, fixes)
    await before.intake.flush()
    await w.end(walk.id)
    await before.stop()
    const kept = await w.stored(walk.id)
    await (await intakeOn(journalDir)).stop()
    expect(await w.stored(walk.id)).toEqual(kept)
    expect(kept).toHaveLength(21)
  })
})
