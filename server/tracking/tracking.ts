import { narrowScopes, regionScopes, requireScopes, signedIn, withinScopes, type Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import { blindIndex, type Keyring } from '../platform/crypto.ts'
import { inTransaction, type Database, type Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { refuse } from '../platform/problem.ts'
import type { Box, TrackShown, WalkerOnMap } from './contract.ts'
import { Intake } from './intake.ts'
import type { FixBatch, Refusal, Subscribe } from './live/frames.ts'
import type { Accept } from './live/live-index.ts'
import { Track } from './live/track-codec.ts'
import { LookLog } from './look-log.ts'
import { FENCE_M, measure, type TrackFigures, type WalkShape } from './measure.ts'
import { LOOKS, Presence, type Walker } from './presence.ts'
import { dropDays, dropFixesAfterEnd, dropWays, endWalk, findTrack, findWalk, fixesOf, forgetFixesOf, forgetWalksOf, holdWalk, insertWalk, openWalks, RAW_DAYS_KEPT, upsertTrack, WAY_DAYS_KEPT, type WalkRow } from './store.ts'

const REVISE_AFTER_MS = 3000
/**
 * For the pool of the intake: a transaction that ends walks waits for the intake, which may wait for a fix that this transaction deleted.
 * The database sees no deadlock in that; the intake lets go and tries again.
 */
export const INTAKE_LOCK_MS = 10_000

export interface TrackingDeps {
  db: Database
  /** A pool of its own for the intake, with INTAKE_LOCK_MS: ends of walks wait for it inside their transactions and must not starve it. */
  intakeDb: Database
  clock: Clock
  keys: Keyring
  journalDir: string
  places: { region(code: string): { path: string } | null }
  people: { people(db: Database | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, { displayName: string }>> }
  report: (error: unknown, where: string) => void
}

/** Positions between check-in and check-out: taken, shown, measured, replayed. Knows attendances, never duties. */
export async function createTracking(deps: TrackingDeps) {
  const { db, clock, keys, places, people, report } = deps
  const looks = new LookLog(db, clock)
  const presence = new Presence()
  const intake = await Intake.open({ ...deps, db: deps.intakeDb, presence })
  for (const { last, ...walk } of await openWalks(db, clock.now())) {
    if (last) presence.place(described(walk), { at_ms: last.at.getTime(), lon_e7: last.lon_e7, lat_e7: last.lat_e7 })
  }
  const reviser = setInterval(() => void reviseLate().catch((error: unknown) => report(error, 'tracking.revise')), REVISE_AFTER_MS)

  /** The token is derived, not stored: the same check-in gets the same one. */
  const tokenOf = (attendanceId: string): string => blindIndex(keys, 'attendance-token', attendanceId)

  /** By the row that the intake remembers and forgets: deriving costs more than everything else about a fix. */
  const tokens = new WeakMap<WalkRow, string>()
  function tokenOfWalk(walk: WalkRow): string {
    const token = tokens.get(walk) ?? tokenOf(walk.attendance_id)
    tokens.set(walk, token)
    return token
  }

  async function begin(tx: Tx, walk: { attendanceId: string; personId: string; regionPath: string; startedAt: Date; until: Date; shape: WalkShape | null; fence_m?: number }): Promise<{ token: string }> {
    await insertWalk(tx, {
      attendance_id: walk.attendanceId, person_id: walk.personId, region_path: walk.regionPath, started_at: walk.startedAt, until: walk.until,
      shape: walk.shape ? JSON.stringify(walk.shape) : null, fence_m: walk.fence_m ?? FENCE_M,
    })
    return { token: tokenOf(walk.attendanceId) }
  }

  async function end(tx: Tx, attendanceId: string, endedAt: Date): Promise<TrackFigures> {
    intake.ending(attendanceId)
    await intake.flush()
    const walk = await holdWalk(tx, attendanceId)
    if (!walk) throw refuse('not-found')
    await endWalk(tx, attendanceId, endedAt)
    await emit(tx, { type: 'tracking.walk-ended', actor: 'system', subject: `attendance:${attendanceId}`, at: clock.now(), payload: { attendanceId } })
    return remeasure(tx, { ...walk, ended_at: endedAt })
  }

  /** `walk` is held by this transaction: of two at the same time the one that reads fewer fixes must not write last. */
  async function remeasure(tx: Tx, walk: WalkRow): Promise<TrackFigures> {
    await dropFixesAfterEnd(tx, walk)
    const { figures, line } = measure(walk, await fixesOf(tx, walk))
    await upsertTrack(tx, {
      attendance_id: walk.attendance_id, line: walk.forgotten_at === null ? Buffer.from(line) : null, distance_m: figures.distance_m, moving_s: figures.moving_s, covered_share: figures.coveredShare, inside_share: figures.insideShare,
      fixes: figures.fixes, mock_fixes: figures.mockFixes, gaps: figures.gaps, gap_s: figures.gap_s, dropped: JSON.stringify(figures.dropped), filter_version: figures.filterVersion, made_at: clock.now(),
    })
    return figures
  }

  /** Fixes that a phone sent after its walk was over: the track is made again and said so. */
  async function reviseLate(): Promise<void> {
    for (const attendanceId of intake.late) {
      const walk = await findWalk(db, attendanceId)
      // Its end is not committed yet; the next turn looks again.
      if (!walk?.ended_at) continue
      intake.late.delete(attendanceId)
      try {
        await revise(attendanceId)
      } catch (error) {
        intake.late.add(attendanceId)
        throw error
      }
    }
  }

  async function revise(attendanceId: string): Promise<void> {
    await intake.flush()
    await inTransaction(db, async (tx) => {
      const walk = await holdWalk(tx, attendanceId)
      // Of a forgotten walk there is nothing left to measure, and its figures stay.
      if (!walk || walk.forgotten_at !== null) return
      const figures = await remeasure(tx, walk)
      await emit(tx, { type: 'tracking.track-revised', actor: 'system', subject: `attendance:${attendanceId}`, at: clock.now(), payload: { attendanceId, ...figures } })
    })
  }

  /**
   * The forgetting is committed: memory reads its walks anew, and the fixes go, with those that came until now. Outside any transaction: the flush could
   * wait for rows that are being deleted there, and the deletion for the flush.
   */
  async function walksForgotten(personId: string): Promise<void> {
    intake.forgetAll()
    await intake.flush()
    await forgetFixesOf(db, personId)
  }

  /** Takes a phone's batch; the token or the socket's session must speak for the attendance. */
  function takeFixes(batch: FixBatch, actor: Actor | null) {
    const speaks = (walk: WalkRow): Refusal | null => {
      if (batch.token !== '') return batch.token === tokenOfWalk(walk) ? null : 'token_invalid'
      return actor?.personId === walk.person_id ? null : 'attendance_unknown'
    }
    return intake.take(batch, speaks)
  }

  /** Who may be seen in a view: the officer's own regions, narrowed by the filters region and look. Logged: these are people's positions. */
  async function openView(actor: Actor | null, request: Pick<Subscribe, 'filters'>): Promise<Accept> {
    const scopes = requireScopes(actor, 'officer', 'police')
    const { look, region } = request.filters
    await looks.opened(signedIn(actor).personId, narrowScopes(scopes, region, places))
    // The region by its code: its path is another one when it moves, and the view stays open.
    return (slot) => isSeen(presence.at(slot)?.regionPath ?? ' ', scopes, region) && (look === undefined || look === String(presence.scene.looks[slot]))
  }

  async function present(walkers: readonly Walker[]): Promise<WalkerOnMap[]> {
    const persons = await people.people(db, walkers.map((w) => w.personId))
    const { looks } = presence.scene
    return walkers.map((w) => {
      const { lon, lat, fix_ms } = presence.where(w)
      return {
        walker: w.walker, attendanceId: w.attendanceId, personId: w.personId, personName: persons.get(w.personId)?.displayName ?? '', regionPath: w.regionPath,
        lon, lat, fixAt: new Date(fix_ms).toISOString(), selfStarted: looks[w.slot] === LOOKS.selfStarted,
      }
    })
  }

  /** O(people on duty). Logged, once a minute: these are people's positions. `box` narrows to who is inside it now. */
  async function walkers(actor: Actor | null, { regionCode, box, limit }: { regionCode?: string | undefined; box?: Box | undefined; limit: number }): Promise<{ total: number; items: WalkerOnMap[] }> {
    const scopes = requireScopes(actor, 'officer', 'police')
    await looks.listed(signedIn(actor).personId, narrowScopes(scopes, regionCode, places))
    const mine = [...presence.all()].filter((w) => isSeen(w.regionPath, scopes, regionCode) && (box === undefined || inside(box, presence.where(w))))
    return { total: mine.length, items: await present(mine.slice(0, limit)) }
  }

  async function walker(actor: Actor | null, key: number | string): Promise<WalkerOnMap> {
    const scopes = requireScopes(actor, 'officer', 'police')
    const found = typeof key === 'number' ? presence.byNumber(key) : presence.byAttendance(key)
    if (!found || !withinScopes(found.regionPath, scopes)) throw refuse('not-found')
    await audit(db, clock, { actor: signedIn(actor).personId, action: 'tracking.walker-read', subject: `attendance:${found.attendanceId}`, regionPath: found.regionPath })
    return (await present([found]))[0] as WalkerOnMap
  }

  async function track(actor: Actor | null, attendanceId: string): Promise<TrackShown> {
    const me = signedIn(actor)
    const walk = await findWalk(db, attendanceId)
    const own = walk?.person_id === me.personId
    if (!walk || (!own && !withinScopes(walk.region_path, regionScopes(me, 'officer', 'police')))) throw refuse('not-found')
    if (!own) await audit(db, clock, { actor: me.personId, action: 'tracking.track-read', subject: `attendance:${attendanceId}`, regionPath: walk.region_path })
    const kept = await findTrack(db, attendanceId)
    if (kept) {
      return {
        attendanceId, live: false, wayKept: kept.line !== null, points: kept.line === null ? [] : pointsOf(kept.line), distance_m: kept.distance_m, moving_s: kept.moving_s, coveredShare: kept.covered_share, insideShare: kept.inside_share,
        fixes: kept.fixes, mockFixes: kept.mock_fixes, gaps: kept.gaps, gap_s: kept.gap_s, dropped: kept.dropped as Record<string, number>, filterVersion: kept.filter_version,
      }
    }
    await intake.flush()
    const { figures, line } = measure(walk, await fixesOf(db, walk))
    return { attendanceId, live: true, wayKept: true, points: pointsOf(line), ...figures }
  }

  return {
    presence, now_ms: () => clock.now().getTime(), begin, end, takeFixes, tokenOf, openView, walkers, walker, track,
    /** A walk's end is committed: it leaves the map. */
    walkEnded(attendanceId: string): void {
      presence.remove(attendanceId)
      intake.forget(attendanceId)
    },
    /** Regions moved to another authority: memory follows. */
    regionMoved(oldPath: string, newPath: string): void {
      presence.moveRegion(oldPath, newPath)
      intake.forgetAll()
    },
    /** Job, daily: drops raw fixes past their time, whole days at once, and the ways past theirs. */
    dropOldDays: () => dropOld(db, clock.now()),
    /** The account is gone: of where its person walked only the figures stay, and fixes that are still under way are not taken. Walks that go on are ended before. */
    async forget(tx: Tx, personId: string): Promise<void> {
      await forgetWalksOf(tx, personId, clock.now())
      await emit(tx, { type: 'tracking.walks-forgotten', actor: 'system', subject: `person:${personId}`, at: clock.now(), payload: { personId } })
    },
    walksForgotten,
    reviseLate,
    knows: (attendanceId: string): boolean => intake.knows(attendanceId),
    /** Brings everything that was acknowledged into the database now. */
    flush: () => intake.flush(),
    async stop(): Promise<void> {
      clearInterval(reviser)
      await intake.stop()
    },
  }
}
export type Tracking = Awaited<ReturnType<typeof createTracking>>

async function dropOld(db: Database, now: Date): Promise<string[]> {
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000)
  await dropWays(db, daysAgo(WAY_DAYS_KEPT))
  return dropDays(db, daysAgo(RAW_DAYS_KEPT))
}

/** Paths are made of codes. */
const isSeen = (path: string, scopes: readonly string[], code: string | undefined): boolean => withinScopes(path, scopes) && (code === undefined || path.split('.').includes(code))

const described = (walk: WalkRow) => ({ attendanceId: walk.attendance_id, personId: walk.person_id, regionPath: walk.region_path, look: walk.shape ? LOOKS.onPatrol : LOOKS.selfStarted })

function pointsOf(line: Uint8Array): TrackShown['points'] {
  const kept = new Track(line)
  const p = kept.read()
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value)
  return Array.from(p.time_ms, (time, i) => ({
    at: new Date(time).toISOString(), lon: (p.lon_e7[i] as number) / 1e7, lat: (p.lat_e7[i] as number) / 1e7, accuracy_m: known(p.accuracy_m[i] as number), speed_mps: known(p.speed_mps[i] as number),
  }))
}

const inside = ([west, south, east, north]: Box, { lon, lat }: { lon: number; lat: number }): boolean => lon >= west && lon <= east && lat >= south && lat <= north
