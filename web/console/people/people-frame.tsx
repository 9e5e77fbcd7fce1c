import type { ReactNode } from 'react'
import { useMe } from '../../kit/me.ts'
import { consolePath } from '../../kit/paths.ts'
import { useWords } from '../../kit/words.ts'
import { PageParts } from '../controls/page-parts.tsx'
import { peopleRights } from './rights.ts'
import './people.css'

/** Title, the parts of people that the person may see, and the part itself. */
export function PeopleFrame({ part, acts, children }: { part: 'people' | 'review' | 'teams' | 'requests' | 'organisations' | 'grants' | 'invitations' | 'audit'; acts?: ReactNode; children: ReactNode }) {
  const say = useWords('people')
  const { me } = useMe()
  const parts = [
    { name: 'people', path: consolePath.people(), may: peopleRights.list }, { name: 'review', path: consolePath.review(), may: peopleRights.review }, { name: 'teams', path: consolePath.teams(), may: peopleRights.teams },
    { name: 'requests', path: consolePath.joinRequests(), may: peopleRights.decideForTeams }, { name: 'organisations', path: consolePath.organisations(), may: peopleRights.organisations }, { name: 'grants', path: consolePath.grants(), may: peopleRights.roles },
    { name: 'invitations', path: consolePath.invitations(), may: peopleRights.decideForTeams }, { name: 'audit', path: consolePath.audit(), may: peopleRights.audit },
  ] as const
  return (
    <div className="wide-page">
      <div className="people-head"><h1>{say(`tabs.${part}`)}</h1><div className="people-acts">{acts}</div></div>
      <PageParts label={say('tabs.people')} current={part} parts={parts.filter(({ may }) => may(me)).map(({ name, path }) => ({ name, path, words: say(`tabs.${name}`) }))} />
      {children}
    </div>
  )
}
