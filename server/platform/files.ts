import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import sharp from 'sharp'
import type { Clock } from './clock.ts'
import { inTransaction, type Database, type Tx } from './db.ts'
import { newId } from './ids.ts'
import { refuse } from './problem.ts'

export interface StoredFile {
  id: string
  sha256: string
  mediaType: string
  bytes: number
  width: number | null
  height: number | null
  owner: string
}

const PHOTO_SIDE_MAX = 2048
const PHOTO_PIXELS_MAX = 50_000_000
const UNTAKEN_MS = 24 * 3_600_000
const FILE_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

/** Content-addressed store: bytes are synced under their SHA-256 before the row that names them is written. */
export class FileStore {
  readonly #dir: string
  readonly #clock: Clock
  constructor(dir: string, clock: Clock) {
    this.#dir = dir
    this.#clock = clock
  }

  /**
   * Takes a photo of a phone: turned upright, EXIF and position removed, at most 2048 px a side, JPEG.
   * Refuses with `invalid-input` what is not a readable image.
   * @param owner `<kind>:<id>` that decides who may read it, for example `person:<id>` until a report takes it over.
   */
  async putPhoto(db: Database, bytes: Buffer, owner: string): Promise<StoredFile> {
    let photo
    try {
      photo = await sharp(bytes, { limitInputPixels: PHOTO_PIXELS_MAX, failOn: 'error' }).rotate()
        .resize({ width: PHOTO_SIDE_MAX, height: PHOTO_SIDE_MAX, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality: 82, mozjpeg: true }).toBuffer({ resolveWithObject: true })
    } catch {
      throw refuse('invalid-input', {}, [{ path: 'photo', code: 'not-an-image', message: 'The file is not an image that can be read' }])
    }
    const sha256 = createHash('sha256').update(photo.data).digest('hex')
    const file = { id: newId(), sha256, mediaType: 'image/jpeg', bytes: photo.data.length, width: photo.info.width, height: photo.info.height, owner }
    await inTransaction(db, async (tx) => {
      await holdContent(tx, sha256)
      await this.#writeOnce(sha256, photo.data)
      await tx.insertInto('platform.file').values({
        id: file.id, sha256, media_type: file.mediaType, bytes: file.bytes, width: file.width, height: file.height, owner, created_at: this.#clock.now(),
      }).execute()
    })
    return file
  }

  /** The row, without a permission check: the caller's module decides who may see what `owner` names. */
  async find(db: Tx | Database, id: string): Promise<StoredFile | undefined> {
    if (!FILE_ID.test(id)) return undefined
    const row = await db.selectFrom('platform.file').selectAll().where('id', '=', id).executeTakeFirst()
    return row && { id: row.id, sha256: row.sha256, mediaType: row.media_type, bytes: row.bytes, width: row.width, height: row.height, owner: row.owner }
  }

  /** Hands files over to a new owner, but only files that belong to `from`; returns how many were. */
  async transfer(db: Tx | Database, ids: readonly string[], from: string, to: string): Promise<number> {
    if (ids.length === 0) return 0
    const result = await db.updateTable('platform.file').set({ owner: to }).where('id', 'in', [...ids]).where('owner', '=', from).executeTakeFirst()
    return Number(result.numUpdatedRows)
  }

  /** Job, daily: removes uploads that still belong to their uploader after a day, rows and bytes. */
  async dropUntaken(db: Database): Promise<void> {
    const untaken = (from: Tx | Database) => from.selectFrom('platform.file').select('id').where('owner', 'like', 'person:%').where('created_at', '<', new Date(this.#clock.now().getTime() - UNTAKEN_MS))
    const contents = await db.selectFrom('platform.file').select('sha256').distinct().where('id', 'in', untaken(db)).execute()
    for (const { sha256 } of contents) {
      await inTransaction(db, async (tx) => {
        await holdContent(tx, sha256)
        await tx.deleteFrom('platform.file').where('sha256', '=', sha256).where('id', 'in', untaken(tx)).execute()
        const named = await tx.selectFrom('platform.file').select('id').where('sha256', '=', sha256).executeTakeFirst()
        // Before the commit: should that fail, the rows stay and the next night finds them again.
        if (!named) await rm(this.#path(sha256), { force: true })
      })
    }
  }

  read(file: StoredFile): Promise<Buffer> {
    return readFile(this.#path(file.sha256))
  }

  #path(sha256: string): string {
    return join(this.#dir, sha256.slice(0, 2), sha256)
  }

  async #writeOnce(sha256: string, bytes: Buffer): Promise<void> {
    const path = this.#path(sha256)
    if (await stat(path).then(() => true, () => false)) return
    const folder = dirname(path)
    // The name of a new folder stands in the one above it.
    if (await mkdir(folder, { recursive: true })) await syncFolder(this.#dir)
    const part = `${path}.${newId()}`
    const handle = await open(part, 'w', 0o600)
    await handle.writeFile(bytes)
    await handle.sync()
    await handle.close()
    await rename(part, path)
    await syncFolder(folder)
  }
}

/** Whoever writes or removes these bytes waits for the other, so that no row is left without its bytes. Until the end of the transaction. */
const holdContent = (tx: Tx, sha256: string): Promise<unknown> => sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`.execute(tx)

/** A rename is kept through a power cut only once its folder is synced too; Windows has no such thing and needs none. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
