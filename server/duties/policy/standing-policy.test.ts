import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../platform/actor.ts'
import { newId } from '../../platform/ids.ts'
import { Problem } from '../../platform/problem.ts'
import { policyDefaults, policyKeys, policyRules, policySettings, type PolicyKey, type PolicySettings } from '../contract.ts'
import { city, county, dutyWorld, grantFor, north, south, town, type DutyWorld } from '../testing.ts'

let w: DutyWorld
let ofCity: Actor
beforeAll(async () => { w = await dutyWorld() })
beforeEach(async () => {
  w.clock.set('2026-04-14T10:00:00Z')
  await w.db.deleteFrom('duties.standing_policy').execute()
  ofCity = w.person({ grants: [grantFor(city)] })
})
afterAll(() => w.drop())

const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => {
  if (error instanceof Problem) return error.code
  throw error
})
async function set(region: { code: string }, settings: PolicySettings, holdsFrom: string | null = null, who = ofCity) {
  const { version } = await w.duties.policies.sheet(null, { regionCode: region.code })
  return w.duties.policies.set(who, { regionCode: region.code, settings, holdsFrom, reason: '试行', version })
}
const rule = async (region: { code: string }, key: PolicyKey) => (await w.duties.policies.sheet(null, { regionCode: region.code })).rules.find((one) => one.key === key)

describe('what holds in a region', () => {
  it('is the default where nobody has set anything', async () => {
    const sheet = await w.duties.policies.sheet(null, {})
    expect(sheet).toMatchObject({ regionCode: city.code, version: 0, coming: null })
    expect(Object.fromEntries(sheet.rules.map(({ key, value }) => [key, value]))).toEqual(policyDefaults)
    expect(sheet.rules.every(({ from, own }) => from === null && own === null)).toBe(true)
  })

  it('is what the nearest region above sets, key by key, and says which', async () => {
    await set(city, { selfPointsPerHour: 8, fence_m: 300 })
    await set(town, { selfPointsPerHour: 15 })
    expect(await rule(north, 'selfPointsPerHour')).toMatchObject({ value: 15, own: null, inherited: 15, from: { regionCode: town.code, regionName: { zh: town.name, en: town.nameEn } } })
    expect(await rule(north, 'fence_m')).toMatchObject({ value: 300, from: { regionCode: city.code } })
    expect(await rule(town, 'selfPointsPerHour')).toMatchObject({ value: 15, own: 15, inherited: 8 })
    expect(await rule(county, 'selfPointsPerHour')).toMatchObject({ value: 8, own: null })
    expect(await rule(county, 'graceMinutes')).toMatchObject({ value: policyDefaults.graceMinutes, from: null })
    expect(await w.duties.policies.sheet(null, { lon: 117.65, lat: 24.51 })).toMatchObject({ regionCode: north.code })
    expect(await outcome(w.duties.policies.sheet(null, { lon: 100, lat: 24.51 }))).toBe('outside-city')
    expect(await outcome(w.duties.policies.sheet(null, { regionCode: '99' }))).toBe('not-found')
    await set(town, {})
    expect(await rule(north, 'selfPointsPerHour'), 'a key that is left out is inherited again').toMatchObject({ value: 8, from: { regionCode: city.code } })
  })

  it('changes at the time from which a version holds; a later decision takes the place of one still to come', async () => {
    await set(city, { earlyMinutes: 60 }, '2026-04-15T00:00:00Z')
    expect(await w.duties.policies.sheet(null, {})).toMatchObject({ version: 1, coming: { version: 1, holdsFrom: '2026-04-15T00:00:00.000Z', settings: { earlyMinutes: 60 } } })
    expect(await rule(city, 'earlyMinutes')).toMatchObject({ value: 30 })
    w.clock.set('2026-04-15T00:00:00Z')
    expect(await rule(city, 'earlyMinutes')).toMatchObject({ value: 60, from: { since: '2026-04-15T00:00:00.000Z' } })
    await set(city, { earlyMinutes: 90 }, '2026-04-16T00:00:00Z')
    await set(city, { earlyMinutes: 45 })
    w.clock.set('2026-04-17T00:00:00Z')
    expect(await rule(city, 'earlyMinutes')).toMatchObject({ value: 45 })
  })

  it('is, through any history, what the last decision of the nearest region says', async () => {
    const chain = [city, county, town, north]
    const step = fc.record({ at: fc.nat(chain.length - 1), value: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }), later_h: fc.nat(3) })
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      await w.db.deleteFrom('duties.standing_policy').execute()
      let now = Date.parse('2026-04-14T10:00:00Z')
      const written: { at: number; value: number | undefined; from: number }[] = []
      for (const { at, value, later_h } of steps) {
        w.clock.set(new Date(now).toISOString())
        const from = now + later_h * 3_600_000
        await set(chain[at] as typeof city, value === undefined ? {} : { selfPointsPerHour: value }, new Date(from).toISOString())
        written.push({ at, value, from })
        now += 3_600_000
        w.clock.set(new Date(now).toISOString())
        const decided = chain.map((_, level) => written.findLast((one) => one.at === level && one.from <= now)?.value)
        expect(await rule(north, 'selfPointsPerHour')).toMatchObject({ value: decided.findLast((one) => one !== undefined) ?? policyDefaults.selfPointsPerHour })
      }
    }), { numRuns: 25 })
  }, 60_000)
})

