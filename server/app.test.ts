import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { newId } from './platform/ids.ts'
import { LIVE_PROTOCOL } from './platform/live-sockets.ts'
import { appWorld, type AppWorld } from './testing.ts'

let w: AppWorld
let stopped = false
beforeAll(async () => { w = await appWorld() })
afterAll(async () => { if (!stopped) await w.drop() })

const PEOPLE = 50
const position = { lon: 117.4, lat: 24.5, accuracy_m: 5 }

describe('the whole application', () => {
  test('lets fifty people check out at once, each with the own fixes, though connections are fewer', async () => {
    const { app, clock } = w
    const walks = await Promise.all(Array.from({ length: PEOPLE }, async () => {
      const { actor } = await w.volunteer()
      const { attendance, trackingToken } = await app.duties.attendances.checkIn(actor, { id: newId(), patrolId: null, at: clock.now().toISOString(), position })
      return { actor, id: attendance.id, token: trackingToken }
    }))
    const begun_ms = clock.now().getTime()
    clock.advance({ minutes: 10 })
    const fixes = Array.from({ length: 60 }, (_, i) => ({ sequence: i + 1, time_ms: begun_ms + i * 5000, lon_e7: 1_174_000_000 + i * 690, lat_e7: 245_000_000, accuracy_m: 5, speed_mps: 1.4, mock: false }))
    const ended = await Promise.all(walks.map(async ({ actor, id, token }) => {
      await app.tracking.takeFixes({ kind: 'fixes', attendance: id, token, fixes }, null)
      return app.duties.attendances.checkOut(actor, { id, at: clock.now().toISOString(), position })
    }))
    expect(ended.map(({ record }) => record.fixes)).toEqual(Array(PEOPLE).fill(60))
    const again = await Promise.all(walks.map(({ actor, id }) => app.duties.attendances.checkOut(actor, { id, at: clock.now().toISOString(), position })))
    expect(again.map(({ record }) => record.id)).toEqual(ended.map(({ record }) => record.id))
    expect(w.faults).toEqual([])
  })

  test('stops while phones and consoles are connected', async () => {
    await w.app.http.listen({ port: 0, host: '127.0.0.1' })
    const ws = new WebSocket(`ws://127.0.0.1:${(w.app.http.server.address() as AddressInfo).port}/live`, LIVE_PROTOCOL)
    await once(ws, 'open')
    ws.on('error', () => {})
    const closed = once(ws, 'close')
    stopped = true
    await w.drop()
    await closed
  }, 15_000)
})
