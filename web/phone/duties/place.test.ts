import { describe, expect, it } from 'vitest'
import { lastPlace, newerOf, notePlace, recentOf } from './place.ts'

const fixAt = (second: number, lon = 117.65) => ({ at: new Date(Date.parse('2026-11-24T11:00:00Z') + second * 1000).toISOString(), lon, lat: 24.51, accuracy_m: 8, speed_mps: null })

describe('where the phone was last', () => {
  it('moves on with the walk and never back to an older fix', () => {
    notePlace(fixAt(0))
    notePlace(fixAt(60, 117.66))
    notePlace(fixAt(30))
    expect(lastPlace()).toEqual(fixAt(60, 117.66))
  })

  it('is the later of what was asked and what was walked', () => {
    expect(newerOf(fixAt(0), fixAt(2))).toEqual(fixAt(2))
    expect(newerOf(fixAt(2), fixAt(0))).toEqual(fixAt(2))
    expect([newerOf(null, fixAt(2)), newerOf(fixAt(2), null), newerOf(null, null)]).toEqual([fixAt(2), fixAt(2), null])
  })

  it('says where the phone is for half a minute', () => {
    const now_ms = Date.parse(fixAt(60).at)
    expect([recentOf(fixAt(40), now_ms), recentOf(fixAt(29), now_ms), recentOf(null, now_ms)]).toEqual([fixAt(40), null, null])
  })
})
