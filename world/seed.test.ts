/** One whole demo, loaded in the middle of a night: what stands in it happened in order, and at hours at which such things happen. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ephemeralKeyring } from '../server/platform/crypto.ts'
import { freshDatabase, type TestDatabase } from '../server/platform/testing.ts'
import { seedDemo } from './seed.ts'

/** 3:30 in the city. */
const NOW = new Date('2026-04-13T19:30:00Z')
let t: TestDatabase
const dataDir = mkdtempSync(join(tmpdir(), 'redvest-seed-'))
beforeAll(async () => {
  t = await freshDatabase()
  await seedDemo({ databaseUrl: t.url, keys: ephemeralKeyring(), dataDir, now: NOW, say: () => {} })
})
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true })
  await t.drop()
})

it.each([['notices', sql`select person_id::text as whose, at from people.notice order by id`], ['entries of accounts', sql`select credit as whose, at from ledger.transfer order by id`], ['steps of cases', sql`select case_id::text as whose, at from cases.step order by case_id, seq`]])('%s come in the order of time, as they do in life', async (_, query) => {
  const { rows } = await (query as ReturnType<typeof sql<{ whose: string; at: Date }>>).execute(t.db)
  const last = new Map<string, Date>()
  const early = rows.filter(({ whose, at }) => {
    const before = last.get(whose)
    last.set(whose, at)
    return before !== undefined && at < before
  })
  expect([rows.length > 10, early]).toEqual([true, []])
})

it('has the volunteer told, unread, of the patrol that was called off a moment ago, and nobody at a desk at night', async () => {
  const { rows: unread } = await sql<{ kind: string; at: Date }>`select n.kind, n.at from people.notice n where read_at is null and person_id in (select person_id from people.notice where kind = 'seat-assigned' and read_at is null)
    and person_id in (select person_id from people.notice where kind = 'patrol-cancelled') order by id`.execute(t.db)
  expect(unread.map(({ kind }) => kind)).toEqual(['seat-assigned', 'patrol-cancelled'])
  expect(NOW.getTime() - (unread[1] as { at: Date }).at.getTime()).toBe(25 * 60_000)
  const { rows: hours } = await sql<{ hour: number }>`select distinct extract(hour from at at time zone 'Asia/Shanghai')::int as hour from cases.step where step in ('accept', 'decline', 'assign', 'reply', 'hand-over') order by 1`.execute(t.db)
  expect([Math.min(...hours.map(({ hour }) => hour)) >= 8, Math.max(...hours.map(({ hour }) => hour)) <= 21]).toEqual([true, true])
})
