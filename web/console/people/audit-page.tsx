import { Select } from 'antd'
import { useAddress } from '../../kit/address.ts'
import { client } from '../../kit/client.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { dateTime } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { RowsTable } from '../controls/rows-table.tsx'
import { DaysField } from '../controls/date-fields.tsx'
import { dayStart, localDay } from '../day.ts'
import { usePages } from './paging.tsx'
import { PeopleFrame } from './people-frame.tsx'
import { TEAM_KINDS } from './teams/teams-page.tsx'

type Entry = Awaited<ReturnType<typeof client.people.auditLog>>['items'][number]
const PEOPLE_ACTIONS = ['identity-read', 'identity-clash', 'real-name-verified', 'real-name-rejected', 'role-granted', 'role-revoked', 'team-founded', 'team-changed', 'team-closed', 'team-handed-over', 'member-removed', 'member-left', 'join-approved', 'join-refused', 'team-link-made', 'team-link-revoked', 'invited', 'organisation-entered', 'organisation-corrected', 'copy-taken', 'deleted'] as const
const OTHER_ACTIONS = [
  'tracking.walkers-read',
  'duties.patrol-drafted', 'duties.patrol-edited', 'duties.patrol-scheduled', 'duties.patrol-published', 'duties.patrol-cancelled', 'duties.seats-reserved', 'duties.seats-returned', 'duties.members-assigned', 'duties.member-replaced', 'duties.member-taken-off', 'duties.policy-set', 'duties.record-confirmed', 'duties.record-rejected', 'ledger.entry-disputed', 'ledger.dispute-kept', 'ledger.dispute-reversed',
  'tracking.live-view-opened', 'tracking.track-read', 'tracking.walker-read', 'cases.sensitive-read', 'places.city-renamed', 'places.zone-created', 'places.zone-removed', 'places.region-moved',
] as const
const ACTIONS: readonly string[] = [...PEOPLE_ACTIONS.map((verb) => `people.${verb}`), ...OTHER_ACTIONS]
/** Their words are keyed by the verb alone, which no two modules share. */
const verbOf = (action: string): string => action.slice(action.indexOf('.') + 1)

/** Who did or read what in the officer's regions, newest first. */
export default function AuditPage() {
  const say = useWords('people')
  const [{ action, actor, from, to }, change] = useAddress()
  const { query, more } = usePages(['people', 'audit', action, actor, from, to], (after) =>
    client.people.auditLog({ ...(action === undefined ? {} : { action }), ...(actor === undefined ? {} : { actor }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(after === undefined ? {} : { after }), limit: 100 }))
  return (
    <PeopleFrame part="audit">
      <div className="people-filter">
        <Select aria-label={say('audit.action')} value={action ?? ''} onChange={(value) => change({ action: value }, { push: true })} style={{ minWidth: 200 }} options={[{ value: '', label: say('audit.all') }, ...ACTIONS.map((value) => ({ value, label: say(`action.${verbOf(value)}`) }))]} />
        <DaysField label={say('audit.from')} value={from !== undefined && to !== undefined ? [localDay(from), localDay(to, -1)] : null} onChange={(days) => change(days === null ? { from: undefined, to: undefined } : { from: dayStart(days[0]), to: dayStart(days[1], 1) }, { push: true })} />
      </div>
      <Fetched query={query} lines={8} isEmpty={(list) => list.length === 0} empty={<Empty title={say('audit.none')} />}>
        {(list) => (
          <>
            <RowsTable<Entry> rowKey="id" dataSource={list} columns={[
              { title: say('audit.at'), render: (_, entry) => dateTime(entry.at), width: 170 },
              { title: say('audit.who'), render: (_, entry) => (entry.actorName === null ? say('audit.system') : <button type="button" className="plain-link" onClick={() => change({ actor: entry.actor }, { push: true })}>{entry.actorName}</button>) },
              { title: say('audit.action'), render: (_, entry) => ACTIONS.includes(entry.action) ? say(`action.${verbOf(entry.action)}`) : entry.action },
              { title: say('audit.subject'), render: (_, entry) => <Subject subject={entry.subject} /> },
              { title: say('audit.reason'), render: (_, entry) => entry.reason ?? '' },
              { title: say('audit.details'), render: (_, entry) => <Details details={entry.details} /> },
            ]} />
            {more}
          </>
        )}
      </Fetched>
    </PeopleFrame>
  )
}

const SUBJECTS = ['person', 'team', 'organisation', 'invitation', 'case', 'region', 'patrol', 'service-record', 'attendance', 'live-map', 'city'] as const

/** What it was done to: its kind in words and the end of its id, enough to tell lines of one page apart. */
function Subject({ subject }: { subject: string }) {
  const say = useWords('people')
  const [kind = '', id = ''] = subject.split(':')
  const known = SUBJECTS.find((one) => one === kind)
  return <span className="subject" title={subject}>{known === undefined ? kind : say(`subject.${known}`)} {id.length > 12 ? `…${id.slice(-6)}` : id}</span>
}

function Details({ details }: { details: Entry['details'] }) {
  const say = useWords('people')
  const { role, kind, regionCode } = details
  const parts = [
    typeof role === 'string' ? say(`role.${role as 'officer'}`) : '',
    typeof kind === 'string' && TEAM_KINDS.some((one) => one === kind) ? say(`teamKind.${kind as 'patrol'}`) : '',
    typeof regionCode === 'string' ? regionCode : '',
  ]
  return <>{parts.filter((part) => part !== '').join(' · ')}</>
}
