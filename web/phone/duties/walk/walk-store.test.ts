import { testOutboxes } from '../../outbox/testing.ts'
import { describe, expect, it } from 'vitest'
import { createCommands } from '../../outbox/commands.ts'
import type { KeptWalk, OutboxDatabase } from '../../outbox/database.ts'
import { createPositions, type Fix } from '../../outbox/positions.ts'
import { subjectOf, WalkStore } from './walk-store.ts'

const ID = '0199f3a2-7c41-7d52-8a10-3b5e6f708192'
const NEXT = '0199f3a2-7c41-7d52-8a10-3b5e6f708193'
const START_MS = Date.parse('2026-11-24T11:00:00Z')
const at = (second: number): string => new Date(START_MS + second * 1000).toISOString()
const fix = (second: number): Fix => ({ at: at(second), lon: 117.65, lat: 24.51, accuracy_m: 8, speed_mps: null })
const walk: KeptWalk = { attendanceId: ID, personId: 'p', patrolId: null, name: '我要巡逻', startedAt: at(0), plannedEnd: null, shape: null, pointsPerHour: null, token: null, endedAt: null, autoClosed: false, record: null }
const attendance = { id: ID, patrolId: null, name: '我要巡逻', regionName: { zh: '金宝社区', en: 'Jinbao Community' }, startedAt: at(0), plannedEnd: at(14_400), endedAt: null, autoClosed: false, shape: null, pointsPerHour: 10 }

const open = testOutboxes('walks')

