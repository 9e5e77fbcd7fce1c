import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiDescription } from '../../server/platform/pages/api-description.ts'
import { problems } from '../../server/problems.ts'
import { serveSmallCity, type Served } from './app.ts'

let served: Served
let api: ApiDescription
beforeAll(async () => {
  served = await serveSmallCity(1)
  api = (await (await fetch(`${served.address}/api/openapi.json`)).json()) as ApiDescription
})
afterAll(() => served.stop())

const operations = () => Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))

describe('the description', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(api) as object as Record<string, unknown>)
    expect(result).toMatchObject({ valid: true })
    expect(api.openapi).toMatch(/^3\.1/)
  })

  it('gives every operation a summary, a tag and the problem document', () => {
    const lacking = operations().filter(({ operation }) => !operation.summary || !operation.tags?.length || !operation.responses?.['default'])
    expect(lacking.map(({ method, path }) => `${method} ${path}`)).toEqual([])
    expect(api.paths).toHaveProperty(['/photos/{id}', 'get'])
    expect(api.paths).toHaveProperty(['/tiles/{z}/{x}/{y}.mvt', 'get'])
  })

  it('can be read as a page that loads nothing but its switch of languages and names every operation and code', async () => {
    const answer = await fetch(`${served.address}/api/`)
    const page = await answer.text()
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.headers.get('content-security-policy')).toContain(`default-src 'self'`)
    expect(page.replace('<script src="/api/page.js"></script>', '')).not.toMatch(/<script|<link|<img|src=|url\(/)
    expect((await fetch(`${served.address}/api/page.js`)).headers.get('content-type')).toContain('text/javascript')
    for (const { path } of operations()) expect(page).toContain(`/api${path}`)
    for (const code of Object.keys(problems)) expect(page).toContain(`<code>${code}</code>`)
  })

  it.each([['en-GB,en;q=0.9', 'en'], ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'], ['fr', 'zh']])('for a browser that speaks %s the page begins in %s', async (spoken, language) => {
    const answer = await fetch(`${served.address}/api/`, { headers: { 'accept-language': spoken } })
    expect(await answer.text()).toContain(`data-language="${language}"`)
    expect(answer.headers.get('vary')).toContain('accept-language')
  })
})

/** What the server does by itself while nobody asks: how far the pump has read, its jobs, and the sampled peaks. */
const growsAlone = (table: string): boolean => table.startsWith('graphile_worker.') || ['platform.consumer', 'statistics.online_peak'].includes(table)

