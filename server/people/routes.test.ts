import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { inTransaction } from '../platform/db.ts'
import { createHttp, mountApi } from '../platform/http.ts'
import { newId } from '../platform/ids.ts'
import { peopleContract } from './contract.ts'
import { peopleRoutes } from './routes.ts'
import { idNumberFor, smallWorld, type SmallWorld } from './testing.ts'

const who = ['guest', 'resident', 'member', 'leader', 'elsewhere', 'here', 'above', 'police', 'liaison'] as const
type Who = (typeof who)[number]
let world: SmallWorld
let http: FastifyInstance
const actors = new Map<Who, Actor>()
const ids = { team: '', person: '', application: '', organisation: '', grant: '', request: '', link: '', token: '', invitation: '', sent: '', notice: '' }

beforeAll(async () => {
  world = await smallWorld()
  const options = { resolveActor: (request: { headers: { cookie?: string | undefined } }) => world.people.actorOf(request.headers.cookie), report: (error: unknown) => { throw error } }
  http = await createHttp(options)
  await mountApi(http, peopleRoutes(world.people), peopleContract, { ...options, title: 'Redvest', version: '0' })
  await settle()
}, 120_000)
afterAll(async () => {
  await http.close()
  await world.database.drop()
})

async function settle(): Promise<void> {
  const { people } = world
  const above = await world.officer('13810000001', '郑文彬', '3506')
  actors.set('above', above)
  actors.set('here', await world.officer('13810000002', '林志强', '350602001'))
  actors.set('elsewhere', await world.officer('13810000003', '陈国华', '350602002'))
  const police = await world.verified('13810000004', '黄警官', '350602001001')
  await people.appointBySystem(police.personId, { role: 'police', regionCode: '350602001' })
  actors.set('police', await world.again(police) as Actor)
  const leader = await world.verified('13810000005', '李秀英', '350602001001')
  const member = await world.verified('13810000006', '王建国', '350602001001')
  actors.set('member', member)
  actors.set('resident', await world.verified('13810000007', '吴小明', '350602001001'))
  const { id: organisation } = await people.createOrganisation(above, { name: '金宝社区居委会', kind: 'committee', regionCode: '350602001001', creditCode: null })
  const liaison = await world.verified('13810000009', '许建平', '350602001001')
  await people.appointBySystem(liaison.personId, { role: 'liaison', organisationId: organisation })
  actors.set('liaison', await world.again(liaison) as Actor)
  const team = await people.createTeam(above, { name: '西桥夜巡队', kind: 'patrol', about: '', regionCode: '350602001001', organisationId: organisation, leaderId: leader.personId })
  actors.set('leader', await world.again(leader) as Actor)
  const link = await people.createTeamLink(actors.get('leader') as Actor, { id: team.id, days: 7, usesMax: 20 })
  Object.assign(ids, { team: team.id, organisation, link: link.id, token: link.path.split('/').at(-1) })
  await people.followTeamLink(member, ids.token)
  const here = actors.get('here') as Actor
  ids.invitation = (await people.invite(here, { phone: '13810000007', teamId: team.id })).id
  ids.sent = (await people.invite(here, { phone: '13999990001', teamId: team.id })).id
  const applicant = await world.signIn('13810000008')
  await people.setProfile(applicant, { regionCode: '350602001001', skills: ['first-aid'], language: 'zh', bigLetters: true })
  for (const { purpose, version } of people.consentTexts()) await people.giveConsent(applicant, { purpose, version }, '10.0.0.1')
  await people.registerRealName(applicant, { name: '赵丽', idNumber: idNumberFor('1990-01-02', '222') })
  ids.person = applicant.personId
  ids.application = (await people.applications(above, { state: 'pending', limit: 10 })).items[0]?.id ?? ''
  ids.request = (await people.requestToJoin(applicant, { id: team.id, message: '' })).id
  await tellOfVerification(member)
  ids.notice = (await people.myNotices(member, { limit: 1 })).items[0]?.id ?? ''
  ids.grant = (await people.grants(above, { role: 'police', limit: 10 })).items[0]?.id ?? ''
}

async function tellOfVerification({ personId }: Actor): Promise<void> {
  const event = { id: newId(), version: 1, type: 'people.verified', actor: 'system', subject: `person:${personId}`, at: world.clock.now(), payload: { personId } }
  await inTransaction(world.database.db, (tx) => world.people.noticesReaction.handle(tx, event))
}

