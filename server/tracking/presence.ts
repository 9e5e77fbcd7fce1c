import { LiveIndex } from './live/live-index.ts'
import type { WalkerRows } from './live/view-encoder.ts'

export interface Walker {
  slot: number
  /** Never given twice while the server runs. */
  walker: number
  attendanceId: string
  personId: string
  regionPath: string
}

/** Looks of a point on the live map. */
export const LOOKS = { onPatrol: 1, selfStarted: 2 } as const

/** Who is on duty and where now: one slot a walk over the live index. Memory only; the journal and the database are the truth. */
export class Presence {
  readonly index = new LiveIndex()
  #walkers = new Uint32Array(64)
  #fix_s = new Uint32Array(64)
  #looks = new Uint8Array(64)
  readonly #bySlot: (Walker | undefined)[] = []
  readonly #byAttendance = new Map<string, Walker>()
  readonly #byNumber = new Map<number, Walker>()
  readonly #freeSlots: number[] = []
  #nextNumber = 1

  get size(): number {
    return this.#byAttendance.size
  }

  /** Columns by slot, as view frames read them. */
  rows(): WalkerRows {
    return { rows: this.index.rows, walkers: this.#walkers, fix_s: this.#fix_s, looks: this.#looks }
  }

  /** Puts or moves a walker; a fix older than the last one changes nothing. O(1). */
  place(walk: { attendanceId: string; personId: string; regionPath: string; look: number }, fix: { at_ms: number; lon_e7: number; lat_e7: number }): void {
    const walker = this.#byAttendance.get(walk.attendanceId) ?? this.#admit(walk)
    const at_s = Math.floor(fix.at_ms / 1000)
    if (at_s < (this.#fix_s[walker.slot] as number)) return
    this.#fix_s[walker.slot] = at_s
    this.index.update(walker.slot, fix.lon_e7, fix.lat_e7)
  }

  #admit(walk: { attendanceId: string; personId: string; regionPath: string; look: number }): Walker {
    const slot = this.#freeSlots.pop() ?? this.#bySlot.length
    if (slot >= this.#walkers.length) this.#grow()
    const walker = { slot, walker: this.#nextNumber++, attendanceId: walk.attendanceId, personId: walk.personId, regionPath: walk.regionPath }
    this.#bySlot[slot] = walker
    this.#byAttendance.set(walk.attendanceId, walker)
    this.#byNumber.set(walker.walker, walker)
    this.#walkers[slot] = walker.walker
    this.#fix_s[slot] = 0
    this.#looks[slot] = walk.look
    return walker
  }

  #grow(): void {
    const size = this.#walkers.length * 2
    const wider = <T extends Uint32Array | Uint8Array>(from: T, to: T): T => (to.set(from), to)
    this.#walkers = wider(this.#walkers, new Uint32Array(size))
    this.#fix_s = wider(this.#fix_s, new Uint32Array(size))
    this.#looks = wider(this.#looks, new Uint8Array(size))
  }

  /** The walk is over: gone from the map at the next tick. */
  remove(attendanceId: string): void {
    const walker = this.#byAttendance.get(attendanceId)
    if (!walker) return
    this.#byAttendance.delete(attendanceId)
    this.#byNumber.delete(walker.walker)
    this.#bySlot[walker.slot] = undefined
    this.index.remove(walker.slot)
    this.#freeSlots.push(walker.slot)
  }

  at(slot: number): Walker | undefined {
    return this.#bySlot[slot]
  }

  byNumber(walker: number): Walker | undefined {
    return this.#byNumber.get(walker)
  }

  byAttendance(attendanceId: string): Walker | undefined {
    return this.#byAttendance.get(attendanceId)
  }

  all(): IterableIterator<Walker> {
    return this.#byAttendance.values()
  }

  /** Region paths, one a walker. */
  *paths(): Generator<string> {
    for (const { regionPath } of this.#byAttendance.values()) yield regionPath
  }

  /** Last known position of a walker, degrees, and its time. */
  where(walker: Walker): { lon: number; lat: number; fix_ms: number } {
    return { lon: (this.index.rows[4 * walker.slot] as number) / 1e7, lat: (this.index.rows[4 * walker.slot + 1] as number) / 1e7, fix_ms: (this.#fix_s[walker.slot] as number) * 1000 }
  }

  moveRegion(oldPath: string, newPath: string): void {
    for (const walker of this.#byAttendance.values()) {
      if (walker.regionPath === oldPath || walker.regionPath.startsWith(`${oldPath}.`)) walker.regionPath = newPath + walker.regionPath.slice(oldPath.length)
    }
  }
}
