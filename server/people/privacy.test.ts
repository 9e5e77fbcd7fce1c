import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { emit } from '../platform/events.ts'
import { EventPump } from '../platform/events/pump.ts'
import { consentTexts } from './consent-texts.ts'
import { peopleReactions } from './reactions.ts'
import { idNumberFor, problemOf, smallWorld, type SmallWorld } from './testing.ts'

let world: SmallWorld
let officer: Actor
beforeAll(async () => {
  world = await smallWorld()
  officer = await world.officer('13820000001', '林志强', '350602')
})
afterAll(() => world.database.drop())

const homed = async (phone: string, regionCode = '350602001001'): Promise<Actor> => {
  const actor = await world.signIn(phone)
  await world.people.setProfile(actor, { regionCode, skills: [], language: 'zh', bigLetters: false })
  for (const { purpose, version } of world.people.consentTexts()) await world.people.giveConsent(actor, { purpose, version }, '10.0.0.1')
  return actor
}
const events = async (subject: string): Promise<string[]> => (await world.database.db.selectFrom('platform.event').select('type').where('subject', '=', subject).orderBy('position').execute()).map((row) => row.type)

/** Every text of every table, as the database would give it to a thief. */
async function everyText(): Promise<string> {
  const { db } = world.database
  const { rows } = await sql<{ name: string }>`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema in ('people', 'platform', 'graphile_worker') and table_type = 'BASE TABLE'`.execute(db)
  const texts = await Promise.all(rows.map(async ({ name }) => (await sql<{ all: string | null }>`select string_agg(t::text, '\n') as all from ${sql.raw(name)} t`.execute(db)).rows[0]?.all ?? ''))
  return texts.join('\n')
}

