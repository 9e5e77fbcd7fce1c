import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../platform/actor.ts'
import { problemOf, smallWorld, type SmallWorld } from '../testing.ts'

let world: SmallWorld
let officer: Actor
let leader: Actor
let crowd: Actor[]
beforeAll(async () => {
  world = await smallWorld()
  officer = await world.officer('13830000001', '林志强', '350602')
  leader = await world.verified('13830000002', '李秀英', '350602001001')
  crowd = []
  for (let i = 0; i < 4; i++) crowd.push(await world.verified(`1383000001${i}`, `陈某${'甲乙丙丁'[i]}`, '350602001001'))
}, 120_000)
afterAll(() => world.database.drop())

const newTeam = async (): Promise<string> => {
  const { id } = await world.people.createTeam(officer, { name: '夜巡队', kind: 'patrol', about: '', regionCode: '350602001001', organisationId: null, leaderId: leader.personId })
  leader = await world.again(leader) as Actor
  return id
}

type Act = { who: number, what: 'ask' | 'approve' | 'refuse' | 'withdraw' | 'scan' | 'leave' | 'remove' | 'lead' }
const act = fc.record({ who: fc.nat(3), what: fc.constantFrom<Act['what']>('ask', 'approve', 'refuse', 'withdraw', 'scan', 'leave', 'remove', 'lead') })

describe('joining and leaving', () => {
  it('keeps register, leader and refusals in step with a simple account of who is in, through any history', async () => {
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      const id = await newTeam()
      const token = (await world.people.createTeamLink(officer, { id, days: 1, usesMax: 3 })).path.split('/').at(-1) as string
      const inside = new Set<number>()
      const asked = new Map<number, string>()
      let lead = -1
      let uses = 0
      for (const { who, what } of acts) {
        const person = crowd[who] as Actor
        const request = asked.get(who)
        const out = inside.has(who) ? 'already-member' : undefined
        if (what === 'ask') {
          const outcome = await world.people.requestToJoin(person, { id, message: '' }).then((made) => { asked.set(who, made.id) }, (fault: { code: string }) => fault.code)
          expect(outcome).toBe(out ?? (request === undefined ? undefined : 'already-requested'))
        } else if (what === 'approve' || what === 'refuse') {
          if (request === undefined) continue
          await world.people.decideJoinRequest(officer, { id: request, verdict: what === 'approve' ? 'approved' : 'refused', reason: '' })
          asked.delete(who)
          if (what === 'approve') inside.add(who)
        } else if (what === 'withdraw') {
          if (request === undefined) continue
          await world.people.withdrawJoinRequest(person, request)
          asked.delete(who)
        } else if (what === 'scan') {
          const over = uses >= 3
          expect(await problemOf(world.people.followTeamLink(person, token))).toBe(over ? 'invitation-over' : undefined)
          if (!over && !inside.has(who)) {
            uses++
            inside.add(who)
            asked.delete(who)
          }
        } else if (what === 'leave' || what === 'remove') {
          const outcome = await problemOf(what === 'leave' ? world.people.leaveTeam(person, id) : world.people.removeMember(officer, { id, personId: person.personId, reason: '长期未参加' }))
          expect(outcome).toBe(lead === who ? 'leader-stays' : inside.has(who) ? undefined : 'not-a-member')
          if (outcome === undefined) inside.delete(who)
        } else {
          const outcome = await problemOf(world.people.handOverTeam(officer, { id, personId: person.personId }))
          expect(outcome).toBe(inside.has(who) ? undefined : 'not-a-member')
          if (outcome === undefined) lead = who
        }
      }
      const card = await world.people.team(officer, id)
      const { items } = await world.people.members(officer, { id, limit: 200 })
      const expected = [leader.personId, ...[...inside].map((who) => crowd[who]?.personId)]
      expect(items.map((member) => member.personId).toSorted()).toEqual(expected.toSorted())
      expect(card).toMatchObject({ members: expected.length, leaderId: lead === -1 ? leader.personId : crowd[lead]?.personId })
      expect((await world.people.joinRequests(officer, { teamId: id, limit: 200 })).items.map((request) => request.personId).toSorted()).toEqual([...asked.keys()].map((who) => crowd[who]?.personId).toSorted())
      const register = await world.database.db.selectFrom('people.team_register_v1').select(['members', 'leader_id']).where('team_id', '=', id).executeTakeFirst()
      expect(register).toEqual({ members: card.members, leader_id: card.leaderId })
    }), { numRuns: 12 })
  }, 120_000)

  it('never lets more through a link than it has uses', async () => {
    const id = await newTeam()
    const token = (await world.people.createTeamLink(leader, { id, days: 1, usesMax: 2 })).path.split('/').at(-1) as string
    const outcomes = await Promise.all(crowd.map((person) => problemOf(world.people.followTeamLink(person, token))))
    expect(outcomes.filter((code) => code === undefined)).toHaveLength(2)
    expect((await world.people.team(officer, id)).members).toBe(3)
  })

  it('ends with the team: members are out, the link is dead, the leader leads no more', async () => {
    const id = await newTeam()
    const { path } = await world.people.createTeamLink(leader, { id, days: 1, usesMax: 9 })
    await world.people.closeTeam(leader, { id, reason: '并入一队' })
    expect((await world.people.team(officer, id))).toMatchObject({ members: 0, leaderId: null, closedAt: expect.any(String) })
    expect(await problemOf(world.people.followTeamLink(crowd[0] as Actor, path.split('/').at(-1) as string))).toBe('team-closed')
    expect((await world.again(leader))?.grants.map((grant) => grant.teamId)).not.toContain(id)
    expect(await problemOf(world.people.requestToJoin(crowd[0] as Actor, { id, message: '' }))).toBe('team-closed')
  })

  it('tells of the lead that one loses and another gains, and of the one that ends with the team', async () => {
    const id = await newTeam()
    const heir = crowd[2] as Actor
    const { path } = await world.people.createTeamLink(leader, { id, days: 1, usesMax: 1 })
    await world.people.followTeamLink(heir, path.split('/').at(-1) as string)
    const before = await leads()
    await world.people.handOverTeam(leader, { id, personId: heir.personId })
    await world.people.closeTeam(officer, { id, reason: '并入一队' })
    expect((await leads()).slice(before.length)).toEqual([['people.role-revoked', leader.personId], ['people.role-granted', heir.personId], ['people.role-revoked', heir.personId]])
  })
})

