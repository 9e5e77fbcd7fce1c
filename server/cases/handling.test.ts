import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../platform/problem.ts'
import { newId } from '../platform/ids.ts'
import { deskQuery, stepCommand, type CaseView, type StepCommand } from './contract.ts'
import { people, regions, smallWorld, spots, type PersonName, type SmallWorld } from './test/world.ts'
import { caseStates, stepCodes, stepRule, type CaseState, type StepCode } from './steps.ts'

let w: SmallWorld
beforeAll(async () => { w = await smallWorld() })
afterAll(() => w.drop())

const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'ok', (error: unknown) => {
  if (error instanceof Problem) return error.code
  throw error
})
const everyone = Object.keys(people) as PersonName[]
/** Runs the operation as everybody and tells who was answered what. */
async function answers(run: (name: PersonName | 'guest') => Promise<unknown>): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of ['guest', ...everyone] as const) found[name] = await codeOf(run(name))
  return found
}
const actorOf = (name: PersonName | 'guest') => (name === 'guest' ? null : people[name])

describe('who may', () => {
  it('read a case: its reporter and whoever\'s region holds it', async () => {
    const { id } = await w.reported()
    expect(await answers((name) => w.cases.get(actorOf(name), id))).toEqual({
      guest: 'sign-in-required', resident: 'ok', neighbour: 'not-found', stranger: 'not-found', eastOfficer: 'ok', westOfficer: 'not-found', townOfficer: 'ok',
      cityOfficer: 'ok', otherOfficer: 'not-found', police: 'ok', liaison: 'not-found',
    })
  })

  it('read a sensitive clue: its reporter and the police of its region', async () => {
    const { id } = await w.reported({ category: 'suspicious' })
    expect(await answers((name) => w.cases.get(actorOf(name), id))).toEqual({
      guest: 'sign-in-required', resident: 'ok', neighbour: 'not-found', stranger: 'not-found', eastOfficer: 'not-found', westOfficer: 'not-found', townOfficer: 'not-found',
      cityOfficer: 'not-found', otherOfficer: 'not-found', police: 'ok', liaison: 'not-found',
    })
    const { rows: readings } = await w.pool.query<{ actor: string }>(`select actor from platform.audit where action = 'cases.sensitive-read' and subject = $1`, [`case:${id}`])
    expect(readings.map(({ actor }) => actor), 'who opened it from inside is written down').toEqual([people.police.personId])
    const listed = async (name: PersonName) => (await w.cases.list(people[name], deskQuery.parse({ category: 'suspicious' }))).items.some((item) => item.id === id)
    expect([await listed('cityOfficer'), await listed('police')]).toEqual([false, true])
  })

  it('accept: the desk it lies on and officers above; others in sight are told it is another desk\'s', async () => {
    const accept = async (name: PersonName | 'guest') => {
      const { id } = await w.reported({ category: 'fire-lane' })
      return w.cases.step(actorOf(name), stepCommand.parse({ id, step: 'accept', version: 1 }))
    }
    expect(await answers(accept)).toEqual({
      guest: 'sign-in-required', resident: 'not-allowed', neighbour: 'not-found', stranger: 'not-found', eastOfficer: 'not-your-desk', westOfficer: 'not-found', townOfficer: 'ok',
      cityOfficer: 'ok', otherOfficer: 'not-found', police: 'not-your-desk', liaison: 'not-found',
    })
  })

  it('say solved: the reporter alone', async () => {
    const { id } = await w.reported()
    await w.step(people.eastOfficer, id, 'accept')
    const { version } = await w.step(people.eastOfficer, id, 'reply', { note: '已修复' })
    expect(await answers((name) => w.cases.step(actorOf(name), stepCommand.parse({ id, step: 'solved', version: name === 'guest' ? 1 : version })))).toEqual({
      guest: 'sign-in-required', resident: 'ok', neighbour: 'not-found', stranger: 'not-found', eastOfficer: 'case-moved-on', westOfficer: 'not-found', townOfficer: 'case-moved-on',
      cityOfficer: 'case-moved-on', otherOfficer: 'not-found', police: 'case-moved-on', liaison: 'not-found',
    })
    const other = await w.reported()
    await w.step(people.eastOfficer, other.id, 'accept')
    await w.step(people.eastOfficer, other.id, 'reply', { note: '已修复' })
    expect(await codeOf(w.step(people.eastOfficer, other.id, 'solved'))).toBe('not-allowed')
  })

  it('supervise: an officer strictly above the desk', async () => {
    const { id } = await w.reported()
    expect(await codeOf(w.step(people.eastOfficer, id, 'supervise', { note: '请尽快' }))).toBe('not-allowed')
    expect((await w.step(people.townOfficer, id, 'supervise', { note: '请尽快' })).supervised).toBe(true)
  })

  it('look at the desk: officers and police, each within their regions', async () => {
    const list = (name: PersonName | 'guest') => w.cases.list(actorOf(name), deskQuery.parse({}))
    const counts = (name: PersonName | 'guest') => w.cases.counts(actorOf(name), {})
    const expected = {
      guest: 'sign-in-required', resident: 'not-allowed', neighbour: 'not-allowed', stranger: 'not-allowed', eastOfficer: 'ok', westOfficer: 'ok', townOfficer: 'ok',
      cityOfficer: 'ok', otherOfficer: 'ok', police: 'ok', liaison: 'not-allowed',
    }
    expect(await answers(list)).toEqual(expected)
    expect(await answers(counts)).toEqual(expected)
    expect((await w.cases.list(people.westOfficer, deskQuery.parse({ state: 'all' }))).items).toEqual([])
  })

  it('report, look for similar cases and list one\'s own: whoever is signed in', async () => {
    const expected = Object.fromEntries(['guest', ...everyone].map((name) => [name, name === 'guest' ? 'sign-in-required' : 'ok']))
    expect(await answers((name) => w.cases.mine(actorOf(name), { limit: 10 }))).toEqual(expected)
    expect(await answers((name) => w.cases.similar(actorOf(name), { category: 'noise', ...spots.west }))).toEqual(expected)
    const reports = new Map(await Promise.all(everyone.map(async (name) => [name, await w.reportOf(people[name])] as const)))
    expect(await answers((name) => w.cases.report(actorOf(name), reports.get(name === 'guest' ? 'resident' : name)!))).toEqual(expected)
  })
})

