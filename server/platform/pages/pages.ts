import fastifyStatic from '@fastify/static'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'

const FOREVER = 'public, max-age=31536000, immutable'
/** Asked again every time, answered 304 while unchanged: documents, the service worker, the manifest. */
const REVALIDATE = 'no-cache'

/** Folders of web/dist, the address each is served under, and whether unknown addresses below it are pages of its router. */
const APPS = [
  { folder: 'console', prefix: '/console/', routed: true },
  { folder: 'm', prefix: '/m/', routed: true },
  { folder: 'portal', prefix: '/', routed: false },
] as const

/**
 * Serves the built web: hashed files for ever, documents revalidated, brotli or gzip from beside the file. Addresses below /console and
 * /m that name no file answer with the app's document, so that any page can be opened directly; a missing file stays 404.
 */
export async function mountPages(http: FastifyInstance, distDir: string): Promise<void> {
  let decorated = false
  const serve = async (root: string, prefix: string): Promise<void> => {
    await http.register(fastifyStatic, {
      root, prefix, decorateReply: !decorated, preCompressed: true, wildcard: false, cacheControl: false, index: false, globIgnore: ['**/manifest.vite.json*', '**/.stamp', '**/sizes.json'],
      setHeaders: (reply, path) => { if (!reply.hasHeader('cache-control')) reply.header('cache-control', cacheFor(path)) },
    })
    decorated = true
  }
  await serve(join(distDir, 'fonts'), '/fonts/')
  for (const { folder, prefix, routed } of APPS) {
    const root = join(distDir, folder)
    if (!existsSync(join(root, 'index.html'))) throw new Error(`the web is not built: ${join(root, 'index.html')} is missing, run npm run build`)
    await serve(root, prefix)
    const document = (reply: FastifyReply): FastifyReply => reply.header('cache-control', REVALIDATE).sendFile('index.html', root)
    http.get(prefix, (_, reply) => document(reply))
    if (!routed) continue
    http.get(`${prefix}*`, (request, reply) => (isFile(request.url) ? reply.callNotFound() : document(reply)))
  }
}

const isFile = (url: string): boolean => /\.\w{2,11}$/.test(url.split('?')[0] as string)

const cacheFor = (path: string): string => (/[\\/](assets|fonts)[\\/]/.test(path) ? FOREVER : REVALIDATE)
