/** A small named world for the tests of cases: two counties, their people, their desks, and simulated outside desks. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { createHotline12345Simulator } from '../../gateways/hotline12345.ts'
import { createPolice110Simulator } from '../../gateways/police110.ts'
import type { SimulatorSettings } from '../../gateways/simulated.ts'
import type { Actor, Grant, Role } from '../../platform/actor.ts'
import { chineseCalendar } from '../../platform/calendar.ts'
import { ManualClock } from '../../platform/clock.ts'
import { FileStore } from '../../platform/files.ts'
import { newId } from '../../platform/ids.ts'
import { freshDatabase } from '../../platform/testing.ts'
import { createCases, type Cases, type OutsideReply } from '../cases.ts'
import { report as reportShape, stepCommand, type CaseView, type Report, type StepCommand } from '../contract.ts'
import type { RegionRef } from '../ground.ts'
import type { StepCode } from '../steps.ts'

const region = (path: string, level: string, name: string, nameEn: string | null = null): RegionRef => ({ code: path.split('.').at(-1) as string, level, name, nameEn, path })
const CITY = '3506'
const TOWN = '3506.350602.350602001'
export const regions = {
  city: region(CITY, 'city', '漳州市'),
  county: region('3506.350602', 'county', '芗城区'),
  town: region(TOWN, 'town', '东铺头街道'),
  east: region(`${TOWN}.350602001001`, 'community', '金宝社区', 'Jinbao Community'),
  west: region(`${TOWN}.350602001002`, 'community', '诗浦社区'),
  otherCounty: region('3506.350603', 'county', '龙文区'),
  otherTown: region('3506.350603.350603001', 'town', '蓝田街道'),
  other: region('3506.350603.350603001.350603001001', 'community', '小坑社区'),
}
/** Longitude decides: each community is a hundredth of a degree wide at latitude 24.5. */
export const spots = { east: { lon: 117.655, lat: 24.5 }, west: { lon: 117.645, lat: 24.5 }, other: { lon: 117.705, lat: 24.5 }, sea: { lon: 118.6, lat: 24.1 } }

const places = {
  regionAt: ({ lon, lat }: { lon: number; lat: number }): RegionRef | null => {
    if (lat < 24.4 || lat > 24.6) return null
    if (lon >= 117.65 && lon < 117.66) return regions.east
    if (lon >= 117.64 && lon < 117.65) return regions.west
    return lon >= 117.7 && lon < 117.71 ? regions.other : null
  },
  region: (code: string): RegionRef | null => Object.values(regions).find((r) => r.code === code) ?? null,
  root: (): RegionRef | null => regions.city,
}

const grant = (role: Role, regionPath: string): Grant => ({ role, regionPath, organisationId: null, teamId: null })
export const person = (...grants: Grant[]): Actor => ({ personId: newId(), sessionId: newId(), realName: 'unverified', termsDue: null, grants })

export const people = {
  resident: person(), neighbour: person(), stranger: person(),
  eastOfficer: person(grant('officer', regions.east.path)),
  westOfficer: person(grant('officer', regions.west.path)),
  townOfficer: person(grant('officer', regions.town.path)),
  cityOfficer: person(grant('officer', regions.city.path)),
  otherOfficer: person(grant('officer', regions.otherCounty.path)),
  police: person(grant('police', regions.town.path)),
  liaison: person({ role: 'liaison', regionPath: null, organisationId: newId(), teamId: null }),
}
export type PersonName = keyof typeof people

/** Its attendance is the resident's. */
export const attendanceId = newId()

export const answersFor = (category: string): Report['answers'] => ({
  'street-light': { extent: 'one', dark: true }, 'rubbish': { kind: 'household', smell: false }, 'fire-lane': { by: 'car', where: 'outside', often: true },
  'noise': { source: 'shop', when: 'evening' }, 'suspicious': { what: 'doors', people: 'one' }, 'manhole': { damage: 'missing', place: 'road', guarded: false },
}[category] ?? {})

export async function smallWorld({ reports_per_hour = 10_000 } = {}) {
  const t = await freshDatabase()
  const clock = new ManualClock('2026-04-14T11:00:00Z')
  const settings: SimulatorSettings = { answerAfter_s: 60, failTimes: 0 }
  const replies: OutsideReply[] = []
  const deliver = (reply: OutsideReply) => {
    replies.push(reply)
    return cases.onOutsideReply(reply)
  }
  const calendar = chineseCalendar('Asia/Shanghai')
  const options = { db: t.db, clock, dayOf: calendar.dayOf, deliver, settings }
  const outside = { hotline12345: createHotline12345Simulator(options), police110: createPolice110Simulator(options) }
  const cases: Cases = createCases({
    reports_per_hour, db: t.db, clock, calendar, files: new FileStore(mkdtempSync(join(tmpdir(), 'redvest-cases-')), clock), places, outside,
    people: { person: async () => ({ displayName: '张*' }), people: async (_, ids) => new Map(ids.map((id) => [id, { displayName: '张*' }])) },
    attendances: { belongsTo: async (_, id, personId) => id === attendanceId && personId === people.resident.personId },
  })
  const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#b03a2e' } }).jpeg().toBuffer()
  const upload = async (actor: Actor): Promise<string> => (await cases.storePhoto(actor, photo)).id

  /** A report of the resident in the east community, as a phone would send it. */
  const reportOf = async (actor: Actor, over: Partial<Report> = {}): Promise<Report> => reportShape.parse({
    id: newId(), deviceTime: clock.now().toISOString(), category: 'street-light', answers: answersFor(over.category ?? 'street-light'), words: '桥头路灯坏了三天',
    position: spots.east, photos: [await upload(actor)], ...over,
  })
  const reported = async (over: Partial<Report> = {}, actor: Actor = people.resident): Promise<CaseView> => cases.report(actor, await reportOf(actor, over))

  /** Takes a step at the present version. */
  const step = async (actor: Actor, id: string, code: StepCode, over: Partial<StepCommand> = {}): Promise<CaseView> => {
    const { version } = await t.db.selectFrom('cases.case').select('version').where('id', '=', id).executeTakeFirstOrThrow()
    return await cases.step(actor, stepCommand.parse({ id, step: code, version, ...over })) as CaseView
  }
  const eventsOf = async (id: string): Promise<string[]> =>
    (await t.db.selectFrom('platform.event').select('type').where('subject', '=', `case:${id}`).orderBy('position').execute()).map((e) => e.type)
  /** Jobs of a name that wait in the queue, with the payload and the time they are due. */
  const jobsOf = async (name: string): Promise<Array<{ key: string | null; run_at: Date }>> =>
    (await t.pool.query('select key, run_at from graphile_worker.jobs where task_identifier = $1 order by run_at', [name])).rows

  return { ...t, clock, cases, settings, replies, outside, photo, upload, reportOf, reported, step, eventsOf, jobsOf }
}
export type SmallWorld = Awaited<ReturnType<typeof smallWorld>>