describe('real-name check', () => {
  it('goes from handing in to verified, masked all the way', async () => {
    const actor = await homed('13820000010')
    await world.people.registerRealName(actor, { name: '欧阳修远', idNumber: idNumberFor('1950-03-04', '121') })
    expect(await world.people.me(actor)).toMatchObject({ realName: 'pending', displayName: '欧阳*', idNumber: expect.stringMatching(/^3\*{16}[\dX]$/), age: 76 })
    const [waiting] = (await world.people.applications(officer, { state: 'pending', limit: 10 })).items
    expect(waiting).toMatchObject({ displayName: '欧阳*', minor: false, regionName: { zh: '金宝社区', en: 'Jinbao Community' } })
    await world.people.decideApplication(officer, { id: waiting?.id ?? '', verdict: 'verified', reason: '' })
    expect((await world.people.person(world.database.db, actor.personId))?.realName).toBe('verified')
    expect(await events(`person:${actor.personId}`)).toEqual(expect.arrayContaining(['people.joined', 'people.real-name-submitted', 'people.verified']))
  })

  it.each([
    ['a number whose check character is wrong', { name: '张三丰', idNumber: idNumberFor('1980-05-04', '300').replace(/.$/, (last) => (last === '1' ? '2' : '1')) }, 'id-number-invalid'], ['a name of signs', { name: '<script>', idNumber: idNumberFor('1980-05-04', '301') }, 'invalid-input'],
    ['a child under 14', { name: '张小宝', idNumber: idNumberFor('2013-05-04', '302') }, 'too-young'], ['a minor without a guardian', { name: '张小明', idNumber: idNumberFor('2010-05-04', '303') }, 'guardian-needed'],
  ])('refuses %s and changes nothing', async (_, input, code) => {
    const actor = await homed('13820000011')
    expect(await problemOf(world.people.registerRealName(actor, input))).toBe(code)
    expect(await world.people.me(actor)).toMatchObject({ realName: 'unverified', idNumber: null, displayName: '****0011' })
  })

  it('needs its own consent, a community, and is handed in once', async () => {
    const actor = await world.signIn('13820000012')
    const input = { name: '张三丰', idNumber: idNumberFor('1980-05-04', '305') }
    expect(await problemOf(world.people.registerRealName(actor, input))).toBe('terms-needed')
    for (const { purpose, version } of world.people.consentTexts()) await world.people.giveConsent(actor, { purpose, version }, '10.0.0.1')
    expect(await problemOf(world.people.registerRealName(actor, input))).toBe('region-needed')
    await homed('13820000012')
    await world.people.registerRealName(actor, input)
    expect(await problemOf(world.people.registerRealName(actor, input))).toBe('already-registered')
  })

  it('refuses a number that someone holds without saying whose, and leaves a trace for the officer', async () => {
    const idNumber = idNumberFor('1970-05-04', '306')
    const first = await homed('13820000013')
    await world.people.registerRealName(first, { name: '郭大路', idNumber })
    const second = await homed('13820000014')
    const refusal = await world.people.registerRealName(second, { name: '郭大路', idNumber }).catch((fault: unknown) => fault)
    expect(refusal).toMatchObject({ code: 'identity-refused', params: {} })
    expect((await world.people.auditLines(officer, { action: 'people.identity-clash', limit: 10 })).items.map((line) => line.subject)).toEqual([`person:${second.personId}`])
  })

  it('frees a number wrongly used: rejected there, verified here', async () => {
    const idNumber = idNumberFor('1971-05-04', '307')
    const borrower = await homed('13820000015')
    await world.people.registerRealName(borrower, { name: '王借用', idNumber })
    await world.people.verifyBySystem(borrower.personId)
    const [wrong] = (await world.people.applications(officer, { state: 'verified', limit: 100 })).items.filter((one) => one.personId === borrower.personId)
    expect(await problemOf(world.people.decideApplication(officer, { id: wrong?.id ?? '', verdict: 'rejected', reason: '' }))).toBe('reason-needed')
    await world.people.decideApplication(officer, { id: wrong?.id ?? '', verdict: 'rejected', reason: '本人到场，证件不符' })
    expect(await world.people.me(borrower)).toMatchObject({ realName: 'rejected', rejectedBecause: '本人到场，证件不符', idNumber: null })
    const owner = await homed('13820000016')
    await world.people.registerRealName(owner, { name: '王本人', idNumber })
    expect((await world.people.me(owner)).realName).toBe('pending')
  })

  it('nobody decides for themselves', async () => {
    const own = (await world.people.applications(officer, { state: 'verified', limit: 100 })).items.find((one) => one.personId === officer.personId)
    expect(await problemOf(world.people.decideApplication(officer, { id: own?.id ?? '', verdict: 'rejected', reason: '试试' }))).toBe('own-rights')
    expect(await problemOf(world.people.grantRole(officer, { personId: officer.personId, role: 'police', regionCode: '350602' }))).toBe('own-rights')
    expect(await problemOf(world.people.invite(officer, { phone: '13820000001', role: 'police', regionCode: '350602' }))).toBe('own-rights')
  })
})

