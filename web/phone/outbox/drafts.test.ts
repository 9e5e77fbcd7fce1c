import { testOutboxes } from './testing.ts'
import { Dexie } from 'dexie'
import { describe, expect, it } from 'vitest'
import { emptyDraft, isUntouched, keptDraftOf, restoredDraft, type Draft } from '../cases/draft.ts'
import type { OutboxDatabase } from './database.ts'
import { dropDraft, isSafe, keepDraft, readDraft, sendDraft } from './drafts.ts'

const open = testOutboxes('drafts')

const now = new Date('2026-11-24T11:00:00Z')
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
const jpeg = new Uint8Array([0xff, 0xd8, 7]).buffer
const written: Draft = { shots: [{ id: 'a', jpeg, href: 'blob:a' }], position: { lon: 117.65, lat: 24.5 }, pinLater: false, address: '桥头', category: 'street-light', answers: { extent: 'one', dark: true }, words: '三盏都不亮' }
const keep = (database: OutboxDatabase, personId: string | null, at = now, draft = written): Promise<void> => keepDraft(database, keptDraftOf(draft, personId, at))
const command = { id: 'case-1', operation: 'cases.report', input: {}, subject: 'case:case-1', title: 'report' }

describe('a report that is being written', () => {
  it('is there after a reload with its photos, place, answers and words', async () => {
    const first = open('reload')
    await keep(first, 'lin')
    first.close()
    const kept = await readDraft(open('reload'), 'lin', later(1))
    const { shots, ...filled } = restoredDraft(kept as NonNullable<typeof kept>)
    expect({ ...filled, photos: shots.map((shot) => [...new Uint8Array(shot.jpeg)]) }).toEqual({ ...filled, ...written, shots: undefined, photos: [[0xff, 0xd8, 7]] })
  })

  it('is shown to nobody else, also where nobody is signed in', async () => {
    const database = open()
    await keep(database, 'lin')
    expect(await readDraft(database, 'chen', now)).toBeNull()
    expect(await readDraft(database, null, now)).toBeNull()
    await keep(database, 'chen', later(1), emptyDraft)
    expect((await readDraft(database, 'lin', later(1)))?.filled.words).toBe(written.words)
  })

  it('stays beside what somebody unknown left on the phone, and each is sent for itself', async () => {
    const database = open()
    await keep(database, 'lin')
    await keep(database, null, later(1), { ...written, words: 'a stranger’s' })
    expect((await readDraft(database, 'lin', later(2)))?.filled.words).toBe(written.words)
    await keep(database, 'lin', later(2))
    await sendDraft(database, 'lin', command, later(3))
    expect((await readDraft(database, 'lin', later(3)))?.filled.words).toBe('a stranger’s')
  })

  it('becomes that of whoever goes on with it when nobody was known', async () => {
    const database = open()
    await keep(database, null)
    expect(await readDraft(database, 'chen', now)).toMatchObject({ personId: null })
    await keep(database, 'chen')
    expect(await readDraft(database, null, now)).toBeNull()
    expect(await readDraft(database, 'lin', now)).toBeNull()
  })

  it('is gone a day after its last change, whoever asks', async () => {
    const database = open()
    await keep(database, 'lin')
    expect(await readDraft(database, 'lin', later(24 * 60))).not.toBeNull()
    expect(await readDraft(database, 'chen', later(24 * 60 + 1))).toBeNull()
    expect(await database.drafts.count()).toBe(0)
  })

  it('is in the outbox and no longer a draft once it is sent, and neither moves when that fails', async () => {
    const database = open()
    await keep(database, 'lin')
    await sendDraft(database, 'lin', command, now)
    expect([await database.commands.toArray(), await database.drafts.count()]).toMatchObject([[{ id: 'case-1', personId: 'lin', state: 'queued' }], 0])
    await keep(database, 'lin')
    await expect(sendDraft(database, 'lin', command, now)).rejects.toThrow()
    expect([await database.commands.count(), await database.drafts.count()]).toEqual([1, 1])
  })

  it('is thrown away without touching those of others', async () => {
    const database = open()
    await keep(database, 'lin')
    await keep(database, 'chen')
    await dropDraft(database, 'lin')
    expect((await database.drafts.toArray()).map(({ personId }) => personId)).toEqual(['chen'])
  })

  it('asks about danger again after half an hour', () => {
    expect([isSafe(null, now), isSafe({ at: now.toISOString() }, later(29)), isSafe({ at: now.toISOString() }, later(31))]).toEqual([false, true, false])
  })

  it('is untouched while only the pin came by itself', () => {
    expect([isUntouched({ ...emptyDraft, position: written.position }), isUntouched({ ...emptyDraft, words: '灯' }), isUntouched({ ...emptyDraft, pinLater: true })]).toEqual([true, false, false])
  })
})

it('a phone of the version before keeps what waits when it learns to keep drafts', async () => {
  const before = new Dexie('upgraded')
  before.version(1).stores({ commands: 'id, order, state, subject', fixes: '[attendanceId+sequence], attendanceId', sequences: 'attendanceId' })
  before.version(2).stores({ walks: 'attendanceId', trail: '[attendanceId+at]' })
  await before.table('commands').add({ ...command, order: 1, state: 'queued' })
  await before.table('fixes').add({ attendanceId: 'w', sequence: 4 })
  await before.table('walks').add({ attendanceId: 'w' })
  before.close()
  const database = open('upgraded')
  expect([await database.commands.toArray(), await database.fixes.toArray(), await database.walks.toArray()]).toMatchObject([[{ id: 'case-1' }], [{ sequence: 4 }], [{ attendanceId: 'w' }]])
  await keep(database, 'lin')
  expect(await database.drafts.count()).toBe(1)
})
