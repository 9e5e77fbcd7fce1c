import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { api, client } from '../../kit/client.ts'
import { useMe } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { asProblemError } from '../../kit/problem.ts'
import { useRegionName } from '../../kit/region.ts'
import { Empty, Fetched, Loading, ProblemLine } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'

/** Where a QR invitation leads: sign in, see the team, join. */
export default function JoinPage() {
  const say = useWords('people')
  const { token } = useParams({ strict: false }) as { token: string }
  const { me, loading } = useMe()
  if (loading) return <Loading />
  if (me !== null) return <Invited token={token} />
  return (
    <div className="stack">
      <section className="card">
        <h2>{say('join.title')}</h2>
        <p>{say('invitation.what')}</p>
        <Link className="act act-main" to={phonePath.signIn(phonePath.join(token)) as never}>{say('join.signIn')}</Link>
      </section>
    </div>
  )
}

function Invited({ token }: { token: string }) {
  const say = useWords('people')
  const named = useRegionName('short')
  const queries = useQueryClient()
  const team = useQuery(api.people.readTeamLink.queryOptions({ input: { token } }))
  const joining = useMutation({ mutationFn: () => client.people.followTeamLink({ token }), onSuccess: () => queries.invalidateQueries() })
  if (team.data === undefined && isOver(team.error)) return <LinkOver />
  return (
    <Fetched query={team}>
      {(card) => {
        const inside = joining.isSuccess || card.standing === 'member' || card.standing === 'leader'
        return (
          <div className="stack">
            <section className="card">
              <p>{inside ? say('join.joined') : say('join.invited')}</p>
              <h2>{card.name}</h2>
              <p>{say(`teamKind.${card.kind}`)} · {named(card.regionName)} · {say('teams.members', { count: card.members })}</p>
              {card.about !== '' && <p>{card.about}</p>}
            </section>
            <ProblemLine error={joining.error} />
            {joining.error !== null && asProblemError(joining.error).code === 'terms-needed' && <Link className="act" to={phonePath.consents(phonePath.join(token)) as never}>{say('consents.title')}</Link>}
            {inside ? <Link className="act act-main" to={phonePath.team(card.id) as never}>{say('join.open')}</Link> : <button type="button" className="act act-main" disabled={joining.isPending} onClick={() => joining.mutate()}>{say('join.accept')}</button>}
          </div>
        )
      }}
    </Fetched>
  )
}

/** A link that never was one is not told apart from one that has run out: the next step is the same. */
export const isOver = (error: unknown): boolean => error !== null && [404, 410].includes(asProblemError(error).status)

function LinkOver() {
  const say = useWords('people')
  return <Empty title={say('join.over')} hint={say('join.overWhat')}><Link to={phonePath.teams() as never} className="act">{say('teams.find')}</Link></Empty>
}
