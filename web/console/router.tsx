import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, useRouteContext, type AnyRouter, type RouteComponent } from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { addressParts } from '../kit/address.ts'
import { meQuery } from '../kit/me.ts'
import { consolePath } from '../kit/paths.ts'
import { part } from '../kit/parts.ts'
import { Empty, Loading, PageError } from '../kit/states.tsx'
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
    component: admitted(page),
    beforeLoad: async ({ location }) => ({ refusal: await refusalOf(page, queries, location.href) }),
    pendingComponent: () => <Loading lines={6} />,
  }))
  return createRouter({ routeTree: root.addChildren(routes), basepath: '/console', defaultErrorComponent: ({ error }) => <PageError error={error} />, defaultPreload: 'intent', trailingSlash: 'never', ...addressParts })
}

/** The page, or why this person does not see it. */
function admitted(page: ConsolePage) {
  const Page = lazyRouteComponent(part(page.load)) as ComponentType & { preload?: () => Promise<void> | undefined }
  function Admitted() {
    const { refusal } = useRouteContext({ strict: false }) as { refusal?: Refusal }
    return refusal === 'no-role' ? <NoRole /> : refusal === 'other-role' ? <Refused /> : <Page />
  }
  return Object.assign(Admitted, { preload: Page.preload }) as RouteComponent
}

type Refusal = 'no-role' | 'other-role' | undefined

async function refusalOf(page: ConsolePage, queries: QueryClient, href: string): Promise<Refusal> {
  if (page.open === true) return undefined
  const me = await queries.ensureQueryData(meQuery)
  if (me === null && consolePages.some(({ path }) => path === '/sign-in')) throw redirect({ href: consolePath.signIn(href) })
  if (me === null) return undefined
  if (me.grants.length === 0) return 'no-role'
  if (page.may === undefined || page.may(me)) return undefined
  // Who may not see the first page begins with the first one that is theirs.
  const first = page.path === '/' ? railFor(consolePages, me)[0]?.path ?? consolePath.teams() : undefined
  if (first !== undefined) throw redirect({ href: first })
  return 'other-role'
}

function NotFound() {
  const say = useWords('console')
  return <Empty heading title={say('notFound.title')} hint={say('notFound.hint')}><a className="act" href="/console/">{say('notFound.home')}</a></Empty>
}
