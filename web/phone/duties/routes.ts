import { phonePath } from '../../kit/paths.ts'
import type { PhonePage } from '../routes.ts'

export const dutiesPages: readonly PhonePage[] = [
  { path: '/duties', load: () => import('./duties-page.tsx') },
  { path: '/duties/$id', load: () => import('./duty-page.tsx'), title: 'title.duty' },
  { path: '/patrol', load: () => import('./walk/patrol-page.tsx'), bare: true },
  { path: '/me/records', load: () => import('./records/records-page.tsx'), title: 'me.records' },
  { path: '/me/records/$id', load: () => import('./records/record-page.tsx'), title: 'title.record' },
  { path: '/me/points', load: () => import('./records/points-page.tsx'), title: 'title.points' },
]

/** A refused check-in or check-out is put right on the patrol itself. */
export const dutiesEditors: Readonly<Record<string, () => string>> = { checkIn: () => phonePath.patrol(), checkOut: () => phonePath.patrol() }
