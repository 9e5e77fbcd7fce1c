import { describe, expect, it } from 'vitest'
import { defaultCategories } from '../../../server/cases/categories.ts'
import { report as reportShape } from '../../../server/cases/contract.ts'
import { draftOf, emptyDraft, keptDraftOf, keptOf, missing, worthRestoring, type Draft } from './draft.ts'

const shot = { id: 'a', jpeg: new ArrayBuffer(3), href: 'blob:a' }
const whole: Draft = { ...emptyDraft, shots: [shot], position: { lon: 117.65, lat: 24.5 }, category: 'street-light', answers: { extent: 'one', dark: true } }

describe('a draft of an earlier visit', () => {
  const kept = (draft: Draft) => ({ ...keptDraftOf(draft, 'lin', new Date('2026-11-24T11:00:00Z')), owner: 'lin' })
  it.each([
    ['a photo', { ...emptyDraft, shots: [shot] }, true], ['words', { ...emptyDraft, words: '灯不亮' }, true],
    ['nothing but the pin, which came by itself where the phone was then', { ...emptyDraft, position: { lon: 117.65, lat: 24.5 } }, false],
  ] as const)('with %s', (_, draft, restored) => expect(worthRestoring(kept(draft)) !== null).toBe(restored))
  it('that is not there', () => expect(worthRestoring(null)).toBeNull())
})

describe('a draft report', () => {
  it.each([
    ['nothing', emptyDraft, 'needCategory'],
    ['no photo of what can be seen', { ...whole, shots: [] }, 'needPhoto'],
    ['no photo of a noise', { ...whole, shots: [], category: 'noise', answers: { source: 'square', when: 'night' } }, null],
    ['no place', { ...whole, position: null }, 'needPlace'],
    ['pinned later, no words of the place', { ...whole, pinLater: true }, 'addressNeeded'],
    ['pinned later with words', { ...whole, position: null, pinLater: true, address: '桥头' }, null],
    ['no category', { ...whole, category: null }, 'needCategory'],
    ['a question left', { ...whole, answers: { extent: 'one' } }, 'needAnswers'],
    ['everything', whole, null],
  ] as const)('with %s lacks %s', (_, draft, lacks) => expect(missing(draft, defaultCategories)).toBe(lacks))

  it('is what the server takes once its photos have ids, and comes back as it was', () => {
    const id = crypto.randomUUID()
    const kept = keptOf(whole, id, '2026-04-14T11:00:00.000Z', null)
    expect(reportShape.parse({ ...kept.report, photos: [crypto.randomUUID()] })).toMatchObject({ id, category: 'street-light', position: whole.position })
    expect({ ...draftOf(kept), shots: [] }).toEqual({ ...whole, shots: [] })
  })
})
