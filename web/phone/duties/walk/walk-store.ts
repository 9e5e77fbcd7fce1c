import type { Attendance, ServiceRecord } from '../../../../server/duties/contract.ts'
import { queueCommand, type NewCommand } from '../../outbox/commands.ts'
import type { Command, KeptWalk, OutboxDatabase, TrailFix } from '../../outbox/database.ts'
import { createPositions, type Fix } from '../../outbox/positions.ts'

/** Why there is no position, or that there is one. `paused`: the page is hidden and nothing is recorded. */
export type PositionState = 'off' | 'asking' | 'known' | 'refused' | 'unavailable' | 'timeout' | 'insecure' | 'paused'
/** How positions travel: `waiting` for network, `refused` when the server will not take them from this phone. */
export type LinkState = 'off' | 'connecting' | 'open' | 'waiting' | 'refused'

/** A walk that was put away before all of it was sent. */
export interface Rest {
  attendanceId: string
  name: string
  token: string | null
  /** Fixes the server has not acknowledged. */
  waiting: number
  link: LinkState
}

/** What the pages show of the walk; a new object after every change. */
export interface OnDuty {
  /** undefined while the phone's storage is read, null when there is no walk. */
  walk: KeptWalk | null | undefined
  trail: readonly TrailFix[]
  position: PositionState
  link: LinkState
  /** Fixes the server has not acknowledged. */
  waiting: number
  awake: boolean
  rest: readonly Rest[]
}

const NOTHING: Omit<OnDuty, 'rest'> = { walk: undefined, trail: [], position: 'off', link: 'off', waiting: 0, awake: false }

/**
 * The one walk of this phone: in IndexedDB first, then in memory for the pages. Everything here survives a reload; what the server
 * answers to check-in and check-out is written before the commands are deleted. Earlier walks stay until all of them is sent.
 */
export class WalkStore {
  readonly #database: OutboxDatabase
  readonly #listeners = new Set<() => void>()
  #state: OnDuty = { ...NOTHING, rest: [] }
  #reading: Promise<void> | null = null

  constructor(database: OutboxDatabase) {
    this.#database = database
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    void this.read()
    return () => this.#listeners.delete(listener)
  }

  readonly snapshot = (): OnDuty => this.#state

  /** Shows something that is not kept: position, link, wake lock. */
  show(change: Partial<Pick<OnDuty, 'position' | 'link' | 'waiting' | 'awake'>>): void {
    this.#set(change)
  }

