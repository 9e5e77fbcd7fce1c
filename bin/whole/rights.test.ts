import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { LIVE_PROTOCOL } from '../../server/platform/live-sockets.ts'
import { serveSmallCity, type Served } from './app.ts'
import { COMMUNITY } from './small-city.ts'

let served: Served
beforeAll(async () => { served = await serveSmallCity(2) })
afterAll(() => served.stop())

async function connected(cookie: string): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const socket = new WebSocket(`${served.address.replace('http', 'ws')}/live`, LIVE_PROTOCOL, { headers: { cookie } })
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return { socket, closed }
}

describe('an open live socket', () => {
  it('does not keep rights that were taken: it is closed when the role is, and nobody else’s', async () => {
    const { app, city } = served
    const [officer, neighbour] = city.volunteers as [{ personId: string; cookie: string }, { personId: string; cookie: string }]
    const grantId = await app.people.appointBySystem(officer.personId, { role: 'officer', regionCode: COMMUNITY })
    // What was granted and verified before is history when the sockets open.
    await app.pump.drain()
    const [own, other] = [await connected(officer.cookie), await connected(neighbour.cookie)]
    await app.people.revokeGrant(await app.people.actorOf(city.officer.cookie), { id: grantId, reason: '离任' })
    await app.pump.drain()
    expect(await own.closed).toBe(4402)
    expect(other.socket.readyState).toBe(WebSocket.OPEN)
    other.socket.terminate()
  })

  it('does not outlive the terms: it is closed when they are withdrawn and when they are agreed to again', async () => {
    const { app, city: { volunteers: [person, neighbour] } } = served as unknown as { app: Served['app']; city: { volunteers: [{ cookie: string }, { cookie: string }] } }
    const { version } = app.people.consentTexts().find(({ purpose }) => purpose === 'privacy') as { version: number }
    await app.pump.drain()
    const [withdrawing, other] = [await connected(person.cookie), await connected(neighbour.cookie)]
    await app.people.withdrawConsent(await app.people.actorOf(person.cookie), { purpose: 'privacy' })
    await app.pump.drain()
    expect(await withdrawing.closed).toBe(4402)
    const agreeing = await connected(person.cookie)
    const claimed = new Promise((resolve) => agreeing.socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()))))
    agreeing.socket.send(JSON.stringify({ ref: 'a', do: 'claim', patrolId: '01890000-0000-7000-8000-000000000000' }))
    expect(await claimed).toMatchObject({ ref: 'a', problem: { code: 'terms-needed' } })
    await app.people.giveConsent(await app.people.actorOf(person.cookie), { purpose: 'privacy', version }, '10.0.0.1')
    await app.pump.drain()
    expect(await agreeing.closed).toBe(4402)
    expect(other.socket.readyState).toBe(WebSocket.OPEN)
    other.socket.terminate()
  })

  it('follows its holder’s regions: it is closed when they move to another authority, and shows them when it comes back', async () => {
    const { app, city } = served
    const [, neighbour] = city.volunteers as [unknown, { personId: string; cookie: string }]
    await app.people.appointBySystem(neighbour.personId, { role: 'officer', regionCode: COMMUNITY })
    const head = await app.people.actorOf(city.officer.cookie)
    const town = app.places.ancestors(COMMUNITY).find((region) => region.level === 'town')?.code as string
    await app.places.createZone(head, { code: '3506z01', name: '台商投资区', nameEn: null, center: [117.6, 24.5] })
    await app.pump.drain()
    const [own, other] = [await connected(neighbour.cookie), await connected(city.officer.cookie)]
    await app.places.moveRegion(head, { code: town, parentCode: '3506z01' })
    await app.pump.drain()
    expect(await own.closed).toBe(4402)
    expect((await app.people.actorOf(neighbour.cookie))?.grants.map((grant) => grant.regionPath)).toEqual([app.places.region(COMMUNITY)?.path])
    expect(other.socket.readyState, 'the city’s own grant did not move').toBe(WebSocket.OPEN)
    other.socket.terminate()
  })
})
