/** A city of one community with an officer and some volunteers, settled through the verbs that people use; for tests over the whole server. */
import type { App } from '../../server/main.ts'
import { consentTexts } from '../../server/people/consent-texts.ts'
import { checkCharacter } from '../../server/people/identity/id-number.ts'
import { inTransaction } from '../../server/platform/db.ts'

const square = { type: 'Polygon' as const, coordinates: [[[117.6, 24.4], [117.7, 24.4], [117.7, 24.6], [117.6, 24.6], [117.6, 24.4]]] }
const levels = [['3506', 'city'], ['350602', 'county'], ['350602001', 'town'], ['350602001001', 'community']] as const
export const COMMUNITY = '350602001001'
/** A corner inside the community, and a route from it. */
export const CORNER = { lon: 117.65, lat: 24.5 }
export const ROUTE = [[117.65, 24.5], [117.66, 24.5]] as const

export interface Settler { personId: string; cookie: string }
export interface SmallCity { officer: Settler; volunteers: Settler[] }

export async function settleSmallCity(app: App, volunteers: number): Promise<SmallCity> {
  const regions = levels.map(([code, level], i) => ({ code, level, name: `示例${i}`, nameEn: null, parentCode: levels[i - 1]?.[0] ?? null, center: [CORNER.lon, CORNER.lat] as [number, number], boundary: square }))
  await inTransaction(app.db, (tx) => app.places.putMap(tx, { regions, streets: [], surfaces: [], origin: { schematic: true, attribution: null } }))
  await app.places.load()
  const officer = await settle(app, 0)
  await app.people.appointBySystem(officer.personId, { role: 'officer', regionCode: '3506' })
  const others: Settler[] = []
  for (let i = 1; i <= volunteers; i++) others.push(await settle(app, i))
  return { officer, volunteers: others }
}

async function settle({ people }: App, serial: number): Promise<Settler> {
  const ip = `10.9.${Math.floor(serial / 200)}.${serial % 200}`
  const phone = `199${String(serial + 1000).padStart(8, '0')}`
  const { demoCode } = await people.requestCode({ phone }, ip)
  const { actor, token } = await people.signIn({ phone, code: demoCode as string, device: 'test' }, ip)
  await people.setProfile(actor, { regionCode: COMMUNITY, skills: [], language: 'zh', bigLetters: false })
  for (const { purpose, version } of consentTexts) await people.giveConsent(actor, { purpose, version }, ip)
  const first = `35060219800504${String(serial + 1).padStart(3, '0')}`
  await people.registerRealName(actor, { name: '张示例', idNumber: first + checkCharacter(first) })
  await people.verifyBySystem(actor.personId)
  return { personId: actor.personId, cookie: `rv_session=${token}` }
}
