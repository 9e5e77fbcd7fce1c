import { forOfficers, type ConsolePage } from '../routes.ts'

export const recordsPages: readonly ConsolePage[] = [
  { path: '/records', load: () => import('./records-page.tsx'), may: (me) => forOfficers(me), rail: { word: 'records', icon: 'records', order: 60 } },
  { path: '/records/disputes', load: () => import('./entry-disputes-page.tsx'), layout: 'wide', may: (me) => forOfficers(me) },
]
