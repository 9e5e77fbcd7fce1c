import { expect, it } from 'vitest'
import { createHold } from './hold.ts'

function stage() {
  const told: string[] = []
  let timer: (() => void) | null = null
  const hold = createHold(() => told.push('held'), () => told.push('tapped'), (_, work) => { timer = work; return () => { timer = null } })
  return { told, hold, second: () => timer?.() }
}

it('a hold of a second opens, and letting go afterwards is no tap', () => {
  const { told, hold, second } = stage()
  hold.press()
  second()
  hold.release()
  expect(told).toEqual(['held'])
})

it('a short tap is told to hold and opens nothing', () => {
  const { told, hold, second } = stage()
  hold.press()
  hold.release()
  second()
  expect(told).toEqual(['tapped'])
})

it('a finger that slides off does neither', () => {
  const { told, hold, second } = stage()
  hold.press()
  hold.release(true)
  second()
  expect(told).toEqual([])
})
