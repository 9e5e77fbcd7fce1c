import { holds, type Me } from '../../kit/me.ts'
import { forOfficers, type ConsolePage } from '../routes.ts'

const officersOnly = (me: Me): boolean => holds(me, 'officer')
const anyRole = (me: Me): boolean => me.grants.length > 0

export const peoplePages: readonly ConsolePage[] = [
  { path: '/sign-in', load: () => import('./sign-in-page.tsx'), open: true },
  { path: '/sign-out', load: () => import('./sign-out-page.tsx'), open: true },
  { path: '/first-run', load: () => import('./first-run-page.tsx'), open: true },
  { path: '/people', load: () => import('./people-page.tsx'), layout: 'wide', may: forOfficers, rail: { word: 'people', icon: 'people', order: 50 } },
  { path: '/people/review', load: () => import('./review-page.tsx'), layout: 'wide', may: officersOnly },
  { path: '/people/teams', load: () => import('./teams/teams-page.tsx'), layout: 'wide', may: anyRole, rail: { word: 'people', icon: 'people', order: 50 } },
  { path: '/people/teams/$id', load: () => import('./teams/team-page.tsx'), layout: 'wide', may: anyRole },
  { path: '/people/join-requests', load: () => import('./teams/join-requests-page.tsx'), layout: 'wide', may: anyRole },
  { path: '/people/organisations', load: () => import('./teams/organisations-page.tsx'), layout: 'wide', may: anyRole },
  { path: '/people/roles', load: () => import('./grants-page.tsx'), layout: 'wide', may: officersOnly },
  { path: '/people/invitations', load: () => import('./teams/invitations-page.tsx'), layout: 'wide', may: anyRole },
  { path: '/people/audit', load: () => import('./audit-page.tsx'), layout: 'wide', may: officersOnly },
]
