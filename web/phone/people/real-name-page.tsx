import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, client } from '../../kit/client.ts'
import { useMe, type Me } from '../../kit/me.ts'
import { useOnce } from '../../kit/once.ts'
import { phonePath } from '../../kit/paths.ts'
import { asProblemError, ProblemError } from '../../kit/problem.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { ErrorState, Loading, ProblemLine } from '../../kit/states.tsx'
import { useLanguage, useWords } from '../../kit/words.ts'
import { Field } from './field.tsx'
import { refusedFields, typedFaults, type IdentityField } from './identity-faults.ts'

/** The real-name check as its person sees it: why, the form, and how it stands. */
export default function RealNamePage() {
  const say = useWords('people')
  const { me, loading } = useMe()
  const [again, setAgain] = useState(false)
  if (loading) return <Loading />
  if (me === null) return <ErrorState error={new ProblemError({ code: 'sign-in-required', status: 401 })} signInHref={`/m${phonePath.signIn(phonePath.realName())}`} />
  if (me.realName === 'unverified' || again) return <RealNameForm me={me} onDone={() => setAgain(false)} />
  return (
    <div className="stack">
      <section className="card">
        <StateMark kind={me.realName === 'verified' ? 'done' : me.realName === 'pending' ? 'running' : 'need'}>{say(`status.${me.realName}`)}</StateMark>
        <h2>{me.displayName}</h2>
        <p>{me.idNumber}{me.age !== null && ` · ${say('realName.age', { count: me.age })}`}</p>
        <p>{me.realName === 'verified' ? say('realName.verified') : me.realName === 'pending' ? say('realName.pending') : say('realName.rejected', { reason: me.rejectedBecause ?? '' })}</p>
        {me.realName === 'pending' && <p className="quiet">{say('realName.pendingWhat')}</p>}
        {me.realName === 'rejected' && <button type="button" className="act act-main" onClick={() => setAgain(true)}>{say('realName.again')}</button>}
      </section>
    </div>
  )
}

function RealNameForm({ me, onDone }: { me: Me; onDone: () => void }) {
  const say = useWords('people')
  const language = useLanguage()
  const queries = useQueryClient()
  const texts = useQuery(api.people.consentTexts.queryOptions())
  const text = texts.data?.find(({ purpose }) => purpose === 'real-name')
  const [name, setName] = useState('')
  const [idNumber, setIdNumber] = useState('')
  const [guardian, setGuardian] = useState({ name: '', phone: '' })
  const [agreed, setAgreed] = useState(false)
  const [faults, setFaults] = useState<readonly IdentityField[]>([])
  const once = useOnce()
  const sending = useMutation({
    mutationFn: () => once.run('real-name', async () => {
      if (text !== undefined) await client.people.giveConsent({ purpose: 'real-name', version: text.version })
      return client.people.registerRealName({ name, idNumber, ...(guardian.name === '' ? {} : { guardian }) })
    }),
    onError: (error) => setFaults(refusedFields(error)),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['me'] })
      onDone()
    },
  })
  const submit = (): void => {
    const typed = typedFaults({ name, idNumber })
    setFaults(typed)
    if (typed.length === 0) sending.mutate()
    else sending.reset()
  }
  /** What is corrected is no longer called wrong. */
  const correct = (field: IdentityField, set: (value: string) => void) => (value: string): void => {
    setFaults(faults.filter((one) => one !== field))
    set(value)
  }
  const wrong = (field: IdentityField): string | undefined => (faults.includes(field) ? say(`wrong.${field.replace('.', '-')}`) : undefined)
  const problem = sending.error === null ? undefined : asProblemError(sending.error).code
  if (me.regionCode === null) return <div className="stack"><section className="card"><h2>{say('realName.region')}</h2><Link className="act act-main" to={phonePath.profile(phonePath.realName()) as never}>{say('profile.choose')}</Link></section></div>
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); submit() }}>
      <p>{say('realName.why')}</p>
      <Field label={say('realName.name')} hint={say('realName.nameHint')} value={name} onChange={correct('name', setName)} problem={wrong('name')} autoComplete="name" required maxLength={40} />
      <Field label={say('realName.idNumber')} hint={say('realName.idHint')} value={idNumber} onChange={correct('idNumber', setIdNumber)} problem={wrong('idNumber')} autoComplete="off" inputMode="text" autoCapitalize="characters" required maxLength={20} />
      {(problem === 'guardian-needed' || guardian.name !== '') && (
        <>
          <p className="strong">{say('realName.minor')}</p>
          <Field label={say('realName.guardianName')} value={guardian.name} onChange={correct('guardian.name', (value) => setGuardian({ ...guardian, name: value }))} problem={wrong('guardian.name')} required />
          <Field label={say('realName.guardianPhone')} value={guardian.phone} onChange={correct('guardian.phone', (value) => setGuardian({ ...guardian, phone: value }))} problem={wrong('guardian.phone')} type="tel" required />
        </>
      )}
      {text !== undefined && <details className="card"><summary>{text.title[language]} · {say('realName.read')}</summary><p>{text.body[language]}</p></details>}
      <label className="tick"><input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} required /><span>{say('realName.consent')}</span></label>
      {refusedFields(sending.error).length === 0 && <ProblemLine error={sending.error} />}
      {problem === 'too-young' && <p>{say('realName.child')}</p>}
      {problem === 'terms-needed' && <Link className="act" to={phonePath.consents(phonePath.realName()) as never}>{say('consents.title')}</Link>}
      <button type="submit" className="act act-main" disabled={!agreed || sending.isPending}>{say('realName.submit')}</button>
    </form>
  )
}
