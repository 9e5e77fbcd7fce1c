import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import type { Patrol } from '../server/duties/contract.ts'
import type { CaseView } from '../server/cases/contract.ts'
import { distance_m } from '../server/platform/geo.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import type { WalkerOnMap } from '../server/tracking/contract.ts'
import { officers, volunteer } from '../world/people.ts'
import { lastLook, openBrowser, openDesk, openPhone, signIn, until, type Visitor } from './browser.ts'
import { startCity, type City } from './city.ts'
import { hasExif, photoWithPlace } from './photo.ts'
import { setOut, type Walk } from './walk.ts'

const NAME = '东铺头傍晚巡查'
const POINTS_PER_HOUR = 60
const STORY_MS = 420_000

let city: City
let browser: Browser
beforeAll(async () => { [city, browser] = await Promise.all([startCity(), openBrowser()]) }, STORY_MS)
afterAll(async () => {
  await browser?.close()
  await city?.stop()
}, STORY_MS)

it('carries a patrol from the officer\'s map to hours and points on the volunteer\'s phone', async () => {
  onTestFailed(() => lastLook(browser))
  const officer = await openDesk(browser, city.address)
  await signIn(officer, officers.county.phone)
  const route = await publishPatrol(officer)
  const phone = await openPhone(browser, city.address, route[0] as Coordinate)
  await phone.page.getByRole('link', { name: '用手机号登录' }).click()
  await signIn(phone, volunteer.phone)
  await grabSeat(phone)
  await checkIn(phone)
  const walk = setOut(phone.context, route)
  await watchWalker(officer, walk)
  const caseId = await report(phone)
  await handCaseOver(officer, caseId)
  await sayItIsSolved(phone)
  await checkOut(phone)
  await walk.stop()
  await confirmRecord(officer)
  await readHoursAndPoints(phone)
}, STORY_MS)

/** The officer draws the route on the map, says the rest, and publishes; returns the route as the city keeps it. */
async function publishPatrol(officer: Visitor): Promise<Coordinate[]> {
  const { page } = officer
  await page.getByRole('status').filter({ hasText: /实时 \d/ }).waitFor()
  await officer.look('desk-01-situation')
  await page.getByRole('link', { name: '任务' }).click()
  await page.getByRole('link', { name: '新建任务' }).click()
  await page.getByLabel('名称').fill(NAME)
  await page.getByRole('combobox', { name: '辖区' }).fill('东铺头')
  await page.getByTitle(/^东铺头社区/).click()
  await drawRoute(officer)
  const now = new Date()
  await page.getByLabel('开始', { exact: true }).fill(cityTime(now))
  await page.getByLabel('结束', { exact: true }).fill(cityTime(new Date(now.getTime() + 2 * 3_600_000)))
  await page.getByLabel('每小时积分').fill(String(POINTS_PER_HOUR))
  await page.getByLabel('风险提示').fill('注意来往车辆，两人以上同行，遇险情先报警。')
  await page.getByLabel('保险说明').fill('已为实名志愿者投保人身意外伤害险。')
  await officer.look('desk-02-patrol-drawn')
  await page.getByRole('button', { name: '保存并发布' }).click()
  await page.getByRole('heading', { name: NAME }).waitFor()
  await page.getByText('还没有人抢单').waitFor()
  await officer.look('desk-03-patrol-published')
  const { items } = await officer.read<{ items: Patrol[] }>(`/patrols?text=${encodeURIComponent(NAME)}`)
  const shape = items[0]?.shape
  if (shape?.type !== 'LineString') throw new Error('the patrol has no route')
  expect(items).toHaveLength(1)
  return shape.coordinates
}

