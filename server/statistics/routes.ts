import { implement } from '@orpc/server'
import type { RequestContext } from '../platform/http.ts'
import { statisticsContract } from './contract.ts'
import type { Statistics } from './statistics.ts'

export const statisticsRoutes = (statistics: Statistics) => {
  const os = implement(statisticsContract).$context<RequestContext>()
  return os.router({
    headline: os.headline.handler(({ context, input }) => statistics.headline(context.actor, input)),
    days: os.days.handler(({ context, input }) => statistics.days(context.actor, input)),
    teams: os.teams.handler(({ context, input }) => statistics.teams(context.actor, input)),
  })
}
