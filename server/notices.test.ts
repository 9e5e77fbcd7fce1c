/** Notices told by the verbs themselves: what the modules tell is enough for everyone concerned to hear it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPatrol } from './duties/contract.ts'
import type { Notice } from './people/shapes.ts'
import { newId } from './platform/ids.ts'
import { appWorld, type AppWorld, type SignedIn } from './testing.ts'

const street = { type: 'LineString', coordinates: [[117.4, 24.5], [117.41, 24.5]] }
const position = { lon: 117.4, lat: 24.5, accuracy_m: 5 }
const NOW = '2026-04-14T11:00:00Z'
let w: AppWorld
let county: SignedIn
beforeAll(async () => {
  w = await appWorld()
  county = await w.officer('3506')
})
afterAll(() => w.drop())

/** A published patrol of this evening, 20:00 to 21:00 in the city. */
async function patrol(change: object = {}): Promise<string> {
  const draft = { name: '西桥夜巡', kind: 'night', regionCode: '350602001001', shape: street, startsAt: '2026-04-14T12:00:00Z', endsAt: '2026-04-14T13:00:00Z', seats: 5, pointsPerHour: 10, riskText: '注意交通安全', insuranceNote: '已投保意外险', releaseDeadlineMinutes: 0 }
  const { id } = await w.app.duties.patrols.draft(county.actor, newPatrol.parse({ ...draft, ...change }))
  await w.app.duties.patrols.publish(county.actor, { id, at: null })
  return id
}
/** What the person was told since they joined, oldest first; being verified is told to everyone here. */
async function heard({ actor }: SignedIn): Promise<Pick<Notice, 'kind' | 'subject' | 'params'>[]> {
  await w.app.pump.drain()
  const { items } = await w.app.people.myNotices(actor, { limit: 50 })
  return items.map(({ kind, subject, params }) => ({ kind, subject, params })).filter(({ kind }) => kind !== 'real-name-verified').toReversed()
}
const of = { name: '西桥夜巡', startsAt: '2026-04-14T12:00:00.000Z' }

