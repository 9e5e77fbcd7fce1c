import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type AnyRouter } from '@tanstack/react-router'
import { addressParts } from '../kit/address.ts'
import { part } from '../kit/parts.ts'
import { Empty, Loading, PageError } from '../kit/states.tsx'
import { useWords } from '../kit/words.ts'
import { useBack } from './back.ts'
import { phonePages } from './routes.ts'
import { Shell } from './shell.tsx'

/** The phone's addresses out of its list of pages. Pages open without network too, so nothing is asked before they show. */
export function createPhoneRouter(): AnyRouter {
  const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
  const routes = phonePages.map(({ path, load }) => createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(part(load)),
    pendingComponent: () => <Loading />,
  }))
  return createRouter({ routeTree: root.addChildren(routes), basepath: '/m', defaultErrorComponent: Broken, trailingSlash: 'never', scrollRestoration: true, ...addressParts })
}

function Broken({ error }: { error: unknown }) {
  return <PageError error={error} onBack={useBack()} />
}

function NotFound() {
  const say = useWords('phone')
  return <Empty title={say('notFound.title')} hint={say('notFound.hint')}><a className="act" href="/m/">{say('notFound.home')}</a></Empty>
}
