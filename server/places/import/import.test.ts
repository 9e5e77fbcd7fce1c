import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readOsm } from '../osm.ts'
import { RegionTree } from '../tree.ts'
import { readBoundaries } from './boundaries.ts'
import { mapFromFiles } from './import-map.ts'
import { planImport } from './plan.ts'
import { ImportRefusal } from './refusal.ts'

const square = [[117, 24], [118, 24], [118, 25], [117, 25], [117, 24]]
const feature = (coordinates: unknown, properties: object = { code: '350602', name: '芗城区' }, type = 'Polygon') => ({ type: 'Feature', properties, geometry: { type, coordinates } })
const file = (...features: unknown[]): string => JSON.stringify({ type: 'FeatureCollection', features })

function faultsOf(work: () => unknown): string[] {
  try {
    work()
  } catch (error) {
    if (error instanceof ImportRefusal) return error.faults.map(({ code }) => code)
    throw error
  }
  return []
}

describe('boundaries that are fine', () => {
  test('come with code, names and shape; heights are dropped', () => {
    const [region] = readBoundaries(file(feature([square.map((at) => [...at, 12])], { dm: 350602, mc: '芗城区', en: 'Xiangcheng' })), { code: 'dm', name: 'mc', nameEn: 'en' })
    expect(region).toEqual({ code: '350602', name: '芗城区', nameEn: 'Xiangcheng', boundary: { type: 'Polygon', coordinates: [square] } })
  })

  test.each(['urn:ogc:def:crs:EPSG::4490', 'EPSG:4326', 'urn:ogc:def:crs:OGC:1.3:CRS84'])('may be in %s', (name) => {
    expect(readBoundaries(JSON.stringify({ type: 'FeatureCollection', crs: { type: 'name', properties: { name } }, features: [feature([square])] }))).toHaveLength(1)
  })

  test('may have holes and several parts', () => {
    const hole = [[117.2, 24.2], [117.4, 24.2], [117.4, 24.4], [117.2, 24.2]]
    expect(readBoundaries(file(feature([[square, hole]], undefined, 'MultiPolygon')))).toHaveLength(1)
  })
})

describe('boundaries that are refused', () => {
  test.each([
    ['not JSON', '{', 'not-json'],
    ['another file', '{"type":"Topology"}', 'not-features'],
    ['no features', file(), 'not-features'],
    ['projected coordinates by name', JSON.stringify({ type: 'FeatureCollection', crs: { properties: { name: 'EPSG:4547' } }, features: [feature([square])] }), 'crs'],
    ['projected coordinates by size', file(feature([square.map(([x, y]) => [Number(x) * 4000, Number(y) * 100_000])])), 'not-degrees'],
    ['latitude first', file(feature([square.map(([x, y]) => [y, x])])), 'axis-order'],
    ['an open ring', file(feature([square.slice(0, -1)])), 'ring-open'],
    ['a ring of two points', file(feature([[square[0], square[1], square[0]]])), 'ring-short'],
    ['a ring without area', file(feature([[[117, 24], [118, 25], [119, 26], [117, 24]]])), 'ring-flat'],
    ['a bow tie', file(feature([[[117, 24], [118, 25], [118, 24], [117, 25.1], [117, 24]]])), 'ring-crossing'],
    ['a ring that runs back on itself', file(feature([[[117, 24], [118, 24], [119, 24], [118, 24], [118, 25], [117, 24]]])), 'ring-crossing'],
    ['text for a number', file(feature([[['117', 24], ...square.slice(1)]])), 'position-broken'],
    ['a hole outside', file(feature([square, [[119, 24.2], [119.4, 24.2], [119.4, 24.4], [119, 24.2]]])), 'hole-outside'],
    ['a line', file(feature(square, undefined, 'LineString')), 'geometry'],
    ['no geometry', file({ type: 'Feature', properties: { code: '350602' }, geometry: null }), 'geometry'],
    ['no code', file(feature([square], { name: '芗城区' })), 'code'],
    ['a code of seven digits', file(feature([square], { code: '3506020', name: '芗城区' })), 'code'],
    ['one code twice', file(feature([square]), feature([square])), 'code-twice'],
    ['a name without end', file(feature([square], { code: '350602', name: '区'.repeat(41) })), 'name'],
  ])('%s', (_, text, code) => expect(faultsOf(() => readBoundaries(text))).toEqual([code]))

  test('name every fault at once, twenty at most, and say where', () => {
    const text = file(...Array.from({ length: 30 }, () => feature([square.slice(0, -1)])))
    expect(faultsOf(() => readBoundaries(text))).toHaveLength(20)
    expect(() => readBoundaries(text)).toThrow(/feature 1 \(350602\): the ring is not closed, it begins at \[117,24\]/)
  })
})

