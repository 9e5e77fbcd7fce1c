/**
 * An append-only journal on disk with group commit: what arrives within one tick is written as one block
 * and acknowledged together after fdatasync. A crash at any moment loses nothing that was acknowledged;
 * a full disk refuses and loses nothing either. Group commit after DeWitt, Katz, Olken, Shapiro,
 * Stonebraker, Wood, "Implementation techniques for main memory database systems", SIGMOD 1984;
 * a failed fdatasync is never asked again of the same file, because the kernel may have dropped its pages.
 *
 * Folder: segments `<first sequence, 16 digits>.journal` (blocks: journal-blocks.ts) and `acknowledged`, which
 * names the last acknowledged record so that a damaged one is told from a torn tail that nobody relied on.
 */
import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import * as nodeFiles from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { BLOCK_HEADER_BYTES, nextBlock, recordsOf, sealBlock, Surveyor } from './journal-blocks.ts'
import type { Loss } from './journal-blocks.ts'

export type JournalFault = 'journal_full' | 'journal_io' | 'journal_busy' | 'journal_damaged' | 'journal_closed' | 'journal_record_too_large'

/** What the journal refuses with; `code` is stable. A refused record was not stored and may be appended again. */
export class JournalError extends Error {
  readonly code: JournalFault
  constructor(code: JournalFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'JournalError'
    this.code = code
  }
}

/** The part of node:fs/promises that the journal uses, so that tests can fail it. */
export type JournalFiles = Pick<typeof nodeFiles, 'open' | 'readFile' | 'readdir' | 'mkdir' | 'rm'>

export interface JournalOptions {
  /** Longest time an append waits for others before its group is written, milliseconds. */
  tick_ms?: number
  /** A segment is closed when it has grown to this many bytes. */
  segmentBytes?: number
  /** Bytes that may wait for the disk; more is refused with journal_busy. */
  pendingBytesMax?: number
  /** Open although acknowledged records are unreadable; `losses` says which. */
  salvage?: boolean
  files?: JournalFiles
}

export const RECORD_BYTES_MAX = 16 * 1024 * 1024
const SEGMENT_NAME = /^(\d{16})\.journal$/
const MARK_NAME = 'acknowledged'
const MARK_BYTES = 12

/** The records that will be committed together. */
class Group {
  bytes = Buffer.allocUnsafe(64 * 1024)
  length = BLOCK_HEADER_BYTES
  count = 0
  /** When the first record came, milliseconds of the process. */
  since_ms = 0
  readonly written = Promise.withResolvers<void>()

  constructor() {
    // Whoever appends may not be listening any more; the refusal must not end the process.
    this.written.promise.catch(() => {})
  }

  put(record: Uint8Array): void {
    const needed = this.length + 4 + record.length
    if (needed > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2))
      this.bytes.copy(grown, 0, 0, this.length)
      this.bytes = grown
    }
    this.bytes.writeUInt32LE(record.length, this.length)
    this.bytes.set(record, this.length + 4)
    this.length = needed
    if (this.count++ === 0) this.since_ms = performance.now()
  }
}

export class Journal {
  /** Acknowledged records that could not be read when the journal was opened with `salvage`. */
  readonly losses: readonly Loss[]
  readonly #folder: string
  readonly #files: JournalFiles
  readonly #tick_ms: number
  readonly #segmentBytes: number
  readonly #pendingBytesMax: number
  #segment: FileHandle | null = null
  #segmentEnd = 0
  #mark: FileHandle | null = null
  #next: number
  #group = new Group()
  #committing: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #closed = false

  private constructor(folder: string, next: number, losses: Loss[], options: JournalOptions) {
    this.#folder = folder
    this.#next = next
    this.losses = losses
    this.#files = options.files ?? nodeFiles
    this.#tick_ms = options.tick_ms ?? 20
    this.#segmentBytes = options.segmentBytes ?? 64 * 1024 * 1024
    this.#pendingBytesMax = options.pendingBytesMax ?? 64 * 1024 * 1024
  }

