import 'fake-indexeddb/auto'
import { afterEach, describe, expect, it } from 'vitest'
import { createCommands } from '../../outbox/commands.ts'
import { openOutboxDatabase, type KeptWalk, type OutboxDatabase } from '../../outbox/database.ts'
import { createPositions, type Fix } from '../../outbox/positions.ts'
import { subjectOf, WalkStore } from './walk-store.ts'

const ID = '0199f3a2-7c41-7d52-8a10-3b5e6f708192'
const START_MS = Date.parse('2026-11-24T11:00:00Z')
const at = (second: number): string => new Date(START_MS + second * 1000).toISOString()
const fix = (second: number): Fix => ({ at: at(second), lon: 117.65, lat: 24.51, accuracy_m: 8, speed_mps: null })
const walk: KeptWalk = { attendanceId: ID, personId: 'p', patrolId: null, name: '我要巡逻', startedAt: at(0), plannedEnd: null, shape: null, pointsPerHour: null, token: null, endedAt: null, autoClosed: false, record: null }
const attendance = { id: ID, patrolId: null, name: '我要巡逻', regionName: '金宝社区', startedAt: at(0), plannedEnd: at(14_400), endedAt: null, autoClosed: false, shape: null, pointsPerHour: 10 }

let counter = 0
const opened: OutboxDatabase[] = []
const open = (name = `walks-${(counter += 1)}`): OutboxDatabase => {
  const database = openOutboxDatabase(name)
  opened.push(database)
  return database
}
afterEach(() => opened.splice(0).forEach((database) => database.close()))

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
      database, now: () => new Date(START_MS), newId: () => 'c1', send: async () => ({ attendance, trackingToken: 'k7' }),
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
