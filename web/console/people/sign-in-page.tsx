import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useAddress } from '../../kit/address.ts'
import { api, client } from '../../kit/client.ts'
import { consolePath } from '../../kit/paths.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'
import './people.css'

/** Phone, code, in; an empty city is led on to its first officer. */
export default function SignInPage() {
  const say = useWords('people')
  const [{ next }] = useAddress()
  const router = useRouter()
  const queries = useQueryClient()
  const [form] = Form.useForm<{ phone: string; code: string }>()
  const first = useQuery(api.people.firstOfficerOpen.queryOptions())
  const sending = useMutation({ mutationFn: (phone: string) => client.people.requestCode({ phone }) })
  const entering = useMutation({
    mutationFn: (given: { phone: string; code: string }) => client.people.signIn({ ...given, device: navigator.platform.slice(0, 80) }),
    async onSuccess() {
      await queries.invalidateQueries()
      const asked = next !== undefined && /^\/(?!\/)/.test(next) ? next : undefined
      const [start, needed] = first.data?.open === true ? [consolePath.firstRun(), true] : [consolePath.situation(), false]
      await router.navigate({ href: asked === undefined || (needed && !asked.startsWith(start)) ? start : asked, replace: true })
    },
  })
  const sent = sending.data
  return (
    <div className="entry-page">
      <h1>{say('signIn.title')}</h1>
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(given) => (sent === undefined ? sending.mutate(given.phone) : entering.mutate(given))}>
        <Form.Item name="phone" label={say('signIn.phone')} rules={[{ required: true, message: say('signIn.phoneHint') }]}><Input type="tel" autoComplete="tel-national" readOnly={sent !== undefined} autoFocus /></Form.Item>
        {sent !== undefined && (
          <>
            <p role="status">{sent.demoCode === undefined ? say('signIn.sent', { phone: form.getFieldValue('phone') as string }) : say('signIn.demo', { code: sent.demoCode })}</p>
            <Form.Item name="code" label={say('signIn.code')} rules={[{ required: true, message: say('signIn.codeHint') }]}><Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus /></Form.Item>
          </>
        )}
        <ProblemLine error={entering.error ?? sending.error} />
        <Button block type="primary" htmlType="submit" loading={sending.isPending || entering.isPending}>{say(sent === undefined ? 'signIn.getCode' : 'signIn.enter')}</Button>
        {sent !== undefined && <Button block type="text" onClick={() => { sending.reset(); entering.reset(); form.resetFields(['code']) }}>{say('signIn.change')}</Button>}
      </Form>
      {first.data?.open === true && <p><Link to={consolePath.firstRun() as never}>{say('firstRun.title')}</Link></p>}
    </div>
  )
}
