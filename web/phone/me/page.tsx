import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../kit/client.ts'
import { Icon, type IconName } from '../../kit/icons.tsx'
import { useMe, type Me } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { useWords } from '../../kit/words.ts'
import { useUnsent } from '../duties/walk/use-on-duty.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'
import { phonePages } from '../routes.ts'

interface Row { path: string; icon: IconName; label: string; note?: string }

/** Who I am, what I did, what waits on this phone, and how it looks. */
export default function MePage() {
  const say = useWords('phone')
  const named = useRegionName('short')
  const sayPeople = useWords('people')
  const { me } = useMe()
  const { refused, others } = useOutbox()
  const waiting = useUnsent() + others
  const mine: Row[] = me === null ? [] : [
    { path: phonePath.notices(), icon: 'notices', label: say('notices.title'), note: me.notices.unread > 0 ? say('notices.count', { count: me.notices.unread }) : say('notices.allRead') },
    { path: phonePath.records(), icon: 'records', label: say('me.records') },
    { path: phonePath.points(), icon: 'points', label: say('me.points') },
    { path: phonePath.cases(), icon: 'cases', label: say('me.cases') },
    { path: phonePath.teams(), icon: 'patrol', label: sayPeople('me.teams'), note: me.teams.map(({ name }) => name).join(' · ') || sayPeople('me.noTeams') },
  ]
  const about: Row[] = me === null ? [] : [
    { path: phonePath.realName(), icon: 'people', label: sayPeople('me.realName'), note: sayPeople(`status.${me.realName}`) },
    { path: phonePath.profile(), icon: 'me', label: sayPeople('me.profile'), note: named(me.regionName) },
    { path: phonePath.consents(), icon: 'cases', label: sayPeople('me.consents') },
    { path: phonePath.account(), icon: 'settings', label: sayPeople('me.account') },
  ]
  const phone: Row[] = [
    { path: phonePath.outbox(), icon: 'offline', label: say('outbox.title'), note: refused > 0 ? say('outbox.refusedCount', { count: refused }) : waiting > 0 ? say('outbox.waitingCount', { count: waiting }) : say('outbox.none') },
    { path: phonePath.settings(), icon: 'settings', label: say('settings.title') },
  ]
  const signIn = phonePages.some(({ path }) => path === '/sign-in')
  return (
    <div className="stack">
      <section className="card">
        <h2>{me?.displayName ?? say('me.guest')}</h2>
        <p>{me === null ? say('me.guestWhat') : `${me.phone}${me.regionName === null ? '' : ` · ${named(me.regionName)}`}`}</p>
        {me !== null && me.grants.length > 0 && <p>{me.grants.map((grant) => `${sayPeople(`role.${grant.role}`)} ${named(grant.regionName) || (grant.organisationName ?? grant.teamName ?? '')}`).join(' · ')}</p>}
        {me !== null && <StateMark kind={me.realName === 'verified' ? 'done' : me.realName === 'pending' ? 'running' : 'need'}>{say(`realName.${me.realName}`)}</StateMark>}
        {me !== null && me.consentsDue.length > 0 && <Link to={phonePath.consents(phonePath.me()) as never} className="act act-main">{sayPeople('me.consentsDue')}</Link>}
        {me !== null && me.invitations > 0 && <Link to={phonePath.teams() as never} className="act">{sayPeople('me.invitations', { count: me.invitations })}</Link>}
        {me !== null && <Applications me={me} />}
        {me === null && signIn && <Link to={phonePath.signIn(phonePath.me()) as never} className="act act-main">{say('home.signIn')}</Link>}
      </section>
      <nav className="row-groups" aria-label={say('tab.me')}>
        {[mine, about, phone].filter((rows) => rows.length > 0).map((rows) => (
          <div key={rows[0]?.path} className="rows">
            {rows.map(({ path, icon, label, note }) => <Link key={path} to={path as never} className="row"><Icon name={icon} size={24} /><span>{label}</span>{note !== undefined && <small>{note}</small>}<Icon name="forward" /></Link>)}
          </div>
        ))}
      </nav>
    </div>
  )
}

/** Who asks to join a team that I lead; nothing where nobody does. */
function Applications({ me: { teams } }: { me: Me }) {
  const say = useWords('people')
  const led = teams.filter(({ leader }) => leader)
  // Team by team: whoever is an officer too would be told of all others first.
  const asked = useQueries({ queries: led.map(({ id }) => api.people.joinRequests.queryOptions({ input: { teamId: id, limit: APPLICATIONS_MAX } })) })
  const waiting = asked.flatMap(({ data }) => data?.items ?? [])
  const [first] = waiting
  return first === undefined ? null : <Link to={phonePath.team(first.teamId) as never} className="act">{say('me.applications', { count: waiting.length })}</Link>
}
const APPLICATIONS_MAX = 50
