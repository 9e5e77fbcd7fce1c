/** A small named world for the tests of this module: one city, two communities, a handful of people. */
import { createLedger } from '../ledger/ledger.ts'
import type { Actor, Grant } from '../platform/actor.ts'
import { ManualClock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { freshDatabase } from '../platform/testing.ts'
import type { NewPatrol } from './contract.ts'
import { createDuties, type DutiesDeps } from './duties.ts'
import type { DutyPerson, DutyRegion, DutyUnit, TrackSummary } from './ports.ts'

export const north: DutyRegion = { code: '350602001001', path: '3506.350602.350602001.350602001001', name: '东铺头社区', nameEn: 'Dongputou Community', level: 'community' }
export const south: DutyRegion = { code: '350602001002', path: '3506.350602.350602001.350602001002', name: '西桥社区', nameEn: 'Xiqiao Community', level: 'community' }
export const town: DutyRegion = { code: '350602001', path: '3506.350602.350602001', name: '东铺头街道', nameEn: 'Dongputou', level: 'town' }
export const county: DutyRegion = { code: '350602', path: '3506.350602', name: '芗城区', nameEn: 'Xiangcheng District', level: 'county' }
export const city: DutyRegion = { code: '3506', path: '3506', name: '漳州市', nameEn: 'Zhangzhou', level: 'city' }
const grid: DutyRegion = { code: '350602001001003', path: `${north.path}.350602001001003`, name: '第三网格', nameEn: 'Grid 3', level: 'grid' }
const regions = [grid, north, south, town, county, city]

export const grantFor = (region: DutyRegion, role: Grant['role'] = 'officer'): Grant => ({ role, regionPath: region.path, organisationId: null, teamId: null })

export interface PersonInWorld extends DutyPerson {
  born: number
  consent: boolean
  agreed: boolean
  /** Organisations whose member the person is. */
  units: Set<string>
}

export async function dutyWorld() {
  const t = await freshDatabase()
  const clock = new ManualClock('2026-04-14T10:00:00Z')
  const persons = new Map<string, PersonInWorld>()
  const units = new Map<string, DutyUnit>()
  const walked = new Map<string, Partial<TrackSummary>>()
  const ledger = createLedger({ db: t.db, clock })

  const deps: DutiesDeps = {
    db: t.db, clock, ledger,
    places: {
      region: (code) => regions.find((r) => r.code === code) ?? null,
      root: () => city,
      // North of 24.5 lies one community, from 24.9 on its third grid, south of 24.5 the other, west of 117.5 the sea.
      regionAt: ({ lon, lat }) => (lon < 117.5 ? null : lat >= 24.9 ? grid : lat >= 24.5 ? north : south),
    },
    people: {
      people: async (_, ids) => new Map(ids.flatMap((id) => { const found = persons.get(id); return found ? [[id, found] as const] : [] })),
      hasConsent: async (_, id) => persons.get(id)?.consent ?? false,
      consenting: async (_, ids) => new Set(ids.filter((id) => persons.get(id)?.consent)),
      agreeing: async (_, ids) => new Set(ids.filter((id) => persons.get(id)?.agreed)),
      organisation: async (_, id) => units.get(id),
      organisationMembers: async (_, organisationId, { ids, limit }) => [...persons.values()].filter((one) => one.units.has(organisationId) && (ids?.includes(one.id) ?? true))
        .map((one) => ({ personId: one.id, phone: '138****0000', teams: ['一队'] })).slice(0, limit),
    },
    tracking: {
      begin: async (_, { attendanceId }) => ({ token: `token-${attendanceId}` }),
      end: async (_, attendanceId) => ({ distance_m: 3000, moving_s: 2400, coveredShare: 0.8, fixes: 600, insideShare: 0.95, mockFixes: 0, watched_s: 7200, filterVersion: 2, ...walked.get(attendanceId) }),
      forget: async () => {},
    },
  }
  const duties = createDuties(deps)

  function person(options: { realName?: Actor['realName']; born?: number; skills?: string[]; consent?: boolean; grants?: Grant[]; units?: string[]; termsDue?: string | null } = {}): Actor {
    const { realName = 'verified', born = 1980, skills = [], consent = true, grants = [], units: memberOf = [], termsDue = null } = options
    const id = newId()
    persons.set(id, { id, displayName: '张*', realName, born, skills, consent, agreed: termsDue === null, units: new Set(memberOf), ageAt: (day) => day.getUTCFullYear() - born })
    return { personId: id, sessionId: newId(), realName, grants, termsDue }
  }

  const newPatrol = (change: Partial<NewPatrol> = {}): NewPatrol => ({
    name: '西桥夜巡', kind: 'night', regionCode: north.code, shape: { type: 'LineString', coordinates: [[117.65, 24.51], [117.66, 24.51]] },
    startsAt: '2026-04-14T11:00:00Z', endsAt: '2026-04-14T13:00:00Z', seats: 3, pointsPerHour: 10,
    conditions: { realNameRequired: true, ageMin: null, ageMax: null, skills: [] }, riskText: '注意交通安全', insuranceNote: '已投保意外险', releaseDeadlineMinutes: 30, seatsForUnits: 0, unitsUntil: null, ...change,
  })

  /** An organisation and the liaison who speaks for it. */
  function unit(name: string, regionPath = town.path): { id: string; liaison: Actor } {
    const id = newId()
    units.set(id, { id, name, regionPath })
    return { id, liaison: person({ grants: [{ role: 'liaison', regionPath: null, organisationId: id, teamId: null }] }) }
  }

  const officer = person({ grants: [grantFor(town)] })
  /** A published patrol. */
  async function published(change: Partial<NewPatrol> = {}): Promise<string> {
    const { id } = await duties.patrols.draft(officer, newPatrol(change))
    await duties.patrols.publish(officer, { id, at: null })
    return id
  }

  const events = async (): Promise<string[]> => (await t.db.selectFrom('platform.event').select('type').orderBy('position').execute()).map((e) => e.type)

  return { ...t, clock, deps, duties, ledger, person, persons, unit, newPatrol, published, officer, events, walked }
}
export type DutyWorld = Awaited<ReturnType<typeof dutyWorld>>
