/**
 * Takes pictures of pages at phone and desk size in both languages, to be looked at:
 * `node bin/pictures.ts [--to DIR] [--url http://localhost:3000] [--as 19900000002] [--all] [/m/ /console/ …]`. Without a url it serves the built pages
 * alone. `--as` signs in to a running demo; `--all` takes phone pages at desk size and console pages at phone size too.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { createHttp } from '../server/platform/http.ts'
import { mountPages } from '../server/platform/pages/pages.ts'
import { chromiumEnvironment, CHROMIUM_ARGS, findChromium } from './chromium.ts'

type Session = Awaited<ReturnType<BrowserContext['storageState']>>

const SIZES = [{ name: 'phone', width: 390, height: 844 }, { name: 'desk', width: 1440, height: 900 }] as const
const LANGUAGES = ['zh', 'en'] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string', default: 'dist/pictures' }, url: { type: 'string' }, dark: { type: 'boolean', default: false }, big: { type: 'boolean', default: false }, as: { type: 'string' }, all: { type: 'boolean', default: false }, offline: { type: 'boolean', default: false } },
})

const path = await findChromium()
if (path === null) throw new Error('no Chromium: set CHROMIUM_PATH, or npm ci with optional packages')
const served = values.url === undefined ? await serveBuilt() : null
const browser = await chromium.launch({ executablePath: path, args: CHROMIUM_ARGS, env: chromiumEnvironment(path) })
mkdirSync(values.to, { recursive: true })
const session = values.as === undefined ? undefined : await signIn(browser, values.url ?? '', values.as)
for (const page of positionals.length > 0 ? positionals : ['/?stay', '/m/', '/m/me', '/m/me/settings', '/m/me/outbox', '/console/']) await picture(browser, values.url ?? (served as { url: string }).url, page)
await browser.close()
await served?.close()

async function serveBuilt(): Promise<{ url: string; close: () => Promise<void> }> {
  const http = await createHttp({ resolveActor: async () => null, report: console.error })
  await mountPages(http, join(import.meta.dirname, '../web/dist'))
  return { url: await http.listen({ port: 0, host: '127.0.0.1' }), close: () => http.close() }
}

async function signIn(browser: Browser, url: string, phone: string): Promise<Session> {
  const context = await browser.newContext()
  const post = async (path: string, data: object): Promise<{ demoCode?: string }> => {
    const response = await context.request.post(`${url}/api${path}`, { data, headers: { origin: url } })
    if (!response.ok()) throw new Error(`${path}: ${await response.text()}`)
    return await response.json() as { demoCode?: string }
  }
  const { demoCode } = await post('/sign-in-codes', { phone })
  await post('/sessions', { phone, code: demoCode, device: 'pictures' })
  const state = await context.storageState()
  await context.close()
  return state
}

/** Phone pages at phone size, console pages at desk size, all others at both. */
async function picture(browser: Browser, url: string, page: string): Promise<void> {
  for (const size of SIZES.filter(({ name }) => values.all || !(page.startsWith('/m') && name === 'desk') && !(page.startsWith('/console') && name === 'phone'))) {
    for (const language of LANGUAGES) {
      const context = await browser.newContext({ viewport: size, deviceScaleFactor: size.name === 'phone' ? 2 : 1, hasTouch: size.name === 'phone', isMobile: size.name === 'phone', timezoneId: 'Asia/Shanghai', locale: language === 'zh' ? 'zh-CN' : 'en-GB', permissions: ['geolocation'], geolocation: { longitude: 117.652, latitude: 24.512, accuracy: 8 }, ...(session === undefined ? {} : { storageState: session }) })
      await context.addInitScript(([chosen, dark, big]) => {
        localStorage.setItem('redvest.language', chosen as string)
        if (dark === true) localStorage.setItem('redvest.appearance', 'dark')
        if (big === true) localStorage.setItem('redvest.letters', 'big')
      }, [language, values.dark, values.big] as const)
      const tab = await context.newPage()
      tab.on('console', (message) => { if (message.type() === 'error') console.log(`${page}: ${message.text()}`) })
      tab.on('pageerror', (error) => console.log(`${page}: ${error.stack ?? error.message}`))
      await tab.goto(new URL(page, url).href, { waitUntil: 'load' })
      if (values.offline) await context.setOffline(true)
      await tab.waitForTimeout(2500)
      const file = join(values.to, `${page.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'portal'}-${size.name}-${language}${values.dark ? '-dark' : ''}${values.big ? '-big' : ''}${values.offline ? '-offline' : ''}.png`)
      await tab.screenshot({ path: file })
      console.log(file)
      await context.close()
    }
  }
}