describe('whom the modules let know', () => {
  test('a patrol is cancelled: who has a seat and who walks it already, not who gave the seat back or has gone', async () => {
    const id = await patrol()
    const [seated, walking, gone, released] = [await w.volunteer(), await w.volunteer(), await w.volunteer(), await w.volunteer()]
    for (const { actor } of [seated, walking, gone, released]) await w.app.duties.claims.claim(actor, id)
    await w.app.duties.claims.release(released.actor, id)
    w.clock.set('2026-04-14T11:55:00Z')
    const walk = async ({ actor }: SignedIn) => (await w.app.duties.attendances.checkIn(actor, { id: newId(), patrolId: id, at: w.clock.now().toISOString(), position })).attendance.id
    await walk(walking)
    const left = await walk(gone)
    w.clock.set('2026-04-14T12:10:00Z')
    await w.app.duties.attendances.checkOut(gone.actor, { id: left, at: w.clock.now().toISOString(), position: null })
    w.clock.set('2026-04-14T12:20:00Z')
    await w.app.duties.patrols.cancel(county.actor, { id, reason: '暴雨' })
    const told = { kind: 'patrol-cancelled', subject: `patrol:${id}`, params: of }
    const cancelled = async (who: SignedIn) => (await heard(who)).filter(({ kind }) => kind === 'patrol-cancelled')
    expect([await cancelled(seated), await cancelled(walking), await cancelled(gone), await cancelled(released)]).toEqual([[told], [told], [], []])
    w.clock.set(NOW)
  })

  test('a unit puts members on, takes one off, replaces one and gives the rest back: each of them, and not its liaison', async () => {
    const [one, two, three, four] = [await w.volunteer(), await w.volunteer(), await w.volunteer(), await w.volunteer()]
    const { id: organisationId } = await w.app.people.createOrganisation(county.actor, { name: '市医院', kind: 'hospital', regionCode: '350602', creditCode: null })
    const { id: teamId } = await w.app.people.createTeam(county.actor, { name: '市医院志愿服务队', kind: 'medical', about: '', regionCode: '350602', organisationId, leaderId: null })
    const speaker = await w.volunteer()
    for (const { actor } of [speaker, one, two, three, four]) {
      const { id } = await w.app.people.requestToJoin(actor, { id: teamId, message: '' })
      await w.app.people.decideJoinRequest(county.actor, { id, verdict: 'approved', reason: '' })
    }
    await w.app.people.appointBySystem(speaker.actor.personId, { role: 'liaison', organisationId })
    const liaison = (await w.app.people.actorOf(speaker.cookie))!
    const id = await patrol({ seatsForUnits: 4, unitsUntil: '2026-04-14T11:30:00Z' })
    const unit = { id, organisationId }
    const ids = (...members: SignedIn[]) => members.map(({ actor }) => actor.personId)
    await w.app.duties.reservations.reserve(liaison, { ...unit, seats: 4 })
    await w.app.duties.reservations.members.assign(liaison, { ...unit, personIds: ids(speaker, one, two, three) })
    await w.app.duties.reservations.members.takeOff(liaison, { ...unit, personId: one.actor.personId })
    await w.app.duties.reservations.members.replace(liaison, { ...unit, personId: two.actor.personId, by: four.actor.personId })
    await w.app.duties.claims.release(three.actor, id)
    await w.app.duties.reservations.giveBack(liaison, unit)
    const kinds = async (who: SignedIn) => (await heard(who)).map(({ kind }) => kind)
    expect(await heard(one)).toEqual([
      { kind: 'join-approved', subject: `team:${teamId}`, params: { team: '市医院志愿服务队' } },
      { kind: 'seat-assigned', subject: `patrol:${id}`, params: { ...of, unit: '市医院' } }, { kind: 'seat-taken-off', subject: `patrol:${id}`, params: { ...of, unit: '市医院' } },
    ])
    expect(await kinds(two)).toEqual(['join-approved', 'seat-assigned', 'seat-taken-off'])
    expect(await kinds(three), 'who declined knows it').toEqual(['join-approved', 'seat-assigned'])
    expect(await kinds(four)).toEqual(['join-approved', 'seat-assigned', 'seat-taken-off'])
    expect(await kinds(speaker)).toEqual(['join-approved'])
  })

  test('a record is decided, disputed and decided anew: who served', async () => {
    const [walker, other] = [await w.volunteer(), await w.volunteer()]
    const served = async ({ actor }: SignedIn): Promise<string> => {
      w.clock.set('2026-04-14T09:00:00Z')
      const { attendance } = await w.app.duties.attendances.checkIn(actor, { id: newId(), patrolId: null, at: '2026-04-14T09:00:00Z', position })
      w.clock.set('2026-04-14T10:00:00Z')
      return (await w.app.duties.attendances.checkOut(actor, { id: attendance.id, at: '2026-04-14T10:00:00Z', position: null })).record.id
    }
    const id = await served(walker)
    const { name } = await w.app.duties.records.one(walker.actor, id)
    await w.app.duties.records.confirm(county.actor, { id, minutes: 30, note: '中途离开半小时' })
    await w.app.duties.records.dispute(walker.actor, { id, reason: '没有离开' })
    await w.app.duties.records.confirm(county.actor, { id, note: '已核实' })
    await w.app.duties.records.dispute(walker.actor, { id, reason: '再核一次' })
    await w.app.duties.records.reject(county.actor, { id, note: '轨迹不实' })
    await w.app.duties.records.dispute(walker.actor, { id, reason: '轨迹属实' })
    await w.app.duties.records.reject(county.actor, { id, note: '维持' })
    const subject = `service-record:${id}`
    const about = (await heard(walker)).map(({ kind, subject: of, params: { minutes, measured } }) => ({ kind, of, minutes, measured }))
    expect(about).toEqual([
      { kind: 'record-corrected', of: subject, minutes: 30, measured: 60 }, { kind: 'dispute-answered', of: subject, minutes: expect.any(Number), measured: 60 },
      { kind: 'record-reversed', of: subject, minutes: undefined, measured: undefined }, { kind: 'dispute-refused', of: subject, minutes: undefined, measured: undefined },
    ])
    const rejected = await served(other)
    await w.app.duties.records.reject(county.actor, { id: rejected, note: '没有轨迹' })
    expect(await heard(other)).toEqual([{ kind: 'record-rejected', subject: `service-record:${rejected}`, params: { name } }])
    w.clock.set(NOW)
  })

  test('a real name is rejected and handed in anew, a request to join is refused: who asked', async () => {
    const person = await w.volunteer()
    const { items } = await w.app.people.applications(county.actor, { state: 'verified', limit: 200 })
    const application = items.find(({ personId }) => personId === person.actor.personId)!
    await w.app.people.decideApplication(county.actor, { id: application.id, verdict: 'rejected', reason: '照片与本人不符' })
    const { id: teamId } = await w.app.people.createTeam(county.actor, { name: '夜巡队', kind: 'patrol', about: '', regionCode: '350602', organisationId: null, leaderId: null })
    const { id } = await w.app.people.requestToJoin(person.actor, { id: teamId, message: '' })
    await w.app.people.decideJoinRequest(county.actor, { id, verdict: 'refused', reason: '名额已满' })
    expect(await heard(person)).toEqual([
      { kind: 'real-name-rejected', subject: `person:${person.actor.personId}`, params: {} }, { kind: 'join-refused', subject: `team:${teamId}`, params: { team: '夜巡队' } },
    ])
    expect((await w.app.people.me(person.actor)).notices.needing).toMatchObject({ kind: 'real-name-rejected' })
  })

  test('texts of a cancelled patrol go through the queue that the server runs', async () => {
    const reader = await w.volunteer()
    const id = await patrol()
    await w.app.duties.claims.claim(reader.actor, id)
    await w.app.duties.patrols.cancel(county.actor, { id, reason: '暴雨' })
    await heard(reader)
    const [notice] = (await w.app.people.myNotices(reader.actor, { limit: 1 })).items
    await w.app.jobs.runNow('people.text-notice', { noticeId: notice!.id })
    expect((await w.app.people.myCopy(reader.actor))['notices']).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'patrol-cancelled', textedAt: w.clock.now() })]))
    expect(w.faults).toEqual([])
  })
})