const leads = async (): Promise<string[][]> => (await world.database.db.selectFrom('platform.event').select(['type', 'payload']).where('type', 'like', 'people.role-%').orderBy('position').execute())
  .map(({ type, payload }) => ({ type, payload: payload as Record<string, string> })).filter(({ payload }) => payload['role'] === 'leader').map(({ type, payload }) => [type, payload['personId'] as string])

describe('a liaison', () => {
  it('founds and leads teams of the own organisation only', async () => {
    const { id: organisationId } = await world.people.createOrganisation(officer, { name: '市中医院', kind: 'hospital', regionCode: '350602', creditCode: null })
    const other = await world.people.createOrganisation(officer, { name: '第二中学', kind: 'school', regionCode: '350602', creditCode: null })
    const person = crowd[3] as Actor
    await world.people.grantRole(officer, { personId: person.personId, role: 'liaison', organisationId })
    const liaison = await world.again(person) as Actor
    const draft = { name: '急救队', kind: 'medical' as const, about: '', regionCode: '350602001', leaderId: null }
    const own = await world.people.createTeam(liaison, { ...draft, organisationId })
    expect(await problemOf(world.people.createTeam(liaison, { ...draft, organisationId: other.id }))).toBe('not-allowed')
    expect(await problemOf(world.people.createTeam(liaison, { ...draft, organisationId: null }))).toBe('not-allowed')
    await world.people.editTeam(liaison, { id: own.id, name: '急救一队', kind: 'medical', about: '每周六' })
    expect(await problemOf(world.people.editTeam(liaison, { id: await newTeam(), name: '我的', kind: 'patrol', about: '' }))).toBe('not-found')
    expect((await world.people.organisations(liaison, { limit: 10 })).items).toMatchObject([{ id: organisationId, teams: 1, liaisons: [{ personId: liaison.personId, displayName: '陈*' }] }])
  })

  it('reaches the members of the organisation’s open teams, each once, by their whole name only', async () => {
    const { people, database: { db } } = world
    const { id: organisationId } = await people.createOrganisation(officer, { name: '市中医院分院', kind: 'hospital', regionCode: '350602', creditCode: null })
    const team = async (name: string): Promise<string> => (await people.createTeam(officer, { name, kind: 'medical', about: '', regionCode: '350602001', organisationId, leaderId: null })).id
    const [first, second, closed] = [await team('甲队'), await team('乙队'), await team('丙队')]
    const follow = async (person: Actor, id: string) => people.followTeamLink(person, (await people.createTeamLink(officer, { id, days: 1, usesMax: 9 })).path.split('/').at(-1) as string)
    const [a, b, c, d] = crowd as [Actor, Actor, Actor, Actor]
    for (const [person, id] of [[a, first], [a, second], [b, first], [c, closed], [d, second]] as const) await follow(person, id)
    await people.closeTeam(officer, { id: closed, reason: '合并' })
    await people.leaveTeam(d, second)
    const members = (which: { ids?: string[], name?: string, after?: string, limit?: number }) => people.organisationMembers(db, organisationId, { limit: 10, ...which })
    expect((await members({})).map(({ personId, teams }) => [personId, teams.length])).toEqual([[a.personId, 2], [b.personId, 1]].toSorted())
    expect(await members({ name: '陈某甲' })).toMatchObject([{ personId: a.personId, phone: expect.stringContaining('****') }])
    expect(await members({ name: '陈某' })).toEqual([])
    expect((await members({ ids: [b.personId, c.personId, officer.personId] })).map(({ personId }) => personId)).toEqual([b.personId])
    const [one] = await members({ limit: 1 })
    expect((await members({ limit: 1, after: one?.personId as string }))[0]?.personId).not.toBe(one?.personId)
  })

  it('is told who of them agrees to the newest text now', async () => {
    const { people, database: { db } } = world
    const [a, b] = crowd as [Actor, Actor]
    const version = people.consentTexts().find(({ purpose }) => purpose === 'location-tracking')?.version as number
    const ids = [a.personId, b.personId]
    for (const person of [a, b]) await people.giveConsent(person, { purpose: 'location-tracking', version }, '10.0.0.1')
    expect([...await people.consenting(db, ids, 'location-tracking')].toSorted()).toEqual(ids.toSorted())
    await people.withdrawConsent(b, { purpose: 'location-tracking' })
    expect([...await people.consenting(db, ids, 'location-tracking')]).toEqual([a.personId])
  })
})
