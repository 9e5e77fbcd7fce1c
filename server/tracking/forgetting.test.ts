import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../platform/db.ts'
import type { Fix } from './live/frames.ts'
import { trackingWorld, type TrackingWorld } from './testing.ts'

let w: TrackingWorld
beforeAll(async () => { w = await trackingWorld() })
afterAll(() => w.drop())

/** Both in one transaction, as when an account goes in the middle of a walk; the phone sends `meanwhile` in between. */
async function endAndForget(walk: Awaited<ReturnType<TrackingWorld['walk']>>, meanwhile: Fix[]): Promise<void> {
  await inTransaction(w.db, async (tx) => {
    await w.tracking.end(tx, walk.id, w.clock.now())
    await w.send(w.tracking, walk, meanwhile)
    await w.tracking.forget(tx, walk.person.personId)
  })
  await w.pump.drain()
}

describe('the way of an account that is gone', () => {
  test('is forgotten though the phone sends once more what came after the end', { timeout: 20_000 }, async () => {
    const walk = await w.walk()
    const fixes = w.seconds(0, 30)
    w.clock.advance({ seconds: 20 })
    await w.send(w.tracking, walk, fixes)
    await endAndForget(walk, fixes)
    await w.tracking.flush()
    expect(await w.stored(walk.id)).toEqual([])
  })

  test('lets the transaction fail that waits for what it holds up itself, and the next one succeed', { timeout: 20_000 }, async () => {
    const [one, two] = [await w.walk(), await w.walk()]
    const fixes = w.seconds(0, 30)
    w.clock.advance({ seconds: 20 })
    for (const walk of [one, two]) await w.send(w.tracking, walk, fixes)
    await w.tracking.flush()
    const both = (meanwhile: () => Promise<unknown>) => inTransaction(w.db, async (tx) => {
      await w.tracking.end(tx, one.id, w.clock.now())
      await meanwhile()
      await w.tracking.end(tx, two.id, w.clock.now())
    })
    await expect(both(() => w.send(w.tracking, one, fixes))).rejects.toThrow('lock timeout')
    await both(async () => {})
    expect(await w.tracking.track(two.person, two.id)).toMatchObject({ live: false })
  })

  test('leaves its figures as they were, whatever came while it was being ended', async () => {
    const walk = await w.walk()
    await w.send(w.tracking, walk, w.seconds(0, 30))
    const crossing = w.seconds(30, 40)
    w.clock.advance({ seconds: 40 })
    await endAndForget(walk, crossing)
    await w.tracking.reviseLate()
    expect(await w.tracking.track(walk.person, walk.id)).toMatchObject({ wayKept: false, fixes: 30 })
    expect((await w.events('tracking.track-revised')).filter(({ subject }) => subject === `attendance:${walk.id}`)).toEqual([])
  })

  test('does not come back from the journal', async () => {
    const walk = await w.walk()
    const folder = mkdtempSync(join(tmpdir(), 'redvest-journal-'))
    const before = await w.process(folder)
    await w.send(before, walk, w.seconds(0, 3))
    await before.flush()
    await inTransaction(w.db, (tx) => before.forget(tx, walk.person.personId))
    await w.pump.drain()
    expect(await w.stored(walk.id)).toEqual([])
    await before.stop()
    await w.process(folder)
    expect(await w.stored(walk.id)).toEqual([])
  })
})