/** The number of rows of every table of every module, by name. */
async function count(): Promise<Record<string, number>> {
  const { rows: tables } = await served.database.pool.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`)
  const counted = tables.map(({ name }) => name).filter((name) => !growsAlone(name))
  const { rows } = await served.database.pool.query<{ name: string; n: number }>(counted.map((name) => `select '${name}' as name, count(*)::int as n from ${name}`).join(' union all '))
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
}

interface Attack { method?: string; path: string; body?: string | Uint8Array; headers?: Record<string, string> }
const json = { 'content-type': 'application/json' }
const patrol = { name: '夜巡', kind: 'night', regionCode: '350602001001', shape: { type: 'LineString', coordinates: [[117.65, 24.5], [117.66, 24.5]] }, startsAt: new Date(Date.now() + 86_400_000).toISOString(), endsAt: new Date(Date.now() + 90_000_000).toISOString(), seats: 3, pointsPerHour: 10, riskText: '注意', insuranceNote: '已投保' }
const draft = (change: object): Attack => ({ method: 'POST', path: '/patrols', headers: json, body: JSON.stringify({ ...patrol, ...change }) })
const megabytes = (n: number): Uint8Array => new Uint8Array(n * 1024 * 1024).fill(0x20)

const described = (): string[] => Object.keys((api['components'] as { schemas: { Problem: { properties: object } } }).schemas.Problem.properties)

const attacks: [what: string, attack: Attack, status: number, code: string][] = [
  ['text where a number belongs', draft({ seats: 'many' }), 400, 'invalid-input'],
  ['a number that is none', draft({ seats: 1e308 }), 400, 'invalid-input'],
  ['an object where text belongs', draft({ name: { $ne: null } }), 400, 'invalid-input'],
  ['null where a list belongs', draft({ shape: { type: 'LineString', coordinates: null } }), 400, 'invalid-input'],
  ['a position off the earth', draft({ shape: { type: 'LineString', coordinates: [[999, 24.5], [117.66, 24.5]] } }), 400, 'invalid-input'],
  ['a time that is no time', draft({ startsAt: 'tonight' }), 400, 'invalid-input'],
  ['a character that no table holds', draft({ name: '夜\u0000巡' }), 400, 'invalid-input'],
  ['ages that nobody has', draft({ conditions: { ageMin: 60, ageMax: 18 } }), 400, 'invalid-input'],
  ['a skill that nobody can have', draft({ conditions: { skills: ['telepathy'] } }), 400, 'invalid-input'],
  ['broken JSON', { method: 'POST', path: '/patrols', headers: json, body: '{"name":' }, 400, 'invalid-input'],
  ['a list where an object belongs', { method: 'POST', path: '/patrols', headers: json, body: '[[]]' }, 400, 'invalid-input'],
  ['an attempt at the prototype', { method: 'POST', path: '/patrols', headers: json, body: '{"__proto__":{"seats":1}}' }, 400, 'invalid-input'],
  ['a body of an unknown kind', { method: 'POST', path: '/patrols', headers: { 'content-type': 'application/x-nonsense' }, body: 'x' }, 415, 'media-type-unsupported'],
  ['a body of plain text', { method: 'POST', path: '/patrols', headers: { 'content-type': 'text/plain' }, body: JSON.stringify(patrol) }, 415, 'media-type-unsupported'],
  ['a form', { method: 'POST', path: '/sign-in-codes', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'phone=13800009997' }, 415, 'media-type-unsupported'],
  ['a body that says nothing of itself', { method: 'POST', path: '/patrols', headers: { 'content-type': '' }, body: new TextEncoder().encode(JSON.stringify(patrol)) }, 415, 'media-type-unsupported'],
  ['a photo as JSON', { method: 'POST', path: '/photos', headers: json, body: '{}' }, 415, 'media-type-unsupported'],
  ['a photo of a kind that is not taken', { method: 'POST', path: '/photos', headers: { 'content-type': 'image/gif' }, body: 'GIF89a' }, 415, 'media-type-unsupported'],
  ['a photo without a byte', { method: 'POST', path: '/photos', headers: { 'content-type': 'image/jpeg' } }, 400, 'invalid-input'],
  ['60 MB of JSON', { method: 'POST', path: '/patrols', headers: json, body: megabytes(60) }, 413, 'too-large'],
  ['60 MB of photo', { method: 'POST', path: '/photos', headers: { 'content-type': 'image/jpeg' }, body: megabytes(60) }, 413, 'too-large'],
  ['a photo that is none', { method: 'POST', path: '/photos', headers: { 'content-type': 'image/jpeg' }, body: 'not a photo' }, 400, 'invalid-input'],
  ['a page of another host', { ...draft({}), headers: { ...json, origin: 'https://elsewhere.example' } }, 403, 'not-allowed'],
  ['a page without an origin', { ...draft({}), headers: { ...json, origin: 'null' } }, 403, 'not-allowed'],
  ['an unknown route', { path: '/nowhere' }, 404, 'not-found'],
  ['a path that climbs', { path: '/%2e%2e/%2e%2e/etc/passwd' }, 404, 'not-found'],
  ['a path whose escapes are broken', { path: '/patrols/%zz' }, 400, 'invalid-input'],
  ['a method that the route does not know', { method: 'DELETE', path: '/patrols' }, 405, 'method-not-allowed'],
  ['a method that an unknown route does not know', { method: 'DELETE', path: '/nowhere' }, 404, 'not-found'],
  ['an id that is none', { path: '/patrols/1%20or%201=1' }, 400, 'invalid-input'],
  ['an id of nobody', { path: '/patrols/01890000-0000-7000-8000-000000000000' }, 404, 'not-found'],
  ['a tile beyond the world', { path: '/tiles/3/9/0.mvt' }, 404, 'not-found'],
  ['a page after an id that is none', { path: '/service-records?after=last' }, 400, 'invalid-input'],
  ['a page after a time that is none', { path: '/patrols?after=never%7C01890000-0000-7000-8000-000000000000' }, 400, 'invalid-input'],
  ['a page of entries after no id', { path: '/me/ledger/entries?currency=points&after=x' }, 400, 'invalid-input'],
  ['a page longer than allowed', { path: '/patrols?limit=100000' }, 400, 'invalid-input'],
]

describe('the count of rows', () => {
  it('takes in a table of every module, and sees a row that is added', async () => {
    // Events that settling left are read before rows are compared.
    await served.app.pump.drain()
    const before = await count()
    const kept = ['cases', 'duties', 'gateways', 'ledger', 'people', 'places', 'platform', 'tracking']
    expect([...new Set(Object.keys(before).map((table) => table.split('.')[0]))]).toEqual(expect.arrayContaining(kept))
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['cases."case"', 'ledger.transfer', 'people.consent', 'people.invitation', 'platform.file', 'platform.audit']))
    const answer = await fetch(`${served.address}/api/sign-in-codes`, { method: 'POST', headers: json, body: JSON.stringify({ phone: '13800009998' }) })
    expect(answer.status).toBe(200)
    expect(await count()).toEqual({ ...before, 'people.sign_in_code': (before['people.sign_in_code'] ?? 0) + 1 })
  })
})

describe('bad requests are refused with a stable code and change nothing', () => {
  it.each(attacks)('%s', async (_, { method = 'GET', path, body, headers = {} }, status, code) => {
    const before = await count()
    const answer = await fetch(`${served.address}/api${path}`, { method, headers: { cookie: served.city.officer.cookie, ...headers }, ...(body === undefined ? {} : { body: body as string }) })
    const problem = (await answer.json()) as { code: string; status: number }
    expect(Object.keys(problem).filter((key) => !described().includes(key)), 'parts that the description does not name').toEqual([])
    expect({ status: answer.status, code: problem.code, said: problem.status, type: answer.headers.get('content-type')?.split(';')[0] }).toEqual({ status, code, said: status, type: 'application/problem+json' })
    expect(await count()).toEqual(before)
  })

  const wrongMethods: [method: string, path: string, allow: string][] = [
    ['DELETE', '/patrols', 'GET, HEAD, POST'], ['DELETE', '/patrols?limit=1', 'GET, HEAD, POST'], ['POST', '/patrols/01890000-0000-7000-8000-000000000000', 'GET, HEAD, PUT'], ['POST', '/patrols/nearby', 'GET, HEAD, PUT'],
    ['GET', '/patrols/01890000-0000-7000-8000-000000000000/publication', 'POST'], ['PATCH', '/me', 'GET, HEAD'], ['GET', '/photos', 'POST'], ['PUT', '/photos/x', 'GET, HEAD'], ['POST', '/tiles/3/1/0.mvt', 'GET, HEAD'], ['POST', '/openapi.json', 'GET, HEAD'], ['OPTIONS', '/city', 'GET, HEAD, PUT'],
  ]
  it.each(wrongMethods)('%s %s is answered with what the address knows: %s', async (method, path, allow) => {
    for (const cookie of ['', served.city.officer.cookie]) {
      const answer = await fetch(`${served.address}/api${path}`, { method, headers: { cookie } })
      expect([answer.status, answer.headers.get('allow'), ((await answer.json()) as { code: string }).code]).toEqual([405, allow, 'method-not-allowed'])
    }
  })

  it('every path of the description knows its methods and refuses another one to guests too', async () => {
    const wrong: string[] = []
    for (const [path, methods] of Object.entries(api.paths)) {
      const known = Object.keys(methods).map((method) => method.toUpperCase())
      const answer = await fetch(`${served.address}/api${path.replace(/\{[^}]+\}/g, '7')}`, { method: 'PATCH' })
      const allow = answer.headers.get('allow')?.split(', ') ?? []
      if (answer.status !== 405 || known.some((method) => !allow.includes(method))) wrong.push(`${path} ${answer.status} ${allow.join()}`)
      await answer.arrayBuffer()
    }
    expect(wrong).toEqual([])
  })

  it.each(['/city', '/regions?parent=3506', '/openapi.json', '/'])('whoever asks only for the head of %s is answered like GET, without the body', async (path) => {
    const [head, get] = [await fetch(`${served.address}/api${path}`, { method: 'HEAD' }), await fetch(`${served.address}/api${path}`)]
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, get.headers.get('content-type'), ''])
  })

  it('whoever asks too often is told when to come back, as any client understands it', async () => {
    const ask = (): Promise<Response> => fetch(`${served.address}/api/sign-in-codes`, { method: 'POST', headers: json, body: JSON.stringify({ phone: '13800009999' }) })
    let answer = await ask()
    for (let asked = 1; asked < 20 && answer.ok; asked++) answer = await ask()
    const problem = (await answer.json()) as { code: string; params: { retryAfter_s: number } }
    expect([answer.status, problem.code, answer.headers.get('content-type')?.split(';')[0]]).toEqual([429, 'too-many-requests', 'application/problem+json'])
    expect(problem.params.retryAfter_s).toBeGreaterThan(0)
    expect(answer.headers.get('retry-after')).toBe(String(problem.params.retryAfter_s))
  })

  it('an unknown address outside the API is a problem document too', async () => {
    const answer = await fetch(`${served.address}/wp-login.php`)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'not-found'])
  })

  it('every operation refuses a guest, or answers for everyone, and none breaks on rubbish', async () => {
    const broken: string[] = []
    for (const { path, method } of operations()) {
      const address = `${served.address}/api${path.replace(/\{[^}]+\}/g, 'x%00y')}`
      for (const cookie of ['', 'rv_session=%00', served.city.volunteers[0]?.cookie ?? '']) {
        const answer = await fetch(address, { method: method.toUpperCase(), headers: { cookie, ...json }, ...(method === 'get' ? {} : { body: '{"id":{},"at":[],"note":7}' }) })
        if (answer.status >= 500) broken.push(`${method} ${path} ${answer.status}`)
        await answer.arrayBuffer()
      }
    }
    expect(broken).toEqual([])
  })

  it('logged nothing about a person', () => {
    expect(served.reported.filter((line) => /199\d{8}|张示例|350602198005/.test(line))).toEqual([])
    expect(served.reported).toEqual([])
  })
})
