/** What duties ask of the modules below, in their own words; the composition root passes the faces. */
import type { Tx, Database } from '../platform/db.ts'
import type { Position } from '../platform/shapes.ts'
import type { PatrolShape } from './contract.ts'

export interface DutyPerson {
  id: string
  /** Masked, for example 张*. */
  displayName: string
  realName: string
  /** Whole years on that day; null when the birth date is not known. */
  ageAt(day: Date): number | null
  skills: readonly string[]
}

export interface DutyPeople {
  people(db: Tx | Database, ids: readonly string[]): Promise<ReadonlyMap<string, DutyPerson>>
  hasConsent(db: Tx | Database, personId: string, purpose: 'location-tracking'): Promise<boolean>
  /** Those of the people who agree to the purpose now. */
  consenting(db: Tx | Database, personIds: readonly string[], purpose: 'location-tracking'): Promise<ReadonlySet<string>>
  /** Those of the people who have agreed to what serving needs. */
  agreeing(db: Tx | Database, personIds: readonly string[]): Promise<ReadonlySet<string>>
  organisation(db: Tx | Database, id: string): Promise<DutyUnit | undefined>
  /** Members of the unit's open teams, in the order of their ids; all of them, those among `ids`, or those of exactly this name. */
  organisationMembers(db: Tx | Database, organisationId: string, which: { ids?: readonly string[]; name?: string | undefined; after?: string | undefined; limit: number }): Promise<readonly DutyUnitMember[]>
}

export interface DutyUnit {
  id: string
  name: string
  regionPath: string
}

export interface DutyUnitMember {
  personId: string
  /** Masked. */
  phone: string
  teams: readonly string[]
}

export interface DutyRegion {
  code: string
  path: string
  name: string
  nameEn: string | null
  level: string
}

export interface DutyPlaces {
  region(code: string): DutyRegion | null
  /** The whole city; null before a map was loaded. */
  root(): DutyRegion | null
  /** The deepest region at a position; null outside the city. */
  regionAt(position: Position): DutyRegion | null
}

/** What remains of a walk when it is over. Lengths in metres, durations in seconds. */
export interface TrackSummary {
  distance_m: number
  moving_s: number
  /** Share of the route walked, 0–1; null without a route. */
  coveredShare: number | null
  fixes: number
  /** Share of the kept fixes inside the fence; null without a shape. */
  insideShare: number | null
  mockFixes: number
  /** Seconds of the walk during which positions kept coming; silences left out. */
  watched_s: number
  filterVersion: number
}

export interface DutyTracking {
  /** Opens tracking for an attendance; the token authorises its positions and outlives the session. */
  begin(tx: Tx, walk: { attendanceId: string; personId: string; regionPath: string; startedAt: Date; until: Date; shape: PatrolShape | null; fence_m: number }): Promise<{ token: string }>
  /** Closes it at a moment and measures what was walked. Repeating it is harmless. */
  end(tx: Tx, attendanceId: string, endedAt: Date): Promise<TrackSummary>
  /** The person's account is gone: where they walked is forgotten, the figures stay. */
  forget(tx: Tx, personId: string): Promise<void>
}
