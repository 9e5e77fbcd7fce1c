import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Suspense, useCallback, useMemo, useState } from 'react'
import { useMe } from '../kit/me.ts'
import { consolePath } from '../kit/paths.ts'
import { Guard, Loading } from '../kit/states.tsx'
import { useWords } from '../kit/words.ts'
import { Header } from './header.tsx'
import { KeyHelp } from './key-help.tsx'
import { useKeys } from './keyboard.ts'
import { Rail } from './rail.tsx'
import { consolePages } from './pages.ts'
import { railFor } from './routes.ts'

/** Rail and header around the page; guests are led to sign in and back to where they wanted to go. */
export function Shell() {
  const say = useWords('console')
  const { me } = useMe()
  const [helping, setHelping] = useState(false)
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const entries = useMemo(() => railFor(consolePages, me), [me])
  const go = useCallback((href: string) => void navigate({ href }), [navigate])
  useKeys(useMemo(() => ({
    '?': () => setHelping((open) => !open),
    '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
    ...Object.fromEntries(entries.slice(0, 9).map((entry, at) => [String(at + 1), () => go(entry.path)])),
  }), [entries, go]))
  return (
    <div className={entries.length === 0 ? 'shell shell-bare' : 'shell'}>
      <a className="skip" href="#page">{say('shell.skip')}</a>
      {entries.length > 0 && <Rail entries={entries} pathname={pathname} />}
      <Header me={me} signInPath={consolePath.signIn(pathname)} onHelp={() => setHelping(true)} />
      <main id="page" className="page" tabIndex={-1}>
        <Guard key={pathname}><Suspense fallback={<Loading lines={6} />}><Outlet /></Suspense></Guard>
      </main>
      {helping && <KeyHelp onClose={() => setHelping(false)} entries={entries} />}
    </div>
  )
}