describe('a step', () => {
  it('by someone who looked at an older version is refused', async () => {
    const { id, version } = await w.reported()
    await w.step(people.eastOfficer, id, 'accept')
    await expect(w.cases.step(people.townOfficer, stepCommand.parse({ id, step: 'accept', version }))).rejects.toMatchObject({ code: 'case-moved-on', status: 409 })
  })

  it('taken by two officers at once happens once', async () => {
    const { id, version } = await w.reported()
    const codes = await Promise.all([people.eastOfficer, people.townOfficer, people.cityOfficer].map((who) => codeOf(w.cases.step(who, stepCommand.parse({ id, step: 'accept', version })))))
    expect(codes.toSorted()).toEqual(['case-moved-on', 'case-moved-on', 'ok'])
    expect(await w.eventsOf(id)).toEqual(['cases.reported', 'cases.accepted'])
  })

  it('does not make an internal note count as news for others', async () => {
    const { id, version } = await w.reported()
    await w.step(people.eastOfficer, id, 'note', { note: '与上月同址' })
    expect((await w.cases.step(people.eastOfficer, stepCommand.parse({ id, step: 'accept', version })))?.state).toBe('accepted')
    expect((await w.cases.get(people.resident, id)).history.map((entry) => entry.step)).toEqual(['report', 'accept'])
    expect((await w.cases.get(people.eastOfficer, id)).history.map((entry) => entry.step)).toEqual(['report', 'note', 'accept'])
  })

  it.each([
    ['decline', { note: '不是本地' }, ['reason']],
    ['decline', {}, ['reason', 'note']],
    ['merge', {}, ['duplicateOf']],
    ['pass', { note: '属于西区' }, ['target']],
    ['reclassify', {}, ['category', 'note']],
  ] as const)('%s with %o asks for what is missing', async (code, over, missing) => {
    const { id } = await w.reported()
    await expect(w.step(people.eastOfficer, id, code, over as Partial<StepCommand>)).rejects.toMatchObject({ code: 'step-needs', fields: missing.map((path) => expect.objectContaining({ path })) })
    expect((await w.cases.get(people.resident, id)).history).toHaveLength(1)
  })

  it('shows desks a masked reporter, reporters the desk, and neither the other\'s internals', async () => {
    const { id } = await w.reported()
    await w.step(people.eastOfficer, id, 'accept')
    expect(await w.cases.get(people.eastOfficer, id)).toMatchObject({ reporter: { name: '张*' }, parties: ['desk'] })
    const seen = await w.cases.get(people.resident, id)
    expect(seen.reporter).toBeNull()
    expect(seen.history[1]).toMatchObject({ step: 'accept', by: 'desk', byName: { zh: '金宝社区' } })
  })
})

