import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { actor, codeOf, paths, street, trackingWorld, type TrackingWorld } from './testing.ts'

let w: TrackingWorld
const officer = { north: actor(['officer', paths.north]), town: actor(['officer', paths.town]), elsewhere: actor(['officer', paths.elsewhere]) }
const police = actor(['police', paths.town])
beforeAll(async () => { w = await trackingWorld() })
afterAll(() => w.drop())
const on = (person = officer.town) => w.tracking.walkers(person, { limit: 500 })
const numberOf = async (id: string): Promise<number> => (await on()).items.find((one) => one.attendanceId === id)!.walker

describe('a walk', () => {
  test('begun twice gets the same token and stays as it was begun', async () => {
    const walk = await w.walk()
    const again = await inTransaction(w.db, (tx) => w.tracking.begin(tx, { attendanceId: walk.id, personId: actor().personId, regionPath: paths.elsewhere, startedAt: w.clock.now(), until: w.clock.now(), shape: null }))
    expect(again.token).toBe(walk.token)
    expect(await w.db.selectFrom('tracking.walk').selectAll().where('attendance_id', '=', walk.id).executeTakeFirst()).toMatchObject({ person_id: walk.person.personId, region_path: paths.north })
  })

  test('is measured at its end, told, and leaves the map when that is committed', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, w.seconds(0, 60))
    expect((await on()).items.map((one) => one.attendanceId)).toContain(walk.id)
    w.clock.advance({ minutes: 1 })
    const figures = await w.end(walk.id)
    expect(figures.distance_m).toBeGreaterThan(40)
    expect(figures.distance_m).toBeLessThan(90)
    expect(figures).toMatchObject({ fixes: 60, insideShare: 1, mockFixes: 0 })
    expect(figures.coveredShare).toBeGreaterThan(0)
    await w.pump.drain()
    expect((await on()).items.map((one) => one.attendanceId)).not.toContain(walk.id)
    expect(await w.events('tracking.walk-ended')).toContainEqual(expect.objectContaining({ subject: `attendance:${walk.id}` }))
  })

  test.each([[undefined, 1], [50, 0]])('counts as inside what lies within the fence it began with (%s m)', async (fence_m, insideShare) => {
    const walk = await w.walk(fence_m === undefined ? {} : { fence_m })
    // 0.001° of latitude are about 111 m.
    await w.send(w.tracking, walk, w.seconds(0, 60).map((fix) => ({ ...fix, lat_e7: fix.lat_e7 + 10_000 })))
    w.clock.advance({ minutes: 1 })
    expect(await w.end(walk.id)).toMatchObject({ fixes: 60, insideShare })
  })

  test('whose end is rolled back goes on', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, w.seconds(0, 5))
    await expect(inTransaction(w.db, async (tx) => {
      await w.tracking.end(tx, walk.id, w.clock.now())
      throw new Error('the caller failed')
    })).rejects.toThrow('the caller failed')
    await w.pump.drain()
    await w.tracking.reviseLate()
    expect(await w.send(w.tracking, walk, w.seconds(5, 10))).toMatchObject({ refusals: [] })
    expect(await w.tracking.track(walk.person, walk.id)).toMatchObject({ live: true, fixes: 10 })
    expect((await on()).items.map((one) => one.attendanceId)).toContain(walk.id)
  })

  test('gets a new track from fixes that come after its end, and that is told', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, w.seconds(0, 30))
    const late = w.seconds(30, 90)
    w.clock.advance({ seconds: 90 })
    expect(await w.end(walk.id)).toMatchObject({ fixes: 30 })
    await w.pump.drain()
    expect(await w.send(w.tracking, walk, late)).toMatchObject({ sequence: 90, refusals: [] })
    await w.tracking.reviseLate()
    expect(await w.tracking.track(walk.person, walk.id)).toMatchObject({ live: false, fixes: 90 })
    await w.tracking.reviseLate()
    expect((await w.events('tracking.track-revised')).filter((event) => event.subject === `attendance:${walk.id}`)).toMatchObject([{ payload: { attendanceId: walk.id, fixes: 90 } }])
    expect((await on()).items.map((one) => one.attendanceId)).not.toContain(walk.id)
  })

  test('has the fixes that came while it was being ended', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, w.seconds(0, 30))
    const crossing = w.seconds(30, 50)
    w.clock.advance({ seconds: 50 })
    await inTransaction(w.db, async (tx) => {
      await w.tracking.end(tx, walk.id, w.clock.now())
      expect(await w.send(w.tracking, walk, crossing)).toMatchObject({ refusals: [] })
    })
    await w.pump.drain()
    await w.tracking.reviseLate()
    expect(await w.tracking.track(walk.person, walk.id)).toMatchObject({ live: false, fixes: 50 })
    expect((await on()).items.map((one) => one.attendanceId)).not.toContain(walk.id)
  })

  test('keeps the newest of two tracks that are made at the same time', async () => {
    const walk = await w.walk()
    const late = w.seconds(0, 40)
    w.clock.advance({ seconds: 40 })
    await w.end(walk.id)
    await w.pump.drain()
    // The track of the first twenty fixes is not written before the lock is free.
    await sql`create function slow_track() returns trigger language plpgsql as $$ begin if new.fixes = 20 then perform pg_advisory_xact_lock(20); end if; return new; end $$`.execute(w.db)
    await sql`create trigger slow before insert on tracking.track for each row execute function slow_track()`.execute(w.db)
    const waiting = async (): Promise<number> => (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(w.db)).rows.length
    await w.db.connection().execute(async (held) => {
      await sql`select pg_advisory_lock(20)`.execute(held)
      await w.send(w.tracking, walk, late.slice(0, 20))
      const slow = w.tracking.reviseLate()
      await expect.poll(waiting, { timeout: 20_000 }).toBe(1)
      await w.send(w.tracking, walk, late.slice(20))
      let isWritten = false
      const newest = w.tracking.reviseLate().then(() => { isWritten = true })
      await expect.poll(async () => isWritten || await waiting() === 2, { timeout: 20_000 }).toBe(true)
      await sql`select pg_advisory_unlock(20)`.execute(held)
      await Promise.all([slow, newest])
    })
    await expect.poll(async () => (await w.tracking.track(walk.person, walk.id)).fixes, { timeout: 20_000 }).toBe(40)
    await sql`drop function slow_track() cascade`.execute(w.db)
  })

  test('whose new track cannot be made yet gets it at the next turn', async () => {
    const walk = await w.walk()
    const late = w.seconds(0, 20)
    w.clock.advance({ seconds: 20 })
    await w.end(walk.id)
    await w.pump.drain()
    await w.send(w.tracking, walk, late)
    await sql`alter table tracking.track rename to track_away`.execute(w.db)
    await expect(w.tracking.reviseLate()).rejects.toThrow('tracking.track')
    await sql`alter table tracking.track_away rename to track`.execute(w.db)
    await w.tracking.reviseLate()
    expect(await w.tracking.track(walk.person, walk.id)).toMatchObject({ fixes: 20 })
  })

  test('goes on after a restart where it was last seen, by fixes that may show it', async () => {
    const walk = await w.walk({ shape: null })
    await w.send(w.tracking, walk, [w.fix(0), w.fix(1, { lon_e7: 1_177_000_000, mock: true }), w.fix(2, { lon_e7: 1_177_000_000, accuracy_m: 900 })])
    await w.tracking.track(walk.person, walk.id)
    const folder = mkdtempSync(join(tmpdir(), 'redvest-journal-'))
    const again = await w.process(folder)
    rmSync(folder, { recursive: true })
    expect((await again.walkers(officer.town, { limit: 500 })).items.find((one) => one.attendanceId === walk.id)).toMatchObject({ lon: 117.65, lat: 24.51, selfStarted: true })
  })
})