/** Three clicks on the resting map. */
async function drawRoute({ page }: Visitor): Promise<void> {
  const map = page.getByLabel('画任务范围的地图')
  const scale = page.locator('.maplibregl-ctrl-scale')
  await expect.poll(async () => { const before = await scale.textContent(); await page.waitForTimeout(700); return [before, await scale.textContent()] }, { timeout: 60_000 })
    .toSatisfy(([before, after]: [string, string]) => before === after && !before.includes('km'))
  const { width, height } = (await map.boundingBox()) as { width: number; height: number }
  const middle = { x: (width - 464) / 2, y: height / 2 }
  for (const [x, y] of [[-90, 10], [0, -15], [95, 5]] as const) await map.click({ position: { x: middle.x + x, y: middle.y + y } })
  await page.getByText(/已画 3 点/).waitFor()
}

/** What the city's clocks show, as a time field takes it. */
const cityTime = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)

async function grabSeat(phone: Visitor): Promise<void> {
  const { page } = phone
  await page.getByRole('heading', { name: '附近任务' }).waitFor()
  await page.getByText(/距您/).first().waitFor()
  await phone.look('phone-01-home')
  await page.getByRole('link', { name: '任务', exact: true }).click()
  const offer = page.getByRole('link', { name: NAME })
  await offer.waitFor()
  await offer.click()
  const claim = page.getByRole('button', { name: '抢单' })
  await claim.waitFor()
  await phone.look('phone-02-duty')
  await claim.click()
  await page.getByText('名额是您的了').waitFor()
  await phone.look('phone-03-claimed')
}

async function checkIn(phone: Visitor): Promise<void> {
  const { page } = phone
  await page.getByRole('link', { name: '去签到' }).click()
  await page.getByText(/已定位，误差约/).waitFor()
  await phone.look('phone-04-check-in')
  await page.getByRole('button', { name: '签到' }).click()
  await page.getByText('巡逻中').waitFor()
}

/** The officer finds the walker in the list and sees fixes come in, from where the phone is. */
async function watchWalker(officer: Visitor, walk: Walk): Promise<void> {
  const { page } = officer
  await page.getByRole('link', { name: '态势' }).click()
  await page.getByRole('button', { name: '列表', exact: true }).click()
  const line = page.getByRole('button', { name: /任务巡防/ })
  await line.waitFor()
  await officer.look('desk-04-walkers')
  await line.click()
  await page.getByText(NAME).first().waitFor()
  await page.getByText('位置是最新的').first().waitFor()
  await officer.look('desk-05-walker')
  const follows = async (): Promise<number> => {
    const { items } = await officer.read<{ items: WalkerOnMap[] }>('/walkers')
    const one = items.find(({ selfStarted }) => !selfStarted)
    return one === undefined ? Infinity : distance_m(one, walk.here())
  }
  await until(follows, (away_m) => away_m < 25, 'the walker on the officer\'s map follows the phone')
}

