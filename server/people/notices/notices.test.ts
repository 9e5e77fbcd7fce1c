import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../platform/actor.ts'
import { inTransaction } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { EventPump } from '../../platform/events/pump.ts'
import { newId } from '../../platform/ids.ts'
import { problemOf, smallWorld, type SmallWorld } from '../testing.ts'
import { noticeKindNames, type NoticeKind } from '../shapes.ts'

const NOW = '2026-04-14T11:00:00Z'
const SOON = '2026-04-14T12:00:00.000Z'
let w: SmallWorld
let pump: EventPump
let serial = 0
beforeAll(async () => {
  w = await smallWorld()
  pump = await EventPump.open(w.database.db, w.clock, (error) => { throw error }, [w.people.noticesReaction])
})
afterAll(() => w.database.drop())

const person = (): Promise<Actor> => w.signIn(`139${String(serial++).padStart(8, '0')}`)
async function told(type: string, subject: string, payload: Record<string, unknown>, actor = 'system'): Promise<void> {
  await inTransaction(w.database.db, (tx) => emit(tx, { type, actor, subject, at: w.clock.now(), payload }))
  await pump.drain()
}
const noticesOf = async (actor: Actor) => (await w.people.myNotices(actor, { limit: 50 })).items
const kindsOf = async (actor: Actor): Promise<NoticeKind[]> => (await noticesOf(actor)).map(({ kind }) => kind)
const patrol = { name: '西桥夜巡', startsAt: SOON, unit: '市医院' }
const cancelled = (of: readonly Actor[], more: Record<string, unknown> = {}, actor?: string): Promise<void> => told('duties.patrol-cancelled', `patrol:${newId()}`, { ...patrol, personIds: of.map((one) => one.personId), ...more }, actor)