describe('the point on the map', () => {
  test('is never moved by a mock or a coarse fix, which are kept for the record', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, [w.fix(0)])
    await w.send(w.tracking, walk, [w.fix(1, { lon_e7: 1_177_000_000, mock: true }), w.fix(2, { lon_e7: 1_177_000_000, accuracy_m: 151 })])
    expect(await w.tracking.walker(officer.north, await numberOf(walk.id))).toMatchObject({ lon: 117.65 })
    w.clock.advance({ seconds: 3 })
    expect(await w.end(walk.id)).toMatchObject({ mockFixes: 1 })
    expect(await w.stored(walk.id)).toHaveLength(3)
  })

  test('appears with the first fix that may show it', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, [w.fix(0, { mock: true })])
    expect((await on()).items.map((one) => one.attendanceId)).not.toContain(walk.id)
  })
})

describe('who sees whom', () => {
  test('officers and police see their own regions and below, with masked names and a true total', async () => {
    const there = await Promise.all([w.walk({ region: paths.north }), w.walk({ region: paths.south }), w.walk({ region: paths.elsewhere, shape: street })])
    for (const walk of there) await w.send(w.tracking, walk, [w.fix(0)])
    const [north, south, elsewhere] = there.map((walk) => walk.id) as [string, string, string]
    const seen = async (person = officer.town, regionCode?: string) => (await w.tracking.walkers(person, { limit: 500, regionCode })).items.map((one) => one.attendanceId)
    expect(await seen(officer.north)).toEqual(expect.arrayContaining([north]))
    expect(await seen(officer.north)).not.toContain(south)
    expect(await seen(police)).toEqual(expect.arrayContaining([north, south]))
    expect(await seen(officer.elsewhere)).toEqual([elsewhere])
    expect(await seen(officer.town, codeOf(paths.south))).toEqual([south])
    for (const code of [codeOf(paths.south), codeOf(paths.city), '999999']) await expect(seen(officer.elsewhere, code)).rejects.toMatchObject({ code: 'not-found' })
    const { total, items } = await w.tracking.walkers(officer.town, { limit: 1 })
    expect([total, items.length, items[0]!.personName]).toEqual([(await on()).items.length, 1, '王*'])
    expect(total).toBeGreaterThan(1)
  })

  test.each([['a guest', null, 'sign-in-required'], ['a volunteer', actor(), 'not-allowed'], ['a team leader', actor(['leader', paths.town]), 'not-allowed']])('%s sees no list and no walker', async (_, person, code) => {
    await expect(w.tracking.walkers(person, { limit: 1 })).rejects.toMatchObject({ code })
    await expect(w.tracking.walker(person, 1)).rejects.toMatchObject({ code })
  })

  test('whoever reads the list leaves one line a minute in each region read, however often they ask', async () => {
    const reader = actor(['officer', paths.north], ['police', paths.elsewhere])
    const lines = async () => (await w.audited('tracking.walkers-read')).filter((line) => line.actor === reader.personId).map((line) => line.region_path).toSorted()
    for (let poll = 0; poll < 5; poll++) {
      await w.tracking.walkers(reader, { limit: 1 })
      w.clock.advance({ seconds: 11 })
    }
    expect(await lines()).toEqual([paths.north, paths.elsewhere].toSorted())
    await w.tracking.walkers(officer.north, { limit: 1 })
    expect(await lines(), 'another reader has a line of their own').toHaveLength(2)
    w.clock.advance({ seconds: 5 })
    await w.tracking.walkers(reader, { limit: 1, regionCode: codeOf(paths.elsewhere) })
    expect(await lines()).toEqual([paths.north, paths.elsewhere, paths.elsewhere].toSorted())
    await expect(w.tracking.walkers(reader, { limit: 1, regionCode: codeOf(paths.south) })).rejects.toMatchObject({ code: 'not-found' })
    expect(await lines(), 'nothing was read').toHaveLength(3)
  })

  test('one walker is not there for officers elsewhere, and each look is written down', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, [w.fix(0)])
    const number = await numberOf(walk.id)
    await expect(w.tracking.walker(officer.elsewhere, number)).rejects.toMatchObject({ code: 'not-found' })
    await expect(w.tracking.walker(officer.town, 4_000_000)).rejects.toMatchObject({ code: 'not-found' })
    expect(await w.tracking.walker(officer.north, number)).toMatchObject({ attendanceId: walk.id })
    expect((await w.audited('tracking.walker-read')).filter((line) => line.subject === `attendance:${walk.id}`)).toMatchObject([{ actor: officer.north.personId, region_path: paths.north }])
  })

  test('a walker is found by the attendance as by the number, under the same scope', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, [w.fix(0)])
    expect(await w.tracking.walker(officer.north, walk.id)).toMatchObject({ walker: await numberOf(walk.id) })
    await expect(w.tracking.walker(officer.elsewhere, walk.id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(w.tracking.walker(officer.north, newId())).rejects.toMatchObject({ code: 'not-found' })
  })

  test('the list may be narrowed to a box of the map', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, [w.fix(0)])
    const { lon, lat } = await w.tracking.walker(officer.north, walk.id)
    const inBox = async (box: [number, number, number, number]) => (await w.tracking.walkers(officer.north, { limit: 500, box })).items.map((one) => one.attendanceId)
    expect(await inBox([lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001])).toContain(walk.id)
    expect(await inBox([lon + 0.001, lat - 0.001, lon + 0.002, lat + 0.001])).not.toContain(walk.id)
  })

  test('a track is read by its walker without a trace, by officers of the region with one, by nobody else', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, w.seconds(0, 5))
    const lines = async () => (await w.audited('tracking.track-read')).filter((line) => line.subject === `attendance:${walk.id}`)
    expect(await w.tracking.track(walk.person, walk.id)).toMatchObject({ live: true, fixes: 5 })
    for (const [person, code] of [[null, 'sign-in-required'], [actor(), 'not-found'], [officer.elsewhere, 'not-found'], [actor(['leader', paths.north]), 'not-found']] as const) {
      await expect(w.tracking.track(person, walk.id)).rejects.toMatchObject({ code })
    }
    expect(await lines()).toEqual([])
    await w.tracking.track(officer.town, walk.id)
    expect(await lines()).toMatchObject([{ actor: officer.town.personId, region_path: paths.north }])
    await expect(w.tracking.track(officer.town, '01900000-0000-7000-8000-00000000dead')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a region that moves takes its walkers along, on the map and in the database', async () => {
    const [newPath, moving] = ['3506.3506z01.350602009', '3506.350602.350602009']
    const walk = await w.walk({ region: `${moving}.350602009001` })
    await w.send(w.tracking, walk, [w.fix(0)])
    await inTransaction(w.db, (tx) => emit(tx, { type: 'places.region-moved', actor: 'system', subject: 'region:350602009', at: w.clock.now(), payload: { oldPath: moving, newPath } }))
    await w.pump.drain()
    const after = actor(['officer', newPath])
    expect((await w.tracking.walkers(after, { limit: 5 })).items.map((one) => one.attendanceId)).toEqual([walk.id])
    await w.tracking.track(after, walk.id)
    expect((await w.tracking.walkers(actor(['officer', moving]), { limit: 5 })).total).toBe(0)
  })
})
