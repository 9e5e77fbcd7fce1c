import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { leader, officers, resident, volunteer } from '../world/people.ts'
import { barriers, deviceScaleFactor } from './browser.ts'
import { setStage, STORY_MS } from './stage.ts'
import { FOR_FINGERS, FOR_NEED, smallTargets } from './targets.ts'
import { speak } from './words.ts'

// The apps' own lists of pages, which are typed with the pages and not with the journeys.
const pathsIn = async (file: string, list: string): Promise<string[]> => ((await import(join(import.meta.dirname, '../web', file))) as Record<string, { path: string }[]>)[list]!.map(({ path }) => path)
const pages = { console: await pathsIn('console/pages.ts', 'consolePages'), phone: await pathsIn('phone/routes.ts', 'phonePages') }

const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
type Size = keyof typeof SIZES
type Language = 'zh' | 'en'
interface Way { size: Size; language: Language; dark: boolean; big: boolean }

const stage = setStage()
let things: Things
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>()
beforeAll(async () => {
  for (const person of [officers.county, leader, volunteer, resident]) await startSession(person.phone)
  things = await findThings()
}, STORY_MS)

/** Ids for the addresses of pages that show one thing. */
interface Things { patrol: string; draft: string; case: string; ownCase: string; team: string; record: string; join: string }

async function startSession(phone: string): Promise<void> {
  const context = await stage.browser.newContext()
  const post = async (path: string, data: object): Promise<Record<string, string>> => {
    const response = await context.request.post(`${stage.city.address}/api${path}`, { data, headers: { origin: stage.city.address } })
    expect(response.ok(), path).toBe(true)
    return await response.json() as Record<string, string>
  }
  const { demoCode } = await post('/sign-in-codes', { phone })
  await post('/sessions', { phone, code: demoCode, device: 'pages' })
  sessions.set(phone, await context.storageState())
  await context.close()
}

async function findThings(): Promise<Things> {
  const contexts: BrowserContext[] = []
  const as = async (phone: string) => {
    const context = await stage.browser.newContext({ storageState: sessions.get(phone)! })
    contexts.push(context)
    const first = async (path: string): Promise<string> => ((await (await context.request.get(`${stage.city.address}/api${path}`)).json()) as { items: { id: string }[] }).items[0]?.id as string
    return { context, first }
  }
  const [officer, walker, lead] = [await as(officers.county.phone), await as(volunteer.phone), await as(leader.phone)]
  const team = await lead.first('/teams?limit=1&name=%E4%B8%9C%E9%93%BA%E5%A4%B4%E5%A4%9C%E5%B7%A1%E9%98%9F')
  const link = await lead.context.request.post(`${stage.city.address}/api/teams/${team}/links`, { data: { days: 7, usesMax: 50 }, headers: { origin: stage.city.address } })
  const found: Things = {
    patrol: await officer.first('/patrols?state=open&limit=1'), draft: await officer.first('/patrols?state=draft&limit=1'), case: await officer.first('/cases?limit=1'),
    ownCase: await walker.first('/me/cases?limit=1'), team, record: await walker.first('/me/service-records?limit=1'), join: (await link.json() as { path: string }).path.split('/').at(-1) as string,
  }
  expect(Object.values(found).every(Boolean), JSON.stringify(found)).toBe(true)
  await Promise.all(contexts.map((context) => context.close()))
  return found
}

/** Pages that show one thing, with where its id comes from; all others are taken from the apps' own lists. */
const ofOneThing: Record<'console' | 'phone', Record<string, () => string>> = {
  console: { '/duties/$id': () => `/duties/${things.patrol}`, '/duties/$id/edit': () => `/duties/${things.draft}/edit`, '/cases/$id': () => `/cases/${things.case}`, '/people/teams/$id': () => `/people/teams/${things.team}` },
  phone: {
    '/duties/$id': () => `/duties/${things.patrol}`, '/cases/$id': () => `/cases/${things.ownCase}`, '/me/records/$id': () => `/me/records/${things.record}`, '/teams/$id': () => `/teams/${things.team}`, '/join/$token': () => `/join/${things.join}`,
  },
}
/** Ends the session, so that it is seen last and by nobody here. */
const LEFT_OUT = ['/sign-out']

