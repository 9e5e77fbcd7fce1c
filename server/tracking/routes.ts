import { implement } from '@orpc/server'
import type { RequestContext } from '../platform/http.ts'
import { trackingContract } from './contract.ts'
import type { Tracking } from './tracking.ts'

export const trackingRoutes = (tracking: Tracking) => {
  const os = implement(trackingContract).$context<RequestContext>()
  return os.router({
    walkers: os.walkers.handler(({ context, input }) => tracking.walkers(context.actor, input)),
    walker: os.walker.handler(({ context, input }) => tracking.walker(context.actor, input.walker)),
    track: os.track.handler(({ context, input }) => tracking.track(context.actor, input.id)),
  })
}
