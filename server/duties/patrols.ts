import { narrowScopes, requireScopes, signedIn, withinScopes, type Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import { inTransaction, type Database, type Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { enqueue } from '../platform/jobs.ts'
import { refuse as refuseCommon, refuser } from '../platform/problem.ts'
import { dutyProblems, patrolSteps, stepAllowed, type NewPatrol, type Patrol, type PatrolState } from './contract.ts'
import type { DutyPlaces, DutyRegion } from './ports.ts'
import { presentPatrol } from './presenters.ts'
import { letGoOfUnits } from './reservations/reservations.ts'
import type { SeatRush } from './seats/rush.ts'
import { endClaims, walkingOn } from './store/claims.ts'
import { insertPatrol, listPatrols, lockPatrolInScopes, updatePatrol, type PatrolRow } from './store/patrols.ts'

const refuse = refuser(dutyProblems)
/** Nobody plans further ahead; a slip of the year is caught. */
const AHEAD_MAX_MS = 366 * 86_400_000
const FINISH_GRACE_MINUTES = 30
const MINUTE_MS = 60_000

interface Deps {
  db: Database
  clock: Clock
  places: DutyPlaces
  rush: SeatRush
}

/** What officers do with patrols: draft, edit, publish, cancel, list. Everything is looked up inside the officer's own regions. */
export function createPatrols({ db, clock, places, rush }: Deps) {
  /** The region named by the officer, who must reach it; the meeting point must lie in it. */
  function placeOf(input: NewPatrol, scopes: readonly string[]): DutyRegion & { meeting: { lon: number; lat: number } } {
    const region = places.region(input.regionCode)
    if (!region || !withinScopes(region.path, scopes)) throw refuseCommon('not-found')
    const points = input.shape.type === 'LineString' ? input.shape.coordinates : input.shape.coordinates[0]
    const [lon, lat] = points[0] as [number, number]
    const at = places.regionAt({ lon, lat })
    if (!at) throw refuse('outside-city')
    if (!withinScopes(at.path, [region.path])) throw refuse('outside-region')
    if (points.some(([x, y]) => places.regionAt({ lon: x, lat: y }) === null)) throw refuse('outside-city')
    return { ...region, meeting: { lon, lat } }
  }

  function columns(input: NewPatrol, scopes: readonly string[]) {
    if (Date.parse(input.endsAt) <= clock.now().getTime()) throw refuse('window-in-past')
    if (Date.parse(input.startsAt) > clock.now().getTime() + AHEAD_MAX_MS) throw refuse('window-too-far', {}, [{ path: 'startsAt', code: 'window-too-far', message: 'Begins more than a year ahead' }])
    const place = placeOf(input, scopes)
    return {
      name: input.name, kind: input.kind, region_code: place.code, region_path: place.path, region_name: place.name, shape: JSON.stringify(input.shape),
      meeting_lon: place.meeting.lon, meeting_lat: place.meeting.lat, starts_at: new Date(input.startsAt), ends_at: new Date(input.endsAt),
      seats: input.seats, points_per_hour: input.pointsPerHour, real_name_required: input.conditions.realNameRequired,
      age_min: input.conditions.ageMin, age_max: input.conditions.ageMax, skills: input.conditions.skills, risk_text: input.riskText,
      insurance_note: input.insuranceNote, release_deadline_minutes: input.releaseDeadlineMinutes,
      seats_for_units: input.seatsForUnits, units_until: input.unitsUntil === null ? null : new Date(input.unitsUntil),
    }
  }

  async function draft(actor: Actor | null, input: NewPatrol): Promise<Patrol> {
    const scopes = requireScopes(actor, 'officer', 'police')
    const fields = columns(input, scopes)
    const personId = signedIn(actor).personId
    return inTransaction(db, async (tx) => {
      const row = await insertPatrol(tx, {
        ...fields, id: newId(), seats_taken: 0, seats_kept: 0, state: 'draft', publish_at: null, published_at: null, publisher_code: null, cancelled_reason: null,
        created_by: personId, created_at: clock.now(), version: 1,
      })
      await trace(tx, personId, 'patrol-drafted', row)
      return presentPatrol(places, row)
    })
  }

  /** Looks the patrol up in the officer's regions, checks the step, makes the change and records it, as one. `also`: what the event tells besides. */
  function change(actor: Actor | null, id: string, step: keyof typeof patrolSteps, event: string, work: (tx: Tx, row: PatrolRow, scopes: readonly string[], also: Record<string, unknown>) => Promise<PatrolRow>, reason?: string): Promise<Patrol> {
    const scopes = requireScopes(actor, 'officer', 'police')
    const personId = signedIn(actor).personId
    return inTransaction(db, async (tx) => {
      const row = await lockPatrolInScopes(tx, id, scopes)
      if (!row) throw refuseCommon('not-found')
      if (!stepAllowed(patrolSteps[step], row.state)) throw refuseCommon('wrong-state', { state: row.state, step, allowed: patrolSteps[step] })
      const also: Record<string, unknown> = {}
      const after = await work(tx, row, scopes, also)
      await trace(tx, personId, event, after, { reason, also })
      return presentPatrol(places, after)
    })
  }

  async function trace(tx: Tx, personId: string, event: string, row: PatrolRow, { reason, also }: { reason?: string | undefined; also?: Record<string, unknown> } = {}): Promise<void> {
    await emit(tx, { type: `duties.${event}`, actor: personId, subject: `patrol:${row.id}`, at: clock.now(), payload: { patrolId: row.id, regionPath: row.region_path, name: row.name, startsAt: row.starts_at.toISOString(), ...also } })
    await audit(tx, clock, { actor: personId, action: `duties.${event}`, subject: `patrol:${row.id}`, regionPath: row.region_path, reason: reason ?? null })
  }

  const edit = (actor: Actor | null, { id, ...input }: NewPatrol & { id: string }): Promise<Patrol> =>
    change(actor, id, 'edit', 'patrol-edited', (tx, _, scopes) => updatePatrol(tx, id, columns(input, scopes)))

  /** At once, or at a moment before the patrol begins. Points, seats and conditions are fixed from then on. */
  const publish = (actor: Actor | null, { id, at }: { id: string; at: string | null }): Promise<Patrol> =>
    change(actor, id, 'publish', at === null ? 'patrol-published' : 'patrol-scheduled', async (tx, row, scopes) => {
      const now = clock.now()
      if (row.ends_at <= now) throw refuse('window-in-past')
      const publishAt = at === null ? now : new Date(at)
      if (row.units_until !== null && row.units_until <= publishAt) throw refuse('units-time-over', { until: row.units_until.toISOString() })
      const publisher_code = publisherAmong(scopes, row.region_path)
      if (at === null) return open(tx, row, now, { publisher_code })
      if (publishAt <= now || publishAt >= row.ends_at) throw refuse('publish-time-unfit')
      await enqueue(tx, { name: 'duties.publish', payload: { patrolId: id }, runAt: publishAt, key: `publish:${id}` })
      return updatePatrol(tx, id, { state: 'scheduled', publish_at: publishAt, publisher_code })
    })

  /** From now on seats are grabbed, but for those kept for units; a publication that came too late keeps none. */
  async function open(tx: Tx, row: PatrolRow, now: Date, by: Partial<Pick<PatrolRow, 'publisher_code'>> = {}): Promise<PatrolRow> {
    const kept = row.units_until !== null && row.units_until > now ? row.seats_for_units : 0
    if (kept > 0) await enqueue(tx, { name: 'duties.release-seats', payload: { patrolId: row.id }, runAt: row.units_until as Date, key: `release:${row.id}` })
    await enqueue(tx, { name: 'duties.finish', payload: { patrolId: row.id }, runAt: new Date(row.ends_at.getTime() + FINISH_GRACE_MINUTES * MINUTE_MS), key: `finish:${row.id}` })
    return updatePatrol(tx, row.id, { ...by, state: 'open', publish_at: null, published_at: now, seats_kept: kept })
  }

  const cancel = (actor: Actor | null, { id, reason }: { id: string; reason: string }): Promise<Patrol> =>
    change(actor, id, 'cancel', 'patrol-cancelled', async (tx, row, _, also) => {
      const walking = await walkingOn(tx, row.id, clock.now())
      also['personIds'] = [...await endClaims(tx, row.id, 'cancelled', clock.now()), ...walking]
      also['reason'] = reason
      await letGoOfUnits(tx, row, clock.now())
      rush.reopen(row.id)
      return updatePatrol(tx, id, { state: 'cancelled', cancelled_reason: reason, seats_kept: 0 })
    }, reason)

  async function list(actor: Actor | null, query: { regionCode?: string | undefined; state?: PatrolState | undefined; text?: string | undefined; from?: string | undefined; to?: string | undefined; order?: 'soonest' | 'latest' | undefined; after?: string | undefined; limit: number }): Promise<{ items: Patrol[]; next: string | null }> {
    const scopes = narrowScopes(requireScopes(actor, 'officer', 'police'), query.regionCode, places)
    const [startsAt, id] = query.after?.split('|') ?? []
    const rows = await listPatrols(db, { ...query, scopes, after: startsAt && id ? { startsAt, id } : undefined })
    const last = rows.at(-1)
    return { items: rows.map((row) => presentPatrol(places, row)), next: last && rows.length === query.limit ? `${last.starts_at.toISOString()}|${last.id}` : null }
  }

  /** Job: the hour of publication has come. */
  const publishDue = (patrolId: string): Promise<void> => inTransaction(db, async (tx) => {
    const row = await lockPatrolInScopes(tx, patrolId, [CITY_ROOT])
    if (!row || row.state !== 'scheduled') return
    await trace(tx, row.created_by, 'patrol-published', await open(tx, row, clock.now()))
  })

  /** Job: the patrol and its grace are over; seats nobody came for become no-shows. */
  const finishDue = (patrolId: string): Promise<void> => inTransaction(db, async (tx) => {
    const row = await lockPatrolInScopes(tx, patrolId, [CITY_ROOT])
    if (!row || row.state !== 'open') return
    const absent = await endClaims(tx, patrolId, 'no-show', clock.now())
    await updatePatrol(tx, patrolId, { state: 'finished' })
    await emit(tx, { type: 'duties.patrol-finished', actor: 'system', subject: `patrol:${patrolId}`, at: clock.now(), payload: { patrolId, regionPath: row.region_path, absent } })
  })

  return { draft, edit, publish, cancel, list, publishDue, finishDue }
}

/** The code of the nearest region for which the officer may publish there. */
const publisherAmong = (scopes: readonly string[], path: string): string | null =>
  scopes.filter((scope) => withinScopes(path, [scope])).toSorted((a, b) => b.length - a.length)[0]?.split('.').at(-1) ?? null

/** The empty ltree path is the ancestor of every region. */
const CITY_ROOT = ''
