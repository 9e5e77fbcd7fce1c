import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Position } from '../../../server/platform/shapes.ts'
import { CaseMark } from '../../kit/cases.tsx'
import { api, client } from '../../kit/client.ts'
import { phonePath } from '../../kit/paths.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'

/** What neighbours already reported here, to follow instead of reporting again; shows nothing when there is nothing or no network. */
export function SimilarList({ category, position }: { category: string; position: Position }) {
  const say = useWords('cases')
  const language = useLanguage()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data } = useQuery({ ...api.cases.similar.queryOptions({ input: { category, ...position } }), retry: false })
  const follow = useMutation({
    mutationFn: (id: string) => client.cases.follow({ id, position }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries()
      void navigate({ to: phonePath.case(id) as never })
    },
  })
  if (data === undefined || data.length === 0) return null
  return (
    <section className="card">
      <h2>{say('report.similar')} ({data.length})</h2>
      <ul className="plain-list similar">
        {data.map((one) => (
          <li key={one.id}>
            <p><CaseMark of={{ state: one.state, overdue: false }} /> · {say('report.metres', { count: one.distance_m })} · {relativeTime(one.reportedAt, new Date(), language)}{one.followers > 0 && ` · ${say('report.followers', { count: one.followers })}`}</p>
            <p>{one.choices.map((choice) => choice[language]).join(' · ')}</p>
            {one.relation === 'none' ? <button type="button" className="act" disabled={follow.isPending} onClick={() => follow.mutate(one.id)}>{say('report.follow')}</button>
              : <button type="button" className="act" onClick={() => void navigate({ to: phonePath.case(one.id) as never })}>{say(one.relation === 'reporter' ? 'report.yours' : 'report.followed')} ▸</button>}
          </li>
        ))}
      </ul>
      <ProblemLine error={follow.error} />
    </section>
  )
}
