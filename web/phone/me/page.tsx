import { Link } from '@tanstack/react-router'
import { Icon, type IconName } from '../../kit/icons.tsx'
import { useMe } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { useWords } from '../../kit/words.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'
import { phonePages } from '../routes.ts'

/** Who I am, what I did, what waits on this phone, and how it looks. */
export default function MePage() {
  const say = useWords('phone')
  const { me } = useMe()
  const { waiting, refused } = useOutbox()
  const rows: { path: string; icon: IconName; word: string; note?: string }[] = [
    { path: phonePath.records(), icon: 'records', word: 'me.records' },
    { path: phonePath.points(), icon: 'points', word: 'me.points' },
    { path: phonePath.cases(), icon: 'cases', word: 'me.cases' },
    { path: phonePath.outbox(), icon: 'offline', word: 'outbox.title', note: refused > 0 ? say('outbox.refusedCount', { count: refused }) : waiting > 0 ? say('outbox.waitingCount', { count: waiting }) : say('outbox.none') },
    { path: phonePath.settings(), icon: 'settings', word: 'settings.title' },
  ]
  const signIn = phonePages.some(({ path }) => path === '/sign-in')
  return (
    <div className="stack">
      <section className="card">
        <h2>{me?.displayName ?? say('me.guest')}</h2>
        <p>{me === null ? say('me.guestWhat') : say(`realName.${me.realName}`)}</p>
        {me === null && signIn && <Link to={phonePath.signIn(phonePath.me()) as never} className="act act-main">{say('home.signIn')}</Link>}
      </section>
      <nav className="rows" aria-label={say('tab.me')}>
        {rows.filter(({ path }) => phonePages.some((page) => page.path === path)).map(({ path, icon, word, note }) => (
          <Link key={path} to={path as never} className="row"><Icon name={icon} size={24} /><span>{say(word)}</span>{note !== undefined && <small>{note}</small>}<Icon name="forward" /></Link>
        ))}
      </nav>
    </div>
  )
}
