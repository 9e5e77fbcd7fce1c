import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import type { CaseView } from '../server/cases/contract.ts'
import type { ServiceRecord } from '../server/duties/contract.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import type { TrackShown } from '../server/tracking/contract.ts'
import { leader } from '../world/people.ts'
import { lastLook, openBrowser, openPhone, signIn, until, type Visitor } from './browser.ts'
import { startCity, type City } from './city.ts'
import { layLine, type Line } from './line.ts'
import { photoWithPlace } from './photo.ts'
import { setOut } from './walk.ts'

const STORY_MS = 420_000
/** A lane in the middle of the town. */
const LANE: Coordinate[] = [[117.6521, 24.5112], [117.6552, 24.5104], [117.6585, 24.5109]]

let city: City
let line: Line
let browser: Browser
beforeAll(async () => {
  [city, browser] = await Promise.all([startCity(), openBrowser()])
  line = await layLine(city.address)
}, STORY_MS)
afterAll(async () => {
  await browser?.close()
  await line?.close()
  await city?.stop()
}, STORY_MS)

it('brings everything that was done without signal to the city, once', async () => {
  onTestFailed(() => lastLook(browser))
  const phone = await openPhone(browser, line.address, LANE[0] as Coordinate)
  await phone.page.getByRole('link', { name: '用手机号登录' }).click()
  await signIn(phone, leader.phone)
  await keptForLater(phone.page)
  await setOutAlone(phone)
  const walk = setOut(phone.context, LANE)
  await phone.page.getByText('已同步').waitFor()

  await loseSignal(phone)
  await waitingFixes(phone.page, 3)
  await phone.look('lost-02-walk-without-signal')
  const caseId = await reportWithoutSignal(phone)
  await reloadWithoutSignal(phone)
  await waitingFixes(phone.page, 3 + (await fixesOf(phone.page)).length)
  await checkOutWithoutSignal(phone)
  await walk.stop()

  const kept = await fixesOf(phone.page)
  const { attendanceId } = kept[0] as KeptFix
  await signalReturns(phone)
  await arrivedOnce(phone, { caseId, attendanceId, kept })
}, STORY_MS)

/** The phone keeps its pages and what reports ask, so that both open without network. */
async function keptForLater(page: Page): Promise<void> {
  await page.getByRole('heading', { name: '附近任务' }).waitFor()
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
  await expect.poll(() => page.evaluate("localStorage.getItem('redvest.case-categories') !== null"), { timeout: 60_000 }).toBe(true)
}

async function setOutAlone(phone: Visitor): Promise<void> {
  const { page } = phone
  await page.getByRole('link', { name: '我要巡逻' }).click()
  await page.getByText(/已定位，误差约/).waitFor()
  await phone.look('lost-01-set-out')
  await page.getByRole('button', { name: '开始巡逻' }).click()
  await page.getByText('巡逻中').waitFor()
}

async function loseSignal({ context }: Visitor): Promise<void> {
  line.cut()
  await context.setOffline(true)
}

async function waitingFixes(page: Page, count: number): Promise<void> {
  await expect.poll(async () => (await fixesOf(page)).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count)
  await page.getByText(/\d+ 条待发送，有信号自动上传/).first().waitFor()
}

async function reportWithoutSignal(phone: Visitor): Promise<string> {
  const { page } = phone
  await page.getByRole('link', { name: '随手拍' }).click()
  await page.getByRole('button', { name: '否，继续上报' }).click()
  await page.locator('input[type=file]').setInputFiles({ name: 'IMG_0413.jpg', mimeType: 'image/jpeg', buffer: await photoWithPlace() })
  await page.getByRole('img', { name: '第 1 张照片' }).waitFor()
  await page.getByText('垃圾堆积', { exact: true }).click()
  await page.getByRole('group', { name: '哪种垃圾' }).getByText('装修垃圾').click()
  await page.getByRole('group', { name: '有异味或蚊蝇吗' }).getByText('否', { exact: true }).click()
  await page.getByLabel('情况描述').fill('墙边堆了两天。')
  await page.getByRole('heading', { name: '受理台将看到' }).waitFor()
  await phone.look('lost-03-report')
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('已保存在这部手机').waitFor()
  await phone.look('lost-04-report-kept')
  return page.url().split('/').at(-1) as string
}

