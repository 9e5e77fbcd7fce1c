import { signedIn, type Actor } from '../../platform/actor.ts'
import { inTransaction } from '../../platform/db.ts'
import { refuse } from '../../platform/problem.ts'
import type { Ground } from '../ground.ts'
import { countUnread, deleteNoticesBefore, markRead, noticesOf, type NoticeRow } from '../store/notices.ts'
import type { Notice } from '../shapes.ts'

const KEPT_DAYS = 90
const DAY_MS = 86_400_000

export const noticeView = (row: NoticeRow): Notice => ({
  id: row.id, kind: row.kind, subject: row.subject, params: row.params, at: row.at.toISOString(), readAt: row.read_at?.toISOString() ?? null,
})

/** What a person does with their own notices; nobody else reaches them, whatever the role. */
export function createNotices({ db, clock }: Ground) {
  /** Newest first. Keyset paging by the id, which grows with time. */
  async function myNotices(asker: Actor | null, input: { after?: string | undefined, limit: number }): Promise<{ items: Notice[], next: string | null, unread: number }> {
    const { personId } = signedIn(asker)
    const [rows, unread] = await Promise.all([noticesOf(db, personId, { after: input.after, limit: input.limit + 1 }), countUnread(db, personId)])
    const items = rows.slice(0, input.limit).map(noticeView)
    return { items, next: rows.length > input.limit ? items.at(-1)?.id ?? null : null, unread }
  }

  /** Answers what is unread afterwards. 404 for a notice that is not the actor's. Repeatable. */
  async function readNotices(asker: Actor | null, input: { id: string, older: boolean }): Promise<{ unread: number }> {
    const { personId } = signedIn(asker)
    return inTransaction(db, async (tx) => {
      if (!(await markRead(tx, personId, input, clock.now()))) throw refuse('not-found')
      return { unread: await countUnread(tx, personId) }
    })
  }

  /** Nightly: what is older than 90 days goes, read or not. */
  const dropOldNotices = async (): Promise<void> => void (await deleteNoticesBefore(db, new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)))

  return { myNotices, readNotices, dropOldNotices }
}
