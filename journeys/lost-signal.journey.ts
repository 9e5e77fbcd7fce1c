import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import type { CaseView } from '../server/cases/contract.ts'
import type { ServiceRecord } from '../server/duties/contract.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import type { TrackShown } from '../server/tracking/contract.ts'
import { leader } from '../world/people.ts'
import { lastLook, openPhone, signIn, until, type Visitor } from './browser.ts'
import { layLine, type Line } from './line.ts'
import { photoWithPlace } from './photo.ts'
import { setStage, STORY_MS } from './stage.ts'
import { setOut } from './walk.ts'
import { speak } from './words.ts'

/** The loop is told in Chinese, this one in English, so that both are walked through by every run. */
const LANGUAGE = 'en'
/** A lane in the middle of the town. */
const LANE: Coordinate[] = [[117.6521, 24.5112], [117.6552, 24.5104], [117.6585, 24.5109]]

const stage = setStage()
let line: Line
beforeAll(async () => { line = await layLine(stage.city.address) })
afterAll(() => line?.close())

it('brings everything that was done without signal to the city, once', async () => {
  onTestFailed(() => lastLook(stage.browser))
  const phone = await openPhone(stage.browser, line.address, LANE[0] as Coordinate, LANGUAGE)
  await phone.page.getByRole('link', { name: phone.say('phone/home.signIn') }).click()
  await signIn(phone, leader.phone)
  await chooseLanguage(phone)
  await keptForLater(phone)
  await setOutAlone(phone)
  const walk = setOut(phone.context, LANE)
  await phone.page.getByText(phone.say('patrol/walk.sent')).waitFor()

  await loseSignal(phone)
  await waitingFixes(phone, 3)
  await phone.look('lost-02-walk-without-signal')
  const caseId = await reportWithoutSignal(phone)
  await reloadWithoutSignal(phone)
  await waitingFixes(phone, 3 + (await fixesOf(phone.page)).length)
  await checkOutWithoutSignal(phone)
  await walk.stop()

  const kept = await fixesOf(phone.page)
  const { attendanceId } = kept[0] as KeptFix
  await signalReturns(phone)
  await arrivedOnce(phone, { caseId, attendanceId, kept })
  await setOutDespiteSummary(phone)
}, STORY_MS)

/** Her account is Chinese and brings its language along; on this phone she wants the other one. */
async function chooseLanguage({ page, say }: Visitor): Promise<void> {
  await page.getByRole('heading', { name: speak('zh')('patrol/home.near') }).waitFor()
  await page.goto(`${line.address}/m/me/settings`)
  await page.getByText(say(`kit/language.${LANGUAGE}`), { exact: true }).click()
  await page.goto(`${line.address}/m/`)
}

/** The phone keeps its pages and what reports ask, so that both open without network. */
async function keptForLater({ page, say }: Visitor): Promise<void> {
  await page.getByRole('heading', { name: say('patrol/home.near') }).waitFor()
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
  await expect.poll(() => page.evaluate("localStorage.getItem('redvest.case-categories') !== null"), { timeout: 60_000 }).toBe(true)
}

async function setOutAlone(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.getByRole('link', { name: say('phone/home.setOut') }).click()
  await page.getByText(say.like('patrol/start.accuracy')).waitFor()
  await phone.look('lost-01-set-out')
  await page.getByRole('button', { name: say('patrol/start.begin'), exact: true }).click()
  await page.getByText(say('patrol/walk.running'), { exact: true }).waitFor()
}

async function loseSignal({ context }: Visitor): Promise<void> {
  line.cut()
  await context.setOffline(true)
}

async function waitingFixes({ page, say }: Visitor, count: number): Promise<void> {
  await expect.poll(async () => (await fixesOf(page)).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count)
  await page.getByText(say.like('patrol/walk.offline', { count: '\\d+' })).first().waitFor()
}

async function reportWithoutSignal(phone: Visitor): Promise<string> {
  const { page, say } = phone
  await page.getByRole('link', { name: say('patrol/walk.report'), exact: true }).click()
  await page.getByRole('button', { name: say('cases/danger.no') }).click()
  await page.locator('input[type=file]').setInputFiles({ name: 'IMG_0413.jpg', mimeType: 'image/jpeg', buffer: await photoWithPlace() })
  await page.getByRole('img', { name: say('cases/report.shown', { number: 1 }) }).waitFor()
  await page.getByText(say.category('rubbish'), { exact: true }).click()
  await page.getByRole('group', { name: say.category('rubbish', 'kind') }).getByText(say.category('rubbish', 'kind', 'building')).click()
  await page.getByRole('group', { name: say.category('rubbish', 'smell') }).getByText(say('cases/no'), { exact: true }).click()
  await page.getByLabel(say('cases/report.words')).fill('墙边堆了两天。')
  await page.getByRole('heading', { name: say('cases/report.preview') }).waitFor()
  await phone.look('lost-03-report')
  await reloadWhileWriting(phone)
  await page.getByRole('button', { name: say('cases/report.submit'), exact: true }).click()
  await page.getByText(say('cases/one.kept'), { exact: true }).waitFor()
  await phone.look('lost-04-report-kept')
  return page.url().split('/').at(-1) as string
}

