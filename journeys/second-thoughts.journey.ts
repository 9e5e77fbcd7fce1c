import { expect, it, onTestFailed } from 'vitest'
import type { CaseSummary } from '../server/cases/contract.ts'
import type { ServiceRecord } from '../server/duties/contract.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import { leader, officers, resident, volunteer } from '../world/people.ts'
import { lastLook, openDesk, openPhone, signIn, type Visitor } from './browser.ts'
import { setStage, STORY_MS } from './stage.ts'

const TEAM = '东铺头夜巡队'
const AT: Coordinate = [117.652, 24.512]

const stage = setStage()

it('lets a resident join by QR code and shows who is in danger whom to call', async () => {
  onTestFailed(() => lastLook(stage.browser))
  const desk = await openDesk(stage.browser, stage.city.address, 'zh')
  await signIn(desk, leader.phone)
  const address = await makeInvitation(desk)
  const phone = await openPhone(stage.browser, stage.city.address, AT, 'zh')
  await joinTeam(phone, address)
  await callInsteadOfReporting(phone)
}, STORY_MS)

it('takes up again what the reporter calls unsolved, and corrects a disputed record by reversal', async () => {
  onTestFailed(() => lastLook(stage.browser))
  const phone = await openPhone(stage.browser, stage.city.address, AT, 'zh')
  await phone.page.getByRole('link', { name: phone.say('phone/home.signIn') }).click()
  await signIn(phone, volunteer.phone)
  await phone.page.getByRole('link', { name: new RegExp(`^${phone.say('phone/tab.me')}`) }).waitFor()
  const desk = await openDesk(stage.browser, stage.city.address, 'zh')
  await signIn(desk, officers.county.phone)
  await findItAgainAtTheDesk(desk, await sayItIsNotSolved(phone))
  const record = await disputeRecord(phone)
  await creditFewerMinutes(desk, record)
  await readReversal(phone, record)
}, STORY_MS)

/** The leader makes a QR code of the team; returns where it leads. */
async function makeInvitation({ page, say, look }: Visitor): Promise<string> {
  await page.getByRole('link', { name: TEAM }).click()
  const made = page.waitForResponse((response) => /\/teams\/[^/]+\/links$/.test(response.url()) && response.request().method() === 'POST')
  await page.getByRole('button', { name: say('people/team.newLink') }).click()
  const { path } = await (await made).json() as { path: string }
  await page.getByLabel(say('people/team.scan', { team: TEAM })).first().waitFor()
  await look('second-01-qr-code')
  // The same invitation is on the leader's phone.
  await page.goto(`${stage.city.address}/m/teams/${new URL(page.url()).pathname.split('/').at(-1)}`)
  await page.getByRole('img', { name: say('people/team.scan', { team: TEAM }) }).waitFor()
  return path
}

async function joinTeam(phone: Visitor, path: string): Promise<void> {
  const { page, say } = phone
  await page.goto(stage.city.address + path)
  await page.getByRole('link', { name: say('people/join.signIn') }).click()
  await signIn(phone, resident.phone)
  await page.getByText(say('people/join.invited')).waitFor()
  await phone.look('second-02-invited')
  expect(await phone.read<{ teams: unknown[] }>('/me')).toMatchObject({ teams: [] })
  await page.getByRole('button', { name: say('people/join.accept') }).click()
  await page.getByText(say('people/join.joined')).waitFor()
  expect(await phone.read('/me')).toMatchObject({ teams: [{ name: TEAM, leader: false }] })
}

async function callInsteadOfReporting(phone: Visitor): Promise<void> {
  const { page, say } = phone
  await page.goto(`${stage.city.address}/m/report`)
  await page.getByRole('button', { name: say('cases/danger.yes') }).click()
  await page.getByRole('heading', { name: say('cases/danger.call') }).waitFor()
  expect(await page.locator('a[href^="tel:"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual(['tel:110', 'tel:119', 'tel:120', 'tel:122'])
  expect(await page.locator('form, textarea, input').count(), 'nothing to fill in').toBe(0)
  await phone.look('second-03-call')
}

/** The answer of 12345 did not help; returns the number of the case. */
async function sayItIsNotSolved(phone: Visitor): Promise<string> {
  const { page, say } = phone
  const { items } = await phone.read<{ items: CaseSummary[] }>('/me/cases?limit=20')
  const replied = items.find(({ state }) => state === 'replied')
  if (replied === undefined) throw new Error('no report of the demo waits for its reporter')
  await page.goto(`${stage.city.address}/m/cases/${replied.id}`)
  await page.getByRole('button', { name: say('cases/one.notSolved') }).click()
  await page.getByLabel(say('cases/one.wordNotSolved')).fill('今天看还是老样子。')
  await phone.look('second-04-not-solved')
  await page.getByRole('button', { name: say('cases/one.send'), exact: true }).click()
  await page.getByText(say.state('reopened')).first().waitFor()
  await phone.look('second-05-reopened')
  return replied.number
}

async function findItAgainAtTheDesk(desk: Visitor, number: string): Promise<void> {
  const { page, say } = desk
  await page.getByRole('link', { name: say('console/rail.cases') }).click()
  await page.getByRole('button', { name: new RegExp(number) }).click()
  await page.getByText('今天看还是老样子。').first().waitFor()
  await page.getByText(say.state('reopened')).first().waitFor()
  await desk.look('second-06-reopened-at-the-desk')
}

async function disputeRecord(phone: Visitor): Promise<ServiceRecord> {
  const { page, say } = phone
  const { items } = await phone.read<{ items: ServiceRecord[] }>('/me/service-records?limit=20')
  const record = items.find(({ state }) => state === 'confirmed')
  if (record === undefined) throw new Error('no record of the demo is confirmed')
  await page.goto(`${stage.city.address}/m/me/records/${record.id}`)
  await page.getByRole('button', { name: say('patrol/record.dispute'), exact: true }).click()
  await page.getByLabel(say('patrol/record.reason')).fill('中间休息了半小时，应当扣除。')
  await page.getByRole('button', { name: say('patrol/record.send'), exact: true }).click()
  await page.getByText(say('patrol/recordState.disputed'), { exact: true }).first().waitFor()
  await phone.look('second-07-disputed')
  return record
}

async function creditFewerMinutes(desk: Visitor, record: ServiceRecord): Promise<void> {
  const { page, say } = desk
  await page.goto(`${stage.city.address}/console/records?state=disputed&id=${record.id}`)
  await page.getByText('中间休息了半小时，应当扣除。').waitFor()
  await page.getByRole('button', { name: say('records/step.confirm'), exact: true }).click()
  await page.getByLabel(say('records/step.minutes')).fill(String(record.minutes - 30))
  await page.getByLabel(say.like('records/step.noteLess')).fill('已核实，扣除休息半小时。')
  await desk.look('second-08-decide')
  await page.getByRole('button', { name: say('records/step.confirm'), exact: true }).click()
  await expect.poll(async () => (await desk.read<ServiceRecord>(`/service-records/${record.id}`)).minutes, { timeout: 60_000 }).toBe(record.minutes - 30)
}

/** Nothing was edited: the old entry stands, marked as reversed, beside its reversal and the new one. */
async function readReversal(phone: Visitor, record: ServiceRecord): Promise<void> {
  const { page, say } = phone
  await page.goto(`${stage.city.address}/m/me/points`)
  const entries = page.getByRole('listitem').filter({ hasText: record.name })
  await expect.poll(() => entries.count(), { timeout: 60_000 }).toBe(3)
  expect(await entries.filter({ hasText: say('patrol/points.reversed') }).count()).toBe(1)
  await phone.look('second-09-reversal')
}
