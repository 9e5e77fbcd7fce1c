/** Every operation of the contract, asked over HTTP by people of every standing. */
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from './contract.ts'
import { newPatrol } from './duties/contract.ts'
import { report as newReport } from './cases/contract.ts'
import { personOwner } from './ledger/ledger.ts'
import { inTransaction } from './platform/db.ts'
import { newId } from './platform/ids.ts'
import { appWorld, type AppWorld, type SignedIn } from './testing.ts'

const who = ['guest', 'resident', 'volunteer', 'leader', 'liaison', 'elsewhere', 'here', 'above', 'police'] as const
type Who = (typeof who)[number]
/** Modules whose own table walks every operation and fails when one is missing. */
const tabledElsewhere: Record<string, string> = { people: 'server/people/routes.test.ts' }

let w: AppWorld
let photo: Buffer
const people = new Map<Who, SignedIn>()
const ids: Record<string, string> = { nobody: newId() }

const street = { type: 'LineString', coordinates: [[117.4, 24.5], [117.41, 24.5]] }
const position = { lon: 117.4, lat: 24.5, accuracy_m: 5 }
const patrol = {
  name: '西桥夜巡', kind: 'night', regionCode: '350602001001', shape: street, startsAt: '2026-04-14T12:00:00Z', endsAt: '2026-04-14T13:00:00Z', seats: 12, pointsPerHour: 10,
  riskText: '注意交通安全', insuranceNote: '已投保意外险', releaseDeadlineMinutes: 0,
}
const naming = { platformName: { zh: '芗里芗亲', en: 'Xiangli' }, name: { zh: '漳州', en: 'Zhangzhou' }, colour: '#b3261e' }
const PHOTO = 'a photo'
const report = { id: ':fresh', deviceTime: '2026-04-14T11:00:00Z', category: 'street-light', answers: { extent: 'one', dark: true }, position: { lon: 117.4, lat: 24.5 }, photos: [':nobody'] }

