import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallWorld, type SmallWorld } from '../testing.ts'

let world: SmallWorld
beforeAll(async () => { world = await smallWorld() })
afterAll(() => world.database.drop())

describe('sign-in', () => {
  it('makes the person at the first sign-in and finds the same one again', async () => {
    const first = await world.signIn('13800008000')
    const second = await world.signIn('13800008000')
    expect(second.personId).toBe(first.personId)
    expect(second.sessionId).not.toBe(first.sessionId)
    expect(await world.people.me(first)).toMatchObject({ phone: '138****8000', displayName: '****8000', realName: 'unverified', consentsDue: ['service-terms', 'privacy'] })
  })

  it('gives an officer the grants with the session', async () => {
    const officer = await world.officer('13800008001', '林志强', '350602')
    expect(officer.grants).toEqual([{ role: 'officer', regionPath: '3506.350602', organisationId: null, teamId: null }])
    expect(officer.realName).toBe('verified')
  })
})