describe('the course of a case', () => {
  it('from report to solved, told in events', async () => {
    const { id } = await w.reported()
    await w.step(people.eastOfficer, id, 'accept')
    await w.step(people.eastOfficer, id, 'assign', { assignee: '市政路灯班' })
    const after = await w.upload(people.eastOfficer)
    await w.step(people.eastOfficer, id, 'reply', { note: '已更换灯具', photos: [after] })
    const view = await w.step(people.resident, id, 'solved', { note: '亮了，谢谢' })
    expect(view).toMatchObject({ state: 'closed', outcome: 'solved', assignee: '市政路灯班', overdue: false })
    expect(view.history.map((entry) => [entry.step, entry.from, entry.to])).toEqual([
      ['report', null, 'received'], ['accept', 'received', 'accepted'], ['assign', 'accepted', 'in-progress'], ['reply', 'in-progress', 'replied'], ['solved', 'replied', 'closed'],
    ])
    expect(view.history[3]?.photos.map((photo) => photo.id)).toEqual([after])
    expect(await w.eventsOf(id)).toEqual(['cases.reported', 'cases.accepted', 'cases.assigned', 'cases.replied', 'cases.closed'])
  })

  it('not solved reopens with a new deadline and reaches the desk again', async () => {
    const { id, dueAt } = await w.reported()
    await w.step(people.eastOfficer, id, 'accept')
    await w.step(people.eastOfficer, id, 'reply', { note: '已修复' })
    w.clock.advance({ days: 3 })
    const view = await w.step(people.resident, id, 'not-solved', { note: '今晚还是不亮' })
    expect(view).toMatchObject({ state: 'reopened', reopened_times: 1, outcome: null })
    expect(Date.parse(view.dueAt as string)).toBeGreaterThan(Date.parse(dueAt as string))
    expect((await w.cases.list(people.eastOfficer, deskQuery.parse({ state: 'open' }))).items.map((item) => item.id)).toContain(id)
    expect((await w.eventsOf(id)).at(-1)).toBe('cases.reopened')
  })

  it('without a word of the reporter closes by itself, unless a word came first', async () => {
    const silent = await w.reported()
    const spoken = await w.reported()
    const payloads = []
    for (const { id } of [silent, spoken]) {
      await w.step(people.eastOfficer, id, 'accept')
      await w.step(people.eastOfficer, id, 'reply', { note: '已修复' })
      payloads.push({ caseId: id, repliedAt: w.clock.now().toISOString() })
    }
    await w.step(people.resident, spoken.id, 'not-solved', { note: '没有' })
    expect((await w.jobsOf('cases.lapse')).some((job) => job.key === `cases.lapse:${silent.id}`)).toBe(true)
    for (const payload of payloads) {
      await w.cases.jobs['cases.lapse'](payload)
      await w.cases.jobs['cases.lapse'](payload)
    }
    expect(await w.cases.get(people.resident, silent.id)).toMatchObject({ state: 'closed', outcome: 'unanswered' })
    expect(await w.cases.get(people.resident, spoken.id)).toMatchObject({ state: 'reopened' })
  })

  it('passed on lies on the named desk, which sees it, and the former desk acts no more', async () => {
    const { id, dueAt } = await w.reported()
    const passed = await w.step(people.eastOfficer, id, 'pass', { target: { desk: 'committee', regionCode: regions.other.code }, note: '属龙文区小坑社区' })
    expect(passed).toMatchObject({ state: 'received', desk: { regionCode: regions.other.code }, dueAt })
    expect(await codeOf(w.step(people.eastOfficer, id, 'accept'))).toBe('not-your-desk')
    expect((await w.step(people.otherOfficer, id, 'accept')).state).toBe('accepted')
    expect((await w.cases.get(people.resident, id)).history[1]).toMatchObject({ step: 'pass', note: '属龙文区小坑社区', details: { to: { name: { zh: '小坑社区' } } } })
    await expect(w.step(people.otherOfficer, id, 'pass', { target: { desk: 'committee', regionCode: regions.other.code }, note: '回' })).rejects.toMatchObject({ code: 'target-unfit' })
  })

  it('merged into another makes its reporter follow that one; one objection brings it back', async () => {
    const main = await w.reported({}, people.neighbour)
    const { id } = await w.reported()
    const merged = await w.step(people.eastOfficer, id, 'merge', { duplicateOf: main.id })
    expect(merged).toMatchObject({ state: 'duplicate', outcome: 'duplicate', duplicateOf: { id: main.id, number: main.number } })
    expect((await w.cases.get(people.resident, main.id)).parties).toEqual(['follower'])
    await expect(w.step(people.eastOfficer, main.id, 'merge', { duplicateOf: id })).rejects.toMatchObject({ code: 'target-unfit' })
    expect(await w.step(people.resident, id, 'object', { note: '不是同一盏' })).toMatchObject({ state: 'received', outcome: null, duplicateOf: null })
    await w.step(people.eastOfficer, id, 'decline', { reason: 'not-found-on-site', note: '现场两盏都亮' })
    await expect(w.step(people.resident, id, 'object', { note: '再看看' })).rejects.toMatchObject({ code: 'already-objected' })
  })

  it('changed to a sensitive category leaves the sight of officers', async () => {
    const { id, version } = await w.reported()
    expect(await w.cases.step(people.eastOfficer, stepCommand.parse({ id, version, step: 'reclassify', category: 'suspicious', note: '属线索' }))).toBeNull()
    expect((await w.cases.get(people.police, id))).toMatchObject({ category: 'suspicious', desk: { kind: 'police', regionCode: regions.town.code }, parties: ['desk'] })
  })

  it('past its deadline is overdue, may be urged once a day, and its deadline extended once', async () => {
    const { id, dueAt } = await w.reported({ category: 'rubbish' })
    expect(await codeOf(w.step(people.resident, id, 'urge'))).toBe('not-overdue')
    w.clock.set(new Date(Date.parse(dueAt as string) + 1000))
    expect(await w.step(people.resident, id, 'urge')).toMatchObject({ overdue: true, urged: true })
    expect(await codeOf(w.step(people.resident, id, 'urge'))).toBe('urged-today')
    w.clock.advance({ days: 1 })
    expect(await codeOf(w.step(people.resident, id, 'urge'))).toBe('ok')
    expect((await w.cases.list(people.eastOfficer, deskQuery.parse({ overdue: 'true', sort: 'due' }))).items.map((item) => item.id)).toContain(id)
    await w.step(people.eastOfficer, id, 'accept')
    const extended = await w.step(people.eastOfficer, id, 'extend', { days: 3, note: '等待清运车' })
    expect(extended.overdue).toBe(false)
    expect(await codeOf(w.step(people.eastOfficer, id, 'extend', { days: 3, note: '再等' }))).toBe('already-extended')
  })
})