describe('reading an identity', () => {
  it('answers the whole of it and writes who read it and why', async () => {
    const actor = await world.verified('13820000020', '苏小妹', '350602001001', '1985-06-07')
    const full = await world.people.readIdentity(officer, { id: actor.personId, reason: '办理保险' }, '10.9.9.9')
    expect(full).toMatchObject({ name: '苏小妹', phone: '13820000020', birthDate: '1985-06-07' })
    const { items: [line] } = await world.people.auditLines(officer, { action: 'people.identity-read', limit: 1 })
    expect(line).toMatchObject({ actor: officer.personId, actorName: '林*', subject: `person:${actor.personId}`, reason: '办理保险', ip: '10.9.9.9' })
    expect((await world.people.myCopy(actor))['readings']).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'people.identity-read', reason: '办理保险' })]))
  })

  it('is possible only with the keys: name, numbers, birth date and sex lie in the database sealed or not at all', async () => {
    const actor = await world.verified('13820000021', '欧阳小妹', '350602001001', '1985-06-07')
    const { idNumber } = await world.people.readIdentity(officer, { id: actor.personId, reason: '办理保险' }, '10.9.9.9')
    const { rows } = await sql<{ stored: string }>`select row_to_json(p)::text || coalesce((select json_agg(a)::text from people.real_name_application a where a.person_id = p.id), '') || coalesce((select json_agg(e)::text from platform.event e where e.subject like '%' || p.id), '') as stored
      from people.person p where id = ${actor.personId}`.execute(world.database.db)
    for (const told of ['小妹', '13820000021', idNumber as string, '1985-06-07', '19850607', 'male"']) expect(rows[0]?.stored).not.toContain(told)
    expect((await world.people.searchPeople(officer, { phone: '13820000021', limit: 1 })).items, 'and yet the age is known').toMatchObject([{ age: 40 }])
    expect((await world.people.people(world.database.db, [actor.personId])).get(actor.personId)?.ageAt(new Date('2026-06-08T00:00:00Z'))).toBe(41)
  })

  it('finds people by the whole name or phone only', async () => {
    expect((await world.people.searchPeople(officer, { name: '苏小妹', limit: 10 })).items.map((card) => card.displayName)).toEqual(['苏*'])
    expect((await world.people.searchPeople(officer, { phone: '13820000020', limit: 10 })).items).toHaveLength(1)
    expect((await world.people.searchPeople(officer, { name: '苏', limit: 10 })).items).toEqual([])
  })
})

describe('invitation by phone', () => {
  it('registers nobody until the owner signs in and accepts', async () => {
    const before = await world.database.db.selectFrom('people.person').select(sql<number>`count(*)::int`.as('n')).executeTakeFirstOrThrow()
    const team = await world.people.createTeam(officer, { name: '东坂夜巡队', kind: 'patrol', about: '', regionCode: '350602001002', organisationId: null, leaderId: null })
    const invited = await world.people.invite(officer, { phone: '13820000030', teamId: team.id })
    expect(await world.database.db.selectFrom('people.person').select(sql<number>`count(*)::int`.as('n')).executeTakeFirstOrThrow()).toEqual(before)
    expect((await world.people.team(officer, team.id)).members).toBe(0)
    const stranger = await homed('13820000031')
    expect(await problemOf(world.people.answerInvitation(stranger, { id: invited.id, accept: true }))).toBe('not-found')
    const owner = await homed('13820000030')
    expect((await world.people.myInvitations(owner)).map((one) => one.teamName)).toEqual(['东坂夜巡队'])
    await world.people.answerInvitation(owner, { id: invited.id, accept: true })
    expect((await world.people.team(owner, team.id)).standing).toBe('member')
    expect(await problemOf(world.people.answerInvitation(owner, { id: invited.id, accept: true }))).toBe('invitation-over')
  })

  it('leaves a line in the audit log when it is sent and when it is taken back, once', async () => {
    const { id: team } = await world.people.createTeam(officer, { name: '东坂车队', kind: 'riders', about: '', regionCode: '350602001002', organisationId: null, leaderId: null })
    for (const draft of [{ phone: '13820000039', teamId: team }, { phone: '13820000039', role: 'police' as const, regionCode: '350602001' }]) {
      const { id } = await world.people.invite(officer, draft)
      await world.people.withdrawInvitation(officer, id)
      expect(await problemOf(world.people.withdrawInvitation(officer, id))).toBe('wrong-state')
      const lines = (await world.people.auditLines(officer, { subject: `invitation:${id}`, limit: 10 })).items
      expect(lines.map(({ action, actor }) => [action, actor])).toEqual([['people.invitation-withdrawn', officer.personId], ['people.invited', officer.personId]])
    }
  })

  it('gives no role that the inviter no longer reaches, none to the unverified, and ends after fourteen days', async () => {
    const inviter = await world.officer('13820000032', '何所长', '350602001')
    const draft = { phone: '13820000033', role: 'officer' as const, regionCode: '350602001001' }
    const first = await world.people.invite(inviter, draft)
    expect(await problemOf(world.people.answerInvitation(await homed('13820000033'), { id: first.id, accept: true }))).toBe('real-name-needed')
    const owner = await world.verified('13820000034', '曾志伟', '350602001001')
    const second = await world.people.invite(inviter, { ...draft, phone: '13820000034' })
    const [own] = (await world.people.grants(officer, { limit: 100 })).items.filter((grant) => grant.personId === inviter.personId)
    await world.people.revokeGrant(inviter, { id: own?.id ?? '', reason: '调离' })
    expect(await problemOf(world.people.answerInvitation(owner, { id: second.id, accept: true }))).toBe('invitation-over')
    const third = await world.people.invite(officer, { ...draft, phone: '13820000034' })
    await world.people.answerInvitation(owner, { id: third.id, accept: true })
    expect((await world.again(owner))?.grants.map((grant) => grant.regionPath)).toEqual(['3506.350602.350602001.350602001001'])
    const late = await world.people.invite(officer, { ...draft, phone: '13820000031' })
    world.clock.advance({ days: 14 })
    officer = await world.officer('13820000002', '接班人', '350602')
    expect(await problemOf(world.people.answerInvitation(await homed('13820000031'), { id: late.id, accept: true }))).toBe('invitation-over')
  })
})

