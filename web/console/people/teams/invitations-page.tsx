import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { api, client } from '../../../kit/client.ts'
import { holds, useMe } from '../../../kit/me.ts'
import { useRegionName } from '../../../kit/region.ts'
import { StateMark, type StateKind } from '../../../kit/state-mark.tsx'
import { Empty, Fetched, ProblemLine } from '../../../kit/states.tsx'
import { dateTime } from '../../../kit/time.ts'
import { useWords } from '../../../kit/words.ts'
import { RowsTable } from '../../controls/rows-table.tsx'
import { usePages } from '../paging.tsx'
import { PeopleFrame } from '../people-frame.tsx'
import { RegionSelect } from '../region-select.tsx'

type Invitation = Awaited<ReturnType<typeof client.people.invitations>>['items'][number]
const kinds: Record<Invitation['state'], StateKind> = { open: 'running', accepted: 'done', refused: 'off', withdrawn: 'off', expired: 'late' }

/** Invitations by phone that the officer or leader sent, and what became of them. */
export default function InvitationsPage() {
  const say = useWords('people')
  const named = useRegionName()
  const queries = useQueryClient()
  const [inviting, setInviting] = useState(false)
  const { query, more } = usePages(['people', 'invitations'], (after) => client.people.invitations({ ...(after === undefined ? {} : { after }), limit: 50 }))
  const withdrawing = useMutation({ mutationFn: (id: string) => client.people.withdrawInvitation({ id }), onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }) })
  return (
    <PeopleFrame part="invitations" acts={<Button type="primary" onClick={() => setInviting(true)}>{say('invite.add')}</Button>}>
      <ProblemLine error={withdrawing.error} />
      <Fetched query={query} lines={4} isEmpty={(list) => list.length === 0} empty={<Empty title={say('invite.none')} hint={say('invite.what')} />}>
        {(list) => (
          <>
            <RowsTable<Invitation> rowKey="id" dataSource={list} columns={[
              { title: say('invite.phone'), dataIndex: 'phone' },
              { title: say('invite.to'), render: (_, one) => one.teamName ?? `${say(`role.${one.role ?? 'officer'}`)} · ${named(one.regionName) || (one.organisationName ?? '')}` },
              { title: say('invite.state'), render: (_, one) => <StateMark kind={kinds[one.state]}>{say(`invite.${one.state}`)}</StateMark> },
              { title: say('invite.expires'), render: (_, one) => dateTime(one.expiresAt) },
              { title: <span className="unseen">{say('act.steps')}</span>, align: 'right', render: (_, one) => one.state === 'open' && <Button size="small" onClick={() => withdrawing.mutate(one.id)}>{say('invite.withdraw')}</Button> },
            ]} />
            {more}
          </>
        )}
      </Fetched>
      {inviting && <InviteForm onClose={() => setInviting(false)} />}
    </PeopleFrame>
  )
}

interface Draft { phone: string; teamId?: string; role?: 'officer' | 'police' | 'liaison'; regionCode?: string; organisationId?: string }

function InviteForm({ onClose }: { onClose: () => void }) {
  const say = useWords('people')
  const named = useRegionName()
  const queries = useQueryClient()
  const { me } = useMe()
  const [form] = Form.useForm<Draft>()
  const role = Form.useWatch('role', form)
  const teams = useQuery(api.people.teams.queryOptions({ input: { limit: 200 } }))
  const organisations = useQuery({ ...api.people.organisations.queryOptions({ input: { limit: 200 } }), enabled: role === 'liaison' })
  const inviting = useMutation({
    mutationFn: (draft: Draft) => client.people.invite(draft),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['people'] })
      onClose()
    },
  })
  return (
    <Modal open title={say('invite.add')} okText={say('invite.send')} cancelText={say('act.cancel')} confirmLoading={inviting.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <p>{say('invite.what')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(draft) => inviting.mutate(draft)}>
        <Form.Item name="phone" label={say('invite.phone')} rules={[{ required: true, message: say('signIn.phoneHint') }]}><Input type="tel" autoComplete="off" autoFocus /></Form.Item>
        {role === undefined && <Form.Item name="teamId" label={say('invite.team')}><Select allowClear showSearch={{ optionFilterProp: 'label' }} options={(teams.data?.items ?? []).map(({ id, name, regionName }) => ({ value: id, label: `${name} · ${named(regionName)}` }))} /></Form.Item>}
        {holds(me, 'officer') && <Form.Item name="role" label={say('invite.orRole')}><Select allowClear options={(['officer', 'police', 'liaison'] as const).map((value) => ({ value, label: say(`role.${value}`) }))} /></Form.Item>}
        {role === 'liaison' && <Form.Item name="organisationId" label={say('grant.forOrganisation')}><Select options={(organisations.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} /></Form.Item>}
        {(role === 'officer' || role === 'police') && <Form.Item name="regionCode" label={say('grant.place')}><RegionSelect /></Form.Item>}
        <ProblemLine error={inviting.error} />
      </Form>
    </Modal>
  )
}
