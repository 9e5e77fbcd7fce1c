import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useAddress } from '../../../kit/address.ts'
import { api, client } from '../../../kit/client.ts'
import { useMe } from '../../../kit/me.ts'
import { consolePath } from '../../../kit/paths.ts'
import { useRegionName } from '../../../kit/region.ts'
import { Empty, Fetched, ProblemLine } from '../../../kit/states.tsx'
import { useWords } from '../../../kit/words.ts'
import { RowsTable } from '../../controls/rows-table.tsx'
import { usePages } from '../paging.tsx'
import { PeopleFrame } from '../people-frame.tsx'
import { RegionSelect } from '../region-select.tsx'
import { peopleRights } from '../rights.ts'

type Team = Awaited<ReturnType<typeof client.people.teams>>['items'][number]
export const TEAM_KINDS: readonly Team['kind'][] = ['patrol', 'riders', 'traffic', 'mediation', 'medical', 'legal', 'fire', 'care', 'students', 'general']

/** The register of teams. */
export default function TeamsPage() {
  const say = useWords('people')
  const named = useRegionName()
  const [address, change] = useAddress()
  const { kind, name } = address
  const region = address['region']
  const { me } = useMe()
  const [founding, setFounding] = useState(false)
  const { query, more } = usePages(['people', 'teams', region, kind, name], (after) =>
    client.people.teams({ ...(region === undefined ? {} : { regionCode: region }), ...(kind === undefined ? {} : { kind: kind as Team['kind'] }), ...(name === undefined ? {} : { name }), ...(after === undefined ? {} : { after }), limit: 50 }))
  return (
    <PeopleFrame part="teams" acts={peopleRights.foundTeams(me) && <Button type="primary" onClick={() => setFounding(true)}>{say('team.add')}</Button>}>
      <div className="people-filter">
        <Input.Search data-search defaultValue={name} placeholder={say('teams.search')} aria-label={say('teams.search')} allowClear onSearch={(to) => change({ name: to.trim() }, { push: true })} style={{ width: 240 }} />
        <Select aria-label={say('team.kind')} allowClear placeholder={say('team.kind')} {...(kind === undefined ? {} : { value: kind })} onChange={(to?: string) => change({ kind: to }, { push: true })} style={{ minWidth: 140 }} options={TEAM_KINDS.map((value) => ({ value, label: say(`teamKind.${value}`) }))} />
        <RegionSelect {...(region === undefined ? {} : { value: region })} onChange={(code) => change({ region: code }, { push: true })} />
      </div>
      <Fetched query={query} lines={6} isEmpty={(list) => list.length === 0} empty={<Empty title={say('teams.none')} />}>
        {(list) => (
          <>
            <RowsTable<Team> rowKey="id" dataSource={list} columns={[
              { title: say('team.name'), render: (_, team) => <Link className="plain-link" to={consolePath.team(team.id) as never}>{team.name}</Link> },
              { title: say('team.kind'), render: (_, team) => say(`teamKind.${team.kind}`) },
              { title: say('list.region'), render: (_, team) => named(team.regionName) },
              { title: say('teams.organisation'), render: (_, team) => team.organisationName ?? say('team.free') },
              { title: say('team.leader'), render: (_, team) => team.leaderName ?? say('teams.noLeader') },
              { title: say('team.members'), dataIndex: 'members', align: 'right' },
            ]} />
            {more}
          </>
        )}
      </Fetched>
      {founding && <TeamForm onClose={() => setFounding(false)} />}
    </PeopleFrame>
  )
}

interface Draft { name: string; kind: Team['kind']; about?: string; regionCode: string; organisationId?: string }

function TeamForm({ onClose }: { onClose: () => void }) {
  const say = useWords('people')
  const queries = useQueryClient()
  const [form] = Form.useForm<Draft>()
  const organisations = useQuery(api.people.organisations.queryOptions({ input: { limit: 200 } }))
  const founding = useMutation({
    mutationFn: (draft: Draft) => client.people.createTeam({ ...draft, about: draft.about ?? '', organisationId: draft.organisationId ?? null }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['people'] })
      onClose()
    },
  })
  return (
    <Modal open title={say('team.add')} okText={say('team.add')} cancelText={say('act.cancel')} confirmLoading={founding.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(draft) => founding.mutate(draft)}>
        <Form.Item name="name" label={say('team.name')} rules={[{ required: true, min: 2, message: say('team.name') }]}><Input maxLength={60} autoFocus /></Form.Item>
        <Form.Item name="kind" label={say('team.kind')} rules={[{ required: true, message: say('team.kind') }]}><Select options={TEAM_KINDS.map((value) => ({ value, label: say(`teamKind.${value}`) }))} /></Form.Item>
        <Form.Item name="regionCode" label={say('list.region')} rules={[{ required: true, message: say('list.region') }]}><RegionSelect /></Form.Item>
        <Form.Item name="organisationId" label={say('teams.organisation')}><Select allowClear placeholder={say('team.free')} options={(organisations.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} /></Form.Item>
        <Form.Item name="about" label={say('team.about')}><Input.TextArea maxLength={500} rows={3} /></Form.Item>
        <ProblemLine error={founding.error} />
      </Form>
    </Modal>
  )
}
