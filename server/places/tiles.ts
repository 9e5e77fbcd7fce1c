import { promisify } from 'node:util'
import { gunzip as gunzipWith, gzip as gzipWith } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import type { DescribedPaths } from '../platform/pages/api-description.ts'
import { refuse } from '../platform/problem.ts'
import type { Places } from './places.ts'
import { TILE_ZOOM_MAX } from './tile-maker.ts'

const gzip = promisify(gzipWith)
const gunzip = promisify(gunzipWith)

const TILES_KEPT = 2000
const DAY_S = 86_400
const EMPTY = Buffer.alloc(0)

const part = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'integer', minimum: 0 } })
/** The tiles as the API's description names them. */
export const tileRoutes: DescribedPaths = {
  '/tiles/{z}/{x}/{y}.mvt': { get: {
    operationId: 'places.tile', tags: ['places'], summary: 'One vector tile of the city’s map, zoom 0 to 15', parameters: [part('z'), part('x'), part('y'), { name: 'v', in: 'query', schema: { type: 'string' }, description: 'mapRevision of /city: the tile may then be kept for a day' }],
    responses: { 200: { description: 'A Mapbox vector tile', content: { 'application/vnd.mapbox-vector-tile': {} } }, 204: { description: 'Nothing is there' }, 304: { description: 'Not changed since the given ETag' } },
  } },
}

/**
 * Serves `GET /api/tiles/{z}/{x}/{y}.mvt`, zoom 0 to 15, to everyone; 204 where there is nothing.
 * With `?v=<mapRevision of /city>` a page may keep a tile for a day; without, it asks again and mostly hears 304.
 */
export function mountTiles(http: FastifyInstance, places: Places): void {
  const kept = new LatestTiles(TILES_KEPT)
  http.get<{ Params: Record<'z' | 'x' | 'y', string>; Querystring: { v?: string } }>('/api/tiles/:z/:x/:y.mvt', async (request, reply) => {
    const { z, x, y } = address(request.params)
    const revision = places.city().mapRevision
    const etag = `"${revision}-${z}-${x}-${y}"`
    reply.header('etag', etag).header('vary', 'accept-encoding').header('content-type', 'application/vnd.mapbox-vector-tile')
      .header('cache-control', request.query.v === String(revision) ? `public, max-age=${DAY_S}` : 'no-cache')
    if (request.headers['if-none-match'] === etag) return reply.status(304).send()
    const packed = await kept.get(etag, async () => {
      const tile = (await places.tiles()).tile(z, x, y)
      return tile === null ? EMPTY : gzip(tile)
    })
    if (packed.length === 0) return reply.status(204).send()
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(await gunzip(packed))
    return reply.header('content-encoding', 'gzip').send(packed)
  })
}

function address({ z, x, y }: Record<'z' | 'x' | 'y', string>): Record<'z' | 'x' | 'y', number> {
  if (![z, x, y].every((part) => /^\d{1,6}$/.test(part))) throw refuse('invalid-input')
  const [zoom, column, row] = [Number(z), Number(x), Number(y)]
  if (zoom > TILE_ZOOM_MAX || column >= 2 ** zoom || row >= 2 ** zoom) throw refuse('not-found')
  return { z: zoom, x: column, y: row }
}

/** The tiles asked for most recently; two requests for the same new tile share the work. */
class LatestTiles {
  readonly #most: number
  readonly #tiles = new Map<string, Promise<Buffer>>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const tile = this.#tiles.get(key) ?? make()
    this.#tiles.delete(key)
    this.#tiles.set(key, tile)
    tile.catch(() => this.#tiles.delete(key))
    const oldest = this.#tiles.size > this.#most ? this.#tiles.keys().next().value : undefined
    if (oldest !== undefined) this.#tiles.delete(oldest)
    return tile
  }
}
