/** Notices told by the verbs themselves: what the modules tell is enough for everyone concerned to hear it. */
import { sql } from 'kysely'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { report as newReport, type CaseView, type StepCommand } from './cases/contract.ts'
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
  test('a patrol is cancelled, with the officer’s reason: who has a seat and who walks it already, not who gave the seat back or has gone', async () => {
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
    const told = { kind: 'patrol-cancelled', subject: `patrol:${id}`, params: { ...of, reason: '暴雨' } }
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

describe('a report through its desk', () => {
  let photo: Buffer
  beforeAll(async () => { photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#204060' } }).jpeg().toBuffer() })

  async function reported({ actor }: SignedIn): Promise<CaseView> {
    const { id } = await w.app.cases.storePhoto(actor, photo)
    return w.app.cases.report(actor, newReport.parse({ id: newId(), deviceTime: NOW, category: 'street-light', answers: { extent: 'one', dark: true }, position: { lon: 117.4, lat: 24.5 }, photos: [id] }))
  }
  /** Takes the steps one after the other, each at the version that the one before left. */
  async function take({ actor }: SignedIn, { id }: { id: string }, ...steps: (Pick<StepCommand, 'step'> & Partial<StepCommand>)[]): Promise<void> {
    for (const step of steps) await w.app.cases.step(actor, { photos: [], ...step, id, version: (await w.app.cases.get(actor, id)).version })
  }
  /** Runs the newest job of the name with what was queued for it, as the queue would when its time comes. */
  async function runQueued(name: string): Promise<void> {
    const { rows } = await sql<{ payload: Record<string, unknown> }>`select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = ${name} order by j.id desc limit 1`.execute(w.db)
    await w.app.jobs.runNow(name, rows[0]!.payload)
  }
  const kindsOf = async (who: SignedIn, { id }: { id: string }) => (await heard(who)).filter(({ subject }) => subject === `case:${id}`).map(({ kind }) => kind)
  const needing = async ({ actor }: SignedIn) => (await w.app.people.me(actor)).notices.needing?.subject ?? null

  test('the officer accepts and replies, the reporter is not satisfied and then is: the reporter is told, and by no step of their own', async () => {
    const [reporter, follower] = [await w.volunteer(), await w.volunteer()]
    const view = await reported(reporter)
    await w.app.cases.follow(follower.actor, view.id, { lon: 117.4, lat: 24.5 })
    await take(county, view, { step: 'accept' })
    const params = { number: view.number, category: 'street-light' }
    expect(await heard(reporter)).toEqual([{ kind: 'case-accepted', subject: `case:${view.id}`, params }])
    await take(county, view, { step: 'start' }, { step: 'reply', note: '已更换灯泡' })
    expect((await heard(reporter)).at(-1)).toEqual({ kind: 'case-replied', subject: `case:${view.id}`, params })
    expect(await needing(reporter), 'the reply waits for the reporter').toBe(`case:${view.id}`)
    await take(reporter, view, { step: 'not-solved', note: '还是不亮' })
    await w.app.pump.drain()
    expect(await needing(reporter)).toBeNull()
    await take(county, view, { step: 'reply', note: '已重新接线' })
    await w.app.pump.drain()
    expect(await needing(reporter)).toBe(`case:${view.id}`)
    await take(reporter, view, { step: 'solved' })
    expect(await kindsOf(reporter, view)).toEqual(['case-accepted', 'case-replied', 'case-replied'])
    expect([await kindsOf(follower, view), await kindsOf(county, view), await needing(reporter)]).toEqual([[], [], null])
  })

  test('12345 answers through its gateway: the reporter is told of the handing over and of the reply', async () => {
    const reporter = await w.volunteer()
    const view = await reported(reporter)
    await take(county, view, { step: 'accept' }, { step: 'hand-over', channel: 'hotline12345' })
    await runQueued('cases.send-leg')
    for (let stage = 0; stage < 2; stage++) await runQueued('gateways.hotline12345-answer')
    expect((await w.app.cases.get(reporter.actor, view.id)).state).toBe('replied')
    expect(await kindsOf(reporter, view)).toEqual(['case-accepted', 'case-handed-over', 'case-replied'])
  })

  test('a case that is declined, merged, or closed for want of an answer: its reporter', async () => {
    const reporter = await w.volunteer()
    const [declined, first, second] = [await reported(reporter), await reported(reporter), await reported(reporter)]
    await take(county, declined, { step: 'decline', reason: 'not-ours', note: '属小区物业' })
    await take(county, second, { step: 'merge', duplicateOf: first.id })
    await take(county, first, { step: 'accept' }, { step: 'reply', note: '已修好' })
    await runQueued('cases.lapse')
    expect([await kindsOf(reporter, declined), await kindsOf(reporter, second), await kindsOf(reporter, first)]).toEqual([['case-declined'], ['case-merged'], ['case-accepted', 'case-replied', 'case-lapsed']])
    expect(w.faults).toEqual([])
  })
})
