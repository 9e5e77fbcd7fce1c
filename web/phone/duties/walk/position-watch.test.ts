import { describe, expect, it } from 'vitest'
import type { Fix } from '../../outbox/positions.ts'
import { PositionWatch, type Locator } from './position-watch.ts'
import type { PositionState } from './walk-store.ts'

type Known = Parameters<Locator['watchPosition']>[0]
type Failed = Parameters<Locator['watchPosition']>[1]

/** A phone in the test's hands. */
function stage({ locatable = true } = {}) {
  let now_ms = 1_000_000
  const watches = new Map<number, { known: Known; failed: Failed }>()
  const asked: Known[] = []
  const ticks = new Set<() => void>()
  const [fixes, states]: [Fix[], PositionState[]] = [[], []]
  const locator: Locator = {
    watchPosition: (known, failed) => { watches.set(watches.size + 1, { known, failed }); return watches.size },
    getCurrentPosition: (known) => void asked.push(known),
    clearWatch: (id) => void watches.delete(id),
  }
  const watch = new PositionWatch({
    locator: locatable ? locator : undefined, now: () => now_ms, onFix: (fix) => void fixes.push(fix), onState: (state) => void states.push(state),
    every: (_, work) => { ticks.add(work); return () => void ticks.delete(work) },
  })
  const place = (accuracy = 8) => ({ timestamp: now_ms, coords: { longitude: 117.65, latitude: 24.51, accuracy, speed: null } })
  return {
    watch, fixes, states, asked, watches, place,
    later: (ms: number) => { now_ms += ms },
    report: (accuracy?: number) => { for (const { known } of watches.values()) known(place(accuracy)) },
    fail: (code: number) => { for (const { failed } of watches.values()) failed({ code }) },
    tick: () => { for (const work of ticks) work() },
    ticking: () => ticks.size,
  }
}

describe('watching where the phone is', () => {
  it('keeps a fix in two seconds at most, with device time and accuracy', () => {
    const s = stage()
    s.watch.start()
    s.report(8.04)
    s.later(900)
    s.report()
    s.later(1200)
    s.report(120)
    expect(s.states).toEqual(['asking', 'known', 'known', 'known'])
    expect(s.fixes).toEqual([
      { at: new Date(1_000_000).toISOString(), lon: 117.65, lat: 24.51, accuracy_m: 8, speed_mps: null },
      { at: new Date(1_002_100).toISOString(), lon: 117.65, lat: 24.51, accuracy_m: 120, speed_mps: null },
    ])
  })

  it.each([[1, 'refused'], [2, 'unavailable'], [3, 'timeout']] as const)('says why there is no position: code %d is %s', (code, state) => {
    const s = stage()
    s.watch.start()
    s.fail(code)
    expect(s.states.at(-1)).toBe(state)
    s.report()
    expect(s.states.at(-1)).toBe('known')
  })

  it('says that pages without https get no position', () => {
    const s = stage({ locatable: false })
    s.watch.start()
    expect(s.states).toEqual(['insecure'])
  })

  it('asks again where a resting phone reports nothing, and only then', () => {
    const s = stage()
    s.watch.start()
    s.report()
    s.later(5000)
    s.tick()
    expect(s.asked).toHaveLength(0)
    s.later(10_000)
    s.tick()
    expect(s.asked).toHaveLength(1)
    s.asked[0]?.(s.place())
    expect(s.fixes).toHaveLength(2)
  })

  it('records nothing while the page is hidden and goes on when it returns', () => {
    const s = stage()
    s.watch.start()
    s.report()
    s.tick()
    s.later(20_000)
    s.tick()
    s.watch.stop('paused')
    expect([s.watches.size, s.ticking(), s.states.at(-1)]).toEqual([0, 0, 'paused'])
    s.asked[0]?.(s.place())
    expect(s.fixes).toHaveLength(1)
    s.later(60_000)
    s.watch.start()
    s.report()
    expect(s.fixes).toHaveLength(2)
  })
})
