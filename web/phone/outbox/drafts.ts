import { isAnothers, queueCommand, type NewCommand } from './commands.ts'
import type { KeptDraft, OutboxDatabase } from './database.ts'

const KEPT_MS = 24 * 3_600_000
/** Whoever was safe this long ago is asked again. */
const SAFE_MS = 30 * 60_000

/** Drafts nobody came back to for a day are gone, whoever's they are. */
export const dropOldDrafts = async (database: OutboxDatabase, now: Date): Promise<void> => {
  const since = new Date(now.getTime() - KEPT_MS).toISOString()
  await database.drafts.filter(({ at }) => at < since).delete()
}

/** The draft of `me`, else one of nobody known. */
export async function readDraft(database: OutboxDatabase, me: string | null, now: Date): Promise<KeptDraft | null> {
  await dropOldDrafts(database, now)
  const seen = await database.drafts.filter((draft) => !isAnothers(draft, me)).toArray()
  return seen.find(({ personId }) => personId === me) ?? seen[0] ?? null
}

/** Keeps the draft in place of the one before; one of nobody known becomes this person's, if it was what they went on with. */
export async function keepDraft(database: OutboxDatabase, draft: Omit<KeptDraft, 'owner'>): Promise<void> {
  const { drafts } = database
  await database.transaction('rw', drafts, async () => {
    const owner = draft.personId ?? ''
    if ((await drafts.get(owner)) === undefined) await drafts.delete('')
    await drafts.put({ ...draft, owner })
  })
}

/** Drops the one that `readDraft` gives. */
export const dropDraft = async ({ drafts }: OutboxDatabase, me: string | null): Promise<void> =>
  drafts.delete(me !== null && (await drafts.get(me)) !== undefined ? me : '')

/** Out of the form and into the outbox in one step: after a crash it is in the one or the other, never in both. */
export async function sendDraft(database: OutboxDatabase, me: string | null, command: NewCommand & { id: string }, now: Date): Promise<void> {
  await database.transaction('rw', database.commands, database.drafts, async () => {
    await queueCommand(database, { ...command, personId: me }, now)
    await dropDraft(database, me)
  })
}

/** Whether the answer that nobody is in danger still holds. */
export const isSafe = (draft: Pick<KeptDraft, 'at'> | null, now: Date): boolean => draft !== null && now.getTime() - Date.parse(draft.at) < SAFE_MS
