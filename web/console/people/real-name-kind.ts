import type { client } from '../../kit/client.ts'
import type { StateKind } from '../../kit/state-mark.tsx'

type Card = Awaited<ReturnType<typeof client.people.people>>['items'][number]

/** The mark that each state of a real-name check is shown by. */
export const realNameKind: Record<Card['realName'], StateKind> = { unverified: 'waiting', pending: 'running', verified: 'done', rejected: 'off' }
