import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, type AnyRouter } from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import { addressParts } from '../kit/address.ts'
import { meQuery } from '../kit/me.ts'
import { consolePath } from '../kit/paths.ts'
import { Empty, ErrorState, Loading } from '../kit/states.tsx'
import { useWords } from '../kit/words.ts'
import { NoRole, Refused } from './refused.tsx'
import { consolePages } from './pages.ts'
import { railFor, type ConsolePage } from './routes.ts'
import { Shell } from './shell.tsx'

/** The console's addresses out of its list of pages; guests are sent to sign in before anything is fetched. */
export function createConsoleRouter(queries: QueryClient): AnyRouter {
  const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
  const routes = consolePages.map((page) => createRoute({
    getParentRoute: () => root,
    path: page.path,
    component: lazyRouteComponent(page.load),
    beforeLoad: ({ location }) => admit(page, queries, location.href),
    errorComponent: ({ error }) => (error instanceof NotForYou ? (error.anyRole ? <Refused /> : <NoRole />) : <ErrorState error={error} onRetry={() => window.location.reload()} />),
    pendingComponent: () => <Loading lines={6} />,
  }))
  return createRouter({ routeTree: root.addChildren(routes), basepath: '/console', defaultPreload: 'intent', trailingSlash: 'never', ...addressParts,
    // A refusal is an answer, shown as a page; everything else is a fault.
    defaultOnCatch: (error) => { if (!(error instanceof NotForYou)) console.error(error) },
  })
}

class NotForYou extends Error {
  readonly anyRole: boolean

  constructor(path: string, anyRole: boolean) {
    super(path)
    this.anyRole = anyRole
  }
}

async function admit(page: ConsolePage, queries: QueryClient, href: string): Promise<void> {
  if (page.open === true) return
  const me = await queries.ensureQueryData(meQuery)
  if (me === null && consolePages.some(({ path }) => path === '/sign-in')) throw redirect({ href: consolePath.signIn(href) })
  if (me === null) return
  if (me.grants.length === 0) throw new NotForYou(page.path, false)
  if (page.may === undefined || page.may(me)) return
  // Who may not see the first page begins with the first one that is theirs.
  const first = page.path === '/' ? railFor(consolePages, me)[0] : undefined
  if (first !== undefined) throw redirect({ to: first.path })
  throw new NotForYou(page.path, true)
}

function NotFound() {
  const say = useWords('console')
  return <Empty heading title={say('notFound.title')} hint={say('notFound.hint')}><a className="act" href="/console/">{say('notFound.home')}</a></Empty>
}
