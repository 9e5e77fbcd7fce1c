import './notices.css'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Notice } from '../../../server/people/shapes.ts'
import { api, client } from '../../kit/client.ts'
import { Icon } from '../../kit/icons.tsx'
import { phonePath } from '../../kit/paths.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Empty, Fetched, useOnline } from '../../kit/states.tsx'
import { dateTime, relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { noticeMark, noticePath, useNoticeWords } from './notice.tsx'

/** What concerns me, newest first; shown is read. */
export default function NoticesPage() {
  const say = useWords('notices')
  const query = useInfiniteQuery(api.people.myNotices.infiniteOptions({ input: (after: string | undefined) => ({ after, limit: 30 }), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined }))
  useSeen(query.data?.pages[0])
  return (
    <div className="stack">
      <Fetched query={query} lines={8} signInHref={`/m${phonePath.signIn(phonePath.notices())}`} isEmpty={({ pages }) => pages[0]?.items.length === 0} empty={<Empty title={say('none')} hint={say('noneWhat')}><Link to={phonePath.duties() as never} className="act">{say('act.duties')}</Link></Empty>}>
        {({ pages }) => (
          <>
            <ul className="rows notice-list">{pages.flatMap(({ items }) => items).map((notice) => <NoticeRow key={notice.id} notice={notice} />)}</ul>
            {query.hasNextPage ? <button type="button" className="act" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{say('more')}</button> : <p className="quiet">{say('kept')}</p>}
          </>
        )}
      </Fetched>
    </div>
  )
}

/** Tells the server that the newest shown and all before it were seen; without network the next visit does. */
function useSeen(page: { items: readonly Notice[]; unread: number } | undefined): void {
  const queries = useQueryClient()
  const online = useOnline()
  const newest = page?.items[0]?.id
  const unread = (page?.unread ?? 0) > 0
  useEffect(() => {
    if (newest === undefined || !unread || !online) return
    void client.people.readNotices({ id: newest }).then(() => queries.invalidateQueries({ queryKey: ['me'] }), () => undefined)
  }, [newest, unread, online, queries])
}

function NoticeRow({ notice }: { notice: Notice }) {
  const say = useWords('notices')
  const language = useLanguage()
  const { title, about, why } = useNoticeWords()(notice)
  return (
    <li><Link to={noticePath(notice.subject) as never} className="row notice-row">
      <span>
        <StateMark kind={noticeMark(notice)}>{title}</StateMark>
        {about !== '' && <small>{about}</small>}
        {why !== '' && <small className="notice-why">{why}</small>}
        <small><time dateTime={notice.at} title={dateTime(notice.at)}>{relativeTime(notice.at, new Date(), language)}</time>{notice.readAt === null && <strong className="notice-unread"> · {say('unread')}</strong>}</small>
      </span>
      <Icon name="forward" />
    </Link></li>
  )
}
