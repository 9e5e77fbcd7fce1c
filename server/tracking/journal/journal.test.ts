import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import * as nodeFiles from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Journal, RECORD_BYTES_MAX } from './journal.ts'
import type { JournalFiles, JournalOptions } from './journal.ts'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'journal-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const quick: JournalOptions = { tick_ms: 0 }

/** A record whose content follows from its sequence. */
function recordOf(sequence: number): Buffer {
  const record = Buffer.alloc(8 + (sequence * 37) % 200, sequence & 0xff)
  record.writeUInt32LE(sequence)
  return record
}

/** Appends the records `from` … `to`, a few a commit. */
async function fill(journal: Journal, from: number, to: number, perCommit = 5): Promise<void> {
  for (let sequence = from; sequence <= to;) {
    const waiting: Promise<void>[] = []
    for (let i = 0; i < perCommit && sequence <= to; i++) waiting.push(journal.append(recordOf(sequence++)))
    await Promise.all(waiting)
  }
}

async function sequences(journal: Journal, from = 1): Promise<number[]> {
  const seen: number[] = []
  for await (const { sequence, record } of journal.replay(from)) {
    expect(record).toEqual(recordOf(sequence))
    seen.push(sequence)
  }
  return seen
}

const upTo = (last: number, from = 1): number[] => Array.from({ length: last - from + 1 }, (_, i) => from + i)
const segments = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.journal')).sort()
const lastSegment = (): string => join(folder, segments().at(-1)!)

describe('Journal', () => {
  it('keeps records in order over rotation, closing and opening', async () => {
    let journal = await Journal.open(folder, { ...quick, segmentBytes: 2000 })
    await fill(journal, 1, 200)
    expect(segments().length).toBeGreaterThan(3)
    await journal.close()
    journal = await Journal.open(folder, { ...quick, segmentBytes: 2000 })
    expect(journal.lastSequence).toBe(200)
    await fill(journal, 201, 230)
    expect(await sequences(journal)).toEqual(upTo(230))
    expect(await sequences(journal, 123)).toEqual(upTo(230, 123))
    await journal.close()
  })

  it('acknowledges all appends of a tick after one fdatasync', async () => {
    let syncs = 0
    const files = wrapped({ datasync: async (real) => { syncs++; return real() } })
    const journal = await Journal.open(folder, { tick_ms: 5, files })
    const waiting = upTo(100).map((sequence) => journal.append(recordOf(sequence)))
    expect(journal.lastSequence).toBe(0)
    await Promise.all(waiting)
    expect([journal.lastSequence, syncs]).toEqual([100, 1])
    await journal.close()
  })

  it('writes what is waiting when it is closed, and takes nothing after', async () => {
    const journal = await Journal.open(folder, { tick_ms: 10_000 })
    const waiting = journal.append(recordOf(1))
    await journal.close()
    await waiting
    await expect(journal.append(recordOf(2))).rejects.toMatchObject({ code: 'journal_closed' })
    const again = await Journal.open(folder, quick)
    expect(await sequences(again)).toEqual([1])
    await again.close()
  })

  it('refuses what is too large and what would wait beyond the limit', async () => {
    const journal = await Journal.open(folder, { tick_ms: 10_000, pendingBytesMax: 1000 })
    await expect(journal.append(new Uint8Array(RECORD_BYTES_MAX + 1))).rejects.toMatchObject({ code: 'journal_record_too_large' })
    const waiting = journal.append(new Uint8Array(900))
    await expect(journal.append(new Uint8Array(200))).rejects.toMatchObject({ code: 'journal_busy' })
    await journal.close()
    await waiting
  })

  it('drops old segments whole and keeps every record from the given one on', async () => {
    const journal = await Journal.open(folder, { ...quick, segmentBytes: 1500 })
    await fill(journal, 1, 150)
    const before = segments().length
    await journal.dropBefore(100)
    expect(segments().length).toBeLessThan(before)
    expect((await sequences(journal)).filter((sequence) => sequence >= 100)).toEqual(upTo(150, 100))
    await journal.close()
    const again = await Journal.open(folder, quick)
    expect(again.lastSequence).toBe(150)
    await again.close()
  })
})

