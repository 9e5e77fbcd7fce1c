import { expect, it } from 'vitest'
import { ownOf, sameOwn, soundOwn, type Own } from './policy-own.ts'

it.each([
  [{}, true], [{ fence_m: 200, selfRealNameRequired: false }, true], [{ fence_m: 5 }, false], [{ fence_m: 99_999 }, false], [{ fence_m: NaN }, false], [{ earlyMinutes: 2.5 }, false],
  [{ confirmInsideShareMin: 0.35 }, true], [{ confirmInsideShareMin: 0.29 }, true], [{ confirmInsideShareMin: 1.5 }, false], [{ confirmInsideShareMin: 0.125 }, false],
] as [Own, boolean][])('lets %o be saved: %s', (own, sound) => expect(soundOwn(own)).toBe(sound))

it('begins with the version that comes, else with what holds', () => {
  const rules = [{ key: 'fence_m', own: 100 }, { key: 'graceMinutes', own: null }] as never
  expect(ownOf({ coming: null, rules })).toEqual({ fence_m: 100 })
  expect(ownOf({ coming: { settings: { graceMinutes: 20 } } as never, rules })).toEqual({ graceMinutes: 20 })
})

it('knows a change whatever the order', () => {
  expect(sameOwn({ fence_m: 1, graceMinutes: 2 }, { graceMinutes: 2, fence_m: 1 })).toBe(true)
  expect(sameOwn({ fence_m: 1 }, { fence_m: NaN })).toBe(false)
})