describe('an event tells whom it concerns', () => {
  const record = { name: '西桥夜巡', minutes: 60, points: 10, measured: 60, before: 'pending', credited: false }
  const report = { number: '2026-0001', category: 'street-light', regionPath: '3506' }
  type Line = [event: string, subject: string, payload: (personId: string) => Record<string, unknown>, kind: NoticeKind | null, params: Record<string, unknown>]
  const table: Line[] = [
    ['duties.patrol-cancelled', 'patrol', (id) => ({ ...patrol, unit: undefined, personIds: [id] }), 'patrol-cancelled', { name: '西桥夜巡', startsAt: SOON }],
    ['duties.members-assigned', 'patrol', (id) => ({ ...patrol, personIds: [id] }), 'seat-assigned', patrol],
    ['duties.seats-claimed', 'patrol', () => ({ seats: 3 }), null, {}],
    // As it was told before members who are assigned had an event of their own.
    ['duties.seats-claimed', 'patrol', (id) => ({ ...patrol, personIds: [id] }), 'seat-assigned', patrol],
    ['duties.seat-released', 'patrol', (id) => ({ ...patrol, personId: id, because: 'taken-off' }), 'seat-taken-off', patrol],
    ['duties.seats-returned', 'patrol', (id) => ({ ...patrol, personIds: [id] }), 'seat-taken-off', patrol],
    ['people.verified', 'person', (id) => ({ personId: id, regionPath: '3506' }), 'real-name-verified', {}],
    ['people.rejected', 'person', (id) => ({ personId: id, regionPath: '3506' }), 'real-name-rejected', {}],
    ['people.join-approved', 'team', (id) => ({ personId: id, team: '夜巡队' }), 'join-approved', { team: '夜巡队' }],
    ['people.join-refused', 'team', (id) => ({ personId: id, team: '夜巡队' }), 'join-refused', { team: '夜巡队' }],
    ['cases.accepted', 'case', (id) => ({ ...report, reporterId: id }), 'case-accepted', { number: '2026-0001', category: 'street-light' }],
    ['cases.handed-over', 'case', (id) => ({ ...report, reporterId: id }), 'case-handed-over', { number: '2026-0001', category: 'street-light' }],
    ['cases.replied', 'case', (id) => ({ ...report, reporterId: id }), 'case-replied', { number: '2026-0001', category: 'street-light' }],
    ['cases.declined', 'case', (id) => ({ ...report, reporterId: id }), 'case-declined', { number: '2026-0001', category: 'street-light' }],
    ['cases.merged', 'case', (id) => ({ ...report, reporterId: id }), 'case-merged', { number: '2026-0001', category: 'street-light' }],
    ['cases.closed', 'case', (id) => ({ ...report, reporterId: id, step: 'lapse' }), 'case-lapsed', { number: '2026-0001', category: 'street-light' }],
    ['cases.closed', 'case', (id) => ({ ...report, reporterId: id, step: 'solved' }), null, {}],
    ['duties.record-confirmed', 'service-record', (id) => ({ ...record, personId: id }), 'record-confirmed', { name: '西桥夜巡', minutes: 60, points: 10, measured: 60 }],
    ['duties.record-confirmed', 'service-record', (id) => ({ ...record, personId: id, minutes: 30, points: 5 }), 'record-corrected', { name: '西桥夜巡', minutes: 30, points: 5, measured: 60 }],
    ['duties.record-rejected', 'service-record', (id) => ({ ...record, personId: id }), 'record-rejected', { name: '西桥夜巡' }],
    ['duties.record-confirmed', 'service-record', (id) => ({ ...record, personId: id, before: 'disputed' }), 'dispute-answered', { name: '西桥夜巡', minutes: 60, points: 10, measured: 60 }],
    ['duties.record-rejected', 'service-record', (id) => ({ ...record, personId: id, before: 'disputed' }), 'dispute-refused', { name: '西桥夜巡' }],
    ['duties.record-rejected', 'service-record', (id) => ({ ...record, personId: id, before: 'disputed', credited: true }), 'record-reversed', { name: '西桥夜巡' }],
    ['ledger.dispute-kept', 'entry', (id) => ({ name: '2026-0001', personId: id }), 'entry-kept', { name: '2026-0001' }],
    ['ledger.dispute-reversed', 'entry', (id) => ({ name: '2026-0001', personId: id }), 'entry-reversed', { name: '2026-0001' }],
  ]
  it.each(table)('%s of a %s', async (type, subject, payload, kind, params) => {
    const [concerned, other] = [await person(), await person()]
    const about = `${subject}:${newId()}`
    await told(type, about, payload(concerned.personId))
    expect((await noticesOf(concerned)).map((one) => ({ kind: one.kind, subject: one.subject, params: one.params, at: one.at, readAt: one.readAt })))
      .toEqual(kind === null ? [] : [{ kind, subject: about, params, at: w.clock.now().toISOString(), readAt: null }])
    expect(await noticesOf(other), 'nobody else sees it').toEqual([])
  })

  it('and each kind is told by one of them', () => expect([...new Set(table.flatMap(([, , , kind]) => kind ?? []))].toSorted()).toEqual(noticeKindNames.toSorted()))

  it('once, however often it is delivered', async () => {
    const concerned = await person()
    await cancelled([concerned, concerned])
    const before = await texts()
    await sql`update platform.consumer set position = 0 where name = 'people.notices'`.execute(w.database.db)
    const again = await EventPump.open(w.database.db, w.clock, (error) => { throw error }, [w.people.noticesReaction])
    await again.drain()
    expect(await kindsOf(concerned)).toEqual(['patrol-cancelled'])
    expect(await texts(), 'no text is queued twice').toEqual(before)
  })

  it('but not who did it', async () => {
    const [officer, walker] = [await person(), await person()]
    await cancelled([officer, walker], {}, officer.personId)
    expect([await kindsOf(officer), await kindsOf(walker)]).toEqual([[], ['patrol-cancelled']])
  })

  it('and nobody when it was told before it named people', async () => {
    await told('duties.patrol-cancelled', `patrol:${newId()}`, { name: '西桥夜巡' })
    expect(await sql`select from people.notice where kind = 'patrol-cancelled' and params ->> 'startsAt' is null`.execute(w.database.db)).toMatchObject({ rows: [] })
  })
})