describe('Journal after a crash', () => {
  it('cuts any torn or overwritten tail and keeps every acknowledged record', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 400 }), async (count, junk, kept) => {
      rmSync(folder, { recursive: true, force: true })
      const journal = await Journal.open(folder, quick)
      await fill(journal, 1, count)
      const soundBytes = statSync(lastSegment()).size
      await fill(journal, count + 1, count + 3, 3)
      await journal.close()
      // As a crash before the acknowledgement of the last commit leaves it: cut somewhere, junk behind.
      writeFileSync(join(folder, 'acknowledged'), markOf(count))
      const whole = readFileSync(lastSegment())
      const torn = Buffer.concat([whole.subarray(0, Math.min(soundBytes + kept, whole.length - 1)), junk])
      // Junk that happens to complete the last commit makes it sound, and it is then rightly kept.
      const completed = torn.subarray(0, whole.length).equals(whole)
      writeFileSync(lastSegment(), completed ? torn.subarray(0, whole.length - 1) : torn)
      const again = await Journal.open(folder, quick)
      expect(again.lastSequence).toBe(count)
      expect(statSync(lastSegment()).size).toBe(soundBytes)
      await fill(again, count + 1, count + 2)
      expect(await sequences(again)).toEqual(upTo(count + 2))
      await again.close()
    }), { numRuns: 25 })
  })

  it('never cuts or passes over an acknowledged record: any flipped bit is reported and nothing is changed', async () => {
    const journal = await Journal.open(folder, { ...quick, segmentBytes: 3000 })
    await fill(journal, 1, 90)
    await journal.close()
    const paths = segments().map((name) => join(folder, name))
    await fc.assert(fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 7 }), async (which, where, bit) => {
      const path = paths[which % paths.length]!
      const sound = readFileSync(path)
      if (sound.length === 0) return
      const flipped = Buffer.from(sound)
      flipped[where % sound.length]! ^= 1 << bit
      writeFileSync(path, flipped)
      await expect(Journal.open(folder, quick)).rejects.toMatchObject({ code: 'journal_damaged' })
      expect(readFileSync(path).equals(flipped)).toBe(true)
      writeFileSync(path, sound)
    }), { numRuns: 150 })
    const again = await Journal.open(folder, quick)
    expect(await sequences(again)).toEqual(upTo(90))
    await again.close()
  })

  it('notices that an acknowledged tail or a whole segment is gone', async () => {
    const journal = await Journal.open(folder, { ...quick, segmentBytes: 3000 })
    await fill(journal, 1, 90)
    await journal.close()
    const [first, second] = segments()
    const middle = readFileSync(join(folder, second!))
    rmSync(join(folder, second!))
    await expect(Journal.open(folder, quick)).rejects.toMatchObject({ code: 'journal_damaged' })
    writeFileSync(join(folder, second!), middle)
    truncateSync(join(folder, first!), statSync(join(folder, first!)).size - 1)
    await expect(Journal.open(folder, quick)).rejects.toMatchObject({ code: 'journal_damaged' })
  })

  it('goes on without unreadable records when told to, and says which they are', async () => {
    const journal = await Journal.open(folder, quick)
    await fill(journal, 1, 30)
    await journal.close()
    const bytes = readFileSync(lastSegment())
    bytes[Math.floor(bytes.length / 2)]! ^= 1
    writeFileSync(lastSegment(), bytes)
    const salvaged = await Journal.open(folder, { ...quick, salvage: true })
    const [loss, ...others] = salvaged.losses
    expect(others).toEqual([])
    await fill(salvaged, 31, 35)
    const lost = upTo(loss!.to_sequence, loss!.from_sequence)
    expect(lost.length).toBe(5)
    expect(await sequences(salvaged)).toEqual(upTo(35).filter((sequence) => !lost.includes(sequence)))
    await salvaged.close()
  })
})

type Interference = { [K in 'write' | 'datasync' | 'truncate']?: (real: () => Promise<unknown>, file: FileHandle, args: unknown[]) => Promise<unknown> }

/** node's files, with some calls of opened files put into our hands. */
function wrapped(interference: Interference): JournalFiles {
  const open = async (...args: Parameters<typeof nodeFiles.open>): Promise<FileHandle> => {
    const file = await nodeFiles.open(...args)
    if (!String(args[0]).endsWith('.journal')) return file
    return new Proxy(file, {
      get(target, key) {
        const real = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>
        if (typeof real !== 'function') return real
        const hook = interference[key as keyof Interference]
        return (...callArgs: unknown[]) => hook === undefined ? real.apply(target, callArgs) : hook(() => real.apply(target, callArgs), target, callArgs)
      },
    })
  }
  return { ...nodeFiles, open: open as JournalFiles['open'] }
}

const diskFull = (): never => { throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }) }