describe('setting it', () => {
  const people: [string, () => Actor | null, typeof town, string][] = [
    ['a guest', () => null, town, 'sign-in-required'],
    ['a volunteer', () => w.person(), town, 'not-allowed'],
    ['a police officer of the county', () => w.person({ grants: [grantFor(county, 'police')] }), town, 'not-allowed'],
    ['an officer of the street itself', () => w.person({ grants: [grantFor(town)] }), town, 'not-allowed'],
    ['an officer of another county', () => w.person({ grants: [{ ...grantFor(county), regionPath: '3506.350603' }] }), town, 'not-found'],
    ['an officer of the county for the city', () => w.person({ grants: [grantFor(county)] }), city, 'not-found'],
    ['an officer of the county for a street', () => w.person({ grants: [grantFor(county)] }), town, 'done'],
    ['an officer of the city', () => w.person({ grants: [grantFor(city)] }), city, 'done'],
  ]
  it.each(people)('%s', async (_, who, region, expected) => {
    expect(await outcome(set(region, { fence_m: 100 }, null, who() as Actor))).toBe(expected)
    expect(await w.duties.policies.sheet(who(), { regionCode: region.code })).toMatchObject({ version: expected === 'done' ? 1 : 0, maySet: expected === 'done' })
  })

  it.each(policyKeys)('takes %s inside its bounds only', (key) => {
    const one: { default: number | boolean; min?: number; max?: number; step?: number } = policyRules[key]
    const takes = (value: unknown): boolean => policySettings.safeParse({ [key]: value }).success
    if (one.min === undefined || one.max === undefined || one.step === undefined) return expect([true, false, 1, 'yes'].map(takes)).toEqual([true, true, false, false])
    expect([one.default, one.min, one.max].map(takes)).toEqual([true, true, true])
    expect([one.min - one.step, one.max + one.step, '10', null, Number.NaN].map(takes)).toEqual([false, false, false, false, false])
    if (Number.isInteger(one.step)) expect(takes(one.min + 0.5)).toBe(false)
  })

  it('refuses what it does not know, the past, a far future, and whoever has not seen the newest version', async () => {
    expect(policySettings.safeParse({ fence: 100 }).success).toBe(false)
    expect(await outcome(set(city, {}, '2026-04-14T09:59:59Z'))).toBe('time-not-plausible')
    expect(await outcome(set(city, {}, '2026-08-14T10:00:00Z'))).toBe('time-not-plausible')
    const write = () => w.duties.policies.set(ofCity, { regionCode: city.code, settings: { fence_m: 100 }, holdsFrom: null, reason: '试行', version: 0 })
    expect((await Promise.all([outcome(write()), outcome(write()), outcome(write())])).toSorted()).toEqual(['done', 'policy-changed', 'policy-changed'])
  })

  it('is told, audited with what held before, and shown to officers of the region', async () => {
    await set(town, { fence_m: 100 })
    await set(town, { fence_m: 120 })
    const line = await w.db.selectFrom('platform.audit').selectAll().where('action', '=', 'duties.policy-set').orderBy('id', 'desc').executeTakeFirst()
    expect(line).toMatchObject({ actor: ofCity.personId, subject: `region:${town.code}`, reason: '试行', details: { version: 2, settings: { fence_m: 120 }, before: { fence_m: 100 } } })
    expect(await w.events()).toContain('duties.policy-set')
    expect(await w.duties.policies.versions(w.officer, town.code)).toMatchObject([{ version: 2, settings: { fence_m: 120 }, setBy: '张*' }, { version: 1, settings: { fence_m: 100 } }])
    expect(await outcome(w.duties.policies.versions(w.person({ grants: [grantFor(south)] }), town.code))).toBe('not-found')
    expect(await outcome(w.duties.policies.versions(w.person(), town.code))).toBe('not-allowed')
  })
})

