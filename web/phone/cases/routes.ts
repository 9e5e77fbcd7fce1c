import type { PhonePage } from '../routes.ts'

export const casesPages: readonly PhonePage[] = [
  { path: '/report', load: () => import('./report-page.tsx') },
  { path: '/cases', load: () => import('./list-page.tsx'), title: 'me.cases' },
  { path: '/cases/$id', load: () => import('./case-page.tsx'), title: 'me.cases' },
]
