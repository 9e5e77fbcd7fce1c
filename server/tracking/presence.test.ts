import { describe, expect, test } from 'vitest'
import { LOOKS, Presence } from './presence.ts'

const walk = (id: string, regionPath = '3506.a') => ({ attendanceId: id, personId: `p-${id}`, regionPath, look: LOOKS.onPatrol })
const at = (at_s: number, lon_e7 = 1_176_500_000) => ({ at_ms: at_s * 1000, lon_e7, lat_e7: 245_100_000 })

describe('presence', () => {
  test('grows past its first 64 places and keeps everyone', () => {
    const presence = new Presence()
    for (let i = 0; i < 300; i++) presence.place({ ...walk(`a${i}`), look: i % 2 === 0 ? LOOKS.onPatrol : LOOKS.selfStarted }, at(1000 + i, 1_176_500_000 + i))
    expect(presence.size).toBe(300)
    presence.scene.tick(2_000_000)
    const { walkers, looks, fix_s } = presence.scene
    const { rows } = presence.index
    for (const one of presence.all()) {
      const i = Number(one.attendanceId.slice(1))
      expect([walkers[one.slot], looks[one.slot], fix_s[one.slot], rows[4 * one.slot]]).toEqual([one.walker, i % 2 === 0 ? LOOKS.onPatrol : LOOKS.selfStarted, 1000 + i, 1_176_500_000 + i])
    }
  })

  test('gives a place again under a new number, and the old number to nobody', () => {
    const presence = new Presence()
    presence.place(walk('a'), at(2000))
    const [first] = [...presence.all()]
    presence.remove('a')
    expect([presence.size, presence.index.has(first!.slot), presence.at(first!.slot), presence.byNumber(first!.walker)]).toEqual([0, false, undefined, undefined])
    // An older fix than the former holder's must count for the new one.
    presence.place(walk('b'), at(1000, 1_176_600_000))
    const [second] = [...presence.all()]
    expect(second!.slot).toBe(first!.slot)
    expect(second!.walker).toBeGreaterThan(first!.walker)
    expect(presence.where(second!)).toEqual({ lon: 117.66, lat: 24.51, fix_ms: 1_000_000 })
  })

  test('is not moved by a fix older than the last', () => {
    const presence = new Presence()
    presence.place(walk('a'), at(2000, 1_176_500_000))
    presence.place(walk('a'), at(1999, 1_176_600_000))
    expect(presence.where([...presence.all()][0]!)).toEqual({ lon: 117.65, lat: 24.51, fix_ms: 2_000_000 })
  })

  test('shows consoles a new look, and who left to nobody', () => {
    const presence = new Presence()
    presence.place(walk('a'), at(1000))
    presence.scene.tick(1_000_000)
    presence.place({ ...walk('a'), look: LOOKS.selfStarted }, at(1001))
    const { slot, walker } = [...presence.all()][0]!
    expect([presence.scene.walkers[slot], presence.scene.looks[slot]]).toEqual([walker, LOOKS.selfStarted])
    presence.remove('a')
    expect(presence.scene.walkers[slot]).toBe(0)
  })

  test('ending twice, or without ever having been seen, is nothing', () => {
    const presence = new Presence()
    presence.place(walk('a'), at(1))
    presence.remove('a')
    presence.remove('a')
    presence.remove('never')
    presence.place(walk('b'), at(1))
    presence.place(walk('c'), at(1))
    expect(new Set([...presence.all()].map((one) => one.slot)).size).toBe(2)
  })

  test('follows a region that moves, and only what lies in it', () => {
    const presence = new Presence()
    for (const [id, path] of [['in', '3506.1.11'], ['below', '3506.1.11.111'], ['beside', '3506.1.110'], ['above', '3506.1']] as const) presence.place(walk(id, path), at(1))
    presence.moveRegion('3506.1.11', '3506.9.11')
    expect(Object.fromEntries([...presence.all()].map((one) => [one.attendanceId, one.regionPath]))).toEqual({ in: '3506.9.11', below: '3506.9.11.111', beside: '3506.1.110', above: '3506.1' })
  })
})
