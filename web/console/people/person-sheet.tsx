import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { api, client } from '../../kit/client.ts'
import { holds, useMe } from '../../kit/me.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Fetched, ProblemLine } from '../../kit/states.tsx'
import { dateTime } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { realNameKind } from './real-name-kind.ts'
import { RegionSelect } from './region-select.tsx'

/** One person, masked: roles, teams, and the way to the full identity with a reason. */
export function PersonSheet({ id }: { id: string }) {
  const say = useWords('people')
  const named = useRegionName()
  const { me } = useMe()
  const person = useQuery(api.people.person.queryOptions({ input: { id } }))
  return (
    <Fetched query={person}>
      {(card) => (
        <>
          <h2>{card.displayName} <StateMark kind={realNameKind[card.realName]}>{say(`status.${card.realName}`)}</StateMark></h2>
          <dl className="facts drawer-part">
            <dt>{say('list.phone')}</dt><dd>{card.phone}</dd>
            <dt>{say('detail.idNumber')}</dt><dd>{card.idNumber ?? say('detail.none')}</dd>
            <dt>{say('list.age')}</dt><dd>{card.age ?? '–'}</dd>
            <dt>{say('list.region')}</dt><dd>{named(card.regionName) || say('list.noRegion')}</dd>
            <dt>{say('list.skills')}</dt><dd>{card.skills.map((skill) => say(`skill.${skill}`)).join(' ') || say('detail.none')}</dd>
            <dt>{say('detail.teams')}</dt><dd>{card.teams.map((team) => `${team.name}${team.leader ? ` (${say('role.leader')})` : ''}`).join(' ') || say('detail.none')}</dd>
            <dt>{say('detail.grants')}</dt><dd>{card.grants.map((grant) => `${say(`role.${grant.role}`)} ${named(grant.regionName) || (grant.organisationName ?? grant.teamName ?? '')}`).join(' · ') || say('detail.none')}</dd>
            <dt>{say('list.joined')}</dt><dd>{dateTime(card.joinedAt)}</dd>
          </dl>
          <IdentityReading id={id} />
          {holds(me, 'officer') && me?.id !== id && <GrantForm personId={id} />}
        </>
      )}
    </Fetched>
  )
}

/** The full identity, shown only after a reason was written down, and only until this closes. */
export function IdentityReading({ id }: { id: string }) {
  const say = useWords('people')
  const [reason, setReason] = useState('')
  const reading = useMutation({ mutationFn: () => client.people.readIdentity({ id, reason }) })
  const full = reading.data
  if (full !== undefined) {
    return (
      <div className="drawer-part">
        <dl className="facts">
          <dt>{say('list.name')}</dt><dd>{full.name ?? say('detail.none')}</dd>
          <dt>{say('detail.idNumber')}</dt><dd>{full.idNumber ?? say('detail.none')}</dd>
          <dt>{say('list.phone')}</dt><dd>{full.phone}</dd>
          {full.birthDate !== null && <><dt>{say('detail.birthDate')}</dt><dd>{full.birthDate}</dd></>}
          {full.sex !== null && <><dt>{say('detail.sex')}</dt><dd>{say(`detail.${full.sex}`)}</dd></>}
          {full.guardian !== null && <><dt>{say('detail.guardian')}</dt><dd>{full.guardian}</dd></>}
        </dl>
        <div className="drawer-acts"><Button onClick={() => { reading.reset(); setReason('') }}>{say('detail.hide')}</Button></div>
      </div>
    )
  }
  return (
    <form className="drawer-part" onSubmit={(event) => { event.preventDefault(); reading.mutate() }}>
      <h3>{say('detail.read')}</h3>
      <p>{say('detail.readWhat')}</p>
      <div className="drawer-acts">
        <Input aria-label={say('detail.reason')} placeholder={say('detail.reason')} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} style={{ flex: 1 }} />
        <Button htmlType="submit" disabled={reason.trim().length < 2} loading={reading.isPending}>{say('detail.show')}</Button>
      </div>
      <ProblemLine error={reading.error} />
    </form>
  )
}

interface Grant { role: 'officer' | 'police' | 'liaison'; regionCode?: string; organisationId?: string }

function GrantForm({ personId }: { personId: string }) {
  const say = useWords('people')
  const queries = useQueryClient()
  const [form] = Form.useForm<Grant>()
  const role = Form.useWatch('role', form)
  const organisations = useQuery({ ...api.people.organisations.queryOptions({ input: { limit: 200 } }), enabled: role === 'liaison' })
  const granting = useMutation({
    mutationFn: (grant: Grant) => client.people.grantRole({ personId, ...grant }),
    async onSuccess() {
      form.resetFields()
      await queries.invalidateQueries()
    },
  })
  return (
    <Form form={form} className="drawer-part" layout="vertical" requiredMark={false} onFinish={(grant) => granting.mutate(grant)}>
      <h3>{say('grant.title')}</h3>
      <Form.Item name="role" label={say('grant.role')} rules={[{ required: true, message: say('grant.role') }]}><Select options={(['officer', 'police', 'liaison'] as const).map((value) => ({ value, label: say(`role.${value}`) }))} /></Form.Item>
      {role === 'liaison'
        ? <Form.Item name="organisationId" label={say('grant.forOrganisation')} rules={[{ required: true, message: say('grant.forOrganisation') }]}><Select showSearch={{ optionFilterProp: 'label' }} options={(organisations.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} /></Form.Item>
        : <Form.Item name="regionCode" label={say('grant.place')} rules={[{ required: true, message: say('grant.place') }]}><RegionSelect /></Form.Item>}
      <ProblemLine error={granting.error} />
      <Button htmlType="submit" loading={granting.isPending}>{say('grant.grantTo')}</Button>
    </Form>
  )
}
