import { gunzipSync } from 'node:zlib'
import { boundaryOf } from './osm/boundaries.ts'
import type { OsmBoundary, Position } from './osm/boundaries.ts'
import { Locations } from './osm/locations.ts'
import { decodePbf } from './osm/pbf.ts'
import { OsmRefusal } from './osm/refusal.ts'
import type { Member, Tags } from './osm/sink.ts'
import { decodeXml } from './osm/xml.ts'

export { OsmRefusal } from './osm/refusal.ts'
export type { OsmBoundary, Position } from './osm/boundaries.ts'

export interface OsmNode { id: number, tags: Tags, coordinate: Position }
export interface OsmWay {
  id: number
  /** `name`, `highway` (the class of a street) and so on, as OpenStreetMap has them. */
  tags: Tags
  /** Ids of the nodes, one for each coordinate; streets meet where they share one. */
  nodes: number[]
  /** At least two points, WGS-84 degrees, longitude first. */
  coordinates: Position[]
}
export interface OsmRelation { id: number, tags: Tags, members: Member[] }

export interface OsmExtract {
  /** Only nodes that carry tags (stations, crossings, house numbers); the others live in the ways. */
  nodes: OsmNode[]
  /** A way of which the extract holds only pieces appears once for each piece of two points or more. */
  ways: OsmWay[]
  /** Every relation but for the areas in `boundaries`. */
  relations: OsmRelation[]
  /** Relations with `boundary=administrative`, as polygons. */
  boundaries: OsmBoundary[]
  /** What the extract lacks: ways cut at its edge, references to nodes it does not hold. */
  missing: { cutWays: number, nodes: number }
}

export interface OsmChoice {
  /** Which ways to keep; all when absent. Member lines of boundaries are used in any case. */
  way?: (tags: Tags) => boolean
  /** Which tagged nodes to keep; all when absent. */
  node?: (tags: Tags) => boolean
}

const MOST_XML_BYTES = 2 ** 32 - 1

/** Of a way that is not kept only the line is, packed, because a boundary read later may need it. */
interface StoredWay { tags: Tags | null, nodes: ArrayLike<number> }

/**
 * Reads an OpenStreetMap extract: PBF, XML, or either packed with gzip; which of them shows in the first bytes.
 *
 * O(bytes · log nodes) time; 16 bytes for each node and the kept objects in memory. Pure: the file is read by the caller.
 * Throws OsmRefusal with code `osm.format`, `osm.truncated`, `osm.compression`, `osm.feature` or `osm.too_large`.
 * Whoever shows what comes from it owes the line "© OpenStreetMap contributors".
 */
export function readOsm(bytes: Uint8Array, choice: OsmChoice = {}): OsmExtract {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? unzipped(bytes) : bytes
  const locations = new Locations()
  const nodes: OsmNode[] = []
  const ways = new Map<number, StoredWay>()
  const relations: OsmRelation[] = []
  const sink = {
    node(id: number, lon_e7: number, lat_e7: number, tags: Tags | null): void {
      locations.add(id, lon_e7, lat_e7)
      if (tags && (!choice.node || choice.node(tags))) nodes.push({ id, tags, coordinate: [lon_e7 / 1e7, lat_e7 / 1e7] })
    },
    way(id: number, tags: Tags, refs: number[]): void {
      const kept = !choice.way || choice.way(tags)
      ways.set(id, kept ? { tags, nodes: refs } : { tags: null, nodes: Float64Array.from(refs) })
    },
    relation(id: number, tags: Tags, members: Member[]): void { relations.push({ id, tags, members }) },
  }
  if (plain.length === 0) throw new OsmRefusal('osm.format', 'the file is empty')
  if (looksLikeXml(plain)) decodeXml(plain, sink)
  else decodePbf(plain, sink)
  return extract(locations, nodes, ways, relations)
}

function unzipped(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_XML_BYTES })
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new OsmRefusal('osm.too_large', 'the file unpacks to more than 4 GB')
    throw new OsmRefusal(code === 'Z_BUF_ERROR' ? 'osm.truncated' : 'osm.compression', `the file does not unpack: ${message}`)
  }
}

function looksLikeXml(bytes: Uint8Array): boolean {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  return /^\s*</.test(Buffer.from(bytes.subarray(start, start + 64)).toString('latin1')) && bytes[start] !== 0
}

function extract(
  locations: Locations, nodes: OsmNode[], ways: Map<number, StoredWay>, relations: OsmRelation[],
): OsmExtract {
  const missing = { cutWays: 0, nodes: 0 }
  const kept: OsmWay[] = []
  for (const [id, { tags, nodes: refs }] of ways) {
    if (!tags) continue
    const { pieces, absent } = piecesOf(refs, locations)
    if (absent > 0) { missing.cutWays++; missing.nodes += absent }
    for (const piece of pieces) kept.push({ id, tags, ...piece })
  }
  const lineOf = (id: number): { nodes: number[], coordinates: Position[] } | undefined => {
    const way = ways.get(id)
    const found = way && piecesOf(way.nodes, locations)
    return found && found.absent === 0 ? found.pieces[0] : undefined
  }
  const isBoundary = ({ tags }: OsmRelation): boolean => tags['boundary'] === 'administrative'
  return {
    nodes,
    ways: kept,
    relations: relations.filter((relation) => !isBoundary(relation)),
    boundaries: relations.filter(isBoundary).map(({ id, tags, members }) => boundaryOf(id, tags, members, lineOf)),
    missing,
  }
}

function piecesOf(refs: ArrayLike<number>, locations: Locations): { pieces: { nodes: number[], coordinates: Position[] }[], absent: number } {
  const pieces: { nodes: number[], coordinates: Position[] }[] = [{ nodes: [], coordinates: [] }]
  let absent = 0
  for (let k = 0; k < refs.length; k++) {
    const ref = refs[k]!
    const place = locations.find(ref)
    const piece = pieces.at(-1)!
    if (!place) {
      absent++
      if (piece.nodes.length > 0) pieces.push({ nodes: [], coordinates: [] })
      continue
    }
    piece.nodes.push(ref)
    piece.coordinates.push(place)
  }
  return { pieces: pieces.filter(({ nodes }) => nodes.length > 1), absent }
}
