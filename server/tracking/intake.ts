import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db.ts'
import { RULES } from './filters.ts'
import { decodeClientFrame, encodeFixes, type Ack, type Fix, type FixBatch, type Refusal } from './live/frames.ts'
import { Journal, JournalError } from './journal/journal.ts'
import { LOOKS, type Presence } from './presence.ts'
import { ensurePartition, findWalk, insertFixes, PRESENCE_ACCURACY_M, RAW_DAYS_KEPT, walksOver, walksToRevise, type StoredFix, type WalkRow } from './store.ts'

const DAY_MS = 86_400_000
const FLUSH_MS = 1000
const RECORD_HEADER_BYTES = 8
/** Small, because the segment in use is read again at every start and keeps raw fixes until it is full. */
const SEGMENT_BYTES = 4 * 1024 * 1024

/** Said to the phone when nothing can be stored: keep your fixes, send again later. */
export class CannotStore extends Error {}

/**
 * The life of a position, in order: decoded, matched to its walk, judged by clock and window, journalled and synced, then
 * acknowledged, shown, and moved into the database a moment later. What was acknowledged survives kill -9 at any moment:
 * it is in the journal or already in the database, and a repeated fix changes nothing.
 */
export class Intake {
  readonly #db: Database
  readonly #clock: Clock
  readonly #journal: Journal
  readonly #presence: Presence
  readonly #report: (error: unknown, where: string) => void
  /** Look-ups of walks that go on; batches that come meanwhile wait for the same one and so keep their order. */
  readonly #walks = new Map<string, Promise<WalkRow | null>>()
  /** Walks that are being ended: what comes now may miss the measuring. */
  readonly #ending = new Set<string>()
  readonly #days = new Set<number>()
  #pending: StoredFix[] = []
  #flushing: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  /** Walks that are over and got fixes afterwards. */
  readonly late = new Set<string>()

  private constructor(db: Database, clock: Clock, journal: Journal, presence: Presence, report: (error: unknown, where: string) => void) {
    this.#db = db
    this.#clock = clock
    this.#journal = journal
    this.#presence = presence
    this.#report = report
  }

  /** Opens the journal and brings into the database what a crash left in it. */
  static async open(deps: { db: Database; clock: Clock; journalDir: string; presence: Presence; report: (error: unknown, where: string) => void }): Promise<Intake> {
    const journal = await Journal.open(deps.journalDir, { segmentBytes: SEGMENT_BYTES })
    const intake = new Intake(deps.db, deps.clock, journal, deps.presence, deps.report)
    await intake.#recover()
    intake.#timer = setInterval(() => void intake.flush().catch((error: unknown) => deps.report(error, 'tracking.flush')), FLUSH_MS)
    return intake
  }

