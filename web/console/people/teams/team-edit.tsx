import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { api, client } from '../../../kit/client.ts'
import { useMe } from '../../../kit/me.ts'
import { ProblemLine } from '../../../kit/states.tsx'
import { useWords } from '../../../kit/words.ts'
import { overseesTeam, seesMembers } from './oversight.ts'
import { TEAM_KINDS } from './teams-page.tsx'

type Team = Awaited<ReturnType<typeof client.people.team>>
type Draft = Pick<Team, 'name' | 'kind' | 'about'>

/** Whether the person decides for the team, and whether its members are for them to see; undefined until it is known. */
export function useOversight(team: Team): { leads: boolean; seesMembers: boolean | undefined } {
  const { me, loading } = useMe()
  const region = useQuery(api.places.region.queryOptions({ input: { code: team.regionCode } }))
  const regions = region.isPending ? undefined : [team.regionCode, ...(region.data?.ancestors ?? []).map(({ code }) => code)]
  const oversees = loading ? undefined : overseesTeam(me?.grants ?? [], team, regions)
  return { leads: oversees === true, seesMembers: seesMembers(team, oversees) }
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
