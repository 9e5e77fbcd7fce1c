import { inflateSync, zstdDecompressSync } from 'node:zlib'
import { OsmRefusal } from './refusal.ts'
import type { Member, Sink, Tags } from './sink.ts'
import { Wire } from './wire.ts'

const MOST_HEADER_BYTES = 64 * 1024
const MOST_BLOCK_BYTES = 32 * 1024 * 1024
const UNDERSTOOD = new Set(['OsmSchema-V0.6', 'DenseNodes', 'LocationsOnWays'])
const MEMBER_TYPES = ['node', 'way', 'relation'] as const

/**
 * Decodes an OSM PBF file (wiki.openstreetmap.org/wiki/PBF_Format) into `sink`, in O(bytes).
 * Blocks may be plain, zlib or zstd. Throws OsmRefusal on anything that is not whole and understood.
 */
export function decodePbf(bytes: Uint8Array, sink: Sink): void {
  let at = 0
  for (let block = 0; at < bytes.length; block++) {
    if (at + 4 > bytes.length) throw new OsmRefusal('osm.truncated', 'the file ends inside a block length')
    const headerLength = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0)
    if (headerLength > MOST_HEADER_BYTES) throw new OsmRefusal('osm.format', 'this is not an OSM PBF file')
    at += 4
    const { type, size } = blobHeader(slice(bytes, at, headerLength))
    at += headerLength
    if (size > MOST_BLOCK_BYTES) throw new OsmRefusal('osm.too_large', `a block claims ${size} bytes`)
    if (block === 0 && type !== 'OSMHeader') throw new OsmRefusal('osm.format', `the file begins with "${type}", not with OSMHeader`)
    const blob = slice(bytes, at, size)
    at += size
    if (type === 'OSMHeader') checkFeatures(unpacked(blob))
    else if (type === 'OSMData') primitiveBlock(unpacked(blob), sink)
  }
}

function slice(bytes: Uint8Array, at: number, length: number): Wire {
  if (at + length > bytes.length) throw new OsmRefusal('osm.truncated', `the file ends inside a block at byte ${at}`)
  return new Wire(bytes, at, at + length)
}

function blobHeader(wire: Wire): { type: string, size: number } {
  let type = ''
  let size = 0
  while (wire.more) {
    const tag = wire.tag()
    if (tag === 0x0a) type = wire.inner().text()
    else if (tag === 0x18) size = wire.unsigned()
    else wire.skip(tag)
  }
  return { type, size }
}

function unpacked(blob: Wire): Wire {
  while (blob.more) {
    const tag = blob.tag()
    const field = tag >> 3
    if (field === 1) return blob.inner()
    if (field === 3) return new Wire(inflated(inflateSync, blob.inner().rest()))
    if (field === 7) return new Wire(inflated(zstdDecompressSync, blob.inner().rest()))
    if (field >= 4) throw new OsmRefusal('osm.compression', `blocks packed by method ${field} are not supported, repack with zlib`)
    blob.skip(tag)
  }
  throw new OsmRefusal('osm.format', 'a block has no content')
}

function inflated(unpack: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array, bytes: Uint8Array): Uint8Array {
  try {
    return unpack(bytes, { maxOutputLength: MOST_BLOCK_BYTES })
  } catch (cause) {
    throw new OsmRefusal('osm.compression', `a block does not unpack: ${(cause as Error).message}`)
  }
}

function checkFeatures(wire: Wire): void {
  while (wire.more) {
    const tag = wire.tag()
    if (tag !== 0x22) { wire.skip(tag); continue }
    const feature = wire.inner().text()
    if (!UNDERSTOOD.has(feature)) throw new OsmRefusal('osm.feature', `the file needs "${feature}", which is not supported`)
  }
}

/** What the objects of a block share: its strings and the scale of its coordinates (nanodegrees). */
interface Block { strings: string[], granularity: number, lonOffset: number, latOffset: number, sink: Sink }

function primitiveBlock(wire: Wire, sink: Sink): void {
  const block: Block = { strings: [], granularity: 100, lonOffset: 0, latOffset: 0, sink }
  const groups: Wire[] = []
  while (wire.more) {
    const tag = wire.tag()
    if (tag === 0x0a) {
      for (const table = wire.inner(); table.more;) {
        const inner = table.tag()
        if (inner === 0x0a) block.strings.push(table.inner().text())
        else table.skip(inner)
      }
    } else if (tag === 0x12) groups.push(wire.inner())
    else if (tag >> 3 === 17) block.granularity = wire.signed()
    else if (tag >> 3 === 19) block.latOffset = wire.signed()
    else if (tag >> 3 === 20) block.lonOffset = wire.signed()
    else wire.skip(tag)
  }
  for (const group of groups) primitiveGroup(group, block)
}

