import { expect, it, onTestFailed } from 'vitest'
import type { Patrol } from '../server/duties/contract.ts'
import type { CaseView } from '../server/cases/contract.ts'
import { distance_m } from '../server/platform/geo.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import type { WalkerOnMap } from '../server/tracking/contract.ts'
import { officers, volunteer } from '../world/people.ts'
import { lastLook, openDesk, openPhone, signIn, until, type Visitor } from './browser.ts'
import { hasExif, photoWithPlace } from './photo.ts'
import { setStage, STORY_MS } from './stage.ts'
import { setOut, type Walk } from './walk.ts'

const NAME = '东铺头傍晚巡查'
const LANGUAGE = 'zh'
const POINTS_PER_HOUR = 60

const stage = setStage()

it('carries a patrol from the officer\'s map to hours and points on the volunteer\'s phone', async () => {
  onTestFailed(() => lastLook(stage.browser))
  const officer = await openDesk(stage.browser, stage.city.address, LANGUAGE)
  await signIn(officer, officers.county.phone)
  const route = await publishPatrol(officer)
  const phone = await openPhone(stage.browser, stage.city.address, route[0] as Coordinate, LANGUAGE)
  await phone.page.getByRole('link', { name: phone.say('phone/home.signIn') }).click()
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
  const { page, say } = officer
  await page.getByRole('status').filter({ hasText: new RegExp(`${say('situation/live.live')} \\d`) }).waitFor()
  await officer.look('desk-01-situation')
  await page.getByRole('link', { name: say('console/rail.duties') }).click()
  await page.getByRole('link', { name: say('duties/list.new') }).click()
  // The list has a name and a region to look for as well, and stays until the editor is there.
  await page.getByRole('heading', { name: say('duties/edit.titleNew'), level: 1 }).waitFor()
  await page.getByLabel(say('duties/edit.name')).fill(NAME)
  await page.getByRole('combobox', { name: say('duties/edit.region') }).fill('东铺头')
  await page.getByTitle(/^东铺头社区/).click()
  await drawRoute(officer)
  const now = new Date()
  await page.getByLabel(say('duties/edit.startsAt'), { exact: true }).fill(cityTime(now))
  await page.getByLabel(say('duties/edit.endsAt'), { exact: true }).fill(cityTime(new Date(now.getTime() + 2 * 3_600_000)))
  await page.getByLabel(say('duties/edit.points')).fill(String(POINTS_PER_HOUR))
  await page.getByLabel(say('duties/edit.risk')).fill('注意来往车辆，两人以上同行，遇险情先报警。')
  await page.getByLabel(say('duties/edit.insurance')).fill('已为实名志愿者投保人身意外伤害险。')
  await officer.look('desk-02-patrol-drawn')
  await page.getByRole('button', { name: say('duties/edit.publish') }).click()
  await page.getByRole('heading', { name: NAME }).waitFor()
  await page.getByText(say('duties/one.nobody')).waitFor()
  await officer.look('desk-03-patrol-published')
  const { items } = await officer.read<{ items: Patrol[] }>(`/patrols?text=${encodeURIComponent(NAME)}`)
  const shape = items[0]?.shape
  if (shape?.type !== 'LineString') throw new Error('the patrol has no route')
  expect(items).toHaveLength(1)
  return shape.coordinates
}

/** Three clicks on the resting map. */
async function drawRoute({ page, say }: Visitor): Promise<void> {
  const map = page.getByLabel(say('duties/edit.map'))
  const scale = page.locator('.maplibregl-ctrl-scale')
  await expect.poll(async () => { const before = await scale.textContent(); await page.waitForTimeout(700); return [before, await scale.textContent()] }, { timeout: 60_000 })
    .toSatisfy(([before, after]: [string, string]) => before === after && !before.includes('km'))
  const { width, height } = (await map.boundingBox()) as { width: number; height: number }
  const middle = { x: (width - 464) / 2, y: height / 2 }
  for (const [x, y] of [[-90, 10], [0, -15], [95, 5]] as const) await map.click({ position: { x: middle.x + x, y: middle.y + y } })
  await page.getByText(say.like('kit/map.drawn', { count: 3 })).waitFor()
}

/** What the city's clocks show, as a time field takes it. */
const cityTime = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

async function grabSeat(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.getByRole('heading', { name: say('patrol/home.near') }).waitFor()
  await page.getByText(say.like('patrol/list.away')).first().waitFor()
  await phone.look('phone-01-home')
  await page.getByRole('link', { name: say('phone/tab.duties'), exact: true }).click()
  const offer = page.getByRole('link', { name: NAME })
  await offer.waitFor()
  await offer.click()
  const claim = page.getByRole('button', { name: say('patrol/duty.claim') })
  await claim.waitFor()
  await phone.look('phone-02-duty')
  await claim.click()
  await page.getByText(say('patrol/duty.claimed')).waitFor()
  await phone.look('phone-03-claimed')
}

async function checkIn(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.getByRole('link', { name: say('patrol/duty.goCheckIn') }).click()
  await page.getByText(say.like('patrol/start.accuracy')).waitFor()
  await phone.look('phone-04-check-in')
  await page.getByRole('button', { name: say('patrol/start.beginDuty') }).click()
  await page.getByText(say('patrol/walk.running'), { exact: true }).waitFor()
}

/** The officer finds the walker in the list and sees fixes come in, from where the phone is. */
async function watchWalker(officer: Visitor, walk: Walk): Promise<void> {
  const { page, say } = officer
  await page.getByRole('link', { name: say('console/rail.situation') }).click()
  await page.getByRole('button', { name: say('situation/list.open'), exact: true }).click()
  const line = page.getByRole('button', { name: say.like('situation/walker.onPatrol') })
  await line.waitFor()
  await officer.look('desk-04-walkers')
  await line.click()
  await page.getByText(NAME).first().waitFor()
  await page.getByText(say('situation/walker.fresh')).first().waitFor()
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
  const { page, say } = phone
  await page.getByText(say('patrol/walk.sent')).waitFor()
  await phone.look('phone-05-walk')
  await page.getByRole('link', { name: say('patrol/walk.report'), exact: true }).click()
  await page.getByRole('heading', { name: say('cases/danger.ask') }).waitFor()
  await phone.look('phone-06-danger')
  await page.getByRole('button', { name: say('cases/danger.no') }).click()
  const photo = await photoWithPlace()
  expect(await hasExif(photo)).toBe(true)
  await page.locator('input[type=file]').setInputFiles({ name: 'IMG_0412.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.getByRole('img', { name: say('cases/report.shown', { number: 1 }) }).waitFor()
  await page.getByText(say.category('street-light'), { exact: true }).click()
  await page.getByRole('group', { name: say.category('street-light', 'extent') }).getByText(say.category('street-light', 'extent', 'several')).click()
  await page.getByRole('group', { name: say.category('street-light', 'dark') }).getByText(say('cases/yes'), { exact: true }).click()
  await page.getByLabel(say('cases/report.words')).fill('从巷口起三盏都不亮，老人晚上不敢走。')
  await page.getByText(say.like('cases/report.pin')).waitFor()
  await page.getByRole('heading', { name: say('cases/report.preview') }).waitFor()
  await phone.look('phone-07-report')
  await page.getByRole('button', { name: say('cases/report.submit'), exact: true }).click()
  await page.getByText(say.state('received')).waitFor()
  await phone.look('phone-08-case')
  return page.url().split('/').at(-1) as string
}

async function handCaseOver(officer: Visitor, caseId: string): Promise<void> {
  const { page, say } = officer
  const view = await officer.read<CaseView>(`/cases/${caseId}`)
  expect(view.duringPatrol).toBe(true)
  const served = await officer.context.request.get(`${stage.city.address}/api/photos/${view.photos[0]?.id}`)
  expect(await hasExif(await served.body())).toBe(false)
  await page.getByRole('link', { name: say('console/rail.cases') }).click()
  await page.getByRole('button', { name: new RegExp(view.number) }).click()
  await page.getByRole('button', { name: say.step('accept'), exact: true }).click()
  await page.getByRole('button', { name: say('cases/desk.take') }).click()
  await page.getByText(say.state('accepted')).first().waitFor()
  await officer.look('desk-06-case-accepted')
  await page.getByRole('button', { name: say.step('hand-over'), exact: true }).click()
  await page.getByRole('button', { name: say('cases/desk.take') }).click()
  await page.getByText(say.state('replied')).first().waitFor()
  await officer.look('desk-07-case-answered')
}

async function sayItIsSolved(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.getByRole('heading', { name: say('cases/one.askSolved') }).waitFor()
  await page.getByText(say.like('cases/ticket')).first().waitFor()
  await phone.look('phone-09-answer')
  await page.getByRole('button', { name: say('cases/one.solved') }).click()
  await page.getByLabel(say('cases/one.wordSolved')).fill('灯亮了，谢谢。')
  await page.getByRole('button', { name: say('cases/one.send'), exact: true }).click()
  await page.getByText(say('cases/one.outcomeSolved')).waitFor()
  await phone.look('phone-10-solved')
}

/** Back on the walk; ends it once a whole minute counts. */
async function checkOut(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.getByRole('button', { name: say('phone/shell.back') }).click()
  await expect.poll(() => page.getByRole('timer').textContent(), { timeout: 120_000, interval: 1000 }).toMatch(/^(0[1-9]|[1-9]\d):/)
  await phone.look('phone-11-walk')
  await page.getByRole('button', { name: say('patrol/walk.finish'), exact: true }).click()
  await phone.look('phone-12-end')
  await page.getByRole('button', { name: say('patrol/walk.finishYes') }).click()
  await page.getByText(say('patrol/recordState.pending'), { exact: true }).waitFor()
  await phone.look('phone-13-summary')
  await page.getByRole('button', { name: say('patrol/summary.done') }).click()
}

/** A walk of a minute is too short for the rule: a person decides. */
async function confirmRecord(officer: Visitor): Promise<void> {
  const { page, say } = officer
  await page.getByRole('link', { name: say('console/rail.records'), exact: true }).click()
  await page.getByRole('button', { name: new RegExp(NAME) }).click()
  const confirm = page.getByRole('button', { name: say('records/step.confirm'), exact: true })
  await confirm.waitFor()
  await officer.look('desk-08-record')
  await confirm.click()
  await page.getByLabel(say('records/step.minutes')).waitFor()
  await confirm.click()
  await page.getByRole('button', { name: new RegExp(NAME) }).waitFor({ state: 'detached' })
  await officer.look('desk-09-record-confirmed')
}

/** Hours and points with the reason of each. */
async function readHoursAndPoints(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.getByRole('link', { name: new RegExp(`^${say('phone/tab.me')}`) }).click()
  await phone.look('phone-14-me')
  await page.getByRole('link', { name: say('phone/me.points') }).click()
  const entry = page.getByRole('listitem').filter({ hasText: say('patrol/reason.patrol-served', { name: NAME }) })
  await entry.waitFor()
  expect(await entry.textContent()).toMatch(/\+[1-9]\d* /)
  expect(await entry.textContent()).toMatch(say.like('patrol/points.formulaPoints', { minutes: '\\d+', pointsPerHour: POINTS_PER_HOUR }))
  await phone.look('phone-15-points')
  await page.getByText(say('patrol/points.minutes'), { exact: true }).click()
  await entry.filter({ hasText: say.like('patrol/points.minutesUnit', { count: '\\+[1-9]\\d*' }) }).waitFor()
  await phone.look('phone-16-minutes')
  await entry.getByRole('link').click()
  await page.getByText(say('patrol/recordState.confirmed'), { exact: true }).waitFor()
  await phone.look('phone-17-record')
}
