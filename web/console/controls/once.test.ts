import { expect, it } from 'vitest'
import { createOnce } from './once.ts'

it('sends one request for a double click, and another only after a refusal', () => {
  const once = createOnce()
  let sent = 0
  let refused = (): void => undefined
  const press = (): void => once((again) => { sent++; refused = again })
  press()
  press()
  expect(sent).toBe(1)
  refused()
  press()
  press()
  expect(sent).toBe(2)
})
