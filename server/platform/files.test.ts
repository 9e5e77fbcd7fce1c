import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ManualClock } from './clock.ts'
import { FileStore, type StoredFile } from './files.ts'
import { freshDatabase, type TestDatabase } from './testing.ts'

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  return { ...real, open: vi.fn(real.open) }
})

let t: TestDatabase
let files: FileStore
const dir = mkdtempSync(join(tmpdir(), 'redvest-files-'))
const clock = new ManualClock('2026-04-14T11:00:00Z')
beforeAll(async () => {
  t = await freshDatabase()
  files = new FileStore(dir, clock)
})
afterEach(() => vi.clearAllMocks())
afterAll(async () => {
  await t.drop()
  rmSync(dir, { recursive: true, force: true })
})

const picture = (shade: number): Promise<Buffer> => sharp({ create: { width: 40, height: 30, channels: 3, background: { r: shade, g: shade, b: shade } } }).png().toBuffer()
const onDisk = ({ sha256 }: StoredFile): string => join(dir, sha256.slice(0, 2), sha256)

describe('a photo', () => {
  it('is synced with its name: the bytes, then the folder they were renamed in, and the folder above when that is new', async () => {
    const synced: string[] = []
    const { open: real } = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises')
    vi.mocked(open).mockImplementation(async (path, ...rest) => {
      const handle = await real(path, ...rest)
      const sync = handle.sync.bind(handle)
      handle.sync = async () => {
        synced.push(String(path))
        await sync()
      }
      return handle
    })
    const photo = await files.putPhoto(t.db, await picture(10), 'person:a')
    const [above, bytes, folder] = synced
    expect([above, folder]).toEqual([dir, join(dir, photo.sha256.slice(0, 2))])
    expect(bytes).toMatch(new RegExp(`^${onDisk(photo)}\\.`))
    expect(await files.read(photo)).toHaveLength(photo.bytes)
  })

  it('that no report took within a day is removed, and nothing else', async () => {
    const [untaken, taken, twice] = [await files.putPhoto(t.db, await picture(20), 'person:a'), await files.putPhoto(t.db, await picture(30), 'person:a'), await files.putPhoto(t.db, await picture(40), 'person:a')]
    await files.transfer(t.db, [taken.id], 'person:a', 'case:1')
    const sameBytes = await files.putPhoto(t.db, await picture(40), 'person:b')
    await files.transfer(t.db, [sameBytes.id], 'person:b', 'case:2')
    clock.advance({ hours: 20 })
    const young = await files.putPhoto(t.db, await picture(50), 'person:a')
    await files.dropUntaken(t.db)
    expect(await files.find(t.db, untaken.id), 'its day is not over').toBeDefined()
    clock.advance({ hours: 5 })
    await files.dropUntaken(t.db)
    expect(await Promise.all([untaken, twice].map(({ id }) => files.find(t.db, id)))).toEqual([undefined, undefined])
    expect(existsSync(onDisk(untaken))).toBe(false)
    for (const kept of [taken, sameBytes, young]) expect(await files.read(await files.find(t.db, kept.id) as StoredFile)).toHaveLength(kept.bytes)
  })

  it('that is uploaded again while the old upload is removed keeps its bytes', async () => {
    for (let round = 0; round < 10; round++) {
      const bytes = await picture(100 + round)
      await files.putPhoto(t.db, bytes, 'person:a')
      clock.advance({ hours: 25 })
      const [again] = await Promise.all([files.putPhoto(t.db, bytes, 'person:b'), files.dropUntaken(t.db)])
      expect(existsSync(onDisk(again))).toBe(true)
    }
  })
})