describe('my notices', () => {
  it('come in pages, newest first, with what is unread', async () => {
    const reader = await person()
    const subjects = Array.from({ length: 5 }, () => `team:${newId()}`)
    for (const subject of subjects) await told('people.join-approved', subject, { personId: reader.personId, team: '夜巡队' })
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await w.people.myNotices(reader, { after, limit: 2 })
      expect(page.unread).toBe(5)
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map(({ subject }) => subject))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(seen).toEqual(subjects.toReversed())
  })

  it('are read up to one, or one alone, and stay read; me counts the rest', async () => {
    const reader = await person()
    for (let i = 0; i < 4; i++) await told('people.join-approved', `team:${newId()}`, { personId: reader.personId, team: '夜巡队' })
    const [newest, , third] = await noticesOf(reader)
    expect(await w.people.readNotices(reader, { id: newest!.id, older: false })).toEqual({ unread: 3 })
    expect(await w.people.readNotices(reader, { id: third!.id, older: true })).toEqual({ unread: 1 })
    const first = (await noticesOf(reader))[0]!.readAt
    w.clock.advance({ minutes: 5 })
    expect(await w.people.readNotices(reader, { id: newest!.id, older: false }), 'again').toEqual({ unread: 1 })
    expect((await noticesOf(reader))[0]!.readAt).toBe(first)
    expect((await w.people.me(reader)).notices).toEqual({ unread: 1, needing: null })
    w.clock.set(NOW)
  })

  it('are nobody else\'s, whatever the role', async () => {
    const [reader, officer] = [await person(), await w.officer(`139${String(serial++).padStart(8, '0')}`, '郑文彬', '3506')]
    await told('people.join-approved', `team:${newId()}`, { personId: reader.personId, team: '夜巡队' })
    const [mine] = await noticesOf(reader)
    expect(await problemOf(w.people.readNotices(officer, { id: mine!.id, older: true }))).toBe('not-found')
    expect((await noticesOf(officer)).some(({ id }) => id === mine!.id)).toBe(false)
    expect((await w.people.myNotices(reader, { limit: 1 })).unread).toBe(1)
    expect(await problemOf(w.people.myNotices(null, { limit: 1 }))).toBe('sign-in-required')
    expect(await problemOf(w.people.readNotices(null, { id: mine!.id, older: true }))).toBe('sign-in-required')
  })

  const answers: [string, string, Record<string, unknown>, string, Record<string, unknown>][] = [
    ['a reply that was answered', 'cases.replied', {}, 'cases.reopened', {}],
    ['a rejected name handed in anew', 'people.rejected', {}, 'people.real-name-submitted', {}],
    ['a seat that was given back', 'duties.seat-released', patrol, 'duties.members-assigned', {}],
    ['a seat that was given back, as it was told before', 'duties.seat-released', patrol, 'duties.seats-claimed', {}],
    ['a rejected record that was disputed', 'duties.record-rejected', { before: 'pending' }, 'duties.record-disputed', {}],
  ]
  it.each(answers)('that need me stand in me, until what they are about is over: %s', async (_, type, payload, later, more) => {
    const reader = await person()
    const subject = `thing:${newId()}`
    const all = { personId: reader.personId, reporterId: reader.personId, personIds: [reader.personId] }
    await told(type, subject, { ...all, ...payload })
    expect((await w.people.me(reader)).notices.needing).toMatchObject({ subject })
    w.clock.advance({ minutes: 1 })
    await told(later, subject, { ...all, ...more }, ['duties.members-assigned', 'duties.seats-claimed'].includes(later) ? 'system' : reader.personId)
    expect((await w.people.me(reader)).notices.needing).toBeNull()
    w.clock.set(NOW)
  })

  it('that need me no longer do once the patrol would have begun', async () => {
    const reader = await person()
    await cancelled([reader])
    expect((await w.people.me(reader)).notices.needing).toMatchObject({ kind: 'patrol-cancelled', params: { startsAt: SOON } })
    w.clock.set(SOON)
    expect((await w.people.me(reader)).notices).toEqual({ unread: 1, needing: null })
    w.clock.set(NOW)
  })

  it('go after 90 days', async () => {
    const reader = await person()
    await cancelled([reader])
    w.clock.advance({ days: 89 })
    await told('people.join-approved', `team:${newId()}`, { personId: reader.personId })
    await w.people.dropOldNotices()
    expect(await kindsOf(reader)).toEqual(['join-approved', 'patrol-cancelled'])
    w.clock.advance({ days: 1, minutes: 1 })
    await w.people.dropOldNotices()
    expect(await kindsOf(reader)).toEqual(['join-approved'])
    w.clock.set(NOW)
  })

  it('are part of my copy, and go with the account; what is told later finds nobody', async () => {
    const phone = `139${String(serial++).padStart(8, '0')}`
    const leaver = await w.signIn(phone)
    await cancelled([leaver])
    expect((await w.people.myCopy(leaver))['notices']).toMatchObject([{ kind: 'patrol-cancelled', params: { name: '西桥夜巡' } }])
    await w.people.deleteMe(leaver, { code: (await w.people.requestCode({ phone }, '10.0.0.1')).demoCode as string })
    await cancelled([leaver])
    expect((await sql`select from people.notice where person_id = ${leaver.personId}`.execute(w.database.db)).rows).toEqual([])
  })
})

/** The texts that are queued. */
async function texts(): Promise<{ noticeId: string; runAt: Date; personId: string }[]> {
  const { rows } = await sql<{ noticeId: string; runAt: Date; personId: string }>`select n.id as "noticeId", j.run_at as "runAt", n.person_id as "personId" from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id join people.notice n on n.id = (j.payload ->> 'noticeId')::uuid where t.identifier = 'people.text-notice' order by n.id`.execute(w.database.db)
  return rows
}

