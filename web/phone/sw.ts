/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] }

const LATER = 'redvest-later-1'
const TILES = '/api/tiles/'

// The shell opens without network; what the person sees comes from the outbox and from what was fetched before.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
const shell = createHandlerBoundToURL('/m/index.html')

// Taking over the first visit at once lets it keep what it fetches from then on.
self.addEventListener('activate', (event) => event.waitUntil(Promise.all([self.clients.claim(), dropOldParts()])))

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== location.origin || (url.pathname.startsWith('/api/') && !url.pathname.startsWith(TILES))) return
  if (event.request.mode === 'navigate') return event.respondWith(shell({ event, request: event.request, url }))
  // Fonts and tiles have fixed names or a revision in them: once fetched they stay, and a walk without network has its ground.
  if (url.pathname.startsWith(TILES) || url.pathname.startsWith('/fonts/')) event.respondWith(keep(event.request))
})

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

async function keep(request: Request): Promise<Response> {
  const cache = await caches.open(LATER)
  const kept = await cache.match(request)
  if (kept !== undefined) return kept
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

/** Earlier versions kept the map's engine here, every one of them. */
async function dropOldParts(): Promise<void> {
  const cache = await caches.open(LATER)
  await Promise.all((await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith('/m/assets/')).map((request) => cache.delete(request)))
}
