import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useCity } from '../kit/city.ts'
import { DemoMark } from '../kit/demo-mark.tsx'
import { Icon } from '../kit/icons.tsx'
import { useMe } from '../kit/me.ts'
import { part } from '../kit/parts.ts'
import { phonePath } from '../kit/paths.ts'
import { useRegionName } from '../kit/region.ts'
import { Guard, Loading, useOnline } from '../kit/states.tsx'
import { useWords } from '../kit/words.ts'
import { useUnsent } from './duties/walk/use-on-duty.ts'
import { useOutbox } from './outbox/use-outbox.tsx'
import { useBack } from './back.ts'
import { matchPage } from './match.ts'
import { phonePages, tabs } from './routes.ts'
import { UpdateNotice } from './update-notice.tsx'

const Recorder = lazy(part(() => import('./duties/walk/recorder.tsx')))

/** Top bar, connection in words, the page, and the four tabs at the thumb. */
export function Shell() {
  const say = useWords('phone')
  const { pathname } = useLocation()
  // Its colour holds on pages without the bar too.
  useCity()
  const page = matchPage(phonePages, pathname)
  const tab = tabs.some(({ path }) => path === pathname)
  const unread = useMe().me?.notices.unread ?? 0
  const shown = tabs.filter(({ path }) => phonePages.some((one) => one.path === path))
  return (
    <div className={page?.bare === true ? 'phone phone-bare' : 'phone'}>
      {page?.bare !== true && <TopBar title={tab || page?.title === undefined ? null : say(page.title)} />}
      <Connection />
      <main className="phone-page"><Guard key={pathname}><Suspense fallback={<Loading />}><Outlet /></Suspense></Guard></main>
      <Guard><Suspense><Recorder /></Suspense></Guard>
      <UpdateNotice />
      {tab && (
        <nav className="tabs" aria-label={say('shell.tabs')}>
          {shown.map(({ word, icon, path }) => (
            <Link key={path} to={path as never} className="tab" aria-current={pathname === path ? 'page' : undefined}><Icon name={icon} size={26} /><span>{say(`tab.${word}`)}</span>{word === 'me' && unread > 0 && <UnreadCount count={unread} />}</Link>
          ))}
        </nav>
      )}
    </div>
  )
}

/** Beside the tab's name: the number for eyes, the sentence for ears. */
function UnreadCount({ count }: { count: number }) {
  const say = useWords('phone')
  return <><b className="unread" aria-hidden="true">{count > COUNT_MAX ? `${COUNT_MAX}+` : count}</b><span className="unseen">{say('notices.count', { count })}</span></>
}
const COUNT_MAX = 99

function TopBar({ title }: { title: string | null }) {
  const say = useWords('phone')
  const named = useRegionName('short')
  const city = useCity()
  const { me } = useMe()
  const back = useBack()
  const region = named(me?.regionName ?? null) || city.name
  if (title === null) return <header className="top-bar"><h1>{city.platform}</h1><DemoMark />{region !== '' && <span>{region}</span>}</header>
  return <header className="top-bar"><button type="button" className="back" aria-label={say('shell.back')} onClick={back}><Icon name="back" size={26} /></button><h1>{title}</h1><DemoMark /></header>
}

/** Offline and waiting work are said in words; a refusal leads to where it can be put right. */
function Connection() {
  const say = useWords('phone')
  const online = useOnline()
  const { refused } = useOutbox()
  const waiting = useUnsent()
  const words = online ? (waiting > 0 ? say('shell.sending', { count: waiting }) : null) : waiting > 0 ? say('shell.waiting', { count: waiting }) : say('shell.offline')
  return (
    <div role="status">
      {words !== null && <Link to={phonePath.outbox() as never} className="connection"><Icon name={online ? 'forward' : 'offline'} />{words}</Link>}
      {refused > 0 && <Link to={phonePath.outbox() as never} className="connection connection-need">▲ {say('shell.refused', { count: refused })}</Link>}
    </div>
  )
}
