import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, client } from '../../kit/client.ts'
import { Icon } from '../../kit/icons.tsx'
import { useMe } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { Empty, Fetched, ProblemLine } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'
import { Field } from './field.tsx'

type Team = Awaited<ReturnType<typeof client.people.teams>>['items'][number]

/** My teams, invitations that wait for me, and teams to join. */
export default function TeamsPage() {
  const say = useWords('people')
  const { me } = useMe()
  const [name, setName] = useState('')
  const mine = useQuery(api.people.teams.queryOptions({ input: { mine: 'true', limit: 50 } }))
  const found = useQuery(api.people.teams.queryOptions({ input: { ...(name.trim() === '' ? {} : { name: name.trim() }), limit: 30 } }))
  return (
    <div className="stack">
      {(me?.invitations ?? 0) > 0 && <Invitations />}
      <h2 className="section">{say('teams.mine')}</h2>
      <Fetched query={mine} lines={2} signInHref={`/m${phonePath.signIn(phonePath.teams())}`} isEmpty={(page) => page.items.length === 0} empty={<p className="quiet">{say('teams.noneMine')}</p>}>{(page) => <TeamRows teams={page.items} />}</Fetched>
      {me !== null && (
        <>
          <h2 className="section">{say('teams.find')}</h2>
          <Field label={say('teams.search')} value={name} onChange={setName} type="search" enterKeyHint="search" />
          <Fetched query={found} lines={4} isEmpty={(page) => page.items.length === 0} empty={<Empty title={say('teams.none')} hint={say('teams.noneWhat')} />}>{(page) => <TeamRows teams={page.items.filter(({ standing }) => standing !== 'member' && standing !== 'leader')} />}</Fetched>
        </>
      )}
    </div>
  )
}

function TeamRows({ teams }: { teams: readonly Team[] }) {
  const say = useWords('people')
  const named = useRegionName('short')
  return (
    <div className="rows">
      {teams.map((team) => (
        <Link key={team.id} to={phonePath.team(team.id) as never} className="row">
          <span>{team.name}<small className="below">{named(team.regionName)} · {say(`teamKind.${team.kind}`)} · {say('teams.members', { count: team.members })}</small></span>
          {team.standing === 'requested' && <small>{say('teams.requested')}</small>}
          {team.standing === 'leader' && <small>{say('teams.youLead')}</small>}
          <Icon name="forward" />
        </Link>
      ))}
    </div>
  )
}

function Invitations() {
  const say = useWords('people')
  const named = useRegionName('short')
  const queries = useQueryClient()
  const open = useQuery(api.people.myInvitations.queryOptions())
  const answering = useMutation({ mutationFn: (answer: { id: string; accept: boolean }) => client.people.answerInvitation(answer), onSuccess: () => queries.invalidateQueries() })
  return (
    <Fetched query={open} lines={2}>
      {(list) => (
        <>
          {list.map((invitation) => (
            <section key={invitation.id} className="card">
              <h2>{invitation.teamName !== null ? say('invitation.toTeam', { name: invitation.invitedBy, team: invitation.teamName }) : say('invitation.toRole', { name: invitation.invitedBy, place: named(invitation.regionName) || (invitation.organisationName ?? ''), role: say(`role.${invitation.role ?? 'officer'}`) })}</h2>
              <p className="quiet">{say('invitation.what')}</p>
              {answering.variables?.id === invitation.id && <ProblemLine error={answering.error} />}
              <div className="pair">
                <button type="button" className="act act-main" disabled={answering.isPending} onClick={() => answering.mutate({ id: invitation.id, accept: true })}>{say('invitation.accept')}</button>
                <button type="button" className="act" disabled={answering.isPending} onClick={() => answering.mutate({ id: invitation.id, accept: false })}>{say('invitation.refuse')}</button>
              </div>
            </section>
          ))}
        </>
      )}
    </Fetched>
  )
}
