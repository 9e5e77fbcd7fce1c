import fastifyHelmet from '@fastify/helmet'
import { ORPCError, ValidationError, type AnyContractRouter } from '@orpc/contract'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import type { Router } from '@orpc/server'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Actor } from './actor.ts'
import { describeApi, NO_CHINESE, type ApiWords } from './pages/api-description.ts'
import { methodsByPath } from './pages/api-methods.ts'
import { apiPage, PAGE_SCRIPT, type PageLanguage } from './pages/api-page.ts'
import { Problem, refuse, toProblemDetails, type FieldError } from './problem.ts'

/** What every operation is given besides its input. */
export interface RequestContext {
  /** Who asks; null for a guest. */
  actor: Actor | null
  ip: string
  request: FastifyRequest
  reply: FastifyReply
}

export interface HttpOptions {
  /** Reads the session of a request (cookie header); null for a guest. */
  resolveActor: (request: FastifyRequest) => Promise<Actor | null>
  report: (error: unknown, request: string) => void
  /** Origins besides the own host whose pages may change things. */
  publicUrl?: string | undefined
}

const JSON_BODY_MAX_BYTES = 1024 * 1024

/** A Fastify server that answers every fault as problem details and checks the Origin of changing requests. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const http = Fastify({ bodyLimit: JSON_BODY_MAX_BYTES, trustProxy: 'loopback', forceCloseConnections: true, routerOptions: { ignoreTrailingSlash: true }, frameworkErrors: (error, _, reply) => void sendProblem(reply, asProblem(error)) })
  // Bodies are JSON; Fastify would take plain text as well and leave it to the shapes to wonder.
  http.removeContentTypeParser('text/plain')
  await http.register(fastifyHelmet, {
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"], 'script-src': ["'self'"], 'worker-src': ["'self'", 'blob:'], 'connect-src': ["'self'", 'ws:', 'wss:'],
        'img-src': ["'self'", 'data:', 'blob:'], 'style-src': ["'self'", "'unsafe-inline'"], 'font-src': ["'self'", 'data:'], 'upgrade-insecure-requests': null,
      },
    },
    // Plain HTTP on localhost and inside a city network must stay usable; the reverse proxy sets HSTS.
    strictTransportSecurity: false,
  })
  http.addHook('onRequest', async (request) => refuseForeignOrigin(request, options.publicUrl))
  http.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error)
    // Without the query, which may name a person.
    if (problem.status >= 500) options.report(error, `${request.method} ${request.url.split('?')[0]}`)
    void sendProblem(reply, problem)
  })
  http.setNotFoundHandler((_, reply) => sendProblem(reply, refuse('not-found')))
  return http
}

export const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply =>
  sayWhatHelps(reply, problem).status(problem.status).header('content-type', 'application/problem+json').send(JSON.stringify(toProblemDetails(problem)))

/** Retry-After and Allow (RFC 9110), which clients and proxies understand that know nothing of our codes. */
function sayWhatHelps(reply: FastifyReply, problem: Problem): FastifyReply {
  const { retryAfter_s, allow } = problem.params
  if (typeof retryAfter_s === 'number') reply.header('retry-after', String(retryAfter_s))
  return Array.isArray(allow) ? reply.header('allow', allow.join(', ')) : reply
}

function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const { origin } = request.headers
  if (origin === undefined || ['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
  if (!sameOrigin(origin, request.headers.host, publicUrl)) throw refuse('not-allowed', { reason: 'origin' })
}

/** True when a browser page at `origin` belongs to this server. */
export function sameOrigin(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  const from = URL.canParse(origin) ? new URL(origin) : null
  return from !== null && (from.host === host || (publicUrl !== undefined && from.origin === new URL(publicUrl).origin))
}

/** Mounts the contract's operations under `/api`, their description at `/api/openapi.json`, and a page to read it in two languages at `/api/`. */
export async function mountApi(http: FastifyInstance, router: Router<AnyContractRouter, RequestContext>, contract: AnyContractRouter, options: HttpOptions & ApiWords & { fontCss?: string | undefined }): Promise<void> {
  const handler = new OpenAPIHandler(router, {
    interceptors: [async ({ next, request, context }) => {
      try {
        return await next()
      } catch (error) {
        const problem = asProblem(error)
        if (problem.status >= 500) options.report(error, `${request.method} ${request.url.pathname}`)
        sayWhatHelps(context.reply, problem)
        throw new ORPCError(problem.code, { status: problem.status, data: toProblemDetails(problem) })
      }
    }],
    customErrorResponseBodyEncoder: (error) => error.data,
  })
  const description = await describeApi(contract, options)
  // Nobody learns anything by it: the description tells everyone which methods there are, and whether one may is asked of each.
  const methodsOf = methodsByPath({ ...description.paths, ...PAGES })
  const descriptionText = JSON.stringify(description)
  const pageIn = (language: PageLanguage): string => apiPage(description, options.problems ?? {}, options.chinese ?? NO_CHINESE, language, options.fontCss)
  const pages = { zh: pageIn('zh'), en: pageIn('en') }
  http.get('/api/openapi.json', (_, reply) => reply.header('content-type', 'application/json').send(descriptionText))
  http.get('/api/', (request, reply) => reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache').header('vary', 'accept-language').send(pages[/^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh']))
  http.get('/api/page.js', (_, reply) => reply.header('content-type', 'text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(PAGE_SCRIPT))
  http.addHook('onSend', async (request, reply) => {
    if (reply.statusCode >= 400 && request.url.startsWith('/api/')) reply.header('content-type', 'application/problem+json')
  })
  http.all('/api/*', async (request, reply) => {
    const actor = await options.resolveActor(request)
    reply.header('cache-control', 'no-store')
    // The operations are written for GET; Node leaves the body of an answer to HEAD out by itself.
    if (request.raw.method === 'HEAD') request.raw.method = 'GET'
    const { matched } = await handler.handle(request, reply, { prefix: '/api', context: { actor, ip: request.ip, request, reply } })
    if (matched) return reply
    const allow = methodsOf(request.url.slice('/api'.length).split('?')[0] as string)
    return sendProblem(reply, allow.length > 0 ? refuse('method-not-allowed', { allow }) : refuse('not-found'))
  })
}

/** What is served beside the description. */
const PAGES = { '/': { get: {} }, '/openapi.json': { get: {} }, '/page.js': { get: {} } }

/**
 * What PostgreSQL says of a value that fits its shape and no column: a text with U+0000, a page cursor that is no id or
 * time. Found here once instead of in every shape.
 */
const unfitForColumn: ReadonlySet<unknown> = new Set(['22021', '22P02', '22007', '22008'])

/** Turns whatever was thrown into a refusal; what is not known to be one becomes `internal`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof ORPCError) {
    if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') return refuse('invalid-input', {}, error.cause.issues.map(asFieldError))
    if (error.status === 400) return refuse('invalid-input')
    if (error.status === 413) return refuse('too-large')
    return refuse('internal')
  }
  if (unfitForColumn.has((error as { code?: unknown }).code)) return refuse('invalid-input')
  const status = (error as { statusCode?: number }).statusCode
  if (status === 413) return refuse('too-large')
  if (status === 404) return refuse('not-found')
  if (status === 415) return refuse('media-type-unsupported')
  if (status !== undefined && status >= 400 && status < 500) return refuse('invalid-input')
  return refuse('internal')
}

function asFieldError(issue: { message: string; path?: ReadonlyArray<PropertyKey | { key: PropertyKey }> | undefined; code?: string }): FieldError {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return { path, code: issue.code ?? 'invalid', message: issue.message }
}
