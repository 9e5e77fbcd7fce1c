import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, client } from '../../../kit/client.ts'
import { useRegionName } from '../../../kit/region.ts'
import { StateMark } from '../../../kit/state-mark.tsx'
import { Fetched, ProblemLine } from '../../../kit/states.tsx'
import { dateTime } from '../../../kit/time.ts'
import { useWords } from '../../../kit/words.ts'
import { RowsTable } from '../../controls/rows-table.tsx'
import { PeopleFrame } from '../people-frame.tsx'
import { realNameKind } from '../real-name-kind.ts'
import { TeamEdit, useOversight } from './team-edit.tsx'
import { TeamLinks } from './team-links.tsx'

type Team = Awaited<ReturnType<typeof client.people.team>>
type Member = Awaited<ReturnType<typeof client.people.members>>['items'][number]

/** One team with its members and its QR invitations. */
export default function TeamPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const team = useQuery(api.people.team.queryOptions({ input: { id } }))
  return <PeopleFrame part="teams"><Fetched query={team} lines={6}>{(card) => <TeamSheet team={card} />}</Fetched></PeopleFrame>
}

function TeamSheet({ team }: { team: Team }) {
  const say = useWords('people')
  const named = useRegionName()
  const [asking, setAsking] = useState<{ title: string; run: (reason: string) => Promise<unknown> } | null>(null)
  const [editing, setEditing] = useState(false)
  const oversight = useOversight(team)
  const members = useQuery({ ...api.people.members.queryOptions({ input: { id: team.id, limit: 200 } }), enabled: oversight.seesMembers === true })
  const queries = useQueryClient()
  const leading = useMutation({ mutationFn: (personId: string) => client.people.handOverTeam({ id: team.id, personId }), onSuccess: () => queries.invalidateQueries({ queryKey: [['people']] }) })
  const open = team.closedAt === null
  const leads = open && oversight.leads
  return (
    <div className="team-grid">
      <section>
        <div className="sheet">
          <h2>{team.name} {!open && <StateMark kind="off">{say('teams.closed')}</StateMark>}</h2>
          <dl className="facts">
            <dt>{say('team.kind')}</dt><dd>{say(`teamKind.${team.kind}`)}</dd>
            <dt>{say('list.region')}</dt><dd>{named(team.regionName)}</dd>
            <dt>{say('teams.organisation')}</dt><dd>{team.organisationName ?? say('team.free')}</dd>
            <dt>{say('team.leader')}</dt><dd>{team.leaderName ?? say('teams.noLeader')}</dd>
            {team.about !== '' && <><dt>{say('team.about')}</dt><dd>{team.about}</dd></>}
          </dl>
          {leads && <div className="drawer-acts"><Button onClick={() => setEditing(true)}>{say('team.edit')}</Button><Button onClick={() => setAsking({ title: say('team.closeReason'), run: (reason) => client.people.closeTeam({ id: team.id, reason }) })}>{say('team.close')}</Button></div>}
        </div>
        <h2>{say('team.members')} {team.members}</h2>
        <ProblemLine error={leading.error} />
        {oversight.seesMembers === false && <p className="quiet">{say('team.membersHidden')}</p>}
        {oversight.seesMembers !== false && (
          <Fetched query={members} lines={4}>
            {(page) => (
              <RowsTable<Member> rowKey="personId" dataSource={page.items} columns={[
                { title: say('list.name'), render: (_, member) => `${member.displayName}${member.leader ? ` · ${say('role.leader')}` : ''}` },
                { title: say('list.status'), render: (_, member) => <StateMark kind={realNameKind[member.realName]}>{say(`status.${member.realName}`)}</StateMark> },
                { title: say('team.joinedAt'), render: (_, member) => dateTime(member.joinedAt) },
                { title: <span className="unseen">{say('act.steps')}</span>, align: 'right', render: (_, member) => leads && !member.leader && (
                  <div className="review-acts">
                    <Button size="small" onClick={() => leading.mutate(member.personId)}>{say('team.handOver')}</Button>
                    <Button size="small" onClick={() => setAsking({ title: `${say('team.removeReason')} · ${member.displayName}`, run: (reason) => client.people.removeMember({ id: team.id, personId: member.personId, reason }) })}>{say('team.remove')}</Button>
                  </div>
                ) },
              ]} />
            )}
          </Fetched>
        )}
      </section>
      {leads && <TeamLinks team={team} />}
      {editing && <TeamEdit team={team} onClose={() => setEditing(false)} />}
      {asking !== null && <ReasonDialog title={asking.title} run={asking.run} onClose={() => setAsking(null)} />}
    </div>
  )
}

/** Asks for the reason of a step that cannot be undone, then takes it. */
export function ReasonDialog({ title, run, onClose }: { title: string; run: (reason: string) => Promise<unknown>; onClose: () => void }) {
  const say = useWords('people')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const running = useMutation({
    mutationFn: () => run(reason.trim()),
    async onSuccess() {
      await queries.invalidateQueries()
      onClose()
    },
  })
  return (
    <Modal open title={title} okText={say('act.confirm')} cancelText={say('act.cancel')} okButtonProps={{ disabled: reason.trim().length < 2 }} confirmLoading={running.isPending} onCancel={onClose} onOk={() => running.mutate()}>
      <Input aria-label={say('detail.reason')} placeholder={say('detail.reason')} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} autoFocus />
      <ProblemLine error={running.error} />
    </Modal>
  )
}
