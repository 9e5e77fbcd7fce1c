/** The demo's week of patrols, and those of tonight. */
import type { App } from '../server/main.ts'
import type { Actor } from '../server/platform/actor.ts'
import { newId } from '../server/platform/ids.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import { fixesAlong } from './paths.ts'
import { patrolOn, type Route } from './routes.ts'
import { beforeDeskCloses, cityHour, DAY_MS, HOUR_MS, MINUTE_MS, type Act } from './timeline.ts'

export interface DemoPeople {
  county: Actor
  volunteer: Actor
  walkers: Actor[]
  hospital: { id: string; liaison: Actor }
}

const EVENING_HOUR = 19
const QUARTER_MS = 15 * MINUTE_MS
const nextQuarter = (at: number): Date => new Date(Math.round(at / QUARTER_MS) * QUARTER_MS)

/** The evenings of the last week: five patrols each, published in the afternoon, three people on each, walked, ended, recorded. */
export function evenings(app: App, people: DemoPeople, routes: readonly Route[], now: Date): Act[] {
  const days = [7, 6, 5, 4, 3, 2, 1]
  return days.flatMap((day, evening) => {
    const startsAt = cityHour(new Date(now.getTime() - day * DAY_MS), EVENING_HOUR)
    return [0, 1, 2, 3, 4].flatMap((p) => walked(app, people, routes[(evening * 5 + p) % routes.length] as Route, { startsAt, evening, p }))
  })
}

function walked(app: App, { county, volunteer, walkers }: DemoPeople, route: Route, { startsAt, evening, p }: { startsAt: Date; evening: number; p: number }): Act[] {
  let patrolId = ''
  const published = startsAt.getTime() - 4 * HOUR_MS + p * 4 * MINUTE_MS
  const crew = [0, 1, 2].map((n) => (p === 0 && n === 0 ? volunteer : walkers[(evening * 15 + p * 3 + n) % walkers.length] as Actor))
  const publish = async (): Promise<void> => {
    patrolId = (await app.duties.patrols.draft(county, patrolOn(route, evening + p, startsAt, 2))).id
    await app.duties.patrols.publish(county, { id: patrolId, at: null })
  }
  return [
    { at: new Date(published), act: publish },
    { at: new Date(published + 25 * MINUTE_MS), act: () => Promise.all(crew.map((person) => app.duties.claims.claim(person, patrolId))) },
    ...crew.flatMap((person, n) => walk(app, person, () => patrolId, { route, startsAt, minutes: 100 + ((evening + p + n) % 20), seed: evening * 100 + p * 10 + n })),
  ]
}

function walk(app: App, person: Actor, patrolId: () => string, { route, startsAt, minutes, seed }: { route: Route; startsAt: Date; minutes: number; seed: number }): Act[] {
  const id = newId()
  const endsAt = new Date(startsAt.getTime() + minutes * MINUTE_MS)
  const [lon, lat] = route.line[0] as Coordinate
  const position = { lon, lat, accuracy_m: 8 }
  let token = ''
  const begin = async (): Promise<void> => {
    token = (await app.duties.attendances.checkIn(person, { id, patrolId: patrolId(), at: startsAt.toISOString(), position })).trackingToken
  }
  const end = async (): Promise<void> => {
    const invented = seed % 13 === 5
    const fixes = fixesAlong(route.line, startsAt, endsAt, 15, seed).map((fix) => (invented && fix.sequence % 40 === 0 ? { ...fix, mock: true } : fix))
    for (let from = 0; from < fixes.length; from += 400) await app.tracking.takeFixes({ kind: 'fixes', attendance: id, token, fixes: fixes.slice(from, from + 400) }, person)
    await app.duties.attendances.checkOut(person, { id, at: endsAt.toISOString(), position })
  }
  return [{ at: startsAt, act: begin }, { at: endsAt, act: end }]
}

/** What is open now: some patrols running, some later tonight and in the coming days, partly taken; and one that was called off a while ago. */
export function tonight(app: App, people: DemoPeople, routes: readonly Route[], now: Date): Act[] {
  const { county, walkers } = people
  const at = (hours: number, minutes = 0): Date => beforeDeskCloses(new Date(now.getTime() - hours * HOUR_MS + minutes * MINUTE_MS))
  const offsets = [-0.5, 0.25, 0.5, 1, 1.5, 2, 3, 5, 20, 22, 26, 44]
  const open = offsets.map((hours, i) => ({
    at: at(6, i), act: async () => {
      const { id } = await app.duties.patrols.draft(county, patrolOn(routes[i % routes.length] as Route, i, nextQuarter(now.getTime() + hours * HOUR_MS), 2))
      await app.duties.patrols.publish(county, { id, at: null })
      for (const person of walkers.slice(40 + i, 40 + i + (i % 4))) await app.duties.claims.claim(person, id).catch(() => {})
    },
  }))
  const draft = { at: at(6, 20), act: () => app.duties.patrols.draft(county, patrolOn(routes[20 % routes.length] as Route, 3, new Date(now.getTime() + 3 * DAY_MS), 3)) }
  return [...open, draft, ...keptForUnits(app, people, routes, now, at), ...calledOff(app, people, routes, now, at)]
}

type Ago = (hours: number, minutes?: number) => Date

/** A patrol of tomorrow that is called off after people took seats on it, so that it stands among their notices. */
function calledOff(app: App, { county, volunteer, walkers }: DemoPeople, routes: readonly Route[], now: Date, at: Ago): Act[] {
  let id = ''
  const publish = async (): Promise<void> => {
    id = (await app.duties.patrols.draft(county, patrolOn(routes[18 % routes.length] as Route, 0, nextQuarter(now.getTime() + 23 * HOUR_MS), 2))).id
    await app.duties.patrols.publish(county, { id, at: null })
  }
  const claim = async (): Promise<void> => {
    for (const person of [volunteer, ...walkers.slice(30, 32)]) await app.duties.claims.claim(person, id)
  }
  return [
    { at: at(6, 30), act: publish }, { at: at(5), act: claim },
    { at: new Date(now.getTime() - 25 * MINUTE_MS), act: () => app.duties.patrols.cancel(county, { id, reason: '预报有暴雨，改期另行通知。' }) },
  ]
}

/** Two evenings with seats kept for units until three hours before the start; the hospital has reserved on the first and put two people on it. */
function keptForUnits(app: App, { county, volunteer, walkers, hospital }: DemoPeople, routes: readonly Route[], now: Date, at: Ago): Act[] {
  const published: string[] = []
  const publish = [28, 52].map((hours, i) => ({
    at: at(6, 40 + i), act: async () => {
      const startsAt = nextQuarter(now.getTime() + hours * HOUR_MS)
      const patrol = { ...patrolOn(routes[(14 + i) % routes.length] as Route, i, startsAt, 2), seats: 12, seatsForUnits: 8, unitsUntil: new Date(startsAt.getTime() - 3 * HOUR_MS).toISOString() }
      const { id } = await app.duties.patrols.draft(county, { ...patrol, name: `${patrol.name}（单位联防）` })
      await app.duties.patrols.publish(county, { id, at: null })
      published.push(id)
    },
  }))
  const of = (): { id: string; organisationId: string } => ({ id: published[0] as string, organisationId: hospital.id })
  return [
    ...publish,
    { at: at(4), act: () => app.duties.reservations.reserve(hospital.liaison, { ...of(), seats: 5 }) },
    { at: at(2), act: () => app.duties.reservations.members.assign(hospital.liaison, { ...of(), personIds: [volunteer.personId, (walkers[52] as Actor).personId] }) },
  ]
}