async function ask(asker: Who, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<number> {
  const url = `/api${path.replace(/:(\w+)/g, (_, key: keyof typeof ids) => ids[key])}`
  const cookie = world.cookieOf(actors.get(asker))
  const answer = await http.inject({ method, url, headers: cookie === undefined ? {} : { cookie }, ...(body === undefined ? {} : { payload: body as object }) })
  if (answer.statusCode >= 400) expect(answer.json()).toMatchObject({ status: answer.statusCode, code: expect.any(String) })
  return answer.statusCode
}

/** Expected status by asker, in the order of `who`; the liaison is of the organisation that keeps the team. Repeats end in 409: the first who may has done it. */
type Line = [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body: unknown, statuses: readonly number[]]
const signedInOnly = [401, 200, 200, 200, 200, 200, 200, 200, 200] as const
const everyone = [200, 200, 200, 200, 200, 200, 200, 200, 200] as const
const officersOnly = [401, 403, 403, 403, 200, 200, 200, 403, 403] as const
const table: Line[] = [
  ['GET', '/consent-texts', undefined, [200, 200, 200, 200, 200, 200, 200, 200, 200]],
  ['GET', '/first-officer', undefined, [200, 200, 200, 200, 200, 200, 200, 200, 200]],
  ['POST', '/sign-in-codes', { phone: '13810000099' }, everyone], ['POST', '/sessions', { phone: '13810000098', code: '000000' }, [400, 400, 400, 400, 400, 400, 400, 400, 400]],
  ['PUT', '/me/profile', { regionCode: '350602001001', skills: [], language: 'zh', bigLetters: false }, signedInOnly],
  ['POST', '/me/real-name', { name: '赵丽', idNumber: idNumberFor('1990-01-02', '444') }, [401, 409, 409, 409, 409, 409, 409, 409, 409]],
  ['DELETE', '/me/consents/location-tracking', undefined, signedInOnly], ['DELETE', '/me/consents/location-tracking', undefined, [401, 404, 404, 404, 404, 404, 404, 404, 404]],
  // An invitation is its phone's to answer and its sender's to take back; for everyone else there is none.
  ['POST', '/me/invitations/:invitation/answer', { accept: false }, [401, 200, 404, 404, 404, 404, 404, 404, 404]], ['POST', '/me/invitations/:invitation/answer', { accept: true }, [401, 410, 404, 404, 404, 404, 404, 404, 404]],
  ['POST', '/invitations/:sent/withdrawal', {}, [401, 404, 404, 404, 404, 200, 404, 404, 404]], ['POST', '/invitations/:sent/withdrawal', {}, [401, 404, 404, 404, 404, 409, 404, 404, 404]],
  ['GET', '/me', undefined, signedInOnly], ['GET', '/me/sessions', undefined, signedInOnly], ['GET', '/me/consents', undefined, signedInOnly], ['GET', '/me/invitations', undefined, signedInOnly],
  ['GET', '/me/notices', undefined, signedInOnly], ['GET', '/me/notices?after=:notice&limit=1', undefined, signedInOnly],
  // One's own alone: the notice is the member's.
  ['PUT', '/me/notices/read', { id: ':notice' }, [401, 404, 200, 404, 404, 404, 404, 404, 404]], ['PUT', '/me/notices/read', { id: ':notice', older: false }, [401, 404, 200, 404, 404, 404, 404, 404, 404]],
  ...[{}, { id: 'x' }, { id: 7 }, { id: ':notice', older: 'yes' }, { id: ':notice', personId: ':person' }].map((body): Line => ['PUT', '/me/notices/read', body, [400, 400, 400, 400, 400, 400, 400, 400, 400]]),
  ...['limit=0', 'limit=201', 'limit=x', 'after=x'].map((query): Line => ['GET', `/me/notices?${query}`, undefined, [400, 400, 400, 400, 400, 400, 400, 400, 400]]),
  ['GET', '/me/join-requests', undefined, signedInOnly], ['GET', '/me/copy', undefined, signedInOnly], ['GET', '/teams', undefined, signedInOnly], ['GET', '/teams/:team', undefined, signedInOnly],
  ['GET', '/teams?mine=true', undefined, signedInOnly], ['GET', '/invitations', undefined, signedInOnly], ['GET', '/team-invitations/:token', undefined, signedInOnly],
  ['DELETE', '/me/sessions/00000000-0000-7000-8000-000000000000', undefined, [401, 404, 404, 404, 404, 404, 404, 404, 404]],
  ['PUT', '/me/consents/real-name', { version: 1 }, signedInOnly], ['PUT', '/me/consents/real-name', { version: 2 }, [401, 409, 409, 409, 409, 409, 409, 409, 409]],
  ['POST', '/me/deletion', { code: '000000' }, [401, 400, 400, 409, 400, 400, 400, 400, 400]],
  ['GET', '/people', undefined, [401, 403, 403, 403, 200, 200, 200, 200, 403]], ['GET', '/people/:person', undefined, [401, 403, 403, 403, 404, 200, 200, 200, 403]],
  ['GET', '/people?regionCode=350602002', undefined, [401, 403, 403, 403, 200, 404, 200, 404, 403]],
  ...['/people?regionCode=3506', '/people?regionCode=350699'].map((path): Line => ['GET', path, undefined, [401, 403, 403, 403, 404, 404, path.endsWith('3506') ? 200 : 404, 404, 403]]),
  ...['/real-name-applications?regionCode=3506', '/grants?regionCode=3506'].map((path): Line => ['GET', path, undefined, [401, 403, 403, 403, 404, 404, 200, 403, 403]]),
  ['POST', '/people/lookups', { name: '赵丽' }, [401, 403, 403, 403, 200, 200, 200, 200, 403]], ['POST', '/people/lookups', {}, [400, 400, 400, 400, 400, 400, 400, 400, 400]],
  ['POST', '/people/:person/identity-readings', { reason: '核对投保信息' }, [401, 403, 403, 403, 404, 200, 200, 200, 403]],
  ['GET', '/real-name-applications', undefined, officersOnly], ['GET', '/audit', undefined, officersOnly], ['GET', '/grants', undefined, officersOnly],
  ['GET', '/organisations', undefined, [401, 403, 403, 403, 200, 200, 200, 200, 200]],
  ['POST', '/organisations', { name: '东铺头派出所', kind: 'police-station', regionCode: '350602001' }, [401, 403, 403, 403, 404, 200, 200, 403, 403]],
  ['PUT', '/organisations/:organisation', { name: '金宝社区居委会', kind: 'committee' }, [401, 403, 403, 403, 404, 200, 200, 403, 403]],
  ['POST', '/teams', { name: '骑行劝导队', kind: 'riders', regionCode: '350602001001' }, [401, 403, 403, 403, 404, 200, 200, 403, 403]],
  ['PUT', '/teams/:team', { name: '西桥夜巡一队', kind: 'patrol', about: '每晚七点' }, [401, 403, 403, 200, 404, 200, 200, 403, 200]],
  ['GET', '/teams/:team/members', undefined, [401, 403, 200, 200, 404, 200, 200, 403, 200]], ['GET', '/teams/:team/links', undefined, [401, 403, 403, 200, 404, 200, 200, 403, 200]],
  ['POST', '/teams/:team/links', {}, [401, 403, 403, 200, 404, 200, 200, 403, 200]],
  ['GET', '/join-requests', undefined, [401, 403, 403, 200, 200, 200, 200, 200, 200]],
  ['POST', '/join-requests/:request/decision', { verdict: 'approved' }, [401, 403, 403, 200, 404, 409, 409, 403, 409]],
  ['DELETE', '/join-requests/:request', undefined, [401, 404, 404, 404, 404, 404, 404, 404, 404]],
  ['POST', '/invitations', { phone: '13999990000', teamId: ':team' }, [401, 403, 403, 200, 404, 200, 200, 403, 200]],
  ['POST', '/invitations', { phone: '13999990000', role: 'police', regionCode: '350602001' }, [401, 403, 403, 403, 404, 200, 200, 403, 403]],
  ['POST', '/real-name-applications/:application/decision', { verdict: 'rejected' }, [401, 403, 403, 403, 400, 400, 400, 403, 403]],
  ['POST', '/real-name-applications/:application/decision', { verdict: 'verified' }, [401, 403, 403, 403, 404, 200, 409, 403, 403]],
  ['POST', '/grants', { personId: ':person', role: 'police', regionCode: '350602001' }, [401, 403, 403, 403, 404, 200, 409, 403, 403]],
  ['POST', '/grants', { personId: ':person', role: 'officer', regionCode: '3506' }, [401, 403, 403, 403, 404, 404, 200, 403, 403]],
  ['POST', '/grants/:grant/revocation', { reason: '调离岗位' }, [401, 403, 403, 403, 404, 200, 404, 404, 404]],
  ['PUT', '/teams/:team/leader', { personId: ':person' }, [401, 403, 403, 200, 404, 200, 200, 403, 200]],
  ['POST', '/teams/:team/members/:person/removal', { reason: '长期未参加' }, [401, 403, 403, 403, 404, 409, 409, 403, 409]],
  ['DELETE', '/teams/:team/membership', undefined, [401, 409, 200, 200, 409, 409, 409, 409, 409]],
  // Whoever is registered may ask for a place, and takes one by the QR invitation; those who left come back.
  ['POST', '/teams/:team/join-requests', {}, signedInOnly], ['POST', '/teams/:team/join-requests', {}, [401, 409, 409, 409, 409, 409, 409, 409, 409]],
  ['POST', '/team-invitations/:token/acceptance', {}, signedInOnly],
  ['POST', '/team-links/:link/revocation', {}, [401, 403, 403, 403, 404, 200, 200, 403, 200]],
  ['GET', '/team-invitations/:token', undefined, [401, 410, 410, 410, 410, 410, 410, 410, 410]],
  ['POST', '/teams/:team/closure', { reason: '队伍合并' }, [401, 403, 403, 403, 404, 200, 409, 403, 409]],
  ['POST', '/first-officer', { token: 'x', regionCode: '3506' }, [401, 409, 409, 409, 409, 409, 409, 409, 409]],
  ['DELETE', '/sessions/current', undefined, [200, 200, 200, 200, 200, 200, 200, 200, 200]],
  ['GET', '/me', undefined, [401, 401, 401, 401, 401, 401, 401, 401, 401]],
]

describe('who may', () => {
  it.each(table)('%s %s %j', async (method, path, body, statuses) => {
    const filled = body === undefined ? undefined : JSON.parse(JSON.stringify(body).replace(/":(\w+)"/g, (_, key: keyof typeof ids) => `"${ids[key]}"`)) as unknown
    const answers: number[] = []
    for (const asker of who) answers.push(await ask(asker, method, path, filled))
    expect(Object.fromEntries(who.map((asker, i) => [asker, answers[i]]))).toEqual(Object.fromEntries(who.map((asker, i) => [asker, statuses[i]])))
  })
})

describe('the contract', () => {
  it('has a line in the table for every operation', () => {
    const listed = Object.entries(peopleContract).filter(([, operation]) => {
      const { method, path } = operation['~orpc'].route
      const pattern = new RegExp(`^${(path as string).replace(/\{\w+\}/g, '[^/?]+')}(\\?.*)?$`)
      return table.some(([lineMethod, linePath]) => lineMethod === method && pattern.test(linePath))
    }).map(([name]) => name)
    expect(Object.keys(peopleContract).filter((name) => !listed.includes(name))).toEqual([])
  })

  it('describes itself as OpenAPI', async () => {
    const description = (await http.inject('/api/openapi.json')).json() as { paths: Record<string, unknown> }
    expect(Object.keys(description.paths)).toContain('/people/{id}/identity-readings')
  })

  it.each([
    ['/sign-in-codes', { phone: '12345' }], ['/sign-in-codes', { phone: 13800008000 }], ['/sign-in-codes', {}], ['/sessions', { phone: '13800008000', code: 'abcdef' }], ['/sessions', { phone: ['13800008000'], code: '123456' }],
  ])('refuses at %s the body %j with the field', async (path, payload) => {
    const answer = await http.inject({ method: 'POST', url: `/api${path}`, payload })
    expect(answer.statusCode).toBe(400)
    expect((answer.json() as { code: string, errors: unknown[] })).toMatchObject({ code: 'invalid-input', errors: [expect.anything()] })
  })

  it('sets a cookie that scripts cannot read', async () => {
    const { demoCode } = (await http.inject({ method: 'POST', url: '/api/sign-in-codes', payload: { phone: '+86 138-1000-0010' } })).json() as { demoCode: string }
    const answer = await http.inject({ method: 'POST', url: '/api/sessions', payload: { phone: '13810000010', code: demoCode } })
    expect(answer.headers['set-cookie']).toMatch(/^rv_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Expires=/)
    expect((answer.json() as { phone: string }).phone).toBe('138****0010')
  })
})
