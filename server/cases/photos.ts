/** Photos travel as raw bodies beside the contract: uploaded before the report, read by whoever may see the case. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import sharp from 'sharp'
import { signedIn, type Actor } from '../platform/actor.ts'
import type { DescribedPaths } from '../platform/pages/api-description.ts'
import { refuse } from '../platform/problem.ts'
import type { Cases } from './cases.ts'

const PHOTO_MAX_BYTES = 12 * 1024 * 1024
const UPLOADS_PER_HOUR = 120
const THUMB_SIDE = 320
const mediaTypes = ['image/jpeg', 'image/png', 'image/webp']

export interface PhotoOptions {
  cases: Cases
  resolveActor: (request: FastifyRequest) => Promise<Actor | null>
}

const binary = { schema: { type: 'string', format: 'binary' } }
/** The photos as the API's description names them. */
export const photoRoutes: DescribedPaths = {
  '/photos': { post: {
    operationId: 'cases.storePhoto', tags: ['cases'], summary: 'Upload a photo before reporting with it: the raw file as body, at most 12 MB; what the camera wrote into it is removed',
    requestBody: { required: true, content: Object.fromEntries(mediaTypes.map((type) => [type, binary])) },
    responses: { 201: { description: 'Kept', content: { 'application/json': { schema: { type: 'object', required: ['id', 'width', 'height'], properties: { id: { type: 'string' }, width: { type: 'integer' }, height: { type: 'integer' } } } } } } },
  } },
  '/photos/{id}': { get: {
    operationId: 'cases.photo', tags: ['cases'], summary: 'A photo, to whoever may see its case',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }, { name: 'size', in: 'query', schema: { type: 'string', enum: ['thumb'] }, description: 'at most 320 px a side' }],
    responses: { 200: { description: 'The photo', content: { 'image/jpeg': binary } } },
  } },
}

const mediaTypeOf = ({ headers }: FastifyRequest): string => (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/**
 * Mounts `POST /api/photos` (raw JPEG, PNG or WebP, at most 12 MB, answered 201 {id, width, height}) and
 * `GET /api/photos/{id}`, with `?size=thumb` for at most 320 px a side. Kept by the reader's own browser only.
 */
export function mountPhotos(http: FastifyInstance, { cases, resolveActor }: PhotoOptions): void {
  const limiter = new RateLimiterMemory({ points: UPLOADS_PER_HOUR, duration: 3600 })
  http.register(async (scope) => {
    scope.addContentTypeParser(mediaTypes, { parseAs: 'buffer', bodyLimit: PHOTO_MAX_BYTES }, (_, body, done) => done(null, body))
    scope.post('/api/photos', {
      bodyLimit: PHOTO_MAX_BYTES,
      // Before the body is read, so that strangers cannot make the server take in megabytes.
      onRequest: async (request) => {
        const { personId } = signedIn(await resolveActor(request))
        await limiter.consume(personId).catch(() => { throw refuse('too-many-requests') })
      },
    }, async (request, reply) => {
      if (!mediaTypes.includes(mediaTypeOf(request))) throw refuse('media-type-unsupported', { accepts: mediaTypes })
      if (!Buffer.isBuffer(request.body)) throw refuse('invalid-input', {}, [{ path: 'photo', code: 'not-an-image', message: `Send one of ${mediaTypes.join(', ')}` }])
      const photo = await cases.storePhoto(await resolveActor(request), request.body)
      return reply.status(201).header('cache-control', 'no-store').send(photo)
    })
    scope.get<{ Params: { id: string }; Querystring: { size?: string } }>('/api/photos/:id', async (request, reply) => {
      const bytes = await cases.photo(await resolveActor(request), request.params.id)
      const shown = request.query.size === 'thumb' ? await sharp(bytes).resize({ width: THUMB_SIDE, height: THUMB_SIDE, fit: 'inside' }).jpeg({ quality: 75 }).toBuffer() : bytes
      return reply.header('content-type', 'image/jpeg').header('cache-control', 'private, max-age=86400, immutable').send(shown)
    })
  })
}
