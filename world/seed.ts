/** Fills a new database with the demo city through the same verbs that people use, a week of evenings up to now. */
import { createApp, type App } from '../server/main.ts'
import { consentTexts } from '../server/people/consent-texts.ts'
import { checkCharacter } from '../server/people/identity/id-number.ts'
import type { Actor } from '../server/platform/actor.ts'
import { ManualClock } from '../server/platform/clock.ts'
import type { Keyring } from '../server/platform/crypto.ts'
import { inTransaction, openDatabase, openPool } from '../server/platform/db.ts'
import { writeMode } from '../server/platform/start/mode.ts'
import { CITY_NAMING, generateCity } from './city/city.ts'
import { reportsOfAWeek } from './cases.ts'
import { evenings, tonight, type DemoPeople } from './evenings.ts'
import { leader, liaison, officers, applicants, resident, volunteer, walkersIn, type DemoPerson } from './people.ts'
import { routesNearCenter } from './routes.ts'
import { beforeDeskCloses, DAY_MS, HOUR_MS, play, TIME_ZONE } from './timeline.ts'

export interface SeedOptions {
  databaseUrl: string
  keys: Keyring
  dataDir: string
  /** The demo is anchored here: a week lies behind, the evening ahead. */
  now: Date
  say: (line: string) => void
}

const SEED = 350600
/** When the volunteer last looked at what they were told. */
const READ_HOURS_AGO = 3

export async function seedDemo({ databaseUrl, keys, dataDir, now, say }: SeedOptions): Promise<void> {
  const clock = new ManualClock(new Date(now.getTime() - 8 * DAY_MS))
  const app = await createApp({ databaseUrl: hasty(databaseUrl), clock, keys, dataDir, demo: true, publicUrl: undefined, timeZone: TIME_ZONE, outsideDesks: { answerAfter_s: 5, failTimes: 0 }, pagesDir: undefined, report: (error) => { throw error }, say: () => {} })
  say('Drawing the demo city …')
  await drawCity(app)
  say('Signing its people in …')
  const people = await signPeopleIn(app, now)
  const routes = await routesNearCenter(app)
  say('Walking a week of patrols …')
  const reporters = [people.volunteer, ...people.walkers.slice(0, 6)]
  await play(clock, [
    ...evenings(app, people, routes, now),
    ...reportsOfAWeek(app, reporters, people.county, routes.map((route) => route.line), now),
    { at: beforeDeskCloses(new Date(now.getTime() - READ_HOURS_AGO * HOUR_MS)), act: () => readUpToNow(app, people.volunteer) },
    ...tonight(app, people, routes, now),
  ])
  clock.set(now)
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

async function signPeopleIn(app: App, now: Date): Promise<DemoPeople> {
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
  await join(officers.community)
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
  return { county, volunteer: own, walkers: all, hospital }
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

/** What the week told was read; what comes now is new. */
async function readUpToNow(app: App, reader: Actor): Promise<void> {
  await app.pump.drain()
  const { items: [newest] } = await app.people.myNotices(reader, { limit: 1 })
  if (newest) await app.people.readNotices(reader, { id: newest.id, older: true })
}
