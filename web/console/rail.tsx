import { Link } from '@tanstack/react-router'
import { Icon } from '../kit/icons.tsx'
import { useWords } from '../kit/words.ts'
import type { railFor } from './routes.ts'

/** The parts of the console that exist and that this person may see. */
export function Rail({ entries, pathname }: { entries: ReturnType<typeof railFor>; pathname: string }) {
  const say = useWords('console')
  const part = (path: string): string | undefined => path.split('/')[1]
  return (
    <nav className="rail" aria-label={say('shell.parts')}>
      <svg className="rail-mark" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true"><path d="M4 2h5l3 6 3-6h5v20H4z" fill="var(--primary)" /><path d="M4 13h16M4 17.5h16" stroke="var(--surface)" strokeWidth="2" /></svg>
      {entries.map(({ path, rail }) => (
        <Link key={path} to={path as never} className="rail-entry" aria-current={part(path) === part(pathname) ? 'page' : undefined}>
          <Icon name={rail.icon} size={22} />
          <span>{say(`rail.${rail.word}`)}</span>
        </Link>
      ))}
    </nav>
  )
}
