import type { ServiceRecord } from '../../../server/duties/contract.ts'
import type { KeptWalk } from '../outbox/database.ts'

const SHOWN_MS = 24 * 3_600_000

/** A walk of somebody else who was signed in on this phone. @param me null when nobody is known */
export const isForeign = (walk: Pick<KeptWalk, 'personId'>, me: { id: string } | null): boolean => me !== null && walk.personId !== null && walk.personId !== me.id

/** Whether the summary of a walk still waits to be read: it is over, not yet confirmed and not older than a day. What was refused waits for its person however long. */
export function awaitsReading(walk: Pick<KeptWalk, 'endedAt'>, { state, refused, now }: { state: ServiceRecord['state'] | null; refused: boolean; now: Date }): boolean {
  if (walk.endedAt === null) return false
  return refused || (state !== 'confirmed' && now.getTime() - Date.parse(walk.endedAt) < SHOWN_MS)
}