function primitiveGroup(wire: Wire, block: Block): void {
  while (wire.more) {
    const tag = wire.tag()
    if (tag === 0x0a) node(wire.inner(), block)
    else if (tag === 0x12) denseNodes(wire.inner(), block)
    else if (tag === 0x1a) way(wire.inner(), block)
    else if (tag === 0x22) relation(wire.inner(), block)
    else wire.skip(tag)
  }
}

function lon_e7(raw: number, block: Block): number { return Math.round((block.lonOffset + block.granularity * raw) / 100) }
function lat_e7(raw: number, block: Block): number { return Math.round((block.latOffset + block.granularity * raw) / 100) }

function text(block: Block, index: number): string {
  const found = block.strings[index]
  if (found === undefined) throw new OsmRefusal('osm.format', `string ${index} does not exist in its block`)
  return found
}

function numbers(wire: Wire, read: (wire: Wire) => number): number[] {
  const all: number[] = []
  while (wire.more) all.push(read(wire))
  return all
}
const unsigned = (wire: Wire): number => wire.unsigned()
const zigzag = (wire: Wire): number => wire.zigzag()

function summed(deltas: number[]): number[] {
  for (let k = 1; k < deltas.length; k++) deltas[k]! += deltas[k - 1]!
  return deltas
}

function paired(block: Block, keys: number[], values: number[]): Tags {
  if (keys.length !== values.length) throw new OsmRefusal('osm.format', 'keys and values differ in number')
  const tags: Tags = Object.create(null)
  keys.forEach((key, k) => { tags[text(block, key)] = text(block, values[k]!) })
  return tags
}

function node(wire: Wire, block: Block): void {
  let id = 0, lon = 0, lat = 0
  let keys: number[] = [], values: number[] = []
  while (wire.more) {
    const tag = wire.tag()
    if (tag === 0x08) id = wire.zigzag()
    else if (tag === 0x12) keys = numbers(wire.inner(), unsigned)
    else if (tag === 0x1a) values = numbers(wire.inner(), unsigned)
    else if (tag === 0x40) lat = wire.zigzag()
    else if (tag === 0x48) lon = wire.zigzag()
    else wire.skip(tag)
  }
  block.sink.node(id, lon_e7(lon, block), lat_e7(lat, block), keys.length > 0 ? paired(block, keys, values) : null)
}

function denseNodes(wire: Wire, block: Block): void {
  const none = new Wire(new Uint8Array())
  let ids = none, lons = none, lats = none, tagged = none
  while (wire.more) {
    const tag = wire.tag()
    if (tag === 0x0a) ids = wire.inner()
    else if (tag === 0x42) lats = wire.inner()
    else if (tag === 0x4a) lons = wire.inner()
    else if (tag === 0x52) tagged = wire.inner()
    else wire.skip(tag)
  }
  let id = 0, lon = 0, lat = 0
  while (ids.more) {
    id += ids.zigzag()
    lon += lons.zigzag()
    lat += lats.zigzag()
    let tags: Tags | null = null
    for (let key = tagged.more ? tagged.unsigned() : 0; key !== 0; key = tagged.unsigned()) {
      tags ??= Object.create(null) as Tags
      tags[text(block, key)] = text(block, tagged.unsigned())
    }
    block.sink.node(id, lon_e7(lon, block), lat_e7(lat, block), tags)
  }
}

function way(wire: Wire, block: Block): void {
  let id = 0
  let keys: number[] = [], values: number[] = [], nodes: number[] = []
  while (wire.more) {
    const tag = wire.tag()
    if (tag === 0x08) id = wire.signed()
    else if (tag === 0x12) keys = numbers(wire.inner(), unsigned)
    else if (tag === 0x1a) values = numbers(wire.inner(), unsigned)
    else if (tag === 0x42) nodes = summed(numbers(wire.inner(), zigzag))
    else wire.skip(tag)
  }
  block.sink.way(id, paired(block, keys, values), nodes)
}

function relation(wire: Wire, block: Block): void {
  let id = 0
  let keys: number[] = [], values: number[] = [], roles: number[] = [], ids: number[] = [], types: number[] = []
  while (wire.more) {
    const tag = wire.tag()
    if (tag === 0x08) id = wire.signed()
    else if (tag === 0x12) keys = numbers(wire.inner(), unsigned)
    else if (tag === 0x1a) values = numbers(wire.inner(), unsigned)
    else if (tag === 0x42) roles = numbers(wire.inner(), unsigned)
    else if (tag === 0x4a) ids = summed(numbers(wire.inner(), zigzag))
    else if (tag === 0x52) types = numbers(wire.inner(), unsigned)
    else wire.skip(tag)
  }
  if (roles.length !== ids.length || types.length !== ids.length) throw new OsmRefusal('osm.format', `relation ${id} has uneven members`)
  const members = ids.map((member, k): Member => {
    const type = MEMBER_TYPES[types[k]!]
    if (!type) throw new OsmRefusal('osm.format', `relation ${id} has a member of kind ${types[k]}`)
    return { type, id: member, role: text(block, roles[k]!) }
  })
  block.sink.relation(id, paired(block, keys, values), members)
}