describe('what the import makes of the tree', () => {
  const given = (code: string, name: string | null = '名') => ({ code, name, nameEn: null, boundary: { type: 'Polygon' as const, coordinates: [square] } })
  const known = { code: '3506', level: 'city' as const, name: '漳州市', nameEn: null, parentCode: null, center: [117, 24] as [number, number], boundary: null }

  test('adds regions under the parent that their code names', () => {
    expect(planImport([known], [], [given('350602')])).toMatchObject([{ code: '350602', level: 'county', parentCode: '3506' }])
  })

  test('keeps a moved town under its zone and its name where none is given', () => {
    const zone = { ...known, code: '3506z01', level: 'zone' as const, parentCode: '3506' }
    const town = { ...known, code: '350604101', level: 'town' as const, name: '角美镇', parentCode: '3506z01' }
    expect(planImport([known, zone, town], [], [given('350604101', null)])).toMatchObject([{ name: '角美镇', parentCode: '3506z01', boundary: { type: 'Polygon' } }])
  })

  test('puts register entries without a boundary amid their children or at their parent', () => {
    const register = [{ code: '3506', name: '漳州市', nameEn: 'Zhangzhou City', level: 'city' as const, parentCode: null }, { code: '350602', name: '芗城区', nameEn: 'Xiangcheng District', level: 'county' as const, parentCode: '3506' }, { code: '350603', name: '龙文区', nameEn: 'Longwen District', level: 'county' as const, parentCode: '3506' }]
    const planned = planImport([], register, [given('350602')])
    expect(planned.map(({ center }) => center)).toEqual(Array.from({ length: 3 }, () => [117.5, 24.5]))
  })

  const county = { ...known, code: '350602', level: 'county' as const, name: '芗城区', parentCode: '3506' }
  const entry = { code: '350602', name: '芗城区', nameEn: 'Xiangcheng District', level: 'county' as const, parentCode: '3506' }
  test.each([
    ['takes the English name of the file', { ...county, nameEn: 'Old Town' }, [], { ...given('350602', '芗城区'), nameEn: 'Xiangcheng' }, 'Xiangcheng'],
    ['keeps the English name that is there', { ...county, nameEn: 'Old Town' }, [], given('350602', '芗城区'), 'Old Town'],
    ['writes a new Chinese name in pinyin', { ...county, nameEn: 'Old Town' }, [], given('350602', '龙海区'), 'Longhai District'],
    ['writes a name without English in pinyin', county, [], given('350602', null), 'Xiangcheng District'],
    ['fills a missing English name from the register', county, [entry], null, 'Xiangcheng District'],
    ['leaves an English name to the register', { ...county, nameEn: 'Old Town' }, [entry], null, undefined],
  ])('%s', (_, before, register, region, nameEn) => {
    expect(planImport([known, before], register, region === null ? [] : [region]).find(({ code }) => code === '350602')?.nameEn).toBe(nameEn)
  })

  test.each([
    ['a parent that is nowhere', [known], [given('350602001')], ['parent-missing']],
    ['a new region without a name', [known], [given('350602', null)], ['name-missing']],
    ['a second city', [known], [given('3502')], ['two-cities']],
  ])('refuses %s', (_, before, regions, codes) => expect(faultsOf(() => planImport(before, [], regions))).toEqual(codes))

  test('refuses an import of nothing', () => expect(faultsOf(() => mapFromFiles({}, [], { schematic: true, attribution: null }))).toEqual(['nothing-given']))
})

const extracts = join(process.env['REDVEST_TEST_DATA'] ?? '', 'geo')
const hasExtracts = process.env['REDVEST_TEST_DATA'] !== undefined && existsSync(extracts)

describe.skipIf(!hasExtracts)('real extracts', () => {
  test.each([['monaco.osm.gz', 10, ['La Condamine', 'Monaco-Ville']], ['andorra.osm.pbf', 7, ['Andorra la Vella', 'Encamp', 'Escaldes-Engordany', 'La Massana', 'Ordino', 'Sant Julià de Lòria']]])('%s becomes a city with streets', (name, level, wards) => {
    const bytes = readFileSync(join(extracts, name))
    const areas = readOsm(bytes).boundaries.filter((area) => area.complete && area.level === level)
    const features = areas.map(({ polygons, tags }, i) => feature(polygons, { code: `9901${String(i + 1).padStart(2, '0')}`, name: tags['name'] }, 'MultiPolygon'))
    const root = { code: '9901', level: 'city' as const, name, nameEn: null, parentCode: null, path: '9901', center: [7.4, 43.7] as [number, number], boundary: null }
    const map = mapFromFiles({ boundaries: file(...features), roads: bytes }, [root], { schematic: true, attribution: null })
    expect(map.origin).toMatchObject({ schematic: false, attribution: { en: '© OpenStreetMap contributors' } })
    expect(map.regions?.map((region) => region.name).toSorted()).toEqual(wards)
    expect(map.streets?.filter(({ class: streetClass, name: words }) => streetClass === 'residential' && words !== null).length).toBeGreaterThan(100)
    const tree = new RegionTree([root, ...(map.regions ?? []).map((region) => ({ ...region, path: `9901.${region.code}` }))])
    for (const region of map.regions ?? []) expect(tree.at({ lon: region.center[0], lat: region.center[1] })?.code).toBe(region.code)
  })
})
