/** Statistics: figures with a written formula, over a region's subtree and whole days of the city. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { id, instant, regionName } from '../platform/shapes.ts'

const share = z.number().min(0).max(1).nullable()
const count = z.int().min(0)

export const headline = z.object({
  region: z.object({ code: z.string(), name: regionName }), from: z.iso.date(), to: z.iso.date(), madeAt: instant,
  patrols: count.describe('published patrols that were not cancelled and began in the period + self-started patrols (patrolsSelfStarted)'),
  patrolsSelfStarted: count,
  participations: count.describe('check-ins in the period, self-started ones included'),
  participants: count.describe('different people among them'),
  online: count.describe('people checked in at this moment'),
  onlinePeak: z.object({ count, at: instant }).nullable().describe('most people on duty at once in the period, sampled each minute; null when none was sampled'),
  reported: count.describe('cases reported in the period, withdrawn and merged ones left out'),
  handled: count.describe('of these, answered or closed'),
  handledShare: share.describe('handled ÷ reported'),
  closed: count, closedInTime: count, openOverdue: count,
  onTimeShare: share.describe('closed in time ÷ (closed + open and overdue)'),
  minutes: count.describe('credited minutes of confirmed records begun in the period'),
  points: count.describe('points credited for them'),
  teams: count, members: count, membersActive: count.describe('members with a confirmed record begun in the last 30 days'),
  activeShare: share.describe('active ÷ members, each person counted once per team'),
})
export type Headline = z.infer<typeof headline>

export const statisticsDay = z.object({ day: z.iso.date(), patrols: count, participations: count, onlinePeak: count.nullable() })
export type StatisticsDay = z.infer<typeof statisticsDay>

export const teamFigures = z.object({ teamId: id, name: z.string(), kind: z.string(), regionName, members: count, membersActive: count, activeShare: share })
export type TeamFigures = z.infer<typeof teamFigures>

const region = { regionCode: z.string().max(15).optional().describe('within my regions; the first of them when absent') }
const tags = ['statistics']
export const statisticsContract = {
  headline: oc.route({ method: 'GET', path: '/statistics/headline', tags, summary: 'The headline figures of a region and its parts over whole days' })
    .input(z.object({ ...region, from: z.iso.date(), to: z.iso.date() }).refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends before it begins' })).output(headline),
  days: oc.route({ method: 'GET', path: '/statistics/days', tags, summary: 'Day by day, up to today' })
    .input(z.object({ ...region, days: z.coerce.number().int().min(1).max(92).default(14) })).output(z.array(statisticsDay)),
  teams: oc.route({ method: 'GET', path: '/statistics/teams', tags, summary: 'The team register with its active share, largest team first' })
    .input(z.object({ ...region, limit: z.coerce.number().int().min(1).max(200).default(100) })).output(z.array(teamFigures)),
}
