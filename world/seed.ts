/** Fills a new database with the demo city through the same verbs that people use, a week of evenings up to now. */
import type { NewPatrol } from '../server/duties/contract.ts'
import { createApp, type App } from '../server/main.ts'
import { consentTexts } from '../server/people/consent-texts.ts'
import { checkCharacter } from '../server/people/identity/id-number.ts'
import type { Actor } from '../server/platform/actor.ts'
import { chineseCalendar, startOfDay } from '../server/platform/calendar.ts'
import { ManualClock } from '../server/platform/clock.ts'
import type { Keyring } from '../server/platform/crypto.ts'
import { inTransaction, openDatabase, openPool } from '../server/platform/db.ts'
import { distance_m } from '../server/platform/geo.ts'
import { newId } from '../server/platform/ids.ts'
import { writeMode } from '../server/platform/start/mode.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import { CITY_NAMING, generateCity } from './city/city.ts'
import { reportAWeek } from './cases.ts'
import { fixesAlong } from './paths.ts'
import { leader, liaison, officers, applicants, resident, volunteer, walkersIn, type DemoPerson } from './people.ts'
import { kindAt } from './kinds.ts'

export interface SeedOptions {
  databaseUrl: string
  keys: Keyring
  dataDir: string
  /** The demo is anchored here: a week lies behind, the evening ahead. */
  now: Date
  say: (line: string) => void
}

const SEED = 350600
const TIME_ZONE = 'Asia/Shanghai'
const EVENING_HOUR = 19
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const { dayOf: dayInCity } = chineseCalendar(TIME_ZONE)
const CENTER = { lon: 117.653, lat: 24.511 }

export async function seedDemo({ databaseUrl, keys, dataDir, now, say }: SeedOptions): Promise<void> {
  const clock = new ManualClock(new Date(now.getTime() - 8 * DAY_MS))
  const app = await createApp({ databaseUrl: hasty(databaseUrl), clock, keys, dataDir, demo: true, publicUrl: undefined, timeZone: TIME_ZONE, outsideDesks: { answerAfter_s: 5, failTimes: 0 }, pagesDir: undefined, report: (error) => { throw error }, say: () => {} })
  say('Drawing the demo city …')
  await drawCity(app)
  say('Signing its people in …')
  const people = await signPeopleIn(app, now)
  const routes = await routesNearCenter(app)
  say('Walking a week of patrols …')
  for (let day = 7; day >= 1; day--) await walkEvening(app, clock, people, routes, new Date(now.getTime() - day * DAY_MS), 7 - day)
  await reportAWeek(app, clock, [people.volunteer, ...people.walkers.slice(0, 6)], people.county, routes.map((route) => route.line), now)
  clock.set(now)
  await readUpToNow(app, people.volunteer)
  await publishTonight(app, people, routes, now)
  await callOff(app, people, routes, now)
  await app.pump.drain()
  await app.stop()
  const db = openDatabase(openPool(databaseUrl, 1))
  await writeMode(db, 'demo', now)
  await db.destroy()
}

/** Commits do not wait for the disk: half a demo is thrown away in any case, and the one commit that makes it whole waits for all before it. */
function hasty(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.searchParams.set('options', '-c synchronous_commit=off')
  return url.href
}

async function drawCity(app: App): Promise<void> {
  const city = await generateCity(SEED)
  await inTransaction(app.db, async (tx) => {
    await app.places.putMap(tx, { ...city, naming: CITY_NAMING })
    await tx.updateTable('platform.setting').set({ value: JSON.stringify('demo-loading') }).where('key', '=', 'mode').execute()
  })
  await app.places.load()
}

interface SeededPeople {
  community: Actor
  street: Actor
  county: Actor
  volunteer: Actor
  walkers: Actor[]
  hospital: { id: string; liaison: Actor }
}