/** The page is loaded anew without network: the report still waits, the walk still goes on. */
async function reloadWithoutSignal(phone: Visitor): Promise<void> {
  const { page } = phone
  await page.reload()
  await page.getByText('已保存在这部手机').waitFor()
  await page.getByRole('button', { name: '返回' }).click()
  await page.getByText('巡逻中').waitFor()
  await phone.look('lost-05-reloaded')
}

async function checkOutWithoutSignal(phone: Visitor): Promise<void> {
  const { page } = phone
  await page.getByRole('button', { name: '结束' }).click()
  await page.getByText('没有网络：签退先存在手机里，有信号后补传。').waitFor()
  await page.getByRole('button', { name: '确定结束' }).click()
  await page.getByText('签退存在手机里，有信号后自动上传').waitFor()
  await phone.look('lost-06-summary-waits')
  await page.getByRole('link', { name: /^\d+ 条待发送/ }).click()
  await page.getByRole('heading', { name: '随手拍上报' }).waitFor()
  await page.getByRole('heading', { name: '签退' }).waitFor()
  await phone.look('lost-07-outbox')
}

/** The network is back, and bad at first: the city takes the report and the check-out, but its answers are lost. */
async function signalReturns(phone: Visitor): Promise<void> {
  const { page, context } = phone
  line.loseAnswerTo('POST /api/cases ')
  line.loseAnswerTo('/check-out ')
  line.mend()
  await context.setOffline(false)
  await expect.poll(() => line.lost, { timeout: 90_000 }).toHaveLength(2)
  await page.getByText('全部已发送').waitFor({ timeout: 90_000 })
  await expect.poll(() => fixesOf(page), { timeout: 90_000 }).toEqual([])
  await phone.look('lost-08-all-sent')
}

async function arrivedOnce(phone: Visitor, { caseId, attendanceId, kept }: { caseId: string; attendanceId: string; kept: readonly KeptFix[] }): Promise<void> {
  const cases = await phone.read<{ items: { id: string }[] }>('/me/cases')
  expect(cases.items.map(({ id }) => id)).toEqual([caseId])
  const view = await phone.read<CaseView>(`/cases/${caseId}`)
  expect(view.history.map(({ step }) => step)).toEqual(['report'])
  expect(view).toMatchObject({ attendanceId, photos: [{}], words: '墙边堆了两天。' })

  const records = await phone.read<{ items: ServiceRecord[] }>('/me/service-records')
  expect(records.items.filter((record) => record.attendanceId === attendanceId)).toHaveLength(1)

  const last = (kept.at(-1) as KeptFix).sequence
  const counted = (track: TrackShown): number => track.points.length + Object.values(track.dropped).reduce((sum, count) => sum + count, 0)
  const track = await until(() => phone.read<TrackShown>(`/attendances/${attendanceId}/track`), (now) => counted(now) >= last, 'every fix is in the track')
  expect(counted(track)).toBe(last)
  expect(new Set(track.points.map(({ at }) => at)).size).toBe(track.points.length)
  expect(track.fixes).toBeGreaterThanOrEqual(kept.length)
  const { page } = phone
  await page.goto(`${line.address}/m/patrol`)
  await page.getByText('待确认', { exact: true }).waitFor()
  await phone.look('lost-09-summary')
}

interface KeptFix { attendanceId: string; sequence: number; at: string }

/** The fixes that wait on the phone, oldest first. */
const fixesOf = (page: Page): Promise<KeptFix[]> => page.evaluate(`new Promise((resolve, reject) => {
  const opening = indexedDB.open('redvest-outbox')
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const all = opening.result.transaction('fixes').objectStore('fixes').getAll()
    all.onsuccess = () => { resolve(all.result); opening.result.close() }
  }
})`)
