import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Role } from '../../server/platform/actor.ts'
import { client } from './client.ts'
import { ProblemError } from './problem.ts'

/** The signed-in person as operation `people.me` tells it. */
export type Me = Awaited<ReturnType<typeof client.people.me>>

// A part of a page that mounts while the answer failed must not ask anew: what waits for the answer would unmount it, and so on for ever.
export const meQuery = queryOptions({ queryKey: ['me'], queryFn: fetchMe, staleTime: 60_000, retryOnMount: false })

/**
 * Who is signed in: `me` is null for a guest (and while the server cannot be reached), `loading` before the first answer.
 * The answer is kept for a minute; after signing in or out, or changing the profile, invalidate the key `['me']`.
 */
export function useMe(): { me: Me | null; loading: boolean; error: unknown } {
  const { data, isPending, error } = useQuery(meQuery)
  return { me: data ?? null, loading: isPending, error }
}

async function fetchMe(): Promise<Me | null> {
  try {
    return await client.people.me()
  } catch (error) {
    if (error instanceof ProblemError && (error.status === 401 || error.status === 404)) return null
    throw error
  }
}

/** True when the person holds any of the roles anywhere. */
export const holds = (me: Pick<Me, 'grants'> | null, ...roles: Role[]): boolean => me !== null && me.grants.some((grant) => roles.includes(grant.role))