async function signPeopleIn(app: App, now: Date): Promise<SeededPeople> {
  let serial = 101
  const join = async (person: DemoPerson): Promise<Actor> => {
    const ip = `10.1.${Math.floor(serial / 200)}.${serial % 200}`
    const { demoCode } = await app.people.requestCode({ phone: person.phone }, ip)
    const { actor } = await app.people.signIn({ phone: person.phone, code: demoCode as string, device: 'demo' }, ip)
    await app.people.setProfile(actor, { regionCode: person.regionCode, skills: [], language: 'zh', bigLetters: false })
    for (const { purpose, version } of consentTexts) await app.people.giveConsent(actor, { purpose, version }, ip)
    if (person.verified) {
      const first = `350602${person.born.replaceAll('-', '')}${serial++}`
      await app.people.registerRealName(actor, { name: person.name, idNumber: first + checkCharacter(first) })
      await app.people.verifyBySystem(actor.personId)
    }
    if (person.role) await app.people.appointBySystem(actor.personId, { role: person.role, regionCode: person.regionCode })
    const grants = person.role ? [{ role: person.role, regionPath: app.places.region(person.regionCode)?.path ?? null, organisationId: null, teamId: null }] : []
    return { ...actor, realName: person.verified ? 'verified' : 'unverified', grants, termsDue: null }
  }
  await join(officers.city)
  const county = await join(officers.county)
  const street = await join(officers.street)
  const community = await join(officers.community)
  await join(officers.police)
  const head = await join(leader)
  const speaker = await join(liaison)
  const own = await join(volunteer)
  await join(resident)
  // Three who handed in their real name and wait for an officer.
  for (const person of applicants) await apply(app, await join({ ...person, verified: false }), person, serial++)
  const all: Actor[] = []
  for (const person of walkersIn(now.getUTCFullYear())) all.push(await join(person))
  const hospitalId = await foundTeams(app, { street, county, head, speaker, members: [own, ...all] })
  const hospital = { id: hospitalId, liaison: { ...speaker, grants: [{ role: 'liaison' as const, regionPath: null, organisationId: hospitalId, teamId: null }] } }
  return { community, street, county, volunteer: own, walkers: all, hospital }
}

async function apply(app: App, actor: Actor, person: DemoPerson, serial: number): Promise<void> {
  const first = `350602${person.born.replaceAll('-', '')}${serial}`
  await app.people.registerRealName(actor, { name: person.name, idNumber: first + checkCharacter(first) })
}

async function foundTeams(app: App, { street, county, head, speaker, members }: { street: Actor; county: Actor; head: Actor; speaker: Actor; members: Actor[] }): Promise<string> {
  const code = officers.street.regionCode
  await app.people.createOrganisation(county, { name: '芗城区第一中学', kind: 'school', regionCode: officers.county.regionCode, creditCode: null })
  const hospital = await app.people.createOrganisation(county, { name: '市医院', kind: 'hospital', regionCode: officers.county.regionCode, creditCode: null })
  await app.people.appointBySystem(speaker.personId, { role: 'liaison', organisationId: hospital.id })
  const medics = await app.people.createTeam(county, { name: '市医院志愿服务队', kind: 'medical', about: '医护人员下班后参加社区巡防', regionCode: officers.county.regionCode, organisationId: hospital.id, leaderId: null })
  const night = await app.people.createTeam(street, { name: '东铺头夜巡队', kind: 'patrol', about: '每周二、四、六晚沿街巡逻', regionCode: code, organisationId: null, leaderId: head.personId })
  const traffic = await app.people.createTeam(street, { name: '文明交通劝导队', kind: 'traffic', about: '早晚高峰路口劝导', regionCode: code, organisationId: null, leaderId: null })
  for (const [i, member] of members.slice(0, 24).entries()) {
    const { id } = await app.people.requestToJoin(member, { id: (i % 3 === 0 ? traffic : night).id, message: '' })
    if (i < 20) await app.people.decideJoinRequest(street, { id, verdict: 'approved', reason: '欢迎加入' })
  }
  // The volunteer of the demo works at the hospital too, so that an assignment waits on the phone.
  for (const member of [members[0] as Actor, ...members.slice(50)]) {
    const { id } = await app.people.requestToJoin(member, { id: medics.id, message: '' })
    await app.people.decideJoinRequest(county, { id, verdict: 'approved', reason: '本院职工' })
  }
  return hospital.id
}

interface Route {
  name: string
  line: Coordinate[]
  regionCode: string
}

