import { Button, Drawer, Input, Select } from 'antd'
import { useState } from 'react'
import { useAddress } from '../../kit/address.ts'
import { client } from '../../kit/client.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { Empty, Fetched } from '../../kit/states.tsx'
import { dateTime } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { RowsTable } from '../controls/rows-table.tsx'
import { usePages } from './paging.tsx'
import { PeopleFrame } from './people-frame.tsx'
import { PersonSheet } from './person-sheet.tsx'
import { realNameKind } from './real-name-kind.ts'
import { RegionSelect } from './region-select.tsx'

type Card = Awaited<ReturnType<typeof client.people.people>>['items'][number]
const isPhone = (words: string): boolean => /^[\d\s+-]{5,}$/.test(words)
const STATUSES = ['unverified', 'pending', 'verified', 'rejected'] as const

/** People of the officer's regions, masked; one opens beside the list. */
export default function PeoplePage() {
  const say = useWords('people')
  const named = useRegionName()
  const [address, change] = useAddress()
  const { status, id } = address
  const [words, setWords] = useState('')
  const region = address['region']
  const { query, more } = usePages(['people', 'list', region, status, words], async (after) =>
    words !== '' ? { items: await client.people.findPeople(isPhone(words) ? { phone: words } : { name: words }), next: null } : client.people.people({ ...(region === undefined ? {} : { regionCode: region }), ...(status === undefined ? {} : { status: status as Card['realName'] }), ...(after === undefined ? {} : { after }), limit: 50 }))
  return (
    <PeopleFrame part="people">
      <Filter onFind={setWords} />
      <Fetched query={query} lines={8} isEmpty={(list) => list.length === 0} empty={<Empty title={say('list.none')} hint={say('list.noneWhat')} />}>
        {(list) => (
          <>
            <RowsTable<Card>
              rowKey="id" dataSource={list} onRow={(card) => ({ onClick: () => change({ id: card.id }, { push: true }) })} rowClassName={(card) => (card.id === id ? 'ant-table-row-selected' : '')}
              columns={[
                { title: say('list.name'), render: (_, card) => <button type="button" className="plain-link" onClick={() => change({ id: card.id }, { push: true })}>{card.displayName}</button> },
                { title: say('list.phone'), dataIndex: 'phone' },
                { title: say('list.status'), render: (_, card) => <StateMark kind={realNameKind[card.realName]}>{say(`status.${card.realName}`)}</StateMark> },
                { title: say('list.age'), dataIndex: 'age' },
                { title: say('list.region'), render: (_, card) => named(card.regionName) || say('list.noRegion') },
                { title: say('list.skills'), render: (_, card) => card.skills.map((skill) => say(`skill.${skill}`)).join(' ') },
                { title: say('list.joined'), render: (_, card) => dateTime(card.joinedAt) },
              ]}
            />
            {more}
          </>
        )}
      </Fetched>
      <Drawer open={id !== undefined} size={480} title={say('tabs.people')} onClose={() => change({ id: undefined })} mask={false} destroyOnHidden>{id !== undefined && <PersonSheet id={id} />}</Drawer>
    </PeopleFrame>
  )
}

/** Names and phones stay out of the address: it is kept in histories and sent to colleagues. */
function Filter({ onFind }: { onFind: (words: string) => void }) {
  const say = useWords('people')
  const [{ status, region }, change] = useAddress()
  const [words, setWords] = useState('')
  return (
    <form className="people-filter" onSubmit={(event) => { event.preventDefault(); onFind(words.trim()) }}>
      <Input data-search value={words} onChange={(event) => { setWords(event.target.value); if (event.target.value === '') onFind('') }} placeholder={`${say('list.nameExact')} / ${say('list.phoneExact')}`} aria-label={`${say('list.nameExact')} / ${say('list.phoneExact')}`} allowClear style={{ width: 260 }} />
      <Button htmlType="submit">{say('list.find')}</Button>
      <Select aria-label={say('list.status')} value={status ?? ''} onChange={(to) => change({ status: to }, { push: true })} style={{ minWidth: 140 }} options={[{ value: '', label: say('list.allStatus') }, ...STATUSES.map((value) => ({ value, label: say(`status.${value}`) }))]} />
      <RegionSelect {...(region === undefined ? {} : { value: region })} onChange={(code) => change({ region: code }, { push: true })} />
    </form>
  )
}