describe('the walk of this phone', () => {
  it('survives a reload with its trail, its token and what waits', async () => {
    const first = open('walk-reload')
    const before = new WalkStore(first)
    await before.begin(walk)
    await before.keepFix(fix(0))
    await before.keepFix(fix(2))
    await before.keepAnswer({ operation: 'duties.checkIn' }, { attendance, trackingToken: 'k7' })
    await createPositions(first, ID).acknowledge(1)
    first.close()
    const after = new WalkStore(open('walk-reload'))
    await after.read()
    expect(after.snapshot()).toMatchObject({ walk: { attendanceId: ID, token: 'k7', plannedEnd: at(14_400), pointsPerHour: 10 }, waiting: 1 })
    expect(after.snapshot().trail.map(({ at: when }) => when)).toEqual([at(0), at(2)])
  })

  it('records between check-in and check-out only', async () => {
    const store = new WalkStore(open())
    await store.read()
    await store.keepFix(fix(0))
    await store.begin({ ...walk, startedAt: at(10) })
    await store.keepFix(fix(5))
    await store.keepFix(fix(12))
    await store.change(ID, { endedAt: at(20) })
    await store.keepFix(fix(22))
    expect(store.snapshot().trail.map(({ at: when }) => when)).toEqual([at(12)])
    expect(store.snapshot().waiting).toBe(1)
  })

  it('writes the server’s answer before the command leaves the outbox', async () => {
    const database = open()
    const store = new WalkStore(database)
    await store.begin(walk)
    let tokenWhenDeleted: string | null | undefined
    const commands = createCommands({
      database, who: () => null, askWho: async () => null, now: () => new Date(START_MS), newId: () => 'c1', send: async () => ({ attendance, trackingToken: 'k7' }),
      keepAnswer: async (command, answer) => { await store.keepAnswer(command, answer); expect(await database.commands.count()).toBe(1) },
      onAcknowledged: () => { tokenWhenDeleted = store.snapshot().walk?.token },
    })
    await commands.add({ operation: 'duties.checkIn', input: {}, subject: subjectOf(ID), title: 'checkIn' })
    expect(await commands.flush()).toBe('empty')
    expect(tokenWhenDeleted).toBe('k7')
  })

  it('numbers a walk taken over from another phone above all that one can have sent', async () => {
    const database = open()
    const store = new WalkStore(database)
    await store.adopt({ ...walk, token: 'k7' }, [fix(0), fix(2), fix(4)], new Date(START_MS + 600_000))
    await store.keepFix(fix(600))
    expect(store.snapshot().trail).toHaveLength(4)
    expect((await createPositions(database, ID).batch(10)).map(({ sequence }) => sequence)).toEqual([601])
  })

  describe('that is over and not all sent', () => {
    const row = { order: 1, operation: 'duties.checkOut', input: {}, title: 'checkOut', deviceTime: at(0), state: 'queued' as const, problem: null }
    const ended = async (database: OutboxDatabase, token: string | null = 'k7'): Promise<WalkStore> => {
      const store = new WalkStore(database)
      await store.begin({ ...walk, token })
      await store.keepFix(fix(0))
      await store.keepFix(fix(2))
      await store.change(ID, { endedAt: at(60) })
      await database.commands.add({ ...row, id: 'out', subject: subjectOf(ID) })
      return store
    }

    it('can be put away; what waits stays with its token, after a reload too, and is gone once all is sent', async () => {
      const first = open('walk-rest')
      await (await ended(first)).putAway(ID)
      first.close()
      const database = open('walk-rest')
      const store = new WalkStore(database)
      await store.read()
      expect(store.snapshot()).toMatchObject({ walk: null, trail: [], waiting: 0, rest: [{ attendanceId: ID, name: walk.name, token: 'k7', waiting: 2 }] })
      await createPositions(database, ID).acknowledge(2)
      await store.tidy()
      expect(store.snapshot().rest).toMatchObject([{ attendanceId: ID, waiting: 0 }])
      await database.commands.clear()
      await store.tidy()
      expect([store.snapshot().rest, await database.walks.count()]).toEqual([[], 0])
    })

    it('gets its token although it was put away before the check-in was answered', async () => {
      const database = open()
      const store = await ended(database, null)
      await store.putAway(ID)
      await store.keepAnswer({ operation: 'duties.checkIn' }, { attendance, trackingToken: 'k8' })
      await store.tidy()
      expect(store.snapshot()).toMatchObject({ walk: null, rest: [{ token: 'k8', waiting: 2 }] })
    })

    it('loses nothing when the next walk begins', async () => {
      const database = open()
      const store = await ended(database)
      await store.begin({ ...walk, attendanceId: NEXT, startedAt: at(100) })
      expect(store.snapshot()).toMatchObject({ walk: { attendanceId: NEXT }, trail: [], waiting: 0, rest: [{ attendanceId: ID, token: 'k7', waiting: 2 }] })
    })

    it('comes back when something of it was refused', async () => {
      const database = open()
      const store = await ended(database)
      await store.putAway(ID)
      await store.bringBack(ID)
      expect(store.snapshot()).toMatchObject({ walk: { attendanceId: ID, endedAt: at(60) }, waiting: 2, rest: [] })
    })

    it('is dropped with its positions when its check-in was given up', async () => {
      const database = open()
      const store = await ended(database, null)
      await store.putAway(ID)
      await database.commands.clear()
      await store.tidy()
      expect([await database.walks.count(), await database.fixes.count()]).toEqual([0, 0])
    })
  })

  const checkIn = { operation: 'duties.checkIn', input: { id: ID }, subject: subjectOf(ID), title: 'checkIn' }

  it('begins together with its check-in or not at all', async () => {
    const database = open()
    const store = new WalkStore(database)
    await store.begin(walk, checkIn)
    expect(await database.commands.toArray()).toMatchObject([{ operation: 'duties.checkIn', state: 'queued' }])
    database.commands.hook('creating', () => { throw new Error('disk full') })
    await expect(store.begin({ ...walk, attendanceId: NEXT }, { ...checkIn, subject: subjectOf(NEXT) })).rejects.toThrow('disk full')
    expect((await database.walks.toArray()).map(({ attendanceId, away }) => [attendanceId, away === true])).toEqual([[ID, false]])
  })

  it.each([['somewhere', [fix(0)], ['duties.checkIn', { lon: 117.65, lat: 24.51, accuracy_m: 8 }]], ['nowhere', [], null]] as const)('that lost its check-in in a crash %s gets it again, or is none', async (_, fixes, wanted) => {
    const database = open()
    await database.walks.add(walk)
    await database.trail.bulkAdd(fixes.map((one) => ({ ...one, attendanceId: ID })))
    const store = new WalkStore(database)
    await store.read()
    const [again] = await database.commands.toArray()
    expect(again === undefined ? null : [again.operation, (again.input as { position: unknown }).position]).toEqual(wanted)
    expect(store.snapshot().walk === null).toBe(wanted === null)
  })

  it('forgets a walk that was never accepted, commands and fixes included, and keeps others’ commands', async () => {
    const database = open()
    const store = new WalkStore(database)
    await store.begin(walk)
    await store.keepFix(fix(0))
    const row = { order: 1, operation: 'x', input: {}, title: 'report', deviceTime: at(0), state: 'refused' as const, problem: null }
    await database.commands.bulkAdd([{ ...row, id: 'a', subject: subjectOf(ID) }, { ...row, id: 'b', order: 2, subject: 'report:1' }])
    await store.putAway(ID, { forget: true })
    expect(store.snapshot()).toMatchObject({ walk: null, trail: [], waiting: 0 })
    expect([await database.walks.count(), await database.trail.count(), await database.fixes.count(), (await database.commands.toArray()).map(({ id }) => id)]).toEqual([0, 0, 0, ['b']])
  })
})
