import type { ConsolePage } from '../routes.ts'
import { peopleRights } from './rights.ts'

export const peoplePages: readonly ConsolePage[] = [
  { path: '/sign-in', load: () => import('./sign-in-page.tsx'), open: true },
  { path: '/sign-out', load: () => import('./sign-out-page.tsx'), open: true },
  { path: '/first-run', load: () => import('./first-run-page.tsx'), open: true },
  { path: '/people', load: () => import('./people-page.tsx'), layout: 'wide', may: peopleRights.list, rail: { word: 'people', icon: 'people', order: 50 } },
  { path: '/people/review', load: () => import('./review-page.tsx'), layout: 'wide', may: peopleRights.review },
  { path: '/people/teams', load: () => import('./teams/teams-page.tsx'), layout: 'wide', may: peopleRights.teams, rail: { word: 'people', icon: 'people', order: 50 } },
  { path: '/people/teams/$id', load: () => import('./teams/team-page.tsx'), layout: 'wide', may: peopleRights.teams },
  { path: '/people/join-requests', load: () => import('./teams/join-requests-page.tsx'), layout: 'wide', may: peopleRights.decideForTeams },
  { path: '/people/organisations', load: () => import('./teams/organisations-page.tsx'), layout: 'wide', may: peopleRights.organisations },
  { path: '/people/roles', load: () => import('./grants-page.tsx'), layout: 'wide', may: peopleRights.roles },
  { path: '/people/invitations', load: () => import('./teams/invitations-page.tsx'), layout: 'wide', may: peopleRights.decideForTeams },
  { path: '/people/audit', load: () => import('./audit-page.tsx'), layout: 'wide', may: peopleRights.audit },
]