/** A street light is out: photo, place, category, words. Returns the id of the case. */
async function report(phone: Visitor): Promise<string> {
  const { page } = phone
  await page.getByText('已同步').waitFor()
  await phone.look('phone-05-walk')
  await page.getByRole('link', { name: '随手拍' }).click()
  await page.getByRole('heading', { name: '有人正处于危险中吗？' }).waitFor()
  await phone.look('phone-06-danger')
  await page.getByRole('button', { name: '否，继续上报' }).click()
  const photo = await photoWithPlace()
  expect(await hasExif(photo)).toBe(true)
  await page.locator('input[type=file]').setInputFiles({ name: 'IMG_0412.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.getByRole('img', { name: '第 1 张照片' }).waitFor()
  await page.getByText('路灯不亮', { exact: true }).click()
  await page.getByRole('group', { name: '几盏不亮' }).getByText('连续几盏').click()
  await page.getByRole('group', { name: '周围完全没有照明吗' }).getByText('是', { exact: true }).click()
  await page.getByLabel('情况描述').fill('从巷口起三盏都不亮，老人晚上不敢走。')
  await page.getByText(/图钉所在/).waitFor()
  await page.getByRole('heading', { name: '受理台将看到' }).waitFor()
  await phone.look('phone-07-report')
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('待受理').waitFor()
  await phone.look('phone-08-case')
  return page.url().split('/').at(-1) as string
}

async function handCaseOver(officer: Visitor, caseId: string): Promise<void> {
  const { page } = officer
  const view = await officer.read<CaseView>(`/cases/${caseId}`)
  expect(view.duringPatrol).toBe(true)
  const served = await officer.context.request.get(`${city.address}/api/photos/${view.photos[0]?.id}`)
  expect(await hasExif(await served.body())).toBe(false)
  await page.getByRole('link', { name: '事项' }).click()
  await page.getByRole('button', { name: new RegExp(view.number) }).click()
  await page.getByRole('button', { name: '受理', exact: true }).click()
  await page.getByRole('button', { name: '确定' }).click()
  await page.getByText('已受理').first().waitFor()
  await officer.look('desk-06-case-accepted')
  await page.getByRole('button', { name: '转办', exact: true }).click()
  await page.getByRole('button', { name: '确定' }).click()
  await page.getByText('已答复待确认').first().waitFor()
  await officer.look('desk-07-case-answered')
}

async function sayItIsSolved(phone: Visitor): Promise<void> {
  const { page } = phone
  await page.getByRole('heading', { name: '问题解决了吗？' }).waitFor()
  await page.getByText(/工单号/).first().waitFor()
  await phone.look('phone-09-answer')
  await page.getByRole('button', { name: '已解决' }).click()
  await page.getByLabel('想说一句').fill('灯亮了，谢谢。')
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('您确认已解决').waitFor()
  await phone.look('phone-10-solved')
}

/** Back on the walk; ends it once a whole minute counts. */
async function checkOut(phone: Visitor): Promise<void> {
  const { page } = phone
  await page.getByRole('button', { name: '返回' }).click()
  await expect.poll(() => page.getByRole('timer').textContent(), { timeout: 120_000, interval: 1000 }).toMatch(/^(0[1-9]|[1-9]\d):/)
  await phone.look('phone-11-walk')
  await page.getByRole('button', { name: '结束' }).click()
  await phone.look('phone-12-end')
  await page.getByRole('button', { name: '确定结束' }).click()
  await page.getByText('待确认', { exact: true }).waitFor()
  await phone.look('phone-13-summary')
  await page.getByRole('button', { name: '完成' }).click()
}

/** A walk of a minute is too short for the rule: a person decides. */
async function confirmRecord(officer: Visitor): Promise<void> {
  const { page } = officer
  await page.getByRole('link', { name: '记录', exact: true }).click()
  await page.getByRole('button', { name: new RegExp(NAME) }).click()
  const confirm = page.getByRole('button', { name: '确认', exact: true })
  await confirm.waitFor()
  await officer.look('desk-08-record')
  await confirm.click()
  await page.getByLabel('入账分钟').waitFor()
  await confirm.click()
  await page.getByRole('button', { name: new RegExp(NAME) }).waitFor({ state: 'detached' })
  await officer.look('desk-09-record-confirmed')
}

/** Hours and points with the reason of each. */
async function readHoursAndPoints(phone: Visitor): Promise<void> {
  const { page } = phone
  await page.getByRole('link', { name: '我的', exact: true }).click()
  await phone.look('phone-14-me')
  await page.getByRole('link', { name: '积分' }).click()
  const entry = page.getByRole('listitem').filter({ hasText: `巡逻服务：${NAME}` })
  await entry.waitFor()
  expect(await entry.textContent()).toMatch(/\+[1-9]\d* 分/)
  expect(await entry.textContent()).toContain(`分钟 × ${POINTS_PER_HOUR} 分/小时 ÷ 60`)
  await phone.look('phone-15-points')
  await page.getByText('时长', { exact: true }).click()
  await entry.filter({ hasText: /\+[1-9]\d* 分钟/ }).waitFor()
  await phone.look('phone-16-minutes')
  await entry.getByRole('link', { name: '看记录' }).click()
  await page.getByText('已确认', { exact: true }).waitFor()
  await phone.look('phone-17-record')
}