/** The resident has agreed to nothing yet. Operation, query or path values, body, and the expected status in the order of `who`. Lines run in this order: what one did, the next meets. */
type Line = [operation: string, values: Record<string, string>, body: unknown, statuses: readonly number[]]
const everyone = [200, 200, 200, 200, 200, 200, 200, 200, 200] as const
const signedIn = [401, 200, 200, 200, 200, 200, 200, 200, 200] as const
const officers = [401, 403, 403, 403, 403, 200, 200, 200, 200] as const
const ofTheRegion = [401, 403, 403, 403, 403, 404, 200, 200, 200] as const
const theWalker = [401, 404, 200, 404, 404, 404, 404, 404, 404] as const
/** The walker, and who may look after them. */
const ofTheWalker = [401, 404, 200, 404, 404, 404, 200, 200, 200] as const
const nothing = [401, 404, 404, 404, 404, 404, 404, 404, 404] as const
/** The unit's own liaison, and no other. */
const liaisonGets = (status: number): readonly number[] => [401, 403, 403, 403, status, 403, 403, 403, 403]
const table: Line[] = [
  ['places.city', {}, undefined, everyone], ['places.regions', { parent: '3506' }, undefined, everyone], ['places.register', {}, undefined, everyone], ['places.regionAt', { lon: '117.4', lat: '24.5' }, undefined, everyone],
  ['places.region', { code: '350602' }, undefined, everyone], ['places.boundary', { code: '350602' }, undefined, everyone], ['places.childBoundaries', { code: '350602' }, undefined, everyone],
  ['places.renameCity', {}, naming, [401, 403, 403, 403, 403, 403, 403, 200, 403]],
  ['places.createZone', {}, { code: '3506z01', name: '台商投资区', center: [117.4, 24.5] }, [401, 403, 403, 403, 403, 403, 403, 201, 403]],
  ['places.removeZone', { code: '3506z01' }, undefined, [401, 403, 403, 403, 403, 403, 403, 204, 403]],
  ['ledger.myBalances', {}, undefined, signedIn], ['ledger.myEntries', { currency: 'points' }, undefined, signedIn],
  // The volunteer's entry of a solved case; the officer of the place answers, and whoever comes later finds it answered.
  ['ledger.disputeEntry', { transferId: ':entry' }, { words: '不是我上报的' }, theWalker], ['ledger.disputeEntry', { transferId: ':nobody' }, { words: '不是我上报的' }, nothing],
  ['ledger.entryDisputes', {}, undefined, officers], ['ledger.entryDisputes', { regionCode: '350602001' }, undefined, ofTheRegion],
  ['ledger.decideEntryDispute', { id: ':dispute' }, { verdict: 'reversed', answer: '已核实' }, [401, 403, 403, 403, 403, 404, 200, 409, 409]],
  ['duties.draftPatrol', {}, patrol, [401, 403, 403, 403, 403, 404, 201, 201, 201]],
  ['duties.editPatrol', { id: ':draft' }, patrol, ofTheRegion], ['duties.patrol', { id: ':draft' }, undefined, [404, 404, 404, 404, 404, 404, 200, 200, 200]],
  ['duties.publishPatrol', { id: ':draft' }, {}, [401, 403, 403, 403, 403, 404, 200, 409, 409]],
  ['duties.patrol', { id: ':open' }, undefined, everyone], ['duties.patrols', {}, undefined, officers], ['duties.nearbyPatrols', { lon: '117.4', lat: '24.5' }, undefined, everyone],
  ['duties.claimSeat', { id: ':open' }, undefined, [401, 403, 201, 201, 201, 201, 201, 201, 201]], ['duties.releaseSeat', { id: ':open' }, undefined, [401, 409, 200, 200, 200, 200, 200, 200, 200]],
  ['duties.patrolClaims', { id: ':open' }, undefined, ofTheRegion], ['duties.myDuties', {}, undefined, signedIn],
  ['duties.patrolReservations', { id: ':open' }, undefined, ofTheRegion], ['duties.acknowledgeSeat', { id: ':open' }, undefined, [401, 409, 409, 409, 409, 409, 409, 409, 409]],
  // Only a unit's liaison reserves, and this patrol keeps nothing for units; what one reaches is in server/duties/reservations/reservations.test.ts.
  ['duties.reservablePatrols', { organisationId: ':unit' }, undefined, liaisonGets(200)], ['duties.unitReservations', { organisationId: ':unit' }, undefined, liaisonGets(200)],
  ['duties.reserveSeats', { id: ':open', organisationId: ':unit' }, { seats: 1 }, liaisonGets(409)], ['duties.returnSeats', { id: ':open', organisationId: ':unit' }, undefined, liaisonGets(409)],
  ['duties.findUnitMembers', { id: ':open', organisationId: ':unit' }, {}, liaisonGets(200)], ['duties.assignMembers', { id: ':open', organisationId: ':unit' }, { personIds: [':nobody'] }, liaisonGets(409)],
  ['duties.replaceMember', { id: ':open', organisationId: ':unit', personId: ':nobody' }, { by: ':nobody' }, liaisonGets(409)], ['duties.takeOffMember', { id: ':open', organisationId: ':unit', personId: ':nobody' }, undefined, liaisonGets(409)],
  ['duties.policy', {}, undefined, everyone], ['duties.policyVersions', { regionCode: '350602001' }, undefined, ofTheRegion],
  ['duties.setPolicy', { regionCode: '350602001' }, { settings: { fence_m: 250 }, reason: '试行', version: 0 }, [401, 403, 403, 403, 403, 404, 403, 200, 403]],
  ['duties.checkIn', {}, { id: ':fresh', patrolId: null, at: '2026-04-14T11:00:00Z', position }, [401, 403, 409, 201, 201, 201, 201, 201, 201]],
  ['duties.attendance', { id: ':attendance' }, undefined, ofTheWalker],
  ['tracking.walkers', {}, undefined, officers], ['tracking.walker', { walker: ':walker' }, undefined, ofTheRegion], ['tracking.track', { id: ':attendance' }, undefined, ofTheWalker],
  ['tracking.walkers', { regionCode: '350602001' }, undefined, ofTheRegion], ['duties.patrols', { regionCode: '350602001' }, undefined, ofTheRegion], ['duties.records', { regionCode: '350602001' }, undefined, ofTheRegion],
  ['cases.list', { region: '350602001' }, undefined, ofTheRegion], ['cases.counts', { region: '350602001' }, undefined, ofTheRegion],
  // What lies above one's own regions is outside them too, and so is what there is not.
  ...['tracking.walkers', 'duties.patrols', 'duties.records', 'statistics.days', 'statistics.teams'].flatMap((operation): Line[] => [[operation, { regionCode: '3506' }, undefined, [401, 403, 403, 403, 403, 404, 404, 200, 404]], [operation, { regionCode: '350699' }, undefined, [401, 403, 403, 403, 403, 404, 404, 404, 404]]]),
  ...['cases.list', 'cases.counts'].map((operation): Line => [operation, { region: '3506' }, undefined, [401, 403, 403, 403, 403, 404, 404, 200, 404]]),
  ['duties.checkOut', { id: ':attendance' }, { at: '2026-04-14T11:00:00Z', position }, theWalker],
  ['tracking.track', { id: ':attendance' }, undefined, ofTheWalker],
  ['duties.myRecords', {}, undefined, signedIn], ['duties.records', {}, undefined, officers], ['duties.record', { id: ':record' }, undefined, ofTheWalker],
  ['duties.confirmRecord', { id: ':record' }, { note: '已核实' }, [401, 403, 403, 403, 403, 404, 200, 409, 409]],
  ['duties.disputeRecord', { id: ':record' }, { reason: '时间不对' }, theWalker],
  ['duties.rejectRecord', { id: ':record' }, { note: '没有轨迹' }, [401, 403, 403, 403, 403, 404, 200, 409, 409]],
  ['duties.cancelPatrol', { id: ':open' }, { reason: '暴雨' }, [401, 403, 403, 403, 403, 404, 200, 409, 409]],
  ['cases.categories', {}, undefined, everyone], ['cases.mine', {}, undefined, signedIn], ['cases.list', {}, undefined, officers], ['cases.counts', {}, undefined, officers],
  ['cases.similar', { category: 'street-light', lon: '117.4', lat: '24.5' }, undefined, signedIn], ['cases.report', {}, report, [401, 403, 400, 400, 400, 400, 400, 400, 400]],
  ['cases.get', { id: ':nobody' }, undefined, nothing], ['cases.get', { id: ':case' }, undefined, ofTheWalker],
  ['cases.storePhoto', {}, PHOTO, [401, 403, 201, 201, 201, 201, 201, 201, 201]], ['cases.photo', { id: ':photo' }, undefined, ofTheWalker], ['cases.photo', { id: ':nobody' }, undefined, nothing],
  ['places.tile', { z: '9', x: '0', y: '0' }, undefined, [204, 204, 204, 204, 204, 204, 204, 204, 204]],
  ['cases.takeStep', { id: ':nobody' }, { step: 'accept', version: 1 }, nothing], ['cases.takeStep', { id: ':case' }, { step: 'accept', version: 1 }, [401, 404, 403, 404, 404, 404, 200, 409, 409]],
  ['cases.follow', { id: ':nobody' }, { position: { lon: 117.4, lat: 24.5 } }, nothing], ['cases.follow', { id: ':case' }, { position: { lon: 117.4, lat: 24.5 } }, signedIn], ['cases.unfollow', { id: ':nobody' }, undefined, [401, 204, 204, 204, 204, 204, 204, 204, 204]],
  ['statistics.headline', { regionCode: '350602001', from: '2026-04-13', to: '2026-04-14' }, undefined, ofTheRegion], ['statistics.days', { regionCode: '350602001' }, undefined, ofTheRegion],
  ['statistics.teams', { regionCode: '350602001' }, undefined, ofTheRegion],
  ['places.moveRegion', { code: '350602001' }, { parentCode: '350603' }, [401, 403, 403, 403, 403, 403, 403, 200, 403]],
]

