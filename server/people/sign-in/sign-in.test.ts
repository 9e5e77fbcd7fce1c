import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemOf, smallWorld, type SmallWorld } from '../testing.ts'

let world: SmallWorld
beforeAll(async () => { world = await smallWorld() })
afterAll(() => world.database.drop())
const attempt = (phone: string, code: string, ip = '10.0.0.9') => world.people.signIn({ phone, code, device: '' }, ip)
const codeFor = async (phone: string): Promise<string> => (await world.people.requestCode({ phone }, '10.0.0.9')).demoCode as string
const other = (code: string): string => (code === '000000' ? '000001' : '000000')

describe('sign-in', () => {
  it('makes the person at the first sign-in and finds the same one again', async () => {
    const first = await world.signIn('13800008000')
    const second = await world.signIn('13800008000')
    expect(second.personId).toBe(first.personId)
    expect(second.sessionId).not.toBe(first.sessionId)
    expect(await world.people.me(first)).toMatchObject({ phone: '138****8000', displayName: '****8000', realName: 'unverified', consentsDue: ['service-terms', 'privacy'] })
  })

  it('gives an officer the grants with the session', async () => {
    const officer = await world.officer('13800008001', '林志强', '350602')
    expect(officer.grants).toEqual([{ role: 'officer', regionPath: '3506.350602', organisationId: null, teamId: null }])
    expect(officer.realName).toBe('verified')
  })

  it('sends the code to the phone and answers alike for known and unknown phones', async () => {
    const known = await world.people.requestCode({ phone: '13800008000' }, '10.0.0.2')
    const unknown = await world.people.requestCode({ phone: '13900001111' }, '10.0.0.2')
    expect(Object.keys(known)).toEqual(Object.keys(unknown))
    expect(world.sent.at(-1)).toMatchObject({ phone: '13900001111', text: expect.stringContaining(unknown.demoCode as string) })
  })

  it('takes a code once', async () => {
    const code = await codeFor('13800008002')
    await attempt('13800008002', code)
    expect(await problemOf(attempt('13800008002', code))).toBe('code-wrong')
  })

  it('takes only the newest code, within ten minutes', async () => {
    const old = await codeFor('13800008003')
    const newest = await codeFor('13800008003')
    if (old !== newest) expect(await problemOf(attempt('13800008003', old))).toBe('code-wrong')
    world.clock.advance({ minutes: 10 })
    expect(await problemOf(attempt('13800008003', newest))).toBe('code-wrong')
  })

  it('gives up a code after five wrong attempts, though the sixth is right', async () => {
    const code = await codeFor('13800008004')
    for (let i = 0; i < 5; i++) expect(await problemOf(attempt('13800008004', other(code)))).toBe('code-wrong')
    expect(await problemOf(attempt('13800008004', code))).toBe('code-wrong')
  })

  it('makes one person of many first sign-ins with one code at once', async () => {
    const code = await codeFor('13800008005')
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => attempt('13800008005', code)))
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  })

  it('tells `people.joined` once per person', async () => {
    const rows = await world.database.db.selectFrom('platform.event').select('subject').where('type', '=', 'people.joined').execute()
    expect(new Set(rows.map((row) => row.subject)).size).toBe(rows.length)
  })
})

describe('limits', () => {
  it('stop codes per phone and per address with the time to wait', async () => {
    const strict = await smallWorld({ codesPerPhone: 2, codesPerIp: 3, attemptsPerPhone: 3, attemptsPerIp: 100, window_s: 600 })
    try {
      await strict.people.requestCode({ phone: '13700000001' }, '10.1.1.1')
      await strict.people.requestCode({ phone: '13700000001' }, '10.1.1.2')
      const refused = await strict.people.requestCode({ phone: '13700000001' }, '10.1.1.3').catch((problem: unknown) => problem)
      expect(refused).toMatchObject({ code: 'too-many-requests', status: 429, params: { retryAfter_s: expect.any(Number) } })
      await strict.people.requestCode({ phone: '13700000002' }, '10.1.1.1')
      await strict.people.requestCode({ phone: '13700000003' }, '10.1.1.1')
      expect(await problemOf(strict.people.requestCode({ phone: '13700000004' }, '10.1.1.1'))).toBe('too-many-requests')
      for (let i = 0; i < 3; i++) expect(await problemOf(strict.people.signIn({ phone: '13700000001', code: '123456', device: '' }, '10.2.2.2'))).toBe('code-wrong')
      expect(await problemOf(strict.people.signIn({ phone: '13700000001', code: '123456', device: '' }, '10.2.2.3'))).toBe('too-many-requests')
    } finally {
      await strict.database.drop()
    }
  })
})

