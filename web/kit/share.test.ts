import { expect, it } from 'vitest'
import { percentText } from './share.ts'

it.each([[0, '0 %'], [0.004, '0 %'], [0.29, '29 %'], [0.57, '57 %'], [0.736, '73 %'], [0.9999, '99 %'], [1, '100 %'], [1.0000001, '100 %'], [-0.1, '0 %']])('%d is shown as %s', (share, words) => {
  expect(percentText(share)).toBe(words)
})
