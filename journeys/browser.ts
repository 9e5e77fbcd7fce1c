/** Real pages for journeys: an officer's desk and a volunteer's phone, watched for faults, checked and pictured. */
import { AxeBuilder } from '@axe-core/playwright'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { chromiumEnvironment, CHROMIUM_ARGS, findChromium } from '../bin/chromium.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import { FOR_FINGERS, smallTargets } from './targets.ts'
import { placeAt } from './walk.ts'
import { speak, type Language, type Say } from './words.ts'

/** Folder for pictures of every step; none are taken when it is not set. */
const pictures = process.env['REDVEST_PICTURES']
const PATIENCE_MS = 60_000
/** What the pages of this story complained of. */
const faults: string[] = []

export interface Visitor {
  context: BrowserContext
  page: Page
  /** The words of the page in this person's language. */
  say: Say
  /** Checks the page for people who use it otherwise and for fingers, and takes its picture when pictures are wanted. */
  look(name: string): Promise<void>
  /** Reads as this person, past the page: `read('/me/cases')`. */
  read<T>(path: string): Promise<T>
}

export async function openBrowser(): Promise<Browser> {
  const path = await findChromium()
  if (path === null) throw new Error('no Chromium: set CHROMIUM_PATH, or npm ci with optional packages')
  return chromium.launch({ executablePath: path, args: CHROMIUM_ARGS, env: chromiumEnvironment(path) })
}

/** A page is drawn without a graphics card here, which takes longer than everything else; where nobody looks at its picture, a quarter of the points do. */
export const deviceScaleFactor = pictures === undefined ? 0.5 : 1

const everywhere = (language: Language) => ({ deviceScaleFactor, locale: language === 'zh' ? 'zh-CN' : 'en-GB', timezoneId: 'Asia/Shanghai' })

export async function openDesk(browser: Browser, address: string, language: Language): Promise<Visitor> {
  const visitor = await open(await browser.newContext({ ...everywhere(language), viewport: { width: 1440, height: 900 } }), address, language)
  await visitor.page.goto(`${address}/console/`)
  return visitor
}

export async function openPhone(browser: Browser, address: string, at: Coordinate, language: Language): Promise<Visitor> {
  const context = await browser.newContext({
    ...everywhere(language), viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, permissions: ['geolocation'], geolocation: placeAt(at),
  })
  const visitor = await open(context, address, language, { phone: true })
  await visitor.page.goto(`${address}/m/`)
  return visitor
}

async function open(context: BrowserContext, address: string, language: Language, { phone = false } = {}): Promise<Visitor> {
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  // What a page could not fetch is its own matter; what it could not show is a fault.
  page.on('console', (message) => { if (message.type() === 'error' && !/^(Failed to load resource|WebSocket connection)/.test(message.text())) faults.push(message.text()) })
  return {
    context, page, say: speak(language),
    async look(name) {
      if (pictures !== undefined) {
        mkdirSync(pictures, { recursive: true })
        await page.screenshot({ path: join(pictures, `${name}.png`) })
      }
      expect(faults, `errors on the page at ${name}`).toEqual([])
      expect(await barriers(page), `barriers at ${name}`).toEqual([])
      if (phone) expect(await smallTargets(page, FOR_FINGERS), `too small for fingers at ${name}`).toEqual([])
    },
    async read(path) {
      const response = await context.request.get(`${address}/api${path}`)
      expect(response.status(), path).toBe(200)
      return await response.json() as never
    },
  }
}

/** Where a story came to its end: what the pages complained of, and, when pictures are wanted, how they look. */
export async function lastLook(browser: Browser): Promise<void> {
  for (const fault of faults) console.error(fault)
  if (pictures === undefined) return
  const pages = browser.contexts().flatMap((context) => context.pages())
  await Promise.all(pages.map((page, at) => page.screenshot({ path: join(pictures, `failed-${at + 1}.png`) })))
}

/** Serious and critical findings of axe, each with where it is. */
export async function barriers(page: Page): Promise<string[]> {
  // Frames do not occur, so that one pass in the page itself is enough.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, help, nodes }) => nodes.map(({ target, html, failureSummary }) => `${id}: ${help} at ${target.join(' ')} ${html} ${failureSummary ?? ''}`))
}

/** Signs in through the page with the code that the demo shows. */
export async function signIn({ page, say }: Visitor, phone: string): Promise<void> {
  await page.getByLabel(say('people/signIn.phone')).fill(phone)
  await page.getByRole('button', { name: say('people/signIn.getCode') }).click()
  const words = await page.getByText(say.like('people/signIn.demo', { code: '\\d{6}' })).textContent()
  await page.getByLabel(say('people/signIn.code')).fill(/\d{6}/.exec(words ?? '')?.[0] ?? '')
  // The letters of a short word stand apart on some buttons.
  await page.getByRole('button', { name: new RegExp(`${[...say('people/signIn.enter')].join('\\s?')}$`) }).click()
}

/** Waits until something read is as wanted, and returns it; tells what it was when it never is. */
export async function until<T>(read: () => Promise<T>, wanted: (value: T) => boolean, what: string): Promise<T> {
  let value = await read()
  try {
    await expect.poll(async () => { value = await read(); return wanted(value) }, { timeout: PATIENCE_MS, interval: 500, message: what }).toBe(true)
  } catch (cause) {
    throw new Error(`${what}, but it is ${JSON.stringify(value)}`, { cause })
  }
  return value
}
