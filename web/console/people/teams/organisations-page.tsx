import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { client } from '../../../kit/client.ts'
import { holds, useMe } from '../../../kit/me.ts'
import { useRegionName } from '../../../kit/region.ts'
import { Empty, Fetched, ProblemLine } from '../../../kit/states.tsx'
import { useWords } from '../../../kit/words.ts'
import { RowsTable } from '../../controls/rows-table.tsx'
import { usePages } from '../paging.tsx'
import { PeopleFrame } from '../people-frame.tsx'
import { RegionSelect } from '../region-select.tsx'

type Organisation = Awaited<ReturnType<typeof client.people.organisations>>['items'][number]
const KINDS: readonly Organisation['kind'][] = ['committee', 'street-office', 'police-station', 'department', 'hospital', 'school', 'company', 'association']

/** Organisations of one's regions with who speaks for them. */
export default function OrganisationsPage() {
  const say = useWords('people')
  const named = useRegionName()
  const { me } = useMe()
  const officer = holds(me, 'officer')
  const [editing, setEditing] = useState<Organisation | 'new' | null>(null)
  const { query, more } = usePages(['people', 'organisations'], (after) => client.people.organisations({ ...(after === undefined ? {} : { after }), limit: 50 }))
  return (
    <PeopleFrame part="organisations" acts={officer && <Button type="primary" onClick={() => setEditing('new')}>{say('organisation.add')}</Button>}>
      <Fetched query={query} lines={6} isEmpty={(list) => list.length === 0} empty={<Empty title={say('organisation.none')} />}>
        {(list) => (
          <>
            <RowsTable<Organisation> rowKey="id" dataSource={list} columns={[
              { title: say('organisation.name'), dataIndex: 'name' },
              { title: say('organisation.kind'), render: (_, one) => say(`organisationKind.${one.kind}`) },
              { title: say('list.region'), render: (_, one) => named(one.regionName) },
              { title: say('organisation.creditCode'), render: (_, one) => one.creditCode ?? '–' },
              { title: say('organisation.liaisons'), render: (_, one) => one.liaisons.map(({ displayName }) => displayName).join(' ') || '–' },
              { title: say('organisation.teams'), dataIndex: 'teams', align: 'right' },
              { title: <span className="unseen">{say('act.steps')}</span>, align: 'right', render: (_, one) => officer && <Button size="small" onClick={() => setEditing(one)}>{say('organisation.edit')}</Button> },
            ]} />
            {more}
          </>
        )}
      </Fetched>
      {editing !== null && <OrganisationForm organisation={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </PeopleFrame>
  )
}

interface Draft { name: string; kind: Organisation['kind']; regionCode: string; creditCode?: string }

function OrganisationForm({ organisation, onClose }: { organisation: Organisation | null; onClose: () => void }) {
  const say = useWords('people')
  const queries = useQueryClient()
  const [form] = Form.useForm<Draft>()
  const saving = useMutation({
    mutationFn: ({ name, kind, regionCode, creditCode }: Draft) => {
      const fields = { name, kind, creditCode: creditCode === undefined || creditCode.trim() === '' ? null : creditCode }
      return organisation === null ? client.people.createOrganisation({ ...fields, regionCode }) : client.people.editOrganisation({ ...fields, id: organisation.id })
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['people'] })
      onClose()
    },
  })
  const title = say(organisation === null ? 'organisation.add' : 'organisation.edit')
  return (
    <Modal open title={title} okText={say('organisation.save')} cancelText={say('act.cancel')} confirmLoading={saving.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={organisation === null ? {} : { ...organisation, creditCode: organisation.creditCode ?? '' }} onFinish={(draft) => saving.mutate(draft)}>
        <Form.Item name="name" label={say('organisation.name')} rules={[{ required: true, min: 2, message: say('organisation.name') }]}><Input maxLength={60} autoFocus /></Form.Item>
        <Form.Item name="kind" label={say('organisation.kind')} rules={[{ required: true, message: say('organisation.kind') }]}><Select options={KINDS.map((value) => ({ value, label: say(`organisationKind.${value}`) }))} /></Form.Item>
        {organisation === null && <Form.Item name="regionCode" label={say('list.region')} rules={[{ required: true, message: say('list.region') }]}><RegionSelect /></Form.Item>}
        <Form.Item name="creditCode" label={say('organisation.creditCode')}><Input maxLength={18} autoComplete="off" /></Form.Item>
        <ProblemLine error={saving.error} />
      </Form>
    </Modal>
  )
}
