import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { api, client } from '../../kit/client.ts'
import { meQuery, useMe } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { Fetched, ProblemLine } from '../../kit/states.tsx'
import { dateTime } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { emptyOutbox } from '../outbox/database.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'
import { Field } from './field.tsx'

/** My devices, my copy, signing out and leaving for good. */
export default function AccountPage() {
  const say = useWords('people')
  const router = useRouter()
  const queries = useQueryClient()
  const { database } = useOutbox()
  const sessions = useQuery(api.people.mySessions.queryOptions())
  const ending = useMutation({ mutationFn: (id: string) => client.people.revokeSession({ id }), onSuccess: () => sessions.refetch() })
  const leave = async (): Promise<void> => {
    // Said, not only forgotten: what lives above the pages listens to who is signed in.
    queries.setQueryData(meQuery.queryKey, null)
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] })
    await router.navigate({ to: phonePath.home() as never, replace: true })
  }
  const startAnew = async (personId: string): Promise<void> => {
    await emptyOutbox(database, personId)
    queries.clear()
    // A walk that goes on lives in memory too.
    window.location.replace(import.meta.env.BASE_URL)
  }
  const signingOut = useMutation({ mutationFn: () => client.people.signOut(), onSuccess: leave })
  const copying = useMutation({ mutationFn: () => client.people.myCopy(), onSuccess: (copy) => saveFile('redvest-my-copy.json', JSON.stringify(copy, null, 2)) })
  return (
    <Fetched query={sessions} signInHref={`/m${phonePath.signIn(phonePath.account())}`}>
      {(list) => (
        <div className="stack">
          <section className="card">
            <h2>{say('account.copy')}</h2>
            <p>{say('account.copyWhat')}</p>
            <ProblemLine error={copying.error} />
            <button type="button" className="act" disabled={copying.isPending} onClick={() => copying.mutate()}>{say('account.copy')}</button>
          </section>
          <h2 className="section">{say('account.sessions')}</h2>
          <ProblemLine error={ending.error} />
          <ul className="rows plain-list">
            {list.map((session) => (
              <li key={session.id} className="row">
                <span>{session.device === '' ? say('account.device') : session.device}<small className="below">{say('account.seen', { time: dateTime(session.lastSeenAt) })}</small></span>
                {session.current ? <small>{say('account.here')}</small> : <button type="button" className="act" disabled={ending.isPending} onClick={() => ending.mutate(session.id)}>{say('account.end')}</button>}
              </li>
            ))}
          </ul>
          <button type="button" className="act" disabled={signingOut.isPending} onClick={() => signingOut.mutate()}>{say('account.signOut')}</button>
          <Deletion onDeleted={startAnew} />
        </div>
      )}
    </Fetched>
  )
}

function saveFile(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

function Deletion({ onDeleted }: { onDeleted: (personId: string) => Promise<void> }) {
  const say = useWords('people')
  const { me } = useMe()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const sending = useMutation({ mutationFn: () => client.people.requestCode({ phone }) })
  const deleting = useMutation({ mutationFn: () => client.people.deleteMe({ code }), onSuccess: () => onDeleted(me?.id ?? '') })
  return (
    <details className="card">
      <summary>{say('account.delete')}</summary>
      <div className="stack-inner">
        <p>{say('account.deleteWhat')}</p>
        <Field label={say('signIn.phone')} hint={me?.phone ?? ''} value={phone} onChange={setPhone} type="tel" />
        <ProblemLine error={sending.error} />
        <button type="button" className="act" disabled={sending.isPending || phone === ''} onClick={() => sending.mutate()}>{say('account.deleteCode')}</button>
        {sending.data !== undefined && (
          <>
            {sending.data.demoCode !== undefined && <p role="status">{say('signIn.demo', { code: sending.data.demoCode })}</p>}
            <Field label={say('signIn.code')} value={code} onChange={setCode} inputMode="numeric" maxLength={6} autoComplete="one-time-code" />
            <ProblemLine error={deleting.error} />
            <button type="button" className="act act-main" disabled={deleting.isPending || code.length !== 6} onClick={() => deleting.mutate()}>{say('account.deleteNow')}</button>
          </>
        )}
      </div>
    </details>
  )
}
