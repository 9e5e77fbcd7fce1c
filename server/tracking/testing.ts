/** Tracking on a database and a journal folder of its own, for scenario tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor, Grant } from '../platform/actor.ts'
import { ManualClock } from '../platform/clock.ts'
import { ephemeralKeyring } from '../platform/crypto.ts'
import { inTransaction, openDatabase, openPool, type Database } from '../platform/db.ts'
import { EventPump } from '../platform/events/pump.ts'
import { newId } from '../platform/ids.ts'
import { freshDatabase } from '../platform/testing.ts'
import type { Fix } from './live/frames.ts'
import type { WalkShape } from './measure.ts'
import { trackingReactions } from './reactions.ts'
import { createTracking, type Tracking } from './tracking.ts'

export const paths = { city: '3506', town: '3506.350602.350602001', north: '3506.350602.350602001.350602001001', south: '3506.350602.350602001.350602001002', elsewhere: '3506.350603.350603001' }
export const codeOf = (path: string): string => path.split('.').at(-1) as string
export const actor = (...grants: [Grant['role'], string][]): Actor =>
  ({ personId: newId(), sessionId: newId(), realName: 'verified', termsDue: null, grants: grants.map(([role, regionPath]) => ({ role, regionPath, organisationId: null, teamId: null })) })

/** A street of 1 km eastwards; `second` walks along it at 1.4 m/s. */
export const street: WalkShape = { type: 'LineString', coordinates: [[117.65, 24.51], [117.66, 24.51]] }
const STEP_E7 = 138

export async function trackingWorld() {
  const t = await freshDatabase()
  const journalDir = mkdtempSync(join(tmpdir(), 'redvest-journal-'))
  const clock = new ManualClock('2026-04-14T12:00:00Z')
  const keys = ephemeralKeyring()
  const reported: unknown[] = []
  const report = (error: unknown): void => void reported.push(error)
  const places = { region: (code: string) => Object.values(paths).flatMap((path) => (codeOf(path) === code ? [{ path }] : []))[0] ?? null }
  const people = { people: async (_: unknown, ids: readonly string[]) => new Map(ids.map((id) => [id, { displayName: '王*' }])) }
  const pools: Database[] = []
  const running: Tracking[] = []

  /** A server process: connections of its own on the same database. */
  async function process(folder = journalDir): Promise<Tracking> {
    const intakeDb = openDatabase(openPool(t.url, 2, 500))
    pools.push(intakeDb)
    const tracking = await createTracking({ db: t.db, intakeDb, clock, keys, places, people, journalDir: folder, report })
    running.push(tracking)
    return tracking
  }

  const tracking = await process()
  const pump = await EventPump.open(t.db, clock, report, trackingReactions(tracking))

  /** Someone checked in; a walk of two hours from now. */
  async function walk(options: { region?: string; shape?: WalkShape | null; fence_m?: number; on?: Tracking; person?: Actor } = {}): Promise<{ id: string; token: string; person: Actor }> {
    const { region = paths.north, shape = street, on = tracking, person = actor() } = options
    const id = newId()
    const startedAt = clock.now()
    const { token } = await inTransaction(t.db, (tx) => on.begin(tx, { attendanceId: id, personId: person.personId, regionPath: region, startedAt, until: new Date(startedAt.getTime() + 7_200_000), shape, ...(options.fence_m === undefined ? {} : { fence_m: options.fence_m }) }))
    return { id, token, person }
  }

  /** The fix of second `n` after now; sequences are given by the second unless said otherwise. */
  const fix = (n: number, change: Partial<Fix> = {}): Fix =>
    ({ sequence: n + 1, time_ms: clock.now().getTime() + n * 1000, lon_e7: 1_176_500_000 + n * STEP_E7, lat_e7: 245_100_000, accuracy_m: 5, speed_mps: 1.4, mock: false, ...change })
  const seconds = (from: number, to: number): Fix[] => Array.from({ length: to - from }, (_, i) => fix(from + i))

  const send = (to: Tracking, { id, token }: { id: string; token: string }, fixes: Fix[], by: Actor | null = null) => to.takeFixes({ kind: 'fixes', attendance: id, token, fixes }, by)
  const end = (attendanceId: string, on = tracking) => inTransaction(t.db, (tx) => on.end(tx, attendanceId, clock.now()))
  const stored = (attendanceId: string) => t.db.selectFrom('tracking.position').selectAll().where('attendance_id', '=', attendanceId).orderBy('sequence').execute()
  const events = (type: string) => t.db.selectFrom('platform.event').selectAll().where('type', '=', type).orderBy('position').execute()
  const audited = (action: string) => t.db.selectFrom('platform.audit').selectAll().where('action', '=', action).orderBy('at').execute()

  async function drop(): Promise<void> {
    for (const each of running) await each.stop()
    for (const each of pools) await each.destroy()
    await t.drop()
    rmSync(journalDir, { recursive: true, force: true })
  }
  return { ...t, drop, journalDir, clock, keys, places, people, reported, report, process, tracking, pump, walk, fix, seconds, send, end, stored, events, audited }
}
export type TrackingWorld = Awaited<ReturnType<typeof trackingWorld>>
