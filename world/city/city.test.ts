import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { polygonsOf, contains, type Ring } from '../../server/places/geometry.ts'
import { ringFault } from '../../server/places/import/ring-check.ts'
import type { NewRegion } from '../../server/places/places.ts'
import { RegionTree } from '../../server/places/tree.ts'
import { generateCity, ZONE, type DemoCity } from './city.ts'

let city: DemoCity
let tree: RegionTree
let byCode: Map<string, NewRegion>

beforeAll(async () => {
  city = await generateCity(7)
  byCode = new Map(city.regions.map((region) => [region.code, region]))
  const pathOf = (code: string): string => {
    const parent = byCode.get(code)?.parentCode ?? null
    return parent === null ? code : `${pathOf(parent)}.${code}`
  }
  tree = new RegionTree(city.regions.map((region) => ({ ...region, path: pathOf(region.code) })))
})

const ofLevel = (level: string): NewRegion[] => city.regions.filter((region) => region.level === level)

describe('the tree of Zhangzhou', () => {
  test.each([['city', 1], ['county', 11], ['zone', 1], ['town', 146], ['community', 2135]])('has the register\'s number of regions at level %s', (level, count) => {
    expect(ofLevel(level)).toHaveLength(count)
  })

  test('names every region in English, by hand where a hand wrote it', () => {
    expect(city.regions.filter(({ nameEn }) => nameEn === null || /\p{Script=Han}/u.test(nameEn))).toEqual([])
    expect(['3506', '350602', '350622100'].map((code) => byCode.get(code)?.nameEn)).toEqual(['Zhangzhou', 'Xiangcheng District', 'Yunling'])
  })

  test('gives every community one to three grids', () => {
    const counts = Map.groupBy(ofLevel('grid'), ({ parentCode }) => parentCode)
    expect(counts.size).toBe(2135)
    expect([...counts.values()].every((grids) => grids.length >= 1 && grids.length <= 3)).toBe(true)
  })

  test('has unique codes, known parents and a boundary and centre everywhere', () => {
    expect(byCode.size).toBe(city.regions.length)
    for (const region of city.regions) {
      expect(region.boundary, region.code).not.toBeNull()
      expect(region.parentCode === null ? region.code === '3506' : byCode.has(region.parentCode), region.code).toBe(true)
      expect(contains(region.boundary as never, region.center), `${region.code} ${region.name}`).toBe(true)
    }
  })

  test('lets the investment zone hold Jiaomei', () => {
    expect(tree.find('350604101')?.path).toBe(`3506.${ZONE.code}.350604101`)
    expect(tree.children('350604').map(({ code }) => code)).not.toContain('350604101')
  })

  test.each([
    ['中山公园', 117.6533, 24.5083, '350602'], ['碧湖', 117.7068, 24.4992, '350603'], ['角美镇', 117.88, 24.52, ZONE.code], ['东山岛', 117.42, 23.7, '350626'],
    ['小溪镇', 117.31, 24.365, '350628'], ['华丰镇', 117.535, 25.01, '350629'],
  ])('puts %s where it belongs', (_, lon, lat, holder) => {
    expect(tree.at({ lon, lat })?.path.split('.')[1]).toBe(holder)
  })

  test.each([['厦门岛', 118.13, 24.48], ['the open sea', 118.2, 23.8], ['潮州', 116.6, 23.7]])('leaves %s outside', (_, lon, lat) => {
    expect(tree.at({ lon, lat })).toBeNull()
  })
})

describe('the shapes', () => {
  test('are closed rings that do not cross themselves', () => {
    const faults = city.regions.flatMap(({ code, boundary }) => polygonsOf(boundary as never).flatMap((rings) => rings.map((ring) => ringFault(ring, code)))).filter((fault) => fault !== null)
    expect(faults).toEqual([])
  })

  test('share their borders: every edge inside the city is walked once each way', () => {
    const inner = new Set<string>()
    for (const { boundary } of ofLevel('community')) for (const edge of edgesOf(boundary)) inner.add(edge)
    const outer = new Set(edgesOf(byCode.get('3506')?.boundary))
    const unmatched = [...inner].filter((edge) => !outer.has(edge) && !inner.has(edge.split('|').toReversed().join('|')))
    expect(unmatched).toEqual([])
  })

  test('agree from level to level: the region that holds a point lies in its ancestors', () => {
    const [west, south, east, north] = tree.bounds() as [number, number, number, number]
    fc.assert(fc.property(fc.double({ min: west, max: east, noNaN: true }), fc.double({ min: south, max: north, noNaN: true }), (lon, lat) => {
      const found = tree.at({ lon, lat })
      if (found === null) return
      expect(found.level).toBe('grid')
      for (const ancestor of tree.ancestors(found.code)) expect(contains(ancestor.boundary as never, [lon, lat]), `${found.code} in ${ancestor.code}`).toBe(true)
    }), { numRuns: 300 })
  })

  test('a point finds the same region as by trying every boundary, on borders and corners too', () => {
    const grids = [...tree.all].filter(({ level }) => level === 'grid')
    const brute = (lon: number, lat: number): string | undefined => grids.filter(({ boundary }) => contains(boundary as never, [lon, lat])).map(({ code }) => code).toSorted()[0]
    const corners = grids.flatMap(({ boundary }) => (polygonsOf(boundary as never)[0]?.[0] ?? []) as [number, number][])
    const anywhere = fc.tuple(fc.double({ min: 116.8, max: 118.2, noNaN: true }), fc.double({ min: 23.5, max: 25.3, noNaN: true }))
    const onCorner = fc.nat({ max: corners.length - 1 }).map((i) => corners[i] as [number, number])
    fc.assert(fc.property(fc.oneof(anywhere, onCorner), ([lon, lat]) => {
      expect(tree.at({ lon, lat })?.code).toBe(brute(lon, lat))
    }), { numRuns: 200 })
  })
})

describe('the streets', () => {
  test('carry the names of the centre', () => {
    const names = new Set(city.streets.map(({ name }) => name))
    for (const name of ['新华西路', '胜利西路', '延安北路', '南昌路', '元光南路', '水仙大街', '九龙大道', '漳华路', '丹霞路', '大学路']) expect(names).toContain(name)
  })

  test('meet: apart from motorways every street can be walked to from every other', () => {
    const streets = city.streets.filter((street) => street.class !== 'motorway')
    const meeting = new Map<string, number[]>()
    for (const [i, { line }] of streets.entries()) for (const at of line) meeting.set(at.join(), [...(meeting.get(at.join()) ?? []), i])
    const reached = new Set([0])
    for (const i of reached) for (const at of streets[i]?.line ?? []) for (const other of meeting.get(at.join()) ?? []) reached.add(other)
    expect(reached.size).toBe(streets.length)
  })

  test('leave parks and water to those on foot', () => {
    const open = city.surfaces.filter(({ kind, name }) => kind === 'green' && name === '中山公园')
    const inside = city.streets.filter(({ class: streetClass, line }) => streetClass === 'residential' && line.some((at) => open.some(({ boundary }) => contains(boundary, at))))
    expect(inside).toEqual([])
  })
})

test('one seed gives one city', async () => {
  const digest = (made: DemoCity): string => createHash('sha256').update(JSON.stringify(made)).digest('hex')
  expect(digest(await generateCity(7))).toBe(digest(city))
})

function edgesOf(boundary: NewRegion['boundary'] | undefined): string[] {
  return polygonsOf(boundary as never).flatMap((rings) => rings.flatMap((ring: Ring) => ring.slice(1).map((b, i) => `${ring[i]?.join()}|${b.join()}`)))
}
