import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OsmRefusal, readOsm } from './osm.ts'
import type { OsmExtract } from './osm.ts'

interface Sample {
  nodes: { id: number, lon_e7: number, lat_e7: number, tags: Record<string, string> }[]
  ways: { id: number, tags: Record<string, string>, nodes: number[] }[]
  relations: { id: number, tags: Record<string, string>, members: { type: 'node' | 'way' | 'relation', id: number, role: string }[] }[]
}

const escaped = (value: string): string => value.replace(/[&<>"'\n\r\t]/g, (char) => `&#${char.charCodeAt(0)};`)
const xmlTags = (tags: Record<string, string>): string =>
  Object.entries(tags).map(([k, v]) => `<tag k="${escaped(k)}" v='${escaped(v)}'/>`).join('\n')

function toXml({ nodes, ways, relations }: Sample): Buffer {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>', '<!-- a > b -->', '<osm version="0.6">',
    ...nodes.map(({ id, lon_e7, lat_e7, tags }) =>
      `<node id="${id}" lon="${(lon_e7 / 1e7).toFixed(7)}" lat="${(lat_e7 / 1e7).toFixed(7)}" user="a>b">${xmlTags(tags)}</node>`),
    ...ways.map(({ id, tags, nodes: refs }) => `<way id="${id}">${refs.map((ref) => `<nd ref="${ref}" />`).join('')}${xmlTags(tags)}</way>`),
    ...relations.map(({ id, tags, members }) =>
      `<relation id="${id}">${members.map((m) => `<member type="${m.type}" ref="${m.id}" role="${escaped(m.role)}"/>`).join('')}${xmlTags(tags)}</relation>`),
    '</osm>',
  ]
  return Buffer.from(lines.join('\n'))
}

// A small PBF writer, so that what is read was not written by the reader's own code.
const varint = (value: bigint): number[] => {
  const bytes: number[] = []
  let left = BigInt.asUintN(64, value)
  do { bytes.push(Number(left & 0x7fn) | (left > 0x7fn ? 0x80 : 0)); left >>= 7n } while (left > 0n)
  return bytes
}
const plain = (value: number): number[] => varint(BigInt(value))
const zigzag = (value: number): number[] => varint((BigInt(value) << 1n) ^ (BigInt(value) >> 63n))
const field = (number: number, content: number[] | Uint8Array): number[] => [...plain((number << 3) | 2), ...plain(content.length), ...content]
const deltas = (values: number[]): number[] => values.flatMap((value, k) => zigzag(value - (values[k - 1] ?? 0)))
const prefixed = (block: number[]): number[] => [...new Uint8Array(new Uint32Array([block.length]).buffer).reverse(), ...block]

type Packing = 'raw' | 'zlib' | 'zstd'
function block(type: string, content: number[], packing: Packing): number[] {
  const bytes = Uint8Array.from(content)
  const blob = packing === 'raw'
    ? field(1, bytes)
    : [...plain(2 << 3), ...plain(bytes.length), ...(packing === 'zlib' ? field(3, deflateSync(bytes)) : field(7, zstdCompressSync(bytes)))]
  return [...prefixed([...field(1, Buffer.from(type)), ...plain(3 << 3), ...plain(blob.length)]), ...blob]
}

function toPbf({ nodes, ways, relations }: Sample, packing: Packing, dense: boolean): Buffer {
  const strings = ['']
  const index = (text: string): number => (strings.includes(text) ? strings.indexOf(text) : strings.push(text) - 1)
  const pairs = (tags: Record<string, string>): number[] =>
    [...field(2, Object.keys(tags).flatMap((k) => plain(index(k)))), ...field(3, Object.values(tags).flatMap((v) => plain(index(v))))]
  const nodeGroup = dense
    ? field(2, [
      ...field(1, deltas(nodes.map(({ id }) => id))),
      ...field(8, deltas(nodes.map(({ lat_e7 }) => lat_e7))),
      ...field(9, deltas(nodes.map(({ lon_e7 }) => lon_e7))),
      ...field(10, nodes.flatMap(({ tags }) => [...Object.entries(tags).flatMap(([k, v]) => [...plain(index(k)), ...plain(index(v))]), 0])),
    ])
    : nodes.flatMap(({ id, lon_e7, lat_e7, tags }) => field(1, [...plain(1 << 3), ...zigzag(id), ...pairs(tags), ...plain(8 << 3), ...zigzag(lat_e7), ...plain(9 << 3), ...zigzag(lon_e7)]))
  const kinds = ['node', 'way', 'relation']
  const groups = [
    nodeGroup,
    ways.flatMap(({ id, tags, nodes: refs }) => field(3, [...plain(1 << 3), ...plain(id), ...pairs(tags), ...field(8, deltas(refs))])),
    relations.flatMap(({ id, tags, members }) => field(4, [
      ...plain(1 << 3), ...plain(id), ...pairs(tags),
      ...field(8, members.flatMap(({ role }) => plain(index(role)))),
      ...field(9, deltas(members.map((m) => m.id))),
      ...field(10, members.flatMap(({ type }) => plain(kinds.indexOf(type)))),
    ])),
  ]
  const body = groups.flatMap((group) => field(2, group))
  const table = strings.flatMap((text) => field(1, Buffer.from(text)))
  const header = [...field(4, Buffer.from('OsmSchema-V0.6')), ...field(4, Buffer.from('DenseNodes'))]
  return Buffer.from([...block('OSMHeader', header, packing), ...block('OSMData', [...field(1, table), ...body], packing)])
}

const text = fc.oneof(fc.string({ minLength: 1, maxLength: 6 }), fc.constantFrom('name', '漳州市', 'a&b<c>"d"', "l'Alt", '🚶'))
  .filter((value) => value !== '__proto__')
const tagsOf = fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true })
const nodeId = fc.integer({ min: -20, max: 40 }).map((id) => (id < 0 ? id : id * 1_000_000_007))
const sample: fc.Arbitrary<Sample> = fc.record({
  nodes: fc.uniqueArray(fc.record({
    id: nodeId,
    lon_e7: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
    lat_e7: fc.integer({ min: -900_000_000, max: 900_000_000 }),
    tags: tagsOf,
  }), { selector: ({ id }) => id, maxLength: 12 }),
  ways: fc.uniqueArray(fc.record({ id: fc.integer({ min: -3, max: 2 ** 40 }), tags: tagsOf, nodes: fc.array(nodeId, { maxLength: 8 }) }), { selector: ({ id }) => id, maxLength: 5 }),
  relations: fc.array(fc.record({
    id: fc.nat(), tags: tagsOf,
    members: fc.array(fc.record({ type: fc.constantFrom('node', 'way', 'relation'), id: fc.nat(), role: text }), { maxLength: 4 }),
  }), { maxLength: 3 }),
})

