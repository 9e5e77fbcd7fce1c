import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTRAST_MIN, contrastOf, palette, space, type Appearance, type Palette } from './tokens.ts'

const colour = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 })).map((rgb) => `#${rgb.map((c) => c.toString(16).padStart(2, '0')).join('')}`)
const inks: (keyof Palette)[] = ['primary', 'text', 'textQuiet', 'textFaint', 'done', 'late', 'trace']

describe('tokens', () => {
  it('knows black on white as the strongest contrast and nothing weaker than none', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastOf('#808080', '#808080')).toBe(1)
  })

  it.each([['light', 'phone'], ['dark', 'phone'], ['light', 'console'], ['dark', 'console']] as [Appearance, 'phone' | 'console'][])('keeps every ink readable on both surfaces, %s on the %s', (appearance, place) => {
    const colours = palette(appearance, { contrast: CONTRAST_MIN[place] })
    for (const ink of inks) {
      expect(contrastOf(colours[ink], colours.surface), ink).toBeGreaterThanOrEqual(CONTRAST_MIN[place])
      expect(contrastOf(colours[ink], colours.page), ink).toBeGreaterThanOrEqual(CONTRAST_MIN[place])
    }
  })

  it('makes any colour a city chooses readable, and words on it too', () => {
    fc.assert(fc.property(colour, fc.constantFrom<Appearance>('light', 'dark'), (primary, appearance) => {
      const colours = palette(appearance, { primary, contrast: CONTRAST_MIN.phone })
      expect(contrastOf(colours.primary, colours.surface)).toBeGreaterThanOrEqual(CONTRAST_MIN.phone)
      expect(contrastOf(colours.onPrimary, colours.primary)).toBeGreaterThanOrEqual(CONTRAST_MIN.console)
    }))
  })

  it('keeps a city red a red in the dark, and not a pale pink', () => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(palette('dark', { primary: '#a81c17', contrast: CONTRAST_MIN.phone }).primary.slice(at, at + 2), 16)) as [number, number, number]
    expect((Math.max(r, g, b) - Math.min(r, g, b)) / Math.max(r, g, b)).toBeGreaterThan(0.35)
  })

  it.each<Appearance>(['light', 'dark'])('draws the edges of what can be touched outdoors so that they are seen, %s', (appearance) => {
    const colours = palette(appearance, { contrast: CONTRAST_MIN.phone })
    for (const ground of [colours.surface, colours.page]) expect(contrastOf(colours.lineStrong, ground)).toBeGreaterThanOrEqual(3)
  })

  it('ignores a city colour that is none', () => {
    expect(palette('light', { primary: 'red; }' })).toEqual(palette('light'))
  })

  it('counts space in fours', () => {
    expect(space(6)).toBe(24)
  })
})