describe('the desk', () => {
  it('pages through everything once, by age and by deadline, and filters', async () => {
    const made = [] as CaseView[]
    for (let i = 0; i < 7; i++) {
      w.clock.advance({ minutes: 1 })
      made.push(await w.reported({ category: i % 2 ? 'rubbish' : 'manhole', position: spots.other, words: `第${i}件 100%` }, people.stranger))
    }
    for (const sort of ['newest', 'due'] as const) {
      const ids: string[] = []
      for (let after: string | undefined; ;) {
        const page = await w.cases.list(people.otherOfficer, deskQuery.parse({ region: regions.other.code, state: 'received', sort, limit: 3, after }))
        ids.push(...page.items.map((item) => item.id))
        if (page.next === null) break
        after = page.next
      }
      expect(new Set(ids).size).toBe(ids.length)
      for (const view of made) expect(ids).toContain(view.id)
    }
    const found = async (over: Record<string, unknown>) => (await w.cases.list(people.otherOfficer, deskQuery.parse({ region: regions.other.code, ...over }))).items.map((item) => item.id)
    expect(await found({ text: '第3件' })).toEqual([made[3]!.id])
    expect(await found({ text: '0%' })).toHaveLength(7)
    expect(await found({ text: '%第' })).toEqual([])
    expect(await found({ text: made[2]!.number })).toEqual([made[2]!.id])
    expect((await found({ category: 'rubbish' })).every((id) => made.some((view) => view.id === id && view.category === 'rubbish'))).toBe(true)
    await w.step(people.otherOfficer, made[0]!.id, 'accept')
    expect(await found({ mine: 'true' })).toContain(made[0]!.id)
    expect(await codeOf(w.cases.list(people.westOfficer, deskQuery.parse({ region: regions.other.code })))).toBe('not-found')
    expect(await codeOf(w.cases.list(people.otherOfficer, deskQuery.parse({ after: 'nonsense' })))).toBe('invalid-input')
  })

  it('counts what is open and overdue, and the share closed in time with open overdue against it', async () => {
    const fresh = await smallWorld()
    try {
      const cases = await Promise.all([1, 2, 3, 4].map(() => fresh.reported({ category: 'rubbish' })))
      const close = async (view: CaseView) => {
        await fresh.step(people.eastOfficer, view.id, 'accept')
        await fresh.step(people.eastOfficer, view.id, 'reply', { note: '已清运' })
        await fresh.step(people.resident, view.id, 'solved')
      }
      await fresh.step(people.resident, cases[0]!.id, 'withdraw')
      expect(await fresh.cases.counts(people.townOfficer, {})).toEqual({ byState: { received: 3 }, open: 3, overdue: 0, onTimeShare: null })
      await close(cases[1]!)
      fresh.clock.advance({ days: 10 })
      await close(cases[2]!)
      expect(await fresh.cases.counts(people.townOfficer, {})).toEqual({ byState: { received: 1 }, open: 1, overdue: 1, onTimeShare: 1 / 3 })
      const rows = await fresh.db.selectFrom('cases.case_v1').select(['outcome', 'in_time']).execute()
      expect(rows.map((row) => `${row.outcome} ${row.in_time}`).toSorted()).toEqual(['null null', 'solved false', 'solved true', 'withdrawn null'])
    } finally {
      await fresh.drop()
    }
  })
})

