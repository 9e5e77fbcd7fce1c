/** A person's own data across the modules: the copy of it, and what stays when the account is deleted. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personOwner } from './ledger/ledger.ts'
import { inTransaction } from './platform/db.ts'
import { newId } from './platform/ids.ts'
import { appWorld, type AppWorld, type SignedIn } from './testing.ts'

let w: AppWorld
let city: SignedIn
beforeAll(async () => {
  w = await appWorld()
  city = await w.officer('3506')
})
afterAll(() => w.drop())

const entryOf = ({ actor }: SignedIn) => inTransaction(w.db, (tx) => w.app.ledger.post(tx, { key: newId(), currency: 'points', debit: 'city:service', credit: personOwner(actor.personId), amount: 5, reason: 'case-solved', subject: `case:${newId()}`, actor: 'system' }))
async function recordOf({ actor }: SignedIn): Promise<string> {
  const [at, position] = [w.clock.now().toISOString(), { lon: 117.4, lat: 24.5, accuracy_m: 5 }]
  const { attendance } = await w.app.duties.attendances.checkIn(actor, { id: newId(), patrolId: null, at, position })
  return (await w.app.duties.attendances.checkOut(actor, { id: attendance.id, at, position: null })).record.id
}

test('what was said against entries and records stands in it with the answer, and nobody else’s', async () => {
  const [person, other] = [await w.volunteer(), await w.volunteer()]
  const [first, second, recordId] = [await entryOf(person), await entryOf(person), await recordOf(person)]
  const { id } = await w.app.disputes.open(person.actor, { transferId: first.id, words: '不是我上报的' })
  await w.app.disputes.decide(city.actor, { id, verdict: 'kept', answer: '已核实' })
  await w.app.disputes.open(person.actor, { transferId: second.id, words: '我记错了' })
  await w.app.disputes.open(other.actor, { transferId: (await entryOf(other)).id, words: '别人说的' })
  await w.app.duties.records.reject(city.actor, { id: recordId, note: '没有轨迹' })
  await w.app.duties.records.dispute(person.actor, { id: recordId, reason: '手机没电' })
  const copy = await w.app.people.myCopy(person.actor)
  expect(copy['entryDisputes']).toMatchObject([{ entryId: first.id, words: '不是我上报的', state: 'kept', answer: '已核实' }, { entryId: second.id, words: '我记错了', state: 'open', answer: null }])
  expect(copy['recordDisputes']).toEqual([{ recordId, words: '手机没电', state: 'disputed', answer: null }])
  expect(JSON.stringify(copy)).not.toContain('别人说的')
})

test('with the account go the ways, also of the walk that goes on, and what was said; figures, entries and answers stay', async () => {
  const [person, other] = [await w.volunteer(), await w.volunteer()]
  const [walked, kept] = [await walkOf(person), await walkOf(other)]
  const recordId = await recordOf(person)
  const [answered, open] = [await entryOf(person), await entryOf(person)]
  const { id } = await w.app.disputes.open(person.actor, { transferId: answered.id, words: '不是我上报的' })
  await w.app.disputes.decide(city.actor, { id, verdict: 'kept', answer: '已核实' })
  await w.app.disputes.open(person.actor, { transferId: open.id, words: '我记错了' })
  await w.app.duties.records.reject(city.actor, { id: recordId, note: '没有轨迹' })
  await w.app.duties.records.dispute(person.actor, { id: recordId, reason: '手机没电' })
  const going = await setOut(person)

  const { demoCode } = await w.app.people.requestCode({ phone: person.phone }, '10.0.0.9')
  await w.app.people.deleteMe(person.actor, { code: demoCode as string })
  await w.app.pump.drain()
  expect((await send(going, 60)).refusals, 'what is still under way is not taken').toHaveLength(1)
  await w.app.tracking.reviseLate()

  const waysOf = async (ids: string[]) => (await w.db.selectFrom('tracking.track').select(['line', 'fixes']).where('attendance_id', 'in', ids).orderBy('fixes').execute()).map(({ line, fixes }) => ({ way: line !== null, fixes }))
  expect(await waysOf([walked, going.id])).toEqual([{ way: false, fixes: 20 }, { way: false, fixes: 20 }])
  expect(await waysOf([kept])).toEqual([{ way: true, fixes: 20 }])
  expect((await w.db.selectFrom('tracking.position').select('attendance_id').distinct().execute()).map((row) => row.attendance_id)).toEqual([kept])
  const placed = (await w.db.selectFrom('duties.attendance').select(['person_id', 'started_lon', 'started_lat', 'ended_lon', 'ended_lat']).execute()).filter((row) => [row.started_lon, row.started_lat, row.ended_lon, row.ended_lat].some((value) => value !== null))
  expect(placed.map((row) => row.person_id), 'nor where a walk began or ended').not.toContain(person.actor.personId)
  expect(placed.map((row) => row.person_id)).toContain(other.actor.personId)
  expect(await w.db.selectFrom('ledger.dispute').select(['words', 'answer', 'state']).where('person_id', '=', person.actor.personId).execute()).toEqual([{ words: '', answer: '已核实', state: 'kept' }])
  expect(await w.db.selectFrom('platform.audit').select('action').where('reason', 'in', ['不是我上报的', '我记错了', '手机没电']).execute(), 'nor in the audit').toEqual([])
  expect(await w.db.selectFrom('duties.service_record').select(['dispute_reason', 'state']).where('id', '=', recordId).executeTakeFirst()).toEqual({ dispute_reason: '', state: 'disputed' })
  expect(await w.db.selectFrom('ledger.transfer').select('id').where('id', 'in', [answered.id, open.id]).execute()).toHaveLength(2)
})

interface Going { id: string; token: string; from: number }

/** Checks in and walks for twenty seconds. */
async function setOut({ actor }: SignedIn): Promise<Going> {
  w.clock.advance({ minutes: 1 })
  const at = w.clock.now()
  const { attendance, trackingToken } = await w.app.duties.attendances.checkIn(actor, { id: newId(), patrolId: null, at: at.toISOString(), position: { lon: 117.4, lat: 24.5, accuracy_m: 5 } })
  const going = { id: attendance.id, token: trackingToken, from: at.getTime() }
  w.clock.advance({ minutes: 1 })
  await send(going, ...Array.from({ length: 20 }, (_, second) => second))
  return going
}

const send = (going: Going, ...seconds: number[]) => w.app.tracking.takeFixes({
  kind: 'fixes', attendance: going.id, token: going.token,
  fixes: seconds.map((second) => ({ sequence: second + 1, time_ms: going.from + second * 1000, lon_e7: 1_174_000_000 + second * 130, lat_e7: 245_000_000, accuracy_m: 5, speed_mps: 1.3, mock: false })),
}, null)

async function walkOf(person: SignedIn): Promise<string> {
  const { id } = await setOut(person)
  await w.app.duties.attendances.checkOut(person.actor, { id, at: w.clock.now().toISOString(), position: null })
  return id
}
