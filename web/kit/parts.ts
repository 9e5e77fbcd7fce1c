import { fetchOrRefuse } from './client.ts'
import { asProblemError, NEW_VERSION, ProblemError } from './problem.ts'

/** What browsers and the builder say of a script or style that they could not fetch; one that came and broke says something else. */
const NOT_FETCHED = /dynamically imported module|Importing a module script failed|Unable to preload CSS/i
const LOADED_ANEW = 'redvest.loaded-anew'
/** An old phone takes its time to fetch and unpack all pages. */
const WORKER_MS = 30_000

/** The script that the document of this page began with; its name changes with every version. */
const entry = (): string => document.querySelector('script[type="module"]')?.getAttribute('src') ?? ''

/**
 * A part of the app that is fetched when it is needed: `part(() => import('./page.tsx'))`. Where it cannot be had, a problem like those of the
 * server says why: `offline`, `unavailable`, or `new-version` when the server has newer pages and the part is no more.
 */
export const part = <T>(load: () => Promise<T>) => (): Promise<T> =>
  load().catch(async (error: unknown) => {
    throw error instanceof Error && NOT_FETCHED.test(error.message) ? await whyAbsent() : error
  })

async function whyAbsent(): Promise<ProblemError> {
  try {
    const newest = await (await fetchNewest()).text()
    return new ProblemError({ code: newest.includes(entry()) ? 'unavailable' : NEW_VERSION, status: 503 })
  } catch (error) {
    return asProblemError(error)
  }
}

/** The document as the server has it now; the query leads past a worker that keeps another. */
const fetchNewest = (): Promise<Response> => fetchOrRefuse(`${import.meta.env.BASE_URL}?newest`, { cache: 'no-store' })

/** Loads the app anew; where a worker keeps the old pages, its successor takes over first. Without server and worker nothing happens: the page would be lost. */
export async function loadAnew(): Promise<void> {
  const reached = await fetchNewest().then(() => true, () => false)
  if (reached) await newestWorker().catch(() => undefined)
  if (reached || navigator.serviceWorker?.controller != null) location.reload()
}

/** The same by itself, once for each version that was left: what is still old after it is for the person to decide. */
export async function loadAnewOnce(): Promise<void> {
  if (sessionStorage.getItem(LOADED_ANEW) === entry()) return
  sessionStorage.setItem(LOADED_ANEW, entry())
  await loadAnew()
}

async function newestWorker(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  if (registration === undefined) return
  await registration.update()
  const next = registration.installing ?? registration.waiting
  if (next === null) return
  await Promise.race([reaches(next), new Promise((resolve) => setTimeout(resolve, WORKER_MS))])
}

/** Lets the worker take over as soon as it has everything. */
function reaches(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    const follow = (): void => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- workers have none
      if (worker.state === 'installed') worker.postMessage({ type: 'SKIP_WAITING' })
      if (worker.state === 'activated' || worker.state === 'redundant') resolve()
    }
    worker.addEventListener('statechange', follow)
    follow()
  })
}
