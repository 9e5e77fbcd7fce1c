import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Role } from '../../server/platform/actor.ts'
import { fetchOrRefuse } from './client.ts'
import { ProblemError } from './problem.ts'

/** The signed-in person as the shells need it. */
export interface Me {
  id: string
  name: string
  realName: 'unverified' | 'pending' | 'verified' | 'rejected'
  grants: readonly MyGrant[]
}
export interface MyGrant {
  role: Role
  regionCode: string | null
  regionName: string | null
}

/**
 * Who is signed in: `me` is null for a guest (or while the server is away), `loading` before the first answer.
 * The answer is kept for a minute; after signing in or out invalidate the key `['me']`.
 */
export function useMe(): { me: Me | null; loading: boolean; error: unknown } {
  const { data, isPending, error } = useQuery(meQuery)
  return { me: data ?? null, loading: isPending, error }
}

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: fetchMe, staleTime: 60_000 })

async function fetchMe(): Promise<Me | null> {
  try {
    return readMe(await (await fetchOrRefuse('/api/me')).json())
  } catch (error) {
    if (error instanceof ProblemError && (error.status === 401 || error.status === 404)) return null
    throw error
  }
}

/** Takes what the shells use from the server's answer and leaves the rest; an answer without an id is no person. */
export function readMe(answer: unknown): Me | null {
  const body = answer as Partial<Me> | null
  if (typeof body?.id !== 'string') return null
  return { id: body.id, name: body.name ?? '', realName: body.realName ?? 'unverified', grants: (body.grants ?? []).map(({ role, regionCode, regionName }) => ({ role, regionCode: regionCode ?? null, regionName: regionName ?? null })) }
}

/** True when the person holds any of the roles anywhere. */
export const holds = (me: Me | null, ...roles: Role[]): boolean => me !== null && me.grants.some((grant) => roles.includes(grant.role))
