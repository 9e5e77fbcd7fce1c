import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Palette } from '../tokens.ts'
import type { MapLayer } from './features.ts'

/** The vector tiles of the city: layers land, water, green, street (`name`, `class`), region and label (`name`, `name_en`, `level`). */
export const CITY = 'city'

/** The quiet ground that everything else is drawn on. No glyphs are fetched: letters are drawn from the fonts of the page. */
export function cityStyle({ colours, dark, tilesUrl, language }: { colours: Palette; dark: boolean; tilesUrl: string; language: 'zh' | 'en' }): StyleSpecification {
  const paper = dark ? '#1d1c1a' : '#f6f4ef'
  const water = dark ? '#1c2b38' : '#cfdfe8'
  const road = dark ? '#3a3834' : '#ffffff'
  const roadEdge = dark ? '#2a2825' : '#d8d3c8'
  const wide: ExpressionSpecification = ['match', ['coalesce', ['get', 'class'], ''], ['motorway', 'trunk', 'primary'], 2.4, ['secondary', 'tertiary'], 1.6, ['footway', 'path', 'steps'], 0.5, 1]
  const name: ExpressionSpecification = language === 'zh' ? ['coalesce', ['get', 'name'], ''] : ['coalesce', ['get', 'name_en'], ['get', 'name'], '']
  const width = (factor: number, extra: number): ExpressionSpecification => ['interpolate', ['exponential', 1.6], ['zoom'], 10, ['+', extra * 0.4, ['*', 0.4 * factor, wide]], 14, ['+', extra, ['*', 1.8 * factor, wide]], 18, ['+', extra * 1.5, ['*', 8 * factor, wide]]]
  return {
    version: 8,
    sources: { [CITY]: { type: 'vector', tiles: [tilesUrl], minzoom: 0, maxzoom: 15 } },
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': water } },
      { id: 'land', type: 'fill', source: CITY, 'source-layer': 'land', paint: { 'fill-color': paper } },
      { id: 'water', type: 'fill', source: CITY, 'source-layer': 'water', paint: { 'fill-color': water } },
      { id: 'green', type: 'fill', source: CITY, 'source-layer': 'green', paint: { 'fill-color': dark ? '#22281f' : '#e6ebdc' } },
      { id: 'street-edge', type: 'line', source: CITY, 'source-layer': 'street', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': roadEdge, 'line-width': width(1, 1.4) } },
      { id: 'street', type: 'line', source: CITY, 'source-layer': 'street', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': road, 'line-width': width(1, 0) } },
      { id: 'region', type: 'line', source: CITY, 'source-layer': 'region', paint: { 'line-color': colours.lineStrong, 'line-dasharray': [3, 2], 'line-width': ['match', ['coalesce', ['get', 'level'], ''], ['city', 'county', 'zone'], 1.6, 0.8] } },
      { id: 'street-name', type: 'symbol', source: CITY, 'source-layer': 'street', minzoom: 14, layout: { 'symbol-placement': 'line', 'text-field': name, 'text-size': 12 }, paint: { 'text-color': colours.textQuiet, 'text-halo-color': paper, 'text-halo-width': 1.5 } },
      { id: 'place-name', type: 'symbol', source: CITY, 'source-layer': 'label', filter: ['!=', ['get', 'level'], 'city'], layout: { 'text-field': name, 'text-size': ['match', ['coalesce', ['get', 'level'], ''], ['county', 'zone'], 15, 'town', 13, 12], 'symbol-sort-key': ['match', ['coalesce', ['get', 'level'], ''], 'county', 0, 'zone', 1, 'town', 2, 3], 'text-padding': 2 }, paint: { 'text-color': colours.text, 'text-halo-color': paper, 'text-halo-width': 1.8 } },
    ],
  }
}

/** How the things of a page are drawn over the ground: shape and letters carry the state, colour repeats it. */
export function layerStyles(layer: Pick<MapLayer, 'id' | 'kind'>, colours: Palette): LayerSpecification[] {
  const tone: ExpressionSpecification = ['match', ['coalesce', ['get', 'tone'], 'waiting'], 'need', colours.primary, 'late', colours.late, 'done', colours.done, ['running', 'trace'], colours.trace, colours.textFaint]
  const label: LayerSpecification = {
    id: `${layer.id}-label`, type: 'symbol', source: layer.id, minzoom: 12,
    layout: { 'text-field': ['coalesce', ['get', 'label'], ''], 'text-size': 12, 'symbol-placement': layer.kind === 'lines' ? 'line-center' : 'point', 'text-offset': layer.kind === 'points' ? [0, 1.1] : [0, 0], 'text-anchor': layer.kind === 'points' ? 'top' : 'center', 'text-optional': true },
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
    return [
      { id: `${layer.id}-edge`, type: 'line', source: layer.id, layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': colours.surface, 'line-width': 7 } },
      { id: layer.id, type: 'line', source: layer.id, layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': tone, 'line-width': 4 } },
      label,
    ]
  }
  const marked: ExpressionSpecification = ['case', ['has', 'mark'], 11, 7]
  return [
    { id: layer.id, type: 'circle', source: layer.id, paint: { 'circle-color': tone, 'circle-radius': marked, 'circle-stroke-color': colours.surface, 'circle-stroke-width': 2 } },
    { id: `${layer.id}-mark`, type: 'symbol', source: layer.id, filter: ['has', 'mark'], layout: { 'text-field': ['get', 'mark'], 'text-size': 12, 'text-allow-overlap': true }, paint: { 'text-color': colours.surface } },
    label,
  ]
}