  /** Reads what an earlier visit kept; once. */
  read(): Promise<void> {
    return (this.#reading ??= this.#read())
  }

  async #read(): Promise<void> {
    const newest = (await this.#database.walks.toArray()).filter(({ away }) => away !== true).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0] ?? null
    const walk = newest === null ? null : await this.#withCheckIn(newest)
    if (walk === null) this.#set({ ...NOTHING, walk })
    else this.#set({ walk, trail: await this.#trailOf(walk.attendanceId), waiting: await createPositions(this.#database, walk.attendanceId).waiting() })
    await this.tidy()
  }

  /** Versions that kept the walk before its check-in could crash in between: it is queued again where someone has walked. */
  async #withCheckIn(walk: KeptWalk): Promise<KeptWalk | null> {
    const { walks, trail, commands } = this.#database
    const { attendanceId, personId, patrolId, startedAt: at } = walk
    return this.#database.transaction('rw', walks, trail, commands, async () => {
      if (walk.token !== null || (await commands.where('subject').equals(subjectOf(attendanceId)).count()) > 0) return walk
      const [first] = await this.#trailOf(attendanceId)
      if (first === undefined) {
        await walks.delete(attendanceId)
        return null
      }
      const { lon, lat, accuracy_m } = first
      await queueCommand(this.#database, { ...checkInOf({ id: attendanceId, patrolId, at, position: { lon, lat, accuracy_m } }), id: crypto.randomUUID(), personId }, new Date())
      return walk
    })
  }

  /** Begins a walk, together with its check-in when it is a new one; what an earlier walk has not sent yet stays beside it. */
  async begin(walk: KeptWalk, checkIn?: NewCommand): Promise<void> {
    await this.read()
    const { walks, trail, commands } = this.#database
    await this.#database.transaction('rw', walks, trail, commands, async () => {
      await walks.where('attendanceId').notEqual(walk.attendanceId).modify({ away: true })
      await trail.clear()
      await walks.put(walk)
      if (checkIn !== undefined) await queueCommand(this.#database, { id: crypto.randomUUID(), personId: walk.personId, ...checkIn }, new Date())
    })
    this.#set({ walk, trail: [], waiting: await createPositions(this.#database, walk.attendanceId).waiting() })
    await this.tidy()
  }

  /**
   * Takes over a walk whose earlier fixes another phone (or this one, before its storage was cleared) has sent. Fixes are two seconds apart or
   * more, so a numbering that begins at the seconds gone by since the start never gives a number twice.
   */
  async adopt(walk: KeptWalk, trail: readonly Fix[], now: Date): Promise<void> {
    const { attendanceId, startedAt } = walk
    const { sequences } = this.#database
    await this.#database.transaction('rw', sequences, async () => {
      const given = (await sequences.get(attendanceId))?.sequence ?? 0
      await sequences.put({ attendanceId, sequence: Math.max(given, Math.ceil((now.getTime() - Date.parse(startedAt)) / 1000)) })
    })
    await this.begin(walk)
    await this.#database.trail.bulkPut(trail.map((fix) => ({ ...fix, attendanceId })))
    this.#set({ trail: await this.#trailOf(attendanceId) })
  }

  /** Keeps a fix for the server and for the picture. Fixes from before the start or after the end are not recorded. */
  async keepFix(fix: Fix): Promise<void> {
    const walk = this.#state.walk
    if (!walk || walk.endedAt !== null || fix.at < walk.startedAt) return
    const kept: TrailFix = { ...fix, attendanceId: walk.attendanceId }
    await this.#database.trail.put(kept)
    await createPositions(this.#database, walk.attendanceId).add(fix)
    this.#set({ trail: [...this.#state.trail, kept], waiting: this.#state.waiting + 1 })
  }

  /** Changes the walk on disk and on the page. */
  async change(attendanceId: string, change: Partial<KeptWalk>): Promise<void> {
    await this.#database.walks.update(attendanceId, change)
    const walk = (await this.#database.walks.get(attendanceId)) ?? null
    if (walk !== null && walk.away !== true && (this.#state.walk === undefined || this.#state.walk?.attendanceId === attendanceId)) this.#set({ walk })
  }

  /** Puts the walk away: its summary was read and what waits goes on being sent, or with `forget` it never was accepted and nothing of it is. */
  async putAway(attendanceId: string, { forget = false } = {}): Promise<void> {
    const { walks, trail, commands, fixes } = this.#database
    await this.#database.transaction('rw', walks, trail, commands, fixes, async () => {
      await walks.update(attendanceId, { away: true })
      await trail.where('[attendanceId+at]').between([attendanceId, ''], [attendanceId, '\uffff']).delete()
      if (!forget) return
      await walks.delete(attendanceId)
      await commands.where('subject').equals(subjectOf(attendanceId)).delete()
      await fixes.where('attendanceId').equals(attendanceId).delete()
    })
    if (this.#state.walk?.attendanceId === attendanceId) this.#set({ ...NOTHING, walk: null })
    await this.tidy()
  }

  /** Something of a walk that was put away was refused: its person decides. Not while another walk goes on. */
  async bringBack(attendanceId: string): Promise<void> {
    await this.read()
    if (this.#state.walk != null) return
    await this.#database.walks.update(attendanceId, { away: false })
    await (this.#reading = this.#read())
  }

  /** Drops the walks that were put away and of which nothing waits any more; the others are the rest. */
  async tidy(): Promise<void> {
    const { walks, trail, commands, fixes } = this.#database
    const rest = await this.#database.transaction('rw', walks, trail, commands, fixes, async () => {
      const left: Rest[] = []
      for (const { attendanceId, name, token, away } of await walks.toArray()) {
        if (away !== true) continue
        const [queued, waiting] = [await commands.where('subject').equals(subjectOf(attendanceId)).count(), await createPositions(this.#database, attendanceId).waiting()]
        if (queued > 0 || (waiting > 0 && token !== null)) {
          left.push({ attendanceId, name, token, waiting, link: this.#state.rest.find((one) => one.attendanceId === attendanceId)?.link ?? 'off' })
          continue
        }
        await walks.delete(attendanceId)
        await fixes.where('attendanceId').equals(attendanceId).delete()
      }
      return left
    })
    this.#set({ rest })
  }

  /** How the positions of a walk that was put away travel. */
  showRest(attendanceId: string, { link, waiting }: { link: LinkState; waiting: number }): void {
    this.#set({ rest: this.#state.rest.map((one) => (one.attendanceId === attendanceId ? { ...one, link, waiting } : one)) })
    if (waiting === 0) void this.tidy()
  }

  /** What the server answered to a check-in or check-out, written before the command is deleted. */
  async keepAnswer({ operation }: Pick<Command, 'operation'>, answer: unknown): Promise<void> {
    if (operation === 'duties.checkIn') {
      const { attendance, trackingToken } = answer as { attendance: Attendance; trackingToken: string }
      await this.change(attendance.id, { ...shownOf(attendance), token: trackingToken })
    }
    if (operation === 'duties.checkOut') {
      const { attendance, record } = answer as { attendance: Attendance; record: ServiceRecord }
      await this.change(attendance.id, { endedAt: attendance.endedAt, autoClosed: attendance.autoClosed, record })
    }
  }

  #trailOf(attendanceId: string): Promise<TrailFix[]> {
    return this.#database.trail.where('[attendanceId+at]').between([attendanceId, ''], [attendanceId, '\uffff']).toArray()
  }

  #set(change: Partial<OnDuty>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/** What the server knows of an attendance, as the walk shows it. */
export const shownOf = ({ patrolId, name, startedAt, plannedEnd, shape, pointsPerHour }: Attendance): Pick<KeptWalk, 'patrolId' | 'name' | 'startedAt' | 'plannedEnd' | 'shape' | 'pointsPerHour'> =>
  ({ patrolId, name, startedAt, plannedEnd, shape, pointsPerHour })

/** The check-in as the outbox takes it. */
export const checkInOf = (input: { id: string; patrolId: string | null; at: string; position: { lon: number; lat: number; accuracy_m: number } }): NewCommand =>
  ({ operation: 'duties.checkIn', input, subject: subjectOf(input.id), title: 'checkIn' })

/** Commands of one attendance are sent one after the other. */
export const subjectOf = (attendanceId: string): string => `attendance:${attendanceId}`

/** The act of a walk that was refused, if any: it needs its person. */
export const refusedOf = (commands: readonly Command[], attendanceId: string): Command | undefined => commands.find(({ subject, state }) => subject === subjectOf(attendanceId) && state === 'refused')

const stores = new WeakMap<OutboxDatabase, WalkStore>()

/** The store of a database, the same one wherever it is asked for. */
export function walkStoreOf(database: OutboxDatabase): WalkStore {
  const store = stores.get(database) ?? new WalkStore(database)
  stores.set(database, store)
  return store
}