  /**
   * Opens the journal in a folder, creating it if need be, and cuts a torn tail. Throws journal_damaged, and
   * changes nothing, when an acknowledged record is missing or unreadable. One process at a time. O(bytes).
   */
  static async open(folder: string, options: JournalOptions = {}): Promise<Journal> {
    const files = options.files ?? nodeFiles
    await files.mkdir(folder, { recursive: true })
    const names = await segmentNames(files, folder)
    const acknowledged = await readMark(files, folder)
    const surveyor = new Surveyor(acknowledged)
    for (const { name, first } of names) surveyor.take(name, first, await files.readFile(join(folder, name)))
    const { next, losses, soundBytes } = surveyor.finish()
    const [loss] = losses
    if (loss !== undefined && !options.salvage) {
      throw new JournalError('journal_damaged', `Records ${loss.from_sequence} to ${loss.to_sequence} were acknowledged and cannot be read (${loss.segment} at byte ${loss.at}). Restore the file, or open with salvage to go on without them.`)
    }
    const journal = new Journal(folder, next, losses, options)
    const last = names.at(-1)
    if (last !== undefined && loss === undefined) await journal.#reopen(last.name, soundBytes)
    return journal
  }

  /** The sequence of the last acknowledged record; 0 before the first. */
  get lastSequence(): number {
    return this.#next - 1
  }

  /**
   * Stores a record. The promise resolves when the record is on disk; all appends of one tick share it.
   * It rejects with journal_full or journal_io (not acknowledged, may be tried again), journal_busy (too much
   * is waiting), journal_closed or journal_record_too_large. After journal_io and a crash a refused record can
   * turn up all the same, so records should be safe to repeat. The record may be reused at once. O(bytes).
   */
  append(record: Uint8Array): Promise<void> {
    if (this.#closed) return Promise.reject(new JournalError('journal_closed', 'The journal is closed.'))
    if (record.length > RECORD_BYTES_MAX) {
      return Promise.reject(new JournalError('journal_record_too_large', `A record has at most ${RECORD_BYTES_MAX} bytes, this one has ${record.length}.`))
    }
    const group = this.#group
    if (group.length + record.length > this.#pendingBytesMax) {
      return Promise.reject(new JournalError('journal_busy', 'More is waiting for the disk than may wait.'))
    }
    group.put(record)
    if (group.count === 1 && this.#committing === null) this.#schedule()
    return group.written.promise
  }

  /** Every stored record from a sequence on, in order. Records are views that hold while the caller keeps them. */
  async *replay(from = 1): AsyncGenerator<{ sequence: number; record: Buffer }> {
    const until = this.#next
    const names = await segmentNames(this.#files, this.#folder)
    for (const [i, { name }] of names.entries()) {
      const after = names[i + 1]
      if (after !== undefined && after.first <= from) continue
      const segment = await this.#files.readFile(join(this.#folder, name))
      for (let block = nextBlock(segment, 0); block !== null; block = nextBlock(segment, block.to)) {
        for (const entry of recordsOf(segment, block)) {
          if (entry.sequence >= from && entry.sequence < Math.min(until, after?.first ?? until)) yield entry
        }
      }
    }
  }

  /** Deletes the segments whose every record is below a sequence. The segment in use stays. */
  async dropBefore(sequence: number): Promise<void> {
    const names = await segmentNames(this.#files, this.#folder)
    for (const [i, { name }] of names.entries()) {
      const after = names[i + 1]
      if (after !== undefined && after.first <= sequence) await this.#files.rm(join(this.#folder, name))
    }
  }

  /** Writes what is waiting and closes the files. */
  async close(): Promise<void> {
    this.#closed = true
    while (this.#committing !== null || this.#group.count > 0) await (this.#committing ?? this.#startCommit())
    await this.#segment?.close()
    await this.#mark?.close()
    this.#segment = null
    this.#mark = null
  }

  #schedule(): void {
    // What came during the last commit has waited already.
    const waited_ms = performance.now() - this.#group.since_ms
    this.#timer = setTimeout(() => void this.#startCommit(), Math.max(0, this.#tick_ms - waited_ms))
  }

  #startCommit(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#committing = this.#commit().finally(() => {
      this.#committing = null
      if (this.#group.count > 0) this.#schedule()
    })
    return this.#committing
  }

  async #commit(): Promise<void> {
    const group = this.#group
    this.#group = new Group()
    try {
      await this.#write(group)
      group.written.resolve()
    } catch (fault) {
      await this.#abandonSegment()
      group.written.reject(asJournalError(fault))
    }
  }

  async #write(group: Group): Promise<void> {
    this.#segment ??= await this.#createSegment()
    const block = group.bytes.subarray(0, group.length)
    sealBlock(block, this.#next, group.count)
    await writeWhole(this.#segment, block, this.#segmentEnd)
    await this.#segment.datasync()
    this.#segmentEnd += block.length
    this.#next += group.count
    await this.#writeMark()
    if (this.#segmentEnd >= this.#segmentBytes) await this.#leaveSegment()
  }

  async #createSegment(): Promise<FileHandle> {
    // A file of this name can only hold commits that were refused: its first record does not exist yet.
    const segment = await this.#files.open(join(this.#folder, segmentName(this.#next)), 'w')
    this.#segmentEnd = 0
    try {
      await syncFolder(this.#files, this.#folder)
    } catch (fault) {
      await segment.close().catch(() => {})
      throw fault
    }
    return segment
  }

  async #reopen(name: string, soundBytes: number): Promise<void> {
    const segment = await this.#files.open(join(this.#folder, name), 'r+')
    await segment.truncate(soundBytes)
    await segment.datasync()
    this.#segment = segment
    this.#segmentEnd = soundBytes
  }

  async #leaveSegment(): Promise<void> {
    const segment = this.#segment
    this.#segment = null
    // The block is safe already; a failure to close must not refuse it.
    await segment?.close().catch(() => {})
  }

  /** After a failed write: cut what was not acknowledged if the disk lets us, and go on in a new segment. */
  async #abandonSegment(): Promise<void> {
    const segment = this.#segment
    if (segment === null) return
    await segment.truncate(this.#segmentEnd).catch(() => {})
    await this.#leaveSegment()
  }

  /** Not synced: it may be behind after a power cut, which only makes the check at opening milder. */
  async #writeMark(): Promise<void> {
    try {
      this.#mark ??= await this.#files.open(join(this.#folder, MARK_NAME), constants.O_RDWR | constants.O_CREAT)
      await this.#mark.write(markBytes(this.#next - 1), 0, MARK_BYTES, 0)
    } catch {
      // The records are on disk; a mark that cannot be written must not refuse them.
    }
  }
}

