import { describe, expect, it } from 'vitest'
import { randomOf } from './boosting.ts'
import { surelyBest } from './choice.ts'

type Weeks = [number, number][]
const steady: Weeks = Array.from({ length: 8 }, () => [100, 200])
const ahead = (gain: (week: number) => number): Weeks => steady.map(([a, b], week) => [a + gain(week), b + 2 * gain(week)])

describe('choosing between methods by their weekly hits', () => {
  it('keeps the first when another is ahead in total only by one lucky week', () => {
    expect(surelyBest([steady, ahead((week) => (week === 3 ? 30 : -1))])).toBe(0)
  })

  it('takes another that is ahead week after week, and of two such the surer', () => {
    expect(surelyBest([steady, ahead(() => 3)])).toBe(1)
    expect(surelyBest([steady, ahead((week) => (week % 2 === 0 ? 12 : 1)), ahead(() => 5)])).toBe(2)
  })

  it('keeps the first when another is ahead always, but by next to nothing', () => {
    expect(surelyBest([steady, ahead(() => 0.2)])).toBe(0)
  })

  it('seldom leaves the first when all ten others are as good and differ by chance alone', () => {
    const random = randomOf(4)
    const noise = (): number => (random() + random() + random() + random() - 2) * 20
    const left = Array.from({ length: 200 }, () => surelyBest(Array.from({ length: 11 }, (_, k) => (k === 0 ? steady : ahead(noise)))))
    expect(left.filter((method) => method !== 0).length).toBeLessThan(70)
  })

  it('keeps the first when nothing was hit at all', () => {
    const none: Weeks = Array.from({ length: 4 }, () => [0, 0])
    expect(surelyBest([none, none])).toBe(0)
  })
})
