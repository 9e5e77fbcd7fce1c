/** Places: the region tree of the city, its map and how the city names and colours its platform. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { defineProblems } from '../platform/problem.ts'
import { coordinate, words } from '../platform/shapes.ts'

export const placesProblems = defineProblems({
  'region-not-movable': { status: 409, zh: '只有镇、街道可以划转', en: 'Only a town or street can be moved' },
  'parent-not-fitting': { status: 409, zh: '只能划入区县或功能区', en: 'A town can only be moved into a county or a functional zone' },
  'code-taken': { status: 409, zh: '代码已被使用', en: 'The code is already in use' },
  'code-retired': { status: 409, zh: '该代码属于已撤销的功能区，请使用新代码', en: 'The code was that of a zone that is dissolved; please take a new one' },
  'code-of-elsewhere': { status: 400, zh: '代码不属于本市', en: 'The code is not one of this city' },
  'zone-not-empty': { status: 409, zh: '功能区内还有镇、街道', en: 'The functional zone still holds towns' },
  'colour-contrast': { status: 400, zh: '颜色太浅，白色文字看不清', en: 'The colour is too light for white text' },
  'city-founded': { status: 409, zh: '城市已有辖区', en: 'The city has its regions already' },
  'outside-city': { status: 400, zh: '位置不在本市范围内', en: 'The position is outside the city' },
  'city-empty': { status: 409, zh: '城市尚未导入辖区', en: 'The city has no regions yet' },
})

/** Lengths of codes by level: 4, 6, 9, 12 and 15 digits; functional zones have codes of their own such as `3506z01`. */
export const regionLevel = z.enum(['city', 'county', 'zone', 'town', 'community', 'grid'])
export type RegionLevel = z.infer<typeof regionLevel>

export const zoneCode = z.string().regex(/^\d{4}z\d{2}$/)
export const regionCode = z.string().regex(/^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15}|\d{4}z\d{2})$/)

/** West, south, east, north in degrees. */
export const bounds = z.tuple([z.number(), z.number(), z.number(), z.number()])
export type Bounds = z.infer<typeof bounds>

export const region = z.object({
  code: regionCode,
  name: z.string(),
  nameEn: z.string().nullable(),
  level: regionLevel,
  parentCode: regionCode.nullable(),
  /** Codes from the city down, joined by dots; changes when a functional zone takes a town over. */
  path: z.string(),
  center: coordinate,
  bounds: bounds.nullable(),
})
export type Region = z.infer<typeof region>

/** A region with the way to it, as search results and pages show it. */
export const regionInTree = region.extend({
  /** From the city down to the parent. */
  ancestors: z.array(z.object({ code: regionCode, name: z.string(), nameEn: z.string().nullable(), level: regionLevel })),
  childCount: z.number().int(),
})
export type RegionInTree = z.infer<typeof regionInTree>

const lineCoordinates = z.array(z.array(z.number()))
export const boundaryGeometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(lineCoordinates) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(lineCoordinates)) }),
])
export type BoundaryGeometry = z.infer<typeof boundaryGeometry>

export const regionFeatures = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.object({
    type: z.literal('Feature'),
    id: regionCode,
    properties: z.object({ code: regionCode, name: z.string(), nameEn: z.string().nullable(), level: regionLevel }),
    geometry: boundaryGeometry.nullable(),
  })),
})
export type RegionFeatures = z.infer<typeof regionFeatures>

/** `#rrggbb`, lower case. */
export const colour = z.string().regex(/^#[0-9a-f]{6}$/)
const cityWords = words.extend({ zh: z.string().trim().min(1).max(40), en: z.string().trim().min(1).max(80) })
export const cityNaming = z.object({ platformName: cityWords, name: cityWords, colour })
export type CityNaming = z.infer<typeof cityNaming>

export const city = cityNaming.extend({
  /** Code of the root region; null while the city is empty. */
  regionCode: regionCode.nullable(),
  /** True while borders and streets are drawn, not surveyed; the map must say so. */
  schematic: z.boolean(),
  /** True in the demo city: people and events are invented. */
  demo: z.boolean(),
  bounds: bounds.nullable(),
  center: coordinate.nullable(),
  /** Sources of the map, to be shown on it. */
  attribution: words.nullable(),
  /** Part of the tiles' address, so that pages never show an old map. */
  mapRevision: z.number().int(),
})
export type City = z.infer<typeof city>

const code = z.object({ code: regionCode })
const queryDegrees = (most: number) => z.coerce.number().min(-most).max(most)

/** What an empty city is founded with: its four digits in the national register, and where it lies. */
export const founding = z.object({ code: z.string().regex(/^\d{4}$/), center: coordinate })
export type Founding = z.infer<typeof founding>

export const placesContract = {
  city: oc.route({ method: 'GET', path: '/city', tags: ['places'], summary: 'How the city names and colours its platform, and where it lies' }).output(city),
  renameCity: oc.route({ method: 'PUT', path: '/city', tags: ['places'], summary: 'Name and colour the platform (city officer)' }).input(cityNaming).output(city),
  register: oc.route({ method: 'GET', path: '/register/cities', tags: ['places'], summary: 'Cities of the national register, for the first page of an empty city; none once it has regions' })
    .output(z.array(z.object({ code: z.string(), name: z.string(), province: z.string() }))),
  regions: oc.route({ method: 'GET', path: '/regions', tags: ['places'], summary: 'The children of a region, or regions whose name holds the words, or the root' })
    .input(z.object({ parent: regionCode.optional(), q: z.string().trim().min(1).max(40).optional(), limit: z.coerce.number().int().min(1).max(200).default(200) }))
    .output(z.array(regionInTree)),
  regionAt: oc.route({ method: 'GET', path: '/regions/at', tags: ['places'], summary: 'The deepest region that holds a position; 404 outside the city' })
    .input(z.object({ lon: queryDegrees(180), lat: queryDegrees(90) })).output(regionInTree),
  region: oc.route({ method: 'GET', path: '/regions/{code}', tags: ['places'], summary: 'One region with the way to it' }).input(code).output(regionInTree),
  boundary: oc.route({ method: 'GET', path: '/regions/{code}/boundary', tags: ['places'], summary: 'The boundary of one region as GeoJSON' }).input(code).output(regionFeatures),
  childBoundaries: oc.route({ method: 'GET', path: '/regions/{code}/children/boundaries', tags: ['places'], summary: 'The boundaries of a region\'s children as GeoJSON' }).input(code).output(regionFeatures),
  createZone: oc.route({ method: 'POST', path: '/zones', tags: ['places'], successStatus: 201, summary: 'Found a functional zone (city officer)' })
    .input(z.object({ code: zoneCode, name: z.string().trim().min(1).max(40), nameEn: z.string().trim().min(1).max(80).nullable().default(null), center: coordinate })).output(regionInTree),
  removeZone: oc.route({ method: 'DELETE', path: '/zones/{code}', tags: ['places'], successStatus: 204, summary: 'Dissolve an empty functional zone (city officer)' })
    .input(z.object({ code: zoneCode })).output(z.void()),
  moveRegion: oc.route({ method: 'PUT', path: '/regions/{code}/parent', tags: ['places'], summary: 'Put a town under another county or functional zone; its subtree follows (city officer)' })
    .input(z.object({ code: regionCode, parentCode: regionCode })).output(regionInTree),
}
