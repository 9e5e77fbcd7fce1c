import { implement } from '@orpc/server'
import type { RequestContext } from '../platform/http.ts'
import type { Cases } from './cases.ts'
import { casesContract } from './contract.ts'

export const casesRoutes = (cases: Cases) => {
  const os = implement(casesContract).$context<RequestContext>()
  return os.router({
    categories: os.categories.handler(() => cases.categories()),
    report: os.report.handler(({ input, context }) => cases.report(context.actor, input)),
    similar: os.similar.handler(({ input, context }) => cases.similar(context.actor, input)),
    list: os.list.handler(({ input, context }) => cases.list(context.actor, input)),
    counts: os.counts.handler(({ input, context }) => cases.counts(context.actor, input)),
    mine: os.mine.handler(({ input, context }) => cases.mine(context.actor, input)),
    get: os.get.handler(({ input, context }) => cases.get(context.actor, input.id)),
    takeStep: os.takeStep.handler(({ input, context }) => cases.step(context.actor, input)),
    follow: os.follow.handler(({ input, context }) => cases.follow(context.actor, input.id, input.position)),
    unfollow: os.unfollow.handler(({ input, context }) => cases.unfollow(context.actor, input.id)),
  })
}
