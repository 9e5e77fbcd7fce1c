/** The whole application on a database of its own, with a small map and people of every standing, for tests across modules. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from './main.ts'
import { idNumberFor } from './people/testing.ts'
import type { NewRegion } from './places/places.ts'
import type { Actor } from './platform/actor.ts'
import { ManualClock } from './platform/clock.ts'
import { ephemeralKeyring } from './platform/crypto.ts'
import { inTransaction } from './platform/db.ts'
import { freshDatabase } from './platform/testing.ts'

const box = (west: number, east: number): NewRegion['boundary'] => ({ type: 'Polygon', coordinates: [[[west, 24], [east, 24], [east, 25], [west, 25], [west, 24]]] })
const region = (code: string, level: NewRegion['level'], name: string, parentCode: string | null, west: number, east: number): NewRegion =>
  ({ code, level, name, nameEn: null, parentCode, center: [(west + east) / 2, 24.5], boundary: box(west, east) })
const regions: NewRegion[] = [
  region('3506', 'city', '漳州市', null, 117, 119), region('350602', 'county', '芗城区', '3506', 117, 118), region('350603', 'county', '龙文区', '3506', 118, 119),
  region('350602001', 'town', '东铺头街道', '350602', 117, 118), region('350602001001', 'community', '金宝社区', '350602001', 117, 117.5), region('350602001002', 'community', '东坂社区', '350602001', 117.5, 118),
]

export interface SignedIn { actor: Actor; cookie: string; phone: string }

export async function appWorld() {
  const database = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'redvest-app-'))
  const clock = new ManualClock('2026-04-14T11:00:00Z')
  const faults: unknown[] = []
  const app = await createApp({
    databaseUrl: database.url, clock, keys: ephemeralKeyring(), dataDir, demo: true, publicUrl: undefined, timeZone: 'Asia/Shanghai', outsideDesks: { answerAfter_s: 5, failTimes: 0 },
    pagesDir: undefined, report: (error) => void faults.push(error), say: () => {},
  })
  await inTransaction(database.db, (tx) => app.places.putMap(tx, { regions, origin: { schematic: true, attribution: { zh: '示意图', en: 'Schematic' } } }))
  await app.places.load()
  let serial = 100
  let identities = 100

  async function resident(): Promise<SignedIn> {
    const number = serial++
    const [phone, ip] = [`138${String(number).padStart(8, '0')}`, `10.0.${number >> 8}.${number & 255}`]
    const { demoCode } = await app.people.requestCode({ phone }, ip)
    const { token } = await app.people.signIn({ phone, code: demoCode as string, device: 'test' }, ip)
    return again({ cookie: `rv_session=${token}`, phone })
  }

  const again = async ({ cookie, phone }: Omit<SignedIn, 'actor'>): Promise<SignedIn> => ({ cookie, phone, actor: await app.people.actorOf(cookie) as Actor })

  async function volunteer(regionCode = '350602001001'): Promise<SignedIn> {
    const signedIn = await resident()
    const { actor } = signedIn
    await app.people.setProfile(actor, { regionCode, skills: [], language: 'zh', bigLetters: false })
    for (const { purpose, version } of app.people.consentTexts()) await app.people.giveConsent(actor, { purpose, version }, '10.0.0.1')
    await app.people.registerRealName(actor, { name: '林志强', idNumber: idNumberFor('1980-05-04', String(identities++)) })
    await app.people.verifyBySystem(actor.personId)
    return again(signedIn)
  }

  async function officer(regionCode: string): Promise<SignedIn> {
    const signedIn = await volunteer()
    await app.people.appointBySystem(signedIn.actor.personId, { role: 'officer', regionCode })
    return again(signedIn)
  }

  async function drop(): Promise<void> {
    await app.stop()
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { app, clock, faults, db: database.db, resident, volunteer, officer, again, drop }
}
export type AppWorld = Awaited<ReturnType<typeof appWorld>>
