import { describe, expect, it } from 'vitest'
import { emptyDraft, type Draft } from './draft.ts'
import { createDraftKeeper } from './kept-draft.ts'

/** A clock in the test's hands. */
function stage() {
  const written: string[] = []
  const timers = new Set<{ due_ms: number; work: () => void }>()
  let now_ms = 0
  const keeper = createDraftKeeper(emptyDraft, ({ words }) => void written.push(words), (delay_ms, work) => {
    const timer = { due_ms: now_ms + delay_ms, work }
    timers.add(timer)
    return () => void timers.delete(timer)
  })
  const type = (words: string): void => keeper.keep({ ...emptyDraft, words } satisfies Draft)
  const pass = (time_ms: number): void => {
    now_ms += time_ms
    for (const timer of [...timers].filter(({ due_ms }) => due_ms <= now_ms)) if (timers.delete(timer)) timer.work()
  }
  return { keeper, written, type, pass, rest: () => pass(400) }
}

describe('keeping a draft', () => {
  it('writes once after a moment without changes', () => {
    const { keeper, written, type, rest } = stage()
    for (const words of ['灯', '灯不', '灯不亮']) type(words)
    expect(written).toEqual([])
    rest()
    expect([written, keeper.current().words]).toEqual([['灯不亮'], '灯不亮'])
  })

  it('writes every two seconds for who never pauses', () => {
    const { written, type, pass, rest } = stage()
    for (let letters = 1; letters <= 50; letters++) {
      type('长'.repeat(letters))
      pass(100)
    }
    expect(written.map((words) => words.length)).toEqual([20, 40])
    rest()
    rest()
    expect(written.map((words) => words.length)).toEqual([20, 40, 50])
  })

  it('writes at once when the page is hidden, and not twice', () => {
    const { keeper, written, type, rest } = stage()
    type('灯不亮')
    keeper.flush()
    keeper.flush()
    rest()
    expect(written).toEqual(['灯不亮'])
  })

  it('writes nothing more of what was sent or thrown away', () => {
    const { keeper, written, type, rest } = stage()
    type('灯不亮')
    keeper.end()
    rest()
    type('再来')
    keeper.flush()
    expect(written).toEqual([])
  })
})
