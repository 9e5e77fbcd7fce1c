import { forOfficers, type ConsolePage } from '../routes.ts'

export const settingsPages: readonly ConsolePage[] = [
  { path: '/settings/policy', load: () => import('./policy-page.tsx'), layout: 'wide', may: (me) => forOfficers(me), rail: { word: 'settings', icon: 'settings', order: 110 } },
]
