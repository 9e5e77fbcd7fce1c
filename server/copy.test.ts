/** The copy of one's data across the modules: what a person said stands in it wherever it is kept. */
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
