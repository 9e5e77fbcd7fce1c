import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { api, client } from '../../../kit/client.ts'
import { useMe } from '../../../kit/me.ts'
import { ProblemLine } from '../../../kit/states.tsx'
import { useWords } from '../../../kit/words.ts'
import { TEAM_KINDS } from './teams-page.tsx'

type Team = Awaited<ReturnType<typeof client.people.team>>
type Draft = Pick<Team, 'name' | 'kind' | 'about'>

/** True for those who decide for the team: its leader, its organisation's liaison, officers of its region. The server decides again. */
export function useMayLead(team: Team): boolean {
  const { me } = useMe()
  const region = useQuery(api.places.region.queryOptions({ input: { code: team.regionCode } }))
  const above = [team.regionCode, ...(region.data?.ancestors ?? []).map(({ code }) => code)]
  return (me?.grants ?? []).some(({ role, regionCode, organisationId, teamId }) =>
    teamId === team.id || (organisationId !== null && organisationId === team.organisationId) || (role === 'officer' && regionCode !== null && above.includes(regionCode)))
}

/** What the team is called, does and says of itself. */
export function TeamEdit({ team, onClose }: { team: Team; onClose: () => void }) {
  const say = useWords('people')
  const queries = useQueryClient()
  const [form] = Form.useForm<Draft>()
  const saving = useMutation({
    mutationFn: ({ name, kind, about }: Draft) => client.people.editTeam({ id: team.id, name: name.trim(), kind, about: about.trim() }),
    async onSuccess() {
      await queries.invalidateQueries()
      onClose()
    },
  })
  return (
    <Modal open title={`${say('team.edit')} · ${team.name}`} okText={say('organisation.save')} cancelText={say('act.cancel')} confirmLoading={saving.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ name: team.name, kind: team.kind, about: team.about }} onFinish={(draft) => saving.mutate(draft)}>
        <Form.Item name="name" label={say('team.name')} rules={[{ required: true, whitespace: true, min: 2, message: say('team.nameNeeded') }]}><Input maxLength={60} autoFocus /></Form.Item>
        <Form.Item name="kind" label={say('team.kind')}><Select options={TEAM_KINDS.map((value) => ({ value, label: say(`teamKind.${value}`) }))} /></Form.Item>
        <Form.Item name="about" label={say('team.about')}><Input.TextArea maxLength={500} showCount autoSize={{ minRows: 3, maxRows: 8 }} /></Form.Item>
        <ProblemLine error={saving.error} />
      </Form>
    </Modal>
  )
}
