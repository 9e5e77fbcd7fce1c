import { describe, expect, it } from 'vitest'
import { emptyDraft, type Draft } from './draft.ts'
import { createDraftKeeper } from './kept-draft.ts'

/** A clock in the test's hands. */
function stage() {
  const written: string[] = []
  let timer: (() => void) | null = null
  const keeper = createDraftKeeper(emptyDraft, ({ words }) => void written.push(words), (_, work) => { timer = work; return () => { timer = null } })
  const type = (words: string): void => keeper.keep({ ...emptyDraft, words } satisfies Draft)
  return { keeper, written, type, rest: () => timer?.() }
}

describe('keeping a draft', () => {
  it('writes once after a moment without changes', () => {
    const { keeper, written, type, rest } = stage()
    for (const words of ['灯', '灯不', '灯不亮']) type(words)
    expect(written).toEqual([])
    rest()
    expect([written, keeper.current().words]).toEqual([['灯不亮'], '灯不亮'])
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
