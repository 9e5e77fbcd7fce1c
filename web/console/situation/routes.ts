import { forOfficers, type ConsolePage } from '../routes.ts'

export const situationPages: readonly ConsolePage[] = [
  { path: '/', load: () => import('./page.tsx'), layout: 'panel', may: forOfficers, rail: { word: 'situation', icon: 'situation', order: 10 } },
]
