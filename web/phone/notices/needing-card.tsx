import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Notice } from '../../../server/people/shapes.ts'
import { client } from '../../kit/client.ts'
import { useMe } from '../../kit/me.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { noticePath, useNoticeWords } from './notice.tsx'

/** The newest unread notice that needs the person; following it is having read it. */
export function NeedingCard() {
  const { me } = useMe()
  const needing = me?.notices.needing ?? null
  return needing === null ? null : <Card notice={needing} />
}

const acts: Record<string, string> = { patrol: 'patrol', case: 'case', person: 'person', team: 'team', 'service-record': 'record' }

function Card({ notice }: { notice: Notice }) {
  const say = useWords('notices')
  const language = useLanguage()
  const queries = useQueryClient()
  const { title, about, why } = useNoticeWords()(notice)
  const read = useMutation({ mutationFn: () => client.people.readNotices({ id: notice.id, older: false }), onSuccess: () => queries.invalidateQueries({ queryKey: ['me'] }) })
  return (
    <section className="card" role="status">
      <h2><StateMark kind="need">{title}</StateMark></h2>
      <p>{about === '' ? '' : `${about} · `}<span className="whole">{relativeTime(notice.at, new Date(), language)}</span></p>
      {why !== '' && <p className="notice-why">{why}</p>}
      <Link to={noticePath(notice.subject) as never} className="act act-wide" onClick={() => read.mutate()}>{say(`act.${acts[notice.subject.split(':')[0] ?? ''] ?? 'patrol'}`)}</Link>
    </section>
  )
}