const filled = (text: string): string => (text === ':fresh' ? newId() : text.startsWith(':') ? ids[text.slice(1)] ?? text : text)

/** How each operation is asked for: those of the contract, and the plain routes beside it as the API's description names them. */
const routes = new Map<string, { method: string; path: string }>()

async function readRoutes(): Promise<void> {
  const api = (await w.app.http.inject('/api/openapi.json')).json<{ paths: Record<string, Record<string, { operationId: string }>> }>()
  for (const [path, methods] of Object.entries(api.paths)) for (const [method, { operationId }] of Object.entries(methods)) routes.set(operationId, { method: method.toUpperCase(), path })
}

async function ask(asker: Who, operation: string, values: Record<string, string>, body: unknown): Promise<number> {
  const { method, path } = routes.get(operation) as { method: string; path: string }
  const left = new URLSearchParams(Object.entries(values).map(([key, value]): [string, string] => [key, filled(value)]))
  const url = `/api${path.replace(/\{(\w+)\}/g, (_, key: string) => { const value = left.get(key); left.delete(key); return value ?? '' })}${left.size > 0 ? `?${left.toString()}` : ''}`
  const cookie = people.get(asker)?.cookie
  const headers = { ...(cookie === undefined ? {} : { cookie }), ...(body === PHOTO ? { 'content-type': 'image/jpeg' } : {}) }
  const payload = body === PHOTO ? photo : body === undefined ? undefined : JSON.parse(JSON.stringify(body, (_, value: unknown) => (typeof value === 'string' ? filled(value) : value))) as object
  const answer = await w.app.http.inject({ method: method as 'GET', url, headers, ...(payload === undefined ? {} : { payload }) })
  if (answer.statusCode >= 400) expect(answer.json()).toMatchObject({ status: answer.statusCode, code: expect.any(String) })
  return answer.statusCode
}