describe('Journal on a failing disk', () => {
  /** A disk with room for `room` bytes that writes as much as fits and then says that it is full. */
  function smallDisk(room: { bytes: number }): JournalFiles {
    return wrapped({
      write: async (_, file, args) => {
        const [buffer, offset, length, position] = args as [Buffer, number, number, number]
        if (room.bytes === 0) diskFull()
        const fits = Math.min(length, room.bytes)
        room.bytes -= fits
        return file.write(buffer, offset, fits, position)
      },
    })
  }

  it('refuses when the disk is full, loses nothing acknowledged, and goes on when there is room', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 900 }), async (room, freed) => {
      rmSync(folder, { recursive: true, force: true })
      const disk = { bytes: room }
      const journal = await Journal.open(folder, { ...quick, segmentBytes: 1500, files: smallDisk(disk) })
      let stored = 0
      let refused = 0
      for (let attempt = 0; attempt < 60; attempt++) {
        if (attempt === 30) disk.bytes += freed
        if (attempt === 45) disk.bytes = 1e9
        await journal.append(recordOf(stored + 1)).then(() => { stored++ }, (fault: unknown) => {
          expect(fault).toMatchObject({ code: 'journal_full' })
          refused++
        })
      }
      expect(stored).toBeGreaterThanOrEqual(15)
      expect(stored + refused).toBe(60)
      expect(await sequences(journal)).toEqual(upTo(stored))
      await journal.close()
      const again = await Journal.open(folder, quick)
      expect(await sequences(again)).toEqual(upTo(stored))
      await again.close()
    }), { numRuns: 20 })
  })

  it('does not believe a file again whose fdatasync failed, and loses nothing even if it cannot be cut', async () => {
    let failing = false
    const failure = async (real: () => Promise<unknown>): Promise<unknown> => {
      if (failing) throw Object.assign(new Error('input/output error'), { code: 'EIO' })
      return real()
    }
    const journal = await Journal.open(folder, { ...quick, files: wrapped({ datasync: failure, truncate: failure }) })
    await fill(journal, 1, 10)
    failing = true
    await expect(journal.append(Buffer.from('a record that is refused'))).rejects.toMatchObject({ code: 'journal_io' })
    failing = false
    await fill(journal, 11, 20)
    expect(segments().length).toBe(2)
    expect(await sequences(journal)).toEqual(upTo(20))
    await journal.close()
    const again = await Journal.open(folder, quick)
    expect(await sequences(again)).toEqual(upTo(20))
    await again.close()
  })
})

function markOf(sequence: number): Buffer {
  const mark = Buffer.alloc(12)
  mark.writeBigUInt64LE(BigInt(sequence))
  mark.writeUInt32LE(crc(mark.subarray(0, 8)), 8)
  return mark
}

/** CRC-32 bit by bit, so that the file format is checked by something other than what wrote it. */
function crc(bytes: Uint8Array): number {
  let rest = 0xffff_ffff
  for (const byte of bytes) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb8_8320 : rest >>> 1
  }
  return ~rest >>> 0
}

/** Appends without end, three records a commit, and prints the highest acknowledged sequence after each. */
const endlessWriter = `
  import { writeSync } from 'node:fs'
  import { Journal } from ${JSON.stringify(new URL('./journal.ts', import.meta.url).href)}
  const recordOf = ${recordOf.toString()}
  const journal = await Journal.open(process.argv[1], { tick_ms: 0, segmentBytes: 20_000 })
  for (let next = journal.lastSequence + 1; ; next += 3) {
    await Promise.all([next, next + 1, next + 2].map((sequence) => journal.append(recordOf(sequence))))
    writeSync(1, journal.lastSequence + '\\n')
  }
`

describe('Journal under kill -9', () => {
  const kills = process.env.REDVEST_FULL === '1' ? 1000 : 6

  it(`has every acknowledged record after each of ${kills} kills`, { timeout: 40_000 + kills * 2000 }, async () => {
    let dropped = 1
    for (let kill = 0; kill < kills; kill++) {
      const writer = spawn(process.execPath, ['--input-type=module', '-e', endlessWriter, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
      let printed = ''
      writer.stdout.setEncoding('utf8').on('data', (text: string) => { printed += text })
      const gone = once(writer, 'close')
      await once(writer.stdout, 'data')
      await sleep(Math.random() * 30)
      writer.kill('SIGKILL')
      await gone
      const acknowledged = Number(printed.trim().split('\n').at(-1))
      const journal = await Journal.open(folder, quick)
      expect(journal.lastSequence).toBeGreaterThanOrEqual(acknowledged)
      const kept = await sequences(journal, dropped)
      expect(kept).toEqual(upTo(journal.lastSequence, dropped))
      dropped = journal.lastSequence
      await journal.dropBefore(dropped)
      await journal.close()
    }
  })
})