describe('sessions', () => {
  it('end on sign-out, on revocation and after 90 days, and are told', async () => {
    const actor = await world.signIn('13800008010')
    const second = await world.signIn('13800008010')
    expect((await world.people.mySessions(second)).map((session) => session.current)).toEqual([true, false])
    await world.people.revokeSession(second, actor.sessionId)
    expect((await world.people.mySessions(second)).map((session) => session.id)).toEqual([second.sessionId])
    await world.people.signOut(second)
    expect(await world.again(second)).toBeNull()
    const ended = await world.database.db.selectFrom('platform.event').select('payload').where('type', '=', 'people.sessions-ended').where('subject', '=', `person:${actor.personId}`).execute()
    expect(ended.map((row) => (row.payload as { sessionIds: string[] }).sessionIds)).toEqual([[actor.sessionId], [second.sessionId]])
  })

  it('of officers end after twelve idle hours, of volunteers after thirty days', async () => {
    const officer = await world.officer('13800008011', '陈国华', '350602001')
    const volunteer = await world.signIn('13800008012')
    world.clock.advance({ hours: 13 })
    expect(await world.again(officer)).toBeNull()
    expect(await world.again(volunteer)).not.toBeNull()
    world.clock.advance({ days: 31 })
    expect(await world.again(volunteer)).toBeNull()
  })

  it('of another person cannot be ended', async () => {
    const mine = await world.signIn('13800008013')
    const theirs = await world.signIn('13800008014')
    expect(await problemOf(world.people.revokeSession(mine, theirs.sessionId))).toBe('not-found')
    expect(await world.again(theirs)).not.toBeNull()
  })

  it('are over when ended, too old or idle for too long, sooner for whoever holds an office; looking is no use of them', async () => {
    const [plain, ended] = [await world.signIn('13800008016'), await world.signIn('13800008017')]
    const official = await world.officer('13800008018', '周主任', '350602001')
    const ids = [plain, ended, official].map((one) => one.sessionId)
    await world.people.signOut(ended)
    expect(await world.people.endedAmong(ids)).toEqual([ended.sessionId])
    for (let hour = 0; hour < 12; hour++) {
      world.clock.advance({ hours: 1 })
      expect(await world.people.endedAmong(ids)).toEqual([ended.sessionId])
    }
    world.clock.advance({ minutes: 6 })
    expect(await world.people.endedAmong(ids)).toEqual([ended.sessionId, official.sessionId])
    expect(await world.again(official), 'the same as a request would meet').toBeNull()
    world.clock.advance({ days: 31 })
    expect(await world.people.endedAmong(ids)).toEqual(ids)
  })

  it('beyond ten end with the oldest', async () => {
    const first = await world.signIn('13800008015')
    for (let i = 0; i < 10; i++) {
      world.clock.advance({ minutes: 1 })
      await world.signIn('13800008015')
    }
    const open = await world.people.mySessions(first)
    expect(open).toHaveLength(10)
    expect(open.map((session) => session.id)).not.toContain(first.sessionId)
  })

  it.each([undefined, '', 'rv_session=', 'rv_session=short', `rv_session=${'a'.repeat(43)}`, 'other=1; rv_session=%00'])('are not opened by the cookie %s', async (cookie) => {
    expect(await world.people.actorOf(cookie)).toBeNull()
  })
})