/** Named streets of the centre, the nearest first, cut to a walk of at most two kilometres. */
async function routesNearCenter(app: App): Promise<Route[]> {
  const scope = app.places.region(officers.county.regionCode)?.path ?? ''
  const streets = (await app.places.streets()).filter((street) => street.name !== null && street.line.length >= 2)
  // Lanes are named after a street and a number; a patrol is called after the street itself.
  const near = streets.filter((street) => !/\d/.test(street.name as string)).map((street) => ({ street, away_m: Math.min(...street.line.map(([lon, lat]) => distance_m(CENTER, { lon, lat }))) })).toSorted((a, b) => a.away_m - b.away_m)
  const routes = new Map<string, Route>()
  for (const { street } of near) {
    const line = cut(street.line, 2000)
    const region = line.length >= 2 ? app.places.regionAt({ lon: (line[0] as Coordinate)[0], lat: (line[0] as Coordinate)[1] }) : null
    const community = region && [...app.places.ancestors(region.code), region].find((r) => r.level === 'community')
    if (community?.path.startsWith(scope) && !routes.has(street.name as string)) routes.set(street.name as string, { name: street.name as string, line, regionCode: community.code })
    if (routes.size === 24) break
  }
  return [...routes.values()]
}

function cut(line: readonly Coordinate[], length_m: number): Coordinate[] {
  const kept: Coordinate[] = []
  let walked_m = 0
  for (const point of line) {
    const last = kept.at(-1)
    if (last) walked_m += distance_m({ lon: last[0], lat: last[1] }, { lon: point[0], lat: point[1] })
    if (last && walked_m > length_m) break
    kept.push(point)
  }
  return kept
}

function patrolOn(route: Route, index: number, startsAt: Date, hours: number): NewPatrol {
  const type = kindAt(startsAt, index)
  return {
    name: `${route.name}${type.suffix}`, kind: type.kind, regionCode: route.regionCode, shape: { type: 'LineString', coordinates: route.line },
    startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + hours * HOUR_MS).toISOString(), seats: type.seats, pointsPerHour: type.points,
    conditions: { realNameRequired: true, ...type.ages, skills: [] },
    riskText: '注意来往车辆，两人以上同行，不与人发生冲突，遇险情先报警。', insuranceNote: '已为实名志愿者投保人身意外伤害险，含往返途中。', releaseDeadlineMinutes: 60, seatsForUnits: 0, unitsUntil: null,
  }
}

/** One past evening: five patrols published in the afternoon, three people each, walked, ended, recorded. */
async function walkEvening(app: App, clock: ManualClock, people: SeededPeople, routes: readonly Route[], day: Date, evening: number): Promise<void> {
  const startsAt = new Date(startOfDay(dayInCity(day), TIME_ZONE).getTime() + EVENING_HOUR * HOUR_MS)
  for (let p = 0; p < 5; p++) {
    const route = routes[(evening * 5 + p) % routes.length] as Route
    clock.set(new Date(startsAt.getTime() - 4 * HOUR_MS))
    const { id } = await app.duties.patrols.draft(people.county, patrolOn(route, evening + p, startsAt, 2))
    await app.duties.patrols.publish(people.county, { id, at: null })
    const crew = [0, 1, 2].map((n) => people.walkers[(evening * 15 + p * 3 + n) % people.walkers.length] as Actor)
    if (p === 0) crew[0] = people.volunteer
    await Promise.all(crew.map((person) => app.duties.claims.claim(person, id)))
    // One after the other: they share the clock.
    for (const [n, person] of crew.entries()) await walkOne(app, clock, person, id, route, startsAt, 100 + ((evening + p + n) % 20), evening * 100 + p * 10 + n)
  }
}

