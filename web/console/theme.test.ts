import { expect, it } from 'vitest'
import { contrastOf, palette } from '../kit/tokens.ts'
import { consoleTheme } from './theme.ts'

it.each(['light', 'dark'] as const)('shows the field in hand otherwise than a wrong one, and plainly: %s', (appearance) => {
  const colours = palette(appearance)
  const { token, components } = consoleTheme(colours, appearance)
  for (const edge of [components?.Input?.activeBorderColor, components?.Select?.activeBorderColor, components?.Select?.activeOutlineColor, components?.DatePicker?.activeBorderColor]) {
    expect(edge).not.toBe(token?.colorError)
    for (const ground of [colours.surface, colours.page]) expect(contrastOf(edge as string, ground)).toBeGreaterThanOrEqual(3)
  }
})