async function segmentNames(files: JournalFiles, folder: string): Promise<{ name: string; first: number }[]> {
  const names = (await files.readdir(folder)).filter((name) => SEGMENT_NAME.test(name)).sort()
  return names.map((name) => ({ name, first: Number(SEGMENT_NAME.exec(name)![1]) }))
}

function segmentName(first: number): string {
  return `${String(first).padStart(16, '0')}.journal`
}

function markBytes(sequence: number): Buffer {
  const mark = Buffer.alloc(MARK_BYTES)
  mark.writeBigUInt64LE(BigInt(sequence))
  mark.writeUInt32LE(crc32(mark.subarray(0, 8)), 8)
  return mark
}

async function readMark(files: JournalFiles, folder: string): Promise<number> {
  const mark = await files.readFile(join(folder, MARK_NAME)).catch(() => null)
  if (mark === null || mark.length < MARK_BYTES || crc32(mark.subarray(0, 8)) !== mark.readUInt32LE(8)) return 0
  return Number(mark.readBigUInt64LE(0))
}

async function writeWhole(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    if (bytesWritten === 0) throw Object.assign(new Error('The disk takes no more bytes.'), { code: 'ENOSPC' })
    done += bytesWritten
  }
}

async function syncFolder(files: JournalFiles, folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await files.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function asJournalError(fault: unknown): JournalError {
  const code = (fault as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') return new JournalError('journal_full', 'The disk is full: nothing of this commit was stored.', fault)
  return new JournalError('journal_io', `The disk failed (${code ?? String(fault)}): this commit was not stored.`, fault)
}
