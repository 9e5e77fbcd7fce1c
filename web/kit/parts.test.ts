import { beforeEach, describe, expect, it, vi } from 'vitest'
import { loadAnew, loadAnewOnce, part } from './parts.ts'
import { ProblemError, remedy } from './problem.ts'

const stored = new Map<string, string>()
const reload = vi.fn()
let entry = ''
let answer: () => Promise<Response>
vi.stubGlobal('sessionStorage', { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, text: string) => void stored.set(key, text) })
vi.stubGlobal('location', { origin: 'http://city', reload })
vi.stubGlobal('document', { querySelector: () => ({ getAttribute: () => entry }) })
vi.stubGlobal('navigator', {})
vi.stubGlobal('fetch', () => answer())

const documentOf = (script: string) => async () => new Response(`<script type="module" crossorigin src="${script}"></script>`)
const absent = async (): Promise<Response> => { throw new TypeError('Failed to fetch') }
const restarting = async (): Promise<Response> => new Response('', { status: 502 })

beforeEach(() => {
  stored.clear()
  reload.mockClear()
  entry = '/m/assets/index-old.js'
})

const codeOf = (failure: Error): Promise<string> => part(() => Promise.reject(failure))().then(() => 'there', (error: unknown) => (error instanceof ProblemError ? error.code : String(error)))
const NOT_FETCHED = [
  'Failed to fetch dynamically imported module: http://city/m/assets/page-1.js', 'error loading dynamically imported module: http://city/m/assets/page-1.js', 'Importing a module script failed.', 'Unable to preload CSS for /m/assets/page-1.css',
]

describe('a part of the app that cannot be fetched', () => {
  it.each(NOT_FETCHED)('says why: %s', async (words) => {
    const failure = new TypeError(words)
    answer = absent
    expect(await codeOf(failure)).toBe('offline')
    answer = restarting
    expect(await codeOf(failure)).toBe('unavailable')
    answer = documentOf(entry)
    expect(await codeOf(failure)).toBe('unavailable')
    answer = documentOf('/m/assets/index-new.js')
    expect(await codeOf(failure)).toBe('new-version')
  })

  it('is not one that came and broke', async () => {
    answer = documentOf('/m/assets/index-new.js')
    expect(await codeOf(new TypeError('x is not a function'))).toBe('TypeError: x is not a function')
  })

  it('that is of an older version is mended by loading anew', () => expect(remedy(new ProblemError({ code: 'new-version', status: 503 }))).toBe('renew'))
})

describe('loading the app anew', () => {
  it('happens by itself once for each version that was left', async () => {
    answer = documentOf('/m/assets/index-new.js')
    await loadAnewOnce()
    await loadAnewOnce()
    expect(reload).toHaveBeenCalledTimes(1)
    entry = '/m/assets/index-new.js'
    answer = documentOf('/m/assets/index-newer.js')
    await loadAnewOnce()
    expect(reload).toHaveBeenCalledTimes(2)
  })

  it('waits for the server, else the page would be lost', async () => {
    answer = absent
    await loadAnew()
    expect(reload).not.toHaveBeenCalled()
  })

  it('is safe without the server where a worker keeps the pages', async () => {
    vi.stubGlobal('navigator', { serviceWorker: { controller: {}, getRegistration: async () => undefined } })
    answer = absent
    await loadAnew()
    vi.stubGlobal('navigator', {})
    expect(reload).toHaveBeenCalledTimes(1)
  })

  it('lets the worker that has the new pages take over first', async () => {
    const told: unknown[] = []
    const next = Object.assign(new EventTarget(), { state: 'installing', postMessage: (message: unknown) => { told.push(message); become('activated') } })
    const become = (state: string): void => { next.state = state; next.dispatchEvent(new Event('statechange')) }
    const registration = { installing: null as unknown, waiting: null, update: async () => { registration.installing = next } }
    vi.stubGlobal('navigator', { serviceWorker: { controller: {}, getRegistration: async () => registration } })
    answer = documentOf('/m/assets/index-new.js')
    const done = loadAnew()
    await vi.waitFor(() => expect(registration.installing).toBe(next))
    expect(reload).not.toHaveBeenCalled()
    become('installed')
    await done
    vi.stubGlobal('navigator', {})
    expect([told, reload.mock.calls.length]).toEqual([[{ type: 'SKIP_WAITING' }], 1])
  })
})
