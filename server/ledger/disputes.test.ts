import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { ManualClock } from '../platform/clock.ts'
import { inTransaction } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { Problem } from '../platform/problem.ts'
import { freshDatabase, type TestDatabase } from '../platform/testing.ts'
import { disputeStates, disputeSteps, type DisputeState, type DisputeVerdict } from './contract.ts'
import { createDisputes, type Disputes } from './disputes.ts'
import { createLedger, personOwner, type Ledger } from './ledger.ts'
import { ledgerReactions } from './reactions.ts'

const [CITY, TOWN, OTHER] = ['3506', '3506.350602', '3506.350603']
const GRID = `${TOWN}.350602001001003`
const regions = [...[CITY, TOWN, OTHER].map((path) => ({ path, level: 'town', name: `辖区${path}`, nameEn: null })), { path: GRID, level: 'grid', name: '第三网格', nameEn: null }]
let t: TestDatabase
let ledger: Ledger
let disputes: Disputes
/** Where what entries are for happened, by subject. */
const places = new Map<string, string>()
beforeAll(async () => {
  t = await freshDatabase()
  const deps = { db: t.db, clock: new ManualClock('2026-04-14T11:00:00Z') }
  ledger = createLedger(deps)
  disputes = createDisputes({
    ...deps, ledger, people: { people: async (_, ids) => new Map(ids.map((id) => [id, { displayName: '林志强' }])) },
    places: { region: (code) => regions.find(({ path }) => path.split('.').at(-1) === code) ?? null, root: () => regions[0]! }, regionOf: async (_, subject) => places.get(subject),
  })
})
afterAll(() => t.drop())

const actorOf = (regionPath?: string): Actor => ({
  personId: newId(), sessionId: newId(), realName: 'verified', termsDue: null,
  grants: regionPath === undefined ? [] : [{ role: 'officer', regionPath, organisationId: null, teamId: null }],
})
const officer = actorOf(TOWN)
let me: Actor
beforeEach(() => { me = actorOf() })

/** An entry of five points on the person's account for something in the region, a solved case unless said otherwise. */
async function entry(of: Actor = me, region: string | null = TOWN, kind = 'case'): Promise<string> {
  const subject = `${kind}:${newId()}`
  if (region !== null) places.set(subject, region)
  const row = await inTransaction(t.db, (tx) => ledger.post(tx, { key: newId(), currency: 'points', debit: 'city:service', credit: personOwner(of.personId), amount: 5, reason: 'case-solved', params: { number: '2026-0001' }, subject, actor: 'system' }))
  return row.id
}
const dispute = (transferId: string, by: Actor | null = me) => disputes.open(by, { transferId, words: '不是我上报的' })
const decide = (id: string, verdict: DisputeVerdict, by: Actor | null = officer) => disputes.decide(by, { id, verdict, answer: '已核实' })
async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return `${error.status} ${error.code}`
    throw error
  }
}
const statement = async (of: Actor = me) => (await ledger.myEntries(of, { currency: 'points', limit: 50 })).items
const points = async (of: Actor = me): Promise<number> => (await ledger.balances(of.personId)).points
const told = (id: string) => t.db.selectFrom('platform.event').select(['type', 'actor']).where('subject', '=', `entry:${id}`).orderBy('id').execute()
const audited = (id: string) => t.db.selectFrom('platform.audit').select(['action', 'actor', 'reason', 'region_path']).where('subject', '=', `entry:${id}`).orderBy('id').execute()