describe('a text message', () => {
  const queuedFor = async (actor: Actor) => (await texts()).filter(({ personId }) => personId === actor.personId)
  const send = async (actor: Actor): Promise<string[]> => {
    const [sent] = [w.sent.length]
    for (const { noticeId } of await noticesOf(actor).then((all) => all.map(({ id }) => ({ noticeId: id })))) await w.people.jobs['people.text-notice']({ noticeId })
    return w.sent.slice(sent).map(({ text }) => text)
  }

  const which: [string, string, Record<string, unknown>, boolean][] = [
    ['a patrol cancelled within a day', 'duties.patrol-cancelled', { startsAt: '2026-04-15T10:59:00Z' }, true],
    ['a patrol cancelled more than a day before', 'duties.patrol-cancelled', { startsAt: '2026-04-15T11:01:00Z' }, false],
    ['a patrol cancelled after it began', 'duties.patrol-cancelled', { startsAt: '2026-04-14T10:59:00Z' }, false],
    ['a seat taken away within a day', 'duties.seat-released', { startsAt: SOON }, true],
    ['a seat given', 'duties.members-assigned', { startsAt: SOON }, false],
    ['a reply', 'cases.replied', {}, false],
  ]
  it.each(which)('goes beside what cannot wait: %s', async (_, type, payload, goes) => {
    const reader = await person()
    await told(type, `thing:${newId()}`, { personId: reader.personId, personIds: [reader.personId], reporterId: reader.personId, ...payload })
    expect(await kindsOf(reader)).toHaveLength(1)
    expect(await queuedFor(reader)).toHaveLength(goes ? 1 : 0)
  })

  it('says what is off in the person\'s language and in city time, once', async () => {
    const reader = await person()
    await cancelled([reader])
    expect(await send(reader)).toEqual(['【芗里芗亲】您参加的“西桥夜巡”（4月14日 20:00）已取消，请勿前往。'])
    expect(await send(reader)).toEqual([])
    const why = await person()
    await cancelled([why], { reason: '暴雨\n橙色预警' })
    expect(await send(why)).toEqual(['【芗里芗亲】您参加的“西桥夜巡”（4月14日 20:00）已取消，请勿前往。原因：暴雨 橙色预警'])
    const long = await person()
    await cancelled([long], { reason: '雨'.repeat(41) })
    expect((await send(long))[0]).toMatch(/原因：雨{39}…$/)
    const english = await person()
    await w.people.setProfile(english, { regionCode: null, skills: [], language: 'en', bigLetters: false })
    await told('duties.seat-released', `patrol:${newId()}`, { ...patrol, personId: english.personId })
    expect(await send(english)).toEqual(['【芗里芗亲】市医院 has taken you off the patrol “西桥夜巡” (14 Apr, 20:00). Please do not go.'])
  })

  it('does not go to who does not want it; other settings leave the choice alone', async () => {
    const reader = await person()
    const profile = { regionCode: null, skills: [], language: 'zh', bigLetters: false } as const
    expect((await w.people.me(reader)).textNotices).toBe(true)
    expect((await w.people.setProfile(reader, { ...profile, skills: [], textNotices: false })).textNotices).toBe(false)
    expect((await w.people.setProfile(reader, { ...profile, skills: [], bigLetters: true })).textNotices).toBe(false)
    await cancelled([reader])
    expect(await send(reader)).toEqual([])
    expect(await kindsOf(reader)).toEqual(['patrol-cancelled'])
  })

  it('does not go once the notice was read, or the patrol would have begun', async () => {
    const [reader, late] = [await person(), await person()]
    await cancelled([reader, late])
    await w.people.readNotices(reader, { id: (await noticesOf(reader))[0]!.id, older: true })
    expect(await send(reader)).toEqual([])
    w.clock.set(SOON)
    expect(await send(late)).toEqual([])
    w.clock.set(NOW)
  })

  it('waits for the morning when a new try falls into the night', async () => {
    const reader = await person()
    await cancelled([reader], { startsAt: '2026-04-15T10:00:00Z' })
    w.clock.set('2026-04-14T15:00:00Z')
    expect(await send(reader)).toEqual([])
    expect((await queuedFor(reader)).map(({ runAt }) => runAt.toISOString())).toContain('2026-04-14T23:00:00.000Z')
    w.clock.set('2026-04-14T23:00:00Z')
    expect(await send(reader)).toHaveLength(1)
    w.clock.set(NOW)
  })
})
