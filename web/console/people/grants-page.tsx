import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useAddress } from '../../kit/address.ts'
import { client } from '../../kit/client.ts'
import { useRegionName } from '../../kit/region.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { dateTime } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { RowsTable } from '../controls/rows-table.tsx'
import { usePages } from './paging.tsx'
import { PeopleFrame } from './people-frame.tsx'
import { ReasonDialog } from './teams/team-page.tsx'

type Grant = Awaited<ReturnType<typeof client.people.grants>>['items'][number]
const ROLES = ['officer', 'police', 'liaison', 'leader'] as const

/** Who holds which role in the officer's regions; granting starts at a person. */
export default function GrantsPage() {
  const say = useWords('people')
  const named = useRegionName()
  const [address, change] = useAddress()
  const role = ROLES.find((one) => one === address['role'])
  const [revoking, setRevoking] = useState<Grant | null>(null)
  const { query, more } = usePages(['people', 'grants', role], (after) => client.people.grants({ ...(role === undefined ? {} : { role }), ...(after === undefined ? {} : { after }), limit: 50 }))
  return (
    <PeopleFrame part="grants">
      <div className="people-filter"><Segmented value={role ?? ''} onChange={(to) => change({ role: to }, { push: true })} options={[{ value: '', label: say('grant.all') }, ...ROLES.map((value) => ({ value, label: say(`role.${value}`) }))]} /></div>
      <Fetched query={query} lines={6} isEmpty={(list) => list.length === 0} empty={<Empty title={say('grant.none')} />}>
        {(list) => (
          <>
            <RowsTable<Grant> rowKey="id" dataSource={list} columns={[
              { title: say('grant.person'), dataIndex: 'displayName' },
              { title: say('grant.role'), render: (_, grant) => say(`role.${grant.role}`) },
              { title: say('grant.place'), render: (_, grant) => named(grant.regionName) || (grant.organisationName ?? grant.teamName) },
              { title: say('grant.by'), render: (_, grant) => dateTime(grant.grantedAt) },
              { title: <span className="unseen">{say('act.steps')}</span>, align: 'right', render: (_, grant) => grant.role !== 'leader' && <Button size="small" onClick={() => setRevoking(grant)}>{say('grant.revoke')}</Button> },
            ]} />
            {more}
          </>
        )}
      </Fetched>
      {revoking !== null && <ReasonDialog title={`${say('grant.reason')} · ${revoking.displayName} ${say(`role.${revoking.role}`)}`} run={(reason) => client.people.revokeGrant({ id: revoking.id, reason })} onClose={() => setRevoking(null)} />}
    </PeopleFrame>
  )
}
