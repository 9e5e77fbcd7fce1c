import { forOfficers, type ConsolePage } from '../routes.ts'

export const settingsPages: readonly ConsolePage[] = [
  { path: '/settings/policy', load: () => import('./policy-page.tsx'), layout: 'wide', may: (me) => forOfficers(me), rail: { word: 'settings', icon: 'settings', order: 110 } },
  { path: '/settings/city', load: () => import('./city-page.tsx'), layout: 'wide', may: forOfficers },
  { path: '/settings/zones', load: () => import('./zones-page.tsx'), layout: 'wide', may: forOfficers },
]
