/** How the city's vector tiles are drawn: calm, so that people and cases stand out. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

interface Palette { unknown: string; sea: string; land: string; region: string; green: string; border: string; minor: string; street: string; casing: string; main: string; motorway: string; text: string; halo: string; quiet: string; river: string }

const LIGHT: Palette = {
  unknown: '#efede7', sea: '#cfdfe8', land: '#efede7', region: '#f8f6f2', green: '#dfe8d8', border: '#96909e', minor: '#d0ccd4', street: '#ffffff', casing: '#cac4b9', main: '#fdeec6', motorway: '#f1d193',
  text: '#3c3a40', halo: '#ffffff', quiet: '#77737d', river: '#cfdfe8',
}
const DARK: Palette = {
  unknown: '#191817', sea: '#1c2b38', land: '#191817', region: '#211f1d', green: '#22302a', border: '#6c6774', minor: '#3d3b44', street: '#3a3834', casing: '#191817', main: '#474436', motorway: '#5a4f36',
  text: '#d8d6dc', halo: '#17181a', quiet: '#97939e', river: '#1c2b38',
}

const width = (...stops: number[]): ExpressionSpecification => ['interpolate', ['exponential', 1.6], ['zoom'], ...stops] as unknown as ExpressionSpecification
const isClass = (...classes: string[]): ExpressionSpecification => ['in', ['get', 'class'], ['literal', classes]]
const isLevel = (...levels: string[]): ExpressionSpecification => ['in', ['get', 'level'], ['literal', levels]]

/** The layers of the ground from the bottom up: land, green, water, streets, borders, names; each from the zoom on at which it helps. */
export function groundLayers(source: string, dark: boolean, language: 'zh' | 'en'): LayerSpecification[] {
  const palette = dark ? DARK : LIGHT
  const name: ExpressionSpecification = language === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name'], ''] : ['coalesce', ['get', 'name'], '']
  return [...ground(palette), ...streets(palette), ...borders(palette), ...labels(palette, name)].map((layer) => ({ ...layer, ...(layer.type === 'background' ? {} : { source }) }) as LayerSpecification)
}

type Layer = { id: string; type: string } & Record<string, unknown>

const ground = (palette: Palette): Layer[] => [
  // Ground that was not fetched is no water: a walk without network has its route on plain paper.
  { id: 'unknown', type: 'background', paint: { 'background-color': palette.unknown } },
  { id: 'sea', type: 'fill', 'source-layer': 'sea', paint: { 'fill-color': palette.sea, 'fill-antialias': false } },
  { id: 'land', type: 'fill', 'source-layer': 'land', paint: { 'fill-color': palette.land } },
  { id: 'city', type: 'fill', 'source-layer': 'region', filter: isLevel('city'), paint: { 'fill-color': palette.region } },
  { id: 'green', type: 'fill', 'source-layer': 'green', paint: { 'fill-color': palette.green } },
  { id: 'water', type: 'fill', 'source-layer': 'water', paint: { 'fill-color': palette.river, 'fill-outline-color': palette.river } },
]

const streets = (palette: Palette): Layer[] => {
  const line = (id: string, classes: string[], color: string, widths: number[], minzoom: number): Layer => ({
    id, type: 'line', 'source-layer': 'street', minzoom, filter: isClass(...classes), layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': color, 'line-width': width(...widths) },
  })
  return [
    line('side-casing', ['residential', 'path'], palette.casing, [13, 0.6, 16, 7.5], 13),
    line('main-casing', ['secondary', 'tertiary'], palette.casing, [10, 0.7, 13, 3.2, 16, 13], 10),
    line('trunk-casing', ['primary', 'trunk'], palette.casing, [8, 0.8, 13, 5, 16, 18], 8),
    line('motorway-casing', ['motorway'], palette.casing, [6, 1, 13, 6, 16, 20], 6),
    line('side', ['residential', 'path'], palette.street, [13, 0.3, 16, 6], 13),
    line('main', ['secondary', 'tertiary'], palette.street, [10, 0.4, 13, 2.2, 16, 11.5], 10),
    line('trunk', ['primary', 'trunk'], palette.main, [8, 0.5, 13, 3.8, 16, 16], 8),
    line('motorway', ['motorway'], palette.motorway, [6, 0.6, 13, 4.6, 16, 18], 6),
  ]
}

const borders = (palette: Palette): Layer[] => [
  { id: 'grid-border', type: 'line', 'source-layer': 'region', minzoom: 15, filter: isLevel('grid'), paint: { 'line-color': palette.minor, 'line-width': 0.8, 'line-dasharray': [1, 3] } },
  { id: 'community-border', type: 'line', 'source-layer': 'region', minzoom: 12, filter: isLevel('community'), paint: { 'line-color': palette.minor, 'line-width': width(12, 0.5, 16, 1.4), 'line-dasharray': [3, 2] } },
  { id: 'town-border', type: 'line', 'source-layer': 'region', minzoom: 9, filter: isLevel('town'), paint: { 'line-color': palette.border, 'line-opacity': 0.5, 'line-width': width(9, 0.4, 14, 1.2) } },
  { id: 'county-border', type: 'line', 'source-layer': 'region', minzoom: 6, filter: isLevel('county', 'zone'), paint: { 'line-color': palette.border, 'line-width': width(7, 0.8, 14, 2) } },
]

const labels = (palette: Palette, name: ExpressionSpecification): Layer[] => {
  const place = (id: string, level: string[], minzoom: number, maxzoom: number, size: number[], color: string): Layer => ({
    id, type: 'symbol', 'source-layer': 'label', minzoom, maxzoom, filter: isLevel(...level),
    layout: { 'text-field': name, 'text-size': width(...size), 'text-max-width': 8, 'text-padding': 4 }, paint: { 'text-color': color, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
  })
  return [
    {
      id: 'street-label', type: 'symbol', 'source-layer': 'street', minzoom: 12, filter: ['all', ['has', 'name'], ['any', ['!', isClass('residential', 'path')], ['>=', ['zoom'], 15]]],
      layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-size': width(12, 10, 16, 13), 'symbol-spacing': 320, 'text-padding': 3 },
      paint: { 'text-color': palette.quiet, 'text-halo-color': palette.halo, 'text-halo-width': 1.3 },
    },
    place('grid-label', ['grid'], 16, 24, [16, 11], palette.quiet),
    place('community-label', ['community'], 13, 24, [13, 10, 16, 13], palette.quiet),
    place('town-label', ['town'], 9, 15, [9, 10, 14, 15], palette.text),
    place('county-label', ['county', 'zone'], 6, 12, [6, 10, 11, 18], palette.text),
  ]
}
