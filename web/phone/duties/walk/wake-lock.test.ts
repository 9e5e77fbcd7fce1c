import { describe, expect, it } from 'vitest'
import { keepScreenOn } from './wake-lock.ts'

/** A page and a lock in the test's hands; `give` and `refuse` answer the oldest request. */
function stage({ able = true } = {}) {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState })
  const asked: { given: (lock: Lock) => void; refused: (error: Error) => void }[] = []
  const told: boolean[] = []
  const end = keepScreenOn({
    wakeLock: able ? { request: () => new Promise<Lock>((given, refused) => void asked.push({ given, refused })) } : undefined,
    page: page as never, tell: (awake) => void told.push(awake),
  })
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    told, end, asked: () => asked.length,
    give: async () => { const lock = new Lock(); asked.shift()?.given(lock); await settled(); return lock },
    refuse: async () => { asked.shift()?.refused(new DOMException('', 'NotAllowedError')); await settled() },
    turn: (to: DocumentVisibilityState) => { page.visibilityState = to; page.dispatchEvent(new Event('visibilitychange')) },
    touch: () => void page.dispatchEvent(new Event('click')),
  }
}

class Lock extends EventTarget {
  released = false

  release(): Promise<undefined> {
    if (!this.released) {
      this.released = true
      this.dispatchEvent(new Event('release'))
    }
    return Promise.resolve(undefined)
  }
}

describe('keeping the screen on', () => {
  it('asks at once, says that it is on, and lets go at the end', async () => {
    const s = stage()
    const lock = await s.give()
    expect([s.told, lock.released]).toEqual([[true], false])
    s.end()
    expect([s.told, lock.released]).toEqual([[true, false], true])
    s.turn('visible')
    s.touch()
    expect(s.asked()).toBe(0)
  })

  it('asks again when the page returns, not while it is hidden, and holds one lock at a time', async () => {
    const s = stage()
    const first = await s.give()
    s.turn('hidden')
    await first.release()
    expect([s.told, s.asked()]).toEqual([[true, false], 0])
    s.turn('visible')
    s.turn('visible')
    s.touch()
    expect(s.asked()).toBe(1)
    await s.give()
    s.touch()
    expect([s.told, s.asked()]).toEqual([[true, false, true], 0])
  })

  it('says that the screen may go dark when it is refused, and asks again with the next touch', async () => {
    const s = stage()
    await s.refuse()
    expect([s.told, s.asked()]).toEqual([[false], 0])
    s.touch()
    await s.give()
    expect(s.told).toEqual([false, true])
  })

  it('asks anew when the page left and returned before the first answer', async () => {
    const s = stage()
    s.turn('hidden')
    s.turn('visible')
    expect(s.asked()).toBe(1)
    await s.refuse()
    expect(s.asked()).toBe(1)
    await s.give()
    expect(s.told).toEqual([false, true])
  })

  it('gives back a lock that comes after the end', async () => {
    const s = stage()
    s.end()
    const lock = await s.give()
    expect([s.told, lock.released]).toEqual([[], true])
  })

  it('does nothing where browsers cannot', () => {
    const s = stage({ able: false })
    s.turn('visible')
    s.touch()
    s.end()
    expect(s.told).toEqual([])
  })
})
