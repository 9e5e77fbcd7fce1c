import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { client } from '../../../kit/client.ts'
import { Empty, Fetched, ProblemLine } from '../../../kit/states.tsx'
import { dateTime } from '../../../kit/time.ts'
import { useWords } from '../../../kit/words.ts'
import { usePages } from '../paging.tsx'
import { PeopleFrame } from '../people-frame.tsx'

/** Who wants to join the teams one decides for, oldest first. */
export default function JoinRequestsPage() {
  const say = useWords('people')
  const queries = useQueryClient()
  const { query, more } = usePages(['people', 'join-requests'], (after) => client.people.joinRequests({ ...(after === undefined ? {} : { after }), limit: 50 }))
  const deciding = useMutation({ mutationFn: (decision: { id: string; verdict: 'approved' | 'refused' }) => client.people.decideJoinRequest(decision), onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }) })
  return (
    <PeopleFrame part="requests">
      <Fetched query={query} lines={4} isEmpty={(list) => list.length === 0} empty={<Empty title={say('audit.none')} />}>
        {(list) => (
          <>
            <ul className="review-list">
              {list.map((request) => (
                <li key={request.id} className="review-item">
                  <div>
                    <h2>{request.displayName} → {request.teamName}</h2>
                    <p>{say(`status.${request.realName}`)} · {dateTime(request.createdAt)}{request.message !== '' && ` · ${request.message}`}</p>
                    {deciding.variables?.id === request.id && <ProblemLine error={deciding.error} />}
                  </div>
                  <div className="review-acts">
                    <Button type="primary" loading={deciding.isPending && deciding.variables.id === request.id} onClick={() => deciding.mutate({ id: request.id, verdict: 'approved' })}>{say('teams.approve')}</Button>
                    <Button onClick={() => deciding.mutate({ id: request.id, verdict: 'refused' })}>{say('teams.refuse')}</Button>
                  </div>
                </li>
              ))}
            </ul>
            {more}
          </>
        )}
      </Fetched>
    </PeopleFrame>
  )
}
