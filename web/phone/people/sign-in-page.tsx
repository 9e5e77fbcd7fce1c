import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useAddress } from '../../kit/address.ts'
import { useAppearance } from '../../kit/appearance.tsx'
import { client } from '../../kit/client.ts'
import { useCountdown } from '../../kit/countdown.ts'
import { phonePath } from '../../kit/paths.ts'
import { asProblemError } from '../../kit/problem.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { changeLanguage, currentLanguage, useWords } from '../../kit/words.ts'
import { Field } from './field.tsx'

const inside = (next: string | undefined): string => (next !== undefined && /^\/(?!\/)/.test(next) ? next : phonePath.home())

/** What people call their device, for the list of where one is signed in. */
const deviceName = (agent: string): string => /iPhone|iPad|HarmonyOS|Android|Windows|Macintosh|Linux/.exec(agent)?.[0].replace('Macintosh', 'Mac') ?? ''

/** Phone, code, in. New people go on to the terms. */
export default function SignInPage() {
  const say = useWords('people')
  const [{ next }] = useAddress()
  const router = useRouter()
  const queries = useQueryClient()
  const { bigLetters, setBigLetters } = useAppearance()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const sending = useMutation({ mutationFn: () => client.people.requestCode({ phone }) })
  const entering = useMutation({
    mutationFn: () => client.people.signIn({ phone, code, device: deviceName(navigator.userAgent) }),
    async onSuccess(me) {
      // A new account takes over this phone's choices; a known one brings its own.
      if (me.regionCode === null) await client.people.setProfile({ regionCode: null, skills: me.skills, language: currentLanguage(), bigLetters })
      else {
        setBigLetters(me.bigLetters)
        await changeLanguage(me.language)
      }
      await queries.invalidateQueries()
      await router.navigate({ href: me.consentsDue.length > 0 ? phonePath.consents(inside(next)) : inside(next), replace: true })
    },
  })
  const sent = sending.data
  const badPhone = sending.error !== null && asProblemError(sending.error).code === 'invalid-input'
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (sent === undefined) sending.mutate(); else entering.mutate() }}>
      <Field label={say('signIn.phone')} hint={say('signIn.phoneHint')} value={phone} onChange={setPhone} type="tel" inputMode="tel" autoComplete="tel-national" readOnly={sent !== undefined} required problem={badPhone ? say('signIn.badPhone') : undefined} />
      {sent === undefined ? (badPhone ? null : <ProblemLine error={sending.error} />) : (
        <>
          <p role="status">{sent.demoCode === undefined ? say('signIn.sent', { phone }) : say('signIn.demo', { code: sent.demoCode })}</p>
          <Field label={say('signIn.code')} hint={say('signIn.codeHint')} value={code} onChange={setCode} inputMode="numeric" autoComplete="one-time-code" maxLength={6} required autoFocus />
          <ProblemLine error={entering.error ?? sending.error} />
        </>
      )}
      <button type="submit" className="act act-main" disabled={sending.isPending || entering.isPending}>{sent === undefined ? say('signIn.getCode') : say('signIn.enter')}</button>
      {sent === undefined ? <p className="quiet">{say('signIn.terms')}</p> : (
        <div className="pair">
          <Resend key={sent.expiresAt} after_s={sent.resendAfter_s} onSend={() => sending.mutate()} />
          <button type="button" className="act" onClick={() => { sending.reset(); entering.reset(); setCode('') }}>{say('signIn.change')}</button>
        </div>
      )}
    </form>
  )
}

function Resend({ after_s, onSend }: { after_s: number; onSend: () => void }) {
  const say = useWords('people')
  const left_s = useCountdown(after_s)
  return <button type="button" className="act" disabled={left_s > 0} onClick={onSend}>{left_s > 0 ? say('signIn.wait', { count: left_s }) : say('signIn.again')}</button>
}