describe('any history', () => {
  const actors = ['resident', 'neighbour', 'eastOfficer', 'townOfficer', 'cityOfficer', 'otherOfficer', 'police'] as const
  const attempt = fc.record({
    who: fc.constantFrom(...actors), step: fc.constantFrom(...stepCodes.filter((code) => code !== 'report')), days: fc.integer({ min: 0, max: 6 }),
    job: fc.constantFrom('none', 'none', 'send', 'answer', 'lapse'), fails: fc.constantFrom(0, 0, 9),
  })

  it('stays inside the table and is kept whole, whatever anyone tries', { timeout: 240_000 }, async () => {
    const other = await w.reported({ category: 'tree', answers: { what: 'branch', blocks: false } }, people.stranger)
    await fc.assert(fc.asyncProperty(fc.array(attempt, { minLength: 5, maxLength: 25 }), async (attempts) => {
      const { id } = await w.reported({ category: 'road-damage', answers: { what: 'pothole', tripping: true } })
      for (const { who, step, days, job, fails } of attempts) {
        w.clock.advance({ days })
        w.settings.failTimes = fails
        await codeOf(w.step(people[who], id, step, {
          note: '说明', reason: 'too-vague', target: { desk: 'committee', regionCode: days % 2 ? regions.west.code : regions.east.code }, category: days % 2 ? 'tree' : 'road-damage',
          channel: days % 2 ? 'police110' : 'hotline12345', duplicateOf: other.id, days: 2, position: spots.east, assignee: '养护班',
        }))
        await runJob(id, job)
      }
      await expectWhole(id)
    }), { numRuns: 40, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: false })
  })

  async function runJob(id: string, job: string): Promise<void> {
    const leg = await w.db.selectFrom('cases.leg').selectAll().where('case_id', '=', id).orderBy('created_at', 'desc').executeTakeFirst()
    if (job === 'send' && leg) await w.cases.jobs['cases.send-leg']({ legId: leg.id })
    if (job === 'answer' && leg) {
      for (const stage of ['accepted', 'replied'] as const) await w.outside[leg.channel as 'police110'].job.handle({ legId: leg.id, stage })
    }
    const row = await w.db.selectFrom('cases.case').select('handled_at').where('id', '=', id).executeTakeFirstOrThrow()
    if (job === 'lapse') await w.cases.jobs['cases.lapse']({ caseId: id, repliedAt: (row.handled_at ?? new Date(0)).toISOString() })
  }

  async function expectWhole(id: string): Promise<void> {
    const row = await w.db.selectFrom('cases.case').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const steps = await w.db.selectFrom('cases.step').selectAll().where('case_id', '=', id).orderBy('seq').execute()
    expect(steps.map((entry) => entry.seq)).toEqual(steps.map((_, index) => index + 1))
    expect(row.steps).toBe(steps.length)
    expect(row.version).toBe(steps.filter((entry) => !entry.internal).length)
    let state: string | null = null
    for (const entry of steps) {
      const rule = stepRule(entry.step as StepCode)
      expect(entry.from_state).toBe(state)
      if (state !== null) expect(rule.from).toContain(state as CaseState)
      expect(entry.to_state).toBe(rule.to ?? state)
      expect(rule.by).toContain(entry.party)
      state = entry.to_state
    }
    expect(state).toBe(row.state)
    expect(caseStates).toContain(row.state)
    expect(row.closed_at !== null).toBe(['closed', 'not-accepted', 'duplicate'].includes(row.state))
    expect(row.outcome !== null).toBe(row.closed_at !== null)
    const running = await w.db.selectFrom('cases.leg').select('id').where('case_id', '=', id).where('ended_at', 'is', null).execute()
    expect(running.length).toBe(row.state === 'handed-over' ? 1 : 0)
    expect(await w.eventsOf(id)).toEqual(steps.map((entry) => stepRule(entry.step as StepCode).event))
  }

  it('cannot be changed afterwards', async () => {
    const { id } = await w.reported()
    await expect(w.db.updateTable('cases.step').set({ note: 'x' }).where('case_id', '=', id).execute()).rejects.toThrow('append-only')
    await expect(w.db.deleteFrom('cases.step').where('case_id', '=', id).execute()).rejects.toThrow('append-only')
  })

  it('of another\'s id or of none does not exist', async () => {
    expect(await codeOf(w.cases.get(people.cityOfficer, newId()))).toBe('not-found')
    expect(await codeOf(w.cases.step(people.cityOfficer, stepCommand.parse({ id: newId(), step: 'accept', version: 1 })))).toBe('not-found')
  })
})