/** What the file says, told without the reader: ways cut where a node is not in the file. */
function expected({ nodes, ways, relations }: Sample): Omit<OsmExtract, 'missing'> {
  const place = new Map(nodes.map(({ id, lon_e7, lat_e7 }) => [id, [lon_e7 / 1e7, lat_e7 / 1e7] as [number, number]]))
  return {
    nodes: nodes.filter(({ tags }) => Object.keys(tags).length > 0).map(({ id, tags }) => ({ id, tags, coordinate: place.get(id)! })),
    ways: ways.flatMap(({ id, tags, nodes: refs }) =>
      refs.map((ref) => (place.has(ref) ? String(ref) : '|')).join(' ').split('|').map((run) => run.trim().split(' ').filter(Boolean).map(Number))
        .filter((run) => run.length > 1).map((run) => ({ id, tags, nodes: run, coordinates: run.map((ref) => place.get(ref)!) }))),
    relations,
    boundaries: [],
  }
}

describe('readOsm', () => {
  test('reads the same from XML and from every form of PBF, packed with gzip or not', () => {
    fc.assert(fc.property(sample, fc.constantFrom<Packing>('raw', 'zlib', 'zstd'), fc.boolean(), fc.boolean(), (given, packing, dense, zipped) => {
      const wrap = (bytes: Buffer): Buffer => (zipped ? gzipSync(bytes) : bytes)
      const fromXml = readOsm(wrap(toXml(given)))
      expect(fromXml).toEqual(readOsm(wrap(toPbf(given, packing, dense))))
      expect(fromXml).toMatchObject(expected(given))
    }))
  })

  test('refuses every cut of a PBF that is not at a block border, and every cut of an XML file', () => {
    fc.assert(fc.property(sample, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (given, share) => {
      const xml = toXml(given)
      expect(() => readOsm(xml.subarray(0, Math.floor(share * xml.length)))).toThrow(OsmRefusal)
      const header = toPbf({ nodes: [], ways: [], relations: [] }, 'zlib', true).length
      const pbf = toPbf(given, 'zlib', true)
      const cut = header + 1 + Math.floor(share * (pbf.length - header - 1))
      if (cut < pbf.length) expect(() => readOsm(pbf.subarray(0, cut))).toThrow(OsmRefusal)
    }))
  })

  test('meets changed bytes with a refusal or a reading, never with another failure', () => {
    fc.assert(fc.property(sample, fc.boolean(), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }), (given, xml, changes) => {
      const bytes = Buffer.from(xml ? toXml(given) : toPbf(given, 'raw', true))
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte
      try { readOsm(bytes) } catch (refusal) { expect(refusal).toBeInstanceOf(OsmRefusal) }
    }), { numRuns: 1000 })
  })

  test('keeps only the ways and nodes that are chosen', () => {
    const given: Sample = {
      nodes: [{ id: 1, lon_e7: 0, lat_e7: 0, tags: { amenity: 'police' } }, { id: 2, lon_e7: 10, lat_e7: 0, tags: { natural: 'tree' } }],
      ways: [{ id: 5, tags: { highway: 'path' }, nodes: [1, 2] }, { id: 6, tags: { building: 'yes' }, nodes: [2, 1] }],
      relations: [],
    }
    const found = readOsm(toXml(given), { way: ({ highway }) => highway !== undefined, node: ({ amenity }) => amenity !== undefined })
    expect(found.ways.map(({ id }) => id)).toEqual([5])
    expect(found.nodes.map(({ id }) => id)).toEqual([1])
  })

  test('counts what the extract cuts off', () => {
    const given: Sample = {
      nodes: [1, 2, 4, 5].map((id) => ({ id, lon_e7: id, lat_e7: id, tags: {} })),
      ways: [{ id: 9, tags: {}, nodes: [1, 2, 3, 4, 5] }], relations: [],
    }
    const found = readOsm(toXml(given))
    expect(found.ways.map(({ nodes }) => nodes)).toEqual([[1, 2], [4, 5]])
    expect(found.missing).toEqual({ cutWays: 1, nodes: 1 })
  })

  test('names what it cannot read', () => {
    const code = (bytes: Uint8Array): unknown => { try { return readOsm(bytes) } catch (refusal) { return (refusal as OsmRefusal).code } }
    expect(code(new Uint8Array())).toBe('osm.format')
    expect(code(Buffer.from('<gpx></gpx>'))).toBe('osm.format')
    expect(code(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><osm></osm>'))).toBe('osm.format')
    expect(code(Buffer.from('<osm><node id="1" lon="500" lat="0"/></osm>'))).toBe('osm.format')
    expect(code(Buffer.from('just a text that is long enough'))).toBe('osm.format')
    expect(code(gzipSync(Buffer.from('<osm></osm>')).subarray(0, 12))).toBe('osm.truncated')
    expect(code(Buffer.from(block('OSMHeader', field(4, Buffer.from('HistoricalInformation')), 'raw')))).toBe('osm.feature')
    expect(code(Buffer.from([...block('OSMHeader', [], 'raw'), ...prefixed([...field(1, Buffer.from('OSMData')), ...plain(24), 3]), ...field(4, [1])]))).toBe('osm.compression')
  })
})

