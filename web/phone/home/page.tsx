import { Link } from '@tanstack/react-router'
import { Icon } from '../../kit/icons.tsx'
import { useMe } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { useWords } from '../../kit/words.ts'
import { homeTiles, phonePages } from '../routes.ts'

const exists = (path: string): boolean => phonePages.some((page) => page.path === path)

/** What matters now: setting out, what is near, and the way to everything else. */
export default function HomePage() {
  const say = useWords('phone')
  const { me, loading } = useMe()
  return (
    <div className="stack">
      {exists(phonePath.patrol()) && (
        <Link to={phonePath.patrol() as never} className="main-act">
          <Icon name="patrol" size={32} />
          <span><strong>{say('home.setOut')}</strong><small>{say('home.setOutWhat')}</small></span>
          <Icon name="forward" />
        </Link>
      )}
      {!loading && me === null && (
        <section className="card">
          <h2>{say('home.welcome')}</h2>
          <p>{say('home.welcomeWhat')}</p>
          {exists('/sign-in') && <Link to={phonePath.signIn() as never} className="act act-main">{say('home.signIn')}</Link>}
        </section>
      )}
      {homeTiles.length > 0 && (
        <nav className="tiles" aria-label={say('home.more')}>
          {[...homeTiles].sort((a, b) => a.order - b.order).map(({ word, icon, path }) => (
            <Link key={path} to={path as never} className="tile"><Icon name={icon} size={28} /><strong>{say(`tile.${word}`)}</strong></Link>
          ))}
        </nav>
      )}
      <section className="card danger-card">
        <h2>{say('danger.title')}</h2>
        <div className="calls">
          {(['110', '119', '120', '122'] as const).map((number) => <a key={number} href={`tel:${number}`} className="call"><strong>{number}</strong><small>{say(`danger.n${number}`)}</small></a>)}
        </div>
      </section>
    </div>
  )
}