describe('consent', () => {
  it('to a needed text is asked for again when the text is raised, and the next request knows both', async () => {
    const actor = await homed('13820000041')
    const due = async () => (await world.again(actor))?.termsDue
    const newest = consentTexts.find(({ purpose }) => purpose === 'privacy')?.version as number
    expect([await due(), (await world.people.me(actor)).consentsDue]).toEqual([null, []])
    // Agreed to the text before this one.
    await world.database.db.updateTable('people.consent').set({ version: newest - 1 }).where('person_id', '=', actor.personId).where('purpose', '=', 'privacy').execute()
    expect([await due(), (await world.people.me(actor)).consentsDue]).toEqual(['privacy', ['privacy']])
    await world.people.giveConsent(actor, { purpose: 'privacy', version: newest }, '10.0.0.1')
    expect([await due(), (await world.people.me(actor)).consentsDue]).toEqual([null, []])
    await world.people.withdrawConsent(actor, { purpose: 'service-terms' })
    expect(await due()).toBe('service-terms')
  })

  it('to what serving needs is known of many at once, as each of them is asked', async () => {
    const [both, oneLess, otherLess, none] = [await homed('13820000043'), await homed('13820000044'), await homed('13820000045'), await world.signIn('13820000046')]
    await world.people.withdrawConsent(oneLess, { purpose: 'privacy' })
    await world.people.withdrawConsent(otherLess, { purpose: 'service-terms' })
    await world.people.withdrawConsent(both, { purpose: 'real-name' })
    const all = [both, oneLess, otherLess, none]
    const asked = await Promise.all(all.map(async (actor) => (await world.again(actor))?.termsDue))
    expect(asked).toEqual([null, 'privacy', 'service-terms', 'service-terms'])
    expect(await world.people.agreeing(world.database.db, all.map(({ personId }) => personId))).toEqual(new Set([both.personId]))
  })

  it('holds for the newest version until withdrawn, and withdrawing one leaves the others', async () => {
    const actor = await homed('13820000040')
    const { db } = world.database
    expect(await world.people.hasConsent(db, actor.personId, 'location-tracking')).toBe(true)
    await world.people.withdrawConsent(actor, { purpose: 'location-tracking' })
    expect(await world.people.hasConsent(db, actor.personId, 'location-tracking')).toBe(false)
    expect(await world.people.hasConsent(db, actor.personId, 'real-name')).toBe(true)
    expect(await problemOf(world.people.withdrawConsent(actor, { purpose: 'location-tracking' }))).toBe('not-found')
    await world.people.giveConsent(actor, { purpose: 'location-tracking', version: 1 }, '10.0.0.1')
    expect(await world.people.hasConsent(db, actor.personId, 'location-tracking')).toBe(true)
    expect((await world.people.myCopy(actor))['consents']).toHaveLength(world.people.consentTexts().length + 1)
  })
})