describe('disputing an entry', () => {
  const table: [what: string, act: () => Promise<unknown>, expected: string][] = [
    ['one\'s own, for a solved case', async () => dispute(await entry()), 'done'],
    ['one\'s own, for what belongs to no region', async () => dispute(await entry(me, null, 'gift')), 'done'],
    ['somebody else\'s', async () => dispute(await entry(actorOf())), '404 not-found'],
    ['one that does not exist', () => dispute(newId()), '404 not-found'],
    ['as a guest', async () => dispute(await entry(), null), '401 sign-in-required'],
    ['one of a patrol', async () => dispute(await entry(me, TOWN, 'service-record')), '409 dispute-the-record'],
    ['one that is disputed already', async () => { const id = await entry(); await dispute(id); await dispute(id) }, '409 already-disputed'],
    ['one that was reversed', async () => { const id = await entry(); await inTransaction(t.db, (tx) => ledger.reverse(tx, id, { actor: 'system' })); await dispute(id) }, '409 already-reversed'],
    ['the reversal of one', async () => dispute((await inTransaction(t.db, async (tx) => ledger.reverse(tx, await entry(), { actor: 'system' }))).id), '409 is-a-reversal'],
    ['the reversal of one of a patrol', async () => dispute((await inTransaction(t.db, async (tx) => ledger.reverse(tx, await entry(me, TOWN, 'service-record'), { actor: 'system' }))).id), '409 dispute-the-record'],
    ['one that was kept, anew', async () => { const id = await entry(); await decide((await dispute(id)).id, 'kept'); await dispute(id) }, 'done'],
  ]
  it.each(table)('%s', async (_, act, expected) => expect(await outcome(act)).toBe(expected))

  it('one of a patrol leads to its record', async () => {
    const id = await entry(me, TOWN, 'service-record')
    const subject = (await statement())[0]?.subject ?? ''
    await expect(dispute(id)).rejects.toMatchObject({ params: { recordId: subject.slice('service-record:'.length) } })
  })

  it('opens one of many simultaneous disputes', async () => {
    const id = await entry()
    const results = await Promise.all(Array.from({ length: 8 }, () => outcome(() => dispute(id))))
    expect(results.toSorted()).toEqual([...Array(7).fill('409 already-disputed'), 'done'])
  })

  it('shows on the statement with the words, and moves nothing', async () => {
    const id = await entry()
    const [before] = await statement()
    await dispute(id)
    expect(await statement()).toEqual([{ ...before, dispute: expect.objectContaining({ state: 'open', words: '不是我上报的', answer: null, decidedAt: null }) }])
    expect(await points()).toBe(5)
  })
})

describe('answering a dispute', () => {
  const refusals: [what: string, by: () => Actor | null, expected: string][] = [
    ['a guest', () => null, '401 sign-in-required'], ['someone without a role', () => actorOf(), '403 not-allowed'], ['an officer of elsewhere', () => actorOf(OTHER), '404 not-found'],
    ['the person whose entry it is, though an officer there', () => ({ ...officer, personId: me.personId }), '403 not-allowed'],
    ['an officer of the city', () => actorOf(CITY), 'done'], ['an officer of the place', () => officer, 'done'],
  ]
  it.each(refusals)('%s', async (_, by, expected) => {
    const { id } = await dispute(await entry())
    expect(await outcome(() => decide(id, 'reversed', by()))).toBe(expected)
    expect(await points()).toBe(expected === 'done' ? 0 : 5)
  })

  it('of what belongs to no region is for the city\'s officers', async () => {
    const { id } = await dispute(await entry(me, null, 'gift'))
    expect(await outcome(() => decide(id, 'kept'))).toBe('404 not-found')
    expect(await outcome(() => decide(id, 'kept', actorOf(CITY)))).toBe('done')
  })

  const verdicts = Object.keys(disputeSteps) as DisputeVerdict[]
  it.each(disputeStates.flatMap((state) => verdicts.map((verdict) => [state, verdict] as const)))('that is %s with %s goes by the table of steps', async (state, verdict) => {
    const { id } = await dispute(await entry())
    if (state !== 'open') await decide(id, state)
    const allowed = (disputeSteps[verdict] as readonly DisputeState[]).includes(state)
    expect(await outcome(() => decide(id, verdict))).toBe(allowed ? 'done' : '409 wrong-state')
  })

  it('keeps the entry: the answer is on the statement and nothing moves', async () => {
    const id = await entry()
    const [before] = await statement()
    await decide((await dispute(id)).id, 'kept')
    expect(await statement()).toEqual([{ ...before, dispute: expect.objectContaining({ state: 'kept', answer: '已核实' }) }])
    expect(await points()).toBe(5)
  })

  it('reverses once, however often and by however many it is asked; the entry stays as it was written', async () => {
    const id = await entry()
    const written = () => t.db.selectFrom('ledger.transfer').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const before = await written()
    const { id: disputeId } = await dispute(id)
    const results = await Promise.all(Array.from({ length: 8 }, () => outcome(() => decide(disputeId, 'reversed', actorOf(TOWN)))))
    expect(results.toSorted()).toEqual([...Array(7).fill('409 wrong-state'), 'done'])
    expect(await written()).toEqual(before)
    expect((await statement()).map((one) => [one.amount, one.balance, one.reason, one.reversed, one.reverses, one.params, one.dispute?.state])).toEqual([
      [-5, 0, 'reversal', false, id, { number: '2026-0001' }, undefined], [5, 5, 'case-solved', true, null, { number: '2026-0001' }, 'reversed'],
    ])
    expect(await ledger.misstatedAccounts()).toEqual([])
  })

  it('of an entry that was reversed meanwhile reverses nothing and stays open; it can still be kept', async () => {
    const id = await entry()
    const { id: disputeId } = await dispute(id)
    await inTransaction(t.db, (tx) => ledger.reverse(tx, id, { actor: 'system' }))
    expect(await outcome(() => decide(disputeId, 'reversed'))).toBe('409 already-reversed')
    expect((await statement()).find((one) => one.id === id)?.dispute?.state).toBe('open')
    expect(await outcome(() => decide(disputeId, 'kept'))).toBe('done')
    expect(await points()).toBe(0)
  })

  it('of a reversal, which could once be opened, is kept and never taken back', async () => {
    const id = await entry()
    const reversal = await inTransaction(t.db, (tx) => ledger.reverse(tx, id, { actor: 'system' }))
    const opened = { id: newId(), transfer_id: reversal.id, person_id: me.personId, region_path: TOWN, words: '为什么冲正', state: 'open', answer: null, decided_by: null, opened_at: new Date(), decided_at: null }
    await t.db.insertInto('ledger.dispute').values(opened).execute()
    expect(await outcome(() => decide(opened.id, 'reversed'))).toBe('409 is-a-reversal')
    expect(await outcome(() => decide(opened.id, 'kept'))).toBe('done')
    expect(await points()).toBe(0)
  })

  it('tells and audits each step once', async () => {
    const id = await entry()
    const { id: disputeId } = await dispute(id)
    await decide(disputeId, 'reversed')
    await outcome(() => decide(disputeId, 'reversed'))
    expect(await told(id)).toEqual([{ type: 'ledger.entry-disputed', actor: me.personId }, { type: 'ledger.dispute-reversed', actor: officer.personId }])
    expect(await audited(id)).toEqual([
      { action: 'ledger.entry-disputed', actor: me.personId, reason: null, region_path: TOWN }, { action: 'ledger.dispute-reversed', actor: officer.personId, reason: '已核实', region_path: TOWN },
    ])
  })
})

