import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { api, client } from '../../kit/client.ts'
import { ProblemError, problemText } from '../../kit/problem.ts'
import { Empty, Fetched, ProblemLine } from '../../kit/states.tsx'
import { useLanguage, useWords } from '../../kit/words.ts'
import { usePages } from '../people/paging.tsx'

interface Props {
  patrolId: string
  organisationId: string
  /** Seats without a member. */
  left: number
  /** Whose place shall be taken; null when free seats are filled. */
  replacing: { personId: string; name: string } | null
  onDone: () => void
}
type Candidate = Awaited<ReturnType<typeof client.duties.findUnitMembers>>['items'][number]
type Refused = Awaited<ReturnType<typeof client.duties.assignMembers>>['refused']

/** The unit's members with what speaks against each; some are ticked and put on, or one takes another's place. */
export function MemberFinder({ patrolId, organisationId, left, replacing, onDone }: Props) {
  const say = useWords('units')
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const [name, setName] = useState('')
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [refused, setRefused] = useState<Refused>([])
  const of = { id: patrolId, organisationId }
  const { query, more } = usePages([...api.duties.findUnitMembers.key(), patrolId, organisationId, name], (after) =>
    client.duties.findUnitMembers({ ...of, limit: 50, ...(name === '' ? {} : { name }), ...(after === undefined ? {} : { after }) }))
  const settled = () => queries.invalidateQueries({ queryKey: api.duties.key() })
  const assigning = useMutation({
    mutationFn: () => client.duties.assignMembers({ ...of, personIds: [...ticked] }), onSettled: settled,
    onSuccess: (outcome) => { setTicked([]); setRefused(outcome.refused) },
  })
  const taking = useMutation({ mutationFn: (by: string) => client.duties.replaceMember({ ...of, personId: replacing?.personId ?? '', by }), onSettled: settled, onSuccess: onDone })
  const tick = (personId: string, on: boolean): void => setTicked((before) => (on ? [...before, personId] : before.filter((one) => one !== personId)))
  return (
    <section className="member-finder">
      <div className="finder-head">
        <h3>{replacing === null ? say('find.title') : say('find.titleReplace', { name: replacing.name })}</h3>
        {replacing !== null && <Button size="small" onClick={onDone}>{say('find.stop')}</Button>}
      </div>
      {replacing === null && <p className="quiet">{left === 0 ? say('find.full') : say('find.left', { count: left })}</p>}
      <form className="unit-ask" onSubmit={(event) => { event.preventDefault(); setName(words.trim().length >= 2 ? words.trim() : '') }}>
        <Input aria-label={say('find.name')} placeholder={say('find.name')} value={words} maxLength={40} allowClear onChange={(event) => { setWords(event.target.value); if (event.target.value === '') setName('') }} />
        <Button htmlType="submit">{say('find.find')}</Button>
      </form>
      <RefusedList refused={refused} />
      <ProblemLine error={assigning.error ?? taking.error} />
      <Fetched query={query} lines={6} isEmpty={(list) => list.length === 0} empty={<Empty title={say('find.none')} hint={say('find.noneWhat')} />}>
        {(list) => (
          <>
            <ul className="unit-members">
              {list.map((one) => (
                <CandidateLine key={one.personId} one={one} act={replacing === null
                  ? <Checkbox aria-label={`${say('find.pick')} ${one.displayName} ${one.phone}`} checked={ticked.includes(one.personId)} disabled={one.refusal !== null || (left <= ticked.length && !ticked.includes(one.personId))} onChange={(event) => tick(one.personId, event.target.checked)} />
                  : <Button size="small" disabled={one.refusal !== null || taking.isPending} onClick={() => taking.mutate(one.personId)}>{say('find.take')}</Button>} />
              ))}
            </ul>
            {more}
          </>
        )}
      </Fetched>
      <p className="quiet">{say('find.masked')}</p>
      {replacing === null && <div className="finder-foot"><Button type="primary" disabled={ticked.length === 0} loading={assigning.isPending} onClick={() => assigning.mutate()}>{say('find.assign', { count: ticked.length })}</Button></div>}
    </section>
  )
}

const spokenOf = ['already-claimed', 'overlapping-duty', 'real-name-required', 'age-not-suitable', 'skill-missing', 'terms-needed', 'consent-needed', 'declined-before', 'reservation-full', 'not-of-unit'] as const

/** Why a member cannot go, said of them and not to them. */
function Why({ code }: { code: string }) {
  const say = useWords('units')
  const language = useLanguage()
  const known = spokenOf.find((one) => one === code)
  return known === undefined ? problemText(new ProblemError({ code, status: 409 }), language) : say(`refusal.${known}`)
}

function CandidateLine({ one: { displayName, phone, teams, refusal }, act }: { one: Candidate; act: React.ReactNode }) {
  return (
    <li className="candidate">
      {act}
      <span className="unit-words">
        <span><strong>{displayName}</strong> <span className="quiet">{phone} · {teams.join(' ')}</span></span>
        {refusal !== null && <span className="candidate-refusal"><Why code={refusal} /></span>}
      </span>
    </li>
  )
}

/** Refusals by name: between the list and the act somebody may have taken another duty. */
function RefusedList({ refused }: { refused: Refused }) {
  const say = useWords('units')
  if (refused.length === 0) return null
  return (
    <div role="alert" className="unit-refused">
      <strong>{say('find.refused')}</strong>
      <ul>{refused.map(({ personId, displayName, code }) => <li key={personId}>{displayName} <Why code={code} /></li>)}</ul>
    </div>
  )
}