describe('where it bites', () => {
  const position = { lon: 117.65, lat: 24.51, accuracy_m: 10 }
  const setOut = (who: Actor, change: { at?: string; accuracy_m?: number } = {}) =>
    w.duties.attendances.checkIn(who, { id: newId(), patrolId: null, at: change.at ?? '2026-04-14T10:00:00Z', position: { ...position, accuracy_m: change.accuracy_m ?? 10 } })

  it('a self-started patrol takes points, length, accuracy and who may from the region', async () => {
    await set(town, { selfPointsPerHour: 25, selfMinutesMax: 60, accuracyMax_m: 20, selfRealNameRequired: false })
    expect(await outcome(setOut(w.person(), { accuracy_m: 21 }))).toBe('position-too-coarse')
    expect((await setOut(w.person({ realName: 'unverified' }))).attendance).toMatchObject({ pointsPerHour: 25, plannedEnd: '2026-04-14T11:00:00.000Z' })
  })

  it('a check-in keeps to the window and the fence of the patrol’s region, and phones are told when it opens', async () => {
    await set(county, { earlyMinutes: 60, fence_m: 50 })
    const id = await w.published()
    const person = w.person()
    expect(await w.duties.claims.one(person, id)).toMatchObject({ checkInFrom: '2026-04-14T10:00:00.000Z' })
    await w.duties.claims.claim(person, id)
    expect((await w.duties.claims.mine(person)).upcoming).toMatchObject([{ checkInFrom: '2026-04-14T10:00:00.000Z' }])
    const checkIn = (lat: number) => w.duties.attendances.checkIn(person, { id: newId(), patrolId: id, at: '2026-04-14T10:00:00Z', position: { ...position, lat } })
    // 0.001° of latitude are about 111 m: inside the default fence, outside this one.
    await expect(checkIn(24.511)).rejects.toMatchObject({ code: 'outside-fence', params: { allowed_m: 50 } })
    expect(await outcome(checkIn(24.51))).toBe('done')
  })

  it('an attendance keeps what held when it began', async () => {
    await set(town, { graceMinutes: 60, confirmMinutesMin: 0 })
    const person = w.person()
    const id = await w.published({ startsAt: '2026-04-14T10:00:00Z', endsAt: '2026-04-14T11:00:00Z' })
    await w.duties.claims.claim(person, id)
    const { attendance } = await w.duties.attendances.checkIn(person, { id: newId(), patrolId: id, at: '2026-04-14T10:00:00Z', position })
    await set(town, { graceMinutes: 0, confirmMinutesMin: 240 })
    w.clock.set('2026-04-14T11:40:00Z')
    // Under the later policy the end would be cut to 11:00 and the record would wait for an officer.
    const closed = await w.duties.attendances.checkOut(person, { id: attendance.id, at: '2026-04-14T11:40:00Z', position: null })
    expect(closed.attendance.endedAt).toBe('2026-04-14T11:40:00.000Z')
    expect(closed.record).toMatchObject({ minutes: 60, state: 'confirmed' })
  })

  it('a record is confirmed by the rules under which its walk began', async () => {
    const served = async (): Promise<string> => {
      const person = w.person()
      const { attendance } = await setOut(person, { at: w.clock.now().toISOString() })
      w.clock.set(new Date(w.clock.now().getTime() + 20 * 60_000).toISOString())
      return (await w.duties.attendances.checkOut(person, { id: attendance.id, at: w.clock.now().toISOString(), position: null })).record.state
    }
    expect(await served()).toBe('confirmed')
    await set(city, { confirmMinutesMin: 30 })
    expect(await served()).toBe('pending')
    await set(city, { confirmPace_m_per_min: 60, confirmMinutesMin: 0 })
    w.clock.set('2026-04-14T14:00:00Z')
    expect(await served(), '3000 m in 20 minutes').toBe('confirmed')
  })
  it('an attendance from before there was a policy ends under the defaults', async () => {
    const person = w.person()
    const { attendance } = await setOut(person)
    await w.db.updateTable('duties.attendance').set({ policy: null }).where('id', '=', attendance.id).execute()
    await set(city, { graceMinutes: 0 })
    w.clock.set('2026-04-14T14:30:00Z')
    const closed = await w.duties.attendances.checkOut(person, { id: attendance.id, at: '2026-04-14T14:20:00Z', position: null })
    expect(closed.attendance.endedAt).toBe('2026-04-14T14:15:00.000Z')
  })
})