const addresses = (app: 'console' | 'phone'): string[] => pages[app].filter((path) => !LEFT_OUT.includes(path))
  .map((path) => `${app === 'console' ? '/console' : '/m'}${path.includes('$') ? (ofOneThing[app][path] ?? (() => { throw new Error(`say in ofOneThing which thing ${path} shows`) }))() : path}`)

/** Opens pages one after the other as one person, and says what is wrong with each. */
async function visit(paths: readonly string[], { phone, size, language, dark, big }: Way & { phone?: string }): Promise<string[]> {
  const context = await stage.browser.newContext({
    deviceScaleFactor, viewport: SIZES[size], isMobile: size === 'phone', hasTouch: size === 'phone', timezoneId: 'Asia/Shanghai', locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
    permissions: ['geolocation'], geolocation: { longitude: 117.652, latitude: 24.512, accuracy: 8 }, ...(phone === undefined ? {} : { storageState: sessions.get(phone)! }),
  })
  await context.addInitScript(([chosen, letters]) => { localStorage.setItem('redvest.language', chosen as string); localStorage.setItem('redvest.letters', letters as string) }, [language, big ? 'big' : 'plain'])
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const wrong: string[] = []
  let where = ''
  const tell = (what: string): void => void wrong.push(`${where} (${size}, ${language}${dark ? ', dark' : ''}${big ? ', big letters' : ''}): ${what}`)
  page.on('pageerror', (error) => tell(error.stack ?? error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !/^(Failed to load resource|WebSocket connection)/.test(message.text())) tell(message.text()) })
  for (where of paths) {
    await open(page, where)
    if (!await isThere(page)) tell('never finished loading, or has no heading')
    for (const barrier of await barriers(page)) tell(barrier)
    const { width, shown, text } = await page.evaluate<{ width: number; shown: number; text: string }>(`(() => {
      const frames = [document.documentElement, document.querySelector('main')].filter((frame) => frame !== null)
      const widest = frames.reduce((most, frame) => frame.scrollWidth - frame.clientWidth > most.scrollWidth - most.clientWidth ? frame : most)
      return { width: widest.scrollWidth, shown: widest.clientWidth, text: document.body.innerText }
    })()`)
    if (width > shown) tell(`is ${width} px wide on ${shown}`)
    if (size === 'phone') for (const target of await smallTargets(page, where.startsWith('/m/') ? FOR_FINGERS : FOR_NEED)) tell(target)
    const keys = [...text.matchAll(/\b(?:\w+)\.(?:\w+[A-Z]\w*|title|none|what)\b/g)].map(([key]) => key)
    if (keys.length > 0) tell(`shows words that are missing: ${keys.join(' ')}`)
  }
  await context.close()
  return wrong
}

/** Goes to an address; inside the console the way links do, which makes every page anew under its own heading. */
async function open(page: Page, path: string): Promise<void> {
  const inside = (address: string): boolean => address.startsWith('/console/')
  if (!inside(path) || !page.url().startsWith(stage.city.address) || !inside(new URL(page.url()).pathname)) return void await page.goto(stage.city.address + path, { waitUntil: 'load' })
  await page.evaluate(`document.querySelector('h1')?.setAttribute('data-left', ''); history.pushState({}, '', ${JSON.stringify(path)})`)
}

/** Whether the page came to have a heading of its own and nothing that still loads. */
async function isThere(page: Page): Promise<boolean> {
  const there = (): Promise<boolean> => page.evaluate(`document.querySelector('h1:not([data-left])') !== null && document.querySelector('[data-left], .loading') === null`)
  return expect.poll(there, { timeout: 60_000, interval: 100 }).toBe(true).then(() => true, () => false)
}

