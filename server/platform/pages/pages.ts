import fastifyStatic from '@fastify/static'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendProblem } from '../http.ts'
import { refuse } from '../problem.ts'

const FOREVER = 'public, max-age=31536000, immutable'
/** Asked again every time: documents, the service worker, the manifest. */
const REVALIDATE = 'no-cache'

/** Folders of web/dist, the address each is served under, and whether unknown addresses below it are pages of its router. */
const APPS = [
  { folder: 'console', prefix: '/console/', routed: true },
  { folder: 'm', prefix: '/m/', routed: true },
  { folder: 'portal', prefix: '/', routed: false },
] as const

/**
 * Serves the built web: hashed files for ever, documents revalidated, brotli or gzip from beside the file. Addresses below /console and
 * /m that name no file answer with the app's document, so that any page can be opened directly; a missing file stays 404. Files are looked
 * for when they are asked for: pages that were built anew are served without a restart.
 * @param platformName what the phone app is called where it is installed; the built name when absent
 */
export async function mountPages(http: FastifyInstance, distDir: string, platformName?: () => string): Promise<void> {
  await http.register(fastifyStatic, { serve: false, preCompressed: true, cacheControl: false, index: false, setHeaders: (reply, path) => { if (!reply.hasHeader('cache-control')) reply.header('cache-control', cacheFor(path)) } })
  const file = (request: FastifyRequest, reply: FastifyReply, folder: string): FastifyReply | void => {
    const name = (request.params as { '*': string })['*']
    return isServed(name) ? reply.sendFile(name, join(distDir, folder)) : reply.callNotFound()
  }
  http.get('/fonts/*', (request, reply) => file(request, reply, 'fonts'))
  http.get('/m/manifest.webmanifest', (_, reply) => {
    const built = JSON.parse(readFileSync(join(distDir, 'm/manifest.webmanifest'), 'utf8')) as object
    const name = platformName?.()
    return reply.type('application/manifest+json').header('cache-control', REVALIDATE).send(JSON.stringify(name === undefined ? built : { ...built, name, short_name: name }))
  })
  for (const { folder, prefix, routed } of APPS) {
    const root = join(distDir, folder)
    if (!existsSync(join(root, 'index.html'))) throw new Error(`the web is not built: ${join(root, 'index.html')} is missing, run npm run build`)
    const document = (reply: FastifyReply): FastifyReply => reply.header('cache-control', REVALIDATE).sendFile('index.html', root)
    http.get(prefix, (_, reply) => document(reply))
    http.route({ method: CHANGING, url: prefix, handler: onlyToBeRead })
    if (routed) http.route({ method: CHANGING, url: `${prefix}*`, handler: onlyToBeRead })
    http.get(`${prefix}*`, (request, reply) => (routed && !isFile(request.url) ? document(reply) : file(request, reply, folder)))
  }
}

/** Address of the shipped font's style sheet; undefined when it is not built. */
export function fontCssIn(distDir: string): string | undefined {
  const folder = join(distDir, 'fonts')
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.endsWith('.css')) : undefined
  return name && `/fonts/${name}`
}

const CHANGING = ['POST', 'PUT', 'PATCH', 'DELETE']
const onlyToBeRead = (_: unknown, reply: FastifyReply): FastifyReply => sendProblem(reply, refuse('method-not-allowed', { allow: ['GET', 'HEAD'] }))

const isFile = (url: string): boolean => /\.\w{2,11}$/.test(url.split('?')[0] as string)

/** Plain names of files in plain folders; the builder's list of chunks is not for pages. */
const isServed = (name: string): boolean => /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/.test(name) && !name.startsWith('manifest.vite.json')

const cacheFor = (path: string): string => (/[\\/](assets|fonts)[\\/]/.test(path) ? FOREVER : REVALIDATE)