beforeAll(async () => {
  w = await appWorld()
  await readRoutes()
  const { app } = w
  for (const [name, person] of [['resident', w.resident()], ['volunteer', w.volunteer()], ['leader', w.volunteer()], ['liaison', w.volunteer()], ['police', w.volunteer()], ['elsewhere', w.officer('350603')], ['here', w.officer('350602001')], ['above', w.officer('3506')]] as const) people.set(name, await person)
  const [here, volunteer] = [people.get('here')!.actor, people.get('volunteer')!.actor]
  const above = people.get('above')!.actor
  const [leader, liaison, police] = (['leader', 'liaison', 'police'] as const).map((name) => people.get(name)!.actor.personId) as [string, string, string]
  ids['unit'] = (await app.people.createOrganisation(above, { name: '漳州市中医院', kind: 'hospital', regionCode: '350602001001', creditCode: null })).id
  await app.people.createTeam(above, { name: '西桥夜巡队', kind: 'patrol', about: '', regionCode: '350602001001', organisationId: null, leaderId: leader })
  await app.people.appointBySystem(liaison, { role: 'liaison', organisationId: ids['unit'] })
  await app.people.appointBySystem(police, { role: 'police', regionCode: '350602001' })
  for (const name of ['leader', 'liaison', 'police'] as const) people.set(name, await w.again(people.get(name)!))
  ids['draft'] = (await app.duties.patrols.draft(here, newPatrol.parse(patrol))).id
  ids['open'] = (await app.duties.patrols.draft(here, newPatrol.parse({ ...patrol, startsAt: '2026-04-14T14:00:00Z', endsAt: '2026-04-14T15:00:00Z' }))).id
  await app.duties.patrols.publish(here, { id: ids['open'], at: null })
  // A walk that is over leaves a record; another goes on.
  const walk = async (at: string): Promise<string> => {
    const { attendance, trackingToken } = await app.duties.attendances.checkIn(volunteer, { id: newId(), patrolId: null, at, position })
    const fix = { sequence: 1, time_ms: Date.parse(at), lon_e7: 1_174_000_000, lat_e7: 245_000_000, accuracy_m: 5, speed_mps: null, mock: false }
    await app.tracking.takeFixes({ kind: 'fixes', attendance: attendance.id, token: trackingToken, fixes: [fix] }, null)
    return attendance.id
  }
  photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#204060' } }).jpeg().toBuffer()
  ids['photo'] = (await app.cases.storePhoto(volunteer, photo)).id
  ids['case'] = (await app.cases.report(volunteer, newReport.parse({ ...report, id: newId(), photos: [ids['photo']] }))).id
  const earned = (amount: number) => inTransaction(w.db, (tx) => app.ledger.post(tx, { key: newId(), currency: 'points', debit: 'city:service', credit: personOwner(volunteer.personId), amount, reason: 'case-solved', subject: `case:${ids['case']}`, actor: 'system' }))
  ids['entry'] = (await earned(5)).id
  ids['dispute'] = (await app.disputes.open(volunteer, { transferId: (await earned(6)).id, words: '不是我上报的' })).id
  const over = await walk('2026-04-14T09:00:00Z')
  ids['record'] = (await app.duties.attendances.checkOut(volunteer, { id: over, at: '2026-04-14T10:00:00Z', position: null })).record.id
  app.tracking.walkEnded(over)
  ids['attendance'] = await walk('2026-04-14T10:30:00Z')
  ids['walker'] = String([...app.tracking.presence.all()].find((one) => one.attendanceId === ids['attendance'])?.walker)
})
afterAll(() => w.drop())

describe('who may', () => {
  test.each(table)('%s %j %j', async (operation, values, body, statuses) => {
    const answers: [Who, number][] = []
    for (const asker of who) answers.push([asker, await ask(asker, operation, values, body)])
    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(who.map((asker, i) => [asker, statuses[i]])))
    expect(w.faults).toEqual([])
  })

  const here = (operation: string): boolean => !(operation.split('.')[0] as string in tabledElsewhere)
  test('every operation is in a table', () => expect([...routes.keys()].filter((operation) => here(operation) && !table.some(([listed]) => listed === operation))).toEqual([]))
  test('every operation of the contract is asked for', () => {
    const operations = Object.entries(contract).flatMap(([module, verbs]) => Object.keys(verbs).map((verb) => `${module}.${verb}`))
    expect(operations.filter((operation) => !routes.has(operation))).toEqual([])
  })
})