const full = process.env['REDVEST_FULL'] === '1'
const WAYS: readonly Way[] = [{ size: 'desk', language: 'zh', dark: false, big: false }, { size: 'phone', language: 'en', dark: true, big: true }, { size: 'desk', language: 'en', dark: true, big: false }, { size: 'phone', language: 'zh', dark: false, big: false }]
/** Each size and each language once, all four ways with the long tests; several browsers at the same time. */
const everyWay = async (paths: readonly string[], phone?: string, ways: readonly Way[] = full ? WAYS : WAYS.slice(0, 2)): Promise<string[]> =>
  (await Promise.all(ways.map((way) => visit(paths, { ...way, ...(phone === undefined ? {} : { phone }) })))).flat()

describe('every page has a heading, keeps its width, complains of nothing and can be used without eyes or mouse', () => {
  it('on the console', async () => expect(await everyWay(addresses('console'), officers.county.phone)).toEqual([]), STORY_MS)
  it('on the phone', async () => expect(await everyWay(addresses('phone'), volunteer.phone, WAYS.filter(({ size }) => size === 'phone'))).toEqual([]), STORY_MS)
  it('for guests', async () => expect(await everyWay(['/?stay', '/api/', '/console/sign-in', '/console/first-run', '/m/', '/m/sign-in'])).toEqual([]), STORY_MS)
})