describe('the officers\' list', () => {
  /** Everything in the region, two at a time. */
  async function listed(by: Actor, regionCode?: string): Promise<string[]> {
    const seen: string[] = []
    for (let after: string | undefined, more = true; more;) {
      const { items, next } = await disputes.list(by, { regionCode, after, limit: 2 })
      seen.push(...items.map(({ id }) => id))
      more = next !== null
      after = next ?? undefined
    }
    return seen
  }
  const opened = async (region: string): Promise<string> => (await dispute(await entry(me, region))).id
  beforeEach(() => sql`delete from ledger.dispute`.execute(t.db))

  it('has what is open first, each part newest first, page by page, inside the officer\'s regions', async () => {
    const [a, b, c, d, elsewhere] = [await opened(TOWN), await opened(TOWN), await opened(TOWN), await opened(TOWN), await opened(OTHER)]
    await decide(d, 'kept')
    await decide(b, 'reversed')
    expect(await listed(officer)).toEqual([c, a, d, b])
    expect(await listed(actorOf(CITY))).toEqual([elsewhere, c, a, d, b])
    expect(await listed(actorOf(CITY), '350603')).toEqual([elsewhere])
    const both: Actor = { ...actorOf(), grants: [...officer.grants, ...actorOf(OTHER).grants] }
    expect(await listed(both)).toEqual([elsewhere, c, a, d, b])
  })

  it('shows who says what about which entry', async () => {
    await opened(TOWN)
    expect((await disputes.list(officer, { limit: 5 })).items).toMatchObject([{ state: 'open', words: '不是我上报的', personId: me.personId, personName: '林志强', regionName: { zh: `辖区${TOWN}` }, entry: { amount: 5, reason: 'case-solved', params: { number: '2026-0001' } } }])
  })

  it('names a grid with what it lies in', async () => {
    await opened(GRID)
    expect((await disputes.list(officer, { limit: 5 })).items[0]?.regionName).toEqual({ zh: `辖区${TOWN} 第三网格`, en: null })
  })

  it('is refused to those without a role, and for a region of others', async () => {
    expect(await outcome(() => disputes.list(null, { limit: 5 }))).toBe('401 sign-in-required')
    expect(await outcome(() => disputes.list(me, { limit: 5 }))).toBe('403 not-allowed')
    expect(await outcome(() => disputes.list(officer, { regionCode: '350603', limit: 5 }))).toBe('404 not-found')
  })

  it('follows a region that moves', async () => {
    const id = await opened(TOWN)
    const moved = { id: newId(), type: 'places.region-moved', version: 1, at: new Date(), actor: 'system', subject: 'region:350602', payload: { oldPath: TOWN, newPath: `${OTHER}.350602` } }
    for (const reaction of ledgerReactions(ledger).filter(({ types }) => types.includes(moved.type))) await inTransaction(t.db, (tx) => reaction.handle(tx, moved))
    expect([await listed(officer), await listed(actorOf(OTHER))]).toEqual([[], [id]])
  })
})
