import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CONTRAST_MIN, contrastOf, palette } from '../kit/tokens.ts'

const style = readFileSync(new URL('phone.css', import.meta.url), 'utf8')
const share = Number(/::placeholder \{ color: color-mix\(in srgb, var\(--text-quiet\) (\d+)%, var\(--surface\)\)/.exec(style)?.[1]) / 100

const mixed = (one: string, other: string): string => `#${[1, 3, 5].map((at) => {
  const [a, b] = [one, other].map((colour) => parseInt(colour.slice(at, at + 2), 16)) as [number, number]
  return Math.round(a * share + b * (1 - share)).toString(16).padStart(2, '0')
}).join('')}`

it.each(['light', 'dark'] as const)('what a field suggests can be read and is lighter than what is written there: %s', (appearance) => {
  const { text, textQuiet, surface } = palette(appearance, { contrast: CONTRAST_MIN.phone })
  const contrast = contrastOf(mixed(textQuiet, surface), surface)
  expect(contrast).toBeGreaterThanOrEqual(4.5)
  expect(contrast).toBeLessThan(contrastOf(text, surface) / 2)
})