it('the phone app can be installed, under the name of the city, from its own scope', async () => {
  const context = await stage.browser.newContext()
  const page = await context.newPage()
  await page.goto(`${stage.city.address}/m/`)
  const scope = await page.evaluate<string>('navigator.serviceWorker.ready.then(({ scope }) => scope)')
  const { manifest } = await (await context.newCDPSession(page)).send('Page.getAppManifest') as { manifest: { name: string; display: string; scope: string } }
  const icons = (await (await context.request.get(`${stage.city.address}/m/manifest.webmanifest`)).json() as { icons: { src: string; purpose?: string }[] }).icons
  const kinds = await Promise.all(icons.map(async ({ src }) => (await context.request.get(`${stage.city.address}/m/${src}`)).headers()['content-type']))
  expect([scope, manifest.scope, manifest.name]).toEqual([`${stage.city.address}/m/`, `${stage.city.address}/m/`, '芗里芗亲'])
  expect(kinds).toEqual(['image/svg+xml', 'image/png', 'image/png', 'image/png'])
  expect((await (await context.newCDPSession(page)).send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([])
  await context.close()
}, STORY_MS)

it('what is too small to be touched is noticed, and nothing else', async () => {
  const context = await stage.browser.newContext({ viewport: SIZES.phone })
  const page = await context.newPage()
  const square = (side: number, style = ''): string => `<button style="width:${side}px;height:${side}px;padding:0;border:0;display:block;${style}">${side}</button>`
  await page.setContent(`<style>.far::after { content: ''; position: absolute; inset: -12px }</style>
    <p>A <a href="/">link in a sentence</a>.</p>${square(44)}<div style="height:60px"></div>${square(20)}${square(21)}<div style="height:60px"></div>${square(22)}<div style="height:60px"></div>
    <button class="far" style="width:24px;height:24px;padding:0;border:0;margin-left:40px;position:relative">x</button><div style="height:60px"></div><label style="display:block;height:48px">tick <input type="checkbox"></label>`)
  const found = async (rule: typeof FOR_NEED): Promise<string[]> => (await smallTargets(page, rule)).map((words) => /(\d+) px/.exec(words)?.[1] as string)
  expect([await found(FOR_FINGERS), await found(FOR_NEED)]).toEqual([['20', '21', '22'], ['20', '21']])
  await context.close()
}, STORY_MS)

describe('whoever has no place on the console is told so', () => {
  const opened = async (phone: string, path: string): Promise<{ address: string; heading: string }> => {
    const context = await stage.browser.newContext({ storageState: sessions.get(phone)!, locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto(stage.city.address + path)
    expect(await isThere(page)).toBe(true)
    const seen = { address: new URL(page.url()).pathname, heading: await page.locator('h1').first().innerText() }
    await context.close()
    return seen
  }
  it.each([['a volunteer', volunteer], ['a resident', resident]])('%s is led to the phone app', async (_, { phone }) => {
    expect(await opened(phone, '/console/')).toEqual({ address: '/console/', heading: 'The console is for officers' })
  })

  it('a team leader begins with the teams and may not see the statistics', async () => {
    expect(await opened(leader.phone, '/console/')).toEqual({ address: '/console/people/teams', heading: 'Teams' })
    expect((await opened(leader.phone, '/console/statistics')).heading).toBe('You do not have the role for this')
  })

  it('pages with a map, and a form half filled beside it, outlive a change of light and of language', async () => {
    const context = await stage.browser.newContext({ storageState: sessions.get(officers.county.phone)!, locale: 'en-GB', colorScheme: 'light', viewport: SIZES.desk })
    await context.addInitScript(() => localStorage.setItem('redvest.language', 'en'))
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    for (const path of ['/', '/duties', '/cases', '/duties/new']) {
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(`${stage.city.address}/console${path}`)
      await page.locator('.map canvas[aria-label]').waitFor()
      if (path === '/duties/new') {
        await page.getByRole('button', { name: 'Add the centre of the map as a point' }).click()
        await page.locator('#duty-name').fill('Half filled')
      } else await page.waitForLoadState('networkidle')
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.locator('[data-appearance="dark"] .map canvas').waitFor()
      await page.getByRole('button', { name: '中文' }).click()
      await expect.poll(() => page.locator('.map canvas').first().getAttribute('aria-label').catch(() => null), { timeout: 30_000 }).toMatch(/[一-龥]/)
      expect(faults, path).toEqual([])
    }
    expect(await page.locator('#duty-name').inputValue()).toBe('Half filled')
    await context.close()
  })

  it('a map says that it is loading and keeps its place, then that its ground is missing, and has it after another try', async () => {
    const context = await stage.browser.newContext({ viewport: SIZES.phone, locale: 'en-GB', serviceWorkers: 'block' })
    await context.addInitScript(() => localStorage.setItem('redvest.language', 'en'))
    const page = await context.newPage()
    const say = speak('en')
    // Pieces of the ground wait, then are refused, then wait again until the button was pressed.
    const gate = (): { opens: Promise<void>; open: () => void } => {
      let open = (): void => undefined
      const opens = new Promise<void>((resolve) => { open = resolve })
      return { opens, open }
    }
    const [first, pressed] = [gate(), gate()]
    let refuse = true
    await page.route('**/api/tiles/**', async (route) => {
      if (!refuse) return pressed.opens.then(() => route.continue())
      await first.opens
      return route.abort()
    })
    await page.goto(`${stage.city.address}/m/duties/${things.patrol}`)
    await page.getByText(say('kit/map.loading')).waitFor()
    const map = page.locator('.map').first()
    const before = await map.boundingBox()
    first.open()
    await page.getByText(say('kit/map.groundless')).waitFor()
    expect(await map.boundingBox()).toEqual(before)
    refuse = false
    const tile = page.waitForResponse((response) => response.url().includes('/api/tiles/') && response.ok())
    await page.getByRole('button', { name: say('kit/act.retry') }).click()
    pressed.open()
    await tile
    await expect.poll(() => page.locator('.map-state p').count()).toBe(0)
    await context.close()
  })

  it('the editor of a patrol that is published leads to the patrol, whose steps say why', async () => {
    const context = await stage.browser.newContext({ storageState: sessions.get(officers.county.phone)! })
    const page = await context.newPage()
    await page.goto(`${stage.city.address}/console/duties/${things.patrol}/edit`)
    await page.waitForURL(`${stage.city.address}/console/duties/${things.patrol}`)
    await context.close()
  })
})
