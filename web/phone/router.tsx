import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type AnyRouter } from '@tanstack/react-router'
import { addressParts } from '../kit/address.ts'
import { Empty, ErrorState, Loading } from '../kit/states.tsx'
import { useWords } from '../kit/words.ts'
import { phonePages } from './routes.ts'
import { Shell } from './shell.tsx'

/** The phone's addresses out of its list of pages. Pages open without network too, so nothing is asked before they show. */
export function createPhoneRouter(): AnyRouter {
  const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
  const routes = phonePages.map(({ path, load }) => createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load),
    errorComponent: ({ error }) => <ErrorState error={error} onRetry={() => window.location.reload()} />,
    pendingComponent: () => <Loading />,
  }))
  return createRouter({ routeTree: root.addChildren(routes), basepath: '/m', trailingSlash: 'never', scrollRestoration: true, ...addressParts })
}

function NotFound() {
  const say = useWords('phone')
  return <Empty title={say('notFound.title')} hint={say('notFound.hint')}><a className="act" href="/m/">{say('notFound.home')}</a></Empty>
}