  async #recover(): Promise<void> {
    const oldest_ms = this.#clock.now().getTime() - RAW_DAYS_KEPT * DAY_MS
    const kept: StoredFix[] = []
    for await (const { record } of this.#journal.replay()) kept.push(...readRecord(record).filter((fix) => fix.at_ms >= oldest_ms))
    const attendanceIds = [...new Set(kept.map((fix) => fix.attendanceId))]
    const ends = await walksOver(this.#db, attendanceIds)
    this.#pending = kept.filter((fix) => fix.at_ms <= (ends.get(fix.attendanceId) ?? Infinity))
    await this.flush()
    for (const id of await walksToRevise(this.#db, attendanceIds)) this.late.add(id)
  }

  /**
   * Takes a phone's batch and resolves with the ack once it is on disk. Rejects with CannotStore when the disk refuses.
   * @param speaks true when token or session speak for this attendance
   */
  async take(batch: FixBatch, speaks: (walk: WalkRow) => Refusal | null): Promise<Omit<Ack, 'kind'>> {
    const walk = await this.#walk(batch.attendance)
    const now_ms = this.#clock.now().getTime()
    const denied = walk && walk.forgotten_at === null ? speaks(walk) : 'attendance_unknown'
    const refusals: Ack['refusals'] = []
    const accepted: Fix[] = []
    for (const fix of batch.fixes) {
      const code = denied ?? judge(fix, walk as WalkRow, now_ms)
      if (code) refusals.push({ sequence: fix.sequence, code })
      else accepted.push(fix)
    }
    if (walk && accepted.length > 0) await this.#keep(walk, accepted, now_ms)
    return { attendance: batch.attendance, sequence: batch.fixes.at(-1)?.sequence ?? 0, refusals }
  }

  async #keep(walk: WalkRow, fixes: readonly Fix[], received_ms: number): Promise<void> {
    // Queued for the database before the journal: when a record is on disk, its fixes are certain to be in a coming flush.
    for (const f of fixes) this.#pending.push(asStored(walk.attendance_id, f, received_ms))
    // Nothing is awaited between the look-up and here, so nobody who has left can come back to the map.
    if (walk.ended_at || this.#ending.has(walk.attendance_id)) this.late.add(walk.attendance_id)
    if (!walk.ended_at) this.#show(walk, fixes)
    try {
      await this.#journal.append(writeRecord(walk.attendance_id, fixes, received_ms))
    } catch (error) {
      if (error instanceof JournalError) throw new CannotStore(error.code, { cause: error })
      throw error
    }
  }

  #show(walk: WalkRow, fixes: readonly Fix[]): void {
    const fix = fixes.findLast((f) => !f.mock && (f.accuracy_m ?? 0) <= PRESENCE_ACCURACY_M)
    if (!fix) return
    this.#presence.place({ attendanceId: walk.attendance_id, personId: walk.person_id, regionPath: walk.region_path, look: walk.shape ? LOOKS.onPatrol : LOOKS.selfStarted },
      { at_ms: fix.time_ms, lon_e7: fix.lon_e7, lat_e7: fix.lat_e7 })
  }

  /** True while the walk is remembered, so that its next batch asks the database nothing. */
  knows(attendanceId: string): boolean {
    return this.#walks.has(attendanceId)
  }

  async #walk(attendanceId: string): Promise<WalkRow | null> {
    for (;;) {
      const looked = this.#walks.get(attendanceId) ?? this.#lookUp(attendanceId)
      const walk = await looked
      // Forgotten while it was read: what was read may be old.
      if (!walk || walk.ended_at || this.#walks.get(attendanceId) === looked) return walk
    }
  }

  #lookUp(attendanceId: string): Promise<WalkRow | null> {
    const looked = findWalk(this.#db, attendanceId).then((row) => row ?? null)
    this.#walks.set(attendanceId, looked)
    const letGo = (): void => void (this.#walks.get(attendanceId) === looked && this.#walks.delete(attendanceId))
    looked.then((walk) => { if (!walk || walk.ended_at) letGo() }, letGo)
    return looked
  }

  /** The walk is about to be measured for the last time: fixes from now on make its track again. */
  ending(attendanceId: string): void {
    this.#ending.add(attendanceId)
  }

  /** The walk's end is committed: it is read again at the next fix. */
  forget(attendanceId: string): void {
    this.#walks.delete(attendanceId)
    this.#ending.delete(attendanceId)
  }

  forgetAll(): void {
    this.#walks.clear()
  }

  /** Moves everything that waits into the database and lets go of the journal's oldest part. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.catch(() => {}).then(() => this.#flushNow())
    return this.#flushing
  }

  async #flushNow(): Promise<void> {
    const upTo = this.#journal.lastSequence
    const fixes = this.#pending
    if (fixes.length === 0) return
    this.#pending = []
    try {
      await this.#db.transaction().execute(async (tx) => {
        for (const day of new Set(fixes.map(dayOf))) {
          if (!this.#days.has(day)) await ensurePartition(tx, new Date(day * DAY_MS))
        }
        for (let from = 0; from < fixes.length; from += 5000) await insertFixes(tx, fixes.slice(from, from + 5000))
      })
      for (const f of fixes) this.#days.add(dayOf(f))
    } catch (error) {
      this.#pending = [...fixes, ...this.#pending]
      throw error
    }
    await this.#journal.dropBefore(upTo + 1)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.flush().catch((error: unknown) => this.#report(error, 'tracking.flush'))
    await this.#journal.close()
  }
}

const dayOf = (fix: StoredFix): number => Math.floor(fix.at_ms / DAY_MS)

function judge(fix: Fix, walk: WalkRow, now_ms: number): Refusal | null {
  if (Math.abs(fix.lon_e7) > 1_800_000_000 || Math.abs(fix.lat_e7) > 900_000_000) return 'off_earth'
  if (fix.time_ms > now_ms + RULES.clockAhead_ms) return 'future'
  if (fix.time_ms < now_ms - RULES.oldest_ms) return 'too_old'
  if (fix.time_ms < walk.started_at.getTime() || fix.time_ms > (walk.ended_at ?? walk.until).getTime()) return 'attendance_closed'
  return null
}

const asStored = (attendanceId: string, f: Fix, received_ms: number): StoredFix =>
  ({ attendanceId, sequence: f.sequence, at_ms: f.time_ms, lon_e7: f.lon_e7, lat_e7: f.lat_e7, accuracy_m: f.accuracy_m, speed_mps: f.speed_mps, mock: f.mock, received_ms })

/** A journal record: when it was received, then the phone's frame of what was accepted. */
function writeRecord(attendance: string, fixes: readonly Fix[], received_ms: number): Uint8Array {
  const frame = encodeFixes({ attendance, token: '', fixes: [...fixes] })
  const record = new Uint8Array(RECORD_HEADER_BYTES + frame.length)
  new DataView(record.buffer).setFloat64(0, received_ms, true)
  record.set(frame, RECORD_HEADER_BYTES)
  return record
}

function readRecord(record: Uint8Array): StoredFix[] {
  const received_ms = new DataView(record.buffer, record.byteOffset).getFloat64(0, true)
  const batch = decodeClientFrame(record.subarray(RECORD_HEADER_BYTES))
  return batch.kind === 'fixes' ? batch.fixes.map((f) => asStored(batch.attendance, f, received_ms)) : []
}
