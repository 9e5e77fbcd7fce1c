import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Palette } from '../tokens.ts'
import type { MapLayer } from './features.ts'
import { groundLayers } from './ground.ts'

/** The vector tiles of the city: layers sea, land, water, green, street (`name`, `class`), region and label (`name`, `name_en`, `level`). */
export const CITY = 'city'

/** The quiet ground that everything else is drawn on. No glyphs are fetched: letters are drawn from the fonts of the page. */
export const cityStyle = ({ dark, tilesUrl, language }: { dark: boolean; tilesUrl: string; language: 'zh' | 'en' }): StyleSpecification => ({
  version: 8,
  sources: { [CITY]: { type: 'vector', tiles: [tilesUrl], minzoom: 0, maxzoom: 15 } },
  layers: groundLayers(CITY, dark, language),
})

/** How the things of a page are drawn over the ground: shape and letters carry the state, colour repeats it. */
export function layerStyles(layer: Pick<MapLayer, 'id' | 'kind'>, colours: Palette): LayerSpecification[] {
  const tone: ExpressionSpecification = ['match', ['coalesce', ['get', 'tone'], 'waiting'], 'need', colours.primary, 'late', colours.late, 'done', colours.done, ['running', 'trace'], colours.trace, 'ink', colours.text, colours.textFaint]
  const size: ExpressionSpecification = ['case', ['==', ['get', 'tone'], 'ink'], 15, 12]
  const label: LayerSpecification = {
    id: `${layer.id}-label`, type: 'symbol', source: layer.id, minzoom: 12,
    layout: { 'text-field': ['case', ['==', ['get', 'plain'], true], '', ['coalesce', ['get', 'label'], '']], 'text-size': size, 'symbol-placement': layer.kind === 'lines' ? 'line-center' : 'point', 'text-offset': layer.kind === 'areas' ? [0, 0] : [0, 1.1], 'text-anchor': layer.kind === 'points' ? 'top' : 'center', 'text-optional': true },
    paint: { 'text-color': colours.text, 'text-halo-color': colours.surface, 'text-halo-width': 1.6 },
  }
  if (layer.kind === 'areas') {
    return [
      { id: layer.id, type: 'fill', source: layer.id, paint: { 'fill-color': tone, 'fill-opacity': ['*', 0.5, ['coalesce', ['get', 'weight'], 0.3]] } },
      { id: `${layer.id}-edge`, type: 'line', source: layer.id, paint: { 'line-color': tone, 'line-width': 2 } },
      label,
    ]
  }
  if (layer.kind === 'lines') {
    const strong: ExpressionSpecification = ['>=', ['coalesce', ['get', 'weight'], 0], 0.5]
    return [
      { id: `${layer.id}-edge`, type: 'line', source: layer.id, layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': colours.surface, 'line-width': ['case', strong, 11, 7] } },
      { id: layer.id, type: 'line', source: layer.id, layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': tone, 'line-width': ['case', strong, 7, 4] } },
      label,
    ]
  }
  const marked: ExpressionSpecification = ['case', ['has', 'mark'], ['+', 11, ['*', 9, ['coalesce', ['get', 'weight'], 0]]], 7]
  const hollow: ExpressionSpecification = ['==', ['get', 'hollow'], true]
  return [
    { id: layer.id, type: 'circle', source: layer.id, paint: { 'circle-color': ['case', hollow, colours.surface, tone], 'circle-radius': marked, 'circle-stroke-color': ['case', hollow, tone, colours.surface], 'circle-stroke-width': ['case', hollow, 3, 2] } },
    { id: `${layer.id}-mark`, type: 'symbol', source: layer.id, filter: ['has', 'mark'], layout: { 'text-field': ['get', 'mark'], 'text-size': size, 'text-allow-overlap': true }, paint: { 'text-color': colours.surface } },
    label,
  ]
}
