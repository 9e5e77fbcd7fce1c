import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { meQuery } from '../kit/me.ts'
import { keepMe } from './keep-me.ts'

vi.mock('../kit/client.ts', () => ({ client: { people: { me: vi.fn() } } }))

const stored = new Map<string, string>()
vi.stubGlobal('localStorage', { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, text: string) => void stored.set(key, text), removeItem: (key: string) => void stored.delete(key) })
vi.stubGlobal('document', { fonts: [] })
beforeEach(() => stored.clear())

const person = { id: 'p', displayName: '张*', notices: { unread: 0, needing: null } }
const answer = (queries: QueryClient, value: unknown): void => void queries.setQueryData(meQuery.queryKey, value as never)
/** The app opened anew on the same phone. */
const opened = (): QueryClient => {
  const queries = new QueryClient()
  keepMe(queries)
  return queries
}

describe('a phone opened without network', () => {
  it('knows who is signed in, and asks again as soon as it can', () => {
    answer(opened(), person)
    const queries = opened()
    expect(queries.getQueryData(meQuery.queryKey)).toEqual(person)
    expect(queries.getQueryState(meQuery.queryKey)?.dataUpdatedAt).toBe(0)
  })

  it.each<[string, (queries: QueryClient) => void]>([
    ['the server knows nobody', (queries) => answer(queries, null)],
    ['someone signed out', (queries) => queries.clear()],
  ])('knows nobody after %s', (_, end) => {
    const queries = opened()
    answer(queries, person)
    end(queries)
    expect(opened().getQueryData(meQuery.queryKey)).toBeUndefined()
  })

  it('asks anew who is signed in when an older version kept less', () => {
    answer(opened(), { id: 'p', displayName: '张*' })
    expect(opened().getQueryData(meQuery.queryKey)).toBeUndefined()
  })

  it('that never knew anybody asks once, however many parts of the page want to know', async () => {
    const queries = opened()
    const ask = vi.fn(() => Promise.reject(new Error('offline')))
    const options = { ...meQuery, queryFn: ask, retry: false } as never
    const leave = new QueryObserver(queries, options).subscribe(() => undefined)
    await vi.waitFor(() => expect(queries.getQueryState(meQuery.queryKey)?.status).toBe('error'))
    const leaveToo = new QueryObserver(queries, options).subscribe(() => undefined)
    expect([ask.mock.calls.length, queries.getQueryState(meQuery.queryKey)?.fetchStatus]).toEqual([1, 'idle'])
    leave()
    leaveToo()
  })
})
