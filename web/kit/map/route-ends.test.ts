import { expect, it } from 'vitest'
import { CONTRAST_MIN, contrastOf, palette } from '../tokens.ts'
import { routeEnds } from './route-ends.ts'
import { layerStyles } from './style.ts'

const words = { start: '起点', startMark: '起', end: '终点', endMark: '终', both: '起点和终点' }
const shown = (shape: Parameters<typeof routeEnds>[0]) => routeEnds(shape, words).map(({ properties: { label, mark }, geometry }) => [label, mark, (geometry as { coordinates: number[] }).coordinates])

it('marks where a route starts and where it ends, with words, the start above', () => {
  expect(shown({ type: 'LineString', coordinates: [[117.65, 24.51], [117.66, 24.51], [117.66, 24.52]] })).toEqual([['终点', '终', [117.66, 24.52]], ['起点', '起', [117.65, 24.51]]])
})

it('has one mark for a round, and none for an area or where no route is known', () => {
  expect(shown({ type: 'LineString', coordinates: [[117.65, 24.51], [117.66, 24.51], [117.6501, 24.5101]] })).toEqual([['起点和终点', '起', [117.65, 24.51]]])
  expect([shown({ type: 'Polygon' }), shown(null)]).toEqual([[], []])
})

it.each(['light', 'dark'] as const)('draws them, %s, in the strongest ink there is, so that the sun does not take them away', (appearance) => {
  const colours = palette(appearance, { contrast: CONTRAST_MIN.phone })
  const [dot, letters] = layerStyles({ id: 'ends', kind: 'points' }, colours).map(({ paint }) => JSON.stringify(paint))
  expect(dot).toContain(`"ink","${colours.text}"`)
  expect(letters).toContain(colours.surface)
  expect(contrastOf(colours.text, colours.surface)).toBeGreaterThanOrEqual(CONTRAST_MIN.phone)
})
