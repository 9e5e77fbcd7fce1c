import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NO_CHINESE, type ApiDescription } from './api-description.ts'
import { apiPage } from './api-page.ts'
import { fontCssIn, mountPages } from './pages.ts'

let http: FastifyInstance
let dist: string
const city = { name: '红马甲' }
const script = 'console.log("console")\n'.repeat(100)

const write = (path: string, content: string | Buffer): void => {
  mkdirSync(join(dist, path, '..'), { recursive: true })
  writeFileSync(join(dist, path), content)
}

beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'redvest-pages-'))
  for (const app of ['console', 'm', 'portal']) write(`${app}/index.html`, `<title>${app}</title>`)
  write('console/assets/main-abc.js', script)
  write('console/assets/main-abc.js.br', brotliCompressSync(script))
  write('console/manifest.vite.json', '{}')
  write('m/sw.js', 'self')
  write('m/manifest.webmanifest', JSON.stringify({ name: '红马甲', short_name: '红马甲', scope: '/m/' }))
  write('fonts/noto.css', '@font-face{}')
  http = Fastify({ routerOptions: { ignoreTrailingSlash: true } })
  await mountPages(http, dist, () => city.name)
})
afterAll(async () => {
  await http.close()
  rmSync(dist, { recursive: true, force: true })
})

const get = (url: string, headers: Record<string, string> = {}) => http.inject({ url, headers })

describe('pages', () => {
  it.each([['/', 'portal'], ['/console', 'console'], ['/console/', 'console'], ['/console/cases/7?state=open', 'console'], ['/m', 'm'], ['/m/me/outbox', 'm']])('opens %s in its app', async (url, app) => {
    const answer = await get(url)
    expect([answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([200, `<title>${app}</title>`, 'no-cache'])
    expect(answer.headers['content-type']).toMatch(/^text\/html/)
  })

  it.each([['POST', '/'], ['DELETE', '/console'], ['PUT', '/console/cases/7'], ['PATCH', '/m/me']] as const)('are only read: %s %s', async (method, url) => {
    const answer = await http.inject({ method, url })
    expect([answer.statusCode, answer.headers['allow'], String(answer.headers['content-type']).split(';')[0], answer.json<{ code: string }>().code]).toEqual([405, 'GET, HEAD', 'application/problem+json', 'method-not-allowed'])
    expect((await http.inject({ method: 'HEAD', url })).statusCode).toBe(200)
  })

  it('that do not exist have no methods either', async () => {
    expect((await http.inject({ method: 'POST', url: '/wp-login.php' })).statusCode).toBe(404)
  })

  it('lets hashed files and fonts be kept for ever, and has the worker and manifest asked for again', async () => {
    for (const url of ['/console/assets/main-abc.js', '/fonts/noto.css']) expect((await get(url)).headers['cache-control']).toBe('public, max-age=31536000, immutable')
    for (const url of ['/m/sw.js', '/m/manifest.webmanifest']) expect((await get(url)).headers['cache-control']).toBe('no-cache')
  })

  it('installs the phone app under the name that the city has now', async () => {
    for (const name of ['芗里芗亲', '平安厦门']) {
      city.name = name
      expect((await get('/m/manifest.webmanifest')).json()).toEqual({ name, short_name: name, scope: '/m/' })
    }
  })

  it('sends the compressed file beside to who can read it', async () => {
    const packed = await get('/console/assets/main-abc.js', { 'accept-encoding': 'br' })
    expect([packed.headers['content-encoding'], packed.headers['content-type']]).toEqual(['br', expect.stringMatching(/javascript/)])
    expect((await get('/console/assets/main-abc.js')).body).toBe(script)
  })

  it('serves what was built anew without a restart, and no longer what was before', async () => {
    for (const [name, old] of [['one', 'none'], ['two', 'one']]) {
      write('portal/index.html', `<script src="/assets/${name}.js"></script>`)
      write(`portal/assets/${name}.js`, name as string)
      rmSync(join(dist, `portal/assets/${old}.js`), { force: true })
      const [, address] = /src="([^"]+)"/.exec((await get('/')).body) as string[]
      expect([(await get(address as string)).body, (await get(`/assets/${old}.js`)).statusCode]).toEqual([name, 404])
    }
  })

  it.each(['/console/assets/main-old.js', '/m/nothing.png', '/elsewhere', '/console/manifest.vite.json', '/console/manifest.vite.json.br', '/console/.stamp', '/fonts/..%2fconsole%2findex.html', '/fonts//noto.css',  '/console/../../package.json'])('has nothing at %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404)
  })

  it('refuses to start on a web that was never built', async () => {
    const empty = Fastify()
    await expect(mountPages(empty, join(dist, 'nowhere'))).rejects.toThrow('npm run build')
    await empty.close()
  })
})

describe('the page of the API', () => {
  const api: ApiDescription = { openapi: '3.1.1', info: { title: 'Redvest', version: '1' }, paths: {} }

  it('links the shipped font behind the device’s own, so that a device without Chinese letters shows no boxes', async () => {
    const css = fontCssIn(dist)
    expect(css).toBe('/fonts/noto.css')
    expect((await get(css as string)).statusCode).toBe(200)
    const page = apiPage(api, {}, NO_CHINESE, 'zh', css)
    expect(page).toContain('<link rel="stylesheet" href="/fonts/noto.css">')
    expect(/body\{font:([^;]*);/.exec(page)?.[1]).toMatch(/"Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif$/)
  })

  it('links nothing where no pages are built', () => {
    expect(fontCssIn(join(dist, 'nowhere'))).toBeUndefined()
    expect(apiPage(api, {}, NO_CHINESE, 'zh')).not.toContain('<link')
  })
})
