import { testOutboxes } from './testing.ts'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { OFFLINE, ProblemError } from '../../kit/problem.ts'
import { emptyDraft } from '../cases/draft.ts'
import { createCommands, isAnothers, type Send } from './commands.ts'
import { emptyOutbox, type Command, type OutboxDatabase } from './database.ts'
import { createPositions } from './positions.ts'

const open = testOutboxes('outbox')

const at = new Date('2026-11-24T11:00:00Z')
let signedIn: string | null = null
const outbox = (database: OutboxDatabase, send: Send, onAcknowledged?: (command: Command) => void) => {
  return createCommands({ database, send, now: () => at, newId: () => crypto.randomUUID(), who: () => signedIn, askWho: async () => signedIn, ...(onAcknowledged === undefined ? {} : { onAcknowledged }) })
}
const offline = (): Promise<never> => Promise.reject(new ProblemError({ code: OFFLINE, status: 0 }))
const refused = (code = 'wrong-state'): Promise<never> => Promise.reject(new ProblemError({ code, status: 409, params: { since: '18:00' } }))
const report = (subject = 'report:1', input: unknown = { text: '路灯不亮' }) => ({ operation: 'cases.report', input, subject, title: 'report' })

describe('the outbox', () => {
  it('sends nothing under another\'s name: what someone left waits until they sign in again, others go on meanwhile', async () => {
    const sent: string[] = []
    const box = outbox(open(), async ({ id }) => { sent.push(id) })
    signedIn = 'lin'
    const left = await box.add(report('case:1'))
    signedIn = 'chen'
    const own = await box.add(report('case:2'))
    expect(await box.flush()).toBe('empty')
    expect(sent).toEqual([own])
    signedIn = 'lin'
    await box.flush()
    expect(sent).toEqual([own, left])
    signedIn = null
    const unknown = await box.add(report('case:3'))
    signedIn = 'chen'
    await box.flush()
    expect(sent, 'whoever did it without network and unknown signs in afterwards').toEqual([own, left, unknown])
    signedIn = null
  })

  it.each<[string, string | null, boolean]>([
    ['whoever did it', 'lin', false], ['somebody else', 'chen', true], ['nobody', null, true],
  ])('is hidden from others on the same phone: signed in is %s', (_, me, hidden) => {
    expect(isAnothers({ personId: 'lin' }, me)).toBe(hidden)
    expect(isAnothers({ personId: null }, me)).toBe(false)
  })

  it('sends nothing with a name before it is known who is signed in, nor where nobody is', async () => {
    const sent: string[] = []
    const database = open()
    let session = async (): Promise<string | null> => 'chen'
    const box = createCommands({ database, send: async ({ id }) => { sent.push(id) }, now: () => at, newId: () => crypto.randomUUID(), who: () => null, askWho: () => session() })
    await box.add({ ...report('case:1'), personId: 'lin' })
    await box.flush()
    session = async () => null
    expect(await box.flush()).toBe('empty')
    session = offline
    expect(await box.flush()).toBe('unreachable')
    expect(sent).toEqual([])
    session = async () => 'lin'
    await box.flush()
    expect(sent).toHaveLength(1)
  })

  it('holds nothing of an account that is gone, nor of anybody unknown, and what others left waits on for them', async () => {
    const database = open()
    const fix = { at: at.toISOString(), lon: 117.6, lat: 24.5, accuracy_m: 5, speed_mps: null }
    const sent: unknown[] = []
    const box = outbox(database, async ({ subject }) => { sent.push(subject) })
    for (const personId of ['chen', null, 'lin']) {
      const attendanceId = `walk of ${personId}`
      await box.add({ ...report(`case of ${personId}`), personId })
      await createPositions(database, attendanceId).add(fix)
      await database.trail.put({ attendanceId, ...fix })
      await database.drafts.put({ owner: personId ?? '', personId, at: at.toISOString(), filled: emptyDraft, photos: [] })
      await database.walks.put({ attendanceId, personId, patrolId: null, name: '', startedAt: at.toISOString(), plannedEnd: null, shape: null, pointsPerHour: null, token: 't', endedAt: null, autoClosed: false, record: null })
    }
    expect(await Promise.all(database.tables.map((table) => table.count()))).toEqual(database.tables.map(() => 3))
    await emptyOutbox(database, 'chen')
    expect(await Promise.all(database.tables.map((table) => table.count()))).toEqual(database.tables.map(() => 1))
    signedIn = 'lin'
    await box.flush()
    expect(sent).toEqual(['case of lin'])
    signedIn = null
  })

  it('keeps commands with device time until the server acknowledged them, in order', async () => {
    const sent: string[] = []
    const box = outbox(open(), async ({ id }) => { sent.push(id) })
    const ids = [await box.add(report('a')), await box.add(report('b')), await box.add(report('a'))]
    expect((await box.list()).map(({ state, deviceTime }) => [state, deviceTime])).toEqual(Array.from({ length: 3 }, () => ['queued', at.toISOString()]))
    expect(await box.flush()).toBe('empty')
    expect(sent).toEqual(ids)
    expect(await box.list()).toEqual([])
  })

  it('waits without network, survives a reload and then sends everything', async () => {
    const first = open('reload')
    const before = outbox(first, offline)
    const id = await before.add(report())
    expect(await before.flush()).toBe('unreachable')
    first.close()
    const send = vi.fn(async () => undefined)
    const after = outbox(open('reload'), send)
    expect(await after.list()).toMatchObject([{ id, state: 'queued', problem: null }])
    await after.flush()
    expect(send).toHaveBeenCalledWith(expect.objectContaining({ id, input: { text: '路灯不亮' } }))
    expect(await after.list()).toEqual([])
  })

  it('sends again, with the same id, after a crash between sending and deleting', async () => {
    const served = new Map<string, unknown>()
    const first = open('crash')
    const crashed = outbox(first, async ({ id, input }) => {
      served.set(id, input)
      first.close()
    })
    const id = await crashed.add(report())
    await expect(crashed.flush()).rejects.toThrow()
    expect(served.size).toBe(1)
    const again = open('crash')
    const box = outbox(again, async (command) => { served.set(command.id, command.input) })
    expect(await box.list()).toMatchObject([{ id, state: 'sending' }])
    await box.flush()
    expect([...served.keys()]).toEqual([id])
    expect(await box.list()).toEqual([])
  })

  it.each([[503, 'unavailable'], [429, 'too-many-requests'], [401, 'sign-in-required'], [500, 'internal']])('keeps a command queued while the server answers %i', async (status, code) => {
    const box = outbox(open(), () => Promise.reject(new ProblemError({ code, status })))
    await box.add(report())
    expect(await box.flush()).toBe('unreachable')
    expect(await box.list()).toMatchObject([{ state: 'queued', problem: null }])
  })

  it('keeps a refused command with its reason, holds back what depends on it and lets the rest go', async () => {
    const sent: unknown[] = []
    const box = outbox(open(), ({ input, subject }) => (subject === 'patrol' && input === 1 ? refused() : Promise.resolve(sent.push(input))))
    for (const [subject, input] of [['patrol', 1], ['patrol', 2], ['other', 3]] as const) await box.add(report(subject, input))
    expect(await box.flush()).toBe('empty')
    expect(sent).toEqual([3])
    expect(await box.list()).toMatchObject([{ input: 1, state: 'refused', problem: { code: 'wrong-state', params: { since: '18:00' } } }, { input: 2, state: 'queued' }])
  })

  it('sends a corrected command under its old id and then what waited behind it', async () => {
    const sent: [string, unknown][] = []
    const box = outbox(open(), ({ id, input }) => (input === 'bad' ? refused('invalid-input') : Promise.resolve(sent.push([id, input]))))
    const id = await box.add(report('s', 'bad'))
    const behind = await box.add(report('s', 'behind'))
    await box.flush()
    await box.correct(id, 'good')
    await box.flush()
    expect(sent).toEqual([[id, 'good'], [behind, 'behind']])
  })

  it('discards only what was refused', async () => {
    const box = outbox(open(), ({ input }) => (input === 'bad' ? refused() : offline()))
    const bad = await box.add(report('a', 'bad'))
    const waiting = await box.add(report('b', 'fine'))
    await box.flush()
    await box.discard(bad)
    await box.discard(waiting)
    expect((await box.list()).map(({ id }) => id)).toEqual([waiting])
  })

  it('sends nothing twice when flushed from two sides at once', async () => {
    const send = vi.fn(async () => undefined)
    const box = outbox(open(), send)
    await box.add(report())
    await Promise.all([box.flush(), box.flush()])
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('tells of every arrival', async () => {
    const arrived: string[] = []
    const box = outbox(open(), async () => 'answer', ({ operation }) => arrived.push(operation))
    await box.add(report())
    await box.flush()
    expect(arrived).toEqual(['cases.report'])
  })
})

describe('positions', () => {
  const fix = (n: number) => ({ at: new Date(at.getTime() + n * 1000).toISOString(), lon: 117.65, lat: 24.51, accuracy_m: 8, speed_mps: 1.2 })

  it('numbers fixes without gaps and never twice, also when all were acknowledged and after a reload', async () => {
    const first = open('fixes')
    const before = createPositions(first, 'a')
    expect([await before.add(fix(1)), await before.add(fix(2))]).toEqual([1, 2])
    await before.acknowledge(2)
    first.close()
    const after = createPositions(open('fixes'), 'a')
    expect(await after.add(fix(3))).toBe(3)
    expect((await after.batch(10)).map(({ sequence }) => sequence)).toEqual([3])
  })

  it('keeps attendances apart', async () => {
    const database = open()
    const [a, b] = [createPositions(database, 'a'), createPositions(database, 'b')]
    await a.add(fix(1))
    await b.add(fix(2))
    await a.acknowledge(99)
    expect([await a.waiting(), await b.waiting()]).toEqual([0, 1])
  })

  it('loses nothing unacknowledged whatever the order of sending and late answers', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.constant('add' as const), fc.integer({ min: 0, max: 12 })), { maxLength: 12 }), async (acts) => {
      const positions = createPositions(open(), 'a')
      let [added, acknowledged] = [0, 0]
      for (const act of acts) {
        if (act === 'add') added = await positions.add(fix(added))
        else if (act <= added) {
          acknowledged = Math.max(acknowledged, act)
          await positions.acknowledge(act)
        }
      }
      expect((await positions.batch(99)).map(({ sequence }) => sequence)).toEqual(Array.from({ length: added - acknowledged }, (_, n) => acknowledged + n + 1))
    }), { numRuns: 30 })
  })
})
