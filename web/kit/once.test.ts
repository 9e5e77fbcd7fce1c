import { describe, expect, it, vi } from 'vitest'
import { createOnce } from './once.ts'

describe('an act that is sent once', () => {
  it('gives a second tap the answer of the first, while it is under way and afterwards', async () => {
    const once = createOnce()
    const approve = vi.fn(async () => 'approved')
    const refuse = vi.fn(async () => Promise.reject(new Error('wrong-state')))
    const taps = [once.run('request-1', approve), once.run('request-1', approve)]
    expect(await Promise.all(taps)).toEqual(['approved', 'approved'])
    expect(await once.run('request-1', refuse)).toBe('approved')
    expect([approve.mock.calls.length, refuse.mock.calls.length]).toEqual([1, 0])
  })

  it('may be tried again when it failed', async () => {
    const once = createOnce()
    await expect(once.run('request-1', () => Promise.reject(new Error('offline')))).rejects.toThrow('offline')
    expect(await once.run('request-1', async () => 'approved')).toBe('approved')
  })

  it('stands for its own request only, until it is forgotten', async () => {
    const once = createOnce()
    const decide = vi.fn(async () => 'approved')
    await once.run('request-1', decide)
    await once.run('request-2', decide)
    once.forget('request-1')
    await once.run('request-1', decide)
    expect(decide).toHaveBeenCalledTimes(3)
  })

  it('of a form is one request for a double click, and another only after a refusal', async () => {
    const once = createOnce()
    let refuse = (): void => undefined
    const decide = vi.fn(() => new Promise((_, reject) => { refuse = () => reject(new Error('wrong-state')) }))
    once.press(decide)
    once.press(decide)
    expect(decide).toHaveBeenCalledTimes(1)
    refuse()
    await Promise.resolve()
    await Promise.resolve()
    once.press(decide)
    once.press(decide)
    expect(decide).toHaveBeenCalledTimes(2)
  })
})
