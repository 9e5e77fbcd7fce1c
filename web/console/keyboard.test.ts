import { describe, expect, it } from 'vitest'
import { actFor, moved } from './keyboard.ts'

describe('keys', () => {
  const search = (): void => undefined
  const close = (): void => undefined
  const acts = { '/': search, Escape: close }
  it.each([
    ['finds the act of a key', { key: '/', typing: false, modified: false }, search],
    ['leaves typing alone', { key: '/', typing: true, modified: false }, undefined],
    ['lets Escape through while typing', { key: 'Escape', typing: true, modified: false }, close],
    ['leaves the browser its own shortcuts', { key: '/', typing: false, modified: true }, undefined],
    ['knows no act for other keys', { key: 'toString', typing: false, modified: false }, undefined],
  ])('%s', (_, press, act) => expect(actFor(acts, press)).toBe(act))

  it.each([[-1, 1, 3, 0], [0, -1, 3, 0], [2, 1, 3, 2], [1, 1, 3, 2], [-1, -1, 3, 0], [0, 1, 0, -1]] as const)('moves from %i by %i in %i to %i', (index, by, length, to) => expect(moved(index, by, length)).toBe(to))
})
