import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, client } from '../../kit/client.ts'
import { useOnce } from '../../kit/once.ts'
import { phonePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Fetched, ProblemLine } from '../../kit/states.tsx'
import { dateTime, relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { Field } from './field.tsx'
import { QrInvitation } from './qr-invitation.tsx'

type Team = Awaited<ReturnType<typeof client.people.team>>

/** One team: what it is, and the step that fits how I stand to it. */
export default function TeamPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const team = useQuery(api.people.team.queryOptions({ input: { id } }))
  return <Fetched query={team} signInHref={`/m${phonePath.signIn(phonePath.team(id))}`}>{(card) => <Shown team={card} />}</Fetched>
}

function Shown({ team }: { team: Team }) {
  const say = useWords('people')
  const named = useRegionName('short')
  const inside = team.standing === 'member' || team.standing === 'leader'
  return (
    <div className="stack">
      <section className="card">
        <h2>{team.name}</h2>
        <p>{say(`teamKind.${team.kind}`)} · {named(team.regionName)}{team.organisationName !== null && ` · ${team.organisationName}`}</p>
        <p>{team.leaderName === null ? say('teams.noLeader') : say('teams.leader', { name: team.leaderName })} · {say('teams.members', { count: team.members })}</p>
        {team.about !== '' && <p>{team.about}</p>}
        {team.closedAt !== null ? <StateMark kind="off">{say('teams.closed')}</StateMark> : inside ? <StateMark kind="done">{say(team.standing === 'leader' ? 'teams.youLead' : 'teams.inside')}</StateMark> : null}
      </section>
      {team.standing === 'leader' && <Requests teamId={team.id} />}
      {team.standing === 'leader' && team.closedAt === null && <QrInvitation team={team} />}
      {inside && <Members teamId={team.id} />}
      {team.closedAt === null && <Step team={team} />}
    </div>
  )
}

function Step({ team }: { team: Team }) {
  const say = useWords('people')
  const queries = useQueryClient()
  const [message, setMessage] = useState('')
  const [sure, setSure] = useState(false)
  const once = useOnce()
  const step = useMutation({
    mutationFn: () => once.run(team.standing, take),
    onSuccess: () => queries.invalidateQueries(),
    onSettled: () => once.forget(team.standing),
  })
  async function take(): Promise<void> {
    if (team.standing === 'none') await client.people.requestToJoin({ id: team.id, message })
    else if (team.standing === 'member') await client.people.leaveTeam({ id: team.id })
    else {
      const request = (await client.people.myJoinRequests()).find((one) => one.teamId === team.id && one.state === 'pending')
      if (request !== undefined) await client.people.withdrawJoinRequest({ id: request.id })
    }
  }
  if (team.standing === 'leader') return null
  return (
    <>
      {team.standing === 'none' && <Field label={say('teams.message')} value={message} onChange={setMessage} maxLength={300} />}
      {team.standing === 'requested' && <p role="status"><StateMark kind="running">{say('teams.requested')}</StateMark></p>}
      <ProblemLine error={step.error} />
      <button type="button" className={team.standing === 'none' ? 'act act-main' : 'act'} disabled={step.isPending} onClick={() => (team.standing === 'member' && !sure ? setSure(true) : step.mutate())}>
        {say(team.standing === 'none' ? 'teams.join' : team.standing === 'requested' ? 'teams.withdraw' : sure ? 'teams.leaveSure' : 'teams.leave')}
      </button>
    </>
  )
}

function Requests({ teamId }: { teamId: string }) {
  const say = useWords('people')
  const language = useLanguage()
  const queries = useQueryClient()
  const waiting = useQuery(api.people.joinRequests.queryOptions({ input: { teamId } }))
  const once = useOnce()
  const deciding = useMutation({ mutationFn: (decision: { id: string; verdict: 'approved' | 'refused' }) => once.run(decision.id, () => client.people.decideJoinRequest(decision)), onSuccess: () => queries.invalidateQueries() })
  return (
    <Fetched query={waiting} lines={2} isEmpty={(page) => page.items.length === 0} empty={null}>
      {(page) => (
        <>
          <h2 className="section">{say('teams.requests')}</h2>
          <ProblemLine error={deciding.error} />
          {page.items.map((request) => (
            <section key={request.id} className="card">
              <h2>{request.displayName}</h2>
              <p>{say(`status.${request.realName}`)} · <time dateTime={request.createdAt} title={dateTime(request.createdAt)}>{say('teams.applied', { time: relativeTime(request.createdAt, new Date(), language) })}</time>{request.message !== '' && ` · ${request.message}`}</p>
              <div className="pair">
                <button type="button" className="act act-main" disabled={deciding.isPending} onClick={() => deciding.mutate({ id: request.id, verdict: 'approved' })} aria-label={`${say('teams.approve')} ${request.displayName}`}>{say('teams.approve')}</button>
                <button type="button" className="act" disabled={deciding.isPending} onClick={() => deciding.mutate({ id: request.id, verdict: 'refused' })} aria-label={`${say('teams.refuse')} ${request.displayName}`}>{say('teams.refuse')}</button>
              </div>
            </section>
          ))}
        </>
      )}
    </Fetched>
  )
}

function Members({ teamId }: { teamId: string }) {
  const say = useWords('people')
  const members = useQuery(api.people.members.queryOptions({ input: { id: teamId, limit: 200 } }))
  return (
    <Fetched query={members} lines={3}>
      {(page) => (
        <>
          <h2 className="section">{say('teams.membersTitle')}</h2>
          <ul className="rows plain-list">
            {page.items.map((member) => <li key={member.personId} className="row"><span>{member.displayName}</span><small>{member.leader ? say('role.leader') : say(`status.${member.realName}`)}</small></li>)}
          </ul>
        </>
      )}
    </Fetched>
  )
}