async function walkOne(app: App, clock: ManualClock, person: Actor, patrolId: string, route: Route, startsAt: Date, minutes: number, seed: number): Promise<void> {
  const id = newId()
  const endsAt = new Date(startsAt.getTime() + minutes * 60_000)
  const [lon, lat] = route.line[0] as Coordinate
  clock.set(startsAt)
  const { trackingToken } = await app.duties.attendances.checkIn(person, { id, patrolId, at: startsAt.toISOString(), position: { lon, lat, accuracy_m: 8 } })
  clock.set(endsAt)
  const invented = seed % 13 === 5
  const fixes = fixesAlong(route.line, startsAt, endsAt, 15, seed).map((fix) => (invented && fix.sequence % 40 === 0 ? { ...fix, mock: true } : fix))
  for (let from = 0; from < fixes.length; from += 400) {
    await app.tracking.takeFixes({ kind: 'fixes', attendance: id, token: trackingToken, fixes: fixes.slice(from, from + 400) }, person)
  }
  await app.duties.attendances.checkOut(person, { id, at: endsAt.toISOString(), position: { lon, lat, accuracy_m: 8 } })
}

/** What is open now: some patrols running, some later tonight and in the coming days, partly taken. */
async function publishTonight(app: App, people: SeededPeople, routes: readonly Route[], now: Date): Promise<void> {
  const offsets = [-0.5, 0.25, 0.5, 1, 1.5, 2, 3, 5, 20, 22, 26, 44]
  for (const [i, hours] of offsets.entries()) {
    const startsAt = new Date(Math.round((now.getTime() + hours * HOUR_MS) / 900_000) * 900_000)
    const { id } = await app.duties.patrols.draft(people.county, patrolOn(routes[i % routes.length] as Route, i, startsAt, 2))
    await app.duties.patrols.publish(people.county, { id, at: null })
    for (const person of people.walkers.slice(40 + i, 40 + i + (i % 4))) await app.duties.claims.claim(person, id).catch(() => {})
  }
  await keepForUnits(app, people, routes, now)
  await app.duties.patrols.draft(people.county, patrolOn(routes[20 % routes.length] as Route, 3, new Date(now.getTime() + 3 * DAY_MS), 3))
}

/** What the week told was read; what comes now is new. */
async function readUpToNow(app: App, reader: Actor): Promise<void> {
  await app.pump.drain()
  const { items: [newest] } = await app.people.myNotices(reader, { limit: 1 })
  if (newest) await app.people.readNotices(reader, { id: newest.id, older: true })
}

/** A patrol of tomorrow that is called off after people took seats on it, so that it stands among their notices. */
async function callOff(app: App, { county, volunteer, walkers }: SeededPeople, routes: readonly Route[], now: Date): Promise<void> {
  const startsAt = new Date(Math.round((now.getTime() + 23 * HOUR_MS) / 900_000) * 900_000)
  const { id } = await app.duties.patrols.draft(county, patrolOn(routes[18 % routes.length] as Route, 0, startsAt, 2))
  await app.duties.patrols.publish(county, { id, at: null })
  await app.duties.claims.claim(volunteer, id)
  for (const person of walkers.slice(30, 32)) await app.duties.claims.claim(person, id).catch(() => {})
  await app.duties.patrols.cancel(county, { id, reason: '预报有暴雨，改期另行通知。' })
}

/** Two evenings with seats kept for units until three hours before the start; the hospital has reserved on the first and put two people on it. */
async function keepForUnits(app: App, { county, volunteer, walkers, hospital }: SeededPeople, routes: readonly Route[], now: Date): Promise<void> {
  const published: string[] = []
  for (const [i, hours] of [28, 52].entries()) {
    const startsAt = new Date(Math.round((now.getTime() + hours * HOUR_MS) / 900_000) * 900_000)
    const patrol = { ...patrolOn(routes[(14 + i) % routes.length] as Route, i, startsAt, 2), seats: 12, seatsForUnits: 8, unitsUntil: new Date(startsAt.getTime() - 3 * HOUR_MS).toISOString() }
    const { id } = await app.duties.patrols.draft(county, { ...patrol, name: `${patrol.name}（单位联防）` })
    await app.duties.patrols.publish(county, { id, at: null })
    published.push(id)
  }
  const of = { id: published[0] as string, organisationId: hospital.id }
  await app.duties.reservations.reserve(hospital.liaison, { ...of, seats: 5 })
  await app.duties.reservations.members.assign(hospital.liaison, { ...of, personIds: [volunteer.personId, (walkers[52] as Actor).personId] })
}
