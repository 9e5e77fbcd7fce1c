import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryClient } from '@tanstack/react-query'
import { contract } from 'virtual:redvest-contract'
import { OFFLINE, ProblemError, readProblem } from './problem.ts'

/**
 * `fetch` that answers only successes: every refusal is thrown as a ProblemError, an unreachable server as the problem `offline`.
 * Aborts stay what they are.
 */
export async function fetchOrRefuse(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ProblemError({ code: OFFLINE, status: 0 })
  })
  if (!response.ok) throw await readProblem(response)
  return response
}

type Client = JsonifiedClient<ContractRouterClient<typeof contract>>

/** Calls operations by name: `await client.duties.claim({ id })`; throws ProblemError. */
export const client: Client = createORPCClient(new OpenAPILink(contract, { url: () => `${location.origin}/api`, fetch: (request, init) => fetchOrRefuse(request, init as RequestInit) }))

/** The same operations for TanStack Query: `useQuery(api.duties.near.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client)

/** Refusals are not asked again; what may pass (a lost answer, a restart) is tried twice more, but not on a device that knows it has no network: that is said at once. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, networkMode: 'always', refetchOnReconnect: true, retry: (failures, error) => failures < 2 && navigator.onLine && error instanceof ProblemError && (error.status === 0 || error.status === 503) },
      mutations: { networkMode: 'always', retry: false },
    },
  })
