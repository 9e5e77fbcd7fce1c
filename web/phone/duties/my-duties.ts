import { queryOptions } from '@tanstack/react-query'
import { api, client } from '../../kit/client.ts'
import { forget, keep, kept } from '../../kit/kept.ts'
import { ProblemError } from '../../kit/problem.ts'

/** My seats and what I am doing now, as the server tells it. */
export type MyDuties = Awaited<ReturnType<typeof client.duties.myDuties>>
export type Offer = MyDuties['upcoming'][number]

/** A new number whenever the answer gains parts that pages rely on. */
const KEPT = 'my-duties.4'
interface Kept { at: number; answer: MyDuties }

/** The last answer stays on this phone, so that a seat can be taken up where there is no network. */
async function ask(): Promise<MyDuties> {
  try {
    const answer = await client.duties.myDuties()
    keep(KEPT, { at: Date.now(), answer } satisfies Kept)
    return answer
  } catch (error) {
    // Signed out: the next person on this phone does not see these seats.
    if (error instanceof ProblemError && error.status === 401) forget(KEPT)
    throw error
  }
}

export const myDutiesQuery = queryOptions({
  queryKey: api.duties.myDuties.key(),
  queryFn: ask,
  initialData: () => kept<Kept>(KEPT)?.answer,
  initialDataUpdatedAt: () => kept<Kept>(KEPT)?.at,
})
