/** A functional zone across the modules: who held a role for it, and what becomes of the role when it is dissolved. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { appWorld, type AppWorld, type SignedIn } from './testing.ts'

/** Each story founds a zone of its own: a code is never given again. */
let zone = { code: '', name: '漳州台商投资区', nameEn: null, center: [117.4, 24.5] as [number, number] }
let founding = 0
const nextZone = () => { zone = { ...zone, code: `3506z${String(++founding).padStart(2, '0')}` } }
beforeEach(nextZone)
let w: AppWorld
let city: SignedIn
beforeAll(async () => {
  w = await appWorld()
  city = await w.officer('3506')
})
afterAll(() => w.drop())

const roles = async (who: SignedIn) => (await w.again(who)).actor.grants.map(({ role, regionPath }) => [role, regionPath])
const told = async (personId: string) => (await w.db.selectFrom('platform.event').select(['type', 'actor', 'payload']).where('subject', '=', `person:${personId}`).where('type', '=', 'people.role-revoked').execute())
const audited = (subject: string, action: string) => w.db.selectFrom('platform.audit').select(['actor', 'region_path', 'details']).where('subject', '=', subject).where('action', '=', action).execute()

/** An officer and a policeman of the zone, and one of the officers is the county's as well. */
async function founded(): Promise<{ officer: SignedIn; police: SignedIn }> {
  await w.app.places.createZone(city.actor, zone)
  const [officer, police] = [await w.officer('350602'), await w.volunteer()]
  await w.app.people.grantRole(city.actor, { personId: officer.actor.personId, role: 'officer', regionCode: zone.code })
  await w.app.people.grantRole(city.actor, { personId: police.actor.personId, role: 'police', regionCode: zone.code })
  return { officer, police }
}

test('its roles end with it, told and audited as roles that are taken back, and no other', async () => {
  const { officer, police } = await founded()
  expect(await roles(officer)).toEqual([['officer', '3506.350602'], ['officer', `3506.${zone.code}`]])
  await w.app.places.removeZone(city.actor, zone.code)
  expect([await roles(officer), await roles(police), await roles(city)]).toEqual([[['officer', '3506.350602']], [], [['officer', '3506']]])
  for (const { actor: { personId } } of [officer, police]) {
    expect(await told(personId)).toMatchObject([{ actor: city.actor.personId, payload: { personId } }])
    expect(await audited(`person:${personId}`, 'people.role-revoked')).toMatchObject([{ actor: city.actor.personId, region_path: `3506.${zone.code}`, details: { regionCode: zone.code, because: 'zone-removed' } }])
  }
  expect(await audited(`region:${zone.code}`, 'places.zone-removed')).toMatchObject([{ details: { rolesEnded: 2 } }])
  // A zone founded anew is another authority, and what the old one left lies under its code.
  await expect(w.app.places.createZone(city.actor, zone)).rejects.toMatchObject({ code: 'code-retired', status: 409 })
})

test('a zone that is not dissolved after all keeps its roles', async () => {
  const { police } = await founded()
  await w.app.places.moveRegion(city.actor, { code: '350602001', parentCode: zone.code })
  await expect(w.app.places.removeZone(city.actor, zone.code)).rejects.toMatchObject({ code: 'zone-not-empty' })
  expect(await roles(police)).toEqual([['police', `3506.${zone.code}`]])
  // Whoever has a role for the town keeps it: the town goes back with its roles, even before the move is told.
  const town = await w.volunteer()
  await w.app.people.grantRole(city.actor, { personId: town.actor.personId, role: 'officer', regionCode: '350602001' })
  await w.app.places.moveRegion(city.actor, { code: '350602001', parentCode: '350602' })
  await w.app.places.removeZone(city.actor, zone.code)
  await w.app.pump.drain()
  expect([await roles(police), await roles(town)]).toEqual([[], [['officer', '3506.350602.350602001']]])
})

test('whoever was invited to a role for it finds the invitation over', async () => {
  await w.app.places.createZone(city.actor, zone)
  const invited = await w.volunteer()
  const { phone } = await w.app.people.myCopy(invited.actor) as { phone: string }
  const { id } = await w.app.people.invite(city.actor, { phone, role: 'officer', regionCode: zone.code })
  await w.app.places.removeZone(city.actor, zone.code)
  await expect(w.app.people.answerInvitation(invited.actor, { id, accept: true })).rejects.toMatchObject({ code: 'invitation-over' })
  expect(await roles(invited)).toEqual([])
})

test('a role is never given for a zone that goes at the same moment', async () => {
  for (let round = 0; round < 5; round++) {
    nextZone()
    await w.app.places.createZone(city.actor, zone)
    const { actor: { personId } } = await w.volunteer()
    const grant = w.app.people.grantRole(city.actor, { personId, role: 'officer', regionCode: zone.code }).then(() => 'given', (problem: { code: string }) => problem.code)
    await w.app.places.removeZone(city.actor, zone.code)
    expect(['given', 'region-unknown']).toContain(await grant)
    expect(await w.db.selectFrom('people.role_grant').select('id').where('region_code', '=', zone.code).where('revoked_at', 'is', null).execute()).toEqual([])
  }
  expect(w.faults).toEqual([])
})
