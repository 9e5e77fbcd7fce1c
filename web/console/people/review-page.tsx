import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Popconfirm, Segmented } from 'antd'
import { useState } from 'react'
import { useAddress } from '../../kit/address.ts'
import { client } from '../../kit/client.ts'
import { useOnce } from '../../kit/once.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Empty, Fetched, ProblemLine } from '../../kit/states.tsx'
import { dateTime } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { usePages } from './paging.tsx'
import { PeopleFrame } from './people-frame.tsx'
import { IdentityReading } from './person-sheet.tsx'

type Application = Awaited<ReturnType<typeof client.people.applications>>['items'][number]
const STATES = ['pending', 'verified', 'rejected'] as const

/** Real names to decide, oldest first. */
export default function ReviewPage() {
  const say = useWords('people')
  const [address, change] = useAddress()
  const state = STATES.find((one) => one === address['state']) ?? 'pending'
  const region = address['region']
  const { query, more } = usePages(['people', 'applications', state, region], (after) => client.people.applications({ state, ...(region === undefined ? {} : { regionCode: region }), ...(after === undefined ? {} : { after }), limit: 30 }))
  return (
    <PeopleFrame part="review">
      <div className="people-filter"><Segmented value={state} onChange={(to) => change({ state: to }, { push: true })} options={STATES.map((value) => ({ value, label: say(`review.${value}`) }))} /></div>
      <Fetched query={query} lines={6} isEmpty={(list) => list.length === 0} empty={<Empty title={say('review.none')} hint={say('review.noneWhat')} />}>
        {(list) => <><ul className="review-list">{list.map((application) => <Item key={application.id} application={application} />)}</ul>{more}</>}
      </Fetched>
    </PeopleFrame>
  )
}

function Item({ application }: { application: Application }) {
  const say = useWords('people')
  const named = useRegionName()
  const queries = useQueryClient()
  const [checking, setChecking] = useState(false)
  const [refusing, setRefusing] = useState(false)
  const [reason, setReason] = useState('')
  const deciding = useMutation({ mutationFn: (verdict: 'verified' | 'rejected') => client.people.decideApplication({ id: application.id, verdict, reason }), onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }) })
  const once = useOnce()
  const decide = (verdict: 'verified' | 'rejected'): void => once.press(() => deciding.mutateAsync(verdict))
  return (
    <li className="review-item">
      <div>
        <h2>{application.displayName} {application.minor && <StateMark kind="need">{say('review.minor')}</StateMark>}</h2>
        <p>{application.idNumber ?? ''} {application.age !== null && `· ${say('realName.age', { count: application.age })}`} · {named(application.regionName)} · {say('review.submitted')} {dateTime(application.submittedAt)}</p>
        {application.reason !== null && <p>{application.reason}</p>}
      </div>
      <div className="review-acts">
        {application.state !== 'rejected' && <Button onClick={() => setChecking(!checking)}>{say('review.check')}</Button>}
        {application.state === 'pending' && (
          <Popconfirm title={say('review.sure', { name: application.displayName })} description={say('review.sureWhat')} okText={say('review.verify')} cancelText={say('act.cancel')} disabled={checking} onConfirm={() => decide('verified')}>
            <Button type="primary" disabled={checking} title={checking ? say('review.closeFirst') : undefined} loading={deciding.isPending}>{say('review.verify')}</Button>
          </Popconfirm>
        )}
        {application.state !== 'rejected' && <Button onClick={() => setRefusing(!refusing)}>{say('review.reject')}</Button>}
      </div>
      {checking && application.state === 'pending' && <p className="review-more">{say('review.closeFirst')}</p>}
      {checking && <div className="review-more"><IdentityReading id={application.personId} /></div>}
      {refusing && (
        <form className="review-more drawer-acts" onSubmit={(event) => { event.preventDefault(); decide('rejected') }}>
          <Input aria-label={say('review.why')} placeholder={say('review.why')} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} style={{ flex: 1 }} autoFocus />
          <Button danger htmlType="submit" disabled={reason.trim().length < 2} loading={deciding.isPending}>{say('review.reject')}</Button>
        </form>
      )}
      {deciding.error !== null && <div className="review-more"><ProblemLine error={deciding.error} /></div>}
    </li>
  )
}
