import { LiveIndex } from './live/live-index.ts'
import { Scene } from './live/scene.ts'

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
  /** What the consoles are shown. */
  readonly scene = new Scene()
  readonly #bySlot: (Walker | undefined)[] = []
  readonly #byAttendance = new Map<string, Walker>()
  readonly #byNumber = new Map<number, Walker>()
  readonly #freeSlots: number[] = []
  #nextNumber = 1

  get size(): number {
    return this.#byAttendance.size
  }

  /** Puts or moves a walker; a fix older than the last one changes nothing. O(1). */
  place(walk: { attendanceId: string; personId: string; regionPath: string; look: number }, fix: { at_ms: number; lon_e7: number; lat_e7: number }): void {
    const walker = this.#byAttendance.get(walk.attendanceId) ?? this.#admit(walk)
    const at_s = Math.floor(fix.at_ms / 1000)
    if (at_s < (this.scene.fix_s[walker.slot] as number)) return
    if (walk.look !== this.scene.looks[walker.slot]) this.scene.look(walker.slot, walk.look)
    this.index.update(walker.slot, fix.lon_e7, fix.lat_e7)
    this.scene.move(walker.slot, fix.lon_e7, fix.lat_e7, at_s)
  }

  #admit(walk: { attendanceId: string; personId: string; regionPath: string; look: number }): Walker {
    const slot = this.#freeSlots.pop() ?? this.#bySlot.length
    const walker = { slot, walker: this.#nextNumber++, attendanceId: walk.attendanceId, personId: walk.personId, regionPath: walk.regionPath }
    this.#bySlot[slot] = walker
    this.#byAttendance.set(walk.attendanceId, walker)
    this.#byNumber.set(walker.walker, walker)
    this.scene.enter(slot, walker.walker, walk.look)
    return walker
  }

  /** The walk is over: gone from the map with the next frame. */
  remove(attendanceId: string): void {
    const walker = this.#byAttendance.get(attendanceId)
    if (!walker) return
    this.#byAttendance.delete(attendanceId)
    this.#byNumber.delete(walker.walker)
    this.#bySlot[walker.slot] = undefined
    this.scene.leave(walker.slot)
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
    return { lon: (this.index.rows[4 * walker.slot] as number) / 1e7, lat: (this.index.rows[4 * walker.slot + 1] as number) / 1e7, fix_ms: (this.scene.fix_s[walker.slot] as number) * 1000 }
  }

  moveRegion(oldPath: string, newPath: string): void {
    this.scene.epoch++
    for (const walker of this.#byAttendance.values()) {
      if (walker.regionPath === oldPath || walker.regionPath.startsWith(`${oldPath}.`)) walker.regionPath = newPath + walker.regionPath.slice(oldPath.length)
    }
  }
}
