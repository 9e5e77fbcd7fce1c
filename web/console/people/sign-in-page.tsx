import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useAddress } from '../../kit/address.ts'
import { api, client } from '../../kit/client.ts'
import { useCountdown } from '../../kit/countdown.ts'
import { consolePath } from '../../kit/paths.ts'
import { asProblemError } from '../../kit/problem.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'
import './people.css'

type Sent = Awaited<ReturnType<typeof client.people.requestCode>>
const CODE = /^\d{6}$/

/** Phone, code, in; an empty city is led on to its first officer. */
export default function SignInPage() {
  const say = useWords('people')
  const [{ next }] = useAddress()
  const router = useRouter()
  const queries = useQueryClient()
  const [form] = Form.useForm<{ phone: string; code: string }>()
  const first = useQuery(api.people.firstOfficerOpen.queryOptions())
  // Kept beside the request, which forgets its answer while it is made again.
  const [sent, setSent] = useState<Sent | null>(null)
  const sending = useMutation({ mutationFn: (phone: string) => client.people.requestCode({ phone }), onSuccess: setSent })
  const badPhone = asProblemError(sending.error).code === 'invalid-input'
  const entering = useMutation({
    mutationFn: (given: { phone: string; code: string }) => client.people.signIn({ ...given, device: navigator.platform.slice(0, 80) }),
    async onSuccess() {
      await queries.invalidateQueries()
      const asked = next !== undefined && /^\/(?!\/)/.test(next) ? next : undefined
      const [start, needed] = first.data?.open === true ? [consolePath.firstRun(), true] : [consolePath.situation(), false]
      await router.navigate({ href: asked === undefined || (needed && !asked.startsWith(start)) ? start : asked, replace: true })
    },
  })
  return (
    <div className="entry-page">
      <h1>{say('signIn.title')}</h1>
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(given) => (sent === null ? sending.mutate(given.phone) : entering.mutate(given))}>
        <Form.Item name="phone" label={say('signIn.phone')} {...(badPhone ? { validateStatus: 'error' as const, help: say('signIn.badPhone') } : {})} rules={[{ required: true, message: say('signIn.phoneHint') }]}><Input type="tel" autoComplete="tel-national" readOnly={sent !== null} autoFocus /></Form.Item>
        {sent !== null && (
          <>
            <p role="status">{sent.demoCode === undefined ? say('signIn.sent', { phone: form.getFieldValue('phone') as string }) : say('signIn.demo', { code: sent.demoCode })}</p>
            <Form.Item name="code" label={say('signIn.code')} validateTrigger="onSubmit" rules={[{ required: true, pattern: CODE, message: say('signIn.codeSix') }]}><Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus /></Form.Item>
          </>
        )}
        <ProblemLine error={entering.error ?? (badPhone ? null : sending.error)} />
        <Button block type="primary" htmlType="submit" loading={(sent === null && sending.isPending) || entering.isPending}>{say(sent === null ? 'signIn.getCode' : 'signIn.enter')}</Button>
        {sent !== null && <Resend key={sent.expiresAt} after_s={sent.resendAfter_s} busy={sending.isPending} onSend={() => { entering.reset(); form.resetFields(['code']); sending.mutate(form.getFieldValue('phone') as string) }} />}
        {sent !== null && <Button block type="text" onClick={() => { setSent(null); sending.reset(); entering.reset(); form.resetFields(['code']) }}>{say('signIn.change')}</Button>}
      </Form>
      {first.data?.open === true && <p><Link to={consolePath.firstRun() as never}>{say('firstRun.title')}</Link></p>}
    </div>
  )
}

/** Another code, once the wait that the server asks for is over. */
function Resend({ after_s, busy, onSend }: { after_s: number; busy: boolean; onSend: () => void }) {
  const say = useWords('people')
  const left_s = useCountdown(after_s)
  return <Button block className="entry-resend" disabled={left_s > 0} loading={busy} onClick={onSend}>{left_s > 0 ? say('signIn.wait', { count: left_s }) : say('signIn.again')}</Button>
}
