import type { ReactNode } from 'react'
import { holds, useMe } from '../../kit/me.ts'
import { consolePath } from '../../kit/paths.ts'
import { useWords } from '../../kit/words.ts'
import { PageParts } from '../controls/page-parts.tsx'
import './people.css'

/** Title, the parts of people that the person may see, and the part itself. */
export function PeopleFrame({ part, acts, children }: { part: 'people' | 'review' | 'teams' | 'requests' | 'organisations' | 'grants' | 'invitations' | 'audit'; acts?: ReactNode; children: ReactNode }) {
  const say = useWords('people')
  const { me } = useMe()
  const officer = holds(me, 'officer')
  const parts = [
    { name: 'people', path: consolePath.people(), may: holds(me, 'officer', 'police') }, { name: 'review', path: consolePath.review(), may: officer }, { name: 'teams', path: consolePath.teams(), may: true },
    { name: 'requests', path: consolePath.joinRequests(), may: true }, { name: 'organisations', path: consolePath.organisations(), may: true }, { name: 'grants', path: consolePath.grants(), may: officer },
    { name: 'invitations', path: consolePath.invitations(), may: true }, { name: 'audit', path: consolePath.audit(), may: officer },
  ] as const
  return (
    <div className="wide-page">
      <div className="people-head"><h1>{say(`tabs.${part}`)}</h1><div className="people-acts">{acts}</div></div>
      <PageParts label={say('tabs.people')} current={part} parts={parts.filter(({ may }) => may).map(({ name, path }) => ({ name, path, words: say(`tabs.${name}`) }))} />
      {children}
    </div>
  )
}
