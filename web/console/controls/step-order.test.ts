import { expect, it } from 'vitest'
import { isMain, openInOrder } from './step-order.ts'

it('offers what waits first, rare steps behind and what cannot be undone last', () => {
  const steps = [{ key: 'cancel', danger: true }, { key: 'merge', minor: true }, { key: 'closed', refusal: 'not now' }, { key: 'assign' }, { key: 'start' }]
  expect(openInOrder(steps).map(({ key }) => key)).toEqual(['assign', 'start', 'merge', 'cancel'])
  expect(steps.filter(isMain).map(({ key }) => key)).toEqual(['closed', 'assign', 'start'])
})
