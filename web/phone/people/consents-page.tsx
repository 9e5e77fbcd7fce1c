import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useAddress } from '../../kit/address.ts'
import { api, client } from '../../kit/client.ts'
import { phonePath } from '../../kit/paths.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Fetched, ProblemLine } from '../../kit/states.tsx'
import { dateTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'

type Text = Awaited<ReturnType<typeof client.people.consentTexts>>[number]
type State = Awaited<ReturnType<typeof client.people.myConsents>>[number]
const holds = (state: State | undefined): boolean => state !== undefined && state.givenVersion === state.currentVersion && state.withdrawnAt === null

/** What one agrees to: the needed texts at once on arrival, each of the others by itself, to be taken back at any time. */
export default function ConsentsPage() {
  const say = useWords('people')
  const [{ next }] = useAddress()
  const router = useRouter()
  const texts = useQuery(api.people.consentTexts.queryOptions())
  const states = useQuery(api.people.myConsents.queryOptions())
  const queries = useQueryClient()
  // What is offered to a person depends on what they agreed to.
  const refresh = () => queries.invalidateQueries()
  const agreeAll = useMutation({
    async mutationFn(due: readonly Text[]) {
      for (const { purpose, version } of due) await client.people.giveConsent({ purpose, version })
    },
    async onSuccess() {
      await refresh()
      if (next !== undefined && /^\/(?!\/)/.test(next)) await router.navigate({ href: next, replace: true })
    },
  })
  return (
    <Fetched query={texts} lines={8}>
      {(all) => (
        <Fetched query={states} lines={8} signInHref={`/m${phonePath.signIn(phonePath.consents())}`}>
          {(given) => {
            const stateOf = (text: Text): State | undefined => given.find(({ purpose }) => purpose === text.purpose)
            const due = all.filter((text) => text.required && !holds(stateOf(text)))
            return (
              <div className="stack">
                {due.length > 0 && <p>{say('consents.due')}</p>}
                {all.filter((text) => due.length === 0 || due.includes(text)).map((text) => <Consent key={text.purpose} text={text} state={stateOf(text)} alone={due.length === 0} onChanged={refresh} />)}
                <ProblemLine error={agreeAll.error} />
                {due.length > 0 && <button type="button" className="act act-main" disabled={agreeAll.isPending} onClick={() => agreeAll.mutate(due)}>{say('consents.agreeAll')}</button>}
              </div>
            )
          }}
        </Fetched>
      )}
    </Fetched>
  )
}

function Consent({ text, state, alone, onChanged }: { text: Text; state: State | undefined; alone: boolean; onChanged: () => Promise<unknown> }) {
  const say = useWords('people')
  const language = useLanguage()
  const held = holds(state)
  const [sure, setSure] = useState(false)
  const change = useMutation({
    mutationFn: () => (held ? client.people.withdrawConsent({ purpose: text.purpose }) : client.people.giveConsent({ purpose: text.purpose, version: text.version })),
    onSuccess: async () => { setSure(false); await onChanged() },
  })
  return (
    <section className="card">
      <h2>{text.title[language]}</h2>
      <p className="quiet">{say(text.required ? 'consents.required' : 'consents.free')}</p>
      <p>{text.body[language]}</p>
      {alone && (
        <>
          <StateMark kind={held ? 'done' : 'waiting'}>{held ? say('consents.agreed') : state?.withdrawnAt != null ? say('consents.withdrawn') : say('consents.notGiven')}</StateMark>
          {held && state?.givenAt != null && <p className="quiet">{say('consents.given', { date: dateTime(state.givenAt), version: state.givenVersion ?? text.version })}</p>}
          <ProblemLine error={change.error} />
          {!held && <button type="button" className="act act-main" disabled={change.isPending} onClick={() => change.mutate()}>{say('consents.agree')}</button>}
          {held && !sure && <button type="button" className="act" onClick={() => setSure(true)}>{say('consents.withdraw')}</button>}
          {held && sure && (
            <div role="group" aria-label={say('consents.withdraw')} className="stack-inner">
              <p>{say(text.required ? 'consents.withdrawRequired' : 'consents.withdrawFree')}</p>
              <div className="state-acts">
                <button type="button" className="act act-main" disabled={change.isPending} onClick={() => change.mutate()}>{say('consents.withdraw')}</button>
                <button type="button" className="act" onClick={() => setSure(false)}>{say('consents.keep')}</button>
              </div>
            </div>
          )}
        </>
      )}
    </section>
  )
}
