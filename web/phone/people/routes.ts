import type { PhonePage } from '../routes.ts'

export const peoplePages: readonly PhonePage[] = [
  { path: '/sign-in', load: () => import('./sign-in-page.tsx'), title: 'title.signIn' },
  { path: '/join/$token', load: () => import('./join-page.tsx'), title: 'title.join' },
  { path: '/teams', load: () => import('./teams-page.tsx'), title: 'title.teams' },
  { path: '/teams/$id', load: () => import('./team-page.tsx'), title: 'title.team' },
  { path: '/me/consents', load: () => import('./consents-page.tsx'), title: 'title.consents' },
  { path: '/me/real-name', load: () => import('./real-name-page.tsx'), title: 'title.realName' },
  { path: '/me/profile', load: () => import('./profile-page.tsx'), title: 'title.profile' },
  { path: '/me/account', load: () => import('./account-page.tsx'), title: 'title.account' },
]
