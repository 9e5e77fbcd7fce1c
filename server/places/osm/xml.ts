import { OsmRefusal } from './refusal.ts'
import type { Member, Sink, Tags } from './sink.ts'

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const LESS = 0x3c, GREATER = 0x3e, DOUBLE = 0x22, SINGLE = 0x27

/**
 * Decodes OSM XML (wiki.openstreetmap.org/wiki/OSM_XML), UTF-8, into `sink`, in O(bytes). Only elements and attributes
 * matter in this format, so text is passed over; entities of a document type are never expanded.
 * Throws OsmRefusal on what is not OSM XML or breaks off.
 */
export function decodeXml(bytes: Uint8Array, sink: Sink): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const reader = new Reader(sink)
  for (let at = buffer.indexOf(LESS); at >= 0; at = buffer.indexOf(LESS, at)) {
    if (buffer[at + 1] === 0x21 || buffer[at + 1] === 0x3f) {
      at = afterAside(buffer, at)
      continue
    }
    const end = elementEnd(buffer, at)
    reader.element(buffer.toString('utf8', at + 1, end))
    at = end + 1
  }
  reader.finish()
}

/** Passes over a comment, a declaration or an instruction. */
function afterAside(buffer: Buffer, at: number): number {
  const opening = buffer.toString('latin1', at, at + 9)
  const closing = opening.startsWith('<!--') ? '-->' : opening === '<![CDATA[' ? ']]>' : opening.startsWith('<?') ? '?>' : '>'
  const end = buffer.indexOf(closing, at + 2, 'latin1')
  if (end < 0) throw new OsmRefusal('osm.truncated', `"${opening}" at byte ${at} does not end`)
  const encoding = opening.startsWith('<?xml') && /encoding\s*=\s*["']([^"']+)/.exec(buffer.toString('latin1', at, end))?.[1]
  if (encoding && !/^utf-?8$/i.test(encoding)) throw new OsmRefusal('osm.format', `the file is encoded in ${encoding}, not in UTF-8`)
  return end + closing.length
}

function elementEnd(buffer: Buffer, start: number): number {
  let quote = 0
  for (let at = start + 1; at < buffer.length; at++) {
    const byte = buffer[at]!
    if (quote !== 0) { if (byte === quote) quote = 0 }
    else if (byte === GREATER) return at
    else if (byte === DOUBLE || byte === SINGLE) quote = byte
  }
  throw new OsmRefusal('osm.truncated', `the element at byte ${start} does not end`)
}

function attributesOf(element: string): Tags {
  const attributes: Tags = Object.create(null)
  for (const [, name, double, single] of element.matchAll(/([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[name!] = unescaped(double ?? single!)
  }
  return attributes
}

function unescaped(value: string): string {
  if (!value.includes('&')) return value
  return value.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name) return NAMED[name] ?? whole
    const code = hex ? parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function whole(value: string | undefined, what: string): number {
  const number = Number(value)
  if (value === undefined || !Number.isSafeInteger(number)) throw new OsmRefusal('osm.format', `${what} is "${value}", not a whole number`)
  return number
}

function degrees_e7(value: string | undefined, most: number, what: string): number {
  const number = value === undefined || value.trim() === '' ? NaN : Number(value)
  if (!(Math.abs(number) <= most)) throw new OsmRefusal('osm.format', `${what} is "${value}"`)
  return Math.round(number * 1e7)
}

/** The object being read: nodes, ways and relations hold tags and references and do not nest. */
class Reader {
  private sink: Sink
  private root: 'awaited' | 'open' | 'closed' = 'awaited'
  private kind = ''
  private attributes: Tags = {}
  private tags: Tags | null = null
  private nodes: number[] = []
  private members: Member[] = []

  constructor(sink: Sink) { this.sink = sink }

  element(element: string): void {
    const closing = element.startsWith('/')
    const name = /^\/?([^\s/]+)/.exec(element)?.[1] ?? ''
    if (this.root === 'awaited') {
      if (name !== 'osm') throw new OsmRefusal('osm.format', `the root is <${name}>, not <osm>`)
      this.root = element.endsWith('/') ? 'closed' : 'open'
    } else if (closing) this.close(name)
    else this.open(name, element)
  }

  finish(): void {
    if (this.root === 'awaited') throw new OsmRefusal('osm.format', 'this is not OSM XML')
    if (this.root === 'open') throw new OsmRefusal('osm.truncated', 'the file breaks off before </osm>')
  }

  private open(name: string, element: string): void {
    if (name === 'node' || name === 'way' || name === 'relation') {
      this.kind = name
      this.attributes = attributesOf(element)
      this.tags = null
      this.nodes = []
      this.members = []
      if (element.endsWith('/')) this.close(name)
    } else if (name === 'tag') {
      const { k, v } = attributesOf(element)
      if (k === undefined || v === undefined) throw new OsmRefusal('osm.format', 'a tag has no key or no value')
      this.tags ??= Object.create(null) as Tags
      this.tags[k] = v
    } else if (name === 'nd') {
      this.nodes.push(whole(attributesOf(element)['ref'], 'a node reference'))
    } else if (name === 'member') {
      const { type, ref, role } = attributesOf(element)
      if (type !== 'node' && type !== 'way' && type !== 'relation') throw new OsmRefusal('osm.format', `a member is of kind "${type}"`)
      this.members.push({ type, id: whole(ref, 'a member'), role: role ?? '' })
    }
  }

  private close(name: string): void {
    if (name === 'osm') this.root = 'closed'
    if (name !== this.kind) return
    this.kind = ''
    if (this.attributes['visible'] === 'false' || this.attributes['action'] === 'delete') return
    const id = whole(this.attributes['id'], `the id of a ${name}`)
    if (name === 'way') this.sink.way(id, this.tags ?? {}, this.nodes)
    else if (name === 'relation') this.sink.relation(id, this.tags ?? {}, this.members)
    else {
      const { lon, lat } = this.attributes
      this.sink.node(id, degrees_e7(lon, 180, `the longitude of node ${id}`), degrees_e7(lat, 90, `the latitude of node ${id}`), this.tags)
    }
  }
}
