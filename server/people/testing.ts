import { ManualClock } from '../platform/clock.ts'
import { ephemeralKeyring } from '../platform/crypto.ts'
import type { Actor } from '../platform/actor.ts'
import { Problem } from '../platform/problem.ts'
import { freshDatabase, type TestDatabase } from '../platform/testing.ts'
import type { RegionRef, SignInLimits } from './ground.ts'
import { checkCharacter } from './identity/id-number.ts'
import { createPeople, type People } from './people.ts'
import { consentTexts } from './consent-texts.ts'

const region = (code: string, path: string, name: string, level: string, nameEn: string | null = null): RegionRef => ({ code, path, name, nameEn, level })
/** A small city: two counties, one of them with two streets, one street with two communities. */
export const smallCity: readonly RegionRef[] = [
  region('3506', '3506', '漳州市', 'city'), region('350602', '3506.350602', '芗城区', 'county'), region('350603', '3506.350603', '龙文区', 'county'),
  region('350602001', '3506.350602.350602001', '东铺头街道', 'town'), region('350602002', '3506.350602.350602002', '西桥街道', 'town'),
  region('350602001001', '3506.350602.350602001.350602001001', '金宝社区', 'community', 'Jinbao Community'), region('350602001002', '3506.350602.350602001.350602001002', '东坂社区', 'community'),
]

export interface SmallWorld {
  people: People
  clock: ManualClock
  sent: { phone: string, text: string }[]
  database: TestDatabase
  /** Signs a phone in and answers the actor as the next request would see it. */
  signIn(phone: string): Promise<Actor>
  /** Signed in, living in the region, verified. */
  verified(phone: string, name: string, regionCode: string, birth?: string): Promise<Actor>
  officer(phone: string, name: string, regionCode: string): Promise<Actor>
  /** The same session as the next request sees it; null when it ended. */
  again(actor: Actor): Promise<Actor | null>
  cookieOf(actor: Actor | undefined): string | undefined
}

/** An ID number with a fitting check character. */
export const idNumberFor = (birth: string, sequence: string, area = '350602'): string => {
  const first = `${area}${birth.replaceAll('-', '')}${sequence}`
  return first + checkCharacter(first)
}

/** People alone on a database of its own, with invented phones, for scenario tests. Call `database.drop` in the end. */
export async function smallWorld(limits: Partial<SignInLimits> = { codesPerPhone: 1000, codesPerIp: 10_000, attemptsPerPhone: 1000, attemptsPerIp: 10_000 }): Promise<SmallWorld> {
  const database = await freshDatabase()
  const clock = new ManualClock('2026-04-14T11:00:00Z')
  const sent: { phone: string, text: string }[] = []
  const regions = { region: (code: string) => smallCity.find((known) => known.code === code) ?? null, found: () => Promise.reject(new Error('this city has its regions')), load: () => Promise.resolve(), pathHeld: async (_: unknown, code: string) => smallCity.find((known) => known.code === code)?.path }
  const people = createPeople({ db: database.db, clock, keys: ephemeralKeyring(), regions, sms: { async send(phone, text) { sent.push({ phone, text }) } }, demo: true, platformName: () => '芗里芗亲', timeZone: 'Asia/Shanghai', wordsElsewhere: async () => ({}), limits })
  let serial = 100

  const again = (actor: Actor): Promise<Actor | null> => people.actorOf(cookies.get(actor.sessionId))
  const now = async (actor: Actor): Promise<Actor> => await again(actor) as Actor
  const cookies = new Map<string, string>()
  const signIn = async (phone: string): Promise<Actor> => {
    const { demoCode } = await people.requestCode({ phone }, '10.0.0.1')
    const { actor, token } = await people.signIn({ phone, code: demoCode as string, device: 'test' }, '10.0.0.1')
    cookies.set(actor.sessionId, `rv_session=${token}`)
    return now(actor)
  }
  const verified = async (phone: string, name: string, regionCode: string, birth = '1980-05-04'): Promise<Actor> => {
    const actor = await signIn(phone)
    await people.setProfile(actor, { regionCode, skills: [], language: 'zh', bigLetters: false })
    for (const { purpose, version } of consentTexts) await people.giveConsent(actor, { purpose, version }, '10.0.0.1')
    await people.registerRealName(actor, { name, idNumber: idNumberFor(birth, String(serial++)) })
    await people.verifyBySystem(actor.personId)
    return now(actor)
  }
  const officer = async (phone: string, name: string, regionCode: string): Promise<Actor> => {
    const actor = await verified(phone, name, regionCode)
    await people.appointBySystem(actor.personId, { role: 'officer', regionCode })
    return now(actor)
  }
  return { people, clock, sent, database, signIn, verified, officer, again, cookieOf: (actor) => actor && cookies.get(actor.sessionId) }
}

/** The code a refused call answers with; undefined when it succeeds. */
export const problemOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(() => undefined, (fault: unknown) => {
    if (!(fault instanceof Problem)) throw fault
    return fault.code
  })
