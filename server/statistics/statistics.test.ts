import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, Grant, Role } from '../platform/actor.ts'
import { ManualClock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { freshDatabase, type TestDatabase } from '../platform/testing.ts'
import { dayOf, midnight, shifted } from './days.ts'
import { countsByRegion, createStatistics, type Statistics } from './statistics.ts'

const regions = [
  { code: '3506', path: '3506', name: '漳州市', nameEn: null },
  { code: '350602', path: '3506.350602', name: '芗城区', nameEn: null },
  { code: '350602001', path: '3506.350602.350602001', name: '东铺头街道', nameEn: null },
  { code: '350603', path: '3506.350603', name: '龙文区', nameEn: null },
]
const zone = 'Asia/Shanghai'
const person = (...grants: Grant[]): Actor => ({ personId: newId(), sessionId: newId(), realName: 'verified', termsDue: null, grants })
const grant = (role: Role, regionPath: string): Grant => ({ role, regionPath, organisationId: null, teamId: null })
const period = { from: '2026-04-01', to: '2026-04-30' }

let t: TestDatabase
let statistics: Statistics
let onDuty: string[] = []
const clock = new ManualClock('2026-04-14T10:00:00Z')

beforeAll(async () => {
  t = await freshDatabase()
  statistics = createStatistics({ db: t.db, clock, timeZone: zone, places: { region: (code) => regions.find((one) => one.code === code) ?? null }, onDuty: () => onDuty })
})
afterAll(() => t.drop())

const told = async (work: Promise<unknown>): Promise<string> => work.then(() => 'told', (error: { code: string }) => error.code)

describe('who is told the figures', () => {
  const table: [string, Actor | null, string | undefined, string][] = [
    ['a guest', null, undefined, 'sign-in-required'],
    ['a resident', person(), undefined, 'not-allowed'],
    ['a team leader', person({ role: 'leader', regionPath: null, organisationId: null, teamId: newId() }), undefined, 'not-allowed'],
    ['an officer of the region', person(grant('officer', '3506.350602')), '350602', 'told'],
    ['an officer above', person(grant('officer', '3506')), '350602', 'told'],
    ['the police of the region', person(grant('police', '3506.350602')), undefined, 'told'],
    ['an officer of a part', person(grant('officer', '3506.350602.350602001')), '350602', 'not-found'],
    ['an officer elsewhere', person(grant('officer', '3506.350603')), '350602', 'not-found'],
    ['an officer who asks for no region that exists', person(grant('officer', '3506')), '999999', 'not-found'],
  ]
  it.each(table)('%s: %#', async (_, actor, regionCode, expected) => {
    expect(await told(statistics.headline(actor, { regionCode, ...period }))).toBe(expected)
    expect(await told(statistics.days(actor, { regionCode, days: 3 }))).toBe(expected)
    expect(await told(statistics.teams(actor, { regionCode, limit: 10 }))).toBe(expected)
  })
})

interface Walk { id: string; person: string; path: string; patrol: boolean; at: Date; state: string | null; minutes: number; points: number }
interface Case { path: string; at: Date; due: Date | null; handled: Date | null; closed: boolean; outcome: string | null }

const hour = (n: number): Date => new Date(Date.parse('2026-03-25T00:00:00Z') + n * 3_600_000)
const anyPath = fc.constantFrom(...regions.map(({ path }) => path))
const walks = fc.array(fc.record({ path: anyPath, patrol: fc.boolean(), hours: fc.nat(500), person: fc.nat(6), state: fc.constantFrom(null, 'pending', 'confirmed', 'rejected'), minutes: fc.nat(200), points: fc.nat(40) }), { maxLength: 40 })
const cases = fc.array(fc.record({ path: anyPath, hours: fc.nat(500), due: fc.option(fc.nat(100)), handled: fc.option(fc.nat(120)), closed: fc.boolean(), outcome: fc.constantFrom(null, 'solved', 'withdrawn', 'duplicate') }), { maxLength: 25 })

async function insertPatrol(path: string, at: Date, state: string): Promise<string> {
  const id = newId()
  await t.db.insertInto('duties.patrol').values({
    id, name: 'x', kind: 'night', region_code: '1', region_path: path, region_name: 'x', shape: '{}', meeting_lon: 117, meeting_lat: 24, starts_at: at, ends_at: new Date(at.getTime() + 3_600_000), seats: 9, points_per_hour: 1,
    real_name_required: true, risk_text: 'x', insurance_note: 'x', release_deadline_minutes: 0, state, published_at: state === 'draft' ? null : at, created_by: newId(), created_at: at,
  }).execute()
  return id
}

async function insertWalk(walk: Walk, patrolId: string | null): Promise<void> {
  const shared = { person_id: walk.person, patrol_id: patrolId, name: 'x', region_code: '1', region_path: walk.path, region_name: 'x', points_per_hour: 1, started_at: walk.at, ended_at: walk.at }
  await t.db.insertInto('duties.attendance').values({ ...shared, id: walk.id, planned_end: walk.at, started_lon: 117, started_lat: 24, started_accuracy_m: 1, received_at: walk.at }).execute()
  if (walk.state === null) return
  await t.db.insertInto('duties.service_record').values({ ...shared, ended_at: walk.at, id: newId(), attendance_id: walk.id, minutes_measured: walk.minutes, minutes: walk.minutes, points: walk.points, proof_strength: 'strong', proofs: '[]', flags: [], state: walk.state, recorded_by: 'system', created_at: walk.at }).execute()
}

async function insertCase(one: Case, at: number): Promise<void> {
  await t.db.insertInto('cases.case').values({
    id: newId(), number: String(at), state: one.closed ? 'closed' : 'accepted', outcome: one.outcome, version: 1, steps: 1, category: 'x', sensitive: false, answers: '{}', words: '', device_time: one.at, reported_at: one.at, reporter_id: newId(), address: '',
    region_code: '1', region_name: 'x', region_path: one.path, desk_kind: 'community', desk_code: '1', desk_name: 'x', desk_path: one.path, due_at: one.due, handled_at: one.handled, closed_at: one.closed ? one.handled ?? one.at : null,
  }).execute()
}

const clear = () => t.pool.query('delete from duties.service_record; delete from duties.attendance; delete from duties.patrol; delete from cases."case"')

it('counts as a reader of all rows would', async () => {
  const people = Array.from({ length: 7 }, newId)
  await fc.assert(fc.asyncProperty(walks, cases, anyPath, async (walkRows, caseRows, asked) => {
    await clear()
    const all: Walk[] = walkRows.map(({ hours, person: which, ...row }) => ({ ...row, id: newId(), at: hour(hours), person: people[which] as string }))
    const reports: Case[] = caseRows.map(({ hours, due, handled, ...row }) => ({ ...row, at: hour(hours), due: due === null ? null : hour(hours + due), handled: handled === null ? (row.closed ? hour(hours) : null) : hour(hours + handled) }))
    for (const walk of all) await insertWalk(walk, walk.patrol ? await insertPatrol(walk.path, walk.at, 'open') : null)
    for (const state of ['draft', 'cancelled']) await insertPatrol(asked, hour(200), state)
    for (const [at, one] of reports.entries()) await insertCase(one, at)

    const [low, high] = [midnight(period.from, zone), midnight(shifted(period.to, 1), zone)]
    const below = (path: string): boolean => path === asked || path.startsWith(`${asked}.`)
    const mine = all.filter(({ path, at }) => below(path) && at >= low && at < high)
    const confirmed = mine.filter(({ state }) => state === 'confirmed')
    const counted = reports.filter(({ path, at, outcome }) => below(path) && at >= low && at < high && outcome !== 'withdrawn' && outcome !== 'duplicate')
    const closed = counted.filter((one) => one.closed)
    const inTime = closed.filter(({ due, handled }) => due === null || (handled as Date) <= due)
    const overdue = counted.filter((one) => !one.closed && one.handled === null && one.due !== null && one.due < clock.now())

    const figures = await statistics.headline(person(grant('officer', '3506')), { regionCode: asked.split('.').at(-1), ...period })
    expect(figures).toMatchObject({
      patrols: mine.length, patrolsSelfStarted: mine.filter(({ patrol }) => !patrol).length, participations: mine.length, participants: new Set(mine.map((walk) => walk.person)).size,
      minutes: confirmed.reduce((sum, { minutes }) => sum + minutes, 0), points: confirmed.reduce((sum, { points }) => sum + points, 0),
      reported: counted.length, handled: counted.filter((one) => one.handled !== null || one.closed).length, closed: closed.length, closedInTime: inTime.length, openOverdue: overdue.length,
      onTimeShare: closed.length + overdue.length === 0 ? null : inTime.length / (closed.length + overdue.length),
    })
    const days = await statistics.days(person(grant('officer', '3506')), { regionCode: asked.split('.').at(-1), days: 14 })
    expect(days.map(({ day, participations }) => ({ day, participations }))).toEqual(Array.from({ length: 14 }, (_, at) => shifted('2026-04-14', at - 13)).map((day) => ({ day, participations: all.filter((walk) => below(walk.path) && dayOf(walk.at, zone) === day).length })))
  }), { numRuns: 12 })
})

describe('people on duty', () => {
  it('counts each of them in every region above', () => {
    expect(countsByRegion(['3506.350602.350602001', '3506.350602', '3506.350603'])).toEqual(new Map([['3506', 3], ['350602', 2], ['350602001', 1], ['350603', 1]]))
  })

  it('keeps the most of a day and when it was, whatever comes after', async () => {
    const officer = person(grant('officer', '3506.350602'))
    for (const [minutes, count] of [[0, 2], [1, 5], [2, 3]] as const) {
      clock.set(new Date(Date.parse('2026-04-14T10:00:00Z') + minutes * 60_000))
      onDuty = Array.from({ length: count }, () => '3506.350602.350602001')
      await statistics.sample()
    }
    const { online, onlinePeak } = await statistics.headline(officer, period)
    expect([online, onlinePeak]).toEqual([3, { count: 5, at: '2026-04-14T10:01:00.000Z' }])
    expect((await statistics.days(officer, { days: 2 })).map((day) => day.onlinePeak)).toEqual([null, 5])
  })
})

it('begins days at the midnight of the city, over a change of clocks too', () => {
  expect(midnight('2026-04-14', zone).toISOString()).toBe('2026-04-13T16:00:00.000Z')
  expect(midnight('2026-03-29', 'Europe/Berlin').toISOString()).toBe('2026-03-28T23:00:00.000Z')
  expect(midnight('2026-03-30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T22:00:00.000Z')
})
