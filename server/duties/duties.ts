import { narrowScopes, requireScopes, type Actor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { createAttendances } from './attendances.ts'
import { createClaims } from './claims.ts'
import type { RecordState } from './contract.ts'
import { createPatrols } from './patrols.ts'
import { createStandingPolicy } from './policy/standing-policy.ts'
import type { DutyPeople, DutyPlaces, DutyTracking } from './ports.ts'
import { createRecords } from './records.ts'
import { createUnitMembers } from './reservations/members.ts'
import { createReservations } from './reservations/reservations.ts'
import { createUnitScope } from './reservations/unit-scope.ts'
import { SeatRush } from './seats/rush.ts'
import { forgetDisputes, forgetPlaces } from './store/attendances.ts'

export interface DutiesDeps {
  db: Database
  clock: Clock
  people: DutyPeople
  places: DutyPlaces
  ledger: Ledger
  tracking: DutyTracking
}

/** The face of the module: patrols, seats, units' reservations, attendances and service records. */
export function createDuties(deps: DutiesDeps) {
  const rush = new SeatRush(deps.db, deps.clock, deps.people)
  const patrols = createPatrols({ ...deps, rush })
  const policies = createStandingPolicy(deps)
  const claims = createClaims({ ...deps, rush, policies })
  const unitScope = createUnitScope({ ...deps, rush })
  const reservations = { ...createReservations({ ...deps, rush }, unitScope), members: createUnitMembers({ ...deps, rush }, unitScope) }
  const records = createRecords(deps)
  const attendances = createAttendances({ ...deps, records, policies })
  const recordsOfRegions = (actor: Actor | null, query: { state?: RecordState | undefined; regionCode?: string | undefined; after?: string | undefined; limit: number }) =>
    records.list(narrowScopes(requireScopes(actor, 'officer', 'police'), query.regionCode, deps.places), query)
  return {
    patrols, claims, reservations, attendances, policies, records: { ...records, list: recordsOfRegions },
    /** The account is gone: the figures of its records stay, neither the ways, nor where they began and ended, nor the person's words. */
    async forget(tx: Tx, personId: string): Promise<void> {
      await deps.tracking.forget(tx, personId)
      await forgetPlaces(tx, personId)
      await forgetDisputes(tx, personId)
    },
    /** Handlers of the jobs this module queues. */
    jobs: {
      'duties.publish': ({ patrolId }: { patrolId: string }) => patrols.publishDue(patrolId),
      'duties.finish': ({ patrolId }: { patrolId: string }) => patrols.finishDue(patrolId),
      'duties.release-seats': ({ patrolId }: { patrolId: string }) => reservations.releaseDue(patrolId),
      'duties.close-attendance': ({ attendanceId }: { attendanceId: string }) => attendances.closeDue(attendanceId),
    },
  }
}
export type Duties = ReturnType<typeof createDuties>