/** The camera has cost the tab its life: danger is not asked again, and photo, answers and words are as they were. */
async function reloadWhileWriting(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await expect.poll(async () => (await keptBy<{ filled: { words: string } }>(page, 'drafts'))[0]?.filled.words).toBe('墙边堆了两天。')
  await page.reload()
  await page.getByText(say('cases/report.restored')).waitFor()
  await page.getByRole('img', { name: say('cases/report.shown', { number: 1 }) }).first().waitFor()
  await page.getByRole('heading', { name: say('cases/report.preview') }).waitFor()
  expect(await page.getByLabel(say('cases/report.words')).inputValue()).toBe('墙边堆了两天。')
  await phone.look('lost-03-report-restored')
}

/** The page is loaded anew without network: the report still waits, the walk still goes on. */
async function reloadWithoutSignal(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.reload()
  await page.getByText(say('cases/one.kept'), { exact: true }).waitFor()
  await page.getByRole('button', { name: say('phone/shell.back') }).click()
  await page.getByText(say('patrol/walk.running'), { exact: true }).waitFor()
  await phone.look('lost-05-reloaded')
}

async function checkOutWithoutSignal(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.getByRole('button', { name: say('patrol/walk.finish'), exact: true }).click()
  await page.getByText(say('patrol/walk.finishOffline')).waitFor()
  await page.getByRole('button', { name: say('patrol/walk.finishYes') }).click()
  await page.getByText(say('patrol/summary.waiting')).waitFor()
  await phone.look('lost-06-summary-waits')
  await page.getByRole('link', { name: say.like('phone/shell.waiting') }).click()
  await page.getByRole('heading', { name: say('phone/command.report') }).waitFor()
  await page.getByRole('heading', { name: say('phone/command.checkOut') }).waitFor()
  await phone.look('lost-07-outbox')
}

/** The network is back, and bad at first: the city takes the report and the check-out, but its answers are lost. */
async function signalReturns(phone: Visitor): Promise<void> {
  const { page, context, say } = phone
  line.loseAnswerTo('POST /api/cases ')
  line.loseAnswerTo('/check-out ')
  line.mend()
  await context.setOffline(false)
  await expect.poll(() => line.lost, { timeout: 90_000 }).toHaveLength(2)
  await page.getByText(say('phone/outbox.none')).waitFor({ timeout: 90_000 })
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
  const [record, ...more] = records.items.filter((one) => one.attendanceId === attendanceId)
  expect([record?.attendanceId, more]).toEqual([attendanceId, []])

  // A fix of the moment after the check-out may still have been written down; the city does not take it.
  const inTime = kept.filter(({ at }) => at <= (record as ServiceRecord).endedAt)
  const last = (kept[0] as KeptFix).sequence - 1 + inTime.length
  const counted = (track: TrackShown): number => track.points.length + Object.values(track.dropped).reduce((sum, count) => sum + count, 0)
  const track = await until(() => phone.read<TrackShown>(`/attendances/${attendanceId}/track`), (now) => counted(now) >= last, `all ${last} fixes are in the track, of which the phone kept ${kept.map(({ sequence }) => sequence).join(' ')}`)
  expect(counted(track)).toBe(last)
  expect(new Set(track.points.map(({ at }) => at)).size).toBe(track.points.length)
  // A page that is loaded anew is given the last fix once more.
  expect(track.fixes).toBeGreaterThanOrEqual(new Set(inTime.map(({ at }) => at)).size)
  const { page, say } = phone
  await page.goto(`${line.address}/m/patrol`)
  await page.getByText(say('patrol/recordState.pending'), { exact: true }).waitFor()
  await phone.look('lost-09-summary')
}

/** Whoever has not read the summary can set out again all the same, and finds it beside that. */
async function setOutDespiteSummary(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.goto(`${line.address}/m/`)
  const summary = page.getByRole('link', { name: say('patrol/home.endedWhat') })
  await summary.waitFor()
  await phone.look('lost-10-home')
  await page.getByRole('link', { name: say('phone/home.setOut') }).click()
  await page.getByRole('button', { name: say('patrol/start.begin'), exact: true }).waitFor()
  await page.goBack()
  await summary.click()
  await page.getByText(say('patrol/recordState.pending'), { exact: true }).waitFor()
}

interface KeptFix { attendanceId: string; sequence: number; at: string }

/** What the phone keeps of a kind, in the order of its keys. */
const keptBy = <T>(page: Page, store: string): Promise<T[]> => page.evaluate(`new Promise((resolve, reject) => {
  const opening = indexedDB.open('redvest-outbox')
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const all = opening.result.transaction('${store}').objectStore('${store}').getAll()
    all.onsuccess = () => { resolve(all.result.map(({ photos, ...row }) => row)); opening.result.close() }
  }
})`)
/** The fixes that wait on the phone, oldest first. */
const fixesOf = (page: Page): Promise<KeptFix[]> => keptBy(page, 'fixes')