describe('administrative boundaries', () => {
  const corner = (id: number, lon: number, lat: number) => ({ id, lon_e7: lon * 1e7, lat_e7: lat * 1e7, tags: {} })
  const square: Sample = {
    nodes: [corner(1, 0, 0), corner(2, 4, 0), corner(3, 4, 4), corner(4, 0, 4), corner(5, 1, 1), corner(6, 2, 1), corner(7, 2, 2)],
    ways: [{ id: 10, tags: {}, nodes: [1, 4, 3] }, { id: 11, tags: {}, nodes: [1, 2, 3] }, { id: 12, tags: {}, nodes: [5, 6, 7, 5] }],
    relations: [{
      id: 20, tags: { boundary: 'administrative', admin_level: '8', name: '芗城区' },
      members: [{ type: 'way', id: 10, role: 'outer' }, { type: 'way', id: 11, role: 'outer' }, { type: 'way', id: 12, role: 'inner' }, { type: 'node', id: 1, role: 'admin_centre' }],
    }],
  }

  test('are joined from ways in any direction to closed polygons with their holes', () => {
    const [found] = readOsm(toXml(square)).boundaries
    expect(found).toMatchObject({ id: 20, level: 8, complete: true, tags: { name: '芗城区' } })
    expect(found!.polygons).toEqual([[
      [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]],
      [[1, 1], [2, 2], [2, 1], [1, 1]],
    ]])
  })

  test('say so when the extract lacks a part of the line', () => {
    const [found] = readOsm(toXml({ ...square, ways: square.ways.filter(({ id }) => id !== 11) })).boundaries
    expect(found).toMatchObject({ complete: false, polygons: [] })
  })
})

const given = process.env['REDVEST_TEST_DATA'] && join(process.env['REDVEST_TEST_DATA'], 'geo')
describe.skipIf(!given || !existsSync(given))('readOsm on real extracts', () => {
  test('finds the streets and the boundary of a small country in XML', () => {
    const found = readOsm(readFileSync(join(given!, 'monaco.osm.gz')))
    expect(found.ways.filter(({ tags }) => tags['highway']).length).toBeGreaterThan(800)
    expect(found.boundaries.find(({ tags, complete }) => tags['name'] === 'Monaco' && complete)?.polygons[0]![0]!.length).toBeGreaterThan(100)
  })

  test('finds the streets and the parishes of another in PBF', () => {
    const found = readOsm(readFileSync(join(given!, 'andorra.osm.pbf')))
    expect(found.ways.filter(({ tags }) => tags['highway']).length).toBeGreaterThan(1500)
    expect(found.boundaries.filter(({ complete, level }) => complete && level === 7).length).toBeGreaterThanOrEqual(6)
  })
})