describe('the database', () => {
  it('holds no phone, name or ID number in the clear anywhere', async () => {
    const secrets = ['苏小妹', '13820000020', '13820000030', '欧阳修远', '郭大路', idNumberFor('1970-05-04', '306'), '19700504']
    const all = await everyText()
    expect(all).toContain('people.identity-read')
    expect(all).toContain('138****0020')
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
  })

  it('opens nothing of a deleted person, whose phone and number are free again', async () => {
    const actor = await world.verified('13820000050', '离开者', '350602001001', '1988-08-08')
    const row = await world.database.db.selectFrom('people.person').selectAll().where('id', '=', actor.personId).executeTakeFirstOrThrow()
    const { demoCode } = await world.people.requestCode({ phone: '13820000050' }, '10.0.0.1')
    await world.people.deleteMe(actor, { code: demoCode as string })
    expect(await world.again(actor)).toBeNull()
    expect(await world.people.person(world.database.db, actor.personId)).toBeUndefined()
    expect((await world.people.people(world.database.db, [actor.personId])).get(actor.personId)?.displayName).toBe('****')
    const all = await everyText()
    expect([row.key_sealed, row.phone_sealed, row.phone_index, row.id_number_index, '1988-08-08', '138****0050'].filter((trace) => all.includes(trace as string))).toEqual([])
    expect((await world.signIn('13820000050')).personId).not.toBe(actor.personId)
    expect(await events(`person:${actor.personId}`)).toContain('people.deleted')
  })
})

describe('a region that moves', () => {
  it('takes people, teams and grants with it, and again changes nothing', async () => {
    const local = await world.officer('13820000060', '周主任', '350602001')
    const { db } = world.database
    const pump = await EventPump.open(db, world.clock, (fault) => { throw fault }, peopleReactions)
    const move = () => db.transaction().execute((tx) => emit(tx, { type: 'places.region-moved', actor: 'system', subject: 'region:350602001', at: world.clock.now(), payload: { code: '350602001', oldPath: '3506.350602.350602001', newPath: '3506.3506z01.350602001' } }))
    await move()
    await move()
    await pump.drain()
    const told = await db.selectFrom('platform.event').select('payload').where('type', '=', 'people.grants-moved').execute()
    expect(told, 'once, because the second move found nothing').toEqual([{ payload: { personIds: expect.arrayContaining([local.personId]) } }])
    expect((await world.again(local))?.grants.map((grant) => grant.regionPath)).toEqual(['3506.3506z01.350602001'])
    const { rows } = await sql<{ n: number }>`select (select count(*) from people.person where region_path <@ '3506.350602.350602001') + (select count(*) from people.team where region_path <@ '3506.350602.350602001') as n`.execute(db)
    expect(Number(rows[0]?.n)).toBe(0)
  })
})

describe('the first officer', () => {
  it('is made once, by the token of a city without officers', async () => {
    const empty = await smallWorld()
    try {
      const old = await empty.people.firstOfficerToken() as string
      const token = await empty.people.firstOfficerToken() as string
      const [a, b] = [await empty.signIn('13800000001'), await empty.signIn('13800000002')]
      expect(await problemOf(empty.people.becomeFirstOfficer(a, { token: old, regionCode: '3506' }))).toBe('token-wrong')
      const outcomes = await Promise.all([a, b].map((actor) => problemOf(empty.people.becomeFirstOfficer(actor, { token, regionCode: '3506' }))))
      expect(outcomes.filter((code) => code === undefined)).toHaveLength(1)
      expect(await empty.people.firstOfficerToken()).toBeNull()
      expect(await empty.people.firstOfficerOpen()).toEqual({ open: false })
    } finally {
      await empty.database.drop()
    }
  })
})
