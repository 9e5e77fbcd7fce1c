import { forOfficers, type ConsolePage } from '../routes.ts'

export const statisticsPages: readonly ConsolePage[] = [
  { path: '/statistics', load: () => import('./statistics-page.tsx'), layout: 'wide', may: (me) => forOfficers(me), rail: { word: 'statistics', icon: 'statistics', order: 100 } },
]
